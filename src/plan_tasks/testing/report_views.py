"""Views that report kinds are tried on: a small plan in English and in Chinese, and what is unusual.

The small plan has records to ask for: values, a history, other days. Its words are in `report_plans`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final

import attrs

from plan_tasks.assessment import Assessment, AssessmentContext, Case
from plan_tasks.assessment.pace import assess_by_pace
from plan_tasks.assessment.preparing import case_of
from plan_tasks.model import (
    Area,
    AreaId,
    Assignment,
    Goal,
    Item,
    ItemId,
    Language,
    Measure,
    Observation,
    Owner,
    OwnerId,
    Plan,
    ProgressReport,
    State,
)
from plan_tasks.reporting.view import CalendarFacts, ReportRow, ReportView
from plan_tasks.storage.history import StoredEvent
from plan_tasks.testing.report_hostile import HOSTILE
from plan_tasks.testing.report_plans import DAY, events_of, jobs_name, small_plan

__all__ = [
    "all_met_view",
    "all_red_view",
    "empty_view",
    "hostile_view",
    "long_titles_view",
    "many_view",
    "no_data_view",
    "one_item_view",
    "small_view",
]

_LONG: Final = 300


def small_view(language: Language) -> ReportView:
    """A plan of two goals and five measures in all states, every word of it in one language."""
    return _judged(small_plan(language), language)


def empty_view(language: Language) -> ReportView:
    """The same plan without items."""
    return _judged(small_plan(language).header(), language)


def one_item_view(language: Language) -> ReportView:
    """The same plan with a single measure that has neither owner, area, deadline nor return."""
    plan = small_plan(language).header()
    return _judged(attrs.evolve(plan, measures=(Measure(id=ItemId("m"), title="X"),)), language)


def no_data_view(language: Language) -> ReportView:
    """The same plan, of which nobody has reported anything."""
    plan = small_plan(language)
    silent = tuple(
        attrs.evolve(measure, progress=None, milestones=(), state=State.ACTIVE, due=None) for measure in plan.measures
    )
    return _judged(attrs.evolve(plan, measures=silent), language, observed=False)


def all_red_view(language: Language) -> ReportView:
    """The same plan, of which every measure is overdue and there is no goal."""
    plan = small_plan(language)
    late = tuple(
        attrs.evolve(measure, due=date(2021, 3, 1), milestones=(), state=State.ACTIVE) for measure in plan.measures
    )
    return _judged(attrs.evolve(plan, goals=(), measures=late), language)


def all_met_view(language: Language) -> ReportView:
    """The same plan, of which every measure is completed and there is no goal."""
    plan = small_plan(language)
    done = tuple(attrs.evolve(measure, state=State.COMPLETED, completed=date(2021, 5, 1)) for measure in plan.measures)
    return _judged(attrs.evolve(plan, goals=(), measures=done), language)


def long_titles_view(language: Language) -> ReportView:
    """The same plan with titles of 300 characters."""
    plan = small_plan(language)

    def lengthened(item: Measure) -> Measure:
        return attrs.evolve(item, title=(item.title * _LONG)[:_LONG])

    return _judged(attrs.evolve(plan, measures=tuple(map(lengthened, plan.measures))), language)


def many_view(language: Language, count: int) -> ReportView:
    """The rows of the small plan over and over, under ids of their own.

    Args:
        language: The language.
        count: How many rows.
    """
    view = small_view(language)
    rows = list(view.rows())
    many = [
        ReportRow(
            attrs.evolve(rows[number % len(rows)].item, id=ItemId(f"i{number}")), rows[number % len(rows)].assessment
        )
        for number in range(count)
    ]
    return attrs.evolve(view, source=many)


def hostile_view(language: Language) -> ReportView:
    """A plan whose every text is one of `HOSTILE`."""
    plan = small_plan(language)
    measures = tuple(
        Measure(
            id=ItemId(f"h{number}"),
            title=text,
            text=text,
            note=text,
            assignments=(Assignment(owner=OwnerId("o1")),),
            due=date(2021, 5, 1) if number % 2 else date(2021, 7, 9),
            progress=ProgressReport(on=DAY, narrative=text, problems=text, next_steps=text, percent=Decimal("0.1")),
        )
        for number, text in enumerate(HOSTILE)
    )
    owners = (Owner(id=OwnerId("o1"), name=HOSTILE[0]), plan.owners[1])
    area = Area(id=AreaId("a1"), title=HOSTILE[1], number="=1")
    evolved = attrs.evolve(plan, title=HOSTILE[0], owners=owners, areas=(area,), measures=measures)
    return _judged(evolved, language)


@attrs.frozen(eq=False)
class _Known:
    """The records of the small plan; see `plan_tasks.reporting.records.Records`."""

    plan: Plan
    seen: Sequence[Observation]
    history: Sequence[StoredEvent]

    def observations(self, items: Sequence[Item]) -> Sequence[Sequence[Observation]]:
        """Values of goals."""
        return [self.seen if item.targets else () for item in items]

    def events(self, item: str | None = None) -> Iterator[StoredEvent]:
        """The history."""
        return (stored for stored in self.history if item in (None, stored.event.item))

    def standing(self, on: date, known_at: datetime | None = None) -> Iterable[ReportRow]:
        """The items on another day; the last measure was not there at a moment before the history's end."""
        items = list(self.plan.items())
        early = known_at is not None and bool(self.history) and known_at < self.history[-1].event.at
        return _rows(items[:-1] if early else items, self.plan, self.seen, on, known_at)

    def judge(self, cases: Sequence[Case], context: AssessmentContext) -> Sequence[Assessment]:
        """Judges by pace."""
        return assess_by_pace(cases, context)

    def judging(self, day: date) -> AssessmentContext:
        """The day and the end of the plan."""
        return AssessmentContext(day=day, period_end=self.plan.end)


def _rows(
    items: Sequence[Item], plan: Plan, seen: Sequence[Observation], day: date, known_at: datetime | None
) -> list[ReportRow]:
    cases = [case_of(item, plan, seen if item.targets else (), day, known_at) for item in items]
    judged = assess_by_pace(cases, AssessmentContext(day=day, period_end=plan.end))
    return [ReportRow(item, assessment) for item, assessment in zip(items, judged, strict=True)]


def _judged(plan: Plan, language: Language, *, observed: bool = True) -> ReportView:
    known = datetime(2021, 7, 1, tzinfo=UTC)
    values = ((date(2021, 3, 31), "20"), (date(2021, 5, 31), "37"), (DAY, "44")) if observed else ()
    seen = [
        Observation(indicator=jobs_name(language), start=plan.start, end=end, value=Decimal(value), known=known)
        for end, value in values
    ]
    goals = [goal for goal in plan.goals if isinstance(goal, Goal)]
    return ReportView(
        plan=plan.header(),
        source=_rows([*goals, *plan.measures], plan, seen, DAY, None),
        day=DAY,
        known_at=known,
        language=language,
        calendar=CalendarFacts(announced=(2021,)),
        version="0",
        records=_Known(plan, seen, events_of(plan, language) if plan.measures else ()),
    )
