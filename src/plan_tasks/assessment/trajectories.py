"""How much of the way is expected to lie behind on a day, by the trajectory that a target or the policy chooses.

The answer is a part of a whole, in whole numbers: days, working days, or steps of a share. Arithmetic takes it in place
of days that have passed.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from plan_tasks.assessment.arithmetic import CONTEXT, elapsed
from plan_tasks.calendars.announced import AnnouncedCalendar
from plan_tasks.calendars.contract import WorkCalendar
from plan_tasks.calendars.periods import Period
from plan_tasks.calendars.working_days import WorkingDays
from plan_tasks.model.trajectory import Trajectory
from plan_tasks.model.vocabulary import TrajectoryKind

__all__ = ["along", "passed_of"]

_STEPS: Final = 10**15  # a share as a whole number of steps, exact to fifteen digits
_WEEKDAYS: Final = AnnouncedCalendar([])


def along(
    trajectory: Trajectory, start: int, end: int, last: int, calendar: WorkCalendar | WorkingDays | None
) -> tuple[int, int, int]:
    """Puts a trajectory in the place of the calendar.

    Args:
        trajectory: The trajectory.
        start: First day of the period, as an ordinal.
        end: Last day of the period.
        last: Last day that the value covers.
        calendar: Which days are worked; None for Monday to Friday.

    Returns:
        Start, end and last day of an even period of which the same share has passed, for functions that take ordinals.

    Example:
        >>> quarters = Trajectory(kind=TrajectoryKind.PROFILE, months=(Decimal(1),) * 6 + (Decimal(3),) * 6)
        >>> year = [date(2021, *day).toordinal() for day in ((1, 1), (12, 31), (6, 30))]
        >>> first, final, now = along(quarters, *year, None)
        >>> (now - first + 1) / (final - first + 1)
        0.25
    """
    passed, whole = passed_of(trajectory, start, end, last, calendar)
    return 1, whole, passed


def passed_of(
    trajectory: Trajectory, start: int, end: int, last: int, calendar: WorkCalendar | WorkingDays | None
) -> tuple[int, int]:
    """How much of the way is expected to lie behind.

    Args:
        trajectory: As for `along`.
        start: As for `along`.
        end: As for `along`.
        last: As for `along`.
        calendar: As for `along`.

    Returns:
        Part and whole, the whole above 0. Where a trajectory says nothing of the period (no working day in it, no
        weight in its months, weights beyond reckoning) the days of the calendar.
    """
    days = elapsed(start, end, last)
    if trajectory.kind is TrajectoryKind.CALENDAR or days[0] in (0, days[1]):
        return days
    if trajectory.kind is TrajectoryKind.WORKING_DAYS:
        period = Period(date.fromordinal(start), date.fromordinal(end))
        share = period.elapsed_working(date.fromordinal(last), calendar or _WEEKDAYS)
        return (share.part, share.whole) if share.whole else days
    if trajectory.kind is TrajectoryKind.MILESTONES:
        reached = [one.share for one in trajectory.milestones if one.on.toordinal() <= last]
        return (_steps(reached[-1]) if reached else 0), _STEPS
    try:
        whole = _weight(trajectory.months, start, end)
        return (_steps(CONTEXT.divide(_weight(trajectory.months, start, last), whole)), _STEPS) if whole else days
    except ArithmeticError:
        return days


def _weight(months: Sequence[Decimal], start: int, end: int) -> Decimal:
    """What the days of a stretch weigh, each an even part of its month."""
    first, last = date.fromordinal(start), date.fromordinal(end)
    total = Decimal(0)
    for count in range(first.year * 12 + first.month, last.year * 12 + last.month + 1):
        year, month = divmod(count - 1, 12)
        length = monthrange(year, month + 1)[1]
        begins = date(year, month + 1, 1).toordinal()
        days = min(end, begins + length - 1) - max(start, begins) + 1
        total = CONTEXT.add(total, CONTEXT.divide(CONTEXT.multiply(months[month], Decimal(days)), Decimal(length)))
    return total


def _steps(share: Decimal) -> int:
    return int(CONTEXT.multiply(share, Decimal(_STEPS)).to_integral_value())
