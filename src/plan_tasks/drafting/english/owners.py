"""Who answers for a measure: names with roles out of English brackets, labelled lists and cells.

Lives here: reading ``(lead: A; cooperating: B, C; by June)``, ``Owner: A`` and ``led by A with B``. The words are in
``owning``. Not here: which bracket belongs to which measure (``measures``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from plan_tasks.calendars.deadlines import Deadline
from plan_tasks.drafting.characters import line
from plan_tasks.drafting.deadlines import read_deadline
from plan_tasks.drafting.draft import DraftOwner
from plan_tasks.drafting.english.owning import DEADLINE_LABELS, LABELS, TAILS, UNIT_ENDINGS
from plan_tasks.drafting.owners import Naming
from plan_tasks.model.source import SourceSpan
from plan_tasks.model.vocabulary import Role

__all__ = ["english_label_at", "english_names", "english_owner_bracket", "english_owners"]

_LONGEST_NAME: Final = 80
_LONGEST_BRACKET: Final = 1200
_SHORT_LABELS: Final = frozenset(("with", "who", "when", "in charge", "completion", "support", "leader", "timing"))


def _any(words: list[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"[ \t]+") for word in sorted(words, key=lambda w: (-len(w), w)))


_LABEL: Final = re.compile(rf"(?<![\w-])[*_]*({_any([*LABELS, *DEADLINE_LABELS])})[*_]*[ \t]?[:：][*_]*", re.IGNORECASE)
_OUTSIDE: Final = re.compile(  # a label opens a line, sentence or clause; common words are none outside brackets
    rf"(?:^|(?<=[.;,—–|]\s)|(?<=\n)|(?<=\s[—–-]\s))[ \t]*[*_]*"
    rf"({_any([label for label in (*LABELS, *DEADLINE_LABELS) if label not in _SHORT_LABELS])})[*_]*[ \t]?[:：][*_]*",
    re.IGNORECASE | re.MULTILINE,
)
_TAIL: Final = re.compile(rf"(?<![\w-])({_any(list(TAILS))})[ \t]+", re.IGNORECASE)
_TAIL_OUTSIDE: Final = re.compile(rf"(?<=[;,—–])[ \t]*({_any(list(TAILS))})[ \t]+(?=(?:the )?[A-Z])")
_CLAUSES: Final = re.compile(r"[()\[\]]|[;；\n]|\.(?=\s|$)")
_WITH: Final = re.compile(r"[ \t,]+(?:together |jointly )?with[ \t]+(?:support from |the support of )?", re.IGNORECASE)
_LISTED: Final = re.compile(r"[,，、/]|[ \t]+(?:and|&)[ \t]+|,?[ \t]+and[ \t]+")
_BRACKETS: Final = re.compile(r"[()\[\]（）]")
_ARTICLE: Final = re.compile(r"(?:and[ \t]+)?(?:the[ \t]+|all[ \t]+the[ \t]+)?", re.IGNORECASE)


def english_owner_bracket(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Find the next bracket that names owners.

    Args:
        text: The document.
        start: Where to begin.
        end: Where to stop.

    Returns:
        Offsets of the bracket with its signs; None when there is none.
    """
    opened: list[int] = []
    for found in _BRACKETS.finditer(text, start, end):
        if found.group() in "([（":
            opened.append(found.start())
        elif opened:
            at = opened.pop()
            if not opened and found.end() - at <= _LONGEST_BRACKET:
                inside = text[at + 1 : found.start()]
                if _LABEL.search(inside) or _TAIL.match(inside):
                    return at, found.end()
    return None


def english_label_at(text: str, start: int, end: int) -> int | None:
    """Find where owners are named outside brackets (Owner: ...; led by ...); None when nowhere."""
    places = [
        found.start(1) for found in (_OUTSIDE.search(text, start, end), _TAIL_OUTSIDE.search(text, start, end)) if found
    ]
    return min(places) if places else None


