"""What the words of a target mean for the arithmetic: which way is better, what grows over a year, what still holds."""

from __future__ import annotations

from decimal import Decimal

import attrs

from plan_tasks.assessment.policy import Policy
from plan_tasks.model.quantities import parse_unit
from plan_tasks.model.target import Target
from plan_tasks.model.vocabulary import Aggregation, ChangeType, Comparator, Polarity

__all__ = ["ZERO", "Scale", "Scales", "bounds", "scale_of", "target_scale"]

ZERO = Decimal(0)


@attrs.frozen(kw_only=True)
class Scale:
    """What the words of a target mean for the arithmetic.

    Attributes:
        direction: 1 where more is better, -1 where less is, 0 where neither.
        running: Whether the value grows over the period, so that only a part of it is expected before the end.
        lasting: Whether what is reached cannot be lost again: a sum.
        tolerant: Whether the policy's tolerance applies where the target has none of its own.
        percent: Whether the unit is percent, for which the policy has a least tolerance.
        turning: Whether only the direction of the change counts.
        bare_change: For such a target: whether a value without a base can be read as the change itself.
        rising: Whether the target counts what is added to the base ("up 1.3 points"), so that the base comes off first.
        plain: Whether the target's value is all that counts, without the policy's tolerance.
    """

    direction: int
    running: bool
    lasting: bool
    tolerant: bool
    percent: bool
    turning: bool
    bare_change: bool
    rising: bool
    plain: bool


def scale_of(comparator: str, polarity: str, change: str | None, aggregation: str, unit: str, *, based: bool) -> Scale:
    """Reads the words of a target.

    Args:
        comparator: The target's comparator.
        polarity: The indicator's polarity.
        change: What the number measures; None or "" for unknown.
        aggregation: How sub-periods add up.
        unit: The indicator's unit.
        based: Whether the target has a base.

    Returns:
        The scale.

    Example:
        >>> scale_of("about", "lower", "growth", "mean", "%", based=False).direction
        -1
        >>> scale_of("about", "lower", "reduction", "last", "%", based=False).direction  # more of a fall is better
        1
    """
    measured = parse_unit(unit)
    rate = measured.dimension == "share"
    moving = change in (ChangeType.GROWTH, ChangeType.REDUCTION)
    if comparator == Comparator.AT_LEAST:
        direction = 1
    elif comparator == Comparator.AT_MOST:
        direction = -1
    elif comparator == Comparator.DIRECTION:
        falling = change == ChangeType.REDUCTION and based
        direction = 0 if change == ChangeType.LEVEL else -1 if falling else 1
    elif change == ChangeType.REDUCTION:
        direction = 1
    else:
        direction = {Polarity.HIGHER.value: 1, Polarity.LOWER.value: -1}.get(polarity, 0)
    absolute = comparator not in (Comparator.DIRECTION, Comparator.RELATIVE)
    summed = absolute and aggregation == Aggregation.SUM and not (moving and rate)
    rising = absolute and change == ChangeType.INCREMENT
    levelled = (based and not moving) or rising or (moving and not rate and not based)
    tolerant = comparator in (Comparator.ABOUT, Comparator.RELATIVE) or direction == 0
    return Scale(
        direction=direction,
        running=summed or (absolute and aggregation == Aggregation.LAST and levelled),
        lasting=summed,
        tolerant=tolerant,
        percent=rate and measured.bare == "%",
        turning=comparator == Comparator.DIRECTION,
        bare_change=rate or measured.dimension in ("points", "number"),
        rising=rising,
        plain=absolute and not tolerant,
    )


#: Comparator, polarity, change, aggregation, unit, and whether there is a base.
ScaleKey = tuple[str, str, str | None, str, str, bool]


def target_scale(target: Target, *, based: bool) -> Scale:
    """Reads the words of a target that stands as a value; see `scale_of`.

    Args:
        target: The target.
        based: Whether the value at the start is known.

    Returns:
        The scale.
    """
    indicator = target.indicator
    return scale_of(
        target.comparator, indicator.polarity, target.change, indicator.aggregation, indicator.unit, based=based
    )


class Scales(dict[ScaleKey, Scale]):
    """The scales met in one batch: a plan has few different ones, and looking one up costs less than reading it."""

    def __missing__(self, key: ScaleKey) -> Scale:
        comparator, polarity, change, aggregation, unit, based = key
        self[key] = scale = scale_of(comparator, polarity, change, aggregation, unit, based=based)
        return scale


def bounds(
    scale: Scale,
    value: Decimal | None,
    upper: Decimal | None,
    base: Decimal | None,
    tolerance: Decimal | None,
    policy: Policy,
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """What has to be reached, and how far off still counts.

    Args:
        scale: The target's words.
        value: Its number, or the lower end of its range; for a relative target what the reference asks.
        upper: The upper end of its range.
        base: Its base.
        tolerance: Its own tolerance.
        policy: The policy.

    Returns:
        The number to reach (None where only the direction counts), the tolerance (None where none can be told), and
        the far end of a range, beyond which an item is ahead.
    """
    goal: Decimal | None
    if scale.turning:
        goal = far = None
    elif upper is None:
        goal, far = value, None
    elif scale.direction < 0:
        goal, far = upper, value
    else:
        goal, far = value, upper
    if tolerance is None:
        if scale.tolerant:
            size = base if scale.turning else goal
            tolerance = policy.tolerance_share * abs(size) if size is not None else None
            if scale.percent and (tolerance is None or tolerance < policy.tolerance_points):
                tolerance = policy.tolerance_points
        else:
            tolerance = ZERO
    return goal, tolerance, far
