"""When something comes again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_tasks.calendars import LAST_DAY, Every, Period, Recurrence
from plan_tasks.errors import InvalidValue

YEAR = Period.year(2021)


def found(period: Period = YEAR, **fields: Any) -> list[str]:
    return [day.isoformat()[5:] for day in Recurrence(**fields).occurrences(period)]


def test_the_31st_is_the_last_day_of_every_month() -> None:
    assert found(every=Every.MONTH, day=31) == found(every=Every.MONTH, day=LAST_DAY)
    assert found(Period.quarter(2021, 1), every=Every.MONTH, day=30) == ["01-30", "02-28", "03-30"]


def test_quarters_and_halves_end_on_their_last_day() -> None:
    assert found(every=Every.QUARTER) == ["03-31", "06-30", "09-30", "12-31"]
    assert found(every=Every.HALF_YEAR) == ["06-30", "12-31"]
    assert found(every=Every.YEAR) == ["12-31"]


def test_a_day_of_the_first_month_of_each_quarter() -> None:
    assert found(every=Every.QUARTER, month=1, day=10) == ["01-10", "04-10", "07-10", "10-10"]


def test_every_year_by_the_end_of_june() -> None:
    period = Period(date(2021, 7, 1), date(2023, 6, 30))
    days = Recurrence(every=Every.YEAR, month=6, day=LAST_DAY).occurrences(period)
    assert days == (date(2022, 6, 30), date(2023, 6, 30))


def test_fridays() -> None:
    assert found(Period.month(2021, 1), every=Every.WEEK, day=5) == ["01-01", "01-08", "01-15", "01-22", "01-29"]


def test_every_other_week_keeps_step_with_its_beginning_wherever_one_looks() -> None:
    fields: dict[str, Any] = {"every": Every.WEEK, "day": 5, "interval": 2, "since": date(2021, 1, 6)}
    assert found(Period.month(2021, 1), **fields) == ["01-08", "01-22"]
    assert found(Period(date(2021, 1, 9), date(2021, 2, 10)), **fields) == ["01-22", "02-05"]


def test_every_second_month_keeps_step_with_its_beginning() -> None:
    fields: dict[str, Any] = {"every": Every.MONTH, "day": 25, "interval": 2, "since": date(2021, 2, 1)}
    assert found(**fields) == ["02-25", "04-25", "06-25", "08-25", "10-25", "12-25"]


def test_beginning_and_end_bound_it() -> None:
    fields: dict[str, Any] = {"every": Every.MONTH, "day": 25, "since": date(2021, 3, 26), "until": date(2021, 6, 25)}
    assert found(**fields) == ["04-25", "05-25", "06-25"]
    assert found(Period.year(2022), **fields) == []


def test_days_and_continuous_work() -> None:
    assert len(found(every=Every.DAY)) == 365
    assert found(Period.month(2021, 1), every=Every.DAY, interval=10, since=date(2021, 1, 5)) == [
        "01-05",
        "01-15",
        "01-25",
    ]
    assert found(every=Every.CONTINUOUS) == []


def test_the_first_and_the_last_year_of_all_dates_have_occurrences() -> None:
    assert found(Period.year(1), every=Every.QUARTER) == found(Period.year(9999), every=Every.QUARTER)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"every": Every.MONTH, "day": 32}, "a day of the month, 1 to 31"),
        ({"every": Every.WEEK, "day": 8}, "a day of the week"),
        ({"every": Every.DAY, "day": 1}, "give None for day"),
        ({"every": Every.CONTINUOUS, "day": 1}, "give None for continuous"),
        ({"every": Every.QUARTER, "month": 4}, "a month from 1 to 3"),
        ({"every": Every.MONTH, "month": 1}, "give None for month"),
        ({"every": Every.MONTH, "interval": 0}, "a whole number from 1 to 100"),
        ({"every": Every.MONTH, "since": date(2021, 2, 1), "until": date(2021, 1, 1)}, "not before since"),
        ({"every": "month"}, "Every"),
    ],
)
def test_what_cannot_come_again_is_refused(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidValue, match=message):
        Recurrence(**fields)


@given(
    st.sampled_from([Every.WEEK, Every.MONTH, Every.QUARTER, Every.HALF_YEAR, Every.YEAR]),
    st.none() | st.integers(1, 7),
    st.integers(1, 4),
    st.none() | st.dates(date(2019, 1, 1), date(2021, 12, 31)),
    st.dates(date(2020, 1, 1), date(2022, 12, 31)),
)
def test_a_period_cut_in_two_has_the_same_occurrences(
    every: Every, day: int | None, interval: int, since: date | None, cut: date
) -> None:
    recurrence = Recurrence(every=every, day=day, interval=interval, since=since)
    whole = Period(date(2020, 1, 1), date(2023, 12, 31))
    first, second = Period(whole.start, cut), Period(date.fromordinal(cut.toordinal() + 1), whole.end)
    assert recurrence.occurrences(first) + recurrence.occurrences(second) == recurrence.occurrences(whole)