def english_owners(document: str, start: int, end: int, *, year: int | None) -> Naming:
    """Read what names owners: the inside of a bracket, or a labelled list.

    Args:
        document: The document.
        start: Offset of the first character.
        end: Offset after the last.
        year: The plan's year, for the deadline.

    Returns:
        Owners in the order they are named, and the deadline if one stands among them.
    """
    owners: list[DraftOwner] = []
    deadline: Deadline | None = None
    for first, last in _clauses(document, start, end):
        for role, at, stop in _labelled(document, first, last):
            words = document[at:stop].strip(" \t*_,.")
            if not words:
                continue
            if role is None:
                found = read_deadline(words, year)
                dated = found if found is not None else Deadline(text=words, start=0, end=len(words))
                deadline = deadline or dated
                continue
            with_ = _WITH.search(document, at, stop)
            if with_ is not None and role in (Role.LEAD, Role.RESPONSIBLE):
                owners += _named(english_names(document, at, with_.start()), role)
                owners += _named(english_names(document, with_.end(), stop), Role.COOPERATING)
            else:
                owners += _named(english_names(document, at, stop), role)
        if deadline is None and not _LABEL.match(document, first, last) and not _TAIL.match(document, first, last):
            words = document[first:last].strip(" \t*_,.")
            deadline = read_deadline(words, year) if words else None
    return Naming(owners=tuple(owners), deadline=deadline)


def _labelled(document: str, first: int, last: int) -> Iterator[tuple[Role | None, int, int]]:
    """Labels in a clause, each with where its names stand; a deadline's label has no role."""
    while first < last and document[first] in " \t*_,-–—":
        first += 1
    marks = [(found.start(), found.end(), found.group(1)) for found in _LABEL.finditer(document, first, last)]
    if not marks and (tail := _TAIL.match(document, first, last)) is not None:
        marks = [(tail.start(), tail.end(), tail.group(1))]
    for index, (_, at, label) in enumerate(marks):
        stop = marks[index + 1][0] if index + 1 < len(marks) else last
        known = " ".join(label.lower().split())
        yield (None if known in DEADLINE_LABELS else LABELS.get(known, TAILS.get(known))), at, stop


def english_names(document: str, start: int, end: int) -> list[SourceSpan]:
    """Take a list of names apart at commas, and at "and" where that divides two units.

    Args:
        document: The document.
        start: Offset of the first character.
        end: Offset after the last.

    Returns:
        Where each name stands.

    Example:
        >>> text = "Tax Bureau, Housing and Construction Bureau and the Office of Posts"
        >>> [name.text for name in english_names(text, 0, len(text))]
        ['Tax Bureau', 'Housing and Construction Bureau', 'Office of Posts']
    """
    names: list[SourceSpan] = []
    at = start
    for divider in _LISTED.finditer(document, start, end):
        comma = divider.group().lstrip()[0] in ",，、/"
        if not comma and not _divides(document, at, divider.start(), divider.end(), end):
            continue
        _add_name(names, document, at, divider.start())
        at = divider.end()
    _add_name(names, document, at, end)
    return names


def _divides(document: str, start: int, at: int, after: int, end: int) -> bool:
    if document[start:at].count("(") > document[start:at].count(")"):
        return False
    return document[start:at].rstrip("*_ ").endswith(UNIT_ENDINGS) or document[after:end].lower().startswith(
        ("the ", "all ")
    )


def _add_name(names: list[SourceSpan], document: str, start: int, end: int) -> None:
    while start < end and document[start] in " \t\r\n.:*_-–—":
        start += 1
    article = _ARTICLE.match(document, start, end)
    start = article.end() if article is not None else start
    while end > start and document[end - 1] in " \t\r\n.:*_;,":
        end -= 1
    if start < end <= start + _LONGEST_NAME and line(document[start:end]):
        names.append(SourceSpan(start=start, end=end, text=document[start:end]))


def _named(names: list[SourceSpan], role: Role) -> list[DraftOwner]:
    return [DraftOwner(name=line(name.text), role=role, span=name) for name in names]


def _clauses(document: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Clauses divided by signs outside inner brackets."""
    depth = 0
    first = start
    for found in _CLAUSES.finditer(document, start, end):
        sign = found.group()
        if sign in "([":
            depth += 1
        elif sign in ")]":
            depth -= 1
        elif depth <= 0:
            yield first, found.start()
            first = found.end()
    yield first, end
