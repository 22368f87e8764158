"""How one target is judged: comparators, polarity, tolerance, attainment, expected value, pace."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from plan_tasks.assessment import Assessment, rounded
from plan_tasks.assessment.single import judge_single
from plan_tasks.model import Aggregation, ChangeType, Comparator, Health, Indicator, Polarity, Target

D = Decimal
MIDYEAR = date(2021, 7, 2)  # day 183 of 365
END = date(2021, 12, 31)


def target(
    comparator: str,
    value: str | None = None,
    upper: str | None = None,
    *,
    unit: str = "",
    polarity: str = "higher",
    aggregation: str = "last",
    change: str | None = None,
    tolerance: str | None = None,
) -> Target:
    return Target(
        indicator=Indicator(name="x", unit=unit, polarity=Polarity(polarity), aggregation=Aggregation(aggregation)),
        comparator=Comparator(comparator),
        value=D(value) if value else None,
        upper=D(upper) if upper else None,
        change=ChangeType(change) if change else None,
        tolerance=D(tolerance) if tolerance else None,
    )


def judged(aim: Target, actual: str, on: date = END, base: str | None = None) -> Assessment:
    return judge_single(aim, D(actual), on=on, base=D(base) if base else None)


AT_THE_END = [
    # comparator, value, upper, polarity, the last value that is met, the first that is missed
    ("at_least", "10", None, "higher", "10", "9.99"),
    ("at_least", "10", None, "lower", "10", "9.99"),  # the comparator says which way, whatever the polarity
    ("at_most", "10", None, "higher", "10", "10.01"),
    ("about", "10", None, "higher", "9", "8.99"),
    ("about", "10", None, "lower", "11", "11.01"),
    ("about", "10", None, "neutral", "11", "11.01"),
    ("about", "10", None, "neutral", "9", "8.99"),
    ("exact", "10", None, "higher", "10", "9.99"),
    ("exact", "10", None, "lower", "10", "10.01"),
    ("exact", "10", None, "neutral", "9", "8.99"),
    ("range", "10", "20", "higher", "10", "9.99"),
    ("range", "10", "20", "lower", "20", "20.01"),
    ("range", "10", "20", "neutral", "21", "21.01"),
    ("range", "10", "20", "neutral", "9", "8.99"),
]


@pytest.mark.parametrize(("comparator", "value", "upper", "polarity", "met", "missed"), AT_THE_END)
def test_each_comparator_has_its_edge(
    comparator: str, value: str, upper: str | None, polarity: str, met: str, missed: str
) -> None:
    aim = target(comparator, value, upper, polarity=polarity)
    assert judged(aim, met).health is Health.MET
    assert judged(aim, missed).health is Health.MISSED


def test_about_a_rate_in_percent_allows_half_a_point_where_a_tenth_is_less() -> None:
    rate, pure = target("about", "3", unit="%"), target("about", "3")
    assert judged(rate, "2.5").health is Health.MET
    assert judged(pure, "2.5").health is Health.MISSED
    assert judged(target("about", "10", unit="%"), "9.2").health is Health.MET  # a tenth is more here


def test_a_target_s_own_tolerance_comes_before_the_policy() -> None:
    assert judged(target("about", "10", tolerance="2"), "8").health is Health.MET
    assert judged(target("at_least", "10", tolerance="1"), "9").health is Health.MET
    assert judged(target("about", "10", tolerance="0"), "9.9").health is Health.MISSED


def test_more_of_a_reduction_is_better_though_less_of_the_indicator_is() -> None:
    aim = target("about", "3", unit="%", polarity="lower", change="reduction")
    assert judged(aim, "4").health is Health.MET
    assert judged(aim, "2.4").health is Health.MISSED
    assert rounded(judged(aim, "2.6").attainment) == D("0.8667")


@pytest.mark.parametrize(
    ("change", "base", "right", "wrong"),
    [
        ("growth", "100", "101", "100"),
        ("reduction", "100", "99", "100"),
        ("level", "100", "110", "111"),  # stable: within a tenth of the base
        ("growth", None, "0.1", "-0.1"),  # without a base the value is the change itself
        ("reduction", None, "0.1", "-0.1"),  # and of a reduction, the size of the fall
        ("level", None, "0.5", "0.6"),
    ],
)
def test_a_direction_is_met_by_the_sign_of_the_change(change: str, base: str | None, right: str, wrong: str) -> None:
    aim = target("direction", change=change, unit="%")
    assert judged(aim, right, base=base).health is Health.MET
    assert judged(aim, wrong, base=base).health is Health.MISSED
    assert judged(aim, right, MIDYEAR, base).health is Health.ON_TRACK
    assert judged(aim, wrong, MIDYEAR, base).health is Health.OFF_TRACK
    assert judged(aim, right, base=base).attainment is None


def test_a_direction_of_an_amount_needs_a_base() -> None:
    found = judged(target("direction", change="growth", unit="亿元"), "4000")
    assert found.health is Health.NO_DATA
    assert [reason.rule for reason in found.reasons] == ["no_base"]


def test_a_relative_target_is_held_against_its_reference() -> None:
    in_step = target("relative", unit="%")
    assert judged(in_step, "8", base="8.4").health is Health.MET  # within the tolerance
    assert judged(in_step, "7", base="8.4").health is Health.MISSED
    above = target("relative", "1", unit="%")  # a point above the reference
    assert judged(above, "9.4", base="8.4").health is Health.MET
    assert judged(above, "9.3", base="8.4").health is Health.MISSED
    below = target("relative", "1", unit="%", polarity="lower")
    assert judged(below, "7.4", base="8.4").health is Health.MET
    assert judged(below, "7.5", base="8.4").health is Health.MISSED


def test_a_relative_target_without_its_reference_cannot_be_judged() -> None:
    found = judged(target("relative", unit="%"), "8")
    assert found.health is Health.NO_DATA
    assert found.reasons[0].rule == "no_reference"


def test_a_sum_is_expected_in_step_with_the_calendar_and_a_rate_at_any_time() -> None:
    total, rate = target("at_least", "365", aggregation="sum"), target("at_least", "6", unit="%", change="growth")
    assert judged(total, "100", MIDYEAR).expected == D(183)
    assert judged(rate, "6", MIDYEAR).expected == D(6)
    assert judged(rate, "6", MIDYEAR).health is Health.ON_TRACK


@pytest.mark.parametrize(
    ("actual", "health"),
    [
        ("192.15", "ahead"),
        ("192.14", "on_track"),
        ("173.85", "on_track"),
        ("173.84", "at_risk"),
        ("146.4", "at_risk"),
        ("146.39", "off_track"),
        ("0", "off_track"),
    ],
)
def test_pace_is_graded_at_its_thresholds(actual: str, health: str) -> None:
    aim = target("at_least", "365", aggregation="sum")
    assert judged(aim, actual, MIDYEAR).health.value == health  # 183 is expected


def test_less_is_better_turns_the_pace_round() -> None:
    deaths = target("at_most", "365", aggregation="sum", polarity="lower")
    assert rounded(judged(deaths, "150", MIDYEAR).pace) == D("1.2200")
    assert judged(deaths, "150", MIDYEAR).health is Health.AHEAD
    assert judged(deaths, "220", MIDYEAR).health is Health.AT_RISK


def test_a_sum_that_is_there_is_met_before_the_end_and_a_rate_is_not() -> None:
    assert judged(target("at_least", "365", aggregation="sum"), "365", MIDYEAR).health is Health.MET
    assert judged(target("at_least", "6", unit="%"), "6", MIDYEAR).health is Health.ON_TRACK


def test_a_limit_that_is_passed_cannot_be_kept_any_more() -> None:
    deaths = target("at_most", "100", aggregation="sum", polarity="lower")
    almost_over = judged(deaths, "101", date(2021, 12, 30))
    assert almost_over.health is Health.OFF_TRACK
    assert almost_over.reasons[0].rule == "limit_passed"
    assert almost_over.pace is not None
    assert almost_over.pace > D("0.95")  # the pace alone would have called it on track


def test_growth_in_percent_is_never_added_up() -> None:
    aim = target("at_least", "6", unit="%", aggregation="sum", change="growth")
    assert judged(aim, "6", MIDYEAR).expected == D(6)


def test_a_range_is_ahead_only_beyond_its_far_end() -> None:
    growth = target("range", "6", "6.5", unit="%", change="growth")
    assert judged(growth, "6.4", MIDYEAR).health is Health.ON_TRACK  # 1.067 of the near end
    assert judged(growth, "6.6", MIDYEAR).health is Health.AHEAD
    prices = target("range", "2", "3", unit="%", polarity="lower")
    assert judged(prices, "2.1", MIDYEAR).health is Health.ON_TRACK
    assert judged(prices, "1.9", MIDYEAR).health is Health.AHEAD
    assert judged(prices, "1.9", MIDYEAR).expected == D(3)


def test_what_would_be_met_today_is_at_least_on_track() -> None:
    energy = target("about", "3", unit="%", polarity="lower", change="reduction")
    found = judged(energy, "2.6", MIDYEAR)  # pace 0.867, but inside the tolerance
    assert found.health is Health.ON_TRACK
    assert found.reasons[0].rule == "within"


def test_without_polarity_too_much_is_as_bad_as_too_little() -> None:
    aim = target("about", "100", polarity="neutral")
    assert [judged(aim, value, MIDYEAR).health.value for value in ("100", "85", "118", "200")] == [
        "on_track",
        "at_risk",
        "at_risk",
        "off_track",
    ]
    span = target("range", "100", "200", polarity="neutral")
    assert judged(span, "230", MIDYEAR).health is Health.AT_RISK  # near the far end, not twice the near one


def test_attainment_counts_from_the_base() -> None:
    woods = target("at_least", "25", unit="%", change="level")
    found = judged(woods, "24", MIDYEAR, base="20")
    assert found.attainment == D("0.8")
    assert rounded(found.expected, 3) == D("22.507")  # 183 of 365 days of the way from 20 to 25
    assert found.health is Health.AHEAD
    dust = target("at_most", "35", polarity="lower")
    assert judged(dust, "36", base="40").attainment == D("0.8")
    assert judged(dust, "41", base="40").attainment == D("-0.2")


def test_points_to_be_added_come_off_the_base_first() -> None:
    towns = target("about", "1.3", unit="个百分点", change="increment")
    found = judged(towns, "54.9", base="53.6")
    assert found.attainment == D(1)
    assert found.health is Health.MET
    assert judged(towns, "1.3").attainment == D(1)  # without a base the value is the increment
    assert rounded(judged(towns, "0.65", MIDYEAR).pace, 2) == D("1.00")  # half of it by mid-year is on pace


@pytest.mark.parametrize(
    ("aim", "actual", "base"),
    [
        (target("at_least", "0"), "5", None),  # nothing was asked for
        (target("at_least", "-5"), "-4", None),  # a share of less than nothing
        (target("at_least", "6"), "-1", None),  # the wrong sign
        (target("at_most", "3", polarity="lower"), "0", None),
        (target("at_least", "20"), "21", "20"),  # the base is the target
        (target("at_least", "20"), "21", "30"),  # the base lies beyond the target
    ],
)
def test_an_attainment_without_meaning_is_none_with_a_reason(aim: Target, actual: str, base: str | None) -> None:
    for on in (MIDYEAR, END):
        found = judged(aim, actual, on, base)
        assert found.attainment is None
        assert "no_attainment" in [reason.rule for reason in found.reasons]
        assert found.health is not Health.NO_DATA  # the comparator still has an answer


def test_nothing_where_less_is_better_is_ahead() -> None:
    accidents = target("at_most", "100", aggregation="sum", polarity="lower")
    found = judged(accidents, "0", MIDYEAR)
    assert (found.health, found.pace, found.reasons[0].rule) == (Health.AHEAD, None, "nothing_so_far")
    assert judged(target("at_most", "3", unit="%"), "-0.5", MIDYEAR).health is Health.AHEAD


def test_a_target_of_zero_is_judged_by_its_comparator() -> None:
    none_allowed = target("at_most", "0", aggregation="sum", polarity="lower")
    assert judged(none_allowed, "0", MIDYEAR).health is Health.ON_TRACK
    assert judged(none_allowed, "1", MIDYEAR).health is Health.OFF_TRACK
    assert judged(none_allowed, "0").health is Health.MET


@pytest.mark.parametrize("actual", ["1E+999999", "-1E+999999", "1E-999999", "1E+999999999999999999"])
def test_monstrous_numbers_give_no_infinity(actual: str) -> None:
    for comparator in ("at_least", "at_most", "about"):
        for aggregation in ("sum", "last"):
            aim = target(comparator, "1E-999999", aggregation=aggregation)
            for on in (MIDYEAR, END):
                found = judged(aim, actual, on)
                for figure in (found.attainment, found.expected, found.pace):
                    assert figure is None or figure.is_finite()
                assert found.reasons
