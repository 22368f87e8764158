"""Judging: how plans, items and single targets stand on a day."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from plan_tasks.assessment.result import Assessment
from plan_tasks.model import (
    Health,
    PlanId,
    Target,
)
from plan_tasks.model.quantities import Quantity
from plan_tasks.services import assessing, checking
from plan_tasks.storage.query import ItemQuery, Page
from plan_tasks.tracker.opened import Opened
from plan_tasks.tracker.timing import timed

__all__ = ["Judging"]


class Judging(Opened):
    """How items stand on a day."""

    @timed
    def standing(
        self, plan: str, *, on: date, known_at: datetime | None = None, query: ItemQuery | None = None
    ) -> assessing.PlanOnADay:
        """A plan as it stands on a day, its rows streamed; see `plan_tasks.services.assessing.plan_on_a_day`."""
        return assessing.plan_on_a_day(self._context, PlanId(plan), on=on, known_at=known_at, query=query)

    @timed
    def assess(
        self, plan: str, *, on: date, known_at: datetime | None = None, query: ItemQuery | None = None
    ) -> tuple[assessing.Assessed, ...]:
        """Judges a plan's items on a day.

        Args:
            plan: Plan id.
            on: The day judged.
            known_at: Only what was recorded by then; None for everything.
            query: Which items; None for all.

        Returns:
            Each item's head and assessment, in the order of the document.

        Raises:
            UnknownName: No such plan, or none that was known at that moment.
        """
        return assessing.assess(self._context, PlanId(plan), on=on, known_at=known_at, query=query)

    @timed
    def page(self, query: ItemQuery, *, on: date, limit: int = 50, after: str = "") -> Page[assessing.Assessed]:
        """Judges one page of a list; see `plan_tasks.services.assessing.assess_page`."""
        return assessing.assess_page(self._context, query, on=on, limit=limit, after=after)

    @timed
    def count_healths(self, plan: str, *, on: date, known_at: datetime | None = None) -> dict[Health, int]:
        """Counts a plan's items by health; all eight, zeros included."""
        return assessing.count_healths(self._context, PlanId(plan), on=on, known_at=known_at)

    @timed
    def check(
        self,
        target: str,
        actual: Decimal | Quantity,
        *,
        on: date,
        year: int,
        base: Decimal | None = None,
        method: str = "pace",
    ) -> tuple[Target, Assessment]:
        """Judges one target written as in a report; see `plan_tasks.services.checking.check`."""
        return checking.check(self._context, target, actual, on=on, year=year, base=base, method=method)
