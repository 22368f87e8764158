"""What every service is given: the open store, the plugin host, and what the core may not reach for itself."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from datetime import datetime
from functools import cached_property

import attrs

from plan_tasks.assessment.policy import Policy
from plan_tasks.calendars.contract import WorkCalendar
from plan_tasks.errors import UnknownName
from plan_tasks.model import ItemId, Language, Plan, PlanId, TenantId
from plan_tasks.plugging.host import PluginHost
from plan_tasks.storage.contract import FollowsHost, StorageBackend, StoredPlan, UnitOfWork, WritesByPlan

__all__ = ["Context", "header_of", "stored_plan", "writing"]


@attrs.frozen(kw_only=True)
class Context:
    """What every service is given.

    Attributes:
        backend: The open store.
        host: The plugins.
        tenant: Whose plans these are.
        clock: Gives the present moment, with a time zone.
        chance: Gives a number from 0 up to 1, for the jitter of retries.
        language: In which language text for people is written.
        policy: Thresholds and tolerances of judging.
        calendar: Which days are working days.
        calendar_name: What people call that calendar; empty for one that the host made.
    """

    backend: StorageBackend
    host: PluginHost
    tenant: TenantId
    clock: Callable[[], datetime]
    chance: Callable[[], float]
    language: Language
    policy: Policy
    calendar: WorkCalendar
    calendar_name: str

    # asked once: Python looks at every method of a protocol each time, which is much for one change
    @cached_property
    def by_plan(self) -> WritesByPlan | None:
        """The store, where it can let writers of other plans go on."""
        return self.backend if isinstance(self.backend, WritesByPlan) else None

    @cached_property
    def follows_host(self) -> FollowsHost | None:
        """The store, where its commits become durable with a transaction of the host's."""
        return self.backend if isinstance(self.backend, FollowsHost) else None


def writing(context: Context, plan: PlanId, *, items: Collection[ItemId] = ()) -> AbstractContextManager[UnitOfWork]:
    """Begins a unit of work that writes in one plan; where the store can, writers of others go on meanwhile.

    Args:
        context: The open tracker.
        plan: Plan id.
        items: What the unit will ask for first.
    """
    if context.by_plan is not None:
        return context.by_plan.plan_unit(context.tenant, plan, items=items)
    return context.backend.unit(context.tenant, write=True)


def stored_plan(unit: UnitOfWork, plan: PlanId) -> StoredPlan:
    """The plan's header.

    Raises:
        UnknownName: The store has no such plan; the message lists those it has.
    """
    stored = unit.plans.get(plan)
    if stored is not None:
        return stored
    known = ", ".join(each.plan.id for each in unit.plans.all())
    raise UnknownName(f"there is no plan {plan!r}", remedy=f"there are {known}" if known else "the store is empty")


def header_of(context: Context, plan: PlanId) -> Plan:
    """The plan's header, read in a unit of its own."""
    with context.backend.unit(context.tenant, write=False) as unit:
        return stored_plan(unit, plan).plan
