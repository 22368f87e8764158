"""The conformance suite of calendars: subclass it, return your calendar, and pytest runs it.

Needs the extra ``testing``. Example of a whole test file::

    from plan_tasks.testing.calendar import CalendarContract

    class TestShifts(CalendarContract):
        def calendar(self):
            return ShiftCalendar()
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from plan_tasks.calendars import DayKind, DayStatus, WorkCalendar

__all__ = ["CalendarContract"]

_DAY = timedelta(days=1)
_SATURDAY = 5


class CalendarContract:
    """What every calendar keeps to. Override `calendar`; `published` where days are known; the years where they differ.

    Attributes:
        first_year: First of the years that are tried.
        last_year: Last of the years that are tried.
        make_up_days_fall_on_weekends: False for a calendar whose make-up days may fall on any day.
    """

    first_year: int = 2019
    last_year: int = 2027
    make_up_days_fall_on_weekends: bool = True

    def calendar(self) -> WorkCalendar:
        """Returns the calendar under test."""
        raise NotImplementedError("return the calendar under test")

    def published(self) -> Mapping[date, DayKind]:
        """Returns days whose kind was published, as far as the author knows any."""
        return {}

    def test_every_day_has_a_status(self) -> None:
        """No day of the tried years is without one, and none raises; nor do the first and the last day of all."""
        calendar = self.calendar()
        for day in (date.min, *self._days(), date.max):
            assert isinstance(calendar.day(day), DayStatus), day

    def test_the_same_day_has_the_same_status_every_time(self) -> None:
        """Asked again, asked in another order, asked of a calendar made anew."""
        first, second = self.calendar(), self.calendar()
        days = self._days()
        forward = [first.day(day) for day in days]
        backward = [first.day(day) for day in reversed(days)]
        assert forward == backward[::-1]
        assert forward == [second.day(day) for day in days]

    def test_no_stretch_of_two_months_is_without_a_working_day(self) -> None:
        """Counting working days always comes to an end."""
        calendar = self.calendar()
        rest = 0
        for day in self._days():
            rest = 0 if calendar.day(day).working else rest + 1
            assert rest <= 60, day

    def test_make_up_days_fall_on_weekends(self) -> None:
        """A day that is worked anyhow is not a make-up day."""
        calendar = self.calendar()
        if self.make_up_days_fall_on_weekends:
            for day in self._days():
                assert calendar.day(day).kind is not DayKind.MAKE_UP or day.weekday() >= _SATURDAY, day

    def test_provisional_days_go_by_the_week_alone(self) -> None:
        """What is not announced has neither holidays nor make-up days."""
        calendar = self.calendar()
        for day in self._days():
            status = calendar.day(day)
            if status.provisional:
                assert status.kind in {DayKind.WEEKDAY, DayKind.WEEKEND}, day

    def test_published_days_come_out_as_published(self) -> None:
        """Every day that the subclass gives has the kind that was published, and is not provisional."""
        calendar = self.calendar()
        for day, kind in self.published().items():
            status = calendar.day(day)
            assert (status.kind, status.provisional) == (kind, False), day

    def _days(self) -> list[date]:
        first = date(self.first_year, 1, 1)
        return [first + _DAY * number for number in range((date(self.last_year, 12, 31) - first).days + 1)]
