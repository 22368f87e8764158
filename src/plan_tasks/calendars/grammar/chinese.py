"""The rules of Chinese deadlines: 2021年6月底前, 第三季度末, 年底前, 春节前, 年内持续推进.

Lives here: phrases with a day, and work that goes on. Not here: what comes again (`chinese_recurring`), words
(`chinese_words`).
"""

from __future__ import annotations

from typing import Final

import attrs

from plan_tasks.calendars.grammar.chinese_recurring import recurring_phrase
from plan_tasks.calendars.grammar.chinese_words import NOT_A_YEAR_AFTER
from plan_tasks.calendars.grammar.festivals import eve_of
from plan_tasks.calendars.grammar.meaning import (
    UNKNOWN_YEAR,
    VOID,
    Meaning,
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
from plan_tasks.calendars.recurrence import LAST_DAY, Every, Recurrence

__all__ = ["CHINESE_STARTS", "IN_BOTH", "chinese_phrase"]

#: What phrases of both languages may begin with: digits, Q3.
IN_BOTH: Final = frozenset((Kind.NUMBER, Kind.QUARTER_NUMBER))
#: What a Chinese phrase may begin with.
CHINESE_STARTS: Final = frozenset(
    (
        *(Kind.NUMBER, Kind.ORDINAL, Kind.QUARTER_NUMBER, Kind.HALF, Kind.YEAR, Kind.RELATIVE_YEAR, Kind.ALL_YEAR),
        *(Kind.FIVE_YEARS, Kind.PLAN_PERIOD, Kind.FESTIVAL, Kind.BEFORE, Kind.BY, Kind.FACT, Kind.FROM, Kind.TO),
        *(Kind.EVERY, Kind.LAST, Kind.ENDURING),
    )
)

_YEARS: Final = range(1000, 10_000)
_BIGGEST_MONTH: Final = 19  # 13月 is a slip of the pen; 60月 is something else
_MID_MONTH: Final = 15
_MOST_WORDS: Final = 4  # enduring words in a row
_AFTER_A_YEAR: Final = (Kind.END, Kind.INSIDE, Kind.MIDDLE, Kind.PART)


@attrs.frozen
class _Named:
    """A time that words name: its days, and whether they say its end (6月底) or are in digits as a whole month."""

    point: Point
    ended: bool = False
    digits: bool = False


@attrs.frozen
class _Year:
    number: int | None
    named: bool = False
    past: bool = False


def chinese_phrase(tokens: Tokens, reading: Reading) -> Meaning | None:
    """Reads the Chinese phrase under the cursor and moves over it; None when none stands there."""
    kind = tokens.peek().kind
    if kind in (Kind.EVERY, Kind.LAST):
        recurring = recurring_phrase(tokens)
        if recurring is not None or kind is Kind.EVERY:
            return recurring
    if kind is Kind.ENDURING or (kind is Kind.ALL_YEAR and tokens.peek().value):
        return _enduring(tokens, None)
    lead = tokens.take(Kind.FACT, Kind.FROM, Kind.BY, Kind.TO)
    if lead is not None and lead.kind is not Kind.FROM:
        tokens.take(Kind.BY, Kind.TO)  # 最迟到
    named = _time(tokens, reading)
    if named is None:
        return None
    named, ranged = _ranged(tokens, named, reading)
    tokens.take(Kind.CLOCK)
    tokens.take(Kind.CLOCK)
    inside = tokens.take(Kind.INSIDE)
    before = tokens.take(Kind.BEFORE)
    if before is None and inside is not None and inside.value == 0:
        before = inside
    point = named.point
    if tokens.take(Kind.SINCE) is not None or point.past:
        return VOID
    if before is None and lead is not None and (lead.kind is Kind.FACT or (lead.kind is Kind.FROM and not ranged)):
        return VOID
    if tokens.peek().kind is Kind.ENDURING and (before is not None or named.digits is False):
        return _enduring(tokens, point)
    by = lead is not None and lead.kind in (Kind.BY, Kind.TO)
    explicit = by or before is not None or named.ended
    return Meaning(
        due=point.last,
        note=point.note,
        problem=point.problem,
        explicit=explicit,
        alone=named.digits and not explicit,
        named=point.named,
    )


def _enduring(tokens: Tokens, within: Point | None) -> Meaning:
    """长期坚持, 年内持续推进: work that goes on, to the end of what stands before it."""
    tokens.take(Kind.ALL_YEAR)
    for _ in range(_MOST_WORDS):
        if tokens.take(Kind.ENDURING, Kind.WORK) is None:
            break
    until = within.last if within is not None else None
    return Meaning(recurrence=Recurrence(every=Every.CONTINUOUS, until=until), explicit=True, alone=True)


def _ranged(tokens: Tokens, begun: _Named, reading: Reading) -> tuple[_Named, bool]:
    """3月至6月, 2021年3月-2022年6月: the range ends with what stands behind the sign."""
    place = tokens.place
    if tokens.take(Kind.TO, Kind.DASH) is None:
        return begun, False
    first = begun.point
    inherits = first.last is not None and first.named
    named = _time(tokens, attrs.evolve(reading, year=first.last.year) if inherits and first.last else reading)
    if named is None:
        tokens.place = place
        return begun, False
    if inherits and not named.point.named:
        named = attrs.evolve(named, point=attrs.evolve(named.point, named=True))
    return attrs.evolve(named, digits=named.digits and begun.digits), True


def _time(tokens: Tokens, reading: Reading) -> _Named | None:
    digits = numeric_point(tokens)
    if digits is not None:
        point, whole = digits
        ended = not whole and tokens.take(Kind.END) is not None
        return _Named(point, ended=ended, digits=not whole and not ended)
    if tokens.peek().kind is Kind.FIVE_YEARS:
        return _five_years(tokens)
    if tokens.take(Kind.PLAN_PERIOD) is not None:
        ended = tokens.take(Kind.END) is not None
        last = reading.period_end
        problem = "" if last is not None else "the last day of the plan's period is not known"
        return _Named(Point(last, last, problem=problem, named=True), ended=ended)
    year = _year(tokens, reading)
    found = _part_of_year(tokens, year or _Year(reading.year), reading)
    if found is None:
        found = _whole_year(tokens, reading) if year is None else _end_of_year(tokens, year)
    if found is None or year is None:
        return found
    return attrs.evolve(found, point=attrs.evolve(found.point, named=year.named, past=year.past or found.point.past))


def _five_years(tokens: Tokens) -> _Named | None:
    last = tokens.peek().value
    tokens.place += 1
    point = attrs.evolve(year_point(last), named=True)
    inside = tokens.take(Kind.INSIDE)  # 十四五期间
    if inside is not None:
        return _Named(point, ended=inside.value == 0)
    return _Named(point, ended=True) if tokens.take(Kind.END) is not None else None


def _year(tokens: Tokens, reading: Reading) -> _Year | None:
    token = tokens.peek()
    if token.kind is Kind.RELATIVE_YEAR:
        tokens.place += 1
        tokens.take(Kind.COUNTER)
        return _Year(None if reading.year is None else reading.year + token.value, named=True, past=token.value < 0)
    if token.kind is Kind.NUMBER and token.value in _YEARS:
        if tokens.take_all(Kind.NUMBER, Kind.YEAR) is not None:
            return _Year(token.value, named=True)
        if tokens.peek(1).kind in (Kind.HALF, Kind.QUARTER_NUMBER):  # 2021上半年
            tokens.place += 1
            return _Year(token.value, named=True)
        if _is_range(tokens, Kind.YEAR):  # 2021-2025年
            last = tokens.peek(2).value
            tokens.place += 4
            return _Year(last, named=True) if last in _YEARS else None
    return None


def _whole_year(tokens: Tokens, reading: Reading) -> _Named | None:
    """The plan's year: 年底, 年内, 年终, 全年."""
    if tokens.take(Kind.ALL_YEAR) is not None:
        return _Named(year_point(reading.year))
    if tokens.peek().kind is not Kind.YEAR or tokens.peek(1).kind not in _AFTER_A_YEAR:
        return None
    if tokens.before() in NOT_A_YEAR_AFTER and tokens.before():
        return None
    tokens.place += 1
    return _end_of_year(tokens, _Year(reading.year))


def _end_of_year(tokens: Tokens, year: _Year) -> _Named | None:
    if tokens.take(Kind.ALL_YEAR) is not None:
        return _Named(year_point(year.number))
    if tokens.peek().kind is Kind.YEAR and tokens.peek(1).kind in _AFTER_A_YEAR:  # 今年年底
        tokens.place += 1
    if tokens.peek().kind is Kind.PART:  # 年初: early in the year, which has no last day
        return None
    if tokens.take(Kind.END) is not None:
        return _Named(year_point(year.number), ended=True)
    if tokens.take(Kind.MIDDLE) is not None:
        return _Named(half_point(year.number, 1), ended=True)
    return _Named(year_point(year.number))


def _part_of_year(tokens: Tokens, year: _Year, reading: Reading) -> _Named | None:
    """A month, quarter, half or festival."""
    kind = tokens.peek().kind
    if kind is Kind.HALF:
        half = half_point(year.number, tokens.peek().value)
        tokens.place += 1
        return _Named(half, ended=tokens.take(Kind.END) is not None)
    if kind is Kind.FESTIVAL:
        festival = tokens.peek().value
        if tokens.peek(1).kind is not Kind.BEFORE:
            return None
        tokens.place += 1
        return _Named(eve_of(festival, year.number, reading, named=year.named))
    if kind is Kind.BEFORE:
        return _first_part(tokens, year)
    quarter = _quarter(tokens, year)
    return quarter if quarter is not None else _month(tokens, year)


def _first_part(tokens: Tokens, year: _Year) -> _Named | None:
    """前三季度 (the first three quarters), 前6个月 (the first six months)."""
    number = tokens.peek(1)
    if number.kind is not Kind.NUMBER:
        return None
    counted = tokens.peek(2).kind is Kind.COUNTER
    unit = tokens.peek(3 if counted else 2)
    if unit.kind is Kind.QUARTER:
        point = quarter_point(year.number, number.value)
    elif unit.kind is Kind.MONTH and counted:
        point = month_point(year.number, number.value)
    else:
        return None
    if number.value == 0 or (point.problem and point.problem != UNKNOWN_YEAR):
        return None
    tokens.place += 4 if counted else 3
    return _Named(point)


def _quarter(tokens: Tokens, year: _Year) -> _Named | None:
    """三季度, 第三季度末, Q3, 首季, 最后一个季度, 一至三季度."""
    place = tokens.place
    number: int | None = None
    ordinal = tokens.take(Kind.ORDINAL)
    if _is_range(tokens, Kind.QUARTER):
        tokens.place += 2
    if tokens.peek().kind is Kind.QUARTER_NUMBER:
        number = tokens.peek().value
        tokens.place += 1
        return _Named(quarter_point(year.number, number), ended=tokens.take(Kind.END) is not None)
    if ordinal is not None and ordinal.value:
        number = ordinal.value
    elif tokens.take(Kind.LAST) is not None:
        number = 4
    elif tokens.peek().kind is Kind.NUMBER and tokens.peek().end - tokens.peek().start == 1:
        number = tokens.peek().value
        tokens.place += 1
    unit = tokens.take(Kind.QUARTER)
    if number is None or unit is None:
        tokens.place = place
        return None
    ended = tokens.take(Kind.END) is not None
    sure = ordinal is not None or unit.value or year.named or ended or tokens.peek().kind is Kind.BEFORE
    if not sure:  # 四季 are the seasons
        tokens.place = place
        return None
    return _Named(quarter_point(year.number, number), ended=ended)


def _is_range(tokens: Tokens, unit: Kind) -> bool:
    """Whether two numbers share a unit: 1-6月, 一至三季度, 二、三季度."""
    sign = tokens.peek(1)
    if sign.kind not in (Kind.TO, Kind.DASH) and tokens.text[sign.start : sign.end] != "、":
        return False
    return tokens.sees(Kind.NUMBER, sign.kind, Kind.NUMBER, unit)


def _month(tokens: Tokens, year: _Year) -> _Named | None:
    """6月, 6月底, 10月上旬, 9月15日, 3月10日至20日, 1-6月."""
    if _is_range(tokens, Kind.MONTH):
        if not 1 <= tokens.peek().value <= _BIGGEST_MONTH:
            return None
        tokens.place += 2
    if not tokens.sees(Kind.NUMBER, Kind.MONTH) or tokens.peek().value > _BIGGEST_MONTH:
        return None
    month = tokens.peek().value
    tokens.place += 2
    if tokens.take_all(Kind.THE, Kind.LAST, Kind.DAY) or tokens.take_all(Kind.LAST, Kind.DAY):
        return _Named(day_point(year.number, month, LAST_DAY), ended=True)
    if tokens.sees(Kind.NUMBER, Kind.DAY):
        day = tokens.peek().value
        tokens.place += 2
        point = day_point(year.number, month, day)
        for sign in (Kind.TO, Kind.DASH):
            if tokens.sees(sign, Kind.NUMBER, Kind.DAY):
                point = day_point(year.number, month, tokens.peek(1).value)
                tokens.place += 3
        return _Named(point)
    part = tokens.take(Kind.PART)
    if part is not None:
        return _Named(day_point(year.number, month, part.value))
    if tokens.take(Kind.MIDDLE) is not None:
        return _Named(day_point(year.number, month, _MID_MONTH))
    ended = tokens.take(Kind.END) is not None
    return _Named(month_point(year.number, month), ended=ended)
