"""The method `pace`: actual so far against what is expected so far, item by item, with reasons.

Cases go in, assessments come out. The arithmetic is in `arithmetic` and `standing`, what is told of an item as a whole
in `telling`, the sentences in `reasons`.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext

from plan_tasks.assessment.arithmetic import (
    CONTEXT,
    ZERO,
    Scale,
    bounds,
    elapsed,
    expected_so_far,
    ratio,
    scale_of,
    verdict,
)
from plan_tasks.assessment.case import Case, TargetCase
from plan_tasks.assessment.contract import AssessmentContext
from plan_tasks.assessment.policy import Policy
from plan_tasks.assessment.result import Assessment, Reason, TargetAssessment
from plan_tasks.assessment.standing import checkpoints_of, item_verdict, target_is_final, worst
from plan_tasks.assessment.telling import tell
from plan_tasks.model.vocabulary import Comparator, Health, ItemKind, State

__all__ = ["assess_by_pace"]

_NO_DATA = Health.NO_DATA
_RELATIVE = Comparator.RELATIVE
_GOAL = ItemKind.GOAL
_COMPLETION_REQUESTED = State.COMPLETION_REQUESTED


def assess_by_pace(cases: Sequence[Case], context: AssessmentContext) -> list[Assessment]:
    """Judges a batch of cases.

    Args:
        cases: What is judged; any number.
        context: Day, policy and the end of the period.

    Returns:
        One assessment a case, in order. A case that cannot be judged has `no_data` and a reason.

    Example:
        >>> from datetime import date
        >>> from plan_tasks.storage.heads import Latest
        >>> from plan_tasks.model import Aggregation, Indicator, Target
        >>> jobs = Indicator(name="urban jobs", unit="万人", aggregation=Aggregation.SUM)
        >>> target = Target(indicator=jobs, comparator=Comparator.AT_LEAST, value=Decimal(1100))
        >>> half = Latest(Decimal(698), date(2021, 1, 1), date(2021, 6, 30))
        >>> case = Case(item="g1", plan="p", kind=ItemKind.GOAL, state=State.ACTIVE, start=date(2021, 1, 1),
        ...             due=date(2021, 12, 31), targets=(TargetCase(target=target, latest=half),))
        >>> [result] = assess_by_pace([case], AssessmentContext(day=date(2021, 6, 30)))
        >>> result.health.value, round(result.attainment, 4), round(result.expected, 1), round(result.pace, 2)
        ('ahead', Decimal('0.6345'), Decimal('545.5'), Decimal('1.28'))
    """
    day = context.day.toordinal()
    with localcontext(CONTEXT):
        return [_judge(case, day, context) for case in cases]


def _judge(case: Case, day: int, context: AssessmentContext) -> Assessment:
    policy, state, due = context.policy, case.state, case.due
    start = case.start.toordinal()
    ending = due or context.period_end
    end = ending.toordinal() if ending is not None else None
    checkpoints = standing = None
    results: tuple[TargetAssessment, ...] = ()
    decides = 0
    if case.targets:
        final = target_is_final(state, end, day)
        results = tuple([_judge_target(one, start, end, day, final, policy) for one in case.targets])
        if len(results) > 1:
            decides = worst([one.health for one in results])
        standing = results[decides].health
    elif case.milestones:
        checkpoints = checkpoints_of(case.milestones, day)
    completed = case.completed
    health, rule, expected, pace = item_verdict(
        state,
        case.kind is _GOAL,
        standing,
        start,
        due.toordinal() if due is not None else None,
        end,
        day,
        completed.toordinal() if completed is not None else None,
        case.percent,
        checkpoints,
        policy,
    )
    if rule == "targets" and len(results) == 1 and state is not _COMPLETION_REQUESTED:
        # by far the commonest case, and the one whose speed is measured
        _, health, attainment, expected, pace, actual, actual_end, reasons = results[0]
        return Assessment(case.item, health, attainment, expected, pace, actual, actual_end, results, reasons)
    return tell(case, context, results, decides, checkpoints, (health, rule, expected, pace))


def _judge_target(  # positional for the sake of speed, as `arithmetic.verdict`
    one: TargetCase,
    start: int,
    end: int | None,
    day: int,
    final: bool,  # noqa: FBT001
    policy: Policy,
) -> TargetAssessment:
    target, latest = one.target, one.latest
    if latest is None:
        return TargetAssessment(target, _NO_DATA, reasons=(Reason("no_observation", (target,)),))
    indicator, comparator, value, base = target.indicator, target.comparator, target.value, target.base
    tolerance = target.tolerance
    actual, covers_from, covers_to = latest
    scale = scale_of(
        comparator, indicator.polarity, target.change, indicator.aggregation, indicator.unit, base is not None
    )
    if comparator is _RELATIVE:
        if one.reference is None:
            why = Reason("no_reference", (target, actual, covers_to))
            return TargetAssessment(target, _NO_DATA, None, None, None, actual, covers_to, (why,))
        base = None
        if value is None:
            value = one.reference.value
        else:  # "half a point above the average": the margin is exact unless the target has a tolerance of its own
            value = one.reference.value - value if scale.direction < 0 else one.reference.value + value
            tolerance = tolerance or ZERO
    goal, slack, far = bounds(scale, value, target.upper, base, tolerance, policy)
    counted = actual
    if base is not None and scale.rising:
        counted, base = actual - base, None
    last = covers_to.toordinal()
    passed, total = elapsed(start, end, last) if end is not None else (0, 0)
    health, rule, expected, pace = verdict(counted, scale, goal, slack, far, base, passed, total, final, policy)
    if goal is None:
        attainment = None
    else:
        attainment = ratio(counted, goal, base, scale.direction)
        if expected is None:
            expected, pace = _so_far(counted, scale, goal, base, passed, total, final=final)
    facts = (target, actual, covers_to, expected, pace, attainment, policy)
    reasons: tuple[Reason, ...] = (Reason(rule, facts),)
    if attainment is None and goal is not None:
        reasons += (Reason("no_attainment", (target, actual, goal)),)
    if end is not None and day > end:
        day = end
    if last < day:
        cycle = indicator.cycle_days
        if cycle is not None and day - last > cycle + policy.publication_days:
            reasons += (Reason("stale", (target, covers_to, day - last, cycle)),)
        if final:
            reasons += (Reason("partial", (target, covers_to)),)
    if scale.lasting and covers_from.toordinal() > start:
        reasons += (Reason("gap", (target, covers_from)),)
    return TargetAssessment(target, health, attainment, expected, pace, actual, covers_to, reasons)


def _so_far(
    counted: Decimal, scale: Scale, goal: Decimal, base: Decimal | None, passed: int, total: int, *, final: bool
) -> tuple[Decimal | None, Decimal | None]:
    """Expected value and pace where the verdict did not need them: at the end, and for what is already reached."""
    if not scale.running:
        return goal, ratio(counted, goal, None, scale.direction)
    if not final and not passed:
        return None, None
    try:
        expected = goal if final else expected_so_far(goal, base, passed, total)
    except ArithmeticError:
        return None, None
    return expected, ratio(counted, expected, base, scale.direction)
