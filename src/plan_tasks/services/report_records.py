"""What kinds of report may ask a store for: values, history, how the plan stood on another day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cached_property

import attrs

from plan_tasks.assessment import Assessment, AssessmentContext, Case
from plan_tasks.model import Item, ItemId, Observation
from plan_tasks.reporting.view import ReportRow
from plan_tasks.services.assessing import PlanOnADay, plan_on_a_day
from plan_tasks.services.context import Context
from plan_tasks.services.methods import Judge
from plan_tasks.storage.history import StoredEvent
from plan_tasks.storage.query import ItemQuery

__all__ = ["ItemRows", "StoreRecords"]


@attrs.frozen(eq=False)
class ItemRows(Iterable[ReportRow]):
    """The rows of a report, read anew each time.

    Attributes:
        standing: The plan on the day.
        advance: Called for each row that is read.
    """

    standing: PlanOnADay
    advance: Callable[[], None] | None = None

    def __iter__(self) -> Iterator[ReportRow]:
        advance = self.advance
        for row in self.standing.rows():
            if row.item is not None:
                if advance is not None:
                    advance()
                yield ReportRow(row.item, row.assessment)


@attrs.frozen(kw_only=True, slots=False, eq=False)
class StoreRecords:
    """The records of a plan in a store; see `plan_tasks.reporting.records.Records`.

    Attributes:
        context: The open tracker.
        standing_now: The plan as the report has it.
        query: Which items the report is about; None for all.
    """

    context: Context
    standing_now: PlanOnADay
    query: ItemQuery | None

    @cached_property
    def _judge(self) -> Judge:
        return Judge(self.context, self.standing_now.plan)

    def observations(self, items: Sequence[Item]) -> Sequence[Sequence[Observation]]:
        """Values of items, one sequence an item."""
        plan, known_at = self.standing_now.plan.id, self.standing_now.known_at
        with self.context.backend.unit(self.context.tenant, write=False) as unit:
            found = unit.observations.of(plan, [item.id for item in items], known_at=known_at)
        return [found.get(item.id, ()) for item in items]

    def events(self, item: str | None = None) -> Iterator[StoredEvent]:
        """The history in order: of the whole plan, or of one item."""
        wanted = None if item is None else ItemId(item)
        with self.context.backend.unit(self.context.tenant, write=False) as unit:
            yield from unit.history.read(self.standing_now.plan.id, item=wanted, until=self.standing_now.known_at)

    def standing(self, on: date, known_at: datetime | None = None) -> Iterable[ReportRow]:
        """The items as they stood on another day."""
        moments = [moment for moment in (known_at, self.standing_now.known_at) if moment is not None]
        plan = self.standing_now.plan.id
        then = plan_on_a_day(self.context, plan, on=on, known_at=min(moments, default=None), query=self.query)
        return ItemRows(then)

    def judge(self, cases: Sequence[Case], context: AssessmentContext) -> Sequence[Assessment]:
        """Judges cases by the plan's method, and by those that targets name."""
        return self._judge.assess(cases, context)

    def judging(self, day: date) -> AssessmentContext:
        """What judging a day rests on."""
        return AssessmentContext(
            day=day,
            policy=self.context.policy,
            period_end=self.standing_now.plan.end,
            calendar=self._judge.calendar,
        )
