"""Judging from heads is judging from cases: the same verdicts, figures and reasons, and no head is lost."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, getcontext, localcontext

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan_tasks.assessment import AssessmentContext, Policy
from plan_tasks.assessment.arithmetic import CONTEXT
from plan_tasks.assessment.heads import HeadsByPace
from plan_tasks.assessment.pace import assess_by_pace
from plan_tasks.assessment.preparing import case_of, case_of_head
from plan_tasks.assessment.reasons import reason_text
from plan_tasks.assessment.register import indicator_for
from plan_tasks.assessment.series import latest_of
from plan_tasks.model import (
    Aggregation,
    ChangeType,
    Comparator,
    Goal,
    Health,
    Indicator,
    Item,
    ItemId,
    Language,
    Measure,
    Observation,
    Plan,
    PlanId,
    Polarity,
    ProgressReport,
    State,
    Target,
)
from plan_tasks.model.trajectory import Trajectory
from plan_tasks.model.vocabulary import TrajectoryKind
from plan_tasks.storage.heads import ItemHead, facts_of, head_of
from plan_tasks.testing.assessment_method import cases, contexts

PLAN = Plan(id=PlanId("p"), title="Plan", start=date(2021, 1, 1), end=date(2021, 12, 31))


@st.composite
def items_with_values(draw: st.DrawFn) -> tuple[Item, list[Observation]]:
    """An item with the observations of its targets, drawn from the cases that the contract draws."""
    case = draw(cases())
    progress = None
    if case.reported is not None:
        moved = draw(st.integers(-100, 400))
        progress = ProgressReport(on=case.reported + timedelta(days=moved), percent=case.percent)
    fields = {
        "id": ItemId(case.item),
        "title": "Title",
        "targets": tuple(one.target for one in case.targets),
        "start": case.start if draw(st.booleans()) else None,
        "due": case.due,
        "state": case.state,
        "completed": case.completed,
        "progress": progress,
    }
    if fields["start"] is None and case.due is not None and draw(st.booleans()):
        fields["due"] = PLAN.end
    observations = [
        Observation(
            indicator=one.target.indicator.name,
            start=one.latest.start,
            end=one.latest.end,
            value=one.latest.value,
            known=datetime(2022, 1, 1, tzinfo=UTC),
        )
        for one in case.targets
        if one.latest is not None
    ]
    if case.kind.value == "goal":
        return Goal(**fields), observations  # type: ignore[arg-type]
    return Measure(**fields, milestones=case.milestones), observations  # type: ignore[arg-type]


AMOUNTS = (Comparator.AT_LEAST, Comparator.AT_MOST, Comparator.RANGE)


@st.composite
def items_under_way(draw: st.DrawFn) -> tuple[Item, list[Observation]]:
    """An item with one target and a value that mostly lies before the day: what judging has most to say about."""
    indicator = Indicator(
        name="jobs",
        unit=draw(st.sampled_from(["万人", "%"])),
        polarity=draw(st.sampled_from(Polarity)),
        aggregation=draw(st.sampled_from([*([Aggregation.SUM] * 4), *Aggregation])),
        cycle_days=draw(st.sampled_from([None, 31])),
    )
    value, comparator = Decimal(draw(st.integers(-20, 200))), draw(st.sampled_from([*AMOUNTS, *AMOUNTS, *Comparator]))
    target = Target(
        indicator=indicator,
        comparator=comparator,
        value=None if comparator is Comparator.DIRECTION else value,
        upper=value + 20 if comparator is Comparator.RANGE else None,
        change=draw(st.sampled_from([None, ChangeType.LEVEL, *ChangeType])),
        base=draw(st.none() | st.just(Decimal(50))),
        reference="average" if comparator is Comparator.RELATIVE else "",
    )
    first = draw(st.sampled_from([PLAN.start, PLAN.start, date(2021, 2, 1)]))
    seen = Observation(
        indicator="jobs",
        start=first,
        end=draw(st.dates(first, date(2021, 9, 30))),
        value=Decimal(draw(st.integers(-20, 250))),
        known=datetime(2022, 1, 1, tzinfo=UTC),
    )
    kind = draw(st.sampled_from([Goal, Measure]))
    report = st.builds(ProgressReport, on=st.dates(PLAN.start, PLAN.end), percent=st.none() | st.just(Decimal("0.4")))
    item = kind(
        id=ItemId("m"),
        title="Title",
        targets=(target,),
        due=draw(st.none() | st.dates(date(2021, 6, 1), PLAN.end)),
        progress=draw(st.none() | report),
    )
    return item, draw(st.sampled_from([[seen], [seen], []]))


def days_under_way() -> st.SearchStrategy[AssessmentContext]:
    """Days within and after the plan's year."""
    return st.builds(
        AssessmentContext,
        day=st.dates(date(2021, 5, 1), date(2022, 1, 31)),
        period_end=st.sampled_from([None, PLAN.end]),
    )


def head(item: Item, observations: list[Observation]) -> ItemHead:
    return head_of(item, PLAN, latest_of(item, PLAN, observations), 1)


