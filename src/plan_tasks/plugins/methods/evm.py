"""Earned value management, with earned schedule: work planned, work earned, and what it cost.

The work of an item is its milestones by weight; without milestones its first target that grows over the period; without
one the reported percent. From planned value (PV), earned value (EV) and the budget at completion (BAC) come

- schedule variance SV = EV - PV and schedule performance index SPI = EV / PV,
- earned schedule ES = C + I: the days C whose planned value is earned, and the part I of the next;
  SPI(t) = ES / AT with AT the days that have passed, and the forecast of all days IEAC(t) = planned days / SPI(t),
- where cost is known: cost variance CV = EV - AC, CPI = EV / AC, estimate at completion EAC = BAC / CPI.

Cost is known where the item has a target on an indicator that the options name: its value is the budget, its
observations the actual cost (AC). The policy's thresholds grade the lower of SPI and CPI; the verdict at the end, and
of items without any such work, is that of `pace`.

Sources: Project Management Institute, Practice Standard for Earned Value Management, 2nd edition (2011); Walt Lipke,
Schedule is Different, The Measurable News, March 2003, for earned schedule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal, localcontext
from typing import Final, NamedTuple

import attrs

from plan_tasks.assessment import (
    Assessment,
    AssessmentContext,
    AssessmentMethodType,
    Case,
    Detail,
    Policy,
    Reason,
    Rule,
    TargetAssessment,
    TargetCase,
)
from plan_tasks.assessment.arithmetic import CONTEXT, grade
from plan_tasks.assessment.earned import Cost, Earned, cost_of, earned_of
from plan_tasks.assessment.pace import assess_by_pace
from plan_tasks.assessment.scale import target_scale
from plan_tasks.assessment.trajectories import passed_of
from plan_tasks.model import Aggregation, Health, Trajectory, TrajectoryKind
from plan_tasks.plugging import PluginContext, hookimpl

#: Verdicts before the end, the worst first.
_GRADED: Final = (Health.OFF_TRACK, Health.AT_RISK, Health.ON_TRACK, Health.AHEAD)
_ZERO: Final = Decimal(0)
_CALENDAR: Final = Trajectory(kind=TrajectoryKind.CALENDAR)

_VALUE: Final = Rule(
    ("ev:number", "pv:number", "bac:number", "sv:number", "spi:number", "health:term"),
    "earned value {ev} against {pv} planned, of {bac} in all: SV {sv}, SPI {spi}; {health}",
    "挣值{ev}，计划值{pv}，总值{bac}，进度偏差{sv}，进度绩效指数{spi}，{health}",
)
_EARLY: Final = Rule(
    ("ev:number", "bac:number", "health:term"),
    "earned value {ev} of {bac} in all, and none was planned yet; {health}",
    "挣值{ev}，总值{bac}，目前尚无计划值，{health}",
)
_SCHEDULE: Final = Rule(
    ("es:number", "at:text", "spi_t:number", "days:number", "on:date"),
    "earned schedule {es} of {at} days that have passed: SPI(t) {spi_t}; at this rate all takes {days} days, "
    "until {on}",
    "挣得进度{es}天，实际已过{at}天，时间绩效指数{spi_t}，照此共需{days}天，到{on}完成",
)
_COST: Final = Rule(
    ("ac:number", "ev:number", "cv:number", "cpi:number", "bac:number", "eac:number", "health:term"),
    "cost {ac} for work worth {ev}: CV {cv}, CPI {cpi}; at this rate the whole costs {eac}, the budget is {bac}; "
    "{health}",
    "实际成本{ac}，挣值{ev}，成本偏差{cv}，成本绩效指数{cpi}，照此总成本为{eac}，预算为{bac}，{health}",
)
_NO_WORK: Final = Rule(
    (),
    "judged by pace, since evm has no work to go by: neither milestones nor a target that grows nor a reported percent",
    "没有节点、累计类目标或进展百分比可供计算挣值，改按进度研判",
)


@attrs.frozen(kw_only=True)
class EvmOptions:
    """Options of the method `evm`.

    Attributes:
        cost: Names of the indicators that hold actual cost; a target on one of them gives the budget.
    """

    cost: tuple[str, ...] = ("actual cost", "实际成本")


class _Work(NamedTuple):
    """What can be earned: how much is done, how much should be at the end of the n-th day, and all of it."""

    earned: Decimal
    planned: Callable[[int], Decimal]
    whole: Decimal
    until: date


class EvmMethod:
    """Judges by earned value.

    Args:
        options: What cost is called.
    """

    def __init__(self, options: EvmOptions) -> None:
        self._cost = frozenset(options.cost)

    def assess(self, cases: Sequence[Case], context: AssessmentContext) -> Sequence[Assessment]:
        """Judges a batch; see the module."""
        costs = [[one for one in case.targets if one.target.indicator.name in self._cost] for case in cases]
        works = [
            attrs.evolve(case, targets=tuple(one for one in case.targets if one not in cost)) if cost else case
            for case, cost in zip(cases, costs, strict=True)
        ]
        with localcontext(CONTEXT):
            return [
                _judge(case, work, cost, found, context)
                for case, work, cost, found in zip(cases, works, costs, assess_by_pace(works, context), strict=True)
            ]


def _judge(
    case: Case, work: Case, costs: Sequence[TargetCase], paced: Assessment, context: AssessmentContext
) -> Assessment:
    """Lays earned value over what `pace` says of the work."""
    end = work.due or context.period_end
    earned = cost = None
    if end is not None and (doing := _work(work, end, context)) is not None:
        try:
            now = max((doing.until - work.start).days + 1, 0)
            earned = earned_of(doing.earned, doing.planned, doing.whole, now, max((end - work.start).days + 1, 1))
            cost = _spent(costs, earned)
        except ArithmeticError:
            earned = cost = None
    detail = paced.detail
    health, reasons = paced.health, detail.reasons
    figures = (paced.expected, paced.pace)
    graded = cost is not None and cost.cpi is not None and grade(cost.cpi, context.policy)
    if earned is not None:
        if health in _GRADED:
            health = _by_index(earned.spi, earned.earned, context.policy)
            told = _told(earned, work, health)
            if graded:
                health = min(health, graded, key=_GRADED.index)
            figures = (earned.planned, earned.spi)
        else:
            told = _told(earned, work, health)
        if cost is not None and cost.cpi is not None and cost.forecast is not None and graded:
            facts = (cost.actual, cost.earned, cost.variance, cost.cpi, cost.budget, cost.forecast, graded)
            told.append(Reason("evm_cost", facts, _COST))
        reasons = (*told, *reasons) if paced.health in _GRADED else (*reasons, *told)
    elif health in _GRADED:
        reasons = (*reasons, Reason("evm_no_work", (), _NO_WORK))
    targets = _in_order(case, costs, detail.targets, graded or Health.NO_DATA)
    expected, pace = figures
    return paced._replace(
        item=case.item, health=health, expected=expected, pace=pace, told=Detail(targets, reasons), case=case
    )


def _work(case: Case, end: date, context: AssessmentContext) -> _Work | None:
    """Finds the item's work: milestones, a target that grows, or the reported percent."""
    start, last = case.start.toordinal(), end.toordinal()
    if case.milestones:
        steps = [(one.due.toordinal() - start + 1, one.weight) for one in case.milestones]
        try:
            done = sum((one.weight for one in case.milestones if one.done and one.done <= context.day), _ZERO)
            whole = sum((weight for _, weight in steps), _ZERO)
        except ArithmeticError:
            return None

        def by_milestones(day: int) -> Decimal:
            return sum((weight for due, weight in steps if due <= day), _ZERO)

        return _Work(done, by_milestones, whole, context.day)
    for one in case.targets:
        target, latest = one.target, one.latest
        indicator = target.indicator
        if latest is None or target.value is None or indicator.aggregation is not Aggregation.SUM:
            continue
        scale = target_scale(target, based=target.base is not None)
        if scale.running and scale.direction > 0 and target.base is None and target.value > 0 and latest.value >= 0:
            trajectory = target.trajectory or context.policy.trajectory or _CALENDAR
            return _Work(latest.value, _along(trajectory, target.value, start, last, context), target.value, latest.end)
    if case.percent is not None and not case.targets:
        one_whole = Decimal(1)
        return _Work(case.percent, _along(_CALENDAR, one_whole, start, last, context), one_whole, context.day)
    return None


