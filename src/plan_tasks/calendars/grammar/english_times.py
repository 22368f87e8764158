"""English names of times: 30 June 2021, the 15th of December, end of Q3, mid-2021, the first half of next year.

Lives here: the days that words name. Not here: what stands before them, such as "by" (`english`).
"""

from __future__ import annotations

from typing import Final

import attrs

from plan_tasks.calendars.grammar.english_words import STARTS_NO_UNIT
from plan_tasks.calendars.grammar.meaning import (
    Point,
    Reading,
    day_point,
    half_point,
    month_point,
    quarter_point,
    year_point,
)
from plan_tasks.calendars.grammar.numeric import numeric_point
from plan_tasks.calendars.grammar.tokens import Kind, Tokens

__all__ = ["Named", "Year", "time_at", "year_at"]

_YEARS: Final = range(1900, 2201)
_MID_MONTH: Final = 15
_HIGHEST_DAY: Final = 99  # of two digits: 45 June is a slip of the pen


@attrs.frozen
class Named:
    """A time that words name.

    Attributes:
        point: Its days.
        ended: Whether the words say its end (end of June).
        digits: Whether it is a month or years in digits (2021-06, 2021-2023), which may be something else.
        ranged: Whether it is the end of a range of years.
        lower_case: Whether it is the name of a month alone in lower case: may, march.
    """

    point: Point
    ended: bool = False
    digits: bool = False
    ranged: bool = False
    lower_case: bool = False


@attrs.frozen
class Year:
    """A year that words name.

    Attributes:
        number: Which; None for the plan's when that is not known.
        named: Whether the words name it, and do not only leave it to the plan.
        past: Whether they say that it is past.
    """

    number: int | None
    named: bool = False
    past: bool = False


def time_at(tokens: Tokens, reading: Reading, *, bare_year: bool) -> Named | None:
    """Reads the time under the cursor and moves over it; None when none stands there.

    Args:
        tokens: The cursor; where it stands after None does not matter.
        reading: The plan's year and period.
        bare_year: Whether a year alone is a time, as behind "by".
    """
    numeric = numeric_point(tokens)
    if numeric is not None:
        point, whole = numeric
        tokens.take(Kind.CLOCK)
        return Named(point, digits=not whole)
    span = _years(tokens)
    if span is not None:
        return span
    tokens.take(Kind.THE)
    if tokens.take(Kind.END) is not None:
        return _end(tokens, reading)
    if tokens.take_all(Kind.LAST, Kind.DAY, Kind.OF) is not None:
        tokens.take(Kind.THE)
        return _ended(_stretch(tokens, reading))
    if tokens.sees(Kind.YEAR, Kind.DASH, Kind.END) or tokens.sees(Kind.YEAR, Kind.END):  # year-end 2021
        tokens.place += 3 if tokens.peek(1).kind is Kind.DASH else 2
        year = year_at(tokens, reading, bare=False) or Year(reading.year)
        return Named(_of(year, year_point(year.number)), ended=True)
    if tokens.peek().kind in (Kind.MIDDLE, Kind.PART):
        return _part(tokens, reading)
    day = _day(tokens, reading)
    if day is not None:
        tokens.take(Kind.CLOCK)
        return Named(day)
    stretch = _stretch(tokens, reading)
    if stretch is not None:
        return stretch
    year_named = year_at(tokens, reading, bare=bare_year) if bare_year else _relative_year(tokens, reading)
    if year_named is None or _counts_something(tokens, year_named):
        return None
    return Named(_of(year_named, year_point(year_named.number)))


def _years(tokens: Tokens) -> Named | None:
    """2021-2023, 2021 to 2023."""
    sign = tokens.peek(1).kind
    if sign not in (Kind.TO, Kind.DASH) or not tokens.sees(Kind.NUMBER, sign, Kind.NUMBER):
        return None
    first, last = tokens.peek(), tokens.peek(2)
    if not (first.value in _YEARS and last.value in _YEARS and first.value < last.value):
        return None
    tokens.place += 3
    return Named(attrs.evolve(year_point(last.value), named=True), digits=True, ranged=True)


