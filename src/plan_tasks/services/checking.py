"""Judges one target written as in a report, without a plan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from plan_tasks.assessment.contract import AssessmentMethodType
from plan_tasks.assessment.result import Assessment
from plan_tasks.assessment.single import judge_single
from plan_tasks.drafting.accept import target_of
from plan_tasks.drafting.contract import Source
from plan_tasks.errors import InvalidValue
from plan_tasks.model import Target
from plan_tasks.model.quantities import Quantity
from plan_tasks.services.context import Context
from plan_tasks.services.drafting import draft

__all__ = ["check"]


def check(
    context: Context,
    text: str,
    actual: Decimal | Quantity,
    *,
    on: date,
    year: int,
    base: Decimal | None,
    method: str,
) -> tuple[Target, Assessment]:
    """Judges one target.

    Args:
        context: The open tracker.
        text: The target as a report writes it: ``城镇新增就业1100万人以上`` (urban jobs created, 11 million or more).
        actual: The value so far: a number in the target's unit, or an amount in its own.
        on: The day judged.
        year: The target's year.
        base: The value at the start, where attainment counts from it.
        method: Name of the assessment method.

    Returns:
        The target as it was read, and how it stands.

    Raises:
        InvalidValue: The text holds no target, or more than one; the actual amount is not of the target's kind.
        PluginError: The method is not there.
    """
    found = draft(context, Source(name="target.md", data=text.encode()), year=year).targets
    if len(found) != 1:
        many = f"holds {len(found)} targets" if found else "holds no target"
        raise InvalidValue(f"{text!r} {many}", remedy="write one, such as 城镇新增就业1100万人以上")
    target = target_of(found[0])
    judged = judge_single(
        target,
        actual.convert(target.indicator.unit).value if isinstance(actual, Quantity) else actual,
        on=on,
        year=year,
        base=base,
        policy=context.policy,
        method=context.host.open(AssessmentMethodType, method),
    )
    return target, judged
