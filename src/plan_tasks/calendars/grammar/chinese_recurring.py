"""The rules of Chinese words for what comes again: 每月25日前, 每季度末, 每周五, 每年6月底前.

Lives here: phrases that begin with 每, 逐 or 按. Not here: deadlines that come once (`chinese`).
"""

from __future__ import annotations

from typing import Final

import attrs

from plan_tasks.calendars.grammar.meaning import Meaning
from plan_tasks.calendars.grammar.tokens import Kind, Tokens
from plan_tasks.calendars.recurrence import LAST_DAY, Every, Recurrence

__all__ = ["recurring_phrase"]

_UNITS: Final = {
    Kind.DAY: Every.DAY,
    Kind.WEEK: Every.WEEK,
    Kind.MONTH: Every.MONTH,
    Kind.QUARTER: Every.QUARTER,
    Kind.HALF_YEAR: Every.HALF_YEAR,
    Kind.YEAR: Every.YEAR,
}
_MOST: Final = 100  # the longest interval that a recurrence has
_MID_MONTH: Final = 15
_PROBLEM: Final = "every ten days (旬) is no interval that a recurrence has; name the days of the month"


@attrs.frozen
class _Day:
    """On which day of its unit something falls, and whether the words name that day."""

    day: int | None = None
    month: int | None = None
    named: bool = False


def recurring_phrase(tokens: Tokens) -> Meaning | None:
    """Reads the phrase under the cursor and moves over it; None when none stands there."""
    if tokens.take(Kind.EVERY) is None:
        return None
    interval = 1
    if tokens.peek().kind is Kind.NUMBER and tokens.peek(1).kind in (*_UNITS, Kind.COUNTER):
        interval = tokens.peek().value
        tokens.place += 1
    tokens.take(Kind.COUNTER)
    if tokens.take(Kind.TEN_DAYS) is not None:
        tokens.take(Kind.BEFORE, Kind.INSIDE)
        return Meaning(problem=_PROBLEM, explicit=True)
    unit = tokens.take(*_UNITS)
    if unit is None or not 1 <= interval <= _MOST:
        return None
    every = _UNITS[unit.kind]
    tokens.take(Kind.THE)
    tokens.take(Kind.ONCE)
    found = _day_of(tokens, every)
    tokens.take(Kind.CLOCK)
    before = tokens.take(Kind.BEFORE, Kind.INSIDE) is not None
    tokens.take(Kind.ONCE)
    recurrence = _made(every, interval, found)
    if recurrence is None:
        return Meaning(problem=f"there is no such day of the {every.value.replace('_', ' ')}", explicit=True)
    return Meaning(recurrence=recurrence, explicit=before or found.named)


def _made(every: Every, interval: int, found: _Day) -> Recurrence | None:
    highest = {Every.WEEK: 7, Every.MONTH: 31, Every.QUARTER: 31, Every.HALF_YEAR: 31, Every.YEAR: 31}.get(every, 0)
    months = {Every.QUARTER: 3, Every.HALF_YEAR: 6, Every.YEAR: 12}.get(every, 0)
    if found.day is not None and found.day != LAST_DAY and not 1 <= found.day <= highest:
        return None
    if found.month is not None and not 1 <= found.month <= months:
        return None
    return Recurrence(every=every, interval=interval, day=found.day, month=found.month)


def _day_of(tokens: Tokens, every: Every) -> _Day:
    if every is Every.DAY:
        return _Day()
    if every is Every.WEEK:
        return _day_of_week(tokens)
    if every is Every.MONTH:
        tokens.take_all(Kind.MONTH)  # 每月月底
        return _day_of_month(tokens, None)
    if every is Every.YEAR and tokens.sees(Kind.YEAR, Kind.END):  # 每年年底
        tokens.place += 1
    if tokens.take(Kind.END) is not None:
        if tokens.take(Kind.MONTH) is None:  # 每季度末, and not 每季度末月 (the last month of every quarter)
            return _Day(LAST_DAY, None, named=True)
        return _day_of_month(tokens, None)
    month = _month_of(tokens, every)
    return _day_of_month(tokens, month) if month is not None else _Day()


def _month_of(tokens: Tokens, every: Every) -> int | None:
    """每年6月, 每季度首月, 每季度第一个月."""
    if every is Every.YEAR and tokens.sees(Kind.NUMBER, Kind.MONTH):
        month = tokens.peek().value
        tokens.place += 2
        return month
    ordinal = tokens.peek()
    if ordinal.kind is not Kind.ORDINAL:
        return None
    if ordinal.value and tokens.peek(1).kind is Kind.MONTH:
        tokens.place += 2
        return ordinal.value
    if tokens.sees(Kind.ORDINAL, Kind.NUMBER, Kind.COUNTER, Kind.MONTH):
        month = tokens.peek(1).value
        tokens.place += 4
        return month
    return None


def _day_of_week(tokens: Tokens) -> _Day:
    tokens.take(Kind.WEEK)  # 每周星期五
    if tokens.peek().kind is Kind.NUMBER and 1 <= tokens.peek().value <= 6:
        day = tokens.peek().value
        tokens.place += 1
        return _Day(day, named=True)
    if tokens.take(Kind.DAY) is not None:
        return _Day(7, named=True)
    return _Day(named=tokens.take(Kind.END) is not None)


def _day_of_month(tokens: Tokens, month: int | None) -> _Day:
    if tokens.sees(Kind.NUMBER, Kind.DAY):
        day = tokens.peek().value
        tokens.place += 2
        return _Day(day, month, named=True)
    part = tokens.take(Kind.PART)
    if part is not None:
        return _Day(part.value, month, named=True)
    if tokens.take(Kind.MIDDLE) is not None:
        return _Day(_MID_MONTH, month, named=True)
    if tokens.take(Kind.END) is not None or tokens.take_all(Kind.LAST, Kind.DAY) is not None:
        return _Day(LAST_DAY, month, named=True)
    return _Day(None, month, named=month is not None)
