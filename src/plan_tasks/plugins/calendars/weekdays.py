"""Monday to Friday, less the holidays that the host names: for any place without a calendar of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

import attrs

from plan_tasks.calendars import CalendarType, DayKind, DayStatus
from plan_tasks.plugging import PluginContext, documented, hookimpl

__all__ = ["Weekdays", "WeekdaysOptions"]

_SATURDAY = 5
_WEEKDAY = DayStatus(kind=DayKind.WEEKDAY)
_WEEKEND = DayStatus(kind=DayKind.WEEKEND)
_HOLIDAY = DayStatus(kind=DayKind.HOLIDAY)


@attrs.frozen(kw_only=True)
class WeekdaysOptions:
    """Options of the weekday calendar.

    Attributes:
        holidays: Days off beside the weekends.
    """

    holidays: tuple[date, ...] = attrs.field(
        default=(), metadata=documented("Days off beside the weekends.", example="2027-01-01,2027-12-25")
    )


class Weekdays:
    """Monday to Friday, less holidays. Nothing in it is provisional: it is what the host said.

    Args:
        holidays: Days off beside the weekends.

    Example:
        >>> calendar = Weekdays([date(2026, 12, 25)])
        >>> [calendar.day(date(2026, 12, number)).working for number in (24, 25, 26)]
        [True, False, False]
    """

    def __init__(self, holidays: Collection[date] = ()) -> None:
        self._holidays = frozenset(holidays)

    def day(self, on: date) -> DayStatus:
        """Returns the status of a day."""
        if on in self._holidays:
            return _HOLIDAY
        return _WEEKDAY if on.weekday() < _SATURDAY else _WEEKEND


def _open(options: WeekdaysOptions, context: PluginContext) -> Weekdays:  # noqa: ARG001 - it needs nothing of it
    return Weekdays(options.holidays)


@hookimpl
def plan_tasks_calendars() -> Iterator[CalendarType[WeekdaysOptions]]:
    """Offers the calendar."""
    yield CalendarType(
        name="weekdays",
        summary="Monday to Friday, less the holidays that the host names",
        options=WeekdaysOptions,
        factory=_open,
    )
