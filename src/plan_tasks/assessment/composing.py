"""A method that judges targets by a rule of its own, put together with what `pace` says of items as a whole.

A method has one thing to say: what it finds of a target before its end. The rest is the same for all of them: states
that are not judged, the verdict at the end, measures without targets, which target decides, reasons such as data that
have grown old.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal, localcontext
from typing import Final, NamedTuple

from plan_tasks.assessment.arithmetic import CONTEXT
from plan_tasks.assessment.case import Case, TargetCase
from plan_tasks.assessment.contract import AssessmentContext
from plan_tasks.assessment.pace import assess_by_pace
from plan_tasks.assessment.result import Assessment, Detail, Reason, TargetAssessment
from plan_tasks.assessment.rules import Rule
from plan_tasks.assessment.standing import BY_PERCENT, NOT_JUDGED, item_verdict, target_is_final, worst
from plan_tasks.assessment.telling import reasons_of_item
from plan_tasks.model.vocabulary import Health, ItemKind

__all__ = ["Finding", "NotApplicable", "TargetJudge", "assess_targets"]

_NOT_APPLICABLE: Final = Rule(
    ("target:target", "method:text", "en:text", "zh:text"),
    "{target}: judged by pace, since {method} cannot be applied: {en}",
    "{target}：{zh}，无法采用{method}法，改按进度研判",
)


class NotApplicable(NamedTuple):
    """Why a method has nothing to say of a target, which is then judged by pace.

    Attributes:
        en: The reason in English, to stand after a colon.
        zh: The reason in Chinese, to stand at the beginning of a sentence.
    """

    en: str
    zh: str


class Finding(NamedTuple):
    """What a method finds of a target.

    Attributes:
        health: Its verdict while the end has not come; at the end the target is met or missed, whatever the method.
        reasons: Why, in the method's own sentences; at least one.
        expected: What should have been reached so far by the method, in the indicator's unit; None where it has no
            such figure.
        pace: The method's ratio of what is to what should be; None as above.
        attainment: Share reached as the method counts it; None leaves that of `pace`.
    """

    health: Health
    reasons: tuple[Reason, ...]
    expected: Decimal | None = None
    pace: Decimal | None = None
    attainment: Decimal | None = None


#: Judges one target that has a value. Called with a decimal context of 28 digits; may raise `ArithmeticError`.
TargetJudge = Callable[[TargetCase, Case, AssessmentContext], Finding | NotApplicable]

_BEYOND: Final = NotApplicable("the figures are too large or too small", "数值过大或过小")


def assess_targets(
    cases: Sequence[Case], context: AssessmentContext, judge: TargetJudge, *, method: str
) -> list[Assessment]:
    """Judges a batch by a rule for single targets.

    Args:
        cases: What is judged; any number.
        context: Day, policy and the end of the period.
        judge: The rule.
        method: The method's name, for reasons.

    Returns:
        One assessment a case, in order.
    """
    return [
        _compose(case, found, context, judge, method) if case.targets else found
        for case, found in zip(cases, assess_by_pace(cases, context), strict=True)
    ]


def _compose(
    case: Case, by_pace: Assessment, context: AssessmentContext, judge: TargetJudge, method: str
) -> Assessment:
    day, end = context.day.toordinal(), case.due or context.period_end
    last = end.toordinal() if end is not None else None
    final = target_is_final(case.state, last, day)
    with localcontext(CONTEXT):
        results = tuple(
            _overlaid(paced, one, _find(one, case, context, judge), final=final, method=method)
            for paced, one in zip(by_pace.targets, case.targets, strict=True)
        )
        decides = worst([one.health for one in results])
        standing = item_verdict(
            case.state,
            case.kind is ItemKind.GOAL,
            results[decides].health,
            case.start.toordinal(),
            case.due.toordinal() if case.due is not None else None,
            last,
            day,
            case.completed.toordinal() if case.completed is not None else None,
            case.percent,
            None,
            context.policy,
        )
    health, rule, _, _ = standing
    told = Detail(results, reasons_of_item(case, context, results, decides, standing))
    if rule in BY_PERCENT or rule in NOT_JUDGED:
        return by_pace._replace(health=health, told=told, case=case)
    shown = results[decides]
    return Assessment(
        case.item,
        health,
        shown.attainment,
        shown.expected,
        shown.pace,
        shown.actual,
        shown.actual_end,
        told,
        case,
    )


def _find(
    one: TargetCase, case: Case, context: AssessmentContext, judge: TargetJudge
) -> Finding | NotApplicable | None:
    """Asks the method; None where there is no value to ask it about."""
    if one.latest is None:
        return None
    try:
        return judge(one, case, context)
    except ArithmeticError:
        return _BEYOND


def _overlaid(
    paced: TargetAssessment, one: TargetCase, found: Finding | NotApplicable | None, *, final: bool, method: str
) -> TargetAssessment:
    """Lays what the method found over what `pace` says."""
    if found is None:
        return paced
    if isinstance(found, NotApplicable):
        why = Reason("not_applicable", (one.target, method, found.en, found.zh), _NOT_APPLICABLE)
        return paced._replace(reasons=(*paced.reasons, why))
    attainment = paced.attainment if found.attainment is None else found.attainment
    first = paced.reasons[:1] if final else ()
    return paced._replace(
        health=paced.health if final else found.health,
        attainment=attainment,
        expected=found.expected,
        pace=found.pace,
        reasons=(*first, *found.reasons, *paced.reasons[1:]),
    )
