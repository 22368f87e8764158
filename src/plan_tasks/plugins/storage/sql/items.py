"""Goals and measures on a server: written in bulk, listed from head columns alone, decoded only when asked."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, String, cast, func, select

from plan_tasks.errors import Conflict, StoreDamaged, UnknownName
from plan_tasks.model import ItemId, PlanId
from plan_tasks.plugins.storage.sql.queries import following, order_of, where
from plan_tasks.plugins.storage.sql.session import Session
from plan_tasks.plugins.storage.sql.statements import ITEM, Write
from plan_tasks.plugins.storage.sql.tables import WIDTH
from plan_tasks.plugins.storage.sql.texts import SEPARATOR, asked, packed, packed_row, unpacked_row
from plan_tasks.storage.contract import ItemWrite, StoredItem
from plan_tasks.storage.encoding import decode_item, encode_item
from plan_tasks.storage.heads import TERM_SEPARATOR, TERMS, HeadFacts, ItemHead
from plan_tasks.storage.query import NO_DUE, ItemQuery, Order, Page, check_limit, cursor_of, fold_ascii, key_after

__all__ = ["SqlItems"]

_AT_ONCE = 2_000  # ids in one statement
_BODIES = 500  # items of a stream that are held at once
_head = partial(tuple.__new__, ItemHead)
_facts = partial(tuple.__new__, HeadFacts)


def row_hash(head: ItemHead, body: str) -> int:
    """A checksum over a row, by which damage shows that the server itself does not see."""
    return zlib.crc32(
        body.encode("utf-8", "surrogatepass"), zlib.crc32(repr(tuple(head)).encode("utf-8", "surrogatepass"))
    )


class SqlItems:
    """Items of one tenant in one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._item = session.tables.item
        self._heads, self._whole = session.statements.heads, session.statements.whole

    def get(self, plan: PlanId, ids: Collection[ItemId]) -> Mapping[ItemId, StoredItem]:
        """The items that exist among those ids; where they may be changed, their plan is locked first."""
        session, found = self._session, dict[ItemId, StoredItem]()
        wanted = [asked(item) for item in ids]
        asked(plan)
        if wanted and session.may_write(plan):
            session.numbering(plan)
        locked = session.is_locked(plan) and not session.current
        for at in range(0, len(wanted), _AT_ONCE):
            for row in self._rows(plan, wanted[at : at + _AT_ONCE]):
                stored = self._stored(row)
                found[stored.item.id] = stored
                if locked:
                    session.held[plan, stored.item.id] = stored.version
        return found

    def _rows(self, plan: str, ids: Sequence[str]) -> Sequence[Any]:
        session = self._session
        if session.ahead and all((plan, item) in session.ahead for item in ids):
            session.check_reading()
            return [row for item in ids for row in session.ahead.pop((plan, item))]
        if len(ids) == 1:
            return session.fixed(session.statements.item, (session.tenant, asked(plan), ids[0]))
        return session.all(self._of(self._whole, plan, ids))

    def _of(self, columns: Sequence[Any], plan: str, ids: Sequence[str]) -> Select[Any]:
        column, tenant = self._item.c, self._session.tenant
        among = self._session.place.server.among(column.id, ids)
        return select(*columns).where(column.tenant == tenant, column["plan"] == asked(plan), among)

    def heads(self, query: ItemQuery, *, limit: int, after: str = "") -> Page[ItemHead]:
        """A page of heads."""
        check_limit(limit)
        last = key_after(query, after)
        wanted = self._query(query, [*self._heads, self._item.c.position])
        if last is not None:
            wanted = wanted.where(following(order_of(query, self._item), _without_plan(query, last)))
        rows = self._session.all(wanted.limit(limit + 1))
        heads = [_head(unpacked_row(row[:WIDTH])) for row in rows[:limit]]
        if len(rows) <= limit:
            return Page(heads)
        return Page(heads, cursor_of(query.order, heads[-1], rows[limit - 1][WIDTH]))

    def scan(self, query: ItemQuery) -> Iterator[ItemHead]:
        """All heads that match, streamed."""
        return (_head(unpacked_row(row[:WIDTH])) for row in self._stream(query, self._heads))

    def facts(self, query: ItemQuery) -> Iterator[HeadFacts]:
        """What judging reads of all heads that match, streamed: a third of the columns."""
        column = self._item.c
        terms = func.concat_ws(TERM_SEPARATOR, *(func.coalesce(_as_text(column[name]), "") for name in TERMS))
        wanted = [terms if name == "terms" else column[name] for name in HeadFacts._fields]
        return (_facts(unpacked_row(row[: len(wanted)])) for row in self._stream(query, wanted))

    def stream(self, query: ItemQuery) -> Iterator[StoredItem]:
        """All items that match, streamed."""
        return map(self._stored, self._stream(query, self._whole, chunk=_BODIES))

    def _query(self, query: ItemQuery, columns: Sequence[Any]) -> Select[Any]:
        session = self._session
        parts = where(query, self._item, session.tenant, session.place.server)
        return select(*columns).where(*parts).order_by(*order_of(query, self._item))

    def _stream(self, query: ItemQuery, columns: Sequence[Any], *, chunk: int = 2_000) -> Iterator[Any]:
        order = order_of(query, self._item)
        count = len(order)

        def after(wanted: Select[Any], row: Any) -> Select[Any]:
            return wanted.where(following(order, row[-count:]))

        # The order's columns come once more at the row's end, labelled, so that no name comes twice.
        ordered = [column.label(f"order_{number}") for number, column in enumerate(order)]
        return self._session.stream(self._query(query, [*columns, *ordered]), after, chunk=chunk)

    def put(self, writes: Sequence[ItemWrite]) -> None:
        """Stores items."""
        session = self._session
        with session.writing():
            for plan in sorted({write.plan for write in writes}):
                session.numbering(plan)
                self._check_plan(plan)
            self._check_versions(writes)
            self._insert([write for write in writes if not write.seen])
            self._update([write for write in writes if write.seen])
        for write in writes:
            session.versions[write.plan, write.item.id] = write.seen + 1

    def _check_plan(self, plan: str) -> None:
        session = self._session
        if plan not in session.headers:
            raise UnknownName(f"there is no plan {plan!r}", where=session.place.where, remedy="put its header first")

    def _check_versions(self, writes: Sequence[ItemWrite]) -> None:
        """Refuses the first write that does not name the version before it; nobody else writes meanwhile."""
        held = self._versions(writes)
        for write in writes:
            stored = held.get((write.plan, write.item.id), 0)
            if stored != write.seen:
                raise Conflict(write.item.id, seen=write.seen, stored=stored)
            held[write.plan, write.item.id] = stored + 1
        self._session.held.update(held)

    def _versions(self, writes: Sequence[ItemWrite]) -> dict[tuple[str, str], int]:
        """The versions of those items that exist."""
        session, column = self._session, self._item.c
        held: dict[tuple[str, str], int] = {}
        by_plan: dict[str, list[str]] = {}
        for write in writes:
            known = session.held.get((write.plan, write.item.id))
            if known is not None:
                held[write.plan, write.item.id] = known
            elif session.numbering(write.plan).items:  # else the plan has no items at all
                by_plan.setdefault(write.plan, []).append(packed(write.item.id))
        for plan, ids in by_plan.items():
            for at in range(0, len(ids), _AT_ONCE):
                wanted = self._of([column.id, column.version], plan, ids[at : at + _AT_ONCE])
                rows = session.all(wanted.with_for_update() if session.current else wanted)
                held.update({(plan, item): version for item, version in map(unpacked_row, rows)})
        return held

    def restore(self, plan: PlanId, items: Sequence[StoredItem]) -> None:
        """Stores items that are not there, with their versions."""
        self._session.numbering(plan)
        self._check_plan(plan)
        self._check_versions([ItemWrite(plan, each.item, "", each.head, 0) for each in items])
        writes = [ItemWrite(plan, each.item, encode_item(each.item), each.head, 0) for each in items]
        self._insert(writes)
        self._session.held.update({(plan, each.item.id): each.version for each in items})

    def _insert(self, writes: Sequence[ItemWrite]) -> None:
        session, rows = self._session, []
        for write in writes:
            numbering = session.numbering(write.plan)
            numbering.items += 1
            numbering.changed = True
            rows.append((session.tenant, numbering.items, *packed_row(write.head), *_rest(write)))
        session.insert_later(self._item, ITEM, rows)

    def _update(self, writes: Sequence[ItemWrite]) -> None:
        session = self._session
        rows = [
            (
                *packed_row(write.head[2:]),
                *_rest(write),
                session.tenant,
                write.plan,
                packed(write.item.id),
                write.seen,
            )
            for write in writes
        ]
        session.later(Write(self._item, session.statements.change_item, rows, exact=True))

    def _stored(self, row: Sequence[Any]) -> StoredItem:
        head: ItemHead = _head(unpacked_row(row[:WIDTH]))
        body, hashed = row[WIDTH], row[WIDTH + 1]
        where = f"{self._session.place.where}: item {head.id} of plan {head.plan}"
        if row_hash(head, body) != hashed:
            raise StoreDamaged("the row does not match its hash", where=where, remedy="restore a backup")
        return StoredItem(decode_item(head.kind, body, where=where), head.version, head)


def _as_text(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return cast(column, String) if isinstance(column.type, Integer) else column


def _rest(write: ItemWrite) -> tuple[Any, ...]:
    """What a row has beside its head: `ITEM` from ``due_key`` on."""
    search = f"{packed(fold_ascii(write.item.title))}{SEPARATOR}{packed(fold_ascii(write.item.text))}"
    return (write.head.due or NO_DUE, search, write.body, row_hash(write.head, write.body))


def _without_plan(query: ItemQuery, key: tuple[Any, ...]) -> tuple[Any, ...]:
    """A sort key's values for the columns of `order_of`."""
    if not query.plan:
        return key
    return (key[0], key[-1]) if query.order is Order.DUE else (key[-1],)
