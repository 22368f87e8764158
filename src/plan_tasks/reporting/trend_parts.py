"""Charts and tables of trends that several kinds of report show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from plan_tasks.model import Observation
from plan_tasks.reporting import figures
from plan_tasks.reporting.blocks import Table
from plan_tasks.reporting.cells import Column, ColumnType, Row
from plan_tasks.reporting.lines import PaceLine, SmallMultiples
from plan_tasks.reporting.trends import TargetTrend, target_line
from plan_tasks.reporting.view import ReportView
from plan_tasks.reporting.wording import Word

__all__ = ["pace_lines", "small_multiples", "values_table"]

_T = ColumnType


def pace_lines(trends: Sequence[TargetTrend], view: ReportView) -> Iterator[PaceLine]:
    """A large chart for each target; the table behind each is named ``trend_1``, ``trend_2`` and so on."""
    for number, trend in enumerate(trends, start=1):
        title = figures.target_text(trend.target, view.language, named=True)
        line = target_line(trend, trend.target.indicator.name, view.day)
        yield PaceLine(title=title, line=line, table=_points_table(f"trend_{number}", title, [trend], view))


def small_multiples(trends: Sequence[TargetTrend], view: ReportView, *, name: str = "trend") -> SmallMultiples:
    """A small chart for each target.

    Args:
        trends: The targets.
        view: The plan as it stands on a day.
        name: Of the table behind them.
    """
    title = Word.TREND_CHART.label(view.language)
    return SmallMultiples(
        title=title,
        lines=tuple(target_line(trend, trend.target.indicator.name, view.day) for trend in trends),
        table=_points_table(name, title, trends, view),
    )


def _points_table(name: str, title: str, trends: Sequence[TargetTrend], view: ReportView) -> Table:
    """How each target stood on each day up to which there is a value, and what it is expected to come to."""
    language = view.language
    columns = (
        Column(key="indicator", label=Word.INDICATOR.label(language), width=24),
        Column(key="day", label=Word.ACTUAL_END.label(language), type=_T.DATE, width=10),
        Column(key="actual", label=Word.ACTUAL.label(language), type=_T.QUANTITY, width=10),
        Column(key="expected", label=Word.EXPECTED.label(language), type=_T.QUANTITY, width=10),
        Column(key="attainment", label=Word.ATTAINMENT.label(language), type=_T.PERCENT, width=8),
        Column(key="expected_share", label=Word.EXPECTED_SHARE.label(language), type=_T.PERCENT, width=8),
        Column(key="gap", label=Word.GAP.label(language), type=_T.POINTS, width=8),
        Column(key="low", label=Word.FORECAST_LOW.label(language), type=_T.QUANTITY, width=10),
        Column(key="high", label=Word.FORECAST_HIGH.label(language), type=_T.QUANTITY, width=10),
        Column(key="what", label=Word.WHAT.label(language), width=8),
    )
    rows = tuple(row for trend in trends for row in _trend_rows(trend, view))
    return Table(name=name, title=title, columns=columns, rows=rows, empty=Word.NO_VALUES.label(language))


def _trend_rows(trend: TargetTrend, view: ReportView) -> Iterator[Row]:
    target, language = trend.target, view.language
    name = target.indicator.name
    for point in trend.points:
        one = point.standing
        yield (
            name,
            point.day,
            one.actual,
            one.expected,
            one.attainment,
            one.expected_share,
            one.gap,
            None,
            None,
            Word.WHAT_ACTUAL.label(language),
        )
    if not trend.points:
        yield (name, *(None,) * 8, Word.WITHOUT_DATA.label(language))
    if trend.forecast is not None:
        value, low, high = (
            figures.quantity(number, target)
            for number in (trend.forecast.value, trend.forecast.low, trend.forecast.high)
        )
        yield (name, trend.end, value, *(None,) * 4, low, high, Word.WHAT_FORECAST.label(language))


def values_table(trends: Sequence[TargetTrend], view: ReportView, *, name: str = "values") -> Table:
    """The values as they became known: a later one for the same stretch revises an earlier one, and both are shown.

    Args:
        trends: The targets.
        view: The plan as it stands on a day.
        name: Of the table.
    """
    language = view.language
    columns = (
        Column(key="indicator", label=Word.INDICATOR.label(language), width=24),
        Column(key="from", label=Word.FROM.label(language), type=_T.DATE, width=10),
        Column(key="to", label=Word.UP_TO.label(language), type=_T.DATE, width=10),
        Column(key="value", label=Word.VALUE.label(language), type=_T.QUANTITY, width=10),
        Column(key="known", label=Word.KNOWN_SINCE.label(language), type=_T.MOMENT, width=16),
        Column(key="source", label=Word.PUBLISHER.label(language), width=20),
        Column(key="revised", label=Word.REVISED.label(language), width=8),
    )
    return Table(
        name=name,
        title=Word.VALUES_TABLE.label(language),
        columns=columns,
        rows=tuple(row for trend in trends for row in _value_rows(trend, view)),
        empty=Word.NO_VALUES.label(language),
    )


def _value_rows(trend: TargetTrend, view: ReportView) -> Iterator[Row]:
    newest: dict[tuple[date, date], Observation] = {}
    for one in trend.observations:
        key = (one.start, one.end)
        if key not in newest or one.known >= newest[key].known:
            newest[key] = one
    for one in sorted(trend.observations, key=lambda one: (one.end, one.start, one.known)):
        revised = newest[one.start, one.end] is not one
        yield (
            trend.target.indicator.name,
            one.start,
            one.end,
            figures.quantity(one.value, trend.target),
            one.known,
            one.source,
            Word.REVISED_YES.label(view.language) if revised else "",
        )
