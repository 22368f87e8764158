"""Calendars made of announced years: days off and make-up working days, as a government gives them out year by year.

Lives here: `AnnouncedYear` and `Holiday`, reading them from a document (`read_years`), and `AnnouncedCalendar`, which
answers from them. Not here: any country's days and any file; a calendar plugin brings both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

import attrs

from plan_tasks.calendars.contract import DayKind, DayStatus
from plan_tasks.errors import InvalidDocument

__all__ = ["AnnouncedCalendar", "AnnouncedYear", "Holiday", "read_years"]

_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5
_LONGEST_HOLIDAY: Final = 60  # days; a longer range is a slip of the pen
_RANGE: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:/(\d{4}-\d\d-\d\d))?")
_SHAPE: Final = (
    '{"years": {"2027": {"source": "...", "holidays": '
    '[{"name": "...", "off": ["2027-02-05/2027-02-11"], "work": ["2027-02-20"]}]}}}'
)
#: From this day of December on, the next year's announcement can still change what is worked: with New Year's Day on
#: a Tuesday, 30 and 31 December were off and the 29th was worked (2007, 2018).
_NEW_YEAR_REACHES_BACK_TO: Final = 29

_ORDINARY: Final = (DayStatus(kind=DayKind.WEEKDAY),) * _SATURDAY + (DayStatus(kind=DayKind.WEEKEND),) * 2
_PROVISIONAL: Final = tuple(attrs.evolve(status, provisional=True) for status in _ORDINARY)


@attrs.frozen(kw_only=True)
class Holiday:
    """One holiday of one year.

    Attributes:
        name: What it is called.
        off: Its days off, days of the weekend among them.
        work: Days of the weekend that are worked for it.
    """

    name: str
    off: tuple[date, ...]
    work: tuple[date, ...] = ()


@attrs.frozen(kw_only=True)
class AnnouncedYear:
    """The arrangement of one year. That of New Year's Day may reach into the December before.

    Attributes:
        year: Which year.
        source: Who announced it, and where.
        holidays: Its holidays.
    """

    year: int
    source: str
    holidays: tuple[Holiday, ...]


class AnnouncedCalendar:
    """Monday to Friday, with the holidays and make-up days of the years that are announced.

    Days of other years go by the days of the week and are provisional; so are the last three days of December while
    the year after is not announced, since New Year's Day may move them.

    Args:
        years: The announced years; of two for the same year the later one counts.
        names: What to call holidays instead: name in the announcement -> name in the reader's language.

    Example:
        >>> new_year = Holiday(
        ...     name="元旦", off=tuple(date(2026, 1, day) for day in (1, 2, 3)), work=(date(2026, 1, 4),)
        ... )
        >>> year = AnnouncedYear(year=2026, source="国务院办公厅 国办发明电〔2025〕7号", holidays=(new_year,))
        >>> calendar = AnnouncedCalendar([year], names={"元旦": "New Year's Day"})
        >>> status = calendar.day(date(2026, 1, 4))
        >>> status.kind.value, status.name, status.working
        ('make_up', "New Year's Day", True)
        >>> calendar.day(date(2027, 1, 1)).provisional
        True
    """

    def __init__(self, years: Iterable[AnnouncedYear], *, names: Mapping[str, str] | None = None) -> None:
        self._years = {year.year: year for year in years}
        self._special = dict(self._specials(names or {}))

    @property
    def announced(self) -> tuple[int, ...]:
        """The years whose arrangement is known, in order."""
        return tuple(sorted(self._years))

    def source(self, year: int) -> str:
        """Who announced a year, and where; empty for a year that is not announced."""
        found = self._years.get(year)
        return found.source if found else ""

    def day(self, on: date) -> DayStatus:
        """Returns the status of a day."""
        status = self._special.get(on)
        if status is None:
            status = (_ORDINARY if on.year in self._years else _PROVISIONAL)[on.weekday()]
        return status

    def _specials(self, names: Mapping[str, str]) -> Iterator[tuple[date, DayStatus]]:
        for year in self._years:
            if year + 1 not in self._years:
                for number in range(_NEW_YEAR_REACHES_BACK_TO, 32):
                    last = date(year, 12, number)
                    yield last, _PROVISIONAL[last.weekday()]
        for announced in self._years.values():
            for holiday in announced.holidays:
                name = names.get(holiday.name, holiday.name)
                off = DayStatus(kind=DayKind.HOLIDAY, name=name)
                work = DayStatus(kind=DayKind.MAKE_UP, name=name)
                yield from ((day, off) for day in holiday.off)
                yield from ((day, work) for day in holiday.work)


def read_years(document: object, *, where: str) -> tuple[AnnouncedYear, ...]:
    """Reads announced years from what a JSON file or a host holds.

    Args:
        document: ``{"years": {"2027": {"source": "...", "holidays": [{"name": "...", "off": [...], "work": [...]}]}}}``
            ``off`` holds days and ranges of days in ISO form, such as ``"2027-02-05/2027-02-11"``; ``work`` holds days
            of the weekend and may be left out. Years are written as text or as numbers. ``names`` beside ``years`` is
            left to the reader of the document.
        where: What to call the document in an error.

    Returns:
        The years, in order.

    Raises:
        InvalidDocument: Something else stands there, a date does not exist or lies outside its year, a day is both off
            and worked, or a make-up day is not a day of the weekend.

    Example:
        >>> year = {"source": "notice", "holidays": [{"name": "New Year", "off": ["2026-12-31/2027-01-03"]}]}
        >>> [found] = read_years({"years": {"2027": year}}, where="host")
        >>> len(found.holidays[0].off)
        4
    """
    table = _table(document, "the document", where)
    _only(table, ("names", "years"), "the document", where)
    years = {_number(number, where): year for number, year in _table(table.get("years"), "years", where).items()}
    return tuple(_year(number, years[number], where) for number in sorted(years))


def _year(number: int, given: object, where: str) -> AnnouncedYear:
    table = _table(given, f"year {number}", where)
    _only(table, ("source", "holidays"), f"year {number}", where)
    source = table.get("source", "")
    if not isinstance(source, str):
        raise _wrong(f"the source of {number} is {source!r}, not text", where)
    holidays = tuple(_holiday(number, one, where) for one in _list(table.get("holidays"), f"year {number}", where))
    off = [day for holiday in holidays for day in holiday.off]
    both = set(off) & {day for holiday in holidays for day in holiday.work}
    if both:
        raise _wrong(f"{min(both)} is both off and worked", where)
    return AnnouncedYear(year=number, source=source, holidays=holidays)


def _holiday(year: int, given: object, where: str) -> Holiday:
    table = _table(given, f"a holiday of {year}", where)
    _only(table, ("name", "off", "work"), f"a holiday of {year}", where)
    name = table.get("name")
    if not isinstance(name, str) or not name.strip():
        raise _wrong(f"a holiday of {year} has the name {name!r}, not text", where)
    work = tuple(_days(table.get("work", ()), year, name, where))
    for day in work:
        if day.weekday() < _SATURDAY:
            raise _wrong(f"{day} is worked for {name}, yet it is no day of the weekend", where)
    return Holiday(name=name, off=tuple(_days(table.get("off"), year, name, where)), work=work)


def _days(given: object, year: int, name: str, where: str) -> Iterator[date]:
    for text in _list(given, f"{name} {year}", where):
        found = _RANGE.fullmatch(text) if isinstance(text, str) else None
        if found is None:
            raise _wrong(f"{name} {year} has {text!r}, not a day or a range of days", where)
        first = _day(found[1], where)
        last = _day(found[2], where) if found[2] else first
        if not 0 <= (last - first).days < _LONGEST_HOLIDAY:
            raise _wrong(f"the range {text} of {name} ends before it begins, or is longer than 60 days", where)
        while first <= last:
            if first.year != year and (first.year, first.month) != (year - 1, 12):
                raise _wrong(f"{first} of {name} lies outside {year} and the December before", where)
            yield first
            first += _DAY


def _day(text: str, where: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _wrong(f"{text} is no day of the calendar", where) from None


def _number(given: object, where: str) -> int:
    text = str(given)
    if not re.fullmatch(r"[1-9]\d{3}", text, re.ASCII):
        raise _wrong(f"{given!r} is no year", where)
    return int(text)


def _table(given: object, what: str, where: str) -> Mapping[Any, object]:
    if not isinstance(given, Mapping):
        raise _wrong(f"{what} is {type(given).__name__}, not a table", where)
    return given


def _list(given: object, what: str, where: str) -> Sequence[object]:
    if not isinstance(given, list | tuple):
        raise _wrong(f"{what} holds {type(given).__name__} where a list belongs", where)
    return given


def _only(table: Mapping[Any, object], known: tuple[str, ...], what: str, where: str) -> None:
    for name in table:
        if name not in known:
            raise _wrong(f"{what} has {name!r}; known are {', '.join(known)}", where)


def _wrong(message: str, where: str) -> InvalidDocument:
    return InvalidDocument(message, where=where, remedy=f"the shape is {_SHAPE}")
