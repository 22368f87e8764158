"""Reporting cycles: on which days returns are due in a period (每月25日前), on working days if wanted.

Lives here: `reporting_dates`. Not here: the cycle itself (`recurrence`), who must report and what happens to whoever
does not (`plan_tasks.notifying`).
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import attrs

from plan_tasks.calendars.contract import WorkCalendar
from plan_tasks.calendars.periods import Period
from plan_tasks.calendars.recurrence import Recurrence
from plan_tasks.calendars.working_days import next_working_day, previous_working_day
from plan_tasks.errors import InvalidValue

__all__ = ["Moved", "ReportingDate", "reporting_dates"]


class Moved(StrEnum):
    """What becomes of a day that nobody works; the words of the ISDA business day conventions."""

    NOT = "not"
    FOLLOWING = "following"
    """To the next working day."""
    PRECEDING = "preceding"
    """To the last working day before."""


@attrs.frozen(kw_only=True)
class ReportingDate:
    """A day on which returns are due.

    Attributes:
        nominal: The day that the cycle names.
        due: The day that counts, moved to a working day if it was wanted.
        provisional: Whether moving rested on days that are not announced, so that `due` may change.
    """

    nominal: date
    due: date
    provisional: bool = False


def reporting_dates(
    cycle: Recurrence, period: Period, *, calendar: WorkCalendar | None = None, moved: Moved = Moved.NOT
) -> tuple[ReportingDate, ...]:
    """The days on which returns are due in a period.

    Args:
        cycle: When they are due.
        period: Nominal days lie in it; a moved day may lie beyond its ends.
        calendar: Which days are worked; needed to move.
        moved: What becomes of a day that nobody works.

    Returns:
        The dates, in order; none for continuous work.

    Raises:
        InvalidValue: Days are to be moved and there is no calendar.

    Example:
        >>> from plan_tasks.calendars.announced import AnnouncedCalendar
        >>> from plan_tasks.calendars.recurrence import Every
        >>> cycle = Recurrence(every=Every.MONTH, day=25)
        >>> dates = reporting_dates(
        ...     cycle, Period.quarter(2021, 3), calendar=AnnouncedCalendar([]), moved=Moved.PRECEDING
        ... )
        >>> [one.due.isoformat() for one in dates]  # 25 July 2021 is a Sunday, 25 September a Saturday
        ['2021-07-23', '2021-08-25', '2021-09-24']
    """
    nominal = cycle.occurrences(period)
    if moved is Moved.NOT:
        return tuple(ReportingDate(nominal=day, due=day) for day in nominal)
    if calendar is None:
        raise InvalidValue("reporting dates are to be moved to working days without a calendar", remedy="give one")
    move = next_working_day if moved is Moved.FOLLOWING else previous_working_day
    reckoned = [(day, move(day, calendar)) for day in nominal]
    return tuple(ReportingDate(nominal=day, due=one.on, provisional=one.provisional) for day, one in reckoned)
