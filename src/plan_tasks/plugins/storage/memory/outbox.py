"""What waits to be sent, and what the program keeps for itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from plan_tasks.model import PlanId
from plan_tasks.storage.claiming import attempt_of, cancelled, claimed, listed, requeued, settled
from plan_tasks.storage.contract import Settlement
from plan_tasks.storage.documents import document_of, text_of
from plan_tasks.storage.outbox import Attempt, OutboxEntry, OutboxState

if TYPE_CHECKING:
    from plan_tasks.plugins.storage.memory.unit import MemoryUnit

__all__ = ["MemoryOutbox", "MemorySettings"]


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
            return sum(self._settle(worker, each) for each in settlements)

    def cancel(self, keys: Collection[str], *, at: datetime, reason: str) -> int:
        with self._unit.standing.writing():
            return sum(self._change(key, partial(cancelled, at=at, reason=reason)) for key in keys)

    def _settle(self, worker: str, settlement: Settlement) -> bool:
        entry = self._unit.state.outbox.get(settlement.key)
        done = self._change(settlement.key, partial(settled, worker=worker, settlement=settlement))
        if done and entry is not None and (attempt := attempt_of(entry, settlement)) is not None:
            self._log(attempt)
        return done

    def _log(self, attempt: Attempt) -> None:
        logged = self._unit.state.attempts
        held = logged.get(attempt.key, ())
        if all(each.number != attempt.number for each in held):
            logged[attempt.key] = tuple(sorted((*held, attempt), key=lambda each: each.number))

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

    def get(self, keys: Collection[str]) -> Mapping[str, OutboxEntry]:
        held = self._unit.state.outbox
        return {key: held[key] for key in keys if key in held}

    def requeue(self, keys: Collection[str], *, at: datetime) -> int:
        with self._unit.standing.writing():
            return sum(self._change(key, partial(requeued, at=at)) for key in keys)

    def attempts(self, key: str) -> Sequence[Attempt]:
        return self._unit.state.attempts.get(key, ())

    def add_attempts(self, attempts: Sequence[Attempt]) -> None:
        with self._unit.standing.writing():
            for attempt in attempts:
                self._log(attempt)


class MemorySettings:
    """What the program keeps for itself."""

    def __init__(self, unit: MemoryUnit) -> None:
        self._unit = unit

    def get(self, name: str) -> Mapping[str, Any] | None:
        text = self._unit.state.settings.get(name)
        return None if text is None else document_of(text)

    def put(self, name: str, document: Mapping[str, Any]) -> None:
        with self._unit.standing.writing():
            self._unit.state.settings[name] = text_of(name, document)

    def delete(self, name: str) -> bool:
        with self._unit.standing.writing():
            return self._unit.state.settings.pop(name, None) is not None

    def names(self) -> Sequence[str]:
        return sorted(self._unit.state.settings)
