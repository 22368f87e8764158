"""Points as assessment offices give them: capped attainment times weight, and items that veto the whole (一票否决).

An item in full earns its weight; one that falls short earns the share reached; what goes beyond the target earns no
more than the cap allows. Where less is better, the share is that of the target in the value, as everywhere in judging.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, localcontext
from typing import Final, NamedTuple

from plan_tasks.assessment.arithmetic import CONTEXT
from plan_tasks.assessment.case import Case
from plan_tasks.assessment.result import Assessment, TargetAssessment
from plan_tasks.assessment.scale import ZERO
from plan_tasks.model.vocabulary import Health

__all__ = ["Scored", "Total", "earned_share", "score_item", "total_score"]

_ONE: Final = Decimal(1)
_FAILED: Final = frozenset({Health.MISSED, Health.OVERDUE})


class Scored(NamedTuple):
    """What one item earns.

    Attributes:
        item: The item's id.
        weight: What it can earn, from 0 up.
        share: Share of the weight earned, from 0 to the cap; None where nothing can be told, and it does not count.
        vetoed: Whether the item is one that vetoes, and failed.
    """

    item: str
    weight: Decimal
    share: Decimal | None
    vetoed: bool = False


class Total(NamedTuple):
    """What items earn together.

    Attributes:
        points: Out of 100, weighted; None where nothing counts. Vetoes are not taken off: offices differ in what a
            veto does, from a lower grade to none at all.
        vetoed_by: Ids of the items that veto; where there are any, the whole has failed.
    """

    points: Decimal | None
    vetoed_by: tuple[str, ...]


def earned_share(found: Assessment | TargetAssessment, cap: Decimal) -> Decimal | None:
    """The share that an item, or one target, earns.

    Args:
        found: How it stands.
        cap: The most that can be earned, from 1 up: 1 gives nothing for more than the target, 1.2 up to a fifth more.

    Returns:
        From 0 to the cap; None where there is no attainment and no verdict to go by.

    Example:
        >>> earned_share(Assessment("a", Health.MISSED, attainment=Decimal("0.8")), _ONE)
        Decimal('0.8')
        >>> earned_share(Assessment("b", Health.MET, attainment=Decimal("1.314")), _ONE)
        Decimal('1')
    """
    if found.health is Health.NO_DATA:
        return None
    if found.health is Health.MET and (found.attainment is None or found.attainment < _ONE):
        return _ONE
    if found.attainment is None:
        return ZERO if found.health in _FAILED else None
    return min(max(found.attainment, ZERO), cap)


def score_item(case: Case, found: Assessment, *, cap: Decimal = _ONE, veto: str = "") -> Scored:
    """What an item earns.

    Args:
        case: The item's case, for weight and tags.
        found: How it stands.
        cap: As for `earned_share`.
        veto: The tag of items that veto the whole when they are missed or overdue; empty for none.

    Returns:
        Its points; those of several targets are averaged.
    """
    targets = found.targets if found.health is not Health.NO_DATA else ()
    shares = [share for one in targets if (share := earned_share(one, cap)) is not None]
    with localcontext(CONTEXT):
        share = sum(shares, ZERO) / len(shares) if shares else earned_share(found, cap)
    return Scored(case.item, case.weight, share, bool(veto) and veto in case.tags and found.health in _FAILED)


def total_score(items: Iterable[Scored]) -> Total:
    """Adds up what items earn.

    Args:
        items: What each earns.

    Returns:
        Points out of 100, and who vetoes.

    Example:
        >>> total_score([Scored("a", Decimal(85), _ONE), Scored("b", Decimal(15), Decimal("0.8"))]).points
        Decimal('97')
    """
    earned = possible = ZERO
    vetoes: list[str] = []
    with localcontext(CONTEXT):
        for one in items:
            if one.vetoed:
                vetoes.append(one.item)
            if one.share is not None:
                earned += one.weight * one.share
                possible += one.weight
        points = (earned * 100 / possible).normalize() + ZERO if possible else None
    return Total(points, tuple(vetoes))
