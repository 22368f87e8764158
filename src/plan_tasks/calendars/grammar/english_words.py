"""The English words of deadlines, each with its kind.

Lives here: a table, in lower case. Not here: how words are put together (`english`).
"""

from __future__ import annotations

from typing import Final

from plan_tasks.calendars.grammar.tokens import Kind
from plan_tasks.calendars.recurrence import Every

__all__ = ["ADVERBS", "ENGLISH_WORDS", "STARTS_NO_UNIT"]

_MONTHS: Final = (
    ("january", "jan"),
    ("february", "feb"),
    ("march", "mar"),
    ("april", "apr"),
    ("may",),
    ("june", "jun"),
    ("july", "jul"),
    ("august", "aug"),
    ("september", "sept", "sep"),
    ("october", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NUMBERS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

#: Adverbs of what comes again; `Token.value` is the index.
ADVERBS: Final = (Every.DAY, Every.WEEK, Every.MONTH, Every.QUARTER, Every.HALF_YEAR, Every.YEAR)

ENGLISH_WORDS: Final[dict[str, tuple[Kind, int]]] = {
    **{word: (Kind.MONTH_NAME, number) for number, names in enumerate(_MONTHS, start=1) for word in names},
    **{word: (Kind.WEEKDAY, number) for number, word in enumerate(_WEEKDAYS, start=1)},
    **{f"{word}s": (Kind.WEEKDAY, number) for number, word in enumerate(_WEEKDAYS, start=1)},
    **{word: (Kind.NUMBER, number) for number, word in enumerate(_NUMBERS, start=1)},
    "first": (Kind.ORDINAL, 1),
    "second": (Kind.ORDINAL, 2),
    "third": (Kind.ORDINAL, 3),
    "fourth": (Kind.ORDINAL, 4),
    "day": (Kind.DAY, 0),
    "days": (Kind.DAY, 0),
    "week": (Kind.WEEK, 0),
    "weeks": (Kind.WEEK, 0),
    "fortnight": (Kind.WEEK, 2),
    "month": (Kind.MONTH, 0),
    "months": (Kind.MONTH, 0),
    "quarter": (Kind.QUARTER, 0),
    "quarters": (Kind.QUARTER, 0),
    "half": (Kind.HALF_YEAR, 0),
    "year": (Kind.YEAR, 0),
    "years": (Kind.YEAR, 0),
    "daily": (Kind.ADVERB, 0),
    "weekly": (Kind.ADVERB, 1),
    "monthly": (Kind.ADVERB, 2),
    "quarterly": (Kind.ADVERB, 3),
    "semiannually": (Kind.ADVERB, 4),
    "yearly": (Kind.ADVERB, 5),
    "annually": (Kind.ADVERB, 5),
    "end": (Kind.END, 0),
    "close": (Kind.END, 0),
    "mid": (Kind.MIDDLE, 0),
    "middle": (Kind.MIDDLE, 0),
    "early": (Kind.PART, 10),
    "late": (Kind.PART, -1),
    "by": (Kind.BY, 0),
    "until": (Kind.BY, 0),
    "till": (Kind.BY, 0),
    "due": (Kind.BY, 0),
    "latest": (Kind.BY, 0),
    "before": (Kind.BEFORE, 0),
    "within": (Kind.INSIDE, 0),
    "since": (Kind.FACT, 0),
    "after": (Kind.FACT, 0),
    "from": (Kind.FROM, 0),
    "starting": (Kind.FROM, 0),
    "beginning": (Kind.FROM, 0),
    "onwards": (Kind.SINCE, 0),
    "onward": (Kind.SINCE, 0),
    "every": (Kind.EVERY, 0),
    "each": (Kind.EVERY, 0),
    "other": (Kind.OTHER, 0),
    "last": (Kind.LAST, 0),
    "throughout": (Kind.ALL_YEAR, 1),
    "cob": (Kind.CLOCK, 0),
    "business": (Kind.CLOCK, 0),
    "noon": (Kind.CLOCK, 0),
    "midnight": (Kind.CLOCK, 0),
    "ongoing": (Kind.ENDURING, 0),
    "continuous": (Kind.ENDURING, 0),
    "continuously": (Kind.ENDURING, 0),
    "continuing": (Kind.ENDURING, 0),
    "permanent": (Kind.ENDURING, 0),
    "permanently": (Kind.ENDURING, 0),
    "rolling": (Kind.ENDURING, 0),
    "long": (Kind.LONG, 0),
    "term": (Kind.TERM, 0),
    "to": (Kind.TO, 0),
    "the": (Kind.THE, 0),
    "of": (Kind.OF, 0),
    "in": (Kind.IN, 0),
    "on": (Kind.IN, 0),
    "at": (Kind.IN, 0),
    "during": (Kind.IN, 0),
    "as": (Kind.AS, 0),
    "no": (Kind.NOT, 0),
    "not": (Kind.NOT, 0),
    "later": (Kind.LATER, 0),
    "than": (Kind.THAN, 0),
    "or": (Kind.OR, 0),
    "next": (Kind.NEXT, 0),
    "this": (Kind.THIS, 0),
    "all": (Kind.ALL, 0),
    "plan": (Kind.PLAN_PERIOD, 0),
    "period": (Kind.PLAN_PERIOD, 1),
}

#: Words that may stand behind "by 2030"; any other makes it a number of something: "by 2000 tonnes".
STARTS_NO_UNIT: Final = frozenset(
    (
        *("a", "all", "and", "as", "at", "but", "each", "for", "from", "if", "in", "is", "it", "its", "no", "of", "on"),
        *("or", "our", "so", "that", "the", "there", "they", "this", "through", "to", "under", "we", "when", "while"),
        "with",
    )
)
