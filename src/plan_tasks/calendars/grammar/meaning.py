"""What a phrase means in days: the shared end of the rules of every language.

Lives here: `Reading` (what is known beside the words), `Point` (a stretch of days that a phrase names), `Meaning`.
Not here: words and rules; festivals (`festivals`).
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Final

import attrs

from plan_tasks.calendars.contract import WorkCalendar
from plan_tasks.calendars.recurrence import LAST_DAY, Recurrence

__all__ = [
    "UNKNOWN_YEAR",
    "VOID",
    "Meaning",
    "Point",
    "Reading",
    "day_point",
    "half_point",
    "month_point",
    "quarter_point",
    "year_point",
]

UNKNOWN_YEAR: Final = "the words name no year, and the plan's is not known"


@attrs.define(kw_only=True)
class Reading:
    """What is known beside the words.

    Attributes:
        year: The plan's year.
        period_end: Last day of the plan's period.
        calendar: Tells when festivals are.
        eves: The eves of festivals that were asked for: index of the festival and year -> the day before it.
    """

    year: int | None = None
    period_end: date | None = None
    calendar: WorkCalendar | None = None
    eves: dict[tuple[int, int], Point] = attrs.field(factory=dict)


@attrs.frozen
class Point:
    """The days that a phrase names.

    Attributes:
        first: First of them.
        last: Last of them.
        problem: Why there are none.
        note: Why they may move; empty for days that stand.
        named: Whether the words name their year.
        past: Whether the words say that they are past.
    """

    first: date | None = None
    last: date | None = None
    problem: str = ""
    note: str = ""
    named: bool = False
    past: bool = False


@attrs.frozen(kw_only=True)
class Meaning:
    """What a phrase means.

    Attributes:
        due: Last day allowed.
        recurrence: When it comes again.
        note: Why the day may move; empty for one that stands.
        problem: Why there is no day although the words name one.
        explicit: Whether the words themselves say by when (6月底前) or only name a time (6月).
        alone: Whether the words mean a deadline only where they fill their clause: 长期坚持 (keep on for long).
        named: Whether the words name the day's year.
        void: Whether they tell of something else, such as a beginning or a day that results stand at.
    """

    due: date | None = None
    recurrence: Recurrence | None = None
    note: str = ""
    problem: str = ""
    explicit: bool = False
    alone: bool = False
    named: bool = False
    void: bool = False


VOID: Final = Meaning(void=True)


def day_point(year: int | None, month: int, day: int) -> Point:
    """A day; `LAST_DAY` is the month's last.

    Example:
        >>> day_point(2021, 2, 30).problem
        'there is no day 30 in month 2 of 2021, which has 28 days'
    """
    whole = month_point(year, month)
    if whole.last is None or day == LAST_DAY:
        return attrs.evolve(whole, first=whole.last)
    if not 1 <= day <= whole.last.day:
        return Point(problem=f"there is no day {day} in month {month} of {year}, which has {whole.last.day} days")
    found = whole.last.replace(day=day)
    return Point(found, found)


def month_point(year: int | None, month: int) -> Point:
    """A month of a year."""
    if not 1 <= month <= 12:
        return Point(problem=f"there is no month {month}")
    return _months(year, month, month)


def quarter_point(year: int | None, quarter: int) -> Point:
    """A quarter of a year."""
    if not 1 <= quarter <= 4:
        return Point(problem=f"there is no quarter {quarter}")
    return _months(year, 3 * quarter - 2, 3 * quarter)


def half_point(year: int | None, half: int) -> Point:
    """A half of a year: 1 or 2."""
    return _months(year, 6 * half - 5, 6 * half)


def year_point(year: int | None) -> Point:
    """A year."""
    return _months(year, 1, 12)


def _months(year: int | None, first: int, last: int) -> Point:
    if year is None:
        return Point(problem=UNKNOWN_YEAR)
    if not date.min.year <= year <= date.max.year:
        return Point(problem=f"there is no year {year}")
    return Point(date(year, first, 1), date(year, last, monthrange(year, last)[1]))
