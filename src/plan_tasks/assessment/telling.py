"""What is told of an item and of its targets: the reasons, the most important first. No verdict is made here."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from plan_tasks.assessment.arithmetic import Measured, Verdict
from plan_tasks.assessment.case import Case, TargetCase
from plan_tasks.assessment.contract import AssessmentContext
from plan_tasks.assessment.result import Reason, TargetAssessment
from plan_tasks.assessment.scale import target_scale
from plan_tasks.assessment.standing import BY_PERCENT, NOT_JUDGED, target_is_final
from plan_tasks.assessment.trajectories import passed_of
from plan_tasks.model.vocabulary import Aggregation, Comparator, Health, State, TrajectoryKind

__all__ = ["reasons_of_item", "target_told"]

_BY_MILESTONES = frozenset({"milestones", "milestones_none_due", "milestones_out_of_range"})


def target_told(case: Case, one: TargetCase, found: Measured, context: AssessmentContext) -> TargetAssessment:
    """Puts the result of one target together.

    Args:
        case: The item's case.
        one: The target's.
        found: What measuring found.
        context: Day, policy and the end of the period.

    Returns:
        The result with its reasons.
    """
    target, latest, reference = one.target, one.latest, one.reference
    health, rule, attainment, expected, pace = found
    if latest is None:
        return TargetAssessment(target, health, reasons=(Reason(rule, (target,)),))
    actual, covers_from, covers_to = latest
    if rule == "no_reference":
        reasons = [Reason(rule, (target, actual, covers_to))]
    else:
        facts = (target, actual, covers_to, expected, pace, attainment, context.policy)
        reasons = [Reason(rule, facts)]
        if attainment is None and target.comparator is not Comparator.DIRECTION:
            goal = reference.value if reference is not None else target.value
            reasons.append(Reason("no_attainment", (target, actual, goal)))
    end = case.due or context.period_end
    if (by := _trajectory(case, one, expected, context)) is not None:
        reasons.append(by)
    day = min(context.day, end) if end is not None else context.day
    cycle, age = target.indicator.cycle_days, (day - covers_to).days
    if cycle is not None and age > cycle + context.policy.publication_days:
        reasons.append(Reason("stale", (target, covers_to, age, cycle)))
    if age > 0 and target_is_final(case.state, end.toordinal() if end is not None else None, context.day.toordinal()):
        reasons.append(Reason("partial", (target, covers_to)))
    if covers_from > case.start and target.indicator.aggregation is Aggregation.SUM:
        reasons.append(Reason("gap", (target, covers_from)))
    return TargetAssessment(target, health, attainment, expected, pace, actual, covers_to, tuple(reasons))


def _trajectory(case: Case, one: TargetCase, expected: Decimal | None, context: AssessmentContext) -> Reason | None:
    """Names the trajectory that the expected value lies on, where it is another than the calendar's."""
    target, latest, end = one.target, one.latest, case.due or context.period_end
    trajectory = target.trajectory or context.policy.trajectory
    if trajectory is None or trajectory.kind is TrajectoryKind.CALENDAR or expected is None:
        return None
    scale = target_scale(target, based=target.base is not None)
    if not scale.running or latest is None or end is None:
        return None
    days = case.start.toordinal(), end.toordinal(), latest.end.toordinal()
    passed, whole = passed_of(trajectory, *days, context.calendar)
    return Reason("trajectory", (target, trajectory.kind, Decimal(passed) / whole))


def reasons_of_item(
    case: Case,
    context: AssessmentContext,
    results: tuple[TargetAssessment, ...],
    decides: int,
    standing: Verdict,
) -> tuple[Reason, ...]:
    """Puts the reasons of an item in order: what concerns the whole, then the target that decides, then the others.

    Args:
        case: What was judged.
        context: Day, policy and the end of the period.
        results: Its targets' results, in order.
        decides: Position of the target that decides.
        standing: The item's verdict.

    Returns:
        The reasons, at least one.
    """
    health, rule, _, _ = standing
    if rule in NOT_JUDGED:
        return (Reason(rule),)
    reasons = [*_of_the_item(case, context, results, decides, standing)]
    if case.state is State.COMPLETION_REQUESTED and health is not Health.MET:
        reasons.append(Reason("completion_requested"))
    for one in (*results[decides:], *results[:decides]):
        reasons.extend(one.reasons)
    return tuple(reasons)


def _of_the_item(
    case: Case,
    context: AssessmentContext,
    results: tuple[TargetAssessment, ...],
    decides: int,
    standing: Verdict,
) -> Iterator[Reason]:
    """Reasons that concern the item and not one of its targets."""
    health, rule, expected, pace = standing
    day, policy = context.day, context.policy
    if rule == "targets":
        if len(results) > 1:
            unknown = sum(one.health is Health.NO_DATA for one in results)
            facts = (len(results), results[decides].target, health)
            yield Reason("worst_of", (*facts, unknown)) if unknown else Reason("worst_of_all", facts)
    elif rule == "completed":
        done, due = case.completed, case.due
        if done is None or due is None:
            yield Reason("completed", (done,))
        elif done <= due:
            yield Reason("completed_on_time", (done, due))
        else:
            yield Reason("completed_late", (done, due, (done - due).days))
    elif rule == "completed_missed":
        yield Reason(rule, (results[decides].target,))
    elif rule == "overdue" and case.due is not None:
        yield Reason(rule, (case.due, (day - case.due).days))
    elif rule in BY_PERCENT:
        yield Reason(rule, (case.percent, case.reported, expected, pace, health, policy))
        if case.reported is not None and (age := (day - case.reported).days) > policy.return_days:
            yield Reason("stale_return", (case.reported, age))
    elif rule == "deadline_only" and case.due is not None:
        yield Reason(rule, (case.due, (case.due - day).days))
    elif rule not in _BY_MILESTONES:
        yield Reason(rule)
    if case.milestones and not results:
        yield from _of_milestones(case, context, standing)


def _of_milestones(case: Case, context: AssessmentContext, standing: Verdict) -> Iterator[Reason]:
    health, rule, _, pace = standing
    day = context.day
    done = [one for one in case.milestones if one.done is not None and one.done <= day]
    late = tuple(one.title for one in case.milestones if one.due < day and one not in done)
    if rule in _BY_MILESTONES:
        due = sum(one.due < day or (one.due == day and one in done) for one in case.milestones)
        yield Reason(rule, (len(done), due, len(case.milestones), pace, health, context.policy))
    if late:
        yield Reason("milestones_late", (late,))
