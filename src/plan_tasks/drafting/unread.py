"""Figures that a reader of claims saw and gave up on, kept so that a person can be told of them.

Lives here: `Unread`, for every language. Not here: reading claims (``targets``, ``english.claims``), the warnings
themselves (``reading``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from plan_tasks.drafting.claims import Claim
from plan_tasks.drafting.stretches import Stretch
from plan_tasks.drafting.tokens import Tag, Value
from plan_tasks.drafting.vocabulary.lexicon import Part
from plan_tasks.model.source import SourceSpan

__all__ = ["Unread"]

#: Kinds of units that more often say when, how old or which than how much.
_BESIDE: Final = frozenset(("time", "age", "never", "named"))
_NEAR: Final = 8


class Unread:
    """The figures that became nothing, from one asking to the next."""

    def __init__(self) -> None:
        self._spans: list[SourceSpan] = []

    def note(
        self,
        stretch: Stretch,
        seen: Iterable[tuple[int, int]],
        taken: Sequence[tuple[int, int]],
        claims: Sequence[Claim],
    ) -> None:
        """Keep the figures of a stretch that have a unit and became no part of a claim.

        Args:
            stretch: The stretch.
            seen: Ranges of tokens that were seen and given up on, in sentences that speak of commitments.
            taken: Ranges of tokens that claims were made of.
            claims: The stretch's claims.
        """
        for first, last in seen:
            for index in range(first, last):
                value = stretch.tokens[index].value
                if value is None or not _is_amount(value, stretch.tags[index]) or _is_difference(stretch, index):
                    continue
                if any(start <= index < end for start, end in taken):
                    continue
                span = stretch.span(index, index + 1)
                claimed = any(claim.span.start <= span.start < claim.span.end for claim in claims)
                if not claimed and (not self._spans or self._spans[-1].start < span.start):
                    self._spans.append(span)

    def drain(self) -> list[SourceSpan]:
        """The figures since it was asked last, in order, each once."""
        spans, self._spans = self._spans, []
        return spans


def _is_amount(value: Value, tag: str) -> bool:
    """Whether a figure has a unit that says how much; a count in numerals is more often a name (十件实事)."""
    counted = value.chinese and value.kind != "share"
    return tag == Tag.VALUE and not value.round and not counted and value.kind not in _BESIDE


def _is_difference(stretch: Stretch, index: int) -> bool:
    """Whether the clause only says how far a target lies from another time's: 比上年低0.1个百分点."""
    for before in range(index - 1, max(index - _NEAR, 0) - 1, -1):
        if stretch.tags[before] in (Tag.COMMA, Tag.STOP):
            return False
        if stretch.tags[before] == Part.COMPARED.value:
            return True
    return False
