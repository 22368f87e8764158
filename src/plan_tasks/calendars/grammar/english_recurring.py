"""The rules of English words for what comes again: monthly, every Friday, by the 25th of every month.

Lives here: phrases with "every" or "each" in them, and adverbs. Not here: deadlines that come once (`english`).
"""

from __future__ import annotations

from typing import Final

import attrs

from plan_tasks.calendars.grammar.english_words import ADVERBS
from plan_tasks.calendars.grammar.meaning import Meaning, Reading
from plan_tasks.calendars.grammar.tokens import Kind, Token, Tokens
from plan_tasks.calendars.recurrence import LAST_DAY, Every, Recurrence

__all__ = ["recurring_phrase"]

_UNITS: Final = {
    Kind.DAY: Every.DAY,
    Kind.WEEK: Every.WEEK,
    Kind.MONTH: Every.MONTH,
    Kind.QUARTER: Every.QUARTER,
    Kind.YEAR: Every.YEAR,
}
_MONTHS: Final = {Every.QUARTER: 3, Every.HALF_YEAR: 6, Every.YEAR: 12}
_LEADS: Final = (Kind.BY, Kind.BEFORE, Kind.INSIDE, Kind.IN)


@attrs.frozen
class _Cycle:
    every: Every
    interval: int = 1
    day: int | None = None


@attrs.frozen
class _Day:
    day: int | None = None
    month: int | None = None


def recurring_phrase(tokens: Tokens, reading: Reading) -> Meaning | None:  # noqa: ARG001 - the face of all rules
    """Reads the phrase under the cursor and moves over it; None, and no move, when none stands there."""
    place = tokens.place
    cycle = _cycle(tokens)
    if cycle is not None:
        found, said = _behind(tokens, cycle)
        return _meaning(cycle, found, explicit=said)
    lead = tokens.take(*_LEADS)
    day = _in_front(tokens)
    cycle = None if day is None else _cycle(tokens)
    if day is None or cycle is None:
        tokens.place = place
        return None
    return _meaning(cycle, day, explicit=lead is not None or day.day is not None)


def _meaning(cycle: _Cycle, found: _Day, *, explicit: bool) -> Meaning:
    highest = 31 if cycle.every in _MONTHS or cycle.every is Every.MONTH else 7 if cycle.every is Every.WEEK else 0
    day = cycle.day if found.day is None else found.day
    if cycle.every in (Every.DAY, Every.WEEK) and day == LAST_DAY:
        day = None
    fits = day is None or day == LAST_DAY or 1 <= day <= highest
    if not fits or (found.month is not None and found.month > _MONTHS.get(cycle.every, 0)):
        return Meaning(problem=f"there is no such day of the {cycle.every.value.replace('_', ' ')}", explicit=True)
    recurrence = Recurrence(every=cycle.every, interval=cycle.interval, day=day, month=found.month)
    return Meaning(recurrence=recurrence, explicit=explicit or cycle.day is not None)


def _cycle(tokens: Tokens) -> _Cycle | None:
    """Monthly, every month, each quarter, every other week, every 3 months, every Friday, every half-year."""
    token = tokens.peek()
    if token.kind is Kind.ADVERB:
        tokens.place += 1
        return _Cycle(ADVERBS[token.value])
    if tokens.sees(Kind.HALF_YEAR, Kind.DASH, Kind.ADVERB) and tokens.text[token.start].isascii():  # half-yearly
        tokens.place += 3
        return _Cycle(Every.HALF_YEAR)
    if token.kind is not Kind.EVERY or not tokens.text[token.start].isascii():
        return None
    place = tokens.place
    tokens.place += 1
    interval = 1
    if tokens.take(Kind.OTHER) is not None:
        interval = 2
    elif tokens.peek().kind in (Kind.NUMBER, Kind.ORDINAL) and 1 <= tokens.peek().value <= 100:
        interval = tokens.peek().value
        tokens.place += 1
    weekday = tokens.take(Kind.WEEKDAY)
    if weekday is not None:
        return _Cycle(Every.WEEK, interval, weekday.value)
    if tokens.take(Kind.HALF_YEAR) is not None:
        tokens.take(Kind.DASH)
        if tokens.take(Kind.YEAR) is not None:
            return _Cycle(Every.HALF_YEAR, interval)
    unit = tokens.take(*_UNITS)
    if unit is None or not tokens.text[unit.start].isascii():
        tokens.place = place
        return None
    return _Cycle(_UNITS[unit.kind], interval * (unit.value or 1) if unit.kind is Kind.WEEK else interval)