def _along(
    trajectory: Trajectory, whole: Decimal, start: int, end: int, context: AssessmentContext
) -> Callable[[int], Decimal]:
    def planned(day: int) -> Decimal:
        passed, total = passed_of(trajectory, start, end, start + day - 1, context.calendar)
        return whole * passed / total

    return planned


def _spent(costs: Sequence[TargetCase], earned: Earned) -> Cost | None:
    """Cost where the item has a budget and a value of it."""
    for one in costs:
        budget, latest = one.target.value, one.latest
        if budget is not None and budget > 0 and latest is not None and latest.value >= 0:
            return cost_of(latest.value, budget, earned.earned / earned.whole)
    return None


def _by_index(index: Decimal | None, earned: Decimal, policy: Policy) -> Health:
    if index is None:
        return Health.AHEAD if earned > 0 else Health.ON_TRACK
    return grade(index, policy)


def _told(earned: Earned, case: Case, health: Health) -> list[Reason]:
    if earned.spi is None:
        return [Reason("evm_early", (earned.earned, earned.whole, health), _EARLY)]
    facts = (earned.earned, earned.planned, earned.whole, earned.variance, earned.spi, health)
    told = [Reason("evm", facts, _VALUE)]
    if earned.duration is not None and earned.time_index is not None:
        last = case.start.toordinal() - 1 + min(int(earned.duration.to_integral_value("ROUND_CEILING")), 10**7)
        if last <= date.max.toordinal():
            days = (earned.schedule, earned.actual_time, earned.time_index, earned.duration, date.fromordinal(last))
            told.append(Reason("evm_schedule", days, _SCHEDULE))
    return told


def _in_order(
    case: Case, costs: Sequence[TargetCase], found: Sequence[TargetAssessment], graded: Health
) -> tuple[TargetAssessment, ...]:
    """The targets' results in the item's order, the cost among them."""
    rest = iter(found)
    results = []
    for one in case.targets:
        if one in costs:
            latest = one.latest
            actual, until = (latest.value, latest.end) if latest is not None else (None, None)
            results.append(TargetAssessment(one.target, graded, actual=actual, actual_end=until))
        else:
            results.append(next(rest))
    return tuple(results)


def _open(options: EvmOptions, context: PluginContext) -> EvmMethod:  # noqa: ARG001 - it needs no logger
    return EvmMethod(options)


@hookimpl
def plan_tasks_assessment_methods() -> Iterator[AssessmentMethodType[EvmOptions]]:
    """Offers the method."""
    yield AssessmentMethodType(
        name="evm",
        summary="Earned value: work earned against work planned, in value, in days, and in cost where it is known",
        options=EvmOptions,
        factory=_open,
        source="Project Management Institute, Practice Standard for Earned Value Management, 2nd edition, 2011; Walt "
        "Lipke, Schedule is Different, The Measurable News, March 2003 (earned schedule)",
        reads_items=True,
    )
