"""Counting working days: examples of 2021 in China, and laws that hold on any calendar."""

from __future__ import annotations

import logging
from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_tasks.calendars import (
    AnnouncedCalendar,
    Counted,
    DayKind,
    DayStatus,
    Reckoned,
    WorkCalendar,
    WorkingDays,
    add_working_days,
    count_working_days,
    is_working,
    next_working_day,
    previous_working_day,
    working_days_between,
)
from plan_tasks.errors import InvalidValue
from plan_tasks.plugging import PluginContext
from plan_tasks.plugins.calendars.china import ChinaOptions, open_china
from plan_tasks.plugins.calendars.weekdays import Weekdays

CHINA = open_china(ChinaOptions(), PluginContext(plugin="china", logger=logging.getLogger("china")))
CHRISTMAS = Weekdays([date(2026, 12, 25)])
CALENDARS: list[WorkCalendar] = [CHINA, CHRISTMAS, AnnouncedCalendar([])]
INDEXES = {id(calendar): WorkingDays(calendar) for calendar in CALENDARS}

days = st.dates(date(2019, 1, 1), date(2027, 12, 31))
calendars = st.sampled_from(CALENDARS)


class NeverWorked:
    """A calendar on which nobody ever works."""

    def day(self, on: date) -> DayStatus:
        return DayStatus(kind=DayKind.HOLIDAY)


def test_working_days_from_before_the_spring_festival_end_after_it() -> None:
    # 2021: off from 11 to 17 February; then the 10th, 18th, 19th and the make-up Saturday, the 20th
    assert add_working_days(date(2021, 2, 9), 4, CHINA) == Reckoned(date(2021, 2, 20))


def test_a_make_up_saturday_counts() -> None:
    assert add_working_days(date(2021, 2, 19), 1, CHINA) == Reckoned(date(2021, 2, 20))
    assert is_working(date(2021, 2, 20), CHINA)


def test_going_back_over_national_day_skips_it() -> None:
    assert add_working_days(date(2021, 10, 8), -1, CHINA) == Reckoned(date(2021, 9, 30))


def test_adding_nothing_stays_even_on_a_day_off() -> None:
    assert add_working_days(date(2021, 10, 1), 0, CHINA) == Reckoned(date(2021, 10, 1))


def test_the_working_days_of_2021_are_250() -> None:
    assert count_working_days(date(2020, 12, 31), date(2021, 12, 31), CHINA) == Counted(250)


def test_what_runs_into_an_unannounced_year_is_provisional() -> None:
    assert add_working_days(date(2026, 12, 28), 10, CHINA).provisional
    assert count_working_days(date(2026, 12, 1), date(2027, 1, 31), CHINA).provisional
    assert not add_working_days(date(2026, 6, 1), 10, CHINA).provisional


def test_the_day_that_one_starts_from_does_not_make_the_result_provisional() -> None:
    for add in (partial(add_working_days, calendar=CHINA), WorkingDays(CHINA).add):
        assert add(date(2027, 1, 1), -5).provisional  # 29 to 31 December may still be moved
        assert not add(date(2026, 12, 29), -5).provisional


def test_the_nearest_working_days_of_a_sunday_within_a_holiday() -> None:
    assert next_working_day(date(2021, 10, 3), CHINA) == Reckoned(date(2021, 10, 8))
    assert previous_working_day(date(2021, 10, 3), CHINA) == Reckoned(date(2021, 9, 30))


def test_a_calendar_without_working_days_is_refused_and_not_searched_forever() -> None:
    with pytest.raises(InvalidValue, match="no working day within 60 days"):
        add_working_days(date(2021, 1, 1), 1, NeverWorked())
    with pytest.raises(InvalidValue, match="no working day within 60 days"):
        WorkingDays(NeverWorked()).add(date(2021, 1, 1), 1)


@pytest.mark.parametrize(("day", "count"), [(date(9999, 12, 30), 5), (date(1, 1, 3), -5)])
def test_the_end_of_all_dates_is_named(day: date, count: int) -> None:
    for add in (partial(add_working_days, calendar=CHRISTMAS), WorkingDays(CHRISTMAS).add):
        with pytest.raises(InvalidValue, match="lead out of the calendar"):
            add(day, count)


@given(calendars, days, st.integers(-300, 300))
def test_going_forth_and_back_ends_where_it_began(calendar: WorkCalendar, day: date, count: int) -> None:
    start = next_working_day(day, calendar).on
    there = add_working_days(start, count, calendar).on
    assert calendar.day(there).working
    assert add_working_days(there, -count, calendar).on == start
    assert working_days_between(start, there, calendar) == count


@given(calendars, days, st.integers(0, 60), st.integers(-100, 100))
def test_a_later_start_never_ends_earlier(calendar: WorkCalendar, day: date, later: int, count: int) -> None:
    first = add_working_days(day, count, calendar).on
    assert first <= add_working_days(day + timedelta(days=later), count, calendar).on


@given(calendars, days, days, days)
def test_counts_of_adjoining_stretches_add_up(calendar: WorkCalendar, first: date, second: date, third: date) -> None:
    whole = working_days_between(first, third, calendar)
    assert working_days_between(first, second, calendar) + working_days_between(second, third, calendar) == whole


@given(calendars, days)
def test_between_the_nearest_working_days_of_a_day_off_nobody_works(calendar: WorkCalendar, day: date) -> None:
    before, after = previous_working_day(day, calendar).on, next_working_day(day, calendar).on
    assert before <= day <= after
    assert working_days_between(before, after, calendar) == (0 if before == after else 1)


@given(calendars, days, st.integers(-700, 700), days)
def test_the_index_counts_as_the_walk_does(calendar: WorkCalendar, day: date, count: int, other: date) -> None:
    index = INDEXES[id(calendar)]
    assert index.add(day, count) == add_working_days(day, count, calendar)
    assert index.count(day, other) == count_working_days(day, other, calendar)
