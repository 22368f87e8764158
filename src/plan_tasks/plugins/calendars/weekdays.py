"""Monday to Friday, and holidays that the host names: for any place without a plugin of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from plan_tasks.calendars.contract import CalendarType, DayKind, DayStatus
from plan_tasks.plugging import PluginContext, hookimpl

__all__ = ["Weekdays", "WeekdaysOptions"]

_STATUS = {kind: DayStatus(kind) for kind in DayKind}
_SATURDAY = 5


@attrs.frozen(kw_only=True)
class WeekdaysOptions:
    """Options of the weekday calendar.

    Attributes:
        holidays: Days off beside weekends.
    """

    holidays: tuple[date, ...] = ()


@attrs.frozen
class Weekdays:
    """Monday to Friday, less holidays."""

    holidays: frozenset[date] = frozenset()

    def day(self, on: date) -> DayStatus:
        """Say what sort of day a day is."""
        if on in self.holidays:
            return _STATUS[DayKind.HOLIDAY]
        return _STATUS[DayKind.WEEKEND if on.weekday() >= _SATURDAY else DayKind.WEEKDAY]


def _open(options: WeekdaysOptions, _: PluginContext) -> Weekdays:
    return Weekdays(frozenset(options.holidays))


@hookimpl
def plan_tasks_calendars() -> Iterator[CalendarType[WeekdaysOptions]]:
    """Announces the calendar."""
    yield CalendarType(
        name="weekdays",
        summary="Monday to Friday, and holidays that the host names",
        options=WeekdaysOptions,
        factory=_open,
    )
