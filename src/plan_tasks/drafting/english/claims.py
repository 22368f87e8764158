"""Reading targets and past results out of English text.

Lives here: `EnglishClaims`, which matches the grammar's predicates, finds what each is about, and says what is claimed.
Not here: the patterns (``grammar``), heads and objects (``heads``), tenses (``tenses``).
"""

from __future__ import annotations

import re
from typing import Final

import attrs

from plan_tasks.drafting.english.grammar import BOUNDARY, PREDICATE
from plan_tasks.drafting.english.heads import Left, left_of, object_end, parts_of, written
from plan_tasks.drafting.english.tenses import is_past, sentence_tense
from plan_tasks.drafting.english.tokens import kind_of
from plan_tasks.drafting.figures import Figure, read_figures
from plan_tasks.drafting.frames import Frame
from plan_tasks.drafting.stretches import Stretch
from plan_tasks.drafting.targets import Claim
from plan_tasks.drafting.tokens import Tag, Value
from plan_tasks.drafting.vocabulary.lexicon import Part, Word
from plan_tasks.model.vocabulary import ChangeType, Commitment, Comparator

__all__ = ["EnglishClaims"]

_RATES: Final = frozenset(("share", "points", "times"))
_REACHING: Final = frozenset((Part.LEVEL.value, Part.ACHIEVE.value, Part.KEEP.value, Part.STABLE.value))
#: Verbs whose object may be a level that behind "of" is told in figures: achieve a score of 50.
_LEVELLING: Final = frozenset((Part.ACHIEVE, Part.KEEP, Part.LEVEL, Part.CHANGE))
#: Limits that name a level, not the size of a change: cut it below 3%.
_OF_LEVEL: Final = frozenset(("below", "under", "above", "over", "at or above", "at or below", "within", "up to"))
_PARTICLES: Final = frozenset(("up", "down"))
_ANNOUNCING: Final = re.compile(r"\b(?:targets?|goals|key results?|indicators|kpis)\b", re.IGNORECASE)
_NOT_HEADS: Final = frozenset((Part.FROM.value, Part.COMPARED.value))
_LONGEST_HEAD: Final = 40
_BEFORE_DATE: Final = frozenset((Part.BY.value, Part.PREPOSITION.value))
_NOUNS: Final = frozenset((Tag.TEXT, Part.INDICATOR.value))


class EnglishClaims:
    """Reads claims from one stretch after another, in the document's order.

    Args:
        frame: What is known of the time that the text speaks of.
        year: First year of the plan; None when it is not known.
    """

    def __init__(self, frame: Frame, year: int | None) -> None:
        self._frame = frame
        self._year = year

    def read(self, stretch: Stretch, subject: str = "") -> list[Claim]:
        """Read a stretch.

        Args:
            stretch: The stretch.
            subject: What a figure without a head is about, as in a table whose indicator stands in another cell.

        Returns:
            Its claims in order.
        """
        listing = self._frame.listing
        try:
            return _Reading(stretch, self._frame, self._year, subject).claims()
        finally:
            self._frame.listing = listing


@attrs.frozen(kw_only=True)
class _Attempt:
    """A match of the figure pattern, before it is known to be a claim."""

    opening: int
    start: int
    end: int
    left: Left
    figures: list[Figure]
    moved: Word | None
    reached: list[Word]
    way: str
    sourced: bool
    past: bool

    @property
    def first(self) -> Figure:
        return self.figures[0]

    @property
    def is_bounded(self) -> bool:
        return any(figure.bound is not None or figure.limit is not None for figure in self.figures)


