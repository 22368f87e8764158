"""Reading targets and past results out of English text.

Lives here: `EnglishClaims`, which matches the grammar's predicates, finds what each is about, and says what is claimed.
Not here: the patterns (``grammar``), whether a figure is meant (``attempts``), heads and objects (``heads``), tenses
(``tenses``).
"""

from __future__ import annotations

import re
from typing import Final

import attrs

from plan_tasks.drafting.claims import Claim
from plan_tasks.drafting.english.attempts import PARTICLES, RATES, Attempt, change_of, is_of_list
from plan_tasks.drafting.english.grammar import BOUNDARY, PREDICATE
from plan_tasks.drafting.english.heads import Left, left_of, object_end, parts_of, written
from plan_tasks.drafting.english.tenses import is_past, sentence_tense
from plan_tasks.drafting.english.tokens import kind_of
from plan_tasks.drafting.english.units import MULTIPLES
from plan_tasks.drafting.figures import Figure, read_figures
from plan_tasks.drafting.frames import Frame
from plan_tasks.drafting.stretches import Stretch
from plan_tasks.drafting.tokens import Tag, Value
from plan_tasks.drafting.unread import Unread
from plan_tasks.drafting.vocabulary.lexicon import Part, Word
from plan_tasks.model.vocabulary import Commitment, Comparator

__all__ = ["EnglishClaims"]