def policies() -> st.SearchStrategy[Policy]:
    """The usual policy, and those whose trajectory is another than the calendar's."""
    rising = Trajectory(kind=TrajectoryKind.PROFILE, months=(Decimal(1),) * 6 + (Decimal(3),) * 6)
    return st.sampled_from([Policy(), Policy(trajectory=rising)])


@settings(max_examples=150, deadline=None)
@given(
    st.lists(items_with_values() | items_under_way(), min_size=1, max_size=3), contexts() | days_under_way(), policies()
)
def test_heads_and_items_are_judged_alike(
    drawn: list[tuple[Item, list[Observation]]], context: AssessmentContext, policy: Policy
) -> None:
    context = attrs.evolve(context, policy=policy)
    heads = [head(item, observations) for item, observations in drawn]
    whole = assess_by_pace([case_of(item, PLAN, seen, context.day) for item, seen in drawn], context)
    judge = HeadsByPace(context)
    facts = [facts_of(one) for one in heads]
    judged = judge.assess(facts)
    assert judge.assess(facts) == judged  # what it remembers changes nothing
    assert judge.healths(facts) == [None if found is None else found.health for found in judged]
    for one, quick, assessment in zip(heads, judged, whole, strict=True):
        case = case_of_head(one, context.day)
        assert (case is None) is (quick is None)
        if case is None or quick is None:
            continue
        [by_case] = assess_by_pace([case], context)
        assert quick[:7] == by_case[:7] == assessment[:7]  # verdict and figures
        assert quick.detail == assessment.detail
        for language in Language:
            assert [reason_text(why, language) for why in quick.reasons] == [
                reason_text(why, language) for why in assessment.reasons
            ]


@settings(max_examples=100, deadline=None)
@given(items_with_values(), contexts())
def test_a_head_whose_item_was_read_anyway_gives_the_case_of_the_item(
    drawn: tuple[Item, list[Observation]], context: AssessmentContext
) -> None:
    item, seen = drawn
    one = head(item, seen)
    quick = case_of_head(one, context.day, item)
    assert (quick is None) is (case_of_head(one, context.day) is None)
    assert quick in (None, case_of(item, PLAN, seen, context.day))


def test_a_head_that_says_too_little_is_left_to_be_judged_whole() -> None:
    item = Goal(id=ItemId("g"), title="Goal")
    short = head_of(item, PLAN, None, 1)._replace(detail=1)
    enough = head_of(item, PLAN, None, 1)
    found = HeadsByPace(AssessmentContext(day=PLAN.end)).assess([facts_of(short), facts_of(enough)])
    assert [one if one is None else one.item for one in found] == [None, "g"]


def test_the_host_s_decimal_context_changes_nothing_and_stays() -> None:
    target = Target(indicator=indicator_for("GDP", "%"), comparator=Comparator.AT_LEAST, value=Decimal(3))
    item = Goal(id=ItemId("g"), title="Goal", targets=(target,), due=PLAN.end)
    seen = Observation(
        indicator="GDP", start=PLAN.start, end=PLAN.end, value=Decimal(1), known=datetime(2022, 1, 1, tzinfo=UTC)
    )
    with localcontext(prec=3):
        [found] = HeadsByPace(AssessmentContext(day=PLAN.end)).assess([facts_of(head(item, [seen]))])
        assert getcontext().prec == 3
    assert found is not None
    assert found.attainment == CONTEXT.divide(Decimal(1), Decimal(3))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.dates(), st.sampled_from([*State]), st.sampled_from(["%", "", "\x1f"])), max_size=6))
def test_what_was_forgotten_is_found_again(drawn: list[tuple[date, State, str]]) -> None:
    target = Target(indicator=indicator_for("GDP", "%"), comparator=Comparator.AT_LEAST, value=Decimal(1))
    items = [
        Goal(
            id=ItemId("g"),
            title="Goal",
            start=min(due, PLAN.start),
            due=due,
            state=state,
            targets=(attrs.evolve(target, indicator=attrs.evolve(target.indicator, unit=unit)),),
        )
        for due, state, unit in drawn
    ]
    facts = [facts_of(head_of(item, PLAN, None, 1)) for item in items]
    context = AssessmentContext(day=PLAN.end)
    with pytest.MonkeyPatch.context() as patch:
        whole = HeadsByPace(context).assess(facts)
        patch.setattr("plan_tasks.assessment.heads._KEPT", 1)
        assert HeadsByPace(context).assess(facts) == whole


def test_numbers_of_a_head_keep_every_digit() -> None:
    long = Decimal("1.000000000000000000000000001")
    target = Target(indicator=indicator_for("GDP", "%"), comparator=Comparator.AT_LEAST, value=long)
    item = Goal(id=ItemId("g"), title="Goal", targets=(target,), due=PLAN.end)
    for value, health in ((long, Health.MET), (Decimal(1), Health.MISSED)):
        seen = Observation(
            indicator="GDP", start=PLAN.start, end=PLAN.end, value=value, known=datetime(2022, 1, 1, tzinfo=UTC)
        )
        [found] = HeadsByPace(AssessmentContext(day=PLAN.end)).assess([facts_of(head(item, [seen]))])
        assert found is not None
        assert found.health is health
