"""The rules of English deadlines: by the end of June, by 30 June 2021, end of Q3, first half of 2021, ongoing.

Lives here: phrases with a day, and work that goes on. Not here: times without their lead (`english_times`), what comes
again (`english_recurring`), words (`english_words`).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import attrs

from plan_tasks.calendars.grammar.english_recurring import recurring_phrase
from plan_tasks.calendars.grammar.english_times import Named, time_at, year_at
from plan_tasks.calendars.grammar.meaning import VOID, Meaning, Point, Reading, year_point
from plan_tasks.calendars.grammar.tokens import Kind, Tokens
from plan_tasks.calendars.recurrence import Every, Recurrence

__all__ = ["ENGLISH_STARTS", "english_phrase"]

#: What an English phrase may begin with.
ENGLISH_STARTS: Final = frozenset(
    (
        *(Kind.NUMBER, Kind.ORDINAL, Kind.ORDINAL_NUMBER, Kind.QUARTER, Kind.QUARTER_NUMBER, Kind.HALF),
        *(Kind.HALF_YEAR, Kind.YEAR, Kind.MONTH_NAME, Kind.WEEKDAY, Kind.END, Kind.MIDDLE, Kind.PART, Kind.THE),
        *(Kind.BY, Kind.BEFORE, Kind.INSIDE, Kind.FACT, Kind.FROM, Kind.IN, Kind.AS, Kind.NOT, Kind.LAST, Kind.THIS),
        *(Kind.NEXT, Kind.EVERY, Kind.ADVERB, Kind.ALL, Kind.ALL_YEAR, Kind.ENDURING, Kind.LONG),
    )
)

_DAY: Final = timedelta(days=1)
_MOST_WORDS: Final = 3
_LEADS: Final = (Kind.BY, Kind.BEFORE, Kind.INSIDE, Kind.FACT, Kind.FROM, Kind.IN)


@attrs.frozen
class _Lead:
    """What stands before a time: does it say by when, tell of a fact or beginning, leave the day itself out."""

    by: bool = False
    void: bool = False
    start: bool = False
    before: bool = False
    weak: bool = False


def english_phrase(tokens: Tokens, reading: Reading) -> Meaning | None:
    """Reads the English phrase under the cursor and moves over it; None when none stands there."""
    enduring = _enduring(tokens, reading)
    if enduring is not None:
        return enduring
    recurring = recurring_phrase(tokens, reading)
    if recurring is not None:
        return recurring
    lead = _lead(tokens)
    if lead.by or lead.before:
        _clock(tokens)
    named = time_at(tokens, reading, bare_year=lead.by or lead.before or lead.weak or lead.void or lead.start)
    if named is None:
        return None
    if not (lead.by or lead.before) and named.lower_case:
        return None
    return _meant(tokens, lead, named, reading)


def _meant(tokens: Tokens, lead: _Lead, named: Named, reading: Reading) -> Meaning:
    place = tokens.place
    ranged = named.ranged
    if tokens.take(Kind.TO, Kind.DASH, Kind.BY) is not None:
        first = named.point.last
        known = attrs.evolve(reading, year=first.year) if named.point.named and first is not None else reading
        later = time_at(tokens, known, bare_year=True)
        if later is None:
            tokens.place = place
        else:
            named, ranged = later, True
    point = named.point
    while_on = tokens.take(Kind.SINCE)
    if lead.void or point.past or while_on is not None or (lead.start and not ranged):
        return VOID
    if lead.before and not named.ended:
        point = _day_before(point)
    return Meaning(
        due=point.last,
        note=point.note,
        problem=point.problem,
        explicit=lead.by or lead.before or (named.ended and not lead.weak),
        alone=named.digits and not (lead.by or lead.before),
        named=point.named,
    )


def _day_before(point: Point) -> Point:
    """The last day that "before June" allows: it leaves June out, unlike 前."""
    if point.first is None or point.first == date.min:
        return point
    return attrs.evolve(point, first=point.first - _DAY, last=point.first - _DAY)


def _lead(tokens: Tokens) -> _Lead:
    if tokens.take_all(Kind.AS, Kind.OF) is not None or tokens.take_all(Kind.AS, Kind.IN) is not None:
        return _Lead(void=True)
    for words in ((Kind.NOT, Kind.LATER, Kind.THAN), (Kind.IN, Kind.OR, Kind.BEFORE), (Kind.IN, Kind.THE, Kind.BY)):
        if tokens.take_all(*words) is not None:
            tokens.take(Kind.BY)
            return _Lead(by=True)
    if tokens.take_all(Kind.BY, Kind.IN) is not None:  # due on, due in
        return _Lead(by=True)
    token = tokens.take(*_LEADS)
    if token is None:
        return _Lead()
    if token.kind is Kind.FACT:
        return _Lead(void=True)
    if token.kind is Kind.FROM:
        return _Lead(start=True)
    if token.kind is Kind.BEFORE:
        return _Lead(before=True)
    if token.kind is Kind.IN:
        return _Lead(weak=True)
    if token.kind is Kind.BY and tokens.take(Kind.BEFORE) is not None:  # due before
        return _Lead(before=True)
    tokens.take(Kind.BY)  # due by, latest by
    return _Lead(by=True)


def _clock(tokens: Tokens) -> None:
    """Moves over a time of day, as in "by noon on 30 June"; the day behind it counts."""
    place = tokens.place
    if tokens.take(Kind.CLOCK) is not None or tokens.take_all(Kind.END, Kind.OF, Kind.CLOCK) is not None:
        tokens.take(Kind.IN)
    else:
        tokens.place = place


def _enduring(tokens: Tokens, reading: Reading) -> Meaning | None:
    """ongoing, long-term, throughout 2021, all year."""
    if tokens.take_all(Kind.LONG, Kind.DASH, Kind.TERM) or tokens.take_all(Kind.LONG, Kind.TERM):
        return _goes_on(None)
    if tokens.peek().kind is Kind.ENDURING and tokens.text[tokens.peek().start].isascii():
        for _ in range(_MOST_WORDS):
            if tokens.take(Kind.ENDURING) is None:
                break
        return _goes_on(_end_at(tokens, reading))
    if tokens.take_all(Kind.ALL, Kind.YEAR) is not None:
        return _goes_on(year_point(reading.year).last)
    if tokens.peek().kind is Kind.ALL_YEAR and tokens.text[tokens.peek().start].isascii():
        tokens.place += 1
        tokens.take(Kind.THE)
        if tokens.take(Kind.PLAN_PERIOD) is not None:
            tokens.take(Kind.PLAN_PERIOD)
            return _goes_on(reading.period_end)
        year = year_at(tokens, reading, bare=True)
        return None if year is None else _goes_on(year_point(year.number).last)
    return None


def _end_at(tokens: Tokens, reading: Reading) -> date | None:
    """When it ends: ongoing to 2023, ongoing until June 2022."""
    place = tokens.place
    named = time_at(tokens, reading, bare_year=True) if tokens.take(Kind.TO, Kind.BY) is not None else None
    if named is None or named.point.last is None:
        tokens.place = place
        return None
    return named.point.last


def _goes_on(until: date | None) -> Meaning:
    return Meaning(recurrence=Recurrence(every=Every.CONTINUOUS, until=until), explicit=True, alone=True)
