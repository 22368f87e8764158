"""A store judged from columns gives what judging each item by its case gives, also as of an earlier moment."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from plan_tasks.assessment import Assessment, AssessmentContext
from plan_tasks.assessment.pace import assess_by_pace
from plan_tasks.assessment.preparing import case_of
from plan_tasks.assessment.reasons import reason_text
from plan_tasks.calendars.announced import AnnouncedCalendar
from plan_tasks.model import (
    Comparator,
    Goal,
    Indicator,
    Item,
    ItemId,
    Language,
    Measure,
    Observation,
    Plan,
    PlanId,
    ProgressReport,
    SourceSpan,
    Target,
)
from plan_tasks.storage.query import ItemQuery, Order
from plan_tasks.testing.strategies import NUMBERS, SHARES, items
from plan_tasks.tracker import Tracker

START, END = date(2021, 1, 1), date(2021, 12, 31)
RECORDED = datetime(2023, 1, 1, tzinfo=UTC)
DAYS = st.dates(date(2020, 12, 1), date(2022, 2, 1))


WEEKDAYS = AnnouncedCalendar([])
KNOWN = datetime(2022, 6, 1, tzinfo=UTC)
VALUES = st.builds(
    lambda first, days, value: (START + timedelta(days=first), START + timedelta(days=first + days), value),
    st.sampled_from([0, 0, 31]),
    st.integers(0, 250),
    NUMBERS,
)


@st.composite
def plans(draw: st.DrawFn) -> tuple[Plan, dict[ItemId, tuple[Observation, ...]]]:
    """A plan of a few items of any kind, with values of their indicators and returns."""
    drawn: list[Item] = []
    values: dict[ItemId, tuple[Observation, ...]] = {}
    for number in range(draw(st.integers(1, 4))):
        item: Item = attrs.evolve(
            draw(items(f"m{number}")),
            start=draw(st.none() | st.just(START)),
            due=draw(st.none() | st.dates(START, date(2022, 1, 31))),
            progress=draw(st.none() | st.builds(ProgressReport, on=DAYS, percent=st.none() | SHARES)),
        )
        drawn.append(item)
        for target in item.targets:
            values[item.id] = values.get(item.id, ()) + tuple(
                Observation(indicator=target.indicator.name, start=start, end=end, value=value, known=KNOWN)
                for start, end, value in draw(st.lists(VALUES, max_size=2))
            )
    plan = Plan(
        id=PlanId("p"),
        title="P",
        start=START,
        end=END,
        goals=tuple(item for item in drawn if isinstance(item, Goal)),
        measures=tuple(item for item in drawn if isinstance(item, Measure)),
    )
    return plan, values


def said(found: Assessment) -> tuple[object, ...]:
    """Verdict, figures, and reasons in words: columns hold no more of a target than these need."""
    return (*found[:7], *(reason_text(why, Language.ZH) for why in found.reasons))


@settings(max_examples=25, deadline=None)
@given(plans(), DAYS)
def test_columns_and_cases_are_judged_alike(
    drawn: tuple[Plan, dict[ItemId, tuple[Observation, ...]]], day: date
) -> None:
    plan, values = drawn
    with (
        tempfile.TemporaryDirectory() as folder,
        Tracker.open(
            f"sqlite:///{folder}/plan.db", autoload=False, clock=lambda: RECORDED, calendar=WEEKDAYS
        ) as tracker,
    ):
        tracker.add(plan, actor="office", observations=values)
        standing = tracker.standing("p", on=day)
        quick = [said(found) for found in standing.assessments()]
        assert [said(row.assessment) for row in standing.rows(with_items=False)] == quick
        then = tracker.standing("p", on=day, known_at=RECORDED)
        assert [said(found) for found in then.assessments()] == quick
        late = attrs.evolve(standing, query=ItemQuery(plan=plan.id, order=Order.DUE))
        assert [found.item for found in late.assessments()] == [row.head.id for row in late.rows()]
    if not any(target.comparator is Comparator.RELATIVE for item in plan.items() for target in item.targets):
        cases = [case_of(item, plan, values.get(item.id, ()), day) for item in plan.items()]
        whole = assess_by_pace(cases, AssessmentContext(day=day, period_end=plan.end, calendar=WEEKDAYS))
        assert quick == [said(found) for found in whole]


def test_what_a_tracker_judges_of_an_item_that_it_read_tells_the_whole_target() -> None:
    span = SourceSpan(start=0, end=2, text="稳岗")
    target = Target(indicator=Indicator(name="jobs"), comparator=Comparator.AT_LEAST, value=Decimal(1), source=span)
    plan = Plan(
        id=PlanId("p"), title="P", start=START, end=END, goals=(Goal(id=ItemId("g"), title="G", targets=(target,)),)
    )
    with Tracker.open("memory:", autoload=False) as tracker:
        tracker.add(plan, actor="office")
        standing = tracker.standing("p", on=END)
        [row], [bare] = standing.rows(), standing.assessments()
    assert row.assessment.targets[0].target == target
    assert bare.targets[0].target == attrs.evolve(target, source=None)
