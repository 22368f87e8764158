"""Goals and measures in SQLite: written in bulk, listed from head columns alone, decoded only when asked."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from plan_tasks.errors import Conflict, StoreDamaged, UnknownName
from plan_tasks.model import ItemId, PlanId
from plan_tasks.plugins.storage.sqlite.schema import HEAD_COLUMNS
from plan_tasks.plugins.storage.sqlite.session import Session
from plan_tasks.storage.contract import ItemWrite, StoredItem
from plan_tasks.storage.encoding import decode_item, json_encoder
from plan_tasks.storage.heads import HeadFacts, ItemHead
from plan_tasks.storage.query import (
    NO_DUE,
    ItemQuery,
    Order,
    Page,
    check_limit,
    cursor_of,
    fold_ascii,
    key_after,
    owner_needles,
    tag_needle,
)

__all__ = ["SqliteItems"]

_HEAD = ", ".join(HEAD_COLUMNS)
_WIDTH = len(HEAD_COLUMNS)
_AT_ONCE = 500  # ids in one statement
_head = partial(tuple.__new__, ItemHead)
_facts = partial(tuple.__new__, HeadFacts)
_FACTS = ", ".join(f'"{name}"' for name in HeadFacts._fields)

_INSERT = f"INSERT INTO item (tenant, position, {_HEAD}, body, hash) VALUES ({', '.join('?' * (_WIDTH + 4))})"
#: Name of a column -> its number among the values of a row that is written.
_AT = {name: f"?{number}" for number, name in enumerate((*ItemHead._fields, "body", "hash", "tenant"), 1)}
_KEY = ("tenant", "plan", "id")
_IS_THE_ITEM = " AND ".join(f'"{name}"={_AT[name]}' for name in _KEY)

#: Setting a column writes its indexes anew, same or not: so the key is left out, and the due day goes apart.
_SET = ", ".join(f'"{name}"={at}' for name, at in _AT.items() if name not in (*_KEY, "due"))
_UPDATE = f"UPDATE item SET {_SET} WHERE {_IS_THE_ITEM}"
_UPDATE_DUE = f'UPDATE item SET "due"={_AT["due"]} WHERE {_IS_THE_ITEM} AND "due" IS NOT {_AT["due"]}'


#: An item's full text; SQLite's own function cuts a text at a NUL, which JSON writes as below.
_TEXT = r"CASE WHEN instr(body, '\u0000') THEN text_of(body) ELSE json_extract(body, '$.text') END"


def row_hash(head: ItemHead, body: str) -> int:
    """A checksum over a row, by which damage shows that SQLite itself does not see."""
    return zlib.crc32(
        body.encode("utf-8", "surrogatepass"), zlib.crc32(repr(tuple(head)).encode("utf-8", "surrogatepass"))
    )


class SqliteItems:
    """Items of one tenant in one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, plan: PlanId, ids: Collection[ItemId]) -> Mapping[ItemId, StoredItem]:
        """The items that exist among those ids."""
        found: dict[ItemId, StoredItem] = {}
        wanted = list(ids)
        for at in range(0, len(wanted), _AT_ONCE):
            part = wanted[at : at + _AT_ONCE]
            marks = ", ".join("?" * len(part))
            rows = self._session.all(
                f'SELECT {_HEAD}, body, hash FROM item WHERE tenant=? AND "plan"=? AND "id" IN ({marks})',
                (self._session.tenant, plan, *part),
            )
            for row in rows:
                stored = self._stored(row)
                found[stored.item.id] = stored
                if self._session.writes:
                    self._session.held[plan, stored.item.id] = stored.version, stored.head.due
        return found

    def heads(self, query: ItemQuery, *, limit: int, after: str = "") -> Page[ItemHead]:
        """A page of heads."""
        check_limit(limit)
        last = key_after(query, after)
        where, values = self._where(query)
        if last is not None:
            where += f" AND ({_ORDERS[query.order]}) > ({', '.join('?' * len(last))})"
            values += last
        rows = self._session.all(
            f"SELECT {_HEAD}, position FROM item WHERE {where} ORDER BY {_ORDERS[query.order]} LIMIT ?",
            (*values, limit + 1),
        )
        heads = [_head(row[:_WIDTH]) for row in rows[:limit]]
        if len(rows) <= limit:
            return Page(heads)
        return Page(heads, cursor_of(query.order, heads[-1], rows[limit - 1][_WIDTH]))

    def scan(self, query: ItemQuery) -> Iterator[ItemHead]:
        """All heads that match, streamed."""
        where, values = self._where(query)
        return map(
            _head, self._session.rows(f"SELECT {_HEAD} FROM item WHERE {where} ORDER BY {_ORDERS[query.order]}", values)
        )

    def facts(self, query: ItemQuery) -> Iterator[HeadFacts]:
        """What counting reads of all heads that match, streamed."""
        where, values = self._where(query)
        sql = f"SELECT {_FACTS} FROM item WHERE {where} ORDER BY {_ORDERS[query.order]}"
        return map(_facts, self._session.rows(sql, values))

    def stream(self, query: ItemQuery) -> Iterator[StoredItem]:
        """All items that match, streamed."""
        where, values = self._where(query)
        sql = f"SELECT {_HEAD}, body, hash FROM item WHERE {where} ORDER BY {_ORDERS[query.order]}"
        return map(self._stored, self._session.rows(sql, values))

    def put(self, writes: Sequence[ItemWrite]) -> None:
        """Stores items."""
        with self._session.writing():
            self._check_plans({write.plan for write in writes})
            self._check_versions(writes)
            self._insert([write for write in writes if not write.seen])
            self._update([write for write in writes if write.seen])
        session = self._session
        for write in writes:
            key = write.plan, write.item.id
            session.versions[key] = write.seen + 1
            if write.seen:
                session.held[key] = write.seen + 1, write.head.due

    def insert(self, plan: PlanId, writes: Sequence[ItemWrite]) -> None:
        """Stores items that are not there, whatever version they say they have; for a write of the unit."""
        self._check_plans([plan])
        for (_, item), stored in self._held(writes).items():
            raise Conflict(item, seen=0, stored=stored)
        self._insert(writes)

    def _check_plans(self, plans: Collection[PlanId]) -> None:
        session = self._session
        for plan in plans:
            if (
                plan not in session.plans
                and session.one("SELECT 1 FROM plan WHERE tenant=? AND id=?", (session.tenant, plan)) is None
            ):
                raise UnknownName(f"there is no plan {plan!r}", where=str(session.path), remedy="put its header first")

    def _check_versions(self, writes: Sequence[ItemWrite]) -> None:
        """Refuses the first write that does not name the version before it; nobody else writes meanwhile."""
        known = self._session.held
        unread = [write for write in writes if (write.plan, write.item.id) not in known] if known else writes
        held = {key: version for key, (version, _) in known.items()} | self._held(unread)
        for write in writes:
            stored = held.get((write.plan, write.item.id), 0)
            if stored != write.seen:
                raise Conflict(write.item.id, seen=write.seen, stored=stored)
            held[write.plan, write.item.id] = stored + 1

    def _held(self, writes: Sequence[ItemWrite]) -> dict[tuple[str, str], int]:
        """The versions of those items that exist."""
        session = self._session
        by_plan: dict[str, list[str]] = {}
        for write in writes:
            by_plan.setdefault(write.plan, []).append(write.item.id)
        held: dict[tuple[str, str], int] = {}
        for plan, ids in by_plan.items():
            if len(ids) > _AT_ONCE and not self._any_item(plan):
                continue
            for at in range(0, len(ids), _AT_ONCE):
                part = ids[at : at + _AT_ONCE]
                marks = ", ".join("?" * len(part))
                sql = f'SELECT "id", "version" FROM item WHERE tenant=? AND "plan"=? AND "id" IN ({marks})'
                held.update(
                    {(plan, item): version for item, version in session.all(sql, (session.tenant, plan, *part))}
                )
        return held

    def _any_item(self, plan: str) -> bool:
        sql = 'SELECT EXISTS (SELECT 1 FROM item WHERE tenant=? AND "plan"=?)'
        return bool(self._session.one(sql, (self._session.tenant, plan))[0])

    def _insert(self, writes: Sequence[ItemWrite]) -> None:
        session = self._session
        positions: dict[str, int] = {}
        rows = []
        for write in writes:
            position = positions.get(write.plan)
            if position is None:
                (position,) = session.one(
                    'SELECT coalesce(max(position), 0) FROM item WHERE tenant=? AND "plan"=?',
                    (session.tenant, write.plan),
                )
            positions[write.plan] = position + 1
            session.created.add((write.plan, write.item.id))
            hashed = row_hash(write.head, write.body)
            rows.append((session.tenant, position + 1, *write.head, write.body, hashed))
        if rows:
            session.run_many(_INSERT, rows)

    def _update(self, writes: Sequence[ItemWrite]) -> None:
        tenant, held = self._session.tenant, self._session.held
        rows = [(*write.head, write.body, row_hash(write.head, write.body), tenant) for write in writes]
        if rows:
            self._session.run_many(_UPDATE, rows)
        moved = [
            row
            for row, write in zip(rows, writes, strict=True)
            if held.get((write.plan, write.item.id), (0, None)) != (write.seen, write.head.due)
        ]
        if moved:
            self._session.run_many(_UPDATE_DUE, moved)

    def _stored(self, row: Sequence[Any]) -> StoredItem:
        head: ItemHead = _head(row[:_WIDTH])
        body, hashed = row[_WIDTH], row[_WIDTH + 1]
        where = f"{self._session.path}: item {head.id} of plan {head.plan}"
        if row_hash(head, body) != hashed:
            raise StoreDamaged("the row does not match its hash", where=where, remedy="restore a backup")
        return StoredItem(decode_item(head.kind, body, where=where), head.version, head)

    def _where(self, query: ItemQuery) -> tuple[str, list[Any]]:
        parts: list[str] = ["tenant=?"]
        values: list[Any] = [self._session.tenant]

        def narrow(sql: str, *given: Any) -> None:
            parts.append(f"({sql})")
            values.extend(given)

        if query.plan:
            narrow('"plan"=?', query.plan)
        if query.kind is not None:
            narrow('"kind"=?', query.kind.value)
        if query.area:
            narrow('"area"=?', query.area)
        if query.owner:
            needles = owner_needles(query)
            narrow(" OR ".join(['instr("owners", ?) > 0'] * len(needles)) or "0", *needles)
        if query.states:
            narrow(f'"state" IN ({", ".join("?" * len(query.states))})', *(state.value for state in query.states))
        if query.due_before is not None:
            narrow(f"coalesce(\"due\", '{NO_DUE}') < ?", query.due_before.isoformat())
        if query.tag:
            narrow('instr("tags", ?) > 0', tag_needle(query.tag))
        if query.text:
            part = fold_ascii(query.text)
            narrow(f'instr(lower("title"), ?) > 0 OR instr(lower({_TEXT}), ?) > 0', part, part)
        if query.ids:
            narrow('"id" IN (SELECT value FROM json_each(?))', json_encoder()(query.ids))
        return " AND ".join(parts), values


_ORDERS = {
    Order.POSITION: '"plan", position',
    Order.DUE: f'coalesce("due", \'{NO_DUE}\'), "plan", position',
}
