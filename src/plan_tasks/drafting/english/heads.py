"""What an English target is about: the words before a figure freed of verbs, and the words behind a figure.

Lives here: finding the verb that leads a clause, cleaning heads, cutting off what stands behind an object. Not here:
which of the two a figure has (``claims``).
"""

from __future__ import annotations

from typing import Final

import attrs

from plan_tasks.drafting.characters import line
from plan_tasks.drafting.english.grammar import BOUNDARY
from plan_tasks.drafting.stretches import Stretch
from plan_tasks.drafting.tokens import Tag
from plan_tasks.drafting.vocabulary.lexicon import Part, Word

__all__ = ["Left", "left_of", "object_end", "parts_of", "written"]

_LONGEST_INDICATOR: Final = 80
_LONGEST_OBJECT: Final = 12

#: Words after which a verb may stand, and that are of no head.
_OPENING: Final = frozenset(
    (
        *(part.value for part in (Part.LEAD, Part.MANNER, Part.AIM, Part.FUTURE, Part.BE, Part.WITH, Part.PAST)),
        *(Tag.AND, Tag.ASIDE, Tag.DATE, Tag.DASH),
    )
)
_VERBS: Final = frozenset(
    part.value for part in (Part.VERB, Part.ACTION, Part.ACHIEVE, Part.KEEP, Part.CHANGE, Part.LEVEL)
)
#: Before a head without being of it.
_BEFORE: Final = frozenset(
    (
        *(part.value for part in (Part.LEAD, Part.MANNER, Part.AIM, Part.FUTURE, Part.WITH, Part.DETERMINER)),
        *(part.value for part in (Part.PAST, Part.BE, Part.PREPOSITION, Part.BY, Part.TO, Part.OF)),
        *(Tag.AND, Tag.ASIDE, Tag.DATE, Tag.DASH),
    )
)
#: Behind one.
_BEHIND: Final = frozenset(
    (
        *(part.value for part in (Part.MANNER, Part.AIM, Part.FUTURE, Part.BE, Part.BASIS, Part.PAST, Part.WITH)),
        *(
            Part.PREPOSITION.value,
            Part.DETERMINER.value,
            Part.BY.value,
            Part.TO.value,
            Part.OF.value,
            Tag.ASIDE,
            Tag.DATE,
            Tag.AND,
        ),
    )
)
#: What ends the words that are counted.
_CUTS: Final = frozenset(
    (
        *(part.value for part in (Part.PREPOSITION, Part.BY, Part.TO, Part.FROM, Part.BE, Part.FUTURE, Part.AIM)),
        *(part.value for part in (Part.WITH, Part.COMPARED, Part.BASIS, Part.EACH, Part.BINDING, Part.EXPECTED)),
        *(Part.PAST.value, Part.BETWEEN.value, Part.STEP.value, Part.BOUND.value),
        *(Tag.AND, Tag.ASIDE, Tag.DATE, Tag.VALUE, Tag.NUMBER),
        *BOUNDARY,
    )
)


@attrs.frozen(kw_only=True)
class Left:
    """What stands before a figure.

    Attributes:
        verb: Index of the verb that leads; -1 for none.
        first: Index of the head's first token.
        last: Index after its last; ``first`` where the head is empty.
        word: The verb.
    """

    verb: int
    first: int
    last: int
    word: Word | None

    @property
    def is_empty(self) -> bool:
        """Whether there is no head."""
        return self.first >= self.last


def left_of(stretch: Stretch, first: int, last: int) -> Left:
    """Take apart what stands between a boundary and a figure.

    Args:
        stretch: Where it stands.
        first: Index of the first token after the boundary.
        last: Index of the predicate's first token.

    Returns:
        The verb that leads it, where one does, and the head.
    """
    verb = -1
    expecting = True
    for index in range(first, last):
        token = stretch.tokens[index]
        if token.tag in _OPENING and not _is_done(token.word):
            expecting = True
        elif expecting and _is_verb(stretch, index) and _is_verbal(stretch, index, first, last):
            verb, expecting = index, False
        else:
            expecting = token.word is not None and token.word.text == "to"
    word = stretch.tokens[verb].word if verb >= 0 else None
    first = verb + 1 if verb >= 0 else first
    while first < last and stretch.tags[first] in _BEFORE and not _is_done(stretch.tokens[first].word):
        first += 1
    while last > first and stretch.tags[last - 1] in _BEHIND:
        last -= 1
    return Left(verb=verb, first=first, last=last, word=word)


def _is_done(word: Word | None) -> bool:
    return word is not None and word.part is Part.PAST and word.tag == "participle"


def _is_verb(stretch: Stretch, index: int) -> bool:
    word = stretch.tokens[index].word
    if word is None or (word.part.value not in _VERBS and not _is_done(word)) or word.tag == "noun":
        return False
    return stretch.tags[index + 1 : index + 2] != Part.OF.value  # use of, rise of


def _is_verbal(stretch: Stretch, index: int, first: int, last: int) -> bool:
    """Whether a participle is a verb (we built 30 schools), and not an adjective (surveyed unemployment)."""
    if not _is_done(stretch.tokens[index].word) or index + 1 == last:
        return True
    before = stretch.tokens[index - 1].word if index > first else None
    return before is not None and (before.text == "we" or before.tag == "have")


def object_end(stretch: Stretch, first: int) -> int:
    """Where the words that are counted end: at a preposition, a joint, a mark."""
    last = first
    while last < len(stretch.tags) and last - first < _LONGEST_OBJECT:
        tag = stretch.tags[last]
        if tag == Part.LIMIT.value and stretch.tags[last + 1 : last + 2] == Tag.NUMBER and last > first:
            last += 2  # children under five
            continue
        if (tag in _CUTS and not _is_done(stretch.tokens[last].word)) or (tag == Part.LIMIT.value and last > first):
            break
        last += 1
    while last > first and stretch.tags[last - 1] in (Part.OF.value, Part.DETERMINER.value, Part.MANNER.value):
        last -= 1
    return last


def parts_of(stretch: Stretch, first: int, last: int, count: int) -> list[str]:
    """Take a head apart into as many indicators as there are figures: urban and rural incomes.

    Args:
        stretch: Where it stands.
        first: Index of the head's first token.
        last: Index after its last.
        count: How many there must be.

    Returns:
        The indicators; one when the head cannot be parted so.
    """
    joints = [i for i in range(first, last) if stretch.tags[i] in (Part.WITH.value, Tag.AND)]
    if len(joints) + 1 != count:
        return [written(stretch, first, last)]
    edges = [first - 1, *joints, last]
    spans = [(edges[i] + 1, edges[i + 1]) for i in range(count)]
    if any(start >= end for start, end in spans):
        return [written(stretch, first, last)]
    start, end = spans[-1]
    lengths = {b - a for a, b in spans[:-1]}
    tail = written(stretch, start + 1, end) if lengths == {1} and end - start > 1 else ""
    texts = [f"{written(stretch, a, b)} {tail}".strip() for a, b in spans[:-1]]
    return [*texts, written(stretch, start, end)]


def written(stretch: Stretch, first: int, last: int) -> str:
    """Tokens as the document writes them, on one line, without markup and asides."""
    pieces: list[str] = []
    at = first
    while at < last:
        end = at
        while end < last and stretch.tags[end] != Tag.ASIDE:
            end += 1
        if end > at:
            start, stop = stretch.folded.span(stretch.tokens[at].start, stretch.tokens[end - 1].end)
            pieces.append(line(stretch.document[start:stop]))
        at = end + 1
    return " ".join(pieces)[:_LONGEST_INDICATOR].strip()
