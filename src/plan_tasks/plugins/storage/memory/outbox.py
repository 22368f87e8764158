"""What waits to be sent."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from plan_tasks.model import PlanId
from plan_tasks.storage.claiming import cancelled, claimed, listed, settled
from plan_tasks.storage.contract import Settlement
from plan_tasks.storage.outbox import OutboxEntry, OutboxState

if TYPE_CHECKING:
    from plan_tasks.plugins.storage.memory.unit import MemoryUnit

__all__ = ["MemoryOutbox"]


class MemoryOutbox:
    """What waits to be sent."""

    def __init__(self, unit: MemoryUnit) -> None:
        self._unit = unit

    def add(self, entries: Sequence[OutboxEntry]) -> int:
        with self._unit.standing.writing():
            held = self._unit.state.outbox
            before = len(held)
            for entry in entries:
                held.setdefault(entry.key, entry)
            return len(held) - before

    def claim(
        self, *, worker: str, now: datetime, lease: timedelta, limit: int, channels: Collection[str]
    ) -> Sequence[OutboxEntry]:
        with self._unit.standing.writing():
            held = self._unit.state.outbox
            entries = claimed(held.values(), worker=worker, now=now, lease=lease, limit=limit, channels=channels)
            held.update((entry.key, entry) for entry in entries)
            return entries

    def settle(self, worker: str, settlements: Sequence[Settlement]) -> int:
        with self._unit.standing.writing():
            return sum(self._change(each.key, partial(settled, worker=worker, settlement=each)) for each in settlements)

    def cancel(self, keys: Collection[str], *, at: datetime, reason: str) -> int:
        with self._unit.standing.writing():
            return sum(self._change(key, partial(cancelled, at=at, reason=reason)) for key in keys)

    def _change(self, key: str, change: Callable[[OutboxEntry], OutboxEntry | None]) -> bool:
        """Puts what becomes of an entry in its place; says whether anything does."""
        held = self._unit.state.outbox
        after = change(held[key]) if key in held else None
        if after is not None:
            held[key] = after
        return after is not None

    def entries(self, *, plan: PlanId | None = None, states: Collection[OutboxState] = ()) -> Iterator[OutboxEntry]:
        held = list(self._unit.state.outbox.values())
        return self._unit.standing.streamed(listed(held, plan=plan, states=states))

    def known(self, keys: Collection[str]) -> Collection[str]:
        return {key for key in keys if key in self._unit.state.outbox}
