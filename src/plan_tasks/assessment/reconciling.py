"""A parent plan's targets against those of the plans they were broken down to: what does not add up, item by item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, localcontext
from enum import StrEnum
from typing import Final, NamedTuple

from plan_tasks.assessment.arithmetic import CONTEXT
from plan_tasks.assessment.scale import ZERO, target_scale
from plan_tasks.assessment.series import aggregation_of
from plan_tasks.errors import InvalidValue
from plan_tasks.model.plan import Plan
from plan_tasks.model.quantities import Quantity
from plan_tasks.model.target import Target
from plan_tasks.model.vocabulary import Aggregation

__all__ = ["Breakdown", "Gap", "Part", "Reconciled", "reconcile", "reconcile_target"]


class Breakdown(StrEnum):
    """How the targets of child plans make that of their parent."""

    SUM = "sum"
    """They add up to it: 1,100 for the country are 100 here and 60 there (分解)."""
    MEAN = "mean"
    """Their mean, weighted, comes to it: a rate for the province is the mean of its cities'."""
    EACH = "each"
    """Each is at least as demanding as it: every city is to grow by 6% or more."""


class Part(NamedTuple):
    """The target of a child plan.

    Attributes:
        plan: The child plan's id.
        item: The item's id.
        target: Its target.
        weight: What it weighs in a mean, from 0 up.
    """

    plan: str
    item: str
    target: Target
    weight: Decimal = Decimal(1)


class Gap(NamedTuple):
    """Something that does not add up.

    Attributes:
        reason: ``short`` (the children together, or this child, ask less than the parent), ``missing`` (the child plan
            has no such target), ``unit`` (its unit is another), ``no_value`` (it has no number), ``out_of_range`` (the
            figures are beyond reckoning).
        plan: The child plan's id; empty where the gap is that of all together.
        item: The child's item; empty where it has none, as above.
        amount: How much is lacking, above 0, in the parent's unit; None where there is no number for it.
    """

    reason: str
    plan: str = ""
    item: str = ""
    amount: Decimal | None = None


class Reconciled(NamedTuple):
    """A parent's target and what its children make of it.

    Attributes:
        item: The parent's item.
        target: The parent's target.
        how: How the children make it.
        total: What they come to, in the parent's unit: the sum, the mean, or the least demanding one. None where no
            child has a number.
        gaps: What does not add up; empty where all is well.
    """

    item: str
    target: Target
    how: Breakdown
    total: Decimal | None
    gaps: tuple[Gap, ...]


_LARGEST: Final = 60  # digits beyond which a number is not worth converting
_USUAL: Final = {
    Aggregation.SUM: Breakdown.SUM,
    Aggregation.MEAN: Breakdown.MEAN,
    Aggregation.LAST: Breakdown.EACH,
}


def reconcile(
    parent: Plan,
    children: Sequence[Plan],
    *,
    how: Mapping[str, Breakdown] | None = None,
    weights: Mapping[str, Decimal] | None = None,
) -> tuple[Reconciled, ...]:
    """Holds the targets of a plan against those of the plans it was broken down to.

    Args:
        parent: The plan with its items.
        children: The plans it was broken down to, with their items; targets belong together by the name of their
            indicator.
        how: For an indicator, how the children make the parent's; without a word a sum is added up, an average is
            averaged, and anything else is to be reached by each.
        weights: What each child plan weighs in a mean, by its id; 1 where it is not named.

    Returns:
        One result for each target of the parent that has a number and occurs in a child at all, in order.

    Example:
        >>> from datetime import date
        >>> from plan_tasks.assessment.register import indicator_for
        >>> from plan_tasks.model import Comparator, Goal
        >>> def plan(name, jobs):
        ...     target = Target(indicator=indicator_for("城镇新增就业", "万人"), comparator=Comparator.AT_LEAST,
        ...                     value=Decimal(jobs))
        ...     return Plan(id=name, title=name, start=date(2021, 1, 1), end=date(2021, 12, 31),
        ...                 goals=(Goal(id="jobs", title="Jobs", targets=(target,)),))
        >>> [found] = reconcile(plan("province", 100), [plan("east", 60), plan("west", 35)])
        >>> found.total, found.gaps
        (Decimal('95'), (Gap(reason='short', plan='', item='', amount=Decimal('5')),))
    """
    found = []
    for item in parent.items():
        for target in item.targets:
            name = target.indicator.name
            parts = [part for child in children for part in _parts(child, name, weights or {})]
            if parts and target.value is not None:
                ways = (how or {}).get(name) or _USUAL[aggregation_of(target)]
                result = reconcile_target(item.id, target, parts, ways)
                without = [child.id for child in children if child.id not in {part.plan for part in parts}]
                missing = tuple(Gap("missing", plan) for plan in without)
                found.append(result._replace(gaps=(*result.gaps, *missing)))
    return tuple(found)


