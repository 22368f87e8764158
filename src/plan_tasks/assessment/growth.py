"""Growth from a base, year by year: what the methods of the statistical offices are built on.

Years are counted from the day before a period to its last day, so that a year's value against that of six years before
is six years of growth, leap years or not.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Final, NamedTuple

from plan_tasks.assessment.arithmetic import verdict
from plan_tasks.assessment.case import Case, TargetCase
from plan_tasks.assessment.composing import NotApplicable
from plan_tasks.assessment.contract import AssessmentContext
from plan_tasks.assessment.scale import target_scale
from plan_tasks.model.quantities import parse_unit
from plan_tasks.model.vocabulary import ChangeType, Comparator, Health

__all__ = ["Growth", "growth_of", "rate", "years"]

_ONE: Final = Decimal(1)
_LARGEST: Final = 60  # digits before or after the point beyond which a power is not worth reckoning


class Growth(NamedTuple):
    """An indicator on its way from a base.

    Attributes:
        base: The value at the start, above 0.
        actual: The value so far, above 0.
        until: Last day that it covers.
        goal: The target's value, above 0; None for a target that only says which way.
        passed: Years from the base to the value, above 0.
        whole: Years from the base to the end of the period; None without an end.
        direction: 1 where more is better, -1 where less is.
        satisfied: Whether the value as it is would meet the target.
    """

    base: Decimal
    actual: Decimal
    until: date
    goal: Decimal | None
    passed: Decimal
    whole: Decimal | None
    direction: int
    satisfied: bool


def years(start: date, last: date) -> Decimal:
    """Years from the day before the first day to the end of the last.

    Example:
        >>> years(date(2016, 1, 1), date(2021, 12, 31)), years(date(2021, 1, 1), date(2021, 6, 30)).quantize(_ONE / 100)
        (Decimal('6'), Decimal('0.50'))
    """
    return _moment(last) - _moment(start - timedelta(days=1) if start > date.min else start)


def rate(earlier: Decimal, later: Decimal, over: Decimal) -> Decimal:
    """The compound annual growth rate.

    Args:
        earlier: Above 0.
        later: Above 0.
        over: Years, above 0.

    Returns:
        The rate as a share: 0.02 is 2% a year.

    Raises:
        ArithmeticError: The figures are beyond reckoning.

    Example:
        >>> rate(Decimal(100), Decimal(121), Decimal(2)).quantize(Decimal("0.0001"))
        Decimal('0.1000')
    """
    return (later / earlier) ** (1 / over) - 1


def growth_of(one: TargetCase, case: Case, context: AssessmentContext) -> Growth | NotApplicable:
    """Draws what growth is reckoned from.

    Args:
        one: The target with its value.
        case: Its item's case; the base stands at its start.
        context: Day, policy and the end of the period.

    Returns:
        The growth, or why there is none to reckon.
    """
    target, latest = one.target, one.latest
    base, goal, indicator = target.base, target.value, target.indicator
    if latest is None:
        return NotApplicable("there is no value", "尚无数据")
    if target.comparator is Comparator.RELATIVE:
        return NotApplicable("it is compared with another indicator", "目标是与另一指标比较")
    moving = target.change in (ChangeType.GROWTH, ChangeType.REDUCTION)
    if moving and parse_unit(indicator.unit).dimension == "share" and goal is not None:
        return NotApplicable("the figures are rates of change themselves", "数值本身就是增速")
    if base is None:
        return NotApplicable("there is no base to grow from", "没有基数")
    scale = target_scale(target, based=True)
    if scale.lasting:
        return NotApplicable("a sum starts from nothing", "累计值从零开始")
    if goal is not None and scale.rising:
        goal = base + goal
    if scale.direction < 0 and target.upper is not None:
        goal = target.upper
    numbers = [number for number in (base, latest.value, goal) if number is not None]
    if any(number <= 0 or abs(number.adjusted()) > _LARGEST for number in numbers):
        return NotApplicable("a figure is not above zero", "有数值不大于零")
    end = case.due or context.period_end
    passed = years(case.start, latest.end)
    whole = years(case.start, end) if end is not None else None
    if passed <= 0 or (whole is not None and whole <= 0) or (whole is None and goal is not None):
        return NotApplicable("there is no stretch of time to grow over", "没有可供计算的时段")
    final = True
    health = verdict(
        latest.value, scale, target.value, target.upper, base, target.tolerance, 1, 1, 1, final, context.policy
    )[0]
    return Growth(base, latest.value, latest.end, goal, passed, whole, scale.direction, health is Health.MET)


def _moment(day: date) -> Decimal:
    first = date(day.year, 1, 1)
    length = date(day.year, 12, 31).toordinal() - first.toordinal() + 1
    return day.year + Decimal(day.toordinal() - first.toordinal() + 1) / length
