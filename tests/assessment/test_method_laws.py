"""Laws of every method: nothing breaks on any number, progress never lowers, what comes later changes nothing.

Also how a target's own method is taken: beside the plan's, the worst deciding.
"""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan_tasks.assessment import Assessment, AssessmentContext, AssessmentMethod, Case, TargetCase
from plan_tasks.assessment.preparing import case_of
from plan_tasks.assessment.reasons import reason_text
from plan_tasks.assessment.scoring import Scored, total_score
from plan_tasks.errors import PlanTasksError
from plan_tasks.model import (
    Aggregation,
    Comparator,
    Goal,
    Health,
    Indicator,
    ItemId,
    ItemKind,
    Language,
    Measure,
    Milestone,
    Observation,
    Plan,
    PlanId,
    Polarity,
    State,
    Target,
)
from plan_tasks.plugging import PluginContext
from plan_tasks.plugins import BUILTINS
from plan_tasks.plugins.methods import eurostat, evm, pace, score, un_sdg
from plan_tasks.storage.heads import Latest
from plan_tasks.testing.strategies import items, observations
from plan_tasks.tracker import Tracker

D = Decimal
START, END = date(2021, 1, 1), date(2021, 12, 31)
PLAN = Plan(id=PlanId("p"), title="Plan", start=START, end=END)


def opened(module: Any) -> AssessmentMethod:
    [descriptor] = module.plan_tasks_assessment_methods()
    context = PluginContext(plugin=descriptor.name, logger=logging.getLogger(descriptor.name))
    method: AssessmentMethod = descriptor.factory(descriptor.options(), context)
    return method


METHODS = {module.__name__.rpartition(".")[2]: opened(module) for module in (eurostat, evm, pace, score, un_sdg)}
INDICATORS = st.builds(
    Indicator, name=st.just("x"), polarity=st.sampled_from(Polarity), aggregation=st.sampled_from(Aggregation)
)
WILD = st.decimals(allow_nan=False, allow_infinity=False)
DAYS = st.integers(-5, 400).map(lambda days: START + timedelta(days=days))


def case_with(target: Target, value: Decimal, until: date) -> Case:
    return Case(
        item="x",
        plan="p",
        kind=ItemKind.GOAL,
        state=State.ACTIVE,
        start=START,
        due=END,
        targets=(TargetCase(target=target, latest=Latest(value, START, until)),),
    )


def test_every_built_in_method_is_here() -> None:
    built_in = {name.rpartition(".")[2] for name in BUILTINS if ".methods." in name}
    assert set(METHODS) == built_in


@pytest.mark.parametrize("name", sorted(METHODS))
def test_no_numbers_give_nan_infinity_or_an_exception(name: str) -> None:
    method = METHODS[name]

    @settings(max_examples=150, deadline=None)
    @given(
        st.builds(
            Indicator, name=st.just("x"), polarity=st.sampled_from(Polarity), aggregation=st.sampled_from(Aggregation)
        ),
        st.sampled_from([Comparator.AT_LEAST, Comparator.AT_MOST, Comparator.EXACT, Comparator.ABOUT]),
        WILD,
        st.none() | WILD,
        WILD,
        DAYS,
        DAYS,
    )
    def law(
        indicator: Indicator,
        comparator: Comparator,
        goal: Decimal,
        base: Decimal | None,
        value: Decimal,
        until: date,
        day: date,
    ) -> None:
        target = Target(indicator=indicator, comparator=comparator, value=goal, base=base)
        [found] = method.assess([case_with(target, value, max(until, START))], AssessmentContext(day=day))
        for figure in (found.attainment, found.expected, found.pace):
            assert figure is None or figure.is_finite()
        for language in Language:
            assert all(len(reason_text(reason, language)) < 1000 for reason in found.reasons)

    law()


_RANK = {Health.OFF_TRACK: 0, Health.MISSED: 0, Health.AT_RISK: 1, Health.ON_TRACK: 2, Health.AHEAD: 3, Health.MET: 4}


@pytest.mark.parametrize("name", sorted(METHODS))
def test_more_progress_never_lowers_attainment_or_health_where_more_is_better(name: str) -> None:
    method = METHODS[name]
    numbers = st.integers(1, 4000).map(lambda number: D(number) / 8)

    @settings(max_examples=150, deadline=None)
    @given(st.sampled_from(Aggregation), numbers, numbers, numbers, numbers, DAYS)
    def law(how: Aggregation, base: Decimal, goal: Decimal, one: Decimal, other: Decimal, day: date) -> None:
        target = Target(
            indicator=Indicator(name="x", aggregation=how),
            comparator=Comparator.AT_LEAST,
            value=goal,
            base=None if how is Aggregation.SUM else base,
        )
        until = max(day, START)
        cases = [case_with(target, value, until) for value in sorted((one, other))]
        less, more = method.assess(cases, AssessmentContext(day=day))
        if less.attainment is not None and more.attainment is not None:
            assert less.attainment <= more.attainment
        assert _RANK[less.health] <= _RANK[more.health]

    law()


