"""The rules of the method `pace` as small functions on plain numbers, used for whole cases and for heads alike.

Each returns a `Verdict`: health, name of the rule, and the figures the rule needed. Days are ordinals
(`date.toordinal`), words are members of the vocabulary or the same words as text. Callers set `CONTEXT` for a batch, so
that a host's own decimal context changes nothing. What a case is, and the reasons in words, live elsewhere.
"""

from __future__ import annotations

from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from functools import lru_cache
from typing import NamedTuple

from plan_tasks.assessment.policy import Policy
from plan_tasks.model.quantities import parse_unit
from plan_tasks.model.vocabulary import Aggregation, ChangeType, Comparator, Health, Polarity

__all__ = [
    "CONTEXT",
    "Scale",
    "Verdict",
    "bounds",
    "elapsed",
    "expected_so_far",
    "grade",
    "ratio",
    "scale_of",
    "verdict",
]

#: Precision and rounding of all judging; nothing overflows to infinity, it raises and is caught.
CONTEXT = Context(
    prec=28,
    rounding=ROUND_HALF_EVEN,
    Emin=MIN_EMIN,
    Emax=MAX_EMAX,
    traps=[DivisionByZero, InvalidOperation, Overflow],
)

ZERO = Decimal(0)
ONE = Decimal(1)

MET = Health.MET
AHEAD = Health.AHEAD
ON_TRACK = Health.ON_TRACK
AT_RISK = Health.AT_RISK
OFF_TRACK = Health.OFF_TRACK
MISSED = Health.MISSED
NO_DATA = Health.NO_DATA

#: health, rule, expected so far, pace; the last two None where the rule did not need them or they have no meaning
Verdict = tuple[Health, str, Decimal | None, Decimal | None]


class Scale(NamedTuple):
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
    """

    direction: int
    running: bool
    lasting: bool
    tolerant: bool
    percent: bool
    turning: bool
    bare_change: bool
    rising: bool


@lru_cache(maxsize=4096)
def scale_of(comparator: str, polarity: str, change: str | None, aggregation: str, unit: str, based: bool) -> Scale:  # noqa: FBT001 - kept positional: the cache is faster so
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
        >>> scale_of("about", "lower", "growth", "mean", "%", False).direction
        -1
        >>> scale_of("about", "lower", "reduction", "last", "%", False).direction  # more of a fall is better
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
    return Scale(
        direction=direction,
        running=summed or (absolute and aggregation == Aggregation.LAST and levelled),
        lasting=summed,
        tolerant=comparator in (Comparator.ABOUT, Comparator.RELATIVE) or direction == 0,
        percent=rate and measured.bare == "%",
        turning=comparator == Comparator.DIRECTION,
        bare_change=rate or measured.dimension in ("points", "number"),
        rising=rising,
    )


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
    if upper is None:
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


def ratio(actual: Decimal, wanted: Decimal, base: Decimal | None, direction: int) -> Decimal | None:
    """The share of something wanted that is there: attainment against the target, pace against what is expected so far.

    Args:
        actual: The value.
        wanted: What it is measured against.
        base: Where counting starts; None for 0.
        direction: 1 where more is better, -1 where less is, 0 where neither.

    Returns:
        The share, not clipped, rising with every improvement; None where it has no meaning: nothing or less is wanted,
        the value has the wrong sign, or the base lies beyond what is wanted.

    Example:
        >>> ratio(Decimal(1314), Decimal(1000), None, 1)
        Decimal('1.314')
        >>> ratio(Decimal(24), Decimal(25), Decimal(20), 1), ratio(Decimal(5), Decimal(0), None, 1)
        (Decimal('0.8'), None)
    """
    try:
        if base is not None:
            span = wanted - base
            if span == 0 or (span < 0 if direction > 0 else span > 0 and direction < 0):
                return None
            return (actual - base) / span
        if wanted <= 0:
            return None
        if direction < 0:
            return wanted / actual if actual > 0 else None
        return actual / wanted if actual >= 0 else None
    except ArithmeticError:
        return None


def grade(pace: Decimal, policy: Policy) -> Health:
    """Grades a pace by the policy's thresholds."""
    if pace >= policy.ahead:
        return AHEAD
    if pace >= policy.on_track:
        return ON_TRACK
    return AT_RISK if pace >= policy.at_risk else OFF_TRACK


def expected_so_far(goal: Decimal, base: Decimal | None, passed: int, total: int) -> Decimal:
    """What should be there after a part of the period, in step with the calendar (序时进度).

    Example:
        >>> expected_so_far(Decimal(1100), None, 181, 365).quantize(Decimal("0.1"))
        Decimal('545.5')
        >>> expected_so_far(Decimal(25), Decimal(20), 1, 2)
        Decimal('22.5')
    """
    return goal * passed / total if base is None else base + (goal - base) * passed / total


