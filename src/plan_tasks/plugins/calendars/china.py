"""China's working days with their make-up days (调休), from announced years that ship as data.

The General Office of the State Council announces each year's days off and make-up working days, usually in November of
the year before. A year that is not in the data is provisional: weekdays are taken for working days, and whatever is
counted over it says so. A host adds a year by a file of the same shape, or takes the years of `chinesecalendar`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path

import attrs

from plan_tasks.calendars.contract import CalendarType, DayKind, DayStatus
from plan_tasks.errors import SourceUnreadable
from plan_tasks.plugging import PluginContext, hookimpl

__all__ = ["China", "ChinaOptions"]

_ANNOUNCED = {kind: DayStatus(kind) for kind in DayKind}
_PROVISIONAL = {kind: DayStatus(kind, provisional=True) for kind in DayKind}
_SATURDAY = 5


@attrs.frozen(kw_only=True)
class ChinaOptions:
    """Options of China's calendar.

    Attributes:
        years: A JSON file with further years, of the shape of the one that ships; its years replace shipped ones.
        chinesecalendar: Whether the years that the library `chinesecalendar` knows are used too.
    """

    years: Path | None = None
    chinesecalendar: bool = False


@attrs.frozen
class China:
    """China's working days.

    Attributes:
        announced: The years that are known.
        special: Days off and make-up days of those years, apart from plain weekends.
    """

    announced: frozenset[int]
    special: Mapping[date, DayKind]

    def day(self, on: date) -> DayStatus:
        """Say what sort of day a day is."""
        kind = self.special.get(on)
        if kind is None:
            kind = DayKind.WEEKEND if on.weekday() >= _SATURDAY else DayKind.WEEKDAY
        return (_ANNOUNCED if on.year in self.announced else _PROVISIONAL)[kind]


def calendar_of(text: str, *, where: str, base: China | None = None) -> China:
    """Reads years of announced days.

    Args:
        text: JSON: ``{"years": {"2027": {"off": ["01-01", ...], "make_up": [...], "source": "..."}}}``.
        where: What to call it in an error.
        base: Years that are known already; those of `text` replace them.

    Returns:
        The calendar.

    Raises:
        SourceUnreadable: The text is not of that shape, or a date does not exist.
    """
    announced = set(base.announced) if base else set()
    special = dict(base.special) if base else {}
    try:
        for name, year in json.loads(text)["years"].items():
            special = {day: kind for day, kind in special.items() if day.year != int(name)}
            special |= {date.fromisoformat(f"{name}-{day}"): DayKind.HOLIDAY for day in year["off"]}
            special |= {date.fromisoformat(f"{name}-{day}"): DayKind.MAKE_UP for day in year["make_up"]}
            announced.add(int(name))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        shape = '{"years": {"2027": {"off": ["01-01"], "make_up": ["02-20"], "source": "..."}}}'
        raise SourceUnreadable(f"not years of a calendar: {error}", where=where, remedy=f"write {shape}") from error
    return China(frozenset(announced), special)


def _open(options: ChinaOptions, _: PluginContext) -> China:
    shipped = files("plan_tasks.plugins.calendars").joinpath("china.json").read_text(encoding="utf-8")
    calendar = calendar_of(shipped, where="china.json")
    if options.chinesecalendar:
        calendar = _with_library(calendar)
    if options.years is not None:
        try:
            text = options.years.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise SourceUnreadable(f"it cannot be read: {error}", where=str(options.years)) from error
        calendar = calendar_of(text, where=str(options.years), base=calendar)
    return calendar


def _with_library(calendar: China) -> China:
    """Adds the years that the library knows and we do not."""
    import chinese_calendar

    off = dict.fromkeys((*chinese_calendar.holidays, *chinese_calendar.in_lieu_days), DayKind.HOLIDAY)
    special = off | dict.fromkeys(chinese_calendar.workdays, DayKind.MAKE_UP)
    years = {day.year for day in special} - calendar.announced
    added = {day: kind for day, kind in special.items() if day.year in years}
    return China(calendar.announced | years, {**calendar.special, **added})


@hookimpl
def plan_tasks_calendars() -> Iterator[CalendarType[ChinaOptions]]:
    """Announces the calendar."""
    yield CalendarType(
        name="china",
        summary="China's working days with make-up days, 2004 to 2026 as announced",
        options=ChinaOptions,
        factory=_open,
        requires=("calendar",),
    )
