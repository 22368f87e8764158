"""What waits to be sent, of one tenant: a unit changes a copy, and the commit writes it whole."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from plan_tasks.model import PlanId
from plan_tasks.storage.claiming import cancelled, claimed, listed, settled
from plan_tasks.storage.contract import Settlement
from plan_tasks.storage.outbox import OutboxEntry, OutboxState
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
            entries = claimed(self._held.values(), worker=worker, now=now, lease=lease, limit=limit, channels=channels)
            for entry in entries:
                self._put(entry)
            return entries

    def settle(self, worker: str, settlements: Sequence[Settlement]) -> int:
        """Records outcomes."""
        with self._standing.writing():
            return sum(self._change(each.key, partial(settled, worker=worker, settlement=each)) for each in settlements)

    def cancel(self, keys: Collection[str], *, at: datetime, reason: str) -> int:
        """Cancels what is pending."""
        with self._standing.writing():
            return sum(self._change(key, partial(cancelled, at=at, reason=reason)) for key in keys)

    def _change(self, key: str, change: Callable[[OutboxEntry], OutboxEntry | None]) -> bool:
        """Puts what becomes of an entry in its place; says whether anything does."""
        entry = self._held.get(key)
        after = change(entry) if entry is not None else None
        if after is not None:
            self._put(after)
        return after is not None

    def entries(self, *, plan: PlanId | None = None, states: Collection[OutboxState] = ()) -> Iterator[OutboxEntry]:
        """Entries in the order in which they were queued, streamed."""
        self._standing.check_reading()
        return self._standing.streamed(listed(list(self._held.values()), plan=plan, states=states))

    def known(self, keys: Collection[str]) -> Collection[str]:
        """Which of those keys are in the outbox."""
        self._standing.check_reading()
        return {key for key in keys if key in self._held}
