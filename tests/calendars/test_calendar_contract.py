"""The built-in calendars keep the contract, and the contract finds calendars that do not."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import date

import pytest

from plan_tasks.calendars import DayKind, DayStatus, WorkCalendar
from plan_tasks.plugging import PluginContext
from plan_tasks.plugins.calendars.china import ChinaOptions, open_china
from plan_tasks.plugins.calendars.weekdays import Weekdays
from plan_tasks.testing.calendar import CalendarContract

CHINA = open_china(ChinaOptions(), PluginContext(plugin="china", logger=logging.getLogger("china")))
WEEKDAYS = Weekdays([date(2026, 12, 25)])


class TestChina(CalendarContract):
    first_year = 2004

    def calendar(self) -> WorkCalendar:
        return CHINA

    def published(self) -> Mapping[date, DayKind]:
        # 国办发明电〔2020〕27号 (2021) and 国办发明电〔2025〕7号 (2026)
        return {
            date(2021, 2, 7): DayKind.MAKE_UP,
            date(2021, 2, 11): DayKind.HOLIDAY,
            date(2021, 2, 17): DayKind.HOLIDAY,
            date(2021, 2, 18): DayKind.WEEKDAY,
            date(2021, 5, 8): DayKind.MAKE_UP,
            date(2021, 10, 10): DayKind.WEEKEND,
            date(2026, 1, 4): DayKind.MAKE_UP,
            date(2026, 2, 23): DayKind.HOLIDAY,
            date(2026, 9, 25): DayKind.HOLIDAY,
        }


class TestChinaByTheLibrary(TestChina):
    """The same, with the days of chinesecalendar."""

    def calendar(self) -> WorkCalendar:
        pytest.importorskip("chinese_calendar", reason="the extra calendar is not installed")
        return open_china(
            ChinaOptions(source="chinesecalendar"), PluginContext(plugin="china", logger=logging.getLogger("china"))
        )


class TestWeekdays(CalendarContract):
    def calendar(self) -> WorkCalendar:
        return WEEKDAYS

    def published(self) -> Mapping[date, DayKind]:
        return {date(2026, 12, 25): DayKind.HOLIDAY, date(2026, 12, 26): DayKind.WEEKEND}


class _Broken(Weekdays):
    """A calendar with one fault; each subclass has its own."""

    def day(self, on: date) -> DayStatus:
        return self.fault(on, super().day(on))

    def fault(self, on: date, right: DayStatus) -> DayStatus:
        raise NotImplementedError


class _ChangesItsMind(_Broken):
    asked = 0

    def fault(self, on: date, right: DayStatus) -> DayStatus:
        self.asked += 1
        return DayStatus(kind=DayKind.HOLIDAY) if self.asked % 7 == 0 else right


class _FailsOnUnknownYears(_Broken):
    def fault(self, on: date, right: DayStatus) -> DayStatus:
        if on.year > 2026:
            raise NotImplementedError(f"no data for {on.year}")
        return right


class _RestsAllSummer(_Broken):
    def fault(self, on: date, right: DayStatus) -> DayStatus:
        return DayStatus(kind=DayKind.HOLIDAY) if on.month in {6, 7, 8} else right


class _MakesUpOnWeekdays(_Broken):
    def fault(self, on: date, right: DayStatus) -> DayStatus:
        return DayStatus(kind=DayKind.MAKE_UP) if on.day == 15 else right


class _GuessesHolidays(_Broken):
    def fault(self, on: date, right: DayStatus) -> DayStatus:
        return DayStatus(kind=DayKind.HOLIDAY, provisional=True) if (on.month, on.day) == (10, 1) else right


class _ForgetsAHoliday(_Broken):
    def fault(self, on: date, right: DayStatus) -> DayStatus:
        return DayStatus(kind=DayKind.WEEKDAY) if on == date(2026, 12, 25) else right


@pytest.mark.parametrize(
    ("broken", "law"),
    [
        (_ChangesItsMind, "test_the_same_day_has_the_same_status_every_time"),
        (_FailsOnUnknownYears, "test_every_day_has_a_status"),
        (_RestsAllSummer, "test_no_stretch_of_two_months_is_without_a_working_day"),
        (_MakesUpOnWeekdays, "test_make_up_days_fall_on_weekends"),
        (_GuessesHolidays, "test_provisional_days_go_by_the_week_alone"),
        (_ForgetsAHoliday, "test_published_days_come_out_as_published"),
    ],
)
def test_the_contract_finds_a_broken_calendar(broken: Callable[[], WorkCalendar], law: str) -> None:
    class Suite(TestWeekdays):
        def calendar(self) -> WorkCalendar:
            return broken()

    with pytest.raises((AssertionError, NotImplementedError)):
        getattr(Suite(), law)()
