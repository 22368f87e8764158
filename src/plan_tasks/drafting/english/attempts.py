"""Whether an English figure is meant, what it is about, and what it measures.

Lives here: `Attempt`, a match of the figure pattern before it is known to be a claim, and what can be told of it from
the tokens round it. Not here: finding matches and making claims (``claims``).
"""

from __future__ import annotations

import re
from typing import Final

import attrs

from plan_tasks.drafting.english.grammar import BOUNDARY
from plan_tasks.drafting.english.heads import Left, object_end
from plan_tasks.drafting.english.tokens import kind_of
from plan_tasks.drafting.figures import Figure
from plan_tasks.drafting.stretches import Stretch
from plan_tasks.drafting.tokens import Tag
from plan_tasks.drafting.vocabulary.lexicon import Part, Word
from plan_tasks.model.vocabulary import ChangeType

__all__ = ["PARTICLES", "RATES", "Attempt", "change_of", "is_of_list"]

RATES: Final = frozenset(("share", "points", "times"))
"""Kinds of units in which a change is told."""
PARTICLES: Final = frozenset(("up", "down"))

#: Verbs whose object may be a level that behind "of" is told in figures: achieve a score of 50.
_LEVELLING: Final = frozenset((Part.ACHIEVE, Part.KEEP, Part.LEVEL, Part.CHANGE))
#: Limits that name a level, not the size of a change: cut it below 3%.
_OF_LEVEL: Final = frozenset(("below", "under", "above", "over", "at or above", "at or below", "within", "up to"))
_BEYOND: Final = _OF_LEVEL - {"over", "within", "up to"}  # fall below 8%, but grow over 6%
#: Heads whose figure is a level even behind one that grows: output up 5%, unemployment rate 4%.
_SHARES: Final = re.compile(r"\b(?:rate|ratio|share|proportion|level|coverage|score)\b", re.IGNORECASE)
_GOES_ON: Final = frozenset((Part.FUTURE.value, Part.BE.value, Part.CHANGE.value))
#: Between a head and a figure they say that the figure is of something else: clinics in 14 districts.
_NOT_BEFORE: Final = frozenset((Part.PREPOSITION.value, Part.DETERMINER.value))


