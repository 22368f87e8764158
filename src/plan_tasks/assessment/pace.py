"""The method `pace`: actual so far against what is expected so far, item by item, with reasons.

Cases go in, assessments come out. The arithmetic is in `scale`, `arithmetic` and `standing`, what is told of an item in
`telling`, the sentences in `reasons`.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext

import attrs

from plan_tasks.assessment.arithmetic import CONTEXT, Measured, Verdict, measured
from plan_tasks.assessment.case import Case, TargetCase
from plan_tasks.assessment.contract import AssessmentContext
from plan_tasks.assessment.preparing import case_of_facts
from plan_tasks.assessment.result import Assessment, Detail
from plan_tasks.assessment.scale import ZERO, Scales
from plan_tasks.assessment.standing import Checkpoints, checkpoints_of, item_verdict, shown, target_is_final, worst
from plan_tasks.assessment.telling import reasons_of_item, target_told
from plan_tasks.assessment.trajectories import along
from plan_tasks.model.vocabulary import Comparator, Health, ItemKind
from plan_tasks.storage.heads import HeadFacts

__all__ = ["NO_OBSERVATION", "PaceExplainer", "assess_by_pace"]

#: What is measured of a target without a value.
NO_OBSERVATION: Measured = (Health.NO_DATA, "no_observation", None, None, None)
_NO_REFERENCE: Measured = (Health.NO_DATA, "no_reference", None, None, None)
_OUT_OF_RANGE: Measured = (Health.NO_DATA, "out_of_range", None, None, None)
_RELATIVE = Comparator.RELATIVE
_GOAL = ItemKind.GOAL
_new = tuple.__new__  # what Assessment(...) does, without its twenty lines of arguments


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
        >>> from plan_tasks.model import Aggregation, Indicator, State, Target
        >>> jobs = Indicator(name="urban jobs", unit="万人", aggregation=Aggregation.SUM)
        >>> target = Target(indicator=jobs, comparator=Comparator.AT_LEAST, value=Decimal(1100))
        >>> half = Latest(Decimal(698), date(2021, 1, 1), date(2021, 6, 30))
        >>> case = Case(item="g1", plan="p", kind=ItemKind.GOAL, state=State.ACTIVE, start=date(2021, 1, 1),
        ...             due=date(2021, 12, 31), targets=(TargetCase(target=target, latest=half),))
        >>> [result] = assess_by_pace([case], AssessmentContext(day=date(2021, 6, 30)))
        >>> result.health.value, round(result.attainment, 4), round(result.expected, 1), round(result.pace, 2)
        ('ahead', Decimal('0.6345'), Decimal('545.5'), Decimal('1.28'))
    """
    explainer = PaceExplainer(context)
    day = context.day.toordinal()
    with localcontext(CONTEXT):
        scales = Scales()
        return [_judge(case, day, context, scales, explainer) for case in cases]


@attrs.frozen
class PaceExplainer:
    """Tells the reasons of an assessment when someone reads them.

    Attributes:
        context: Day, policy and the end of the period.
    """

    context: AssessmentContext

    def explain(self, case: Case | HeadFacts) -> Detail:
        """Judges again what was judged, with all that there is to tell."""
        context = self.context
        if isinstance(case, HeadFacts):
            case = case_of_facts(case, context.day)
        with localcontext(CONTEXT):
            results, decides, _, whole = _stand(case, context.day.toordinal(), context, Scales())
            targets = tuple(
                target_told(case, one, found, context) for one, found in zip(case.targets, results, strict=True)
            )
            return Detail(targets, reasons_of_item(case, context, targets, decides, whole))


def _judge(case: Case, day: int, context: AssessmentContext, scales: Scales, explainer: PaceExplainer) -> Assessment:
    """Judges one case: health and figures. The caller has set `CONTEXT`."""
    found, decides, checkpoints, whole = _stand(case, day, context, scales)
    attainment, expected, pace, of_target = shown(whole, found[decides] if found else None, case.percent, checkpoints)
    actual = actual_end = None
    if of_target and (latest := case.targets[decides].latest) is not None:
        actual, _, actual_end = latest
    return _new(Assessment, (case.item, whole[0], attainment, expected, pace, actual, actual_end, explainer, case))


def _stand(
    case: Case, day: int, context: AssessmentContext, scales: Scales
) -> tuple[Sequence[Measured], int, Checkpoints | None, Verdict]:
    """Judges a case: its targets one by one, which of them decides, its milestones added up, and the whole."""
    state, due, completed, targets, policy = case.state, case.due, case.completed, case.targets, context.policy
    start = case.start.toordinal()
    end = deadline = None
    if due is not None:
        end = deadline = due.toordinal()
    elif context.period_end is not None:
        end = context.period_end.toordinal()
    found: Sequence[Measured] = ()
    standing: Health | None = None
    checkpoints = None
    decides = 0
    if targets:
        final = target_is_final(state, end, day)
        if len(targets) == 1:
            found = (_measure(targets[0], start, end, final, context, scales),)
        else:
            found = [_measure(one, start, end, final, context, scales) for one in targets]
            decides = worst([one[0] for one in found])
        standing = found[decides][0]
    elif case.milestones:
        checkpoints = checkpoints_of(case.milestones, day)
    whole = item_verdict(
        state,
        case.kind is _GOAL,
        standing,
        start,
        deadline,
        end,
        day,
        completed.toordinal() if completed is not None else None,
        case.percent,
        checkpoints,
        policy,
    )
    return found, decides, checkpoints, whole


def _measure(
    one: TargetCase,
    start: int,
    end: int | None,
    final: bool,  # noqa: FBT001
    context: AssessmentContext,
    scales: Scales,
) -> Measured:
    """Holds one target against its value so far."""
    latest = one.latest
    if latest is None:
        return NO_OBSERVATION
    target, policy = one.target, context.policy
    indicator, comparator, value, base = target.indicator, target.comparator, target.value, target.base
    tolerance, upper = target.tolerance, target.upper
    actual, _, covers_to = latest
    scale = scales[
        comparator, indicator.polarity, target.change, indicator.aggregation, indicator.unit, base is not None
    ]
    if comparator is _RELATIVE:
        if one.reference is None:
            return _NO_REFERENCE
        base = None
        try:
            value, tolerance = _relative(one.reference.value, value, tolerance, scale.direction)
        except ArithmeticError:
            return _OUT_OF_RANGE
    last = covers_to.toordinal()
    trajectory = target.trajectory or policy.trajectory
    if trajectory is not None and scale.running and end is not None:
        start, end, last = along(trajectory, start, end, last, context.calendar)
    return measured(actual, scale, value, upper, base, tolerance, start, end, last, final, policy)


def _relative(
    reference: Decimal, margin: Decimal | None, tolerance: Decimal | None, direction: int
) -> tuple[Decimal, Decimal | None]:
    """What a reference asks: itself, within the tolerance; or a margin better than itself, which is exact."""
    if margin is None:
        return reference, tolerance
    return (reference - margin if direction < 0 else reference + margin), tolerance or ZERO
