"""One issuer's programme for one period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

import attrs

from plan_tasks.errors import UnknownName
from plan_tasks.model import validators
from plan_tasks.model.area import Area
from plan_tasks.model.goal import Goal
from plan_tasks.model.identifiers import PlanId
from plan_tasks.model.item import Item
from plan_tasks.model.measure import Measure
from plan_tasks.model.owner import Owner
from plan_tasks.model.source import SourceDocument
from plan_tasks.model.validators import check_dates_in_order, refuse

__all__ = ["Plan"]


@attrs.frozen(kw_only=True)
class Plan:
    """One issuer's programme for one period, with its source document.

    A store keeps the plan without its items (`header`) and the items beside it; `Plan` with its items is what an
    importer returns, what is exported, and what a small host builds by hand.

    Attributes:
        id: Identifier within the tenant.
        title: As people call it.
        start: First day of the period.
        end: Last day of the period.
        issuer: Who adopted it; empty when unknown.
        method: Name of the assessment method.
        areas: Its numbered parts, in order.
        owners: The units and people that its items name.
        goals: Outcomes to reach, in order.
        measures: Actions to carry out, in order.
        source: The document it was drafted from.

    Example:
        >>> plan = Plan(id="demo", title="Demo", start=date(2021, 1, 1), end=date(2021, 12, 31),
        ...             measures=(Measure(id="m1", title="Open the library"),))
        >>> [item.id for item in plan.items()]
        ['m1']
    """

    id: PlanId = attrs.field(validator=validators.name())
    title: str = attrs.field(validator=validators.title)
    start: date = attrs.field(validator=validators.whole_day)
    end: date = attrs.field(validator=validators.whole_day)
    issuer: str = attrs.field(default="", validator=validators.text)
    method: str = attrs.field(default="pace", validator=validators.name())
    areas: tuple[Area, ...] = attrs.field(default=(), validator=validators.instances_of(Area))
    owners: tuple[Owner, ...] = attrs.field(default=(), validator=validators.instances_of(Owner))
    goals: tuple[Goal, ...] = attrs.field(default=(), validator=validators.instances_of(Goal))
    measures: tuple[Measure, ...] = attrs.field(default=(), validator=validators.instances_of(Measure))
    source: SourceDocument | None = None

    def __attrs_post_init__(self) -> None:
        if self.start is None or self.end is None:
            raise refuse(self, "start", None, "the first and last day of the period")
        check_dates_in_order(self, self.start, self.end, names=("start", "end"))
        self._check_unique("areas", [area.id for area in self.areas])
        self._check_unique("owners", [owner.id for owner in self.owners])
        self._check_unique("goals and measures", [item.id for item in self.items()])
        known = {area.id for area in self.areas}
        for item in self.items():
            if item.area and item.area not in known:
                raise refuse(
                    item, "area", item.area, f"the id of one of the plan's areas ({', '.join(sorted(known)) or 'none'})"
                )

    def _check_unique(self, field: str, ids: list[str]) -> None:
        if len(set(ids)) < len(ids):
            twice = next(name for name, count in Counter(ids).items() if count > 1)
            raise refuse(self, field, twice, "ids that are each used once")

    def items(self) -> Iterator[Item]:
        """All goals, then all measures."""
        yield from self.goals
        yield from self.measures

    def item(self, item_id: str) -> Item:
        """The goal or measure of that id.

        Raises:
            UnknownName: There is none.
        """
        for item in self.items():
            if item.id == item_id:
                return item
        raise UnknownName(f"plan {self.id} has no item {item_id!r}", remedy="`plan-tasks list` shows its items")

    def header(self) -> Plan:
        """The plan without its items."""
        if not self.goals and not self.measures:
            return self
        return attrs.evolve(self, goals=(), measures=())

    def owner_name(self, owner_id: str) -> str:
        """The name of an owner; the id itself when the plan does not list it."""
        for owner in self.owners:
            if owner.id == owner_id:
                return owner.name
        return owner_id
