"""The outbox in SQLite."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import attrs

from plan_tasks.model import PlanId
from plan_tasks.plugins.storage.sqlite.connecting import hash_of
from plan_tasks.plugins.storage.sqlite.schema import OUTBOX_COLUMNS, OUTBOX_HASH
from plan_tasks.plugins.storage.sqlite.session import Session
from plan_tasks.storage.claiming import REQUEUED
from plan_tasks.storage.contract import Settlement
from plan_tasks.storage.outbox import Attempt, OutboxEntry, OutboxState
from plan_tasks.storage.query import check_limit

__all__ = ["SqliteOutbox"]

_FIELDS = tuple(field.name for field in attrs.fields(OutboxEntry))
_MOMENTS = frozenset({"created", "due", "leased_until", "settled", "requeued"})
_AT_ONCE = 500
_SELECT = f"SELECT {OUTBOX_COLUMNS}, hash FROM outbox"
_SEAL = f"UPDATE outbox SET hash={OUTBOX_HASH}"
_WHAT = "an entry of the outbox"
_INSERT = (
    f"INSERT INTO outbox ({OUTBOX_COLUMNS}, hash) VALUES ({', '.join('?' * (len(_FIELDS) + 4))})"
    ' ON CONFLICT (tenant, "key") DO NOTHING'
)
_ATTEMPT = 'tenant, "key", number, at, outcome, reason, reference'
_LOG = f"INSERT OR IGNORE INTO attempt ({_ATTEMPT}, hash)"
#: Logs what was said of an entry, while the worker still holds it.
_LOG_HELD = (
    f'{_LOG} SELECT tenant, "key", attempts, ?1, ?2, ?3, ?4, hash_of(tenant, "key", attempts, ?1, ?2, ?3, ?4)'
    " FROM outbox WHERE tenant=?5 AND \"key\"=?6 AND leased_by=?7 AND leased_until IS NOT NULL AND state='pending'"
)


class SqliteOutbox:
    """What waits to be sent."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, entries: Sequence[OutboxEntry]) -> int:
        """Queues entries whose key is new."""
        tenant = self._session.tenant
        given = [(tenant, *_row(entry), entry.due.timestamp(), _free_at(entry)) for entry in entries]
        rows = [(*row, hash_of(*row)) for row in given]
        with self._session.writing():
            return self._session.run_many(_INSERT, rows) if rows else 0

    def claim(
        self, *, worker: str, now: datetime, lease: timedelta, limit: int, channels: Collection[str]
    ) -> Sequence[OutboxEntry]:
        """Leases entries that are due."""
        session = self._session
        moment, until = now.timestamp(), now + lease
        with session.writing():
            check_limit(limit)
            numbers = session.all(
                "SELECT number FROM outbox WHERE tenant=? AND state='pending' AND due_at<=? AND free_at<=?"
                f" AND channel IN ({', '.join('?' * len(channels))}) ORDER BY due_at, number LIMIT ?",
                (session.tenant, moment, moment, *channels, limit),
            )
            session.run_many(
                "UPDATE outbox SET attempts=attempts+1, leased_by=?, leased_until=?, free_at=? WHERE number=?",
                [(worker, until.isoformat(), until.timestamp(), number) for (number,) in numbers],
            )
            session.run_many(f"{_SEAL} WHERE number=?", numbers)
            sql = f"{_SELECT} WHERE number=?"
            rows = [session.one(sql, number) for number in numbers]
        return list(session.decoded(_WHAT, _entry, rows))

    def settle(self, worker: str, settlements: Sequence[Settlement]) -> int:
        """Records outcomes of entries that this worker still holds."""
        rows = [
            (
                each.state.value,
                each.due.isoformat() if each.due else None,
                each.due.timestamp() if each.due else None,
                None if each.state is OutboxState.PENDING else each.at.isoformat(),
                each.reason,
                each.reference,
                int(not each.begun),
                self._session.tenant,
                each.key,
                worker,
            )
            for each in settlements
        ]
        tenant = self._session.tenant
        said = [
            (each.at.isoformat(), each.outcome, each.reason, each.reference, tenant, each.key, worker)
            for each in settlements
            if each.outcome
        ]
        with self._session.writing():
            self._session.run_many(_LOG_HELD, said)
            settled = self._session.run_many(
                "UPDATE outbox SET state=?, due=coalesce(?, due), due_at=coalesce(?, due_at), settled=?, reason=?,"
                " reference=?, attempts=attempts-?, leased_by='', leased_until=NULL, free_at=0"
                ' WHERE tenant=? AND "key"=? AND leased_by=? AND leased_until IS NOT NULL'
                " AND state='pending'",
                rows,
            )
            self._seal([each.key for each in settlements])
        return settled

    def cancel(self, keys: Collection[str], *, at: datetime, reason: str) -> int:
        """Cancels entries that are still pending."""
        with self._session.writing():
            cancelled = self._session.run_many(
                "UPDATE outbox SET state='cancelled', settled=?, reason=?, leased_by='', leased_until=NULL, free_at=0"
                " WHERE tenant=? AND \"key\"=? AND state='pending'",
                [(at.isoformat(), reason, self._session.tenant, key) for key in keys],
            )
            self._seal(keys)
        return cancelled

    def requeue(self, keys: Collection[str], *, at: datetime) -> int:
        """Makes entries that are dead, unknown or cancelled pending again."""
        states = ", ".join(f"'{state.value}'" for state in REQUEUED)
        moment = at.isoformat()
        with self._session.writing():
            changed = self._session.run_many(
                "UPDATE outbox SET state='pending', due=?, due_at=?, settled=NULL, spent=attempts, requeued=?,"
                f" leased_by='', leased_until=NULL, free_at=0 WHERE tenant=? AND \"key\"=? AND state IN ({states})",
                [(moment, at.timestamp(), moment, self._session.tenant, key) for key in keys],
            )
            self._seal(keys)
        return changed

    def attempts(self, key: str) -> Sequence[Attempt]:
        """What was logged of an entry's attempts."""
        sql = f'SELECT {_ATTEMPT}, hash FROM attempt WHERE tenant=? AND "key"=? ORDER BY number'
        rows = self._session.all(sql, (self._session.tenant, key))
        return list(self._session.decoded("an attempt", _attempt, rows))

    def add_attempts(self, attempts: Sequence[Attempt]) -> None:
        """Logs attempts as another store held them."""
        given = [
            (self._session.tenant, e.key, e.number, e.at.isoformat(), e.outcome, e.reason, e.reference)
            for e in attempts
        ]
        with self._session.writing():
            self._session.run_many(f"{_LOG} VALUES ({', '.join('?' * 8)})", [(*row, hash_of(*row)) for row in given])

    def _seal(self, keys: Collection[str]) -> None:
        """Makes the hashes of rows anew that were changed."""
        self._session.run_many(f'{_SEAL} WHERE tenant=? AND "key"=?', [(self._session.tenant, key) for key in keys])

    def entries(self, *, plan: PlanId | None = None, states: Collection[OutboxState] = ()) -> Iterator[OutboxEntry]:
        """Entries in the order they were queued."""
        sql, values = f"{_SELECT} WHERE tenant=?", [self._session.tenant]
        if plan is not None:
            sql, values = f'{sql} AND "plan"=?', [*values, plan]
        if states:
            sql += f" AND state IN ({', '.join('?' * len(states))})"
            values += [state.value for state in states]
        return self._session.decoded(_WHAT, _entry, self._session.rows(f"{sql} ORDER BY number", values))

    def tenants(self) -> Sequence[str]:
        """All who have entries, whosever transaction this is; for an examination of the file."""
        return [tenant for (tenant,) in self._session.all("SELECT DISTINCT tenant FROM outbox ORDER BY 1")]

    def known(self, keys: Collection[str]) -> Collection[str]:
        """Which of those keys are in the outbox."""
        return {key for (key,) in self._among('SELECT "key" FROM outbox', keys)}

    def get(self, keys: Collection[str]) -> Mapping[str, OutboxEntry]:
        """The entries of those keys."""
        found = self._session.decoded(_WHAT, _entry, self._among(_SELECT, keys))
        return {entry.key: entry for entry in found}

    def _among(self, select: str, keys: Collection[str]) -> Iterable[Any]:
        wanted = list(keys)
        for at in range(0, len(wanted), _AT_ONCE):
            part = wanted[at : at + _AT_ONCE]
            sql = f'{select} WHERE tenant=? AND "key" IN ({", ".join("?" * len(part))})'
            yield from self._session.all(sql, (self._session.tenant, *part))


