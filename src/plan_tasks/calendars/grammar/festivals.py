"""Festivals that deadlines are named by: 春节前 (before the Spring Festival).

Lives here: the last working day before one. Not here: the days of festivals, which the calendar that is given knows.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from plan_tasks.calendars.contract import DayKind, WorkCalendar
from plan_tasks.calendars.grammar.chinese_words import FESTIVALS
from plan_tasks.calendars.grammar.meaning import UNKNOWN_YEAR, Point, Reading
from plan_tasks.calendars.working_days import previous_working_day

__all__ = ["eve_of"]

_DAY: Final = timedelta(days=1)
_FESTIVAL_YEAR_BEGINS: Final = -12  # days before New Year's Day: its holiday may begin in December
_NEW_YEAR: Final = 0  # index of New Year's Day
_FIXED: Final = {_NEW_YEAR: (1, 1), 3: (5, 1), 6: (10, 1)}  # festivals of the solar calendar: month and day


def eve_of(festival: int, year: int | None, reading: Reading, *, named: bool) -> Point:
    """The last working day before a festival's days off.

    Args:
        festival: Its index in `FESTIVALS`.
        year: Which year's; of New Year's Day the one after, where the words do not name a year.
        reading: Its calendar tells when the festival is; it remembers the answer.
        named: Whether the words name the year.

    Returns:
        The day; a problem where there is no calendar, or it does not know the festival's days in that year. A festival
        of the solar calendar has its day without that, and a note that its days off may begin earlier.
    """
    if year is None:
        return Point(problem=UNKNOWN_YEAR)
    if festival == _NEW_YEAR and not named:
        year += 1
    found = reading.eves.get((festival, year))
    if found is None:
        found = reading.eves[festival, year] = _eve(festival, year, reading.calendar)
    return found


def _eve(festival: int, year: int, calendar: WorkCalendar | None) -> Point:
    names = FESTIVALS[festival]
    if not date.min.year < year < date.max.year:
        return Point(problem=f"there is no year {year} of a calendar")
    first = None if calendar is None else _first_day_off(names, year, calendar)
    if calendar is not None and first is not None:
        eve = previous_working_day(first - _DAY, calendar)
        note = f"days off before {names[0]} of {year} are not announced" if eve.provisional else ""
        return Point(eve.on, eve.on, note=note)
    unknown = f"without a calendar it is not known when {names[0]} of {year} is"
    if calendar is not None:
        unknown = f"the calendar does not know when {names[0]} of {year} is; its days off are not announced"
    if festival not in _FIXED:
        return Point(problem=unknown)
    day = date(year, *_FIXED[festival]) - _DAY
    if calendar is not None:
        day = previous_working_day(day, calendar).on
        return Point(day, day, note=f"the days off of {names[0]} of {year} are not announced and may begin earlier")
    return Point(day, day, note=f"without a calendar the days off of {names[0]} of {year} may begin earlier")


def _first_day_off(names: tuple[str, ...], year: int, calendar: WorkCalendar) -> date | None:
    begin = date(year, 1, 1).toordinal() + _FESTIVAL_YEAR_BEGINS
    for ordinal in range(begin, begin + 365):
        day = date.fromordinal(ordinal)
        status = calendar.day(day)
        if status.kind is DayKind.HOLIDAY and any(name in status.name for name in names):
            return day
    return None
