"""Forecasts to the end of the period: values, intervals, and what a plan's rows tell of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan_tasks.assessment import AssessmentContext, Case, Policy, TargetCase
from plan_tasks.assessment.forecasting import Forecast, forecast_target, forecasts_of
from plan_tasks.assessment.reasons import reason_text
from plan_tasks.assessment.register import indicator_for
from plan_tasks.assessment.series import latest_for
from plan_tasks.assessment.stretches import stretches_of
from plan_tasks.model import (
    Aggregation,
    ChangeType,
    Comparator,
    Goal,
    Health,
    Indicator,
    ItemId,
    ItemKind,
    Observation,
    Plan,
    PlanId,
    State,
    Target,
    Trajectory,
    TrajectoryKind,
)
from plan_tasks.storage.heads import Latest
from plan_tasks.tracker import Tracker

D = Decimal
START, END = date(2021, 1, 1), date(2021, 12, 31)
JOBS = Target(indicator=indicator_for("城镇新增就业", "万人"), comparator=Comparator.AT_LEAST, value=D(1100))
UNEMPLOYMENT = Target(indicator=indicator_for("城镇调查失业率", "%"), comparator=Comparator.ABOUT, value=D("5.5"))
GDP = Target(
    indicator=indicator_for("国内生产总值", "%", ChangeType.GROWTH),
    comparator=Comparator.AT_LEAST,
    value=D(6),
    change=ChangeType.GROWTH,
)


def seen(target: Target, value: str, until: date, since: date = START) -> Observation:
    known = datetime(until.year, until.month, until.day, 12, tzinfo=UTC)
    return Observation(indicator=target.indicator.name, start=since, end=until, value=D(value), known=known)


def case_with(target: Target, observations: Sequence[Observation], day: date = END, **fields: Any) -> Case:
    one = TargetCase(
        target=target,
        latest=latest_for(target, observations, start=START, day=day),
        stretches=stretches_of(target, observations, start=START, day=day),
    )
    case = Case(item="x", plan="p", kind=ItemKind.GOAL, state=State.ACTIVE, start=START, due=END, targets=(one,))
    return attrs.evolve(case, **fields)


def forecast(target: Target, observations: Sequence[Observation], policy: Policy | None = None) -> Forecast:
    case = case_with(target, observations)
    found = forecast_target(case.targets[0], case, AssessmentContext(day=END, policy=policy or Policy()))
    assert found is not None
    return found


JOBS_2021 = [
    seen(JOBS, "698", date(2021, 6, 30)),
    seen(JOBS, "1045", date(2021, 9, 30)),
    seen(JOBS, "1133", date(2021, 10, 31)),
]


def test_values_to_date_are_taken_apart_into_what_came_in_between() -> None:
    found = stretches_of(JOBS, JOBS_2021, start=START, day=END)
    assert found == (
        Latest(D(698), START, date(2021, 6, 30)),
        Latest(D(347), date(2021, 7, 1), date(2021, 9, 30)),
        Latest(D(88), date(2021, 10, 1), date(2021, 10, 31)),
    )
    assert stretches_of(JOBS, JOBS_2021, start=START, day=date(2021, 7, 1)) == found[:1]


def test_a_sum_goes_on_at_its_mean_rate_and_the_year_2021_ended_inside_the_interval_of_its_half() -> None:
    found = forecast(JOBS, JOBS_2021)
    assert (found.method, found.stretches) == ("drift", 3)
    assert float(found.value) == pytest.approx(1133 * 365 / 304)
    half = forecast(JOBS, JOBS_2021[:1])
    assert half.low < 1269 < half.high  # what the year came to


def test_the_drift_interval_is_that_of_the_book() -> None:
    """Equal stretches: sd of the forecast is s * sqrt(h * (1 + h / T)), with Student's t in place of 1.28."""
    months = [10, 14, 12, 9, 15, 12]
    first = date(2021, 1, 1)
    pieces = [
        seen(JOBS, str(value), first + timedelta(days=30 * n + 29), first + timedelta(days=30 * n))
        for n, value in enumerate(months)
    ]
    case = case_with(JOBS, pieces, due=first + timedelta(days=359))
    found = forecast_target(case.targets[0], case, AssessmentContext(day=END))
    assert found is not None
    mean = sum(months) / 6
    spread = (sum((value - mean) ** 2 for value in months) / 5) ** 0.5
    assert float(found.value) == pytest.approx(12 * mean)
    assert float(found.high - found.value) == pytest.approx(1.476 * spread * (6 * (1 + 6 / 6)) ** 0.5)