class _Reading:
    """The reading of one stretch."""

    def __init__(self, stretch: Stretch, frame: Frame, year: int | None, subject: str) -> None:
        self._stretch = stretch
        self._tags = stretch.tags
        self._frame = frame
        self._year = year
        self._subject = subject
        self._heard = 0
        self._floor = 0  # no head begins before this token
        self._claims: list[Claim] = []
        self._heads: list[str] = [subject] if subject else []
        self._earlier: list[str] = []  # those of the sentence before, for "it"
        self._opening = _openings(stretch)
        self._hear_sentence(0)

    def claims(self) -> list[Claim]:
        position = 0
        while (found := PREDICATE.search(self._tags, position)) is not None:
            self._hear(found.start())
            end = self._accept(found)
            self._hear(end or 0)
            if end is not None:
                self._floor = end
            position = max(end or found.start() + 1, found.start() + 1)
        self._hear(len(self._tags))
        return self._claims

    def _hear(self, end: int) -> None:
        for index in range(self._heard, end):
            if self._tags[index] == Tag.STOP:
                self._earlier = self._heads or self._earlier
                self._heads = [self._subject] if self._subject else []
                if self._stretch.folded.text[self._stretch.tokens[index].start] != ";":
                    self._hear_sentence(index + 1)
        self._heard = max(self._heard, end)

    def _hear_sentence(self, first: int) -> None:
        self._frame.sentence = sentence_tense(self._stretch, first, self._year)
        colon = self._tags.find(Tag.COLON, first)
        if colon >= 0 and Tag.STOP not in self._tags[first:colon]:
            words = self._stretch.text(first, colon) if colon > first else ""
            self._frame.listing = self._frame.listing or _ANNOUNCING.search(words) is not None

    def _accept(self, found: re.Match[str]) -> int | None:
        """Take what a match says. Returns the index after it, or None where it says nothing."""
        if found["figure"] is not None:
            return self._figure(found)
        if found["noun"] is not None:
            return self._noun(found)
        return self._without_figure(found, "alike" if found["alike"] is not None else "direction")

    # predicates with figures

    def _figure(self, found: re.Match[str]) -> int | None:
        start, end = found.span()
        opening = max(self._opening[start], self._floor, start - _LONGEST_HEAD)
        tokens = self._stretch.tokens
        values = found.start("figure_values")
        source = found.end("figure_source")
        figures = self._figures(max(source, start), values, end)
        if found["figure_each"] is None and len(figures) > 1:
            figures, end = figures[:1], figures[0].end
        way = found.start("figure_way")
        left = left_of(self._stretch, opening, start)
        moved = tokens[found.start("figure_moved")].word if found["figure_moved"] is not None else None
        if moved is not None and moved.text in _PARTICLES and left.is_empty and left.verb >= 0:
            left = Left(verb=-1, first=opening, last=start, word=None)  # time to hire down 20%
        if moved is not None and left.is_empty and left.verb < 0 and way < 0 <= -source and _is_imperative(moved):
            verb = found.start("figure_moved")  # raise £150,000
            left, moved = Left(verb=verb, first=start, last=start, word=moved), None
        attempt = _Attempt(
            opening=opening,
            start=start,
            end=end,
            left=left,
            figures=figures,
            moved=moved,
            reached=[t.word for t in tokens[start:values] if t.tag in _REACHING and t.word is not None],
            way=tokens[way].word.text if way >= 0 and tokens[way].word is not None else "",  # type: ignore[union-attr]
            sourced=source >= 0,
            past=is_past(self._stretch, self._frame, opening, start, end, year=self._year, verb=left.verb),
        )
        if self._tags[start - 1 : start] in _NOT_HEADS and start:
            return None
        return self._about_head(attempt) if self._has_head(attempt) else self._about_object(attempt)

    def _figures(self, first: int, values: int, end: int) -> list[Figure]:
        if self._tags[values] == Part.BETWEEN.value:
            low, high = self._stretch.tokens[values + 1].value, self._stretch.tokens[values + 3].value
            if low is not None and high is not None and low.low < high.low and low.sign in ("", high.sign):
                return [Figure(value=attrs.evolve(high, low=low.low, high=high.low), end=end)]
        return read_figures(self._stretch, first, end)

    def _has_head(self, attempt: _Attempt) -> bool:
        """Whether a figure is about what stands before it, and not about what stands behind."""
        left = attempt.left
        pointed = attempt.moved is not None or attempt.reached or attempt.way or attempt.sourced
        if left.is_empty:
            if self._subject and not self._has_object(attempt):
                return True
            if not pointed and not attempt.is_bounded:
                return self._tags[attempt.start - 1 : attempt.start] == Tag.COLON and not self._has_object(attempt)
            return not self._has_object(attempt) or (attempt.moved is not None and left.verb < 0)
        if pointed:
            return True
        return not self._has_object(attempt) or (left.word is not None and left.word.part in _LEVELLING)

    def _has_object(self, attempt: _Attempt) -> bool:
        following = self._tags[attempt.end : attempt.end + 1]
        if not following or following in BOUNDARY:
            return False
        return following == Part.OF.value or object_end(self._stretch, attempt.end) > attempt.end

    def _about_head(self, attempt: _Attempt) -> int | None:
        left = attempt.left
        start, heads = attempt.opening, []
        if not left.is_empty:
            attempt, left = self._with_noun(attempt)
            if self._tags[left.last - 1] in _NOT_HEADS:
                return None
            count = len(attempt.figures)
            heads = parts_of(self._stretch, left.first, left.last, count) if count > 1 else []
            heads = heads or [written(self._stretch, left.first, left.last)]
            start = left.verb if left.verb >= 0 else left.first
        if not self._is_sound(attempt):
            return None
        end = attempt.end
        if not heads and attempt.moved is not None and self._tags[end : end + 1] == Part.PREPOSITION.value:
            last = object_end(self._stretch, end + 1)  # growth of 7% in services
            if last > end + 1:
                heads, end, start = [self._named(end + 1, last)], last, attempt.start
        if not heads:
            return self._without_head(attempt)
        unit = ""
        if attempt.first.value.sign == "" and (attempt.moved or attempt.way or attempt.reached):
            last = object_end(self._stretch, end)
            if 0 < last - end <= 2 and all(tag in _NOUNS for tag in self._tags[end:last]):
                unit, end = written(self._stretch, end, last), last
        self._claim(attempt, heads, start, end, unit=unit)
        return end

    def _with_noun(self, attempt: _Attempt) -> tuple[_Attempt, Left]:
        """Take the noun of change off a head: GDP growth at 6%, GDP growth target: 6%."""
        left = attempt.left
        last = left.last
        while last > left.first + 1 and self._stretch.text(last - 1, last).lower() in ("target", "targets", "rate"):
            last -= 1
        noun = self._stretch.tokens[last - 1].word
        rate = kind_of(attempt.first.value) in _RATES
        if attempt.moved is not None or not rate or noun is None or last - 1 <= left.first:
            return attempt, left
        if noun.part is Part.CHANGE and noun.tag in ("noun", "either"):
            left = attrs.evolve(left, last=last - 1)
            attempt = attrs.evolve(attempt, left=left, moved=noun, way="", reached=[])
        return attempt, left

    def _is_sound(self, attempt: _Attempt) -> bool:
        """Whether the figure of a head can be meant."""
        word = attempt.left.word
        value = attempt.first.value
        pointed = attempt.moved is not None or bool(attempt.reached)
        if attempt.left.is_empty or attempt.past:
            return True
        if value.chinese and not (pointed or attempt.way):
            return False
        if attempt.way == "by" and not pointed:
            return word is not None and word.part is Part.CHANGE
        if attempt.way == "of" and not pointed:
            return (word is None and self._frame.listing) or (word is not None and word.part in _LEVELLING)
        if attempt.way and not pointed and not (word is not None and word.part in _LEVELLING):
            return bool(value.sign) or attempt.is_bounded
        if word is not None and not pointed and not attempt.way:
            levelling = word.part in _LEVELLING
            return levelling or (attempt.is_bounded and kind_of(value) != "time")
        return pointed or bool(attempt.way) or attempt.is_bounded or self._frame.listing or attempt.sourced

    def _without_head(self, attempt: _Attempt) -> int | None:
        """A figure with nothing before it: after a colon, for "it", or a second one for the same head."""
        opening = attempt.opening
        if self._tags[opening - 1 : opening] == Tag.COLON and opening:
            before = left_of(self._stretch, max(self._opening[opening - 1], self._floor), opening - 1)
            if not before.is_empty and before.verb < 0:
                attempt, before = self._with_noun(attrs.evolve(attempt, left=before))
                heads = [written(self._stretch, before.first, before.last)]
                self._claim(attempt, heads, before.first, attempt.end)
                return attempt.end
        pronoun = any(
            t.word is not None and t.word.text in ("it", "they") for t in self._stretch.tokens[opening : attempt.start]
        )
        heads = self._heads or (self._earlier if pronoun else [])
        if not heads:
            return None
        last = self._claims[-1] if self._claims else None
        aimed = Part.AIM.value in self._tags[attempt.opening : attempt.end]
        if last is not None and aimed and last.unit == attempt.first.value.sign and not pronoun:
            self._claims[-1] = attrs.evolve(last, stretch=attempt.first.value.low)
            return attempt.end
        beside = bool(attempt.way) and last is not None and opening == self._floor + 1  # by 20%, to $6m
        if attempt.moved is None and not attempt.reached and not self._subject and not pronoun and not beside:
            return None
        self._claim(attempt, heads, attempt.start, attempt.end)
        return attempt.end

    def _about_object(self, attempt: _Attempt) -> int | None:
        left, end = attempt.left, attempt.end
        if not self._is_counted(attempt):
            return None
        kind = kind_of(attempt.first.value)
        first = end
        if self._tags[end : end + 1] == Part.OF.value:
            first += 1
            while first < len(self._tags) and self._tags[first] == Part.DETERMINER.value:
                first += 1
            last = self._clause_end(first) if kind == "share" else object_end(self._stretch, first)
        elif self._tags[end : end + 1] == Part.PREPOSITION.value or self._tags[end : end + 1] == Part.LIMIT.value:
            last = object_end(self._stretch, end + 1)
        else:
            last = object_end(self._stretch, first)
        if last <= first:
            return None
        start = left.verb if left.verb >= 0 else attempt.start
        noun = self._stretch.tokens[last - 1].word
        if noun is not None and noun.part is Part.CHANGE and kind in _RATES and last - first > 1:
            attempt = attrs.evolve(attempt, moved=noun)  # 5% GDP growth
            self._claim(attempt, [self._named(first, last - 1)], start, last)
        else:
            self._claim(attempt, [self._named(first, last)], start, last)
        return last

    def _is_counted(self, attempt: _Attempt) -> bool:
        """Whether a figure before its object is meant: not a number of what is there, not said in passing."""
        left, kind = attempt.left, kind_of(attempt.first.value)
        tokens = self._stretch.tokens
        between = tokens[(left.verb if left.verb >= 0 else attempt.opening) + (left.verb >= 0) : attempt.start]
        existing = any(t.word is not None and t.word.tag == "existing" for t in between[-1:])
        if (existing and not attempt.is_bounded) or attempt.way in ("by", "of"):
            return False
        of = self._tags[attempt.end : attempt.end + 1] == Part.OF.value
        if kind == "time" and not of:
            return False
        word = left.word
        acted = word is not None and word.part in (*_LEVELLING, Part.VERB, Part.PAST)
        acted = acted or any(reached.part in _LEVELLING for reached in attempt.reached)
        if kind in _RATES and not of and word is not None and word.part in (Part.VERB, Part.ACTION):
            return False
        if not left.is_empty:
            return attempt.is_bounded or (attempt.way == "to" and acted and word is not None)
        if attempt.is_bounded or attempt.past:
            return True
        if attempt.first.value.chinese:
            return acted and not between
        if acted:
            return True
        following = tokens[attempt.end] if attempt.end < len(tokens) else None
        if of and self._tags[attempt.opening - 1 : attempt.opening] == Tag.COLON and attempt.opening:
            return left.verb < 0 and kind in _RATES
        new = following is not None and self._stretch.text(attempt.end, attempt.end + 1).lower() == "new"
        return left.verb < 0 and (new or self._frame.listing)

    def _named(self, first: int, last: int) -> str:
        while first < last - 1 and self._tags[first] == Part.DETERMINER.value:
            first += 1
        return written(self._stretch, first, last)

    def _clause_end(self, first: int) -> int:
        last = first
        while last < len(self._tags) and self._tags[last] not in BOUNDARY and self._tags[last] != Tag.ASIDE:
            if self._tags[last + 1 : last + 2] == Tag.DATE and self._tags[last] in _BEFORE_DATE:
                break
            last += 1
        return last

    def _noun(self, found: re.Match[str]) -> int | None:
        """``a 10% increase in recycling``."""
        start, end = found.span("noun")
        word = self._stretch.tokens[found.start("noun_verb")].word
        last = object_end(self._stretch, end + 1)
        if word is None or last <= end + 1:
            return None
        opening = max(self._opening[start], self._floor, start - _LONGEST_HEAD)
        left = left_of(self._stretch, opening, start)
        if not left.is_empty:
            return None
        attempt = _Attempt(
            opening=opening,
            start=start,
            end=end,
            left=left,
            figures=read_figures(self._stretch, start, end),
            moved=word,
            reached=[],
            way="",
            sourced=False,
            past=is_past(self._stretch, self._frame, opening, start, end, year=self._year),
        )
        first = left.verb if left.verb >= 0 else start
        self._claim(attempt, [self._named(end + 1, last)], first, last)
        return last

    def _claim(self, attempt: _Attempt, heads: list[str], first: int, last: int, *, unit: str = "") -> None:
        figures = attempt.figures
        if self._tags[last - 1] == Tag.ASIDE and self._stretch.tokens[last - 1].word is None and last - first > 1:
            last -= 1  # who answers for it is not of the claim
        if len(heads) != len(figures):
            heads = heads * len(figures) if len(heads) == 1 else heads[: len(figures)]
        for figure, indicator in zip(figures, heads, strict=False):
            self._claims.append(
                Claim(
                    span=self._stretch.span(first, last),
                    indicator=indicator,
                    comparator=figure.comparator(attempt.reached),
                    value=figure.value.low,
                    upper=figure.high,
                    unit=figure.value.sign or unit,
                    change=_change(attempt, figure),
                    commitment=self._commitment(attempt.start, attempt.end + 1) or self._commitment(last, last + 1),
                    past=attempt.past,
                )
            )
        self._heads = heads

    def _commitment(self, first: int, last: int) -> Commitment | None:
        for token in self._stretch.tokens[first:last]:
            if token.word is not None and token.word.part is Part.BINDING:
                return Commitment.BINDING
            if token.word is not None and token.word.part is Part.EXPECTED:
                return Commitment.EXPECTED
        return None

    # predicates without figures

    def _without_figure(self, found: re.Match[str], kind: str) -> int | None:
        start, end = found.span(kind)
        opening = max(self._opening[start], self._floor, start - _LONGEST_HEAD)
        left = left_of(self._stretch, opening, start)
        if left.verb >= 0 or is_past(self._stretch, self._frame, opening, start, end, year=self._year):
            return None
        if left.is_empty and not self._subject:
            return None
        intended = Part.FUTURE.value in self._tags[start:end] or self._frame.listing
        if not intended and Part.INDICATOR.value not in self._tags[left.first : left.last]:
            return None
        reference = ""
        word = next((t.word for t in self._stretch.tokens[start:end] if t.tag == Part.CHANGE.value), None)
        if kind == "alike":
            reference = written(self._stretch, *found.span("alike_reference"))
            word = word or self._stretch.tokens[found.start("alike_step")].word
        elif found["direction_still"] is not None:
            word = self._stretch.tokens[found.start("direction_still")].word
        indicator = self._subject if left.is_empty else written(self._stretch, left.first, left.last)
        self._claims.append(
            Claim(
                span=self._stretch.span(start if left.is_empty else left.first, end),
                indicator=indicator,
                comparator=Comparator.RELATIVE if kind == "alike" else Comparator.DIRECTION,
                change=word.change if word is not None else None,
                reference=reference,
                commitment=self._commitment(start, end + 1),
            )
        )
        self._heads = [indicator]
        return end


