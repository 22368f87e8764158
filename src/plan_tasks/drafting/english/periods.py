"""The years that an English text plans for.

Lives here: `years_of`. Not here: deadlines within them (``plan_tasks.calendars.deadlines``).
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

import attrs

__all__ = ["Years", "years_of"]

_HEAD: Final = 200_000
_LONGEST_TITLE: Final = 160
_YEAR: Final = r"(?<![\d.,/-])(?:19|20|21)\d\d(?!\d|,\d{3}(?!\d)|\.\d|%)"
_RANGE: Final = re.compile(
    r"(?<![\d.,/-])((?:19|20|21)\d\d)[ ]?(?:-|–|—|/| to | and )[ ]?((?:19|20|21)\d\d|\d\d)(?![\d%-])"
)
_ONE: Final = re.compile(f"({_YEAR})")
_FISCAL: Final = re.compile(
    r"\b(?:FY|[Ff]iscal [Yy]ear|[Ff]inancial [Yy]ear|[Ss]chool [Yy]ear|[Aa]cademic [Yy]ear)[ ]?(?:20)?\d\d"
)
_SHORT_FISCAL: Final = re.compile(r"\bFY[ ]?(\d\d)(?!\d)")
_WORDS: Final = (
    "plan|plans|targets?|tasks?|programme|program|goals?|objectives?|budget|strategy|priorities|key results|work"
)
_PLANNED: Final = re.compile(
    rf"(?:\b(?:{_WORDS})\b[^.\n\d]{{0,16}}?\b(?:for|in|of)? ?|\bfor (?:the year )?)({_YEAR})"
    rf"|({_YEAR}) (?:{_WORDS})\b|({_YEAR})[^.\n]{{0,60}}?\b(?:will|shall|aims?|plans?)\b",
    re.IGNORECASE,
)
_HEADING: Final = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+)?(.{1,160})$", re.MULTILINE)


@attrs.frozen(kw_only=True)
class Years:
    """The first and last year of a plan.

    Attributes:
        first: The first.
        last: The last; the same for a plan of one year.
        shifted: Whether the text speaks of a financial or school year, whose months it does not tell.
    """

    first: int
    last: int
    shifted: bool = False


def years_of(text: str, year: int | None) -> Years | None:
    """The years that a text plans for: those of its headings, else those beside words of planning, else the most named.

    Args:
        text: The text.
        year: The year that the caller knows; None for none.

    Returns:
        The years; None when the text names none.

    Example:
        >>> years_of("# Strategic plan 2021-2025", None)
        Years(first=2021, last=2025, shifted=False)
    """
    head = text[:_HEAD]
    found = _in_headings(head) or _in_prose(head)
    if year is not None and (found is None or not found.first <= year <= found.last):
        return Years(first=year, last=year)
    return found


def _in_headings(head: str) -> Years | None:
    first_line = True
    for heading in _HEADING.finditer(head):
        words = heading.group(1).strip()
        if not words:
            continue
        marked = heading.group().lstrip().startswith("#")
        titled = first_line and not re.search(r"[.;!?]", words)
        first_line = False
        if marked or titled:
            years = _years_in(words)
            if years is not None and not re.search(
                r"\b(?:review|results|achievements|report on)\b", words, re.IGNORECASE
            ):
                return years
    return None


def _years_in(words: str) -> Years | None:
    shifted = _FISCAL.search(words) is not None
    span = _RANGE.search(words)
    if span is not None:
        first, last = int(span[1]), int(span[1][: 4 - len(span[2])] + span[2])
        if first < last <= first + 30:
            return Years(first=first, last=last, shifted=shifted or len(span[2]) == 2)
    short = _SHORT_FISCAL.search(words)
    if short is not None:
        return Years(first=2000 + int(short[1]), last=2000 + int(short[1]), shifted=True)
    one = re.search(r"(?:FY ?)?((?:19|20|21)\d\d)(?!\d|,\d{3}(?!\d)|\.\d|%)", words)
    return Years(first=int(one[1]), last=int(one[1]), shifted=shifted) if one is not None else None


def _in_prose(head: str) -> Years | None:
    planned = [int(next(filter(None, found.groups()))) for found in _PLANNED.finditer(head)]
    named = planned or [int(found[1]) for found in _ONE.finditer(head)]
    if not named:
        return None
    year = max(Counter(named).items(), key=lambda pair: (pair[1], pair[0]))[0]
    return Years(first=year, last=year, shifted=_FISCAL.search(head) is not None)
