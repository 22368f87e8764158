"""Reading: plans and items as they stand, their history, the store itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from plan_tasks.errors import UnknownName
from plan_tasks.model import (
    ItemId,
    Observation,
    Plan,
    PlanId,
)
from plan_tasks.services import administration, feed
from plan_tasks.services.context import header_of
from plan_tasks.services.feed import Changes
from plan_tasks.storage.contract import Finding, StoredItem, StoredPlan
from plan_tasks.storage.history import StoredEvent
from plan_tasks.tracker.opened import Opened
from plan_tasks.tracker.timing import timed

__all__ = ["Looking"]


class Looking(Opened):
    """Plans and items as they stand."""

    @timed
    def plans(self) -> Sequence[StoredPlan]:
        """The headers of all plans of the tenant, sorted by id."""
        with self._context.backend.unit(self._context.tenant, write=False) as unit:
            return unit.plans.all()

    @timed
    def header(self, plan: str) -> Plan:
        """A plan without its items. Raises `UnknownName` when there is none."""
        return header_of(self._context, PlanId(plan))

    @timed
    def plan(self, plan: str) -> Plan:
        """A plan with all its items as they stand. Raises `UnknownName` when there is none."""
        return administration.whole_plan(self._context, PlanId(plan))

    @timed
    def find(self, plan: str, item: str) -> StoredItem | None:
        """An item with its version, or None."""
        with self._context.backend.unit(self._context.tenant, write=False) as unit:
            return unit.items.get(PlanId(plan), [ItemId(item)]).get(ItemId(item))

    @timed
    def item(self, plan: str, item: str) -> StoredItem:
        """An item with its version. Raises `UnknownName` when there is none."""
        stored = self.find(plan, item)
        if stored is None:
            raise UnknownName(f"plan {plan} has no item {item!r}", remedy="`plan-tasks list` shows its items")
        return stored

    @timed
    def observations(self, plan: str, item: str, *, known_at: datetime | None = None) -> Sequence[Observation]:
        """An item's observations in the order in which they were added."""
        with self._context.backend.unit(self._context.tenant, write=False) as unit:
            return unit.observations.of(PlanId(plan), [ItemId(item)], known_at=known_at).get(ItemId(item), ())

    def history(self, plan: str, *, item: str | None = None, until: datetime | None = None) -> Iterator[StoredEvent]:
        """A plan's events in order; see `plan_tasks.services.administration.history`."""
        wanted = None if item is None else ItemId(item)
        return administration.history(self._context, PlanId(plan), item=wanted, until=until)

    @timed
    def changes(self, *, since: str = "", plan: str | None = None, limit: int = 500) -> Changes:
        """A batch of changes of all plans, in the order of commits; see `plan_tasks.services.feed.changes`.

        Args:
            since: The cursor of the batch before; empty to begin at the beginning.
            plan: Only this plan's; None for all.
            limit: How many events at most.

        Returns:
            The events, the cursor for the next batch, and whether there are more already.
        """
        return feed.changes(self._context, since=since, plan=None if plan is None else PlanId(plan), limit=limit)

    @timed
    def export(self, plan: str) -> dict[str, object]:
        """A plan and its observations as one JSON-able document."""
        return administration.export(self._context, PlanId(plan))

    @timed
    def examine(self) -> Sequence[Finding]:
        """Looks at the store: reachable, schema, rows, history."""
        return administration.examine(self._context)
