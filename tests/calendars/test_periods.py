"""Periods, the share of them that has passed, and reporting cycles."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta
from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_tasks.calendars import Every, Moved, Period, Recurrence, Share, WorkingDays, reporting_dates
from plan_tasks.errors import InvalidValue
from plan_tasks.plugging import PluginContext
from plan_tasks.plugins.calendars.china import ChinaOptions, open_china
from plan_tasks.plugins.calendars.weekdays import Weekdays

CHINA = open_china(ChinaOptions(), PluginContext(plugin="china", logger=logging.getLogger("china")))
COUNTED = WorkingDays(CHINA)
days = st.dates(date(2019, 1, 1), date(2027, 12, 31))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = draw(days)
    return Period(start, start + timedelta(days=draw(st.integers(0, 500))))


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        (Period.year(2021), "2021-01-01", "2021-12-31"),
        (Period.half(2021, 2), "2021-07-01", "2021-12-31"),
        (Period.quarter(2021, 3), "2021-07-01", "2021-09-30"),
        (Period.month(2024, 2), "2024-02-01", "2024-02-29"),
        (Period.month(9999, 12), "9999-12-01", "9999-12-31"),
    ],
)
def test_parts_of_a_year_have_their_first_and_last_day(period: Period, start: str, end: str) -> None:
    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)


def test_a_part_that_a_year_does_not_have_is_refused() -> None:
    with pytest.raises(InvalidValue, match=r"quarter cannot be 5; give a number from 1 to 4"):
        Period.quarter(2021, 5)
    with pytest.raises(InvalidValue, match=r"there are no months 1 to 12 of 0"):
        Period.year(0)
    with pytest.raises(InvalidValue, match=r"end cannot be '2021-01-01'"):
        Period(date(2021, 1, 2), date(2021, 1, 1))
    with pytest.raises(InvalidValue, match="a date without a time"):
        Period(datetime(2021, 1, 1), date(2021, 1, 1))


def test_on_30_june_181_of_the_365_days_of_2021_have_passed() -> None:
    share = Period.year(2021).elapsed(date(2021, 6, 30))
    assert share == Share(part=181, whole=365)
    assert share.fraction.quantize(Decimal("0.0001")) == Decimal("0.4959")


def test_nothing_has_passed_before_a_period_and_all_after_it() -> None:
    quarter = Period.quarter(2021, 2)
    assert quarter.elapsed(date(2021, 3, 31)).fraction == 0
    assert quarter.elapsed(date(2021, 6, 30)).fraction == 1
    assert quarter.elapsed(date(2022, 1, 1)).fraction == 1


def test_the_host_s_decimal_context_changes_no_share() -> None:
    share = Share(part=1, whole=3)
    with localcontext() as context:
        context.prec = 2
        assert share.fraction == Decimal("0.3333333333333333333333333333")


def test_122_of_the_250_working_days_of_2021_had_passed_by_30_june() -> None:
    # Counted by hand from 国办发明电〔2020〕27号: 20 + 17 + 23 + 22 + 19 + 21 by the end of June.
    assert Period.year(2021).elapsed_working(date(2021, 6, 30), CHINA) == Share(
        part=20 + 17 + 23 + 22 + 19 + 21, whole=250
    )


def test_a_share_of_an_unannounced_year_is_provisional() -> None:
    assert Period.year(2027).elapsed_working(date(2027, 6, 30), CHINA).provisional
    assert not Period.quarter(2026, 2).elapsed_working(date(2026, 6, 30), CHINA).provisional


def test_a_period_without_working_days_has_passed() -> None:
    weekend = Period(date(2021, 7, 3), date(2021, 7, 4))
    assert weekend.elapsed_working(date(2021, 7, 3), CHINA).fraction == 1


@given(periods(), days, st.integers(0, 30))
def test_a_share_grows_from_nothing_to_the_whole(period: Period, day: date, later: int) -> None:
    for elapsed in (period.elapsed, lambda on: period.elapsed_working(on, COUNTED)):
        first, second = elapsed(day), elapsed(day + timedelta(days=later))
        assert 0 <= first.part <= second.part <= second.whole == first.whole
        assert elapsed(period.end).part == first.whole
        assert elapsed(period.start - timedelta(days=1)).part == 0


@given(periods(), days)
def test_the_index_gives_the_share_that_the_calendar_gives(period: Period, day: date) -> None:
    worked = [one for one in range(period.days) if CHINA.day(period.start + timedelta(days=one)).working]
    passed = [one for one in worked if period.start + timedelta(days=one) <= day]
    share = period.elapsed_working(day, COUNTED)
    assert (share.part, share.whole) == (len(passed), len(worked))


def test_returns_by_the_25th_fall_on_the_25th_of_each_month() -> None:
    dates = reporting_dates(Recurrence(every=Every.MONTH, day=25), Period.year(2021))
    assert [one.due for one in dates] == [date(2021, month, 25) for month in range(1, 13)]


def test_a_return_on_a_holiday_moves_to_the_working_day_before_or_after() -> None:
    cycle = Recurrence(every=Every.MONTH, day=3)
    october = Period.month(2021, 10)
    [before] = reporting_dates(cycle, october, calendar=CHINA, moved=Moved.PRECEDING)
    [after] = reporting_dates(cycle, october, calendar=CHINA, moved=Moved.FOLLOWING)
    assert (before.nominal, before.due) == (date(2021, 10, 3), date(2021, 9, 30))
    assert after.due == date(2021, 10, 8)
    assert not after.provisional


def test_a_return_moved_within_an_unannounced_year_is_provisional() -> None:
    [one] = reporting_dates(
        Recurrence(every=Every.MONTH, day=25), Period.month(2027, 9), calendar=CHINA, moved=Moved.FOLLOWING
    )
    assert (one.due, one.provisional) == (date(2027, 9, 27), True)


def test_moving_needs_a_calendar() -> None:
    with pytest.raises(InvalidValue, match="without a calendar"):
        reporting_dates(Recurrence(every=Every.MONTH, day=25), Period.year(2021), moved=Moved.FOLLOWING)


@given(periods())
def test_a_moved_return_is_never_on_a_day_off(period: Period) -> None:
    calendar = Weekdays()
    cycle = Recurrence(every=Every.WEEK, day=6)
    for one in reporting_dates(cycle, period, calendar=calendar, moved=Moved.FOLLOWING):
        assert (one.due - one.nominal).days == 2
        assert calendar.day(one.due).working
