"""The rules of the method `pace` as small functions on plain numbers, used for whole cases and for heads alike.

Each returns a `Verdict`: health, name of the rule, and the figures the rule needed. Days are ordinals
(`date.toordinal`), words are members of the vocabulary or the same words as text. Callers set `CONTEXT` for a batch, so
that a host's own decimal context changes nothing. What a case is, and the reasons in words, live elsewhere.
"""

from __future__ import annotations

from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow

from plan_tasks.assessment.policy import Policy
from plan_tasks.assessment.scale import ZERO, Scale, bounds
from plan_tasks.model.vocabulary import Health

__all__ = [
    "CONTEXT",
    "Measured",
    "Scale",
    "Verdict",
    "bounds",
    "elapsed",
    "expected_so_far",
    "grade",
    "measured",
    "ratio",
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


MET = Health.MET
AHEAD = Health.AHEAD
ON_TRACK = Health.ON_TRACK
AT_RISK = Health.AT_RISK
OFF_TRACK = Health.OFF_TRACK
MISSED = Health.MISSED
NO_DATA = Health.NO_DATA

#: health, rule, expected so far, pace; the last two None where the rule did not need them or they have no meaning
Verdict = tuple[Health, str, Decimal | None, Decimal | None]

#: One target against its value so far: health, rule, attainment, expected, pace.
Measured = tuple[Health, str, Decimal | None, Decimal | None, Decimal | None]


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
            if span == ZERO or (span < ZERO if direction > 0 else span > ZERO and direction < 0):
                return None
            return (actual - base) / span
        if wanted <= ZERO:
            return None
        if direction < 0:
            return wanted / actual if actual > ZERO else None
        return actual / wanted if actual >= ZERO else None
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


def verdict(  # positional and whole: a call more for every part would cost a third of the time
    actual: Decimal,
    scale: Scale,
    value: Decimal | None,
    upper: Decimal | None,
    base: Decimal | None,
    tolerance: Decimal | None,
    start: int,
    end: int | None,
    last: int,
    final: bool,  # noqa: FBT001
    policy: Policy,
) -> Verdict:
    """Judges one value against one target.

    Args:
        actual: The value so far.
        scale: The target's words.
        value: Its number, or the lower end of its range; for a relative target what the reference asks.
        upper: The upper end of its range.
        base: Its base.
        tolerance: Its own tolerance; None leaves it to the policy.
        start: First day of the period.
        end: Last day of the period; None for a period without an end.
        last: Last day that the value covers.
        final: Whether the end has come.
        policy: The policy.

    Returns:
        The verdict. At the end and where a sum is already there, the rule needs neither expected value nor pace.
    """
    try:
        if scale.plain and upper is None and tolerance is None and value is not None:
            goal, slack, far = value, ZERO, None
        else:
            wanted, allowed, far = bounds(scale, value, upper, base, tolerance, policy)
            if wanted is None:
                return _turn(actual, scale, allowed, base, final=final)
            goal, slack = wanted, allowed or ZERO
        if base is not None and scale.rising:
            actual, base = actual - base, None
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
        elif end is not None:
            passed, total = elapsed(start, end, last)
            if not passed:
                return ON_TRACK, "not_started", None, None
            expected = expected_so_far(goal, base, passed, total)
            if far is not None:
                far = expected_so_far(far, base, passed, total)
            if slack:
                slack = slack * passed / total
            if direction > 0:
                holds = actual >= expected - slack if slack else actual >= expected
            elif direction < 0:
                holds = actual <= expected + slack if slack else actual <= expected
            else:
                holds = expected - slack <= actual <= (expected if far is None else far) + slack
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


def measured(
    actual: Decimal,
    scale: Scale,
    value: Decimal | None,
    upper: Decimal | None,
    base: Decimal | None,
    tolerance: Decimal | None,
    start: int,
    end: int | None,
    last: int,
    final: bool,  # noqa: FBT001 - the arguments are those of `verdict`
    policy: Policy,
) -> Measured:
    """Judges one value against one target, with all figures; arguments as for `verdict`."""
    health, rule, expected, pace = verdict(
        actual, scale, value, upper, base, tolerance, start, end, last, final, policy
    )
    if expected is not None and base is None and upper is None and value is not None:
        attainment = ratio(actual, value, None, scale.direction)  # by far the commonest: the rest is known already
    else:
        attainment, expected, pace = figures(actual, scale, value, upper, base, start, end, last, final, expected, pace)
    return health, rule, attainment, expected, pace


def figures(
    actual: Decimal,
    scale: Scale,
    value: Decimal | None,
    upper: Decimal | None,
    base: Decimal | None,
    start: int,
    end: int | None,
    last: int,
    final: bool,  # noqa: FBT001 - the arguments are those of `verdict`
    expected: Decimal | None,
    pace: Decimal | None,
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Attainment, and expected value and pace where a verdict did not need them.

    Args:
        actual: The value so far.
        scale: The target's words.
        value: As for `verdict`.
        upper: As for `verdict`.
        base: As for `verdict`.
        start: As for `verdict`.
        end: As for `verdict`.
        last: As for `verdict`.
        final: As for `verdict`.
        expected: The verdict's, if it has it.
        pace: The verdict's, if it has it.

    Returns:
        Attainment, expected value, pace; None where one has no meaning.
    """
    goal = upper if upper is not None and scale.direction < 0 else value
    if goal is None or scale.turning:
        return None, None, None
    try:
        if base is not None and scale.rising:
            actual, base = actual - base, None
        attainment = ratio(actual, goal, base, scale.direction)
        if expected is None:
            if not scale.running:
                expected, base = goal, None
            elif final:
                return attainment, goal, attainment
            elif end is not None:
                passed, total = elapsed(start, end, last)
                if passed:
                    expected = expected_so_far(goal, base, passed, total)
            if expected is not None:
                pace = ratio(actual, expected, base, scale.direction)
    except ArithmeticError:
        return None, None, None
    return attainment, expected, pace


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
