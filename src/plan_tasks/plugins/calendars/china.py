"""China's working days with their make-up days (调休), from announced years that ship as data.

The General Office of the State Council (国务院办公厅) announces each year's days off and make-up working days, usually
in November of the year before. A year that is not announced is provisional: its weekdays are taken for working days,
and whatever is counted over it says so. A host adds a year by a file or a mapping of the shape of ``china_days.json``,
or takes the days of the library chinesecalendar.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Literal

import attrs

from plan_tasks.calendars import AnnouncedCalendar, AnnouncedYear, CalendarType, Holiday, read_years
from plan_tasks.errors import InvalidDocument, SourceUnreadable
from plan_tasks.plugging import PluginContext, documented, hookimpl

__all__ = ["ChinaOptions", "HolidayOptions", "YearOptions", "open_china"]

_SHIPPED = "china_days.json"
_MOST_BYTES = 1_000_000  # a file of years has some kilobytes; whatever is larger is something else


@attrs.frozen(kw_only=True)
class HolidayOptions:
    """One holiday of a year that the host adds.

    Attributes:
        name: What it is called, such as 春节 (Spring Festival).
        off: Days off, as days and ranges such as ``2027-02-05/2027-02-11``.
        work: Days of the weekend that are worked for it.
    """

    name: str = attrs.field(metadata=documented("What the holiday is called.", example="春节"))
    off: tuple[str, ...] = attrs.field(
        metadata=documented("Days off, as days and ranges of days.", example="2027-02-05/2027-02-11")
    )
    work: tuple[str, ...] = attrs.field(
        default=(), metadata=documented("Days of the weekend that are worked for it.", example="2027-02-20")
    )


@attrs.frozen(kw_only=True)
class YearOptions:
    """One year that the host adds.

    Attributes:
        source: Who announced it, and where.
        holidays: Its holidays.
    """

    source: str = attrs.field(metadata=documented("Who announced the year, and where.", example="国务院办公厅"))
    holidays: tuple[HolidayOptions, ...] = attrs.field(metadata=documented("The year's holidays."))


@attrs.frozen(kw_only=True)
class ChinaOptions:
    """Options of China's calendar.

    Attributes:
        source: Where the days come from: the years that ship, or the library chinesecalendar.
        years_file: A JSON file with further years, of the shape of the one that ships.
        years: Further years as a mapping: year -> source and holidays. Later ones replace earlier ones of the same
            year: shipped, file, mapping.
    """

    source: Literal["announced", "chinesecalendar"] = attrs.field(
        default="announced",
        metadata=documented("Where the days come from: the years that ship, or the library chinesecalendar."),
    )
    years_file: Path | None = attrs.field(
        default=None,
        metadata=documented("A JSON file with further years, of the shape of the one that ships.", example="2027.json"),
    )
    years: Mapping[str, YearOptions] = attrs.field(
        factory=dict, metadata=documented("Further years: year, then its source and holidays.")
    )


def open_china(options: ChinaOptions, context: PluginContext) -> AnnouncedCalendar:
    """Makes the calendar.

    Args:
        options: Which days.
        context: In which language holidays are named.

    Returns:
        The calendar.

    Raises:
        SourceUnreadable: The file of years cannot be read.
        InvalidDocument: The file or the mapping has another shape, or a date in it does not exist.
        ImportError: The library chinesecalendar is wanted and not installed; the host makes it a `MissingExtra`.
    """
    shipped = json.loads(files(__package__).joinpath(_SHIPPED).read_text(encoding="utf-8"))
    years: list[AnnouncedYear] = []
    if options.source == "chinesecalendar":
        years += _years_of_library(shipped["names"])
    else:
        years += read_years(shipped, where=_SHIPPED)
    if options.years_file is not None:
        years += read_years(_read_json(options.years_file), where=str(options.years_file))
    if options.years:
        mapping = {year: attrs.asdict(given) for year, given in options.years.items()}
        years += read_years({"years": mapping}, where="the option years")
    return AnnouncedCalendar(years, names=shipped["names"] if context.language == "en" else None)


def _read_json(path: Path) -> object:
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise SourceUnreadable(
            f"it cannot be read ({reason})", where=str(path), remedy="name a file of years"
        ) from error
    if len(content) > _MOST_BYTES:
        raise SourceUnreadable(
            f"it has more than {_MOST_BYTES:,} bytes", where=str(path), remedy="name a file of years"
        )
    try:
        document: object = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InvalidDocument(f"it is not JSON in UTF-8 ({error})", where=str(path)) from error
    return document


def _years_of_library(glosses: Mapping[str, str]) -> Iterator[AnnouncedYear]:
    """The years of chinesecalendar, which knows days and the English name of their holiday.

    A day of December belongs to the arrangement of the next year when it is off or worked for New Year's Day.
    """
    constants = import_module("chinese_calendar.constants")
    chinese = {_plain(english): name for name, english in glosses.items()}
    off, work = (_by_holiday(days) for days in (constants.holidays, constants.workdays))
    known = {day.year for day in constants.holidays}
    for year in range(min(known), max(known) + 1):
        names = dict.fromkeys(name for found, name in (*off, *work) if found == year)
        yield AnnouncedYear(
            year=year,
            source="chinesecalendar",
            holidays=tuple(
                Holiday(
                    name=chinese.get(_plain(name), name),
                    off=tuple(off.get((year, name), ())),
                    work=tuple(work.get((year, name), ())),
                )
                for name in names
            ),
        )


def _by_holiday(days: Mapping[date, str]) -> dict[tuple[int, str], list[date]]:
    found: dict[tuple[int, str], list[date]] = {}
    for day, name in sorted(days.items()):
        found.setdefault((day.year + (day.month == 12), name), []).append(day)
    return found


def _plain(name: str) -> str:
    """A name without its capitals, signs and spaces: Tomb-sweeping Day and Tomb-Sweeping Day are the same."""
    return "".join(character for character in name.casefold() if character.isalnum())


@hookimpl
def plan_tasks_calendars() -> Iterator[CalendarType[ChinaOptions]]:
    """Offers the calendar."""
    yield CalendarType(
        name="china",
        summary="China's working days with their make-up days, as announced year by year",
        options=ChinaOptions,
        factory=open_china,
        requires=("calendar",),
    )
