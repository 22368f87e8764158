"""What a predicate with figures says: comparator, value, unit and change of each figure.

Lives here: the meaning of a matched ``figure`` pattern. Not here: where it is matched and what it is said of
(``targets``).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import attrs

from plan_tasks.drafting.characters import half_width
from plan_tasks.drafting.stretches import Stretch
from plan_tasks.drafting.tokens import Token, Value
from plan_tasks.drafting.vocabulary.lexicon import Part, Word
from plan_tasks.model.vocabulary import ChangeType, Comparator

__all__ = ["Figure", "change_of", "read_figures"]

_NUMBERS = frozenset("VN")
_MORE = {ord(sign): None for sign in "余多+"}  # and some


@attrs.frozen(kw_only=True)
class Figure:
    """One figure of a predicate.

    Attributes:
        value: The number with its unit.
        bound: The word behind it; None for none.
        limit: The word before it; None for none.
        end: Index after its last token.
    """

    value: Value
    bound: Word | None = None
    limit: Word | None = None
    end: int

    def comparator(self, reached: Sequence[Word]) -> Comparator:
        """How an actual value is compared with the figure.

        Args:
            reached: The words of level before the figures: 控制在 (control at) alone says "at most".
        """
        if self.value.high is not None:
            return Comparator.RANGE
        for word in (self.bound, self.limit, *reached):
            if word is not None and word.comparator not in (None, Comparator.RANGE):
                return word.comparator
        return Comparator.AT_LEAST if self.value.more else Comparator.EXACT

    def unit(self, stretch: Stretch) -> str:
        """The unit as written, with its scale word."""
        if self.value.sign or self.value.unit is None:
            return self.value.sign
        unit = half_width(stretch.written(*self.value.unit))
        return unit.translate(_MORE) if self.value.more else unit

    @property
    def high(self) -> Decimal | None:
        """The upper end of a range, else None."""
        return self.value.high


def read_figures(stretch: Stretch, first: int, last: int) -> list[Figure]:
    """The figures among tokens, each with what stands round it; those that share a bound or unit are given theirs.

    Args:
        stretch: Where they stand.
        first: Index of the first token.
        last: Index after the last.

    Returns:
        At least one figure.
    """
    figures: list[Figure] = []
    limit: Word | None = None
    for index in range(first, last):
        token: Token = stretch.tokens[index]
        if token.tag in _NUMBERS and token.value is not None:
            figures.append(Figure(value=token.value, limit=limit, end=index + 1))
            limit = None
        elif token.tag == Part.BOUND.value and figures:
            figures[-1] = attrs.evolve(figures[-1], bound=figures[-1].bound or token.word, end=index + 1)
        elif token.tag == Part.LIMIT.value:
            limit = token.word
    return _shared(figures)


def _shared(figures: list[Figure]) -> list[Figure]:
    """``7%、8%左右`` is about both, ``不低于5%、6%`` not below both, and the unit of ``5、6万亩`` is of both."""
    if len(figures) < 2:
        return figures
    last = figures[-1]
    bare = all(figure.bound is None and figure.limit is None for figure in figures[:-1])
    if bare and last.bound is not None:
        figures = [attrs.evolve(figure, bound=last.bound) for figure in figures]
    elif figures[0].limit is not None and all(f.bound is None and f.limit is None for f in figures[1:]):
        figures = [attrs.evolve(figure, limit=figures[0].limit) for figure in figures]
    for index in range(len(figures) - 2, -1, -1):
        value, following = figures[index].value, figures[index + 1].value
        if _lacks_unit(value, following) and (following.unit is not None or following.sign):
            value = attrs.evolve(following, low=value.low, high=value.high)
            figures[index] = attrs.evolve(figures[index], value=value)
    return figures


def _lacks_unit(value: Value, following: Value) -> bool:
    """Whether a figure has no unit, or only begins the next one's: 0.3个和0.2个百分点."""
    if value.unit is None or value.unit_word is None or following.unit_word is None or value.scale:
        return value.unit is None and not value.sign
    whole, begun = following.unit_word.text, value.unit_word.text
    return following.kind == "points" and whole != begun and whole.startswith(begun)


def change_of(word: Word | None, value: Value, *, levelled: bool = False, leading: Word | None = None) -> ChangeType:
    """What a figure measures.

    Args:
        word: The word of change before it; None for none.
        value: The figure.
        levelled: Whether a word of level (达到 reach) stands between the two.
        leading: The word of change that its head began with: 压减 of 压减燃煤20万吨 (cut 200,000 tonnes of coal).

    Returns:
        ``GROWTH`` for rates, ``INCREMENT`` for points and amounts added, ``REDUCTION`` for anything taken off, else
        ``LEVEL``.
    """
    if word is None and leading is not None:
        if leading.change is ChangeType.REDUCTION:
            return ChangeType.REDUCTION
        if value.kind == "points":
            return ChangeType.INCREMENT
        return ChangeType.GROWTH if value.kind in ("share", "times") else ChangeType.LEVEL
    if word is None:
        return ChangeType.LEVEL
    if word.change is ChangeType.REDUCTION:
        return ChangeType.REDUCTION
    if value.kind == "points":
        return ChangeType.INCREMENT
    if value.kind in ("share", "times"):
        return ChangeType.GROWTH
    return ChangeType.LEVEL if levelled else ChangeType.INCREMENT