def elapsed(start: int, end: int, day: int) -> tuple[int, int]:
    """Days of a period that have passed at the end of a day, and all its days; both ends count.

    Example:
        >>> from datetime import date
        >>> elapsed(*(date(2021, *day).toordinal() for day in ((1, 1), (12, 31), (6, 30))))
        (181, 365)
    """
    total = end - start + 1
    if total < 1:
        return 1, 1
    passed = day - start + 1
    return (passed if passed > 0 else 0, total) if passed < total else (total, total)


def verdict(  # every argument is a number the rules look at; a tuple of them would only cost time
    actual: Decimal,
    scale: Scale,
    goal: Decimal | None,
    slack: Decimal | None,
    far: Decimal | None,
    base: Decimal | None,
    passed: int,
    total: int,
    final: bool,  # noqa: FBT001
    policy: Policy,
) -> Verdict:
    """Judges one value against one target.

    Args:
        actual: The value so far; for a rising target less its base.
        scale: The target's words.
        goal: What has to be reached; None where only the direction counts.
        slack: How far off still counts; None where none can be told.
        far: The far end of a range.
        base: Where counting starts; None for 0, and for a rising target, whose base is already off.
        passed: Days of the period that the value covers; see `elapsed`.
        total: All days of the period; 0 for a period without an end.
        final: Whether the end has come.
        policy: The policy.

    Returns:
        The verdict. At the end and where a sum is already there, the rule needs neither expected value nor pace.
    """
    try:
        if goal is None:
            return _turn(actual, scale, slack, base, final=final)
        if slack is None:
            return NO_DATA, "no_base", None, None
        direction = scale.direction
        if direction > 0:
            holds = actual >= goal - slack if slack else actual >= goal
        elif direction < 0:
            holds = actual <= goal + slack if slack else actual <= goal
        else:
            holds = goal - slack <= actual <= (goal if far is None else far) + slack
        if final:
            return (MET, "met", None, None) if holds else (MISSED, "missed", None, None)
        if scale.lasting and direction:
            if direction > 0:
                if holds:
                    return MET, "met_early", None, None
            elif not holds:
                return OFF_TRACK, "limit_passed", None, None
        if not scale.running:
            expected, base = goal, None
        elif passed < total:
            if not passed:
                return ON_TRACK, "not_started", None, None
            expected = expected_so_far(goal, base, passed, total)
            if far is not None:
                far = expected_so_far(far, base, passed, total)
            if slack:
                slack = slack * passed / total
            if direction > 0:
                holds = actual >= expected - slack
            elif direction < 0:
                holds = actual <= expected + slack
            else:
                holds = expected - slack <= actual <= (expected if far is None else far) + slack
        elif total:
            expected = goal
        elif holds:
            return ON_TRACK, "holds", None, None
        else:
            return NO_DATA, "no_end", None, None
        pace = ratio(actual, expected, base, direction)
        if pace is None:
            return _without_pace(actual, expected, base, direction, holds=holds)
        if direction == 0:
            return _closeness(actual, expected, far, pace, policy, holds=holds)
        if pace >= policy.ahead:
            if far is None or (actual > far if direction > 0 else actual < far):
                return AHEAD, "ahead", expected, pace
            return ON_TRACK, "in_range", expected, pace
        if pace >= policy.on_track:
            return ON_TRACK, "on_track", expected, pace
        if holds:
            return ON_TRACK, "within", expected, pace
        if pace >= policy.at_risk:
            return AT_RISK, "at_risk", expected, pace
        return OFF_TRACK, "off_track", expected, pace
    except ArithmeticError:
        return NO_DATA, "out_of_range", None, None


def _turn(actual: Decimal, scale: Scale, slack: Decimal | None, base: Decimal | None, *, final: bool) -> Verdict:
    """Judges the direction of a change: the value itself is the change where there is no base."""
    if base is None and not scale.bare_change:
        return NO_DATA, "no_base", None, None
    change = actual if base is None else actual - base
    if scale.direction == 0:
        if slack is None:
            return NO_DATA, "no_base", None, None
        right = abs(change) <= slack
    elif scale.direction > 0:
        right = change > 0
    else:
        right = change < 0
    if final:
        return (MET, "direction_met", None, None) if right else (MISSED, "direction_missed", None, None)
    return (ON_TRACK, "direction_right", None, None) if right else (OFF_TRACK, "direction_wrong", None, None)


def _without_pace(actual: Decimal, expected: Decimal, base: Decimal | None, direction: int, *, holds: bool) -> Verdict:
    """Grades a value whose pace has no meaning: by what the comparator says of it."""
    if direction < 0 and base is None and actual <= 0 < expected:
        return AHEAD, "nothing_so_far", expected, None
    return (ON_TRACK, "holds", expected, None) if holds else (OFF_TRACK, "falls_short", expected, None)


def _closeness(
    actual: Decimal, expected: Decimal, far: Decimal | None, pace: Decimal, policy: Policy, *, holds: bool
) -> Verdict:
    """Grades a value that should be neither higher nor lower by how near it is."""
    if holds:
        return ON_TRACK, "within", expected, pace
    near = far if far is not None and actual > far else expected
    health = grade(near / actual if actual > near else pace, policy)
    return health, health.value, expected, pace
