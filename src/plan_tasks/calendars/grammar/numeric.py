"""Dates in digits: 2021-06-30, 2021/6/30, 2021.6.30, 2021-06, 30/6/2021.

Lives here: what all languages write alike. Not here: dates with words.
"""

from __future__ import annotations

from typing import Final

import attrs

from plan_tasks.calendars.grammar.meaning import Point, day_point, month_point
from plan_tasks.calendars.grammar.tokens import Kind, Token, Tokens

__all__ = ["numeric_point"]

_SIGNS: Final = (Kind.DASH, Kind.SLASH, Kind.DOT)
_PARTS: Final = 5  # two signs between three numbers


def numeric_point(tokens: Tokens) -> tuple[Point, bool] | None:
    """Reads a date or month in digits under the cursor, and moves over it.

    Returns:
        The days, and whether they are a date and not a month alone; None, and no move, when there are none. A date
        whose month cannot be told from its day has a problem instead of days.
    """
    sign = tokens.peek(1).kind
    if sign not in _SIGNS or not tokens.sees(Kind.NUMBER, sign, Kind.NUMBER):
        return None
    first, _, second, _, third = (tokens.peek(ahead) for ahead in range(_PARTS))
    whole = tokens.sees(Kind.NUMBER, sign, Kind.NUMBER, sign, Kind.NUMBER) and tokens.joined(_PARTS)
    if whole and not _goes_on(tokens, _PARTS, sign):
        point = _date(first, second, third)
        if point is not None:
            tokens.place += _PARTS
            return attrs.evolve(point, named=True), True
        return None
    short = not whole and tokens.joined(_PARTS - 2) and not _goes_on(tokens, _PARTS - 2, sign)
    if short and _length(first) == 4 and _length(second) <= 2 and 1 <= second.value <= 12:
        tokens.place += _PARTS - 2
        tokens.take(Kind.MONTH)
        return attrs.evolve(month_point(first.value, second.value), named=True), False
    return None


def _goes_on(tokens: Tokens, length: int, sign: Kind) -> bool:
    """Whether more digits or the same sign follow, as in a number of a version or an address."""
    last, following, behind = tokens.peek(length - 1), tokens.peek(length), tokens.peek(length + 1)
    if following.start != last.end:
        return False
    return following.kind is Kind.NUMBER or (
        following.kind is sign and behind.kind is Kind.NUMBER and behind.start == following.end
    )


def _date(first: Token, second: Token, third: Token) -> Point | None:
    if _length(first) == 4 and _length(second) <= 2 and _length(third) <= 2:
        return day_point(first.value, second.value, third.value)
    if _length(third) == 4 and _length(first) <= 2 and _length(second) <= 2:
        if first.value > 12 or first.value == second.value:
            return day_point(third.value, second.value, first.value)
        if second.value > 12:
            return day_point(third.value, first.value, second.value)
        written = f"{first.value}/{second.value}/{third.value}"
        return Point(problem=f"{written} names its month first or its day first; write it as 2021-06-30 is written")
    return None


def _length(token: Token) -> int:
    return token.end - token.start
