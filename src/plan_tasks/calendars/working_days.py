"""Counting working days over any calendar that is given.

Lives here: functions that walk from day to day, and `WorkingDays`, which counts the same in constant time for whoever
asks often. Not here: which days are worked (`contract`), shares of a period (`periods`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import Final

import attrs

from plan_tasks.calendars.contract import WorkCalendar
from plan_tasks.errors import InvalidValue

__all__ = [
    "Counted",
    "Reckoned",
    "WorkingDays",
    "add_working_days",
    "count_working_days",
    "is_working",
    "next_working_day",
    "previous_working_day",
    "working_days_between",
]

_DAY: Final = timedelta(days=1)
_LONGEST_REST: Final = 60  # days without a working day after which a calendar is taken to be broken


@attrs.frozen
class Reckoned:
    """A date that was counted out.

    Attributes:
        on: The date.
        provisional: Whether a day on the way is provisional, so that the date may move.
    """

    on: date
    provisional: bool = False


@attrs.frozen
class Counted:
    """How many working days lie in a stretch.

    Attributes:
        days: The number; negative for a stretch that was asked for backwards.
        provisional: Whether a day of the stretch is provisional, so that the number may change.
    """

    days: int
    provisional: bool = False


def is_working(day: date, calendar: WorkCalendar) -> bool:
    """Whether a day is worked.

    Example:
        >>> from plan_tasks.calendars.announced import AnnouncedCalendar
        >>> is_working(date(2021, 7, 3), AnnouncedCalendar([]))  # a Saturday
        False
    """
    return calendar.day(day).working


def add_working_days(day: date, count: int, calendar: WorkCalendar) -> Reckoned:
    """Goes a number of working days forward or back.

    Args:
        day: Where to start; it need not be a working day and is not counted.
        count: How many working days; negative goes back; 0 stays where it is.
        calendar: Which days are working days.

    Returns:
        The working day that many further on.

    Raises:
        InvalidValue: The calendar has no working day for two months, or the dates that Python knows end.

    Example:
        >>> from plan_tasks.calendars.announced import AnnouncedCalendar
        >>> add_working_days(date(2021, 7, 2), 1, AnnouncedCalendar([])).on.isoformat()  # from a Friday
        '2021-07-05'
    """
    step = _DAY if count > 0 else -_DAY
    provisional = False
    left, rest = abs(count), 0
    while left:
        try:
            day += step
        except OverflowError:
            raise _beyond(day, count) from None
        status = calendar.day(day)
        provisional = provisional or status.provisional
        if status.working:
            left -= 1
            rest = 0
        else:
            rest += 1
            if rest > _LONGEST_REST:
                raise InvalidValue(f"the calendar has no working day within {_LONGEST_REST} days of {day.isoformat()}")
    return Reckoned(day, provisional)


def next_working_day(day: date, calendar: WorkCalendar) -> Reckoned:
    """The day itself when it is a working day, else the first one after it.

    Example:
        >>> from plan_tasks.calendars.announced import AnnouncedCalendar
        >>> next_working_day(date(2021, 7, 3), AnnouncedCalendar([])).on.isoformat()  # a Saturday
        '2021-07-05'
    """
    return _nearest(day, 1, calendar)


def previous_working_day(day: date, calendar: WorkCalendar) -> Reckoned:
    """The day itself when it is a working day, else the last one before it.

    Example:
        >>> from plan_tasks.calendars.announced import AnnouncedCalendar
        >>> previous_working_day(date(2021, 7, 3), AnnouncedCalendar([])).on.isoformat()  # a Saturday
        '2021-07-02'
    """
    return _nearest(day, -1, calendar)


def count_working_days(start: date, end: date, calendar: WorkCalendar) -> Counted:
    """How many working days lie after `start`, up to and with `end`; negative when `end` is earlier.

    So counts add up: from a to b and from b to c together are from a to c.

    Example:
        >>> from plan_tasks.calendars.announced import AnnouncedCalendar
        >>> count_working_days(date(2021, 7, 2), date(2021, 7, 9), AnnouncedCalendar([]))
        Counted(days=5, provisional=True)
    """
    if end < start:
        back = count_working_days(end, start, calendar)
        return Counted(-back.days, back.provisional)
    day, first = calendar.day, start.toordinal() + 1
    statuses = [day(date.fromordinal(number)) for number in range(first, end.toordinal() + 1)]
    return Counted(sum(one.working for one in statuses), any(one.provisional for one in statuses))


def working_days_between(start: date, end: date, calendar: WorkCalendar) -> int:
    """The number alone of `count_working_days`.

    Example:
        >>> from plan_tasks.calendars.announced import AnnouncedCalendar
        >>> working_days_between(date(2021, 7, 2), date(2021, 7, 9), AnnouncedCalendar([]))
        5
    """
    return count_working_days(start, end, calendar).days


@attrs.frozen
class _Year:
    """What is counted beforehand of one year: positions are days of the year from 0, last entries stand for its end."""

    first: int
    worked: Sequence[int]  # ordinals of the working days, in order
    provisional: Sequence[int]  # how many days before each day are provisional


class WorkingDays:
    """Counts over one calendar in constant time, for whoever asks about many items.

    The calendar is asked for every day of a year once, when the year is first met. Results are those of the functions
    of this module. The calendar must not change meanwhile.

    Args:
        calendar: Which days are working days.

    Example:
        >>> from plan_tasks.calendars.announced import AnnouncedCalendar
        >>> days = WorkingDays(AnnouncedCalendar([]))
        >>> days.add(date(2021, 7, 2), 250).on.isoformat(), days.count(date(2020, 12, 31), date(2021, 12, 31)).days
        ('2022-06-17', 261)
    """

    def __init__(self, calendar: WorkCalendar) -> None:
        self.calendar = calendar
        self._years: dict[int, _Year] = {}

    def add(self, day: date, count: int) -> Reckoned:
        """As `add_working_days`."""
        if count == 0:
            return Reckoned(day)
        year = self._year(day.year)
        left = count
        if count > 0:
            position = bisect_right(year.worked, day.toordinal()) + left - 1
            while position >= len(year.worked):
                position -= len(year.worked)
                year = self._following(year, 1, day, count)
        else:
            position = bisect_left(year.worked, day.toordinal()) + left
            while position < 0:
                year = self._following(year, -1, day, count)
                position += len(year.worked)
        found = date.fromordinal(year.worked[position])
        return Reckoned(found, self._provisional(day, found))

    def count(self, start: date, end: date) -> Counted:
        """As `count_working_days`."""
        if end < start:
            back = self.count(end, start)
            return Counted(-back.days, back.provisional)
        begun = bisect_right(self._year(start.year).worked, start.toordinal())
        return self._counted_from(start, begun, end, start.toordinal() + 1)

    def within(self, first: date, last: date) -> Counted:
        """How many working days lie from a day to another, both included; none when the last is before the first."""
        if last < first:
            return Counted(0)
        begun = bisect_left(self._year(first.year).worked, first.toordinal())
        return self._counted_from(first, begun, last, first.toordinal())

    def _counted_from(self, start: date, begun: int, end: date, first: int) -> Counted:
        """Working days up to `end` but for the first `begun` of the year of `start`; `first` is the first ordinal."""
        days = bisect_right(self._year(end.year).worked, end.toordinal()) - begun
        for number in range(start.year, end.year):
            days += len(self._year(number).worked)
        return Counted(days, self._any_provisional(first, end.toordinal()))

    def _year(self, number: int) -> _Year:
        found = self._years.get(number)
        if found is None:
            found = self._years[number] = self._read(number)
        return found

    def _read(self, number: int) -> _Year:
        first, last = date(number, 1, 1).toordinal(), date(number, 12, 31).toordinal()
        statuses = [self.calendar.day(date.fromordinal(ordinal)) for ordinal in range(first, last + 1)]
        worked = [first + position for position, status in enumerate(statuses) if status.working]
        for earlier, later in zip([first - 1, *worked], [*worked, last + 1], strict=True):
            if later - earlier > _LONGEST_REST + 1:
                raise InvalidValue(
                    f"the calendar has no working day within {_LONGEST_REST} days of "
                    f"{date.fromordinal(max(earlier, first)).isoformat()}"
                )
        provisional = list(accumulate((status.provisional for status in statuses), initial=0))
        return _Year(first, worked, provisional)

    def _following(self, year: _Year, step: int, day: date, count: int) -> _Year:
        number = date.fromordinal(year.first).year + step
        if not date.min.year <= number <= date.max.year:
            raise _beyond(day, count)
        return self._year(number)

    def _provisional(self, start: date, end: date) -> bool:
        """Whether a day on the way is provisional; the day that one starts from is not on the way."""
        first, last = start.toordinal(), end.toordinal()
        return self._any_provisional(first + 1, last) if first < last else self._any_provisional(last, first - 1)

    def _any_provisional(self, first: int, last: int) -> bool:
        """Whether a day from an ordinal to another is provisional."""
        if first > last:
            return False
        for number in range(date.fromordinal(first).year, date.fromordinal(last).year + 1):
            year = self._year(number)
            begin, end = max(first - year.first, 0), min(last - year.first + 1, len(year.provisional) - 1)
            if year.provisional[end] > year.provisional[begin]:
                return True
        return False


def _nearest(day: date, step: int, calendar: WorkCalendar) -> Reckoned:
    status = calendar.day(day)
    if status.working:
        return Reckoned(day, status.provisional)
    found = add_working_days(day, step, calendar)
    return Reckoned(found.on, found.provisional or status.provisional)


def _beyond(day: date, count: int) -> InvalidValue:
    return InvalidValue(
        f"{count:+} working days from {day.isoformat()} lead out of the calendar",
        remedy=f"stay between {date.min.isoformat()} and {date.max.isoformat()}",
    )
