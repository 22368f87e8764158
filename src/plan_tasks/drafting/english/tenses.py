"""Whether an English clause tells of what has been or of what is meant.

Lives here: `is_past`, which looks at the words of a clause, at what opens its sentence, and at the years that it names.
Not here: the tense of a part of the document (``plan_tasks.drafting.frames``).
"""

from __future__ import annotations

import re
from typing import Final

from plan_tasks.drafting.frames import FUTURE, PAST, Frame, Tense
from plan_tasks.drafting.stretches import Stretch
from plan_tasks.drafting.tokens import Tag
from plan_tasks.drafting.vocabulary.lexicon import Part

__all__ = ["is_past", "sentence_tense"]

_YEAR: Final = re.compile(r"(?:19|20|21)\d\d")
_INTENDING: Final = frozenset((Part.FUTURE.value, Part.AIM.value))
_BESIDE_DATE: Final = frozenset(("in", "during", "for", "over", "throughout"))
_BEFORE_TIME: Final = frozenset(
    (Part.LEAD.value, Part.DETERMINER.value, Part.PREPOSITION.value, Part.WITH.value, Part.TO.value)
)


def sentence_tense(stretch: Stretch, first: int, year: int | None) -> Tense | None:
    """What a sentence's first words say of its time: Last year ..., In 2020 ..., In 2021 ...

    Args:
        stretch: Where it stands.
        first: Index of its first token.
        year: First year of the plan; None when it is not known.

    Returns:
        The tense; None where they say nothing.
    """
    for index in range(first, min(first + 4, len(stretch.tags))):
        token = stretch.tokens[index]
        if token.word is not None and token.word.tag == "time":
            return PAST if token.tag == Part.PAST.value else FUTURE
        if token.tag == Tag.DATE:
            named = _year_in(stretch, index)
            return None if named is None or year is None else PAST if named < year else FUTURE
        if token.tag not in _BEFORE_TIME:
            return None
    return None


def is_past(
    stretch: Stretch, frame: Frame, first: int, start: int, end: int, *, year: int | None, verb: int = -1
) -> bool:
    """Whether a claim tells of what has been.

    Args:
        stretch: Where it stands.
        frame: The tense of the sentence and of the part of the document.
        first: Index of the clause's first token.
        start: Index of the predicate's first token.
        end: Index after its last.
        verb: Index of the verb that leads the clause; -1 for none.
        year: First year of the plan; None when it is not known.
    """
    if frame.era == PAST:
        return True
    tags = stretch.tags
    if any(tag in _INTENDING for tag in tags[first:end]):
        return False
    been = Part.BE.value in tags[start:end]
    for index in range(first, end):
        word = stretch.tokens[index].word
        if word is None:
            continue
        if word.tag == "past" or (word.part is Part.PAST and word.tag == "time") or _has_been(stretch, index):
            return True
        if word.tag == "participle" and (index >= start or index == verb) and not frame.listing and not been:
            return True
    return frame.sentence == PAST or _ends_in_past(stretch, end, year)


def _ends_in_past(stretch: Stretch, end: int, year: int | None) -> bool:
    """Whether the words behind a figure, up to the next sign, tell of the past: in 2020, were created."""
    for index in range(end, len(stretch.tags)):
        tag, word = stretch.tags[index], stretch.tokens[index].word
        if tag in (Tag.COMMA, Tag.STOP, Tag.COLON, Part.WITH.value, Tag.VALUE, Tag.NUMBER, *_INTENDING):
            return False
        if _has_been(stretch, index) or (word is not None and word.part is Part.PAST and word.tag == "time"):
            return True
        before = stretch.tokens[index - 1].word
        if tag == Tag.DATE and year is not None and before is not None and before.text in _BESIDE_DATE:
            named = _year_in(stretch, index)
            return named is not None and named < year
    return False


def _has_been(stretch: Stretch, index: int) -> bool:
    """Whether a token is was, were, had; or has or have, before a participle and not before a noun."""
    word = stretch.tokens[index].word
    if word is None or word.tag != "have":
        return False
    following = stretch.tokens[index + 1].word if index + 1 < len(stretch.tokens) else None
    return word.text not in ("has", "have") or (
        following is not None and following.tag in ("past", "participle", "held")
    )


def _year_in(stretch: Stretch, index: int) -> int | None:
    token = stretch.tokens[index]
    found = _YEAR.search(stretch.folded.text, token.start, token.end)
    return int(found.group()) if found is not None else None
