"""Goals and measures in SQLite: written in bulk, listed from head columns alone, decoded only when asked."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from plan_tasks.errors import Conflict, StoreDamaged
from plan_tasks.model import ItemId, PlanId
from plan_tasks.plugins.storage.sqlite.schema import HEAD_COLUMNS, NO_DUE
from plan_tasks.plugins.storage.sqlite.session import Session
from plan_tasks.storage.contract import ItemWrite, StoredItem
from plan_tasks.storage.encoding import decode_item
from plan_tasks.storage.heads import ItemHead
from plan_tasks.storage.query import ItemQuery, Order, Page, decode_cursor, encode_cursor, fold_ascii, owner_needle

__all__ = ["SqliteItems"]

_HEAD = ", ".join(HEAD_COLUMNS)
_WIDTH = len(HEAD_COLUMNS)
_AT_ONCE = 500  # ids in one statement
_head = partial(tuple.__new__, ItemHead)

_INSERT = f"INSERT INTO item (tenant, position, {_HEAD}, body, hash) VALUES ({', '.join('?' * (_WIDTH + 4))})"
_UPDATE = (
    f"UPDATE item SET {', '.join(f'{column}=?' for column in HEAD_COLUMNS)}, body=?, hash=?"
    ' WHERE tenant=? AND "plan"=? AND "id"=? AND "version"=?'
)


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
            rows = self._session.rows(
                f'SELECT {_HEAD}, body, hash FROM item WHERE tenant=? AND "plan"=? AND "id" IN ({marks})',
                (self._session.tenant, plan, *part),
            )
            for row in rows:
                stored = self._stored(row)
                found[stored.item.id] = stored
        return found

    def heads(self, query: ItemQuery, *, limit: int, after: str = "") -> Page[ItemHead]:
        """A page of heads."""
        where, values = self._where(query)
        if after:
            *keys, plan, position = decode_cursor(after, length=3 if query.order is Order.DUE else 2)
            if query.order is Order.DUE:
                where += f' AND (coalesce("due", \'{NO_DUE}\'), "plan", position) > (?, ?, ?)'
            else:
                where += ' AND ("plan", position) > (?, ?)'
            values += [*keys, plan, position]
        rows = self._session.run(
            f"SELECT {_HEAD}, position FROM item WHERE {where} ORDER BY {_ORDERS[query.order]} LIMIT ?",
            (*values, limit + 1),
        ).fetchall()
        heads = [_head(row[:_WIDTH]) for row in rows[:limit]]
        if len(rows) <= limit:
            return Page(heads)
        last, position = heads[-1], rows[limit - 1][_WIDTH]
        keys = [last.due or NO_DUE] if query.order is Order.DUE else []
        return Page(heads, encode_cursor(*keys, last.plan, position))

    def scan(self, query: ItemQuery) -> Iterator[ItemHead]:
        """All heads that match, streamed."""
        where, values = self._where(query)
        return map(
            _head, self._session.rows(f"SELECT {_HEAD} FROM item WHERE {where} ORDER BY {_ORDERS[query.order]}", values)
        )

    def stream(self, query: ItemQuery) -> Iterator[StoredItem]:
        """All items that match, streamed."""
        where, values = self._where(query)
        sql = f"SELECT {_HEAD}, body, hash FROM item WHERE {where} ORDER BY {_ORDERS[query.order]}"
        return map(self._stored, self._session.rows(sql, values))

    def put(self, writes: Sequence[ItemWrite]) -> None:
        """Stores items."""
        session = self._session
        new = [write for write in writes if not write.seen]
        old = [write for write in writes if write.seen]
        if new:
            self._insert(new)
        if old:
            rows = (
                (
                    *write.head,
                    write.body,
                    row_hash(write.head, write.body),
                    session.tenant,
                    write.plan,
                    write.item.id,
                    write.seen,
                )
                for write in old
            )
            if session.run_many(_UPDATE, rows) != len(old):
                raise self._conflict(old)
        for write in writes:
            session.versions[write.plan, write.item.id] = write.seen + 1

    def _insert(self, writes: Sequence[ItemWrite]) -> None:
        session = self._session
        session.check_write()
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
        known = self._known(writes)
        if known:
            raise Conflict(known[0][0], seen=0, stored=known[0][1])
        session.run_many(_INSERT, rows)

    def _known(self, writes: Sequence[ItemWrite]) -> list[tuple[str, int]]:
        """Those of new items that exist, with their versions."""
        session = self._session
        known: list[tuple[str, int]] = []
        by_plan: dict[str, list[str]] = {}
        for write in writes:
            by_plan.setdefault(write.plan, []).append(write.item.id)
        for plan, ids in by_plan.items():
            (held,) = session.one(
                'SELECT EXISTS (SELECT 1 FROM item WHERE tenant=? AND "plan"=?)', (session.tenant, plan)
            )
            for at in range(0, len(ids) if held else 0, _AT_ONCE):
                part = ids[at : at + _AT_ONCE]
                marks = ", ".join("?" * len(part))
                sql = f'SELECT "id", "version" FROM item WHERE tenant=? AND "plan"=? AND "id" IN ({marks})'
                known += session.run(sql, (session.tenant, plan, *part)).fetchall()
        return known

    def _conflict(self, writes: Sequence[ItemWrite]) -> Conflict:
        session = self._session
        for write in writes:
            row = session.one(
                'SELECT "version" FROM item WHERE tenant=? AND "plan"=? AND "id"=?',
                (session.tenant, write.plan, write.item.id),
            )
            stored = row[0] if row else 0
            if stored != write.seen + 1:
                return Conflict(write.item.id, seen=write.seen, stored=stored)
        return Conflict(writes[0].item.id, seen=writes[0].seen, stored=0)

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
            parts.append(sql)
            values.extend(given)

        if query.plan:
            narrow('"plan"=?', query.plan)
        if query.kind is not None:
            narrow('"kind"=?', query.kind.value)
        if query.area:
            narrow('"area"=?', query.area)
        if query.owner:
            narrow('instr("owners", ?) > 0', owner_needle(query))
        if query.states:
            narrow(f'"state" IN ({", ".join("?" * len(query.states))})', *(state.value for state in query.states))
        if query.due_before is not None:
            narrow(f"coalesce(\"due\", '{NO_DUE}') < ?", query.due_before.isoformat())
        if query.tag:
            narrow('instr("tags", ?) > 0', f"\n{query.tag}\n")
        if query.text:
            text = "lower(\"title\" || char(10) || coalesce(json_extract(body, '$.text'), ''))"
            narrow(f"instr({text}, ?) > 0", fold_ascii(query.text))
        if query.ids:
            narrow(f'"id" IN ({", ".join("?" * len(query.ids))})', *query.ids)
        return " AND ".join(parts), values


_ORDERS = {
    Order.POSITION: '"plan", position',
    Order.DUE: f'coalesce("due", \'{NO_DUE}\'), "plan", position',
}
