"""What is told of an item as a whole, once its rule is known: the figures and the reasons, the most important first."""

from __future__ import annotations

from collections.abc import Iterator

from plan_tasks.assessment.arithmetic import Verdict
from plan_tasks.assessment.case import Case
from plan_tasks.assessment.contract import AssessmentContext
from plan_tasks.assessment.result import Assessment, Reason, TargetAssessment
from plan_tasks.assessment.standing import Checkpoints
from plan_tasks.model.vocabulary import Health, State

__all__ = ["tell"]

_NOT_JUDGED = frozenset({State.DRAFT.value, State.SUSPENDED.value, State.CANCELLED.value})
_BY_PERCENT = frozenset({"percent", "percent_early", "percent_open"})
_BY_MILESTONES = frozenset({"milestones", "milestones_none_due", "milestones_out_of_range"})


def tell(
    case: Case,
    context: AssessmentContext,
    results: tuple[TargetAssessment, ...],
    decides: int,
    checkpoints: Checkpoints | None,
    standing: Verdict,
) -> Assessment:
    """Puts the assessment of an item together.

    Args:
        case: What was judged.
        context: Day, policy and the end of the period.
        results: Its targets' results, in order.
        decides: Position of the target that decides.
        checkpoints: Its milestones added up; None without, and for an item with targets.
        standing: The item's verdict.

    Returns:
        The assessment.
    """
    health, rule, expected, pace = standing
    if rule in _NOT_JUDGED:
        return Assessment(case.item, health, reasons=(Reason(rule),))
    reasons = [*_of_the_item(case, context, results, decides, standing)]
    if case.state is State.COMPLETION_REQUESTED and health is not Health.MET:
        reasons.append(Reason("completion_requested"))
    for one in (*results[decides:], *results[:decides]):
        reasons.extend(one.reasons)
    if results and rule not in _BY_PERCENT:
        _, _, attainment, expected, pace, actual, actual_end, _ = results[decides]
        return Assessment(case.item, health, attainment, expected, pace, actual, actual_end, results, tuple(reasons))
    attainment = case.percent
    if checkpoints is not None and rule != "milestones_out_of_range":
        attainment = checkpoints[0] / checkpoints[2]
    return Assessment(case.item, health, attainment, expected, pace, None, None, results, tuple(reasons))


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
            yield Reason("worst_of", (len(results), results[decides].target, health, unknown))
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
    elif rule in _BY_PERCENT:
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
