"""What is only ever added: values of indicators, and events."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from plan_tasks.errors import UnknownName
from plan_tasks.model import ItemId, Observation, PlanId
from plan_tasks.storage.held_rows import known_values
from plan_tasks.storage.history import GENESIS, Event, StoredEvent, event_hash

if TYPE_CHECKING:
    from plan_tasks.plugins.storage.memory.unit import MemoryUnit

__all__ = ["MemoryHistory", "MemoryObservations"]


class MemoryObservations:
    """Values of indicators."""

    def __init__(self, unit: MemoryUnit) -> None:
        self._unit = unit

    def of(
        self, plan: PlanId, items: Collection[ItemId] | None = None, *, known_at: datetime | None = None
    ) -> Mapping[ItemId, Sequence[Observation]]:
        return known_values(self._unit.state.observations.get(plan, {}), items, known_at)

    def add(self, plan: PlanId, rows: Iterable[tuple[ItemId, Observation]]) -> None:
        with self._unit.standing.writing():
            state = self._unit.state
            items = state.items.get(plan, {})
            added: dict[ItemId, list[Observation]] = {}
            for item, observation in rows:
                if item not in items:
                    raise UnknownName(f"plan {plan} has no item {item!r}", remedy="put the item first")
                added.setdefault(item, []).append(observation)
            held = state.observations.get(plan, {})
            state.observations[plan] = held | {item: (*held.get(item, ()), *values) for item, values in added.items()}


class MemoryHistory:
    """Events."""

    def __init__(self, unit: MemoryUnit) -> None:
        self._unit = unit

    def append(self, events: Sequence[Event]) -> None:
        with self._unit.standing.writing():
            chains: dict[str, list[StoredEvent]] = {}
            for event in events:
                chain = chains.get(event.plan)
                if chain is None:
                    chain = chains[event.plan] = list(self._unit.state.events.get(event.plan, ()))
                sequence, previous = (chain[-1].sequence + 1, chain[-1].hash) if chain else (1, GENESIS)
                stored = StoredEvent(sequence, event, event_hash(previous, sequence, event))
                chain.append(stored)
                self._unit.appended.append(stored)
                self._unit.ordered.append((event.plan, sequence))
            for plan, chain in chains.items():
                self._unit.state.events[plan] = tuple(chain)

    def read(
        self, plan: PlanId, *, item: ItemId | None = None, after: int = 0, until: datetime | None = None
    ) -> Iterator[StoredEvent]:
        held = self._unit.state.events.get(plan, ())
        first = held[0].sequence if held else 1
        return self._unit.standing.streamed(
            stored
            for stored in held[max(after - first + 1, 0) :]
            if (item is None or stored.event.item == item) and (until is None or stored.event.at <= until)
        )