@pytest.mark.parametrize("name", sorted(METHODS))
def test_what_is_observed_later_never_changes_an_earlier_judgement(name: str) -> None:
    method = METHODS[name]
    moment = datetime(2021, 9, 1, tzinfo=UTC)

    def judged(item: Any, seen: list[Observation], day: date) -> tuple[Assessment, object]:
        [found] = method.assess([case_of(item, PLAN, seen, day, known_at=moment)], AssessmentContext(day=day))
        return found._replace(told=found.detail, case=None), found.detail

    @settings(max_examples=40, deadline=None)
    @given(items(), st.lists(observations(), max_size=4), st.lists(observations(), max_size=3), DAYS)
    def law(item: Any, earlier: list[Observation], later: list[Observation], day: date) -> None:
        known = [one for one in earlier if one.known <= moment]
        unknown = [one for one in later if one.known > moment]
        assert judged(item, [*known, *unknown], day) == judged(item, known, day)

    law()


@given(
    st.lists(
        st.builds(
            Scored,
            item=st.sampled_from("abc"),
            weight=st.decimals(0, 100, places=2),
            share=st.none() | st.decimals(0, 1, places=4),
            vetoed=st.booleans(),
        ),
        max_size=6,
    )
)
def test_points_are_out_of_a_hundred_and_vetoes_are_all_named(drawn: list[Scored]) -> None:
    total = total_score(drawn)
    counted = [one for one in drawn if one.share is not None and one.weight]
    assert (total.points is None) is (not counted)
    if total.points is not None:
        shares = [one.share for one in counted if one.share is not None]
        assert min(shares) * 100 - D("1e-20") <= total.points <= max(shares) * 100 + D("1e-20")
    assert total.vetoed_by == tuple(one.item for one in drawn if one.vetoed)


SHARE = Indicator(name="forest cover", unit="%")


def two_methods() -> Goal:
    by_pace = Target(indicator=SHARE, comparator=Comparator.AT_LEAST, value=D(25), base=D(20))
    by_growth = Target(indicator=SHARE, comparator=Comparator.AT_LEAST, value=D(25), base=D(20), method="un_sdg")
    return Goal(id=ItemId("g"), title="G", targets=(by_pace, by_growth))


def test_a_target_is_judged_by_the_method_it_names_and_the_worst_decides() -> None:
    day, moment = date(2021, 6, 30), datetime(2021, 7, 15, tzinfo=UTC)
    plan = Plan(id=PlanId("p"), title="P", start=START, end=END, goals=(two_methods(),))
    seen = Observation(indicator="forest cover", start=START, end=day, value=D(22), known=moment)
    with Tracker.open("memory:", clock=lambda: moment) as tracker:
        tracker.add(plan, actor="office")
        tracker.observe("p", "g", seen, actor="office")
        [row] = tracker.standing("p", on=day).rows()
        [past] = tracker.standing("p", on=day, known_at=moment + timedelta(days=1)).rows()
        counts = tracker.count_healths("p", on=day)
    first, second = row.assessment.targets
    assert [first.health, second.health] == [Health.AT_RISK, Health.AT_RISK]  # pace 0.81; 0.83 of the change required
    assert [first.reasons[0].rule, second.reasons[0].rule] == ["at_risk", "un_sdg"]
    assert {"at_risk", "un_sdg"} <= {reason.rule for reason in row.assessment.reasons}
    assert past.assessment.detail == row.assessment.detail
    assert counts[row.assessment.health] == 1


def test_a_plan_s_method_judges_items_whose_columns_say_too_little_for_it() -> None:
    """A measure with milestones beside a target: `evm` is given the milestones, which stored columns leave out."""
    step = Milestone(title="half", due=date(2021, 3, 31), done=date(2021, 3, 1))
    target = Target(
        indicator=Indicator(name="homes", aggregation=Aggregation.SUM), comparator=Comparator.AT_LEAST, value=D(100)
    )
    measure = Measure(
        id=ItemId("m"), title="M", due=END, targets=(target,), milestones=(step, Milestone(title="all", due=END))
    )
    moment = datetime(2021, 7, 15, tzinfo=UTC)
    day = date(2021, 6, 30)
    seen = Observation(indicator="homes", start=START, end=day, value=D(10), known=moment)
    with Tracker.open("memory:", clock=lambda: moment) as tracker:
        plan = Plan(id=PlanId("p"), title="P", start=START, end=END, method="evm", measures=(measure,))
        tracker.add(plan, actor="office")
        tracker.observe("p", "m", seen, actor="office")
        [row] = tracker.standing("p", on=day).rows(with_items=False)
        [again] = tracker.standing("p", on=day).rows()
        counts = tracker.count_healths("p", on=day)
    assert row.assessment.health is again.assessment.health is Health.ON_TRACK  # half of it planned, half of it done
    assert counts[Health.ON_TRACK] == 1


def test_a_method_that_is_not_there_is_named() -> None:
    plan = Plan(id=PlanId("p"), title="P", start=START, end=END, method="guess", goals=(two_methods(),))
    with Tracker.open("memory:") as tracker:
        tracker.add(plan, actor="office")
        with pytest.raises(PlanTasksError, match="guess"):
            list(tracker.standing("p", on=END).rows())