def reconcile_target(item: str, target: Target, parts: Iterable[Part], how: Breakdown) -> Reconciled:
    """Holds one target against those it was broken down to.

    Args:
        item: The parent's item.
        target: Its target, which has a value.
        parts: The children's targets on the same indicator.
        how: How they make the parent's.

    Returns:
        The result. A range counts with the end that has to be reached. Values in other units of the same dimension are
        converted.
    """
    goal, direction = _demand(target)
    gaps: list[Gap] = []
    values: list[tuple[Part, Decimal]] = []
    with localcontext(CONTEXT):
        try:
            for part in parts:
                number, problem = _in_unit_of(target, part.target)
                if number is None:
                    gaps.append(Gap(problem, part.plan, part.item))
                else:
                    values.append((part, number))
            total = _total(values, how, direction)
            if how is Breakdown.EACH:
                for part, number in values:
                    if (lacking := _lacking(goal, number, direction)) > 0:
                        gaps.append(Gap("short", part.plan, part.item, lacking))
            elif total is not None and (lacking := _lacking(goal, total, direction)) > 0:
                gaps.insert(0, Gap("short", amount=lacking))
        except ArithmeticError:
            return Reconciled(item, target, how, None, (*gaps, Gap("out_of_range")))
    return Reconciled(item, target, how, total, tuple(gaps))


def _parts(child: Plan, indicator: str, weights: Mapping[str, Decimal]) -> list[Part]:
    weight = weights.get(child.id, Decimal(1))
    return [
        Part(child.id, item.id, target, weight)
        for item in child.items()
        for target in item.targets
        if target.indicator.name == indicator
    ]


def _demand(target: Target) -> tuple[Decimal, int]:
    """The number that has to be reached, and which way is better."""
    scale = target_scale(target, based=target.base is not None)
    goal = target.upper if scale.direction < 0 and target.upper is not None else target.value
    return goal if goal is not None else ZERO, scale.direction


def _in_unit_of(parent: Target, child: Target) -> tuple[Decimal | None, str]:
    """The child's number in the parent's unit, or what is wrong with it."""
    if child.value is None:
        return None, "no_value"
    number, _ = _demand(child)
    if parent.indicator.unit == child.indicator.unit:
        return number, ""
    if abs(number.adjusted()) > _LARGEST:
        return None, "out_of_range"
    try:
        return Quantity(number, child.indicator.unit).convert(parent.indicator.unit).value, ""
    except InvalidValue:
        return None, "unit"


def _total(values: Sequence[tuple[Part, Decimal]], how: Breakdown, direction: int) -> Decimal | None:
    if not values:
        return None
    numbers = [number for _, number in values]
    if how is Breakdown.SUM:
        return sum(numbers, ZERO)
    if how is Breakdown.EACH:
        return max(numbers) if direction < 0 else min(numbers)
    weight = sum((part.weight for part, _ in values), ZERO)
    return sum((part.weight * number for part, number in values), ZERO) / weight if weight else None


def _lacking(goal: Decimal, number: Decimal, direction: int) -> Decimal:
    """How much less is asked than should be; where neither way is better, any difference."""
    if direction == 0:
        return abs(goal - number)
    return goal - number if direction > 0 else number - goal
