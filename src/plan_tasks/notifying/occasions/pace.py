"""How far an item is behind its pace, in points of a hundred of what is to be reached (低于序时进度的百分点)."""

from __future__ import annotations

from decimal import Context, Decimal
from typing import Final

from plan_tasks.assessment.result import Assessment
from plan_tasks.model.quantities import decimal_of
from plan_tasks.notifying.occasions.occasion import Standing
from plan_tasks.storage.heads import ItemHead

__all__ = ["points_behind", "standing"]

_CONTEXT: Final = Context(prec=28)  # own context: the host's decides nothing here
_HUNDRED: Final = Decimal(100)
_NONE: Final = Decimal(0)


def points_behind(head: ItemHead, assessment: Assessment) -> Decimal | None:
    """What should have been reached so far less what was, both as shares of the target.

    Args:
        head: The item's columns.
        assessment: How it stands.

    Returns:
        Points; 0 for an item that keeps its pace or is ahead, None where the pace is not known.

    Example:
        >>> from plan_tasks.model import Goal, Health, Plan
        >>> from plan_tasks.storage.heads import head_of
        >>> from datetime import date
        >>> plan = Plan(id="p", title="Plan", start=date(2021, 1, 1), end=date(2021, 12, 31))
        >>> head = head_of(Goal(id="g", title="Goal"), plan, None, 1)
        >>> figures = {"attainment": Decimal("0.4"), "expected": Decimal(550), "pace": Decimal("0.8")}
        >>> print(points_behind(head, Assessment("g", Health.AT_RISK, **figures)))
        10.0
    """
    pace, attained, expected = assessment.pace, assessment.attainment, assessment.expected
    if pace is None or attained is None or expected is None:
        return None
    if pace >= 1:
        return _NONE
    if pace > 0:
        share = _CONTEXT.divide(attained, pace)
    elif not head.comparator and not head.detail:
        share = expected
    elif head.value is not None and decimal_of(head.value) > 0:
        share = _CONTEXT.divide(expected, decimal_of(head.value))
    else:
        return None
    return _CONTEXT.multiply(_CONTEXT.subtract(share, attained), _HUNDRED)


def standing(head: ItemHead, assessment: Assessment) -> Standing:
    """What rules ask of how an item stands."""
    return Standing(assessment.health, points_behind(head, assessment))