@attrs.frozen(kw_only=True)
class Attempt:
    """A match of the figure pattern.

    Attributes:
        stretch: Where it stands.
        opening: Index of the first token that may be of its head.
        start: Index of the match's first token.
        end: Index after the last token of its figures.
        left: What stands before it.
        figures: Its figures, at least one.
        moved: The word of change in it (up 5%); None for none.
        reached: Its words of level (reach 5%).
        way: The small word before the figures: by, to, at or of; empty for none.
        sourced: Whether it says from where: from 3% to 5%.
        past: Whether it tells of what has been.
        listing: Whether the text has said that targets follow.
    """

    stretch: Stretch = attrs.field(repr=False)
    opening: int
    start: int
    end: int
    left: Left
    figures: list[Figure]
    moved: Word | None = None
    reached: tuple[Word, ...] = ()
    way: str = ""
    sourced: bool = False
    past: bool = False
    listing: bool = False

    @property
    def first(self) -> Figure:
        """The first figure."""
        return self.figures[0]

    @property
    def kind(self) -> str:
        """The kind of the first figure's unit."""
        return kind_of(self.first.value)

    @property
    def is_bounded(self) -> bool:
        """Whether a word such as "at least" or "or more" is with a figure."""
        return any(figure.bound is not None or figure.limit is not None for figure in self.figures)

    @property
    def is_moved(self) -> bool:
        """Whether a word of change or level is in it."""
        return self.moved is not None or bool(self.reached)

    @property
    def tag_before(self) -> str:
        """The tag before the match; empty where it begins the stretch."""
        return self.stretch.tags[self.start - 1 : self.start] if self.start else ""

    @property
    def tag_behind(self) -> str:
        """The tag behind the figures; empty where they end the stretch."""
        return self.stretch.tags[self.end : self.end + 1]

    @property
    def is_behind_colon(self) -> bool:
        """Whether a colon opens its clause."""
        return self.opening > 0 and self.stretch.tags[self.opening - 1] == Tag.COLON

    def has_object(self) -> bool:
        """Whether words behind the figures say what is counted."""
        if not self.tag_behind or self.tag_behind in BOUNDARY:
            return False
        return self.tag_behind == Part.OF.value or object_end(self.stretch, self.end) > self.end

    def is_about_head(self, subject: str) -> bool:
        """Whether the figure is about what stands before it, and not about what stands behind.

        Args:
            subject: What a figure without a head is about; empty for nothing.
        """
        left = self.left
        pointed = self.is_moved or self.way or self.sourced
        if left.is_empty:
            if subject and not self.has_object():
                return True
            if not pointed and not self.is_bounded:
                if Part.AIM.value in self.stretch.tags[self.start : self.end] and not self.has_object():
                    return True  # up 8%, aiming for 10%
                return self.is_behind_colon and self.start == self.opening and not self.has_object()
            return not self.has_object() or (self.moved is not None and left.verb < 0)
        whole = self.tag_behind != Part.OF.value or self.kind in RATES  # a deficit below 4% of the product
        if pointed or (left.verb < 0 and self.is_bounded and whole):
            return True
        if self.tag_before in _NOT_BEFORE:
            return False
        return not self.has_object() or self._has_verb_of(_LEVELLING)

    def is_sound(self) -> bool:
        """Whether the figure of a head can be meant."""
        word, value, moved = self.left.word, self.first.value, self.is_moved
        if self.left.is_empty:
            return True
        if self.past and (moved or self.way or self.is_bounded):
            return True
        if not (moved or self.way):
            if self.tag_behind in _GOES_ON or self.tag_before in _NOT_BEFORE or value.chinese:
                return False  # patients waiting more than 4 hours should be few
            if word is not None:
                return self._has_verb_of(_LEVELLING) or (self.is_bounded and self.kind != "time")
            return self.is_bounded or self.listing or self.sourced
        if moved:
            return True
        if self.way == "by":
            return self._has_verb_of(frozenset((Part.CHANGE,)))
        if self.way == "of":
            return (word is None and self.listing) or self._has_verb_of(_LEVELLING)
        return self._has_verb_of(_LEVELLING) or bool(value.sign) or self.is_bounded

    def is_counted(self, *, going_on: bool) -> bool:
        """Whether a figure before its object is meant: not a number of what is there, not said in passing.

        Args:
            going_on: Whether the figure before it was of things counted, and only a joint stands between the two.
        """
        left, tokens = self.left, self.stretch.tokens
        between = tokens[left.verb + 1 if left.verb >= 0 else self.opening : self.start]
        existing = bool(between) and between[-1].word is not None and between[-1].word.tag == "existing"
        if (existing and not self.is_bounded) or self.way in ("by", "of"):
            return False
        of = self.tag_behind == Part.OF.value
        if not of and (self.kind == "time" or (self.kind in RATES and self._has_verb_of(_DOING))):
            return False
        acted = self._has_verb_of(_LEVELLING | _DONE) or any(word.part in _LEVELLING for word in self.reached)
        if not left.is_empty:
            added = self.stretch.text(self.start - 1, self.start).lower() == "with"  # the fleet with 60 buses
            return self.is_bounded or (left.word is not None and acted and (self.way == "to" or added))
        if self.is_bounded or self.past or (going_on and self.kind not in RATES):
            return True
        if self.first.value.chinese:
            return acted and not between
        if acted:
            return True
        if left.verb >= 0:
            return False
        if of and self.is_behind_colon:
            return self.kind in RATES
        return self.listing or self.stretch.text(self.end, self.end + 1).lower() == "new"

    def _has_verb_of(self, parts: frozenset[Part]) -> bool:
        return self.left.word is not None and self.left.word.part in parts


_DONE: Final = frozenset((Part.VERB, Part.PAST))
_DOING: Final = frozenset((Part.VERB, Part.ACTION))


def is_of_list(attempt: Attempt, start: int, values: int) -> bool:
    """Whether a bare rate is one of a list whose first says how it moves: output up 9%, exports 5%.

    Args:
        attempt: The match.
        start: Index of its first token.
        values: Index of its first figure.
    """
    left = attempt.left
    if attempt.is_moved or left.verb >= 0 or left.is_empty or attempt.kind not in RATES:
        return False
    limit = attempt.first.limit
    bare = all(tag == Part.LIMIT.value for tag in attempt.stretch.tags[start:values])
    levelled = limit is not None and limit.text in _OF_LEVEL
    return bare and not levelled and _SHARES.search(attempt.stretch.text(left.first, left.last)) is None


def change_of(attempt: Attempt, figure: Figure) -> ChangeType:
    """What a figure measures: a level, or the size of a change by the word of change beside it.

    Args:
        attempt: The match.
        figure: One of its figures.
    """
    word, limit = attempt.moved, figure.limit.text if figure.limit is not None else ""
    levelled = attempt.way in ("to", "at") or attempt.sourced or any(r.part is Part.LEVEL for r in attempt.reached)
    if word is not None:
        levelled = levelled or (limit in _BEYOND and word.tag != "noun" and word.text not in PARTICLES)
    elif attempt.left.word is not None and attempt.left.word.part is Part.CHANGE:
        word = attempt.left.word
        sized = attempt.kind in RATES and limit not in _OF_LEVEL
        levelled = levelled or not sized or attempt.left.is_empty
    if word is None or (levelled and attempt.way != "by"):
        return ChangeType.LEVEL
    if word.change is ChangeType.REDUCTION:
        return ChangeType.REDUCTION
    return ChangeType.GROWTH if kind_of(figure.value) in ("share", "times") else ChangeType.INCREMENT