def test_an_average_stays_at_its_mean_and_a_rate_at_its_last_value() -> None:
    found = forecast(UNEMPLOYMENT, [seen(UNEMPLOYMENT, "5.2", date(2021, 6, 30))])
    assert (found.method, found.value) == ("mean", D("5.2"))
    quarters = [
        seen(GDP, value, end)
        for value, end in (("18.3", date(2021, 3, 31)), ("12.7", date(2021, 6, 30)), ("9.8", date(2021, 9, 30)))
    ]
    rate = forecast(GDP, quarters)
    assert (rate.method, rate.value, rate.stretches) == ("last_value", D("9.8"), 3)
    assert rate.low < D("8.1") < rate.high  # what the year came to


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 9), st.sampled_from([JOBS, UNEMPLOYMENT, GDP]), st.integers(1, 500))
def test_the_interval_widens_where_the_data_are_thin(count: int, target: Target, value: int) -> None:
    """The same value to date, told in fewer stretches of the same evenness, has an interval that is no narrower."""
    level = target.indicator.aggregation is not Aggregation.SUM

    def told(stretches: int) -> Forecast:
        ends = [START + timedelta(days=180 * n // stretches - 1) for n in range(1, stretches + 1)]
        shares = [(end - START).days + 1 for end in ends]
        wobble = [1 if n % 2 else -1 for n in range(stretches)]
        wobble[-1] = 0
        values = [D(value) if level else D(value) * share / 180 for share in shares]
        shifted = [one + D(step) * value / 40 for one, step in zip(values, wobble, strict=True)]
        return forecast(target, [seen(target, str(one), end) for one, end in zip(shifted, ends, strict=True)])

    many, one = told(12), told(1)
    assert one.high - one.low >= many.high - many.low
    some = told(count)
    assert some.low <= some.value <= some.high


def test_fewer_of_the_same_months_give_a_wider_interval() -> None:
    months = [seen(JOBS, "100", date(2021, n, 28), date(2021, n, 1)) for n in range(1, 7)]
    noisy = [attrs.evolve(one, value=D(90 + 20 * (n % 2))) for n, one in enumerate(months)]
    wide = [forecast(JOBS, noisy[:count]) for count in (1, 2, 3, 4, 6)]
    widths = [(one.high - one.low) / one.value for one in wide]
    assert widths == sorted(widths, reverse=True)


def test_the_assumed_spread_is_the_office_s() -> None:
    one = [seen(JOBS, "698", date(2021, 6, 30))]
    calm = forecast(JOBS, one, Policy(assumed_spread=D(0)))
    assert calm.low == calm.value == calm.high
    assert forecast(JOBS, one, Policy(assumed_spread=D("0.5"))).high > forecast(JOBS, one).high


def test_a_sum_that_only_grows_is_not_forecast_below_what_is_there() -> None:
    found = forecast(JOBS, [seen(JOBS, "698", date(2021, 12, 1))], Policy(assumed_spread=D(50)))
    assert found.low == 698


def test_a_profile_tells_how_much_the_rest_of_the_year_brings() -> None:
    autumn = Trajectory(kind=TrajectoryKind.PROFILE, months=(D(1),) * 6 + (D(3),) * 6)
    harvest = attrs.evolve(JOBS, trajectory=autumn)
    found = forecast(harvest, [seen(harvest, "300", date(2021, 6, 30))])
    assert round(found.value) == 1200


def test_nothing_is_forecast_without_a_value_or_after_the_end() -> None:
    context = AssessmentContext(day=END)
    assert forecasts_of(case_with(JOBS, []), context) == ()
    assert forecasts_of(case_with(JOBS, [seen(JOBS, "1269", END)]), context) == ()
    assert forecasts_of(case_with(JOBS, JOBS_2021, due=None), context) == ()
    assert forecasts_of(case_with(JOBS, JOBS_2021, state=State.CANCELLED), context) == ()


def test_a_forecast_reads_as_a_sentence_with_method_interval_and_outlook() -> None:
    [reason] = forecasts_of(case_with(JOBS, JOBS_2021), AssessmentContext(day=END))
    assert reason_text(reason) == (
        "城镇新增就业 1100 万人 or more: going on at the mean rate so far (values: 3) gives 1360 万人 by 2021-12-31, "
        "80% between 1300 万人 and 1420 万人 (drift method); that would be met"
    )
    assert reason_text(reason, "zh") == (
        "城镇新增就业1100万人以上：按3段数据的平均速度推算，到2021年12月31日为1360万人，80%区间为1300万人至1420万人"
        "（漂移法），期末将为“已完成”"
    )
    behind = case_with(JOBS, [seen(JOBS, "300", date(2021, 6, 30))])
    [reason] = forecasts_of(behind, AssessmentContext(day=END))
    assert reason.facts[-1] is Health.MISSED


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(Aggregation),
    st.lists(
        st.tuples(st.decimals(allow_nan=False, allow_infinity=False), st.integers(0, 360), st.integers(0, 60)),
        min_size=1,
        max_size=5,
    ),
    st.integers(1, 400),
)
def test_no_numbers_give_nan_infinity_or_an_exception(
    aggregation: Aggregation, drawn: list[tuple[Decimal, int, int]], length: int
) -> None:
    target = Target(indicator=Indicator(name="x", aggregation=aggregation), comparator=Comparator.EXACT, value=D(1))
    observations = [
        seen(target, str(value), START + timedelta(days=day + more), START + timedelta(days=day))
        for value, day, more in drawn
    ]
    case = case_with(target, observations, due=START + timedelta(days=length))
    for reason in forecasts_of(case, AssessmentContext(day=END)):
        assert all(fact.is_finite() for fact in reason.facts if isinstance(fact, Decimal))
        assert len(reason_text(reason)) < 1000


def test_rows_carry_forecasts_from_every_value_now_and_as_of_an_earlier_moment() -> None:
    plan = Plan(
        id=PlanId("n"), title="2021", start=START, end=END, goals=(Goal(id=ItemId("g"), title="G", targets=(JOBS,)),)
    )
    moment = datetime(2021, 11, 1, tzinfo=UTC)
    with Tracker.open("memory:", clock=lambda: moment) as tracker:
        tracker.add(plan, actor="office")
        tracker.observe("n", "g", *JOBS_2021, actor="office")
        day = date(2021, 10, 31)
        [now] = tracker.standing("n", on=day).rows(with_forecasts=True)
        [again] = tracker.standing("n", on=day).rows(with_items=False, with_forecasts=True)
        [then] = tracker.standing("n", on=day, known_at=moment).rows(with_forecasts=True)
        [plain] = tracker.standing("n", on=day).rows()
    assert now.forecasts == again.forecasts == then.forecasts
    assert now.forecasts[0].facts[5] == 3
    assert plain.forecasts == ()
