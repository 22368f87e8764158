"""What waits to be sent, of one tenant: a unit changes a copy, and the commit writes it whole."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

import attrs

from plan_tasks.model import PlanId
from plan_tasks.storage.contract import Settlement
from plan_tasks.storage.outbox import OutboxEntry, OutboxState
from plan_tasks.storage.query import check_limit
from plan_tasks.storage.unit_state import UnitState

__all__ = ["FolderOutbox"]


class FolderOutbox:
    """The outbox of a tenant in one unit of work.

    Args:
        standing: The unit's.
        held: Key -> entry, in the order in which they were queued; not changed.
    """

    def __init__(self, standing: UnitState, held: Mapping[str, OutboxEntry]) -> None:
        self._standing = standing
        self._held = held
        self._own: dict[str, OutboxEntry] | None = None

    @property
    def changed(self) -> Mapping[str, OutboxEntry] | None:
        """All entries, where any was changed; else None."""
        return self._own

    def _put(self, entry: OutboxEntry) -> None:
        if self._own is None:
            self._own = dict(self._held)
            self._held = self._own
        self._own[entry.key] = entry

    def add(self, entries: Sequence[OutboxEntry]) -> int:
        """Queues entries whose key is new."""
        with self._standing.writing():
            new = 0
            for entry in entries:
                if entry.key not in self._held:
                    self._put(entry)
                    new += 1
            return new

    def claim(
        self, *, worker: str, now: datetime, lease: timedelta, limit: int, channels: Collection[str]
    ) -> Sequence[OutboxEntry]:
        """Leases pending entries."""
        with self._standing.writing():
            check_limit(limit)
            free = [
                entry
                for entry in self._held.values()
                if entry.state is OutboxState.PENDING
                and entry.channel in channels
                and entry.due <= now
                and (entry.leased_until is None or entry.leased_until <= now)
            ]
            free.sort(key=lambda entry: entry.due)
            claimed = [
                attrs.evolve(entry, attempts=entry.attempts + 1, leased_by=worker, leased_until=now + lease)
                for entry in free[:limit]
            ]
            for entry in claimed:
                self._put(entry)
            return claimed

    def settle(self, worker: str, settlements: Sequence[Settlement]) -> int:
        """Records outcomes."""
        with self._standing.writing():
            return sum(self._settle(worker, each) for each in settlements)

    def _settle(self, worker: str, settlement: Settlement) -> bool:
        entry = self._held.get(settlement.key)
        if entry is None or entry.state is not OutboxState.PENDING:
            return False
        if entry.leased_until is None or entry.leased_by != worker:
            return False
        self._put(
            attrs.evolve(
                entry,
                state=settlement.state,
                due=settlement.due or entry.due,
                attempts=entry.attempts - (not settlement.begun),
                settled=None if settlement.state is OutboxState.PENDING else settlement.at,
                reason=settlement.reason,
                reference=settlement.reference,
                leased_by="",
                leased_until=None,
            )
        )
        return True

    def cancel(self, keys: Collection[str], *, at: datetime, reason: str) -> int:
        """Cancels what is pending."""
        with self._standing.writing():
            pending = [self._held[key] for key in dict.fromkeys(keys) if key in self._held]
            pending = [entry for entry in pending if entry.state is OutboxState.PENDING]
            for entry in pending:
                self._put(
                    attrs.evolve(
                        entry,
                        state=OutboxState.CANCELLED,
                        settled=at,
                        reason=reason,
                        leased_by="",
                        leased_until=None,
                    )
                )
            return len(pending)

    def entries(self, *, plan: PlanId | None = None, states: Collection[OutboxState] = ()) -> Iterator[OutboxEntry]:
        """Entries in the order in which they were queued, streamed."""
        self._standing.check_reading()
        return self._entries(list(self._held.values()), plan, states)

    def _entries(
        self, held: Sequence[OutboxEntry], plan: PlanId | None, states: Collection[OutboxState]
    ) -> Iterator[OutboxEntry]:
        for entry in held:
            self._standing.check_reading()
            if (plan is None or entry.plan == plan) and (not states or entry.state in states):
                yield entry

    def known(self, keys: Collection[str]) -> Collection[str]:
        """Which of those keys are in the outbox."""
        self._standing.check_reading()
        return {key for key in keys if key in self._held}
