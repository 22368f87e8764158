"""One unit of work: what it sees and changes, and what it restores from elsewhere. Its parts stand beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from plan_tasks.errors import UnknownName
from plan_tasks.model import ItemId, PlanId, TenantId
from plan_tasks.plugins.storage.memory.items import MemoryItems, MemoryPlans
from plan_tasks.plugins.storage.memory.outbox import MemoryOutbox, MemorySettings
from plan_tasks.plugins.storage.memory.records import MemoryHistory, MemoryObservations
from plan_tasks.plugins.storage.memory.state import State
from plan_tasks.storage.capabilities import NumberedEvent
from plan_tasks.storage.contract import Receipt, StoredItem, StoredPlan
from plan_tasks.storage.held_rows import check_seen
from plan_tasks.storage.history import StoredEvent
from plan_tasks.storage.query import check_limit
from plan_tasks.storage.unit_state import UnitState

if TYPE_CHECKING:
    from plan_tasks.plugins.storage.memory.backend import MemoryBackend

__all__ = ["MemoryUnit"]


class MemoryUnit:
    """One unit of work.

    Args:
        backend: The store.
        tenant: Whose rows.
        state: What the unit sees and, if it writes, may change.
        release: What lets the next one write; None for a unit that only reads.
    """

    def __init__(
        self, backend: MemoryBackend, tenant: TenantId, state: State, release: Callable[[], None] | None
    ) -> None:
        self._backend = backend
        self._tenant = tenant
        self._state = state
        self._release = release
        self.standing = UnitState(write=release is not None)
        self.versions: dict[tuple[str, str], int] = {}
        self.appended: list[StoredEvent] = []
        self.ordered: list[tuple[str, int]] = []
        self.owned: set[str] = set()
        self.plans = MemoryPlans(self)
        self.items = MemoryItems(self)
        self.observations = MemoryObservations(self)
        self.history = MemoryHistory(self)
        self.outbox = MemoryOutbox(self)
        self.settings = MemorySettings(self)

    @property
    def state(self) -> State:
        """What the unit sees; refused once it is over."""
        self.standing.check_reading()
        return self._state

    def own(self, plan: PlanId) -> tuple[dict[ItemId, StoredItem], dict[str, int]]:
        """A plan's items and their positions, as this unit may change them."""
        state = self.state
        if plan not in state.plans:
            raise UnknownName(f"there is no plan {plan!r}", remedy="put its header first")
        if plan not in self.owned:
            self.owned.add(plan)
            state.items[plan] = dict(state.items.get(plan, {}))
            state.positions[plan] = dict(state.positions.get(plan, {}))
        return state.items[plan], state.positions[plan]

    def restore_plan(self, plan: StoredPlan) -> None:
        """Stores a header with its version."""
        with self.standing.writing():
            check_seen(plan.plan.id, self.state.plans.get(plan.plan.id), seen=0)
            self.state.plans[plan.plan.id] = plan

    def restore_items(self, plan: PlanId, items: Sequence[StoredItem]) -> None:
        """Stores items with their versions."""
        with self.standing.writing():
            held, positions = self.own(plan)
            for stored in items:
                check_seen(stored.item.id, held.get(stored.item.id), seen=0)
                held[stored.item.id] = stored
                positions[stored.item.id] = len(positions) + 1

    def restore_events(self, events: Sequence[StoredEvent]) -> None:
        """Appends events as they are."""
        with self.standing.writing():
            for plan in dict.fromkeys(stored.event.plan for stored in events):
                self.state.events[plan] = (*self.state.events.get(plan, ()), *events)
            self.ordered += [(stored.event.plan, stored.sequence) for stored in events]

    def forget_events(self, stub: StoredEvent) -> int:
        """Puts a stub in the place of a plan's oldest events."""
        with self.standing.writing():
            held = self.state.events.get(stub.event.plan, ())
            kept = tuple(each for each in held if each.sequence > stub.sequence)
            self.state.events[stub.event.plan] = (stub, *kept)
            return len(held) - len(kept)

    def changes(self, *, after: int, limit: int, plan: PlanId | None = None) -> Sequence[NumberedEvent]:
        """Committed events of all plans, in order."""
        check_limit(limit)
        state, found = self.state, list[NumberedEvent]()
        for number in range(max(after, 0), state.known):
            of, sequence = state.order[number]
            chain = state.events[of]
            if (plan is None or of == plan) and sequence >= chain[0].sequence:
                found.append(NumberedEvent(number + 1, chain[sequence - chain[0].sequence]))
                if len(found) == limit:
                    break
        return found

    def commit(self) -> Receipt:
        """Puts the new state in place of the old."""
        self.standing.check_writing()
        self.standing.end()
        state = self._state
        state.order.extend(self.ordered)
        state.known = len(state.order)
        self._backend.replace(self._tenant, state)
        if self._release is not None:
            self._release()
        return Receipt(dict(self.versions), tuple(self.appended))
