"""Judging from heads is judging from cases: the same verdicts, and no head is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, getcontext, localcontext

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan_tasks.assessment import AssessmentContext
from plan_tasks.assessment.heads import count_healths
from plan_tasks.assessment.pace import assess_by_pace
from plan_tasks.assessment.preparing import case_of, case_of_head
from plan_tasks.assessment.register import indicator_for
from plan_tasks.assessment.series import latest_for
from plan_tasks.errors import InvalidValue
from plan_tasks.model import (
    Comparator,
    Goal,
    Health,
    Item,
    ItemId,
    Measure,
    Observation,
    Plan,
    PlanId,
    ProgressReport,
    State,
    Target,
)
from plan_tasks.storage.heads import HeadFacts, ItemHead, facts_of, head_of
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


def head(item: Item, observations: list[Observation]) -> ItemHead:
    latest = None
    if len(item.targets) == 1:
        start = item.start or PLAN.start
        latest = latest_for(item.targets[0], observations, start=start, day=date.max)
    return head_of(item, PLAN, latest, 1)


def alone(one: ItemHead, context: AssessmentContext) -> Health | None:
    """The health of a single head; None where it must be judged from its item."""
    return next(iter(count_healths([facts_of(one)], context, [])), None)


@settings(max_examples=200, deadline=None)
@given(st.lists(items_with_values(), max_size=4), contexts())
def test_heads_and_items_are_judged_alike(
    drawn: list[tuple[Item, list[Observation]]], context: AssessmentContext
) -> None:
    heads = [head(item, observations) for item, observations in drawn]
    whole = assess_by_pace([case_of(item, PLAN, seen, context.day) for item, seen in drawn], context)
    undecided: list[str] = []
    counts = count_healths(map(facts_of, heads), context, undecided)
    verdicts = [alone(one, context) for one in heads]
    assert [one.id for one, health in zip(heads, verdicts, strict=True) if health is None] == undecided
    for one, health, assessment in zip(heads, verdicts, whole, strict=True):
        case = case_of_head(one, context.day)
        assert (case is None) is (health is None)
        if case is not None:
            [quick] = assess_by_pace([case], context)
            assert health is quick.health is assessment.health
            assert quick[2:7] == assessment[2:7]  # the figures
    assert counts == Counter(health for health in verdicts if health is not None)


@settings(max_examples=200, deadline=None)
@given(items_with_values(), contexts())
def test_a_head_whose_item_was_read_anyway_gives_the_case_of_the_item(
    drawn: tuple[Item, list[Observation]], context: AssessmentContext
) -> None:
    item, seen = drawn
    one = head(item, seen)
    quick = case_of_head(one, context.day, item)
    assert (quick is None) is (case_of_head(one, context.day) is None)
    assert quick in (None, case_of(item, PLAN, seen, context.day))


def test_a_head_that_cannot_be_judged_alone_is_never_left_out_in_silence() -> None:
    item = Goal(id=ItemId("g"), title="Goal")
    short = head_of(item, PLAN, None, 1)._replace(detail=1)
    with pytest.raises(InvalidValue, match="item 'g' cannot be judged from its head alone"):
        count_healths([facts_of(short)], AssessmentContext(day=PLAN.end))


def test_many_heads_are_judged_as_a_stream_and_leave_the_decimal_context_alone() -> None:
    one = head_of(Measure(id=ItemId("m"), title="Measure", due=PLAN.end), PLAN, None, 1)
    facts = facts_of(one)
    held = 0

    class Counted(HeadFacts):
        """Facts of which one can see whether somebody holds them."""

        def __del__(self) -> None:
            nonlocal held
            held -= 1

    def heads() -> Iterator[HeadFacts]:
        nonlocal held
        for _ in range(5000):
            assert getcontext().prec == 9
            held += 1
            assert held < 2000
            yield Counted(*facts)

    with localcontext(prec=9):
        assert count_healths(heads(), AssessmentContext(day=date(2021, 6, 30))) == {Health.ON_TRACK: 5000}
        assert getcontext().prec == 9
    assert held == 0


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.dates(), st.sampled_from([*State]), st.sampled_from(["%", "", "\x1f"])), max_size=6))
def test_terms_that_were_forgotten_are_read_again(drawn: list[tuple[date, State, str]]) -> None:
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
        whole = count_healths(facts, context)
        patch.setattr("plan_tasks.assessment.heads._KEPT", 1)
        assert count_healths(facts, context) == whole


def test_numbers_of_a_head_keep_every_digit() -> None:
    long = Decimal("1.000000000000000000000000001")
    target = Target(indicator=indicator_for("GDP", "%"), comparator=Comparator.AT_LEAST, value=long)
    item = Goal(id=ItemId("g"), title="Goal", targets=(target,), due=PLAN.end)
    for value, health in ((long, Health.MET), (Decimal(1), Health.MISSED)):
        seen = Observation(
            indicator="GDP", start=PLAN.start, end=PLAN.end, value=value, known=datetime(2022, 1, 1, tzinfo=UTC)
        )
        assert count_healths([facts_of(head(item, [seen]))], AssessmentContext(day=PLAN.end)) == {health: 1}
