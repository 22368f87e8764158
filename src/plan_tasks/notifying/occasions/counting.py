"""Counts days between a day and due dates, and the share of the time allowed that has passed; each once for a date."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from plan_tasks.calendars.contract import WorkCalendar
from plan_tasks.calendars.working_days import WorkingDays
from plan_tasks.notifying.rules.checks import FURTHEST

__all__ = ["DaysPast", "passed"]

_DAY = timedelta(days=1)


class DaysPast:
    """Counts working days between a day and others, asking the calendar about each day once.

    It stops counting beyond the furthest step, so that a date in the year 9999 costs no more than another.

    Args:
        day: The day meant.
        calendar: Which days are worked.
        furthest: The most days that matter.
    """

    def __init__(self, day: date, calendar: WorkCalendar, furthest: int) -> None:
        self._day = day
        self._calendar = calendar
        self._furthest = furthest
        self._before = [0]  # at n: working days among the n days that end with the day
        self._after = [0]  # at n: working days among the n days that follow the day

    def past(self, due: date) -> int:
        """Working days after the due date up to and with the day; negative when the due date is later."""
        apart = (self._day - due).days
        if apart >= 0:
            return self._count(self._before, apart, self._day, -_DAY)
        return -self._count(self._after, -apart, self._day + _DAY, _DAY)

    def _count(self, counted: list[int], apart: int, first: date, step: timedelta) -> int:
        while len(counted) <= apart and counted[-1] <= self._furthest:
            asked = first + step * (len(counted) - 1)
            counted.append(counted[-1] + self._calendar.day(asked).working)
        return counted[min(apart, len(counted) - 1)]


def passed(start: date, due: date, day: date, working: WorkingDays | None = None) -> Fraction | None:
    """The share of the time allowed that has passed at the end of a day.

    Args:
        start: First day of the time allowed.
        due: Its last day.
        day: The day meant.
        working: Counts working days; None counts days of the calendar.

    Returns:
        From 0 to 1; None for a time of more than ten years, or one without a day that counts.

    Example:
        >>> passed(date(2021, 1, 1), date(2021, 12, 31), date(2021, 3, 14))
        Fraction(1, 5)
    """
    if (due - start).days > FURTHEST or due < start:
        return None
    last = min(day, due)
    if working is None:
        whole, part = (due - start).days + 1, max((last - start).days + 1, 0)
    else:
        whole, part = working.within(start, due).days, working.within(start, last).days
    return Fraction(part, whole) if whole else None