_REACHING: Final = frozenset((Part.LEVEL.value, Part.ACHIEVE.value, Part.KEEP.value, Part.STABLE.value))
_ANNOUNCING: Final = re.compile(r"\b(?:targets?|goals|key results?|indicators|kpis)\b", re.IGNORECASE)
_INTENDING: Final = frozenset((Part.FUTURE.value, Part.AIM.value))
_NOT_HEADS: Final = frozenset((Part.FROM.value, Part.COMPARED.value))
_PRONOUNS: Final = frozenset(("them", "which", "whom", "these", "those"))
_LONGEST_HEAD: Final = 40
_BEFORE_DATE: Final = frozenset((Part.BY.value, Part.PREPOSITION.value))
#: A word that doubles is none behind these: by double digits, at double the rate.
_NOT_DOUBLED: Final = frozenset((Part.BY.value, Part.TO.value, Part.PREPOSITION.value, Part.OF.value, Part.VERB.value))
#: Behind what is doubled they say to how much: double the places to 400.
_TO_FIGURE: Final = frozenset((Part.TO.value, Part.FROM.value))
#: What may follow something that doubles by itself; nothing that it would be the double of.
_BEHIND_MULTIPLE: Final = frozenset(
    (
        *(part.value for part in (Part.BY, Part.WITH, Part.PREPOSITION, Part.BASIS, Part.COMPARED, Part.FUTURE)),
        *(Tag.COMMA, Tag.STOP, Tag.COLON, Tag.ASIDE, Tag.DATE, Tag.AND, Tag.DASH),
    )
)
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
        self.unread = Unread()

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
            reading = _Reading(stretch, self._frame, self._year, subject)
            claims = reading.claims()
            self.unread.note(stretch, reading.seen, reading.taken, claims)
            return claims
        finally:
            self._frame.listing = listing


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
        self._skip = 0  # what was matched and says nothing is not looked at again up to here
        self._changed: Word | None = None  # the sentence's last word of change: output by 5% and costs by 3%
        self._counting = False  # whether the last claim was of things counted: train 14 teachers and 20 nurses
        self._earlier: list[str] = []  # those of the sentence before, for "it"
        self.seen: list[tuple[int, int]] = []  # figures of commitments that became nothing, and what became claims
        self.taken: list[tuple[int, int]] = []
        self._opening = _openings(stretch)
        self._hear_sentence(0)

    def claims(self) -> list[Claim]:
        position = 0
        while (found := PREDICATE.search(self._tags, position)) is not None:
            self._hear(found.start())
            self._skip = 0
            end = self._accept(found)
            self._hear(end or 0)
            if end is not None:
                self._floor = end
                self.taken.append((found.start(), end))
            elif found["figure"] is not None and not self._subject and self._is_meant(found):
                self.seen.append(found.span("figure_values"))
            position = max(end or self._skip, found.start() + 1)
        self._hear(len(self._tags))
        return self._claims

    def _hear(self, end: int) -> None:
        for index in range(self._heard, end):
            if self._tags[index] == Tag.STOP:
                self._earlier = self._heads or self._earlier
                self._changed, self._counting = None, False
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

    def _is_meant(self, found: re.Match[str]) -> bool:
        """Whether a sentence speaks of commitments: it has a word of intent, or the text has said that targets follow.

        Only what stands before the figure and up to the next mark behind it counts.
        """
        start, end = found.span()
        while end < len(self._tags) and self._tags[end] not in BOUNDARY:
            end += 1
        opening = self._opening[start]
        if is_past(self._stretch, self._frame, opening, start, found.end(), year=self._year):
            return False
        return self._frame.listing or bool(_INTENDING.intersection(self._tags[opening:end]))

    def _accept(self, found: re.Match[str]) -> int | None:
        """Take what a match says. Returns the index after it, or None where it says nothing."""
        if found["figure"] is not None:
            return self._figure(found)
        if found["noun"] is not None:
            return self._noun(found)
        if found["multiple"] is not None:
            return self._multiple(found)
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
        self._skip = end
        way = found.start("figure_way")
        left = left_of(self._stretch, opening, start)
        moved = tokens[found.start("figure_moved")].word if found["figure_moved"] is not None else None
        if moved is not None and moved.text in PARTICLES and left.is_empty and left.verb >= 0:
            left = Left(verb=-1, first=opening, last=start, word=None)  # time to hire down 20%
        if moved is not None and left.is_empty and left.verb < 0 and max(way, source) < 0 and _is_imperative(moved):
            verb = found.start("figure_moved")  # raise £150,000
            left, moved = Left(verb=verb, first=start, last=start, word=moved), None
        attempt = Attempt(
            stretch=self._stretch,
            opening=opening,
            start=start,
            end=end,
            left=left,
            figures=figures,
            moved=moved,
            reached=tuple(t.word for t in tokens[start:values] if t.tag in _REACHING and t.word is not None),
            way=tokens[way].word.text if way >= 0 and tokens[way].word is not None else "",  # type: ignore[union-attr]
            sourced=source >= 0,
            past=is_past(self._stretch, self._frame, opening, start, end, year=self._year, verb=left.verb),
            listing=self._frame.listing,
        )
        attempt = self._with_last_change(attempt, values)
        if attempt.tag_before in _NOT_HEADS and start:
            return None
        return self._about_head(attempt) if attempt.is_about_head(self._subject) else self._about_object(attempt)

    def _with_last_change(self, attempt: Attempt, values: int) -> Attempt:
        """Give a figure its clause's word of change: output will rise by 5% and exports by 3%, imports 4%."""
        by = attempt.way == "by" and attempt.moved is None and attempt.left.verb < 0 and not attempt.left.is_empty
        if by or is_of_list(attempt, attempt.start, values):
            return attrs.evolve(attempt, moved=self._changed)
        word = attempt.left.word
        self._changed = attempt.moved or (word if word is not None and word.part is Part.CHANGE else None)
        return attempt

    def _figures(self, first: int, values: int, end: int) -> list[Figure]:
        if self._tags[values] == Part.BETWEEN.value:
            low, high = self._stretch.tokens[values + 1].value, self._stretch.tokens[values + 3].value
            if low is not None and high is not None and low.low < high.low and low.sign in ("", high.sign):
                return [Figure(value=attrs.evolve(high, low=low.low, high=high.low), end=end)]
        return read_figures(self._stretch, first, end)

    def _about_head(self, attempt: Attempt) -> int | None:
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
        if not attempt.is_sound():
            return None
        end = attempt.end
        if not heads and attempt.moved is not None and self._tags[end : end + 1] == Part.PREPOSITION.value:
            last = object_end(self._stretch, end + 1)  # growth of 7% in services
            if last > end + 1:
                heads, end, start = [self._named(end + 1, last)], last, attempt.start
        if not heads:
            return self._without_head(attempt)
        unit = ""
        if attempt.first.value.sign == "" and not attempt.kind and (attempt.moved or attempt.way or attempt.reached):
            last = object_end(self._stretch, end)
            if 0 < last - end <= 2 and all(tag in _NOUNS for tag in self._tags[end:last]):
                unit, end = written(self._stretch, end, last), last
                attempt, end = self._with_bound(attempt, end)
        self._claim(attempt, heads, start, end, unit=unit)
        return end

    def _with_noun(self, attempt: Attempt) -> tuple[Attempt, Left]:
        """Take the noun of change off a head: GDP growth at 6%, GDP growth target: 6%."""
        left = attempt.left
        last = left.last
        while last > left.first + 1 and self._stretch.text(last - 1, last).lower() in ("target", "targets", "rate"):
            last -= 1
        noun = self._stretch.tokens[last - 1].word
        rate = kind_of(attempt.first.value) in RATES
        if attempt.moved is not None or not rate or noun is None or last - 1 <= left.first:
            return attempt, left
        if noun.part is Part.CHANGE and noun.tag in ("noun", "either"):
            left = attrs.evolve(left, last=last - 1)
            attempt = attrs.evolve(attempt, left=left, moved=noun, way="", reached=())
        return attempt, left

    def _without_head(self, attempt: Attempt) -> int | None:
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
            t.word is not None and t.word.text in ("it", "they") for t in self._stretch.tokens[opening : attempt.end]
        )
        again = attempt.moved is not None and attempt.moved.tag == "noun"  # we expect growth of 6%
        heads = self._heads or (self._earlier if pronoun or again else [])
        if not heads:
            return None
        last = self._claims[-1] if self._claims else None
        intended = any(tag in _INTENDING for tag in self._tags[opening : attempt.end])
        if last is not None and last.past and not intended and not pronoun and not attempt.reached:
            attempt = attrs.evolve(attempt, past=True)  # reached 1.2 million, up 14%
        aimed = Part.AIM.value in self._tags[attempt.opening : attempt.end]
        if (
            last is not None
            and aimed
            and not again
            and not last.past
            and last.unit == attempt.first.value.sign
            and not pronoun
        ):
            self._claims[-1] = attrs.evolve(last, stretch=attempt.first.value.low)
            return attempt.end
        beside = bool(attempt.way and attempt.first.value.sign) and last is not None and opening <= self._floor + 1
        if attempt.moved is None and not attempt.reached and not self._subject and not pronoun and not beside:
            return None
        self._claim(attempt, heads, attempt.start, attempt.end)
        return attempt.end

    def _about_object(self, attempt: Attempt) -> int | None:
        left, end = attempt.left, attempt.end
        joined = set(self._tags[attempt.opening : attempt.start]) <= {Part.WITH.value, Tag.AND}
        if not attempt.is_counted(going_on=self._counting and joined and attempt.opening <= self._floor + 1):
            return None
        kind = kind_of(attempt.first.value)
        first = end
        if self._tags[end : end + 1] == Part.OF.value:
            first += 1
            while first < len(self._tags) and self._tags[first] == Part.DETERMINER.value:
                first += 1
            last = self._clause_end(first) if kind == "share" else object_end(self._stretch, first)
        elif self._stretch.text(end, end + 1).lower() == "in" and not kind:
            first = end + 1  # raise 2 million in donations
            last = object_end(self._stretch, first)
        elif self._tags[end : end + 1] == Part.PREPOSITION.value or self._tags[end : end + 1] == Part.LIMIT.value:
            last = object_end(self._stretch, end + 1)
        else:
            last = object_end(self._stretch, first)
        if last <= first or self._stretch.text(first, last).lower() in _PRONOUNS:
            return None
        self._counting = True
        start = left.verb if left.verb >= 0 else attempt.start
        noun = self._stretch.tokens[last - 1].word
        named = self._named(first, last)
        if noun is not None and noun.part is Part.CHANGE and kind in RATES and last - first > 1:
            attempt, named = attrs.evolve(attempt, moved=noun), self._named(first, last - 1)  # 5% GDP growth
        attempt, last = self._with_bound(attempt, last)
        self._claim(attempt, [named], start, last)
        return last

    def _with_bound(self, attempt: Attempt, end: int) -> tuple[Attempt, int]:
        """Take a bound that stands behind what is counted: 12,000 trees or more."""
        if self._tags[end : end + 1] != Part.BOUND.value:
            return attempt, end
        bounded = attrs.evolve(attempt.first, bound=self._stretch.tokens[end].word)
        return attrs.evolve(attempt, figures=[bounded, *attempt.figures[1:]]), end + 1

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
        attempt = Attempt(
            stretch=self._stretch,
            opening=opening,
            start=start,
            end=end,
            left=left,
            figures=read_figures(self._stretch, start, end),
            moved=word,
            past=is_past(self._stretch, self._frame, opening, start, end, year=self._year),
        )
        first = left.verb if left.verb >= 0 else start
        self._claim(attempt, [self._named(end + 1, last)], first, last)
        return last

    def _multiple(self, found: re.Match[str]) -> int | None:
        """``double the output of cars``, ``output to double``: the word itself is the figure."""
        start, end = found.span("multiple")
        tokens, tags = self._stretch.tokens, self._tags
        word = tokens[end - 1].word
        if word is None or word.text not in MULTIPLES:
            return None
        opening = max(self._opening[start], self._floor, start - _LONGEST_HEAD)
        left = left_of(self._stretch, opening, start)
        last = end
        if left.is_empty:
            last = object_end(self._stretch, end)
            known = tags[end : end + 1] == Part.DETERMINER.value or Part.INDICATOR.value in tags[end:last]
            if last <= end or not known or tags[start - 1 : start] in _NOT_DOUBLED:
                return None
            if tags[last : last + 1] in _TO_FIGURE:
                return None
            heads = [self._named(end, last)]
        elif tags[end : end + 1] not in _BEHIND_MULTIPLE and end < len(tags):
            return None
        else:
            heads = [written(self._stretch, left.first, left.last)]
        if left.verb >= 0:
            return None
        amount, unit = MULTIPLES[word.text]
        limit = next((token.word for token in tokens[start:end] if token.tag == Part.LIMIT.value), None)
        value = Value(amount, sign=unit, unit_word=Word("times", Part.UNIT, "times", tag="times"))
        attempt = Attempt(
            stretch=self._stretch,
            opening=opening,
            start=start,
            end=end,
            left=left,
            figures=[Figure(value=value, limit=limit, end=end)],
            moved=word,
            way="by",
            past=is_past(self._stretch, self._frame, opening, start, end, year=self._year),
        )
        self._claim(attempt, heads, start if left.is_empty else left.first, last)
        return last

    def _claim(self, attempt: Attempt, heads: list[str], first: int, last: int, *, unit: str = "") -> None:
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
                    change=change_of(attempt, figure),
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


def _is_imperative(word: Word) -> bool:
    return word.tag in ("", "either") and word.text not in PARTICLES


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
