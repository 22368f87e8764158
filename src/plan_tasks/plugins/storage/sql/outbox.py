"""The outbox on a server."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import attrs
from sqlalchemy import Select, func, select

from plan_tasks.model import PlanId
from plan_tasks.plugins.storage.sql.moments import microseconds
from plan_tasks.plugins.storage.sql.queries import following
from plan_tasks.plugins.storage.sql.session import Session
from plan_tasks.plugins.storage.sql.tables import OUTBOX
from plan_tasks.plugins.storage.sql.texts import asked, packed, packed_row, unpacked_row
from plan_tasks.storage.claiming import REQUEUED
from plan_tasks.storage.contract import Settlement
from plan_tasks.storage.outbox import Attempt, OutboxEntry, OutboxState
from plan_tasks.storage.query import check_limit

__all__ = ["SqlOutbox"]

_MOMENTS = frozenset({"created", "due", "leased_until", "settled", "requeued"})
_AT_ONCE = 2_000
_TOGETHER = 100  # entries that one statement changes
_WHAT = "an entry of the outbox"
_COLUMNS = ("tenant", "number", "due_us", "free_us", *OUTBOX)
_ATTEMPT = ("tenant", "key", "number", "at", "outcome", "reason", "reference")
_HELD = " AND leased_by=%s AND leased_until IS NOT NULL AND state='pending'"
_PENDING = OutboxState.PENDING.value
_Group = tuple[tuple[Any, ...], Collection[str]]


class SqlOutbox:
    """What waits to be sent."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._outbox = session.tables.outbox
        self._all = session.statements.entry

    def add(self, entries: Sequence[OutboxEntry]) -> int:
        """Queues entries whose key is new."""
        session, column = self._session, self._outbox.c
        with session.writing():
            if not entries:
                return 0
            last = session.one(select(func.max(column.number)).where(column.tenant == session.tenant))[0] or 0
            sql = session.place.server.unless_there(session.statements.insert(self._outbox, _COLUMNS))
            rows = [
                (session.tenant, number, microseconds(entry.due), _free_us(entry), *_row(entry))
                for number, entry in enumerate(entries, start=last + 1)
            ]
            return session.run_many(sql, rows)

    def claim(
        self, *, worker: str, now: datetime, lease: timedelta, limit: int, channels: Collection[str]
    ) -> Sequence[OutboxEntry]:
        """Leases entries that are due; those that another claims at this moment are passed over, not waited for."""
        session, column = self._session, self._outbox.c
        moment, until = microseconds(now), now + lease
        with session.writing():
            check_limit(limit)
            due = (
                select(*self._all)
                .where(
                    column.tenant == session.tenant,
                    column.state == _PENDING,
                    column.due_us <= moment,
                    column.free_us <= moment,
                    column.channel.in_([packed(channel) for channel in channels]),
                )
                .order_by(column.due_us, column.number, column.key)
                .limit(limit)
                .with_for_update(skip_locked=True)
            )
            entries = list(session.decoded(_WHAT, _entry, session.all(due)))
            claimed = [
                attrs.evolve(entry, attempts=entry.attempts + 1, leased_by=worker, leased_until=until)
                for entry in entries
            ]
            self._change(
                "attempts=attempts+1, leased_by=%s, leased_until=%s, free_us=%s",
                [((packed(worker), until.isoformat(), microseconds(until)), [entry.key for entry in claimed])],
            )
        return claimed

    def settle(self, worker: str, settlements: Sequence[Settlement]) -> int:
        """Records outcomes of entries that this worker still holds; those of one outcome in one statement."""
        first: dict[str, Settlement] = {}
        for each in settlements:
            first.setdefault(each.key, each)
        alike: dict[Settlement, list[str]] = {}
        for key, each in first.items():
            alike.setdefault(attrs.evolve(each, key=""), []).append(key)
        held = (packed(worker),)
        with self._session.writing():
            self._run(
                self._log_held,
                [
                    ((each.at.isoformat(), each.outcome, packed(each.reason), packed(each.reference)), keys)
                    for each, keys in alike.items()
                    if each.outcome
                ],
                held,
            )
            return self._change(
                "state=%s, due=coalesce(%s, due), due_us=coalesce(%s, due_us), settled=%s, reason=%s,"
                " reference=%s, attempts=attempts-%s, leased_by='', leased_until=NULL, free_us=0",
                [(_settled(each), keys) for each, keys in alike.items()],
                _HELD,
                held,
            )

    def cancel(self, keys: Collection[str], *, at: datetime, reason: str) -> int:
        """Cancels entries that are still pending."""
        with self._session.writing():
            return self._change(
                "state='cancelled', settled=%s, reason=%s, leased_by='', leased_until=NULL, free_us=0",
                [((at.isoformat(), packed(reason)), keys)],
                " AND state='pending'",
            )

    def requeue(self, keys: Collection[str], *, at: datetime) -> int:
        """Makes entries that are dead, unknown or cancelled pending again."""
        states = ", ".join(f"'{state.value}'" for state in REQUEUED)
        with self._session.writing():
            return self._change(
                "state='pending', due=%s, due_us=%s, settled=NULL, spent=attempts, requeued=%s, leased_by='',"
                " leased_until=NULL, free_us=0",
                [((at.isoformat(), microseconds(at), at.isoformat()), keys)],
                f" AND state IN ({states})",
            )

    def attempts(self, key: str) -> Sequence[Attempt]:
        """What was logged of an entry's attempts."""
        session, table = self._session, self._session.tables.attempt
        wanted = [table.c[name] for name in _ATTEMPT[1:]]
        query = select(*wanted).where(table.c.tenant == session.tenant, table.c.key == asked(key))
        return list(session.decoded("an attempt", _attempt, session.all(query.order_by(table.c.number))))

    def add_attempts(self, attempts: Sequence[Attempt]) -> None:
        """Logs attempts as another store held them."""
        session = self._session
        rows = [
            (
                session.tenant,
                packed(e.key),
                e.number,
                e.at.isoformat(),
                e.outcome,
                packed(e.reason),
                packed(e.reference),
            )
            for e in attempts
        ]
        with session.writing():
            insertion = session.statements.insert(session.tables.attempt, _ATTEMPT)
            session.run_many(session.place.server.unless_there(insertion), rows)

    def _log_held(self, count: int) -> str:
        """Logs what was said of entries, while the worker still holds them."""
        session = self._session
        quote = session.connection.dialect.identifier_preparer
        names = ", ".join(map(quote.quote, _ATTEMPT))
        return session.place.server.unless_there(
            f"INSERT INTO {quote.format_table(session.tables.attempt)} ({names})"
            f" SELECT tenant, {quote.quote('key')}, attempts, %s, %s, %s, %s FROM {quote.format_table(self._outbox)}"
            f" WHERE {self._those(count, _HELD)}"
        )

    def _change(self, changes: str, groups: Iterable[_Group], condition: str = "", given: tuple[Any, ...] = ()) -> int:
        """Changes entries where a condition holds; returns how many.

        Args:
            changes: What is set, with a place for each value.
            groups: Values, and the keys of the entries that take them.
            condition: Begins with AND.
            given: The values of its places.
        """
        table = self._session.connection.dialect.identifier_preparer.format_table(self._outbox)
        return self._run(
            lambda count: f"UPDATE {table} SET {changes} WHERE {self._those(count, condition)}", groups, given
        )

    def _run(self, sql: Callable[[int], str], groups: Iterable[_Group], given: tuple[Any, ...]) -> int:
        """Runs a statement for so many entries at once; returns how many rows it concerned."""
        rows: dict[int, list[tuple[Any, ...]]] = {}
        for values, keys in groups:
            among = sorted(map(packed, set(keys)))
            for at in range(0, len(among), _TOGETHER):
                part = among[at : at + _TOGETHER]
                rows.setdefault(len(part), []).append((*values, self._session.tenant, *given, *part))
        return sum(self._session.run_many(sql(count), some) for count, some in rows.items())

    def _those(self, count: int, condition: str) -> str:
        """So many entries by their keys, where a condition holds."""
        key = self._session.connection.dialect.identifier_preparer.quote("key")
        return f"tenant=%s{condition} AND {key} IN ({', '.join(['%s'] * count)})"

    def entries(self, *, plan: PlanId | None = None, states: Collection[OutboxState] = ()) -> Iterator[OutboxEntry]:
        """Entries in the order they were queued."""
        column = self._outbox.c
        order = [column.number, column.key]
        query = select(*self._all, column.number).where(column.tenant == self._session.tenant).order_by(*order)
        if plan is not None:
            query = query.where(column["plan"] == asked(plan))
        if states:
            query = query.where(column.state.in_([state.value for state in states]))

        def after(wanted: Select[Any], row: Any) -> Select[Any]:
            return wanted.where(following(order, (row[-1], row[0])))

        return self._session.decoded(_WHAT, _entry, self._session.stream(query, after))

    def known(self, keys: Collection[str]) -> Collection[str]:
        """Which of those keys are in the outbox."""
        return {unpacked_row(row)[0] for row in self._among(select(self._outbox.c.key), keys)}

    def get(self, keys: Collection[str]) -> Mapping[str, OutboxEntry]:
        """The entries of those keys."""
        found = self._session.decoded(_WHAT, _entry, self._among(select(*self._all), keys))
        return {entry.key: entry for entry in found}

    def _among(self, query: Select[Any], keys: Collection[str]) -> Iterable[Any]:
        session, column = self._session, self._outbox.c
        wanted = [asked(key) for key in keys]
        for at in range(0, len(wanted), _AT_ONCE):
            among = session.place.server.among(column.key, wanted[at : at + _AT_ONCE])
            yield from session.all(query.where(column.tenant == session.tenant, among))