def _behind(tokens: Tokens, cycle: _Cycle) -> tuple[_Day, bool]:
    """What stands behind the cycle: every month by the 25th, annually by 30 June, weekly on Friday."""
    if cycle.day is None and tokens.take(Kind.END) is not None:  # every quarter end
        return _Day(LAST_DAY), True
    place = tokens.place
    tokens.take(Kind.COMMA)
    lead = tokens.take(*_LEADS)
    if lead is not None:
        if cycle.every is Every.WEEK and cycle.day is None:
            weekday = tokens.take(Kind.WEEKDAY)
            if weekday is not None:
                return _Day(weekday.value), True
        elif cycle.every in _MONTHS or cycle.every is Every.MONTH:
            found = _day_of(tokens, cycle)
            if found is not None:
                return found, True
    tokens.place = place
    return _Day(), False


def _day_of(tokens: Tokens, cycle: _Cycle) -> _Day | None:
    tokens.take(Kind.THE)
    if cycle.every is Every.YEAR:
        yearly = _day_of_year(tokens)
        if yearly is not None:
            return yearly
    if tokens.take(Kind.END) is not None or tokens.take_all(Kind.LAST, Kind.DAY) is not None:
        return _Day(LAST_DAY)
    day = tokens.take(Kind.ORDINAL_NUMBER)
    return _Day(day.value) if day is not None and cycle.every is Every.MONTH else None


def _day_of_year(tokens: Tokens) -> _Day | None:
    """30 June, June 30, end of June, June."""
    if tokens.take_all(Kind.END, Kind.OF, Kind.MONTH_NAME) is not None:
        return _Day(LAST_DAY, tokens.peek(-1).value)
    for words in ((Kind.NUMBER,), (Kind.ORDINAL_NUMBER,), (Kind.ORDINAL_NUMBER, Kind.OF)):
        taken = tokens.take_all(*words, Kind.MONTH_NAME)
        if taken is not None:
            return _Day(taken[0].value, taken[-1].value)
    month = tokens.take(Kind.MONTH_NAME)
    if month is None:
        return None
    day = tokens.peek()
    if day.kind in (Kind.NUMBER, Kind.ORDINAL_NUMBER) and day.value <= 31:
        tokens.place += 1
        return _Day(day.value, month.value)
    return _Day(LAST_DAY, month.value)


def _in_front(tokens: Tokens) -> _Day | None:
    """What stands before "every month": the 25th of, the last day of, the end of, 30 June; moves over "of" too."""
    tokens.take(Kind.THE)
    found: _Day | None
    ordinal = tokens.peek()
    if tokens.sees(Kind.END, Kind.OF, Kind.EVERY) or tokens.sees(Kind.LAST, Kind.DAY, Kind.OF):
        found = _Day(LAST_DAY)
        tokens.place += 1 if tokens.peek().kind is Kind.END else 2
    else:
        found = _day_of_year(tokens)
        if found is None and ordinal.kind in (Kind.ORDINAL_NUMBER, Kind.ORDINAL):
            tokens.place += 1
            tokens.take(Kind.DAY)
            found = _day_of_unit(tokens, ordinal)
    if found is not None:
        tokens.take(Kind.OF, Kind.IN)
    return found


def _day_of_unit(tokens: Tokens, day: Token) -> _Day:
    """Behind "the 10th": of the first month, before "of every quarter"."""
    for words in ((Kind.OF, Kind.THE, Kind.ORDINAL, Kind.MONTH), (Kind.OF, Kind.THE, Kind.LAST, Kind.MONTH)):
        taken = tokens.take_all(*words)
        if taken is not None:
            return _Day(day.value, taken[2].value or None)
    return _Day(day.value)