def year_at(tokens: Tokens, reading: Reading, *, bare: bool) -> Year | None:
    """Reads a year: 2021, of 2021, next year, of this year.

    Args:
        tokens: The cursor; it does not move when no year stands there.
        reading: The plan's year.
        bare: Whether "year" alone is one.
    """
    place = tokens.place
    tokens.take(Kind.COMMA, Kind.OF, Kind.SLASH, Kind.DASH, Kind.IN)
    number = tokens.peek()
    if number.kind is Kind.NUMBER and number.end - number.start == 4 and number.value in _YEARS:
        tokens.place += 1
        return Year(number.value, named=True)
    tokens.take(Kind.THE)
    relative = _relative_year(tokens, reading)
    if relative is None and tokens.peek().kind is Kind.YEAR and (bare or tokens.place > place):
        tokens.place += 1
        return Year(reading.year)
    if relative is None:
        tokens.place = place
    return relative


def _relative_year(tokens: Tokens, reading: Reading) -> Year | None:
    away = {Kind.THIS: 0, Kind.NEXT: 1, Kind.LAST: -1}.get(tokens.peek().kind)
    if away is None or tokens.peek(1).kind is not Kind.YEAR:
        return None
    tokens.place += 2
    return Year(None if reading.year is None else reading.year + away, named=True, past=away < 0)


def _of(year: Year, point: Point) -> Point:
    return attrs.evolve(point, named=year.named, past=year.past)


def _ended(named: Named | None) -> Named | None:
    return None if named is None else attrs.evolve(named, ended=True, lower_case=False)


def _end(tokens: Tokens, reading: Reading) -> Named | None:
    """Behind "end": of June, of the third quarter, of the year, of the plan period; end-June, end-2021."""
    tokens.take(Kind.OF, Kind.DASH)
    tokens.take(Kind.THE)
    if tokens.take(Kind.PLAN_PERIOD) is not None:
        tokens.take(Kind.PLAN_PERIOD)
        last = reading.period_end
        problem = "" if last is not None else "the last day of the plan's period is not known"
        return Named(Point(last, last, problem=problem, named=True), ended=True)
    stretch = _stretch(tokens, reading)
    if stretch is not None:
        return _ended(stretch)
    year = year_at(tokens, reading, bare=True)
    return None if year is None else Named(_of(year, year_point(year.number)), ended=True)


def _part(tokens: Tokens, reading: Reading) -> Named | None:
    """mid-June, the middle of June, early June, late June, mid-2021, mid-year."""
    lead = tokens.peek()
    tokens.place += 1
    tokens.take(Kind.DASH, Kind.OF, Kind.IN)
    tokens.take(Kind.THE)
    month = tokens.take(Kind.MONTH_NAME)
    if month is not None:
        year = year_at(tokens, reading, bare=False) or Year(reading.year)
        day = lead.value if lead.kind is Kind.PART else _MID_MONTH
        return Named(_of(year, day_point(year.number, month.value, day)))
    middle = year_at(tokens, reading, bare=True) if lead.kind is Kind.MIDDLE else None
    return None if middle is None else Named(_of(middle, half_point(middle.number, 1)))


def _day(tokens: Tokens, reading: Reading) -> Point | None:
    """30 June 2021, 15th of December, June 30, 2021, Friday 30 June."""
    place = tokens.place
    if tokens.take(Kind.WEEKDAY) is not None:
        tokens.take(Kind.COMMA)
        tokens.take(Kind.THE)
    found = _day_first(tokens) or _month_first(tokens)
    if found is None:
        tokens.place = place
        return None
    day, month = found
    year = year_at(tokens, reading, bare=False) or Year(reading.year)
    return _of(year, day_point(year.number, month, day))


