"""How observations make the value so far."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan_tasks.assessment.series import aggregation_of, latest_for, latest_value
from plan_tasks.errors import InvalidValue
from plan_tasks.model import Aggregation, ChangeType, Comparator, Indicator, Observation, Target
from plan_tasks.storage.heads import Latest

D = Decimal
START, END = date(2021, 1, 1), date(2021, 12, 31)


def seen(first: tuple[int, int], last: tuple[int, int], value: str, known: int = 1, name: str = "jobs") -> Observation:
    """A value from one (month, day) of 2021 to another, known on that day of 2022."""
    return Observation(
        indicator=name,
        start=date(2021, *first),
        end=date(2021, *last),
        value=D(value),
        known=datetime(2022, 1, known, tzinfo=UTC),
    )


JANUARY, FEBRUARY = seen((1, 1), (1, 31), "80"), seen((2, 1), (2, 28), "60")
MARCH, APRIL = seen((3, 1), (3, 31), "70"), seen((4, 1), (4, 30), "90")
FIRST_QUARTER, SECOND_QUARTER = seen((1, 1), (3, 31), "215"), seen((4, 1), (6, 30), "280")


def value(
    *observations: Observation,
    how: Aggregation = Aggregation.SUM,
    day: date = END,
    known_at: datetime | None = None,
    start: date = START,
) -> Latest | None:
    return latest_value(observations, indicator="jobs", aggregation=how, start=start, day=day, known_at=known_at)


def test_no_observation_is_no_value() -> None:
    assert value() is None
    assert value(seen((1, 1), (1, 31), "5", name="trees")) is None


def test_months_of_a_sum_add_up() -> None:
    assert value(JANUARY, FEBRUARY, MARCH) == Latest(D(210), START, date(2021, 3, 31))


def test_a_value_to_date_replaces_its_months_and_later_months_are_added() -> None:
    assert value(JANUARY, FEBRUARY, MARCH, FIRST_QUARTER, APRIL) == Latest(D(305), START, date(2021, 4, 30))


def test_of_two_values_to_date_the_longer_counts() -> None:
    half = seen((1, 1), (6, 30), "500")
    assert value(FIRST_QUARTER, half, JANUARY) == Latest(D(500), START, date(2021, 6, 30))


def test_a_quarter_replaces_its_months_wherever_it_stands_in_the_list() -> None:
    assert value(APRIL, FIRST_QUARTER, SECOND_QUARTER) == value(SECOND_QUARTER, APRIL, FIRST_QUARTER)
    assert value(FIRST_QUARTER, APRIL, SECOND_QUARTER) == Latest(D(495), START, date(2021, 6, 30))


def test_stretches_that_overlap_are_not_counted_twice() -> None:
    crooked = seen((1, 20), (2, 10), "40")
    assert value(JANUARY, crooked, FEBRUARY) == Latest(D(140), START, date(2021, 2, 28))


def test_a_stretch_from_before_the_period_cannot_be_split_and_is_left_out_of_a_sum() -> None:
    assert value(JANUARY, FEBRUARY, start=date(2021, 2, 1)) == Latest(D(60), date(2021, 2, 1), date(2021, 2, 28))
    crossing = seen((1, 15), (2, 15), "75")
    assert value(crossing, start=date(2021, 2, 1)) is None
    assert value(crossing, start=date(2021, 2, 1), how=Aggregation.LAST) is not None


def test_a_mean_is_weighted_by_days() -> None:
    found = value(seen((1, 1), (1, 31), "5.0"), seen((2, 1), (2, 28), "6.0"), how=Aggregation.MEAN)
    assert found is not None
    assert round(found.value, 4) == round((D(5) * 31 + D(6) * 28) / 59, 4)


def test_the_last_value_is_the_one_that_ends_last_and_rather_to_date() -> None:
    second_quarter_alone, half = seen((4, 1), (6, 30), "7.9"), seen((1, 1), (6, 30), "12.7")
    first = seen((1, 1), (3, 31), "18.3")
    assert value(first, half, second_quarter_alone, how=Aggregation.LAST) == Latest(D("12.7"), START, half.end)


def test_a_revision_known_later_counts_and_one_known_at_once_by_order() -> None:
    revised, again = seen((1, 1), (1, 31), "82", known=5), seen((1, 1), (1, 31), "83", known=5)
    for order in ((JANUARY, revised, FEBRUARY), (revised, JANUARY, FEBRUARY)):
        found = value(*order)
        assert found is not None
        assert found.value == 142
    assert value(revised, again) == Latest(D(83), START, date(2021, 1, 31))
    assert value(again, revised) == Latest(D(82), START, date(2021, 1, 31))


def test_later_days_and_later_knowledge_are_left_out() -> None:
    revised = seen((1, 1), (1, 31), "82", known=5)
    assert value(JANUARY, FEBRUARY, day=date(2021, 2, 27)) == Latest(D(80), START, date(2021, 1, 31))
    before, at = datetime(2022, 1, 4, tzinfo=UTC), datetime(2022, 1, 5, tzinfo=UTC)
    assert value(JANUARY, revised, known_at=before) == Latest(D(80), START, date(2021, 1, 31))
    assert value(JANUARY, revised, known_at=at) == Latest(D(82), START, date(2021, 1, 31))


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(InvalidValue, match="known_at 2022-01-04T00:00:00 has no time zone"):
        value(JANUARY, known_at=datetime(2022, 1, 4))


def test_growth_in_percent_is_not_added_up_whatever_the_indicator_says() -> None:
    gdp = Indicator(name="jobs", unit="%", aggregation=Aggregation.SUM)
    growth = Target(indicator=gdp, comparator=Comparator.AT_LEAST, value=D(6), change=ChangeType.GROWTH)
    assert aggregation_of(growth) is Aggregation.LAST
    assert latest_for(growth, (JANUARY, FEBRUARY), start=START, day=END) == Latest(D(60), *_days(FEBRUARY))


def _days(one: Observation) -> tuple[date, date]:
    return one.start, one.end


@st.composite
def stretches(draw: st.DrawFn) -> Observation:
    start = START + timedelta(days=draw(st.integers(-20, 80)))
    return Observation(
        indicator="jobs",
        start=start,
        end=start + timedelta(days=draw(st.integers(0, 60))),
        value=D(draw(st.integers(-50, 100))),
        known=datetime(2021, 1, 1, tzinfo=UTC) + timedelta(days=draw(st.integers(0, 300))),
    )


LISTS = st.lists(stretches(), max_size=8)
MOMENTS = st.integers(0, 300).map(lambda days: datetime(2021, 1, 1, tzinfo=UTC) + timedelta(days=days))
DAYS = st.integers(-20, 150).map(lambda days: START + timedelta(days=days))


@settings(max_examples=200)
@given(LISTS, LISTS, MOMENTS, DAYS, st.sampled_from(Aggregation))
def test_what_becomes_known_later_never_changes_an_earlier_answer(
    earlier: list[Observation], later: list[Observation], moment: datetime, day: date, how: Aggregation
) -> None:
    known = [one for one in earlier if one.known <= moment]
    unknown = [one for one in later if one.known > moment]
    assert value(*known, *unknown, how=how, day=day, known_at=moment) == value(*known, how=how, day=day)


@settings(max_examples=200)
@given(LISTS, DAYS, st.sampled_from(Aggregation))
def test_a_value_that_ends_by_the_day_is_the_value_of_the_day(
    observations: list[Observation], day: date, how: Aggregation
) -> None:
    """What a head holds serves every later day: judging goes back to the observations only for earlier ones."""
    whole = value(*observations, how=how)
    if whole is not None and whole.end <= day:
        assert value(*observations, how=how, day=day) == whole


@settings(max_examples=200)
@given(st.lists(stretches(), max_size=6))
def test_a_sum_covers_as_many_days_as_can_be_without_overlap(observations: list[Observation]) -> None:
    def most(rest: list[Observation], taken: int) -> int:
        return max(
            [taken]
            + [
                most([other for other in rest if other.start > one.end], taken + (one.end - one.start).days + 1)
                for one in rest
            ]
        )

    ones = [
        Observation(
            indicator="jobs", start=one.start, end=one.end, value=D((one.end - one.start).days + 1), known=one.known
        )
        for one in observations
        if one.start >= START
    ]
    found = value(*ones)
    assert (found.value if found else 0) == most(ones, 0)
