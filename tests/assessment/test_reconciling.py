"""A parent plan's targets against those of its children: sums, means, each, and the list of gaps."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan_tasks.assessment.reconciling import Breakdown, Gap, Part, reconcile, reconcile_target
from plan_tasks.assessment.register import indicator_for
from plan_tasks.model import ChangeType, Comparator, Goal, Indicator, ItemId, Plan, PlanId, Polarity, Target

D = Decimal


def jobs(value: str | None, unit: str = "万人") -> Target:
    return Target(
        indicator=indicator_for("城镇新增就业", unit),
        comparator=Comparator.AT_LEAST if value else Comparator.DIRECTION,
        value=D(value) if value else None,
        change=None if value else ChangeType.GROWTH,
    )


def rate(value: str, comparator: Comparator = Comparator.AT_LEAST, name: str = "国内生产总值") -> Target:
    change = ChangeType.GROWTH if name == "国内生产总值" else ChangeType.LEVEL
    return Target(indicator=indicator_for(name, "%", change), comparator=comparator, value=D(value), change=change)


def plan(name: str, *targets: Target) -> Plan:
    goals = tuple(Goal(id=ItemId(f"g{n}"), title=f"Goal {n}", targets=(one,)) for n, one in enumerate(targets))
    return Plan(id=PlanId(name), title=name, start=date(2021, 1, 1), end=date(2021, 12, 31), goals=goals)


def test_sums_are_added_up_rates_are_to_be_reached_by_each_and_averages_are_averaged() -> None:
    parent = plan("p", jobs("100"), rate("6"), rate("5.5", Comparator.AT_MOST, "城镇调查失业率"))
    east = plan("e", jobs("70"), rate("6.5"), rate("5.2", Comparator.AT_MOST, "城镇调查失业率"))
    west = plan("w", jobs("40"), rate("5"), rate("6", Comparator.AT_MOST, "城镇调查失业率"))
    added, each, mean = reconcile(parent, [east, west], weights={"e": D(3)})
    assert (added.how, added.total, added.gaps) == (Breakdown.SUM, D(110), ())
    assert (each.how, each.total, each.gaps) == (Breakdown.EACH, D(5), (Gap("short", "w", "g1", D(1)),))
    assert (mean.how, mean.total, mean.gaps) == (Breakdown.MEAN, D("5.4"), ())
    *_, plain = reconcile(parent, [east, west])
    assert plain.gaps == (Gap("short", amount=D("0.1")),)  # 5.6, where less is better


def test_every_gap_is_listed() -> None:
    children = [plan("a", jobs("30")), plan("b", jobs("50", "亿元")), plan("c", jobs(None)), plan("d", rate("6"))]
    [found] = reconcile(plan("p", jobs("100")), children)
    assert found.total == 30
    assert found.gaps == (
        Gap("short", amount=D(70)),
        Gap("unit", "b", "g0"),
        Gap("no_value", "c", "g0"),
        Gap("missing", "d"),
    )


def test_units_of_the_same_dimension_are_converted() -> None:
    [found] = reconcile(plan("p", jobs("1.5")), [plan("a", jobs("9000", "人")), plan("b", jobs("0.6"))])
    assert (found.total, found.gaps) == (D("1.5"), ())


def test_an_office_says_itself_how_a_target_is_broken_down() -> None:
    children = [plan("a", jobs("60")), plan("b", jobs("50"))]
    [found] = reconcile(plan("p", jobs("55")), children, how={"城镇新增就业": Breakdown.EACH})
    assert (found.total, found.gaps) == (D(50), (Gap("short", "b", "g0", D(5)),))


def test_targets_that_no_child_took_over_are_left_out() -> None:
    assert reconcile(plan("p", jobs("100")), [plan("a", rate("6"))]) == ()
    assert reconcile(plan("p", jobs(None)), [plan("a", jobs("6"))]) == ()


def test_figures_beyond_reckoning_are_a_gap() -> None:
    huge = D("9E+999999999999999999")
    target = Target(indicator=Indicator(name="x"), comparator=Comparator.AT_LEAST, value=huge)
    parts = [Part("a", "i", target), Part("b", "i", target)]
    assert reconcile_target("x", target, parts, Breakdown.SUM).gaps == (Gap("out_of_range"),)
    other = Target(indicator=Indicator(name="x", unit="万"), comparator=Comparator.AT_LEAST, value=huge)
    assert reconcile_target("x", target, [Part("a", "i", other)], Breakdown.SUM).gaps == (
        Gap("out_of_range", "a", "i"),
    )


NUMBERS = st.integers(-1000, 1000).map(lambda number: D(number) / 4)


@settings(max_examples=100)
@given(NUMBERS, st.lists(NUMBERS, min_size=1, max_size=4), st.sampled_from(Breakdown), st.sampled_from(Polarity))
def test_children_that_take_over_what_is_left_close_the_gap(
    goal: Decimal, values: list[Decimal], how: Breakdown, polarity: Polarity
) -> None:
    """Where children ask as much as the parent there is no gap; what is short is exactly what would close it."""
    target = Target(indicator=Indicator(name="x", polarity=polarity), comparator=Comparator.EXACT, value=goal)
    parts = [
        Part(
            f"c{n}",
            "i",
            Target(indicator=target.indicator, comparator=Comparator.EXACT, value=value),
        )
        for n, value in enumerate(values)
    ]
    found = reconcile_target("i", target, parts, how)
    if how is Breakdown.SUM:
        for gap in found.gaps:
            sign = -1 if polarity is Polarity.LOWER or sum(values) > goal else 1
            assert sum(values) + sign * (gap.amount or 0) == goal
    if how is Breakdown.EACH:
        assert len(found.gaps) == sum(
            value != goal
            if polarity is Polarity.NEUTRAL
            else value > goal
            if polarity is Polarity.LOWER
            else value < goal
            for value in values
        )
    equal = [part._replace(target=target) for part in parts]
    if how is not Breakdown.SUM:
        assert reconcile_target("i", target, equal, how).gaps == ()


@pytest.mark.parametrize("how", list(Breakdown))
def test_no_weight_at_all_gives_no_mean_and_no_error(how: Breakdown) -> None:
    found = reconcile_target("i", jobs("1"), [Part("a", "i", jobs("1"), D(0))], how)
    assert found.gaps == ()