def _day_first(tokens: Tokens) -> tuple[int, int] | None:
    day = tokens.peek()
    if day.kind not in (Kind.NUMBER, Kind.ORDINAL_NUMBER) or day.value > _HIGHEST_DAY:
        return None
    ahead = 2 if tokens.peek(1).kind in (Kind.OF, Kind.DASH) else 1
    month = tokens.peek(ahead)
    if month.kind is not Kind.MONTH_NAME:
        return None
    tokens.place += ahead + 1
    tokens.take(Kind.DOT)
    return day.value, month.value


def _month_first(tokens: Tokens) -> tuple[int, int] | None:
    month = tokens.peek()
    if month.kind is not Kind.MONTH_NAME:
        return None
    ahead = 2 if tokens.peek(1).kind is Kind.DOT else 1
    ahead += tokens.peek(ahead).kind is Kind.THE
    day = tokens.peek(ahead)
    if day.kind not in (Kind.NUMBER, Kind.ORDINAL_NUMBER) or day.value > _HIGHEST_DAY or day.end - day.start > 4:
        return None
    if day.kind is Kind.NUMBER and day.end - day.start > 2:
        return None
    tokens.place += ahead + 1
    return day.value, month.value


def _stretch(tokens: Tokens, reading: Reading) -> Named | None:
    """A month, quarter or half, with its year before or behind it."""
    place = tokens.place
    before = None
    if tokens.peek().kind is Kind.NUMBER and tokens.peek(1).kind in (Kind.QUARTER_NUMBER, Kind.HALF, Kind.MONTH_NAME):
        before = year_at(tokens, reading, bare=False)
    begun = tokens.peek()
    point = _part_of(tokens)
    if point is None:
        tokens.place = place
        return None
    year = before or year_at(tokens, reading, bare=False)
    length, number = point
    known = year or Year(reading.year)
    whole = {3: quarter_point, 6: half_point, 1: month_point}[length](known.number, number)
    lower = length == 1 and year is None and tokens.text[begun.start].islower()
    return Named(_of(known, whole), lower_case=lower)


def _part_of(tokens: Tokens) -> tuple[int, int] | None:
    """How many months it has, and which of its kind it is."""
    token = tokens.peek()
    if token.kind is Kind.MONTH_NAME:
        tokens.place += 1
        if tokens.peek().kind is Kind.DOT and tokens.peek(1).kind is Kind.NUMBER:  # Dec. 2021
            tokens.place += 1
        return 1, token.value
    if token.kind is Kind.QUARTER_NUMBER:
        tokens.place += 1
        return 3, token.value
    if token.kind is Kind.HALF and tokens.text[token.start].isascii():
        tokens.place += 1
        return 6, token.value
    if token.kind is Kind.QUARTER and tokens.peek(1).kind is Kind.NUMBER and tokens.peek(1).value <= 9:
        tokens.place += 2
        return 3, tokens.peek(-1).value
    if token.kind in (Kind.ORDINAL, Kind.ORDINAL_NUMBER) and token.value >= 1:
        unit = tokens.peek(1).kind
        if unit is Kind.QUARTER:
            tokens.place += 2
            return 3, token.value
        if unit is Kind.HALF_YEAR and token.value <= 2:
            tokens.place += 2
            return 6, token.value
    if token.kind is Kind.LAST and tokens.peek(1).kind is Kind.QUARTER and tokens.peek(2).kind is Kind.OF:
        tokens.place += 2
        return 3, 4
    return None


def _counts_something(tokens: Tokens, year: Year) -> bool:
    """Whether a year in digits is a number of something: "by 2000 tonnes"."""
    if not year.named or tokens.peek(-1).kind is not Kind.NUMBER:
        return False
    text, at = tokens.text, tokens.end
    while at < len(text) and text[at] == " ":
        at += 1
    end = at
    while end < len(text) and end - at < 12 and text[end].isalpha():
        end += 1
    word = text[at:end].lower()
    return (bool(word) and word not in STARTS_NO_UNIT) or text[at : at + 1] in ("%", "‰", "$", "°")
