"""How a target's value came about: the values by day, the pace through the period, and what is to come.

Every figure comes from the assessment: the value so far and what was expected are those that judging the day gives, and
the pace is what judging expects on the last day of each month. Pure; values come from `plan_tasks.reporting.records`.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

import attrs

from plan_tasks.assessment import Case, TargetCase
from plan_tasks.assessment.forecasting import Forecast, forecast_target
from plan_tasks.assessment.preparing import case_of
from plan_tasks.model import Item, Observation, State, Target
from plan_tasks.reporting.figures import Standing, standing_of
from plan_tasks.reporting.lines import FanPoint, LinePoint, TargetLine
from plan_tasks.reporting.view import ReportRow, ReportView
from plan_tasks.storage.heads import Latest

__all__ = ["TargetTrend", "TrendPoint", "month_ends", "target_line", "trends_of"]


@attrs.frozen(kw_only=True)
class TrendPoint:
    """How a target stood on a day up to which there is a value.

    Attributes:
        day: The day.
        standing: Its figures on that day.
    """

    day: date
    standing: Standing


@attrs.frozen(kw_only=True)
class TargetTrend:
    """One target through its period.

    Attributes:
        item: Its item.
        target: The target.
        start: First day of the time allowed.
        end: Last day.
        standing: How it stands on the view's day.
        points: How it stood on each day up to which there is a value, by day.
        pace: What should have been reached, by day; empty where that has no meaning.
        forecast: What the value is expected to come to; None where that cannot be said.
        observations: The values as they were recorded, those of the indicator alone.
    """

    item: Item
    target: Target
    start: date
    end: date
    standing: Standing
    points: tuple[TrendPoint, ...]
    pace: tuple[LinePoint, ...]
    forecast: Forecast | None
    observations: tuple[Observation, ...]


def trends_of(row: ReportRow, view: ReportView, observations: Sequence[Observation]) -> Iterator[TargetTrend]:
    """The trend of each of an item's targets.

    Args:
        row: The item and how it stands.
        view: The plan as it stands on a day.
        observations: The item's values, in the order in which they were recorded.

    Yields:
        A trend for each target, in the item's order; none for an item that is judged without its targets.
    """
    item = row.item
    results = row.assessment.targets
    start, end = item.start or view.plan.start, item.due or view.plan.end
    end = max(start, end)
    known = [one for one in observations if one.end <= view.day]
    for place, result in enumerate(results):
        target = result.target
        own = tuple(one for one in known if one.indicator == target.indicator.name)
        yield TargetTrend(
            item=item,
            target=target,
            start=start,
            end=end,
            standing=standing_of(result),
            points=tuple(_points(item, view, own, place)),
            pace=tuple(_pace(item, view, target, start, end)),
            forecast=_forecast(item, view, observations, place),
            observations=own,
        )


def target_line(trend: TargetTrend, label: str, today: date) -> TargetLine:
    """The trend as a line of a chart.

    Args:
        trend: The trend.
        label: What is measured.
        today: The day that is judged.
    """
    points = tuple(
        LinePoint(point.day, point.standing.actual.value) for point in trend.points if point.standing.actual is not None
    )
    fan: tuple[FanPoint, ...] = ()
    forecast = trend.forecast
    if forecast is not None and points and points[-1].day < trend.end:
        last = points[-1]
        fan = (
            FanPoint(last.day, last.value, last.value, last.value),
            FanPoint(trend.end, forecast.value, forecast.low, forecast.high),
        )
    return TargetLine(
        label=label,
        unit=trend.target.indicator.unit,
        start=trend.start,
        end=trend.end,
        today=today,
        actual=points,
        pace=trend.pace,
        fan=fan,
        target=trend.target.value,
        upper=trend.target.upper,
        health=trend.standing.health,
    )


def month_ends(start: date, end: date) -> Iterator[date]:
    """The last days of the months of a period, the last one cut at its end.

    Example:
        >>> [f"{day:%m-%d}" for day in month_ends(date(2021, 1, 15), date(2021, 3, 10))]
        ['01-31', '02-28', '03-10']
    """
    year, month = start.year, start.month
    while True:
        last = date(year, month, monthrange(year, month)[1])
        yield min(last, end)
        if last >= end:
            return
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _open(case: Case) -> Case:
    """The case as if it were still going on: what was expected of an item does not end with its completion."""
    return attrs.evolve(case, state=State.ACTIVE, completed=None)


def _points(item: Item, view: ReportView, own: Sequence[Observation], place: int) -> Iterator[TrendPoint]:
    for day in sorted({one.end for one in own}):
        case = _open(case_of(item, view.plan, own, day))
        [judged] = view.records.judge([case], view.records.judging(day))
        results = judged.targets
        if place < len(results) and results[place].actual is not None:
            yield TrendPoint(day=day, standing=standing_of(results[place]))


def _pace(item: Item, view: ReportView, target: Target, start: date, end: date) -> Iterator[LinePoint]:
    """What judging expects on the first day and at the end of each month.

    It does not depend on the value, so the target's own stands in.
    """
    value = target.value if target.value is not None else Decimal(0)
    for day in dict.fromkeys((start, *month_ends(start, end))):
        latest = Latest(value, start, day)
        case = _open(case_of(attrs.evolve(item, targets=(target,)), view.plan, (), day))
        case = attrs.evolve(case, targets=(TargetCase(target=target, latest=latest),))
        [judged] = view.records.judge([case], view.records.judging(day))
        for result in judged.targets[:1]:
            if result.expected is not None:
                yield LinePoint(day, result.expected)


def _forecast(item: Item, view: ReportView, observations: Sequence[Observation], place: int) -> Forecast | None:
    if item.state not in (State.ACTIVE, State.COMPLETION_REQUESTED):
        return None
    case = case_of(item, view.plan, observations, view.day, known_at=view.known_at, history=True)
    if place >= len(case.targets):
        return None
    return forecast_target(case.targets[place], case, view.records.judging(view.day))
