"""Forecasts of an indicator to the end of the period, with an interval that widens where the data are thin.

Three simple methods, as Hyndman and Athanasopoulos describe them (Forecasting: Principles and Practice, 3rd edition,
sections 5.2 and 5.5): a sum goes on at its mean rate so far (`drift`), an average stays at its mean (`mean`), a level
or a rate of the period to date stays at its last value (`last_value`). Stretches may differ in length, so
that variances are taken by the day. The book's multiplier of 1.28 for 80% is that of a known spread; here the spread
comes from a few stretches, so that Student's t takes its place, which is larger the fewer there are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal, localcontext
from itertools import pairwise
from typing import Final, NamedTuple

from plan_tasks.assessment.arithmetic import CONTEXT, verdict
from plan_tasks.assessment.case import Case, TargetCase
from plan_tasks.assessment.contract import AssessmentContext
from plan_tasks.assessment.policy import Policy
from plan_tasks.assessment.result import Reason
from plan_tasks.assessment.rules import Rule
from plan_tasks.assessment.scale import ZERO, target_scale
from plan_tasks.assessment.series import aggregation_of
from plan_tasks.assessment.trajectories import passed_of
from plan_tasks.model.target import Target
from plan_tasks.model.vocabulary import Aggregation, Comparator, Health, State, TrajectoryKind
from plan_tasks.storage.heads import Latest

__all__ = ["LEVEL", "Forecast", "forecast_last", "forecast_mean", "forecast_sum", "forecast_target", "forecasts_of"]

#: Share of cases in which the value is meant to end up inside the interval.
LEVEL: Final = Decimal("0.8")
_STUDENT: Final = (  # 90th percentile of Student's t: 10% on either side; NIST/SEMATECH e-Handbook, table 1.3.6.7.2
    "3.078 1.886 1.638 1.533 1.476 1.440 1.415 1.397 1.383 1.372 1.363 1.356 1.350 1.345 1.341 1.337 1.333 1.330 1.328 "
    "1.325 1.323 1.321 1.319 1.318 1.316 1.315 1.314 1.313 1.311 1.310"
)
_MULTIPLIERS: Final = tuple(map(Decimal, _STUDENT.split()))
_MANY: Final = Decimal("1.282")
_ENOUGH: Final = 3  # stretches from which their spread is told without an assumption
_MONTH: Final = Decimal(30)
_OPEN: Final = frozenset({State.ACTIVE, State.COMPLETION_REQUESTED})

_FACTS: Final = ("target:target", "value:amount", "end:date", "low:amount", "high:amount", "count:text", "health:term")
_SENTENCES: Final = {
    "drift": Rule(
        _FACTS,
        "{target}: going on at the mean rate so far (values: {count}) gives {value} by {end}, 80% between {low} and "
        "{high} (drift method); that would be {health}",
        "{target}：按{count}段数据的平均速度推算，到{end}为{value}，80%区间为{low}至{high}（漂移法），期末将为“{health}”",
    ),
    "mean": Rule(
        _FACTS,
        "{target}: staying at the mean so far (values: {count}) gives {value} by {end}, 80% between {low} and {high} "
        "(mean method); that would be {health}",
        "{target}：按{count}段数据的平均水平推算，到{end}为{value}，80%区间为{low}至{high}（均值法），期末将为“{health}”",
    ),
    "last_value": Rule(
        _FACTS,
        "{target}: staying at the last value (values: {count}) gives {value} by {end}, 80% between {low} and {high} "
        "(last value method); that would be {health}",
        "{target}：按{count}个数据的最新值推算，到{end}为{value}，80%区间为{low}至{high}（末值法），期末将为“{health}”",
    ),
}


class Forecast(NamedTuple):
    """What an indicator is expected to come to at the end of the period.

    Attributes:
        value: The forecast, in the indicator's unit.
        low: Lower end of the interval that the value lies in with a chance of `LEVEL`.
        high: Upper end.
        method: ``drift``, ``mean`` or ``last_value``.
        stretches: How many stretches it rests on.
    """

    value: Decimal
    low: Decimal
    high: Decimal
    method: str
    stretches: int


def forecast_sum(stretches: Sequence[Latest], ahead: Decimal, lengths: Sequence[Decimal], spread: Decimal) -> Forecast:
    """Forecasts a sum by the drift method: the rest comes at the mean rate so far.

    Args:
        stretches: Amounts of stretches, at least one.
        ahead: How long the rest of the period is, in days.
        lengths: How long each stretch is, in days above 0.
        spread: How far a month's amount is taken to lie from the mean, as a share of it, while there are fewer than
            three stretches.

    Returns:
        The forecast; not below what is there already where no stretch took anything away.

    Raises:
        ArithmeticError: The figures are beyond reckoning.
    """
    total = sum((one.value for one in stretches), ZERO)
    length = sum(lengths, ZERO)
    rate = total / length
    parts = zip(stretches, lengths, strict=True)
    squares = sum(((one.value - rate * days) ** 2 / days for one, days in parts), ZERO)
    variance = _variance(squares, len(stretches), (spread * rate) ** 2 * _MONTH)
    value = total + rate * ahead
    low, high = _interval(value, variance * ahead * (1 + ahead / length), len(stretches))
    if all(one.value >= ZERO for one in stretches):
        low = max(low, total)
    return Forecast(value, low, high, "drift", len(stretches))


def forecast_mean(value: Latest, stretches: Sequence[Latest], ahead: Decimal, spread: Decimal) -> Forecast:
    """Forecasts an average by the mean method: the rest of the period is like what was so far.

    Args:
        value: The average so far.
        stretches: The average as it was at the end of each stretch, at least one.
        ahead: Days that the rest of the period has.
        spread: As for `forecast_sum`.

    Returns:
        The forecast of the average of the whole period.

    Raises:
        ArithmeticError: The figures are beyond reckoning.
    """
    mean, length = value.value, Decimal((value.end - value.start).days + 1)
    before, covered = ZERO, ZERO
    squares = ZERO
    for one in stretches:
        upto = Decimal((one.end - value.start).days + 1)
        days = upto - covered
        if days > 0:
            part = (one.value * upto - before) / days
            squares += (part - mean) ** 2 * days
            before, covered = one.value * upto, upto
    variance = _variance(squares, len(stretches), (spread * mean) ** 2 * _MONTH)
    low, high = _interval(mean, variance * ahead / (length * (length + ahead)), len(stretches))
    return Forecast(mean, low, high, "mean", len(stretches))


def forecast_last(stretches: Sequence[Latest], ahead: Decimal, spread: Decimal) -> Forecast:
    """Forecasts a level, or a rate of the period to date, by its last value.

    Args:
        stretches: Its values in order, at least one.
        ahead: Days that the rest of the period has.
        spread: As for `forecast_sum`.

    Returns:
        The forecast.

    Raises:
        ArithmeticError: The figures are beyond reckoning.
    """
    value = stretches[-1].value
    squares, steps = ZERO, 0
    for earlier, later in pairwise(stretches):
        if (days := (later.end - earlier.end).days) > 0:
            squares += (later.value - earlier.value) ** 2 / days
            steps += 1
    variance = _variance(squares, steps + 1, (spread * value) ** 2 / _MONTH)
    low, high = _interval(value, variance * ahead, len(stretches))
    return Forecast(value, low, high, "last_value", len(stretches))


def forecast_target(one: TargetCase, case: Case, context: AssessmentContext) -> Forecast | None:
    """Forecasts a target's indicator to the end of the period.

    Args:
        one: The target with its values; without stretches the value so far counts as one.
        case: Its item's case.
        context: Day, policy, period and calendar.

    Returns:
        The forecast; None without a value, without an end, when the end has come, and for figures beyond reckoning.

    Example:
        >>> from datetime import date
        >>> from plan_tasks.model import Indicator, ItemKind, State
        >>> jobs = Indicator(name="urban jobs", unit="万人", aggregation=Aggregation.SUM)
        >>> target = Target(indicator=jobs, comparator=Comparator.AT_LEAST, value=Decimal(1100))
        >>> one = TargetCase(target=target, latest=Latest(Decimal(698), date(2021, 1, 1), date(2021, 6, 30)))
        >>> case = Case(item="jobs", plan="p", kind=ItemKind.GOAL, state=State.ACTIVE, start=date(2021, 1, 1),
        ...             due=date(2021, 12, 31), targets=(one,))
        >>> found = forecast_target(one, case, AssessmentContext(day=date(2021, 6, 30)))
        >>> round(found.value), round(found.low), round(found.high), found.method
        (1408, 1094, 1721, 'drift')
    """
    latest, end = one.latest, case.due or context.period_end
    if latest is None or end is None or latest.end >= end:
        return None
    stretches = one.stretches or (latest,)
    ahead, spread = Decimal((end - latest.end).days), context.policy.assumed_spread
    with localcontext(CONTEXT):
        try:
            aggregation = aggregation_of(one.target)
            if aggregation is Aggregation.SUM:
                clock = _clock(one.target, case.start.toordinal(), end.toordinal(), context)
                reached = [clock(stretches[0].start.toordinal() - 1)]
                reached += [clock(part.end.toordinal()) for part in stretches]
                lengths = [later - earlier for earlier, later in pairwise(reached)]
                rest = clock(end.toordinal()) - reached[-1]
                if any(length <= 0 for length in lengths):
                    lengths = [Decimal((part.end - part.start).days + 1) for part in stretches]
                    rest = ahead
                return forecast_sum(stretches, rest, lengths, spread)
            if aggregation is Aggregation.MEAN:
                return forecast_mean(latest, stretches, ahead, spread)
            return forecast_last(stretches, ahead, spread)
        except ArithmeticError:
            return None


def forecasts_of(case: Case, context: AssessmentContext) -> tuple[Reason, ...]:
    """What forecasts say of an item's targets, as reasons that can be read in either language.

    Args:
        case: The item's case.
        context: Day, policy, period and calendar.

    Returns:
        One reason, of the rule ``forecast``, for each target of an open item that can be forecast. The facts are the
        target, value, end of the period, low and high end of the interval, the number of stretches, and what the
        verdict would be.
    """
    found = []
    end = case.due or context.period_end
    for one in case.targets if case.state in _OPEN else ():
        forecast = forecast_target(one, case, context)
        if forecast is None:
            continue
        value, low, high, method, count = forecast
        health = _at_the_end(one, value, context.policy)
        if health is not Health.NO_DATA:
            facts = (one.target, value, end, low, high, count, health)
            found.append(Reason("forecast", facts, _SENTENCES[method]))
    return tuple(found)


def _clock(target: Target, start: int, end: int, context: AssessmentContext) -> Callable[[int], Decimal]:
    """How much of the way lies behind at the end of a day, in days: a profile makes busy months longer."""
    trajectory = target.trajectory or context.policy.trajectory
    if trajectory is None or trajectory.kind in (TrajectoryKind.CALENDAR, TrajectoryKind.MILESTONES):
        return Decimal

    def passed(day: int) -> Decimal:
        part, whole = passed_of(trajectory, start, end, day, context.calendar)
        return Decimal(part) / whole * (end - start + 1)

    return passed


def _variance(squares: Decimal, count: int, assumed: Decimal) -> Decimal:
    """Variance a day; while the stretches are too few, not less than what is assumed."""
    own = squares / (count - 1) if count > 1 else ZERO
    return own if count >= _ENOUGH else max(own, assumed)


def _interval(value: Decimal, variance: Decimal, count: int) -> tuple[Decimal, Decimal]:
    freedom = max(count - 1, 1)
    wide = (_MULTIPLIERS[freedom - 1] if freedom <= len(_MULTIPLIERS) else _MANY) * variance.sqrt()
    return value - wide, value + wide


def _at_the_end(one: TargetCase, value: Decimal, policy: Policy) -> Health:
    """The verdict on a value, were it the last; `no_data` where a reference or a base is missing."""
    target = one.target
    goal, base = target.value, target.base
    scale = target_scale(target, based=base is not None)
    if target.comparator is Comparator.RELATIVE:
        if one.reference is None:
            return Health.NO_DATA
        margin = target.value or ZERO
        with localcontext(CONTEXT):
            goal, base = one.reference.value + (-margin if scale.direction < 0 else margin), None
    with localcontext(CONTEXT):
        final = True
        return verdict(value, scale, goal, target.upper, base, target.tolerance, 1, 1, 1, final, policy)[0]
