"""Everything of one tenant.

A commit puts a new state in place of the old one, so that a unit of work that reads goes on seeing the state in which
it began. Writing copies the dictionaries that it touches, never the items in them.
"""

from __future__ import annotations

import attrs

from plan_tasks.model import ItemId, Observation
from plan_tasks.storage.contract import StoredItem, StoredPlan
from plan_tasks.storage.history import StoredEvent
from plan_tasks.storage.outbox import Attempt, OutboxEntry

__all__ = ["State"]


@attrs.define
class State:
    """Everything of one tenant. Inner dictionaries are replaced, never changed, once another unit may see them."""

    plans: dict[str, StoredPlan] = attrs.field(factory=dict)
    items: dict[str, dict[ItemId, StoredItem]] = attrs.field(factory=dict)
    positions: dict[str, dict[str, int]] = attrs.field(factory=dict)
    observations: dict[str, dict[ItemId, tuple[Observation, ...]]] = attrs.field(factory=dict)
    events: dict[str, tuple[StoredEvent, ...]] = attrs.field(factory=dict)
    outbox: dict[str, OutboxEntry] = attrs.field(factory=dict)
    attempts: dict[str, tuple[Attempt, ...]] = attrs.field(factory=dict)
    settings: dict[str, str] = attrs.field(factory=dict)
    order: list[tuple[str, int]] = attrs.field(factory=list)  # (plan, number) of events as committed; shared
    known: int = 0  # how many of them this state knows

    def copy(self) -> State:
        """A state that shares the inner dictionaries with this one."""
        return State(
            dict(self.plans),
            dict(self.items),
            dict(self.positions),
            dict(self.observations),
            dict(self.events),
            dict(self.outbox),
            dict(self.attempts),
            dict(self.settings),
            self.order,
            self.known,
        )