def _free_at(entry: OutboxEntry) -> float:
    return entry.leased_until.timestamp() if entry.leased_until else 0.0


def _row(entry: OutboxEntry) -> tuple[Any, ...]:
    values = []
    for name in _FIELDS:
        value = getattr(entry, name)
        if name in _MOMENTS:
            value = value.isoformat() if value is not None else None
        values.append(value.value if isinstance(value, OutboxState) else value)
    return tuple(values)


def _entry(row: Sequence[Any]) -> OutboxEntry:
    *values, hashed = row
    if hash_of(*values) != hashed:
        raise ValueError("the row does not match its hash")
    fields = dict(zip(_FIELDS, values[1:-2], strict=True))  # between the tenant and the moments as numbers
    for name in _MOMENTS:
        fields[name] = datetime.fromisoformat(fields[name]) if fields[name] else None
    return OutboxEntry(**fields | {"state": OutboxState(fields["state"])})


def _attempt(row: Sequence[Any]) -> Attempt:
    *values, hashed = row
    if hash_of(*values) != hashed:
        raise ValueError("the row does not match its hash")
    _, key, number, at, outcome, reason, reference = values
    return Attempt(
        key=key, number=number, at=datetime.fromisoformat(at), outcome=outcome, reason=reason, reference=reference
    )