def _change(attempt: _Attempt, figure: Figure) -> ChangeType:
    """What a figure measures: a level, or the size of a change by the word of change beside it."""
    word = attempt.moved
    levelled = attempt.way in ("to", "at") or attempt.sourced or any(r.part is Part.LEVEL for r in attempt.reached)
    if word is None and attempt.left.word is not None and attempt.left.word.part is Part.CHANGE:
        word = attempt.left.word
        limited = figure.limit is not None and figure.limit.text in _OF_LEVEL
        sized = attempt.way == "by" or (kind_of(figure.value) in _RATES and not limited)
        levelled = levelled or not sized or attempt.left.is_empty
    if word is None or (levelled and attempt.way != "by"):
        return ChangeType.LEVEL
    if word.change is ChangeType.REDUCTION:
        return ChangeType.REDUCTION
    return ChangeType.GROWTH if _is_rate(figure.value) else ChangeType.INCREMENT


def _is_imperative(word: Word) -> bool:
    return word.tag in ("", "either") and word.text not in _PARTICLES


def _is_rate(value: Value) -> bool:
    return kind_of(value) in ("share", "times")


def _openings(stretch: Stretch) -> list[int]:
    """For each token, the index after the last boundary before it."""
    openings: list[int] = []
    opening = 0
    for index, tag in enumerate(stretch.tags):
        openings.append(opening)
        if tag in BOUNDARY:
            opening = index + 1
    openings.append(opening)
    return openings
