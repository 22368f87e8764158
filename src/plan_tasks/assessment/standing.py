"""How an item as a whole stands: its state, its targets together, milestones, reported percent, deadline.

Small functions on plain values like those of `arithmetic`, used for whole cases and for heads alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from plan_tasks.assessment.arithmetic import (
    AHEAD,
    MET,
    MISSED,
    NO_DATA,
    ON_TRACK,
    Measured,
    Verdict,
    elapsed,
    grade,
)
from plan_tasks.assessment.policy import Policy
from plan_tasks.assessment.scale import ZERO
from plan_tasks.model.milestone import Milestone
from plan_tasks.model.vocabulary import Health, State

__all__ = [
    "BY_PERCENT",
    "NOT_JUDGED",
    "Checkpoints",
    "Shown",
    "checkpoints_of",
    "item_verdict",
    "shown",
    "target_is_final",
    "worst",
]

#: Weight of the milestones reached, of those that should have been, and of all.
Checkpoints = tuple[Decimal, Decimal, Decimal]

#: Attainment, expected and pace of an item; and whether they are those of the target that decides.
Shown = tuple[Decimal | None, Decimal | None, Decimal | None, bool]

#: Rules of an item by name: those of states in which nothing is judged, those that go by the reported percent.
NOT_JUDGED: Final = frozenset({State.DRAFT.value, State.SUSPENDED.value, State.CANCELLED.value})
BY_PERCENT: Final = frozenset({"percent", "percent_early", "percent_open"})

_OPEN: Final = frozenset({State.ACTIVE.value, State.COMPLETION_REQUESTED.value})
_COMPLETED: Final = State.COMPLETED.value
_OVERDUE: Final = Health.OVERDUE
_SEVERITY: Final = {
    health: rank
    for rank, health in enumerate(
        (MET, AHEAD, ON_TRACK, Health.AT_RISK, Health.OFF_TRACK, Health.OVERDUE, MISSED),
    )
}


def worst(healths: Sequence[Health]) -> int:
    """Finds the target that decides for its item.

    Args:
        healths: The targets' verdicts, at least one.

    Returns:
        Position of the first of the worst among those with data. Where all of those are met and others have no data,
        the first without data: the item cannot be called met.

    Example:
        >>> worst([Health.AHEAD, Health.AT_RISK, Health.NO_DATA]), worst([Health.MET, Health.NO_DATA])
        (1, 1)
    """
    decides, severity = 0, -1
    for place, health in enumerate(healths):
        rank = _SEVERITY.get(health, -1)
        if rank > severity:
            decides, severity = place, rank
    return healths.index(NO_DATA) if severity <= 0 and NO_DATA in healths else decides


def target_is_final(state: str, end: int | None, day: int) -> bool:
    """Whether a target's end has come: the last day counts as the end; without one, completion is the end."""
    return day >= end if end is not None else state == _COMPLETED


def checkpoints_of(milestones: Iterable[Milestone], day: int) -> Checkpoints | None:
    """Adds up milestones: one that is due on the day itself is expected only from the next day on.

    Args:
        milestones: The measure's milestones.
        day: The day judged.

    Returns:
        Weights of those reached by the day, of those that should have been, and of all (0 where the weights are too
        large to be added); None without milestones.
    """
    done = wanted = total = ZERO
    for milestone in milestones:
        due = milestone.due.toordinal()
        reached = milestone.done is not None and milestone.done.toordinal() <= day
        try:
            total += milestone.weight
        except ArithmeticError:
            return ZERO, ZERO, ZERO
        if reached:
            done += milestone.weight
        if due < day or (due == day and reached):
            wanted += milestone.weight
    return (done, wanted, total) if total else None


def item_verdict(  # positional for the sake of speed, as `arithmetic.verdict`
    state: str,
    is_goal: bool,  # noqa: FBT001
    targets: Health | None,
    start: int,
    due: int | None,
    end: int | None,
    day: int,
    completed: int | None,
    percent: Decimal | None,
    checkpoints: Checkpoints | None,
    policy: Policy,
) -> Verdict:
    """Judges an item as a whole.

    A measure of which nothing was ever reported stands by its deadline alone: on track until the deadline, overdue
    after it. The reason then says that nothing was reported, and a missing return is for notices to chase; to call the
    item `no_data` would hide, among those that have no deadline either, the ones that still have time.

    Args:
        state: What people decided.
        is_goal: Whether it is a goal; else a measure.
        targets: Verdict of its targets together; None where it has none.
        start: First day of the time allowed.
        due: Last day of the time allowed; None for none.
        end: `due`, or else the end of the plan's period; None for none.
        day: The day judged.
        completed: Day of completion; None while open. After the day judged, the item still counts as open.
        percent: Latest reported share done; None for none.
        checkpoints: What `checkpoints_of` returned; None also for an item with targets.
        policy: The policy.

    Returns:
        The verdict; the rule `targets` says that the figures are those of the target that decides.
    """
    if state not in _OPEN:
        if state != _COMPLETED:
            return NO_DATA, state, None, None
        if completed is None or completed <= day:
            if targets is MISSED:
                return MISSED, "completed_missed", None, None
            return MET, "completed", None, None
    if targets is not None:
        if is_goal or targets is MET:
            return targets, "targets", None, None
        if due is not None and day > due:
            return _OVERDUE, "overdue", None, None
        if percent is None or targets is not NO_DATA:
            return targets, "targets", None, None
    elif due is not None and day > due:
        return _OVERDUE, "overdue", None, None
    if checkpoints is not None:
        return _by_checkpoints(checkpoints, policy)
    if percent is not None:
        return _by_percent(percent, start, end, day, policy)
    return (NO_DATA, "no_deadline", None, None) if due is None else (ON_TRACK, "deadline_only", None, None)


def shown(whole: Verdict, target: Measured | None, percent: Decimal | None, checkpoints: Checkpoints | None) -> Shown:
    """Chooses the figures that an item shows.

    Args:
        whole: The item's verdict.
        target: What was measured of the target that decides; None for an item without targets.
        percent: Latest reported share done; None for none.
        checkpoints: As for `item_verdict`.

    Returns:
        Those of the target where it was what counted; else the share done, by milestones or as reported.
    """
    _, rule, expected, pace = whole
    if target is not None and rule not in BY_PERCENT:
        return (None, None, None, False) if rule in NOT_JUDGED else (target[2], target[3], target[4], True)
    if checkpoints is None:
        return percent, expected, pace, False
    done, _, total = checkpoints
    return (None if rule == "milestones_out_of_range" else done / total), expected, pace, False


def _by_checkpoints(checkpoints: Checkpoints, policy: Policy) -> Verdict:
    done, wanted, total = checkpoints
    if not total:
        return NO_DATA, "milestones_out_of_range", None, None
    try:
        if not wanted:
            return (AHEAD if done else ON_TRACK), "milestones_none_due", ZERO, None
        pace = done / wanted
        return grade(pace, policy), "milestones", wanted / total, pace
    except ArithmeticError:
        return NO_DATA, "milestones_out_of_range", None, None


def _by_percent(percent: Decimal, start: int, end: int | None, day: int, policy: Policy) -> Verdict:
    if end is None:
        return ON_TRACK, "percent_open", None, None
    passed, total = elapsed(start, end, day)
    if not passed:
        return (AHEAD if percent else ON_TRACK), "percent_early", ZERO, None
    pace = percent * total / passed
    return grade(pace, policy), "percent", Decimal(passed) / total, pace
