"""Judging one target by itself, without a plan: what ``plan-tasks check`` asks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import attrs

from plan_tasks.assessment.case import Case, TargetCase
from plan_tasks.assessment.contract import AssessmentContext, AssessmentMethod
from plan_tasks.assessment.pace import assess_by_pace
from plan_tasks.assessment.policy import Policy
from plan_tasks.assessment.reasons import reason_text
from plan_tasks.assessment.result import Assessment, rounded
from plan_tasks.model.target import Target
from plan_tasks.model.vocabulary import Comparator, ItemKind, Language, State
from plan_tasks.storage.heads import Latest

__all__ = ["check_to_json", "judge_single"]

_FLOAT_DIGITS = 300  # beyond 10**300 a JSON number would read as infinity


def judge_single(
    target: Target,
    actual: Decimal,
    *,
    on: date,
    year: int | None = None,
    period: tuple[date, date] | None = None,
    base: Decimal | None = None,
    policy: Policy | None = None,
    method: AssessmentMethod | None = None,
) -> Assessment:
    """Judges one target against one value.

    Args:
        target: The target.
        actual: The value so far, in the target's unit: from the first day of the period to `on`.
        on: The day judged.
        year: The target's year; None for the year of `on`. Not used with `period`.
        period: First and last day of the target's period, where it is not a calendar year.
        base: The value at the start, in place of the target's own. For a relative target, the value it is compared
            with.
        policy: The policy; None for the default.
        method: The assessment method; None for `pace`.

    Returns:
        The assessment; its item is called ``target``.

    Example:
        >>> from plan_tasks.assessment.register import indicator_for
        >>> jobs = indicator_for("城镇新增就业", "万人")
        >>> target = Target(indicator=jobs, comparator=Comparator.AT_LEAST, value=Decimal(1100))
        >>> judge_single(target, Decimal(1133), on=date(2021, 10, 31)).health.value
        'met'
    """
    start, end = period or (date(year or on.year, 1, 1), date(year or on.year, 12, 31))
    last = min(on, end)
    reference = None
    if base is not None:
        if target.comparator is Comparator.RELATIVE:
            reference = Latest(base, min(start, last), last)
        else:
            target = attrs.evolve(target, base=base)
    case = Case(
        item="target",
        plan="",
        kind=ItemKind.GOAL,
        state=State.ACTIVE,
        start=start,
        due=end,
        targets=(TargetCase(target=target, latest=Latest(actual, min(start, last), last), reference=reference),),
    )
    context = AssessmentContext(day=on, policy=policy or Policy())
    [assessment] = assess_by_pace([case], context) if method is None else method.assess([case], context)
    return assessment


def check_to_json(target: Target, assessment: Assessment, language: Language | str = Language.EN) -> dict[str, Any]:
    """The answer of ``plan-tasks check`` as plain data.

    Args:
        target: The target that was judged.
        assessment: Its assessment.
        language: The language of the reasons.

    Returns:
        ``indicator``, ``comparator``, ``value`` (a number, a pair, or None), ``unit``, ``attainment``, ``expected``,
        ``pace`` (to four places), ``health``, ``reasons`` (``rule`` and ``text``).
    """
    value: Any = _number(target.value)
    if target.upper is not None:
        value = [value, _number(target.upper)]
    return {
        "indicator": target.indicator.name,
        "comparator": target.comparator.value,
        "value": value,
        "unit": target.indicator.unit,
        "attainment": _number(rounded(assessment.attainment)),
        "expected": _number(rounded(assessment.expected)),
        "pace": _number(rounded(assessment.pace)),
        "health": assessment.health.value,
        "reasons": [{"rule": one.rule, "text": reason_text(one, language)} for one in assessment.reasons],
    }


def _number(number: Decimal | None) -> int | float | None:
    """A JSON number: whole where it is whole; None for one that no JSON reader could hold."""
    if number is None or number.adjusted() > _FLOAT_DIGITS:
        return None
    return int(number) if number == number.to_integral_value() else float(number)