def _settled(each: Settlement) -> tuple[Any, ...]:
    return (
        each.state.value,
        each.due.isoformat() if each.due else None,
        microseconds(each.due) if each.due else None,
        None if each.state is OutboxState.PENDING else each.at.isoformat(),
        packed(each.reason),
        packed(each.reference),
        int(not each.begun),
    )


def _free_us(entry: OutboxEntry) -> int:
    return microseconds(entry.leased_until) if entry.leased_until else 0


def _row(entry: OutboxEntry) -> tuple[Any, ...]:
    values = []
    for name in OUTBOX:
        value = getattr(entry, name)
        if name in _MOMENTS:
            value = value.isoformat() if value is not None else None
        values.append(value.value if isinstance(value, OutboxState) else value)
    return packed_row(values)


def _entry(row: Sequence[Any]) -> OutboxEntry:
    fields = dict(zip(OUTBOX, unpacked_row(row[: len(OUTBOX)]), strict=True))
    for name in _MOMENTS:
        fields[name] = datetime.fromisoformat(fields[name]) if fields[name] else None
    return OutboxEntry(**fields | {"state": OutboxState(fields["state"])})


def _attempt(row: Sequence[Any]) -> Attempt:
    key, number, at, outcome, reason, reference = unpacked_row(row)
    return Attempt(
        key=key, number=number, at=datetime.fromisoformat(at), outcome=outcome, reason=reason, reference=reference
    )
