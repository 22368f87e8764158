"""Scores and ranks of owners, from one reading of the rows.

The score is the weighted mean of what the policy lets each health earn: weight of the item times weight of the owner's
role in it; items without data are left out. It is given out of 100 with one digit after the point, and ranks go by
that digit, so that scores that look equal share a rank.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Final

import attrs

from plan_tasks.model import Health, Role
from plan_tasks.reporting.figures import SEVERITY
from plan_tasks.reporting.formatting import rounded_half_up
from plan_tasks.reporting.selecting import Foremost
from plan_tasks.reporting.view import ReportRow, ReportView

__all__ = ["DECIMALS", "Card", "OwnedItem", "ranked", "score_cards"]

DECIMALS: Final = 1
_CONTEXT: Final = Context(prec=28, rounding=ROUND_HALF_EVEN)
_OUT_OF: Final = Decimal(100)
_ZERO: Final = Decimal(0)


@attrs.frozen
class OwnedItem:
    """An item and the role in which an owner answers for it."""

    row: ReportRow
    role: Role


class Card:
    """What one owner's items come to; filled while the rows are read.

    Args:
        owner: The owner's id.
        items: How many items it keeps, the worst first.
    """

    def __init__(self, owner: str, items: int) -> None:
        self.owner = owner
        self.health: Counter[Health] = Counter()
        self.counted = 0
        self.items: Foremost[OwnedItem] = Foremost(items)
        self._earned = _ZERO
        self._possible = _ZERO

    def add(self, owned: OwnedItem, weight: Decimal, earned: Decimal | None) -> None:
        """Takes an item in.

        Args:
            owned: The item.
            weight: Its weight for this owner, from 0.
            earned: What its health earns; None where it does not count.
        """
        health = owned.row.assessment.health
        self.health[health] += 1
        self.items.add(SEVERITY[health], owned)
        if earned is not None and weight:
            self.counted += 1
            self._earned = _CONTEXT.add(self._earned, _CONTEXT.multiply(weight, earned))
            self._possible = _CONTEXT.add(self._possible, weight)

    @property
    def score(self) -> Decimal | None:
        """The score out of 100, one digit after the point; None where nothing counts."""
        if not self._possible:
            return None
        share = _CONTEXT.divide(self._earned, self._possible)
        return rounded_half_up(_CONTEXT.multiply(share, _OUT_OF), DECIMALS)


def score_cards(view: ReportView, items: int) -> list[Card]:
    """Adds up every owner's items.

    Args:
        view: The plan as it stands on a day.
        items: How many items each card keeps.

    Returns:
        A card for each owner that has an item in a role that the policy gives a weight; in the order in which the plan
        lists them, then as they first come up.
    """
    cards: dict[str, Card] = {owner.id: Card(owner.id, items) for owner in view.plan.owners}
    roles = view.policy.roles
    for row in view.rows():
        best: dict[str, tuple[Decimal, Role]] = {}
        for assignment in row.item.assignments:
            weight = roles.of(assignment.role)
            if weight and (assignment.owner not in best or weight > best[assignment.owner][0]):
                best[assignment.owner] = (weight, assignment.role)
        earned = view.policy.scores.of(row.assessment.health)
        for owner, (weight, role) in best.items():
            card = cards.get(owner) or cards.setdefault(owner, Card(owner, items))
            card.add(OwnedItem(row, role), _CONTEXT.multiply(weight, row.item.weight), earned)
    return [card for card in cards.values() if card.items.count]


def ranked(cards: Iterable[Card]) -> list[tuple[int | None, Card]]:
    """Ranks cards by score, the best first.

    Args:
        cards: The cards.

    Returns:
        Each with its rank. Equal scores share a rank and the ranks after them are skipped (1, 2, 2, 4); a card on
        which nothing counts has none and comes last.
    """
    placed = sorted(cards, key=lambda card: (card.score is None, -(card.score or _ZERO)))
    result: list[tuple[int | None, Card]] = []
    for place, card in enumerate(placed, start=1):
        rank: int | None = place
        if card.score is None:
            rank = None
        elif result and result[-1][1].score == card.score:
            rank = result[-1][0]
        result.append((rank, card))
    return result
