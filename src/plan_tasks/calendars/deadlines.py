"""Deadlines in words, Chinese and English: read where a text is one, found where a sentence holds some.

Lives here: `Deadline`, `read_deadline`, `find_deadlines`. Not here: words and rules (`grammar`); moving a deadline to
a working day (`working_days`); which deadline of a sentence counts for a measure (`plan_tasks.drafting`).

What the words mean: a month, quarter, half or year ends on its last day, also where only its name stands (6月前 and
"by June" are by 30 June); 前 counts the day that it names, as usage and law have it, while English "before" does not.
A phrase without a year lies in the plan's year, or in the one that the sentence named before it (2022年3月底前开工,
9月底前完工). Words that tell of the past (截至6月底, as of the end of June; 去年底, the end of last year) and of a
beginning (3月起, from March on) are no deadlines.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

import attrs

from plan_tasks.calendars.contract import WorkCalendar
from plan_tasks.calendars.grammar.chinese import CHINESE_STARTS, IN_BOTH, chinese_phrase
from plan_tasks.calendars.grammar.chinese_words import COMPLETIONS
from plan_tasks.calendars.grammar.english import ENGLISH_STARTS, english_phrase
from plan_tasks.calendars.grammar.meaning import Meaning, Reading
from plan_tasks.calendars.grammar.scanning import alike, scan
from plan_tasks.calendars.grammar.tokens import Kind, Tokens
from plan_tasks.calendars.recurrence import Recurrence

__all__ = ["Deadline", "find_deadlines", "read_deadline"]

_SENTENCE_ENDS: Final = re.compile(r"[。;!?]|\n\s*\n|\.\s")
_CLAUSE_STOPS: Final = frozenset("\n\t。,;:!?()[]|\"'“”‘’、.【】<>*")
_COMPLETION: Final = re.compile(rf"\s?(?:全部|全面|基本|正式|力争|确保)?(?:{'|'.join(COMPLETIONS)})|,? at the latest")
#: What may stand round a deadline in a cell or an option.
_OPENING: Final = re.compile(r"[\s(\[“\"*]*(?:(?:务必|力争|确保|争取|预计|计划|应|须|拟)?(?:即日起)?[于在]?(?=[^\s]))")
_CLOSING: Final = re.compile(
    rf"\s?(?:(?:全部|全面|基本|正式)?(?:{'|'.join(COMPLETIONS)})|,? at the latest)?[\s)\]”\"*.。,;]*"
)


@attrs.frozen(kw_only=True)
class Deadline:
    """A deadline in words.

    Attributes:
        text: The words.
        start: Offset of their first character.
        end: Offset after their last.
        due: Last day allowed; None where the words name none: work that goes on or comes again, or a problem.
        recurrence: When it is due again (每月25日前, by the 25th of every month); `Every.CONTINUOUS` for work that goes
            on; None for what is due once.
        explicit: Whether the words themselves say by when (6月底前, by June, 11月完成) or only name a time (6月).
        provisional: Whether `due` rests on days off that are not announced, or not known, and may move.
        note: Why it may move; empty for a day that stands.
        problem: Why there is no day although the words name one: there is no 30 February, no year is known.
    """

    text: str
    start: int
    end: int
    due: date | None = None
    recurrence: Recurrence | None = None
    explicit: bool = False
    provisional: bool = False
    note: str = ""
    problem: str = ""


def read_deadline(
    text: str,
    *,
    year: int | None = None,
    period_end: date | None = None,
    calendar: WorkCalendar | None = None,
) -> Deadline | None:
    """Reads a text that is a deadline: a cell of a table, an option of a command.

    Args:
        text: The text; round the deadline may stand spaces, brackets and words such as 完成 (complete).
        year: The plan's year, 1 to 9999, for words that name none.
        period_end: Last day of the plan's period, for words that name it (规划期末, end of the plan period).
        calendar: Tells when festivals are (春节前, before the Spring Festival); its holidays bear Chinese or English
            names.

    Returns:
        The deadline with the offsets of its words; None when the text is not one, or holds more than one. It never
        raises, whatever the text. A deadline that has no day has a `Deadline.problem`.

    Example:
        >>> read_deadline("6月底前", year=2021).due
        datetime.date(2021, 6, 30)
        >>> read_deadline("by 15 December", year=2021).due
        datetime.date(2021, 12, 15)
        >>> read_deadline("每月25日前").recurrence.day
        25
        >>> read_deadline("2021年2月30日").problem
        'there is no day 30 in month 2 of 2021, which has 28 days'
    """
    simple = alike(text)
    tokens = scan(simple)
    if tokens.peek().kind is Kind.STOP:
        opening = _OPENING.match(simple)
        begin = opening.end() if opening is not None else 0
        while tokens.place < len(tokens) and tokens.peek().start < begin:
            tokens.place += 1
        if tokens.peek().start != begin:
            return None
    start = tokens.peek().start
    reading = Reading(year=year, period_end=period_end, calendar=calendar)
    meaning = _phrase(tokens, reading)
    if meaning is None or meaning.void or _CLOSING.fullmatch(simple, tokens.end) is None:
        return None
    return _deadline(text, start, tokens, meaning, simple)


def find_deadlines(
    text: str,
    *,
    year: int | None = None,
    period_end: date | None = None,
    calendar: WorkCalendar | None = None,
) -> tuple[Deadline, ...]:
    """Finds the deadlines that a text holds: a sentence, a paragraph, a document.

    Args:
        text: The text.
        year: As for `read_deadline`.
        period_end: As for `read_deadline`.
        calendar: As for `read_deadline`.

    Returns:
        The deadlines in order; they do not overlap, and each one's words are the text between its offsets. Among them
        are words that only name a time (3月, March), with `Deadline.explicit` False: whether they say by when, the
        reader of the sentence knows. It never raises, and takes time in step with the length of the text.

    Example:
        >>> for found in find_deadlines("6月底前开工，12月底前完工", year=2021):
        ...     print(found.text, found.start, found.end, found.due)
        6月底前 0 4 2021-06-30
        12月底前 7 12 2021-12-31
        >>> find_deadlines("Report as of end of June; finish by the end of Q3.", year=2021)[0].text
        'by the end of Q3'
    """
    simple = alike(text)
    tokens = scan(simple)
    own = Reading(year=year, period_end=period_end, calendar=calendar)
    found: list[Deadline] = []
    named: date | None = None  # the last day of a year that the sentence names
    sentence_from = 0
    while tokens.place < len(tokens):
        place, start = tokens.place, tokens.peek().start
        meaning = _phrase(tokens, own)
        if meaning is None:
            tokens.place = place + 1
            continue
        if named is not None and _SENTENCE_ENDS.search(simple, sentence_from, start):
            named = None
        if named is not None and not meaning.named and meaning.due is not None:
            end_place = tokens.place
            tokens.place = place
            meaning = _later(meaning, _phrase(tokens, attrs.evolve(own, year=named.year)), named)
            tokens.place = end_place
        sentence_from = tokens.end
        if meaning.named and meaning.due is not None:
            named = meaning.due
        if meaning.void or (meaning.alone and not _fills_clause(simple, start, tokens.end)):
            continue
        found.append(_deadline(text, start, tokens, meaning, simple))
    return tuple(found)


def _later(own: Meaning, carried: Meaning | None, named: date) -> Meaning:
    """The meaning in the year that the sentence named, where that is not before what it named."""
    return carried if carried is not None and carried.due is not None and carried.due >= named else own


def _phrase(tokens: Tokens, reading: Reading) -> Meaning | None:
    """Reads the phrase under the cursor and moves over it, the longer of two; None when none stands there."""
    first, place = tokens.peek(), tokens.place
    if first.kind is Kind.STOP:
        return None
    latin = tokens.text[first.start].isascii()
    found: Meaning | None = None
    end = place
    if first.kind in (IN_BOTH if latin else CHINESE_STARTS):
        found = chinese_phrase(tokens, reading)
        end = tokens.place
    if latin and first.kind in ENGLISH_STARTS:
        tokens.place = place
        english = english_phrase(tokens, reading)
        if english is not None and (found is None or tokens.place > end):
            found, end = english, tokens.place
    tokens.place = end if found is not None else place
    return found


def _deadline(text: str, start: int, tokens: Tokens, meaning: Meaning, simple: str) -> Deadline:
    end = tokens.end
    return Deadline(
        text=text[start:end],
        start=start,
        end=end,
        due=meaning.due,
        recurrence=meaning.recurrence,
        explicit=meaning.explicit or _COMPLETION.match(simple, end) is not None,
        provisional=bool(meaning.note),
        note=meaning.note,
        problem=meaning.problem,
    )


def _fills_clause(text: str, start: int, end: int) -> bool:
    """Whether nothing but spaces stands between a phrase and the signs or ends round it."""
    before, after = text[max(start - 4, 0) : start].rstrip(" "), text[end : end + 4].lstrip(" ")
    return (not before or before[-1] in _CLAUSE_STOPS) and (not after or after[0] in _CLAUSE_STOPS)
