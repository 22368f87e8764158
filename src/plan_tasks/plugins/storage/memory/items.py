"""Headers of plans, and the goals and measures in them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from plan_tasks.model import ItemId, Plan, PlanId
from plan_tasks.storage.contract import ItemWrite, StoredItem, StoredPlan
from plan_tasks.storage.heads import ItemHead
from plan_tasks.storage.held_rows import check_seen, page_of, selected
from plan_tasks.storage.query import ItemQuery, Page

if TYPE_CHECKING:
    from plan_tasks.plugins.storage.memory.unit import MemoryUnit

__all__ = ["MemoryItems", "MemoryPlans"]


class MemoryPlans:
    """Headers of plans."""

    def __init__(self, unit: MemoryUnit) -> None:
        self._unit = unit

    def get(self, plan: PlanId) -> StoredPlan | None:
        return self._unit.state.plans.get(plan)

    def all(self) -> Sequence[StoredPlan]:
        plans = self._unit.state.plans
        return [plans[name] for name in sorted(plans)]

    def put(self, plan: Plan, *, seen: int) -> None:
        with self._unit.standing.writing():
            check_seen(plan.id, self._unit.state.plans.get(plan.id), seen=seen)
            self._unit.state.plans[plan.id] = StoredPlan(plan.header(), seen + 1)
            self._unit.versions[plan.id, ""] = seen + 1


class MemoryItems:
    """Goals and measures."""

    def __init__(self, unit: MemoryUnit) -> None:
        self._unit = unit

    def get(self, plan: PlanId, ids: Collection[ItemId]) -> Mapping[ItemId, StoredItem]:
        held = self._unit.state.items.get(plan, {})
        return {item: held[item] for item in ids if item in held}

    def heads(self, query: ItemQuery, *, limit: int, after: str = "") -> Page[ItemHead]:
        return page_of(query, self._rows(query), limit=limit, after=after)

    def scan(self, query: ItemQuery) -> Iterator[ItemHead]:
        return self._unit.standing.streamed(stored.head for stored in selected(query, self._rows(query)))

    def stream(self, query: ItemQuery) -> Iterator[StoredItem]:
        return self._unit.standing.streamed(selected(query, self._rows(query)))

    def put(self, writes: Sequence[ItemWrite]) -> None:
        with self._unit.standing.writing():
            for write in writes:
                self._put(write)

    def _put(self, write: ItemWrite) -> None:
        items, positions = self._unit.own(write.plan)
        check_seen(write.item.id, items.get(write.item.id), seen=write.seen)
        items[write.item.id] = StoredItem(write.item, write.seen + 1, write.head)
        positions.setdefault(write.item.id, len(positions) + 1)
        self._unit.versions[write.plan, write.item.id] = write.seen + 1

    def _rows(self, query: ItemQuery) -> Iterator[tuple[int, StoredItem]]:
        """Every item that the query may mean, with its position."""
        state = self._unit.state
        for plan in [query.plan] if query.plan else state.items:
            positions = state.positions.get(plan, {})
            for item, stored in state.items.get(plan, {}).items():
                yield positions[item], stored
