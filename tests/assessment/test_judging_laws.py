"""Laws of judging that hold for any input; those that every method keeps are in the contract."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import example, given, settings
from hypothesis import strategies as st

from plan_tasks.assessment import Assessment, AssessmentContext
from plan_tasks.assessment.pace import assess_by_pace
from plan_tasks.assessment.preparing import case_of
from plan_tasks.assessment.reasons import reason_text
from plan_tasks.assessment.single import check_to_json, judge_single
from plan_tasks.model import (
    Aggregation,
    ChangeType,
    Comparator,
    Goal,
    Health,
    Indicator,
    ItemId,
    Language,
    Observation,
    Plan,
    PlanId,
    Polarity,
    Target,
)

PLAN = Plan(id=PlanId("p"), title="Plan", start=date(2021, 1, 1), end=date(2021, 12, 31))
DAYS = st.integers(-40, 420).map(lambda days: PLAN.start + timedelta(days=days))
NUMBERS = st.integers(-2000, 2000).map(lambda number: Decimal(number) / 8)
WILD = st.decimals(allow_nan=False, allow_infinity=False)
_RANK = {Health.OFF_TRACK: 0, Health.AT_RISK: 1, Health.ON_TRACK: 2, Health.AHEAD: 3, Health.MET: 4, Health.MISSED: 0}


def targets(numbers: st.SearchStrategy[Decimal], polarity: Polarity | None = None) -> st.SearchStrategy[Target]:
    def make(
        comparator: Comparator,
        own: Polarity,
        aggregation: Aggregation,
        unit: str,
        value: Decimal,
        change: ChangeType | None,
        base: Decimal | None,
        tolerance: Decimal | None,
    ) -> Target:
        indicator = Indicator(name="jobs", unit=unit, polarity=polarity or own, aggregation=aggregation)
        return Target(
            indicator=indicator,
            comparator=comparator,
            value=value,
            upper=max(value, -value) if comparator is Comparator.RANGE else None,
            change=change,
            base=base,
            tolerance=tolerance,
        )

    return st.builds(
        make,
        st.sampled_from(Comparator),
        st.sampled_from(Polarity),
        st.sampled_from(Aggregation),
        st.sampled_from(["%", "万人", ""]),
        numbers,
        st.none() | st.sampled_from(ChangeType),
        st.none() | numbers,
        st.none() | numbers.map(abs),
    )


@settings(max_examples=300, deadline=None)
@given(targets(NUMBERS, Polarity.HIGHER), NUMBERS, NUMBERS, DAYS)
def test_more_progress_never_lowers_attainment_or_health_where_more_is_better(
    target: Target, one: Decimal, other: Decimal, on: date
) -> None:
    if target.comparator is Comparator.AT_MOST:
        return
    falling = target.comparator is Comparator.DIRECTION and target.change is ChangeType.REDUCTION and target.base
    if falling or (target.comparator is Comparator.DIRECTION and target.change is ChangeType.LEVEL):
        return
    less, more = (judge_single(target, value, on=on, year=2021) for value in sorted((one, other)))
    if less.attainment is not None and more.attainment is not None:
        assert less.attainment <= more.attainment
    if Health.NO_DATA not in (less.health, more.health):
        assert _RANK[less.health] <= _RANK[more.health]


@settings(max_examples=300, deadline=None)
@given(targets(NUMBERS, Polarity.LOWER), NUMBERS, NUMBERS, DAYS)
def test_more_never_raises_attainment_or_health_where_less_is_better(
    target: Target, one: Decimal, other: Decimal, on: date
) -> None:
    if target.comparator in (Comparator.AT_LEAST, Comparator.DIRECTION) or target.change is ChangeType.REDUCTION:
        return
    less, more = (judge_single(target, value, on=on, year=2021) for value in sorted((one, other)))
    if less.attainment is not None and more.attainment is not None:
        assert less.attainment >= more.attainment
    if Health.NO_DATA not in (less.health, more.health):
        assert _RANK[less.health] >= _RANK[more.health]


@settings(max_examples=500, deadline=None)
@given(targets(WILD), WILD, DAYS, st.none() | WILD)
@example(
    target=Target(
        indicator=Indicator(name="jobs", aggregation=Aggregation.SUM),
        comparator=Comparator.ABOUT,
        value=Decimal("9E+999999999999999999"),
    ),
    actual=Decimal("9E+999999999999999999"),
    on=date(2021, 3, 1),
    base=Decimal("-9E+999999999999999999"),
)
@example(
    target=Target(
        indicator=Indicator(name="jobs"), comparator=Comparator.RELATIVE, value=Decimal("9E+999999999999999999")
    ),
    actual=Decimal("1E-999999999999999999"),
    on=date(2021, 3, 1),
    base=Decimal("9E+999999999999999999"),
)
@example(
    target=Target(indicator=Indicator(name="jobs"), comparator=Comparator.AT_MOST, value=Decimal("9E+99999999999")),
    actual=Decimal("1E-99999999999"),
    on=date(2021, 3, 1),
    base=None,
)
def test_no_numbers_give_nan_infinity_or_an_exception(
    target: Target, actual: Decimal, on: date, base: Decimal | None
) -> None:
    found = judge_single(target, actual, on=on, year=2021, base=base)
    for figure in (found.attainment, found.expected, found.pace):
        assert figure is None or figure.is_finite()
    for language in Language:
        for reason in found.reasons:
            assert len(reason_text(reason, language)) < 1000
        answer = check_to_json(target, found, language)
        for name in ("attainment", "expected", "pace"):
            assert answer[name] is None or abs(answer[name]) < float("inf")


@st.composite
def observations(draw: st.DrawFn) -> Observation:
    start = PLAN.start + timedelta(days=draw(st.integers(0, 200)))
    return Observation(
        indicator="jobs",
        start=draw(st.sampled_from([PLAN.start, start])),
        end=start + timedelta(days=draw(st.integers(0, 100))),
        value=draw(NUMBERS),
        known=datetime(2021, 1, 1, tzinfo=UTC) + timedelta(days=draw(st.integers(0, 400))),
    )


@settings(max_examples=200, deadline=None)
@given(targets(NUMBERS), st.lists(observations(), max_size=5), st.lists(observations(), max_size=3), DAYS)
def test_what_is_observed_later_never_changes_an_earlier_judgement(
    target: Target, earlier: list[Observation], later: list[Observation], on: date
) -> None:
    moment = datetime(2021, 9, 1, tzinfo=UTC)
    goal = Goal(id=ItemId("g"), title="Goal", targets=(target,))

    def judged(seen: list[Observation]) -> tuple[Assessment, object]:
        context = AssessmentContext(day=on, period_end=PLAN.end)
        [found] = assess_by_pace([case_of(goal, PLAN, seen, on, known_at=moment)], context)
        return found, found.detail

    known = [one for one in earlier if one.known <= moment]
    assert judged([*known, *(one for one in later if one.known > moment)]) == judged(known)


@settings(max_examples=200, deadline=None)
@given(targets(NUMBERS), NUMBERS, DAYS)
def test_the_last_day_of_the_period_always_gives_a_final_verdict(target: Target, actual: Decimal, on: date) -> None:
    found = judge_single(target, actual, on=max(on, PLAN.end), period=(PLAN.start, PLAN.end))
    assert found.health in (Health.MET, Health.MISSED, Health.NO_DATA)
    if found.health is Health.NO_DATA:
        assert found.reasons[0].rule in ("no_base", "no_reference")
