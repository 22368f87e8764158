"""What is known while a stretch is read: its claims so far, whose heads they were, and where a head may begin.

Lives here: `Context`, with what every kind of claim asks of it. Not here: the kinds (``figure_claims``, ``relations``,
``counted``), the loop over predicates (``targets``).
"""

from __future__ import annotations

import itertools
from typing import Final

import attrs

from plan_tasks.drafting.attempts import Attempt
from plan_tasks.drafting.claims import Claim
from plan_tasks.drafting.frames import Frame
from plan_tasks.drafting.grammar import BOUNDARY
from plan_tasks.drafting.heads import Head, clean_head
from plan_tasks.drafting.stretches import Stretch
from plan_tasks.drafting.tokens import Tag
from plan_tasks.drafting.vocabulary.lexicon import Part, Word
from plan_tasks.model.source import SourceSpan
from plan_tasks.model.vocabulary import Commitment

__all__ = ["END", "Context"]

#: What may follow a predicate that says all.
END: Final = frozenset((*BOUNDARY, Tag.AND, Part.WITH.value, Tag.ASIDE, Part.TASK.value))
_NEAR: Final = 40
_JOINTS: Final = frozenset((Tag.AND, Part.WITH.value))


class Context:
    """The reading of one stretch, so far.

    Args:
        stretch: The stretch.
        frame: What is known of the time that the text speaks of; it is kept up to date.
        subject: What a predicate without a head is about; empty for nothing.

    Attributes:
        tags: The letters of the stretch's tokens.
        floor: Index of the token before which no head begins.
        claims: The claims found, in order.
        heads: The indicators of the last claims, for a predicate without a head.
        recent: All of the sentence's indicators, for 分别 (respectively) behind them.
        verbs: The verbs of the last count: 新建公园5个、广场3个 (build 5 parks, 3 squares).
        change: The word of change before the last count: 压减渔船80艘、功率1.2万千瓦 (cut boats by 80, power by ...).
        referred: Indicator and unit of what was only referred to: 在就业5万人的基础上 (on the basis of 50,000 in work).
        openings: For each token, the index after the last boundary before it.
    """

    def __init__(self, stretch: Stretch, frame: Frame, subject: str) -> None:
        self.stretch = stretch
        self.tags = stretch.tags
        self.frame = frame
        self.subject = subject
        self.floor = 0
        self.claims: list[Claim] = []
        self.heads: list[str] = [subject] if subject else []
        self.recent: list[str] = []
        self.verbs: tuple[Word, ...] = ()
        self.change: Word | None = None
        self.referred: list[tuple[str, str]] = []
        self.openings = _openings(stretch.tags)
        self._heard = 0
        self._sentence = 0  # how many claims the sentences before this one have

    def hear(self, end: int) -> None:
        """Tell the frame of the tokens up to ``end``; at the end of a sentence its heads and verbs are forgotten."""
        for index in range(self._heard, end):
            self.frame.hear(self.stretch, index)
            if self.tags[index] == Tag.STOP:
                if self.stretch.folded.text[self.stretch.tokens[index].start] == "?":
                    del self.claims[self._sentence :]  # a question claims nothing
                self.heads, self.recent, self.referred, self.verbs, self.change = [], [], [], (), None
                self._sentence = len(self.claims)
        self._heard = max(self._heard, end)

    def head(self, predicate: int, *, moved: bool) -> tuple[int, Head]:
        """The head of a predicate.

        Args:
            predicate: Index of the predicate's first token.
            moved: Whether the predicate has a word of change or of level.

        Returns:
            Index of the first token of its clause, and the head.
        """
        first = max(self.openings[predicate], self.floor, predicate - _NEAR)
        head = clean_head(self.stretch, first, predicate, moved=moved)
        if head.change is None and not head.verbs and self.tags[first : first + 1] in _JOINTS:
            head = attrs.evolve(head, change=self.change)
        if head.first == head.last and first and self.tags[first - 1] == Tag.COLON and predicate - first <= 1:
            before = max(self.openings[first - 1], self.floor)  # 地区生产总值:增长7%
            named = clean_head(self.stretch, before, first - 1, moved=True)
            if named.first < named.last:
                return before, named
        return first, head

    def counted_last(self, unit: str) -> list[str]:
        """What the sentence last counted in a unit: 开工住房3万套、建成2万套 (begin 30,000 flats, finish 20,000)."""
        counted = [(claim.indicator, claim.unit) for claim in self.claims[self._sentence :]] + self.referred
        return next(([indicator] for indicator, measured in reversed(counted) if measured == unit), [])

    def without_change(self, head: Head) -> tuple[Head, Word | None]:
        """A head without the word of change that it ends with (经济增长:8%以上), and that word."""
        if head.last > head.first + 1 and self.tags[head.last - 1] == Part.CHANGE.value:
            return attrs.evolve(head, last=head.last - 1), self.stretch.tokens[head.last - 1].word
        return head, None

    def span(self, first: int, last: int) -> SourceSpan:
        """Where tokens ``first`` up to ``last`` stand, without what only joins them to others."""
        while first < last - 1 and self.tags[first] in (Tag.AND, Tag.DASH, Part.WITH.value):
            first += 1
        return self.stretch.span(first, last)

    def claim_figures(self, attempt: Attempt, heads: list[str], last: int | None = None) -> None:
        """Claim an attempt's figures for indicators.

        Args:
            attempt: The figures; one is claimed for every indicator, several for one each.
            heads: The indicators.
            last: Index after the last token of what is counted behind the figure; None where nothing is.
        """
        span = self.span(attempt.first, last or attempt.end)
        commitment = self.commitment(attempt.start, attempt.end + 1)
        figures = attempt.figures
        if self.is_referred_to(attempt.end):
            self.refer(attempt, heads)
            return
        for index, indicator in enumerate(heads):
            figure = figures[index] if len(figures) > 1 else figures[0]
            self.claims.append(
                Claim(
                    span=span,
                    indicator=indicator,
                    comparator=figure.comparator(attempt.reached),
                    value=figure.value.low,
                    upper=figure.high,
                    unit=figure.unit(self.stretch),
                    change=attempt.change(figure, inside=last is not None),
                    commitment=commitment,
                    past=self.frame.is_past,
                )
            )
        self.heads = heads
        self.recent += [head for head in heads if head not in self.recent]

    def refer(self, attempt: Attempt, heads: list[str]) -> int:
        """Keep what a figure is said of for those that go beyond it; returns the index after the figure."""
        self.referred += [(head, attempt.figures[0].unit(self.stretch)) for head in heads]
        return attempt.end

    def is_referred_to(self, end: int) -> bool:
        """Whether the clause only says on which basis something is done: it ends with 基础上."""
        for token in itertools.islice(self.stretch.tokens, end, end + _NEAR):
            if token.word is not None and token.word.tag == "basis":
                return True
            if token.tag in BOUNDARY:
                return False
        return False

    def commitment(self, first: int, last: int) -> Commitment | None:
        """Whether words among some tokens say that a target binds or is expected; None where none says so."""
        for token in self.stretch.tokens[first:last]:
            if token.word is not None and token.word.part is Part.BINDING:
                return Commitment.BINDING
            if token.word is not None and token.word.part is Part.EXPECTED:
                return Commitment.EXPECTED
        return None


def _openings(tags: str) -> list[int]:
    """For each token, the index after the last boundary before it."""
    openings: list[int] = []
    opening = 0
    for index, tag in enumerate(tags):
        openings.append(opening)
        if tag in BOUNDARY:
            opening = index + 1
    openings.append(opening)
    return openings
