"""Counts in working days, on a calendar that is given."""

from __future__ import annotations

from datetime import date, timedelta

import attrs

from plan_tasks.calendars.contract import WorkCalendar
from plan_tasks.errors import InvalidValue

__all__ = ["Reckoned", "add_working_days", "next_working_day", "working_days_between"]

_DAY = timedelta(days=1)
_LONGEST_REST = 60  # days without a working day after which a calendar is taken to be broken


@attrs.frozen
class Reckoned:
    """A date that was counted out.

    Attributes:
        on: The date.
        provisional: Whether a day on the way belongs to a year that is not announced yet, so that the date may move.
    """

    on: date
    provisional: bool = False


def add_working_days(day: date, count: int, calendar: WorkCalendar) -> Reckoned:
    """Goes a number of working days forward or back.

    Args:
        day: Where to start; it need not be a working day and is not counted.
        count: How many working days; negative goes back; 0 stays where it is.
        calendar: Which days are working days.

    Returns:
        The working day that many further on.

    Raises:
        InvalidValue: The calendar knows no working day for two months.

    Example:
        >>> from plan_tasks.plugins.calendars.weekdays import Weekdays
        >>> add_working_days(date(2021, 7, 2), 1, Weekdays()).on.isoformat()  # from a Friday
        '2021-07-05'
    """
    step = _DAY if count > 0 else -_DAY
    provisional = False
    left, rest = abs(count), 0
    while left:
        day += step
        status = calendar.day(day)
        provisional = provisional or status.provisional
        rest = 0 if status.working else rest + 1
        if rest > _LONGEST_REST:
            raise InvalidValue(f"the calendar has no working day within {_LONGEST_REST} days of {day.isoformat()}")
        left -= status.working
    return Reckoned(day, provisional)


def next_working_day(day: date, calendar: WorkCalendar) -> Reckoned:
    """The day itself when it is a working day, else the first one after it.

    Example:
        >>> from plan_tasks.plugins.calendars.weekdays import Weekdays
        >>> next_working_day(date(2021, 7, 3), Weekdays()).on.isoformat()  # a Saturday
        '2021-07-05'
    """
    status = calendar.day(day)
    if status.working:
        return Reckoned(day, status.provisional)
    later = add_working_days(day, 1, calendar)
    return Reckoned(later.on, later.provisional or status.provisional)


def working_days_between(start: date, end: date, calendar: WorkCalendar) -> int:
    """How many working days lie after `start`, up to and with `end`; negative when `end` is earlier.

    Example:
        >>> from plan_tasks.plugins.calendars.weekdays import Weekdays
        >>> working_days_between(date(2021, 7, 2), date(2021, 7, 9), Weekdays())
        5
    """
    if end < start:
        return -working_days_between(end, start, calendar)
    return sum(calendar.day(start + timedelta(days=days)).working for days in range(1, (end - start).days + 1))
