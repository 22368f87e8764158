"""Documents of charts that report formats are tried on: each kind of chart full, empty, huge, and of hostile texts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import count, cycle
from typing import Final

from plan_tasks.model import Health, Language, Quantity
from plan_tasks.reporting.document import (
    Bar,
    Bars,
    Block,
    Bullet,
    BulletBar,
    Chart,
    Column,
    ColumnType,
    Document,
    FanPoint,
    Gantt,
    GanttBar,
    GanttMark,
    HealthSegment,
    LinePoint,
    PaceLine,
    Row,
    SmallMultiples,
    StackedHealth,
    Table,
    TargetLine,
)
from plan_tasks.testing.report_hostile import HOSTILE

__all__ = ["chart_blocks", "empty_charts", "every_chart", "hostile_charts", "huge_charts"]

_START: Final = date(2021, 1, 1)
_END: Final = date(2021, 12, 31)
_TODAY: Final = date(2021, 6, 30)
_LABELS: Final = ("First bar", "Second bar", "Third bar")


def every_chart(language: Language = Language.EN) -> Document:
    """A document with every kind of chart, each with three entries, one of which has nothing to show."""
    return _document("All charts", chart_blocks(_LABELS), language)


def empty_charts(language: Language = Language.EN) -> Document:
    """Every kind of chart without an entry; the line, which is always one, without a single point."""
    return _document("No charts", chart_blocks(()), language)


def huge_charts(count: int = 1_000) -> Document:
    """Every kind of chart with very many entries, and values that differ by many orders of magnitude."""
    return _document("Long charts", chart_blocks([f"Entry {number}" for number in range(count)]), Language.EN)


def hostile_charts() -> Document:
    """Every kind of chart with a hostile text for every label, title and unit."""
    return _document(HOSTILE[0], chart_blocks(HOSTILE, title=HOSTILE[-3], unit=HOSTILE[1]), Language.EN)


def chart_blocks(labels: Sequence[str], *, title: str = "Chart", unit: str = "persons") -> tuple[Chart, ...]:
    """One chart of each kind, with an entry for each label.

    Args:
        labels: One for each entry.
        title: The title of each chart.
        unit: The unit of the lines.
    """
    line = _line(labels[0], 0, unit) if labels else _bare_line("Nothing known", unit)
    return (
        _stacked(title, len(labels)),
        _bullet(title, labels, unit),
        _bars(title, labels),
        PaceLine(title=title, line=line, table=_points("pace_line_points", line)),
        _multiples(title, labels, unit),
        _gantt(title, labels),
    )


def _document(title: str, blocks: tuple[Block, ...], language: Language) -> Document:
    return Document(
        name="charts",
        title=title,
        language=language,
        blocks=blocks,
        colours={Health.MET: "green", Health.AT_RISK: "yellow", Health.OVERDUE: "red"},
    )


def _stacked(title: str, many: int) -> StackedHealth:
    counts = {health: many if health is Health.MET else 0 for health in Health}
    segments = tuple(
        HealthSegment(health=health, count=number, share=Decimal(1 if number else 0))
        for health, number in counts.items()
    )
    columns = (
        Column(key="health", label="Health", type=ColumnType.HEALTH),
        Column(key="count", label="Count", type=ColumnType.INTEGER),
    )
    table = Table(name="stack", columns=columns, rows=tuple(counts.items()))
    return StackedHealth(title=title, segments=segments, table=table)


def _bullet(title: str, labels: Sequence[str], unit: str) -> Bullet:
    bars = tuple(
        BulletBar(label=label)
        if number % 3 == 2
        else BulletBar(
            label=label,
            actual=Quantity(60 + number, unit),
            target=Quantity(100, unit),
            expected=Quantity(50, unit),
            attainment=Decimal(60 + number) / 100,
            pace_mark=Decimal("0.5"),
            health=Health.AHEAD,
        )
        for number, label in enumerate(labels)
    )
    columns = (
        Column(key="label", label="Label"),
        Column(key="attainment", label="Attainment", type=ColumnType.PERCENT),
    )
    rows = tuple((bar.label, bar.attainment) for bar in bars)
    return Bullet(title=title, bars=bars, table=Table(name="bullets", columns=columns, rows=rows))


def _bars(title: str, labels: Sequence[str]) -> Bars:
    healths = cycle((Health.MET, Health.AT_RISK, None))
    bars = tuple(
        Bar(
            label=label,
            value=None if number % 3 == 2 else Decimal(len(labels) - number).scaleb(number % 5),
            mark=str(number + 1),
            health=health,
        )
        for number, (label, health) in enumerate(zip(labels, healths, strict=False))
    )
    measure = Column(key="score", label="Score", type=ColumnType.NUMBER, decimals=1)
    rows = tuple((bar.label, bar.value) for bar in bars)
    table = Table(name="bars", columns=(Column(key="label", label="Label"), measure), rows=rows)
    return Bars(title=title, measure=measure, bars=bars, table=table)


def _bare_line(label: str, unit: str) -> TargetLine:
    return TargetLine(label=label, unit=unit, start=_START, end=_END, today=_TODAY)


def _line(label: str, number: int, unit: str) -> TargetLine:
    if number % 3 == 2:
        return _bare_line(label, unit)
    step = Decimal(10).scaleb(number % 7)
    ends = (date(2021, 1, 31), date(2021, 2, 28), date(2021, 3, 31), date(2021, 5, 31))
    actual = tuple(LinePoint(day, step * place) for place, day in enumerate(ends, start=1))
    last = actual[-1]
    return TargetLine(
        label=label,
        unit=unit,
        start=_START,
        end=_END,
        today=_TODAY,
        actual=actual,
        pace=(LinePoint(_START, Decimal(0)), LinePoint(_END, step * 9)),
        fan=(
            FanPoint(last.day, last.value, last.value, last.value),
            FanPoint(_END, step * 10, step * 8, step * 12),
        ),
        target=step * 9,
        upper=step * 11 if number % 2 else None,
        health=Health.ON_TRACK,
    )


def _points(name: str, *lines: TargetLine) -> Table:
    columns = (
        Column(key="label", label="Label"),
        Column(key="day", label="Day", type=ColumnType.DATE),
        Column(key="value", label="Value", type=ColumnType.NUMBER),
    )
    rows: tuple[Row, ...] = tuple(
        row
        for line in lines
        for row in [*((line.label, point.day, point.value) for point in line.actual), (line.label, line.today, None)]
    )
    return Table(name=name, columns=columns, rows=rows)


def _multiples(title: str, labels: Sequence[str], unit: str) -> SmallMultiples:
    lines = tuple(_line(label, number, unit) for number, label in enumerate(labels))
    return SmallMultiples(title=title, lines=lines, table=_points("multiples", *lines))


def _gantt(title: str, labels: Sequence[str]) -> Gantt:
    bars = tuple(map(_gantt_bar, count(), labels, cycle(Health)))
    columns = (
        Column(key="id", label="Id"),
        Column(key="label", label="Label"),
        Column(key="start", label="Start", type=ColumnType.DATE),
        Column(key="end", label="End", type=ColumnType.DATE),
    )
    rows = tuple((bar.id, bar.label, bar.start, bar.end) for bar in bars)
    table = Table(name="gantt", columns=columns, rows=rows)
    return Gantt(title=title, start=_START, end=_END, today=_TODAY, bars=bars, table=table)


def _gantt_bar(number: int, label: str, health: Health) -> GanttBar:
    start = _START + timedelta(days=number % 200 - 20)  # some begin before the chart does
    stone = start + timedelta(days=30)
    return GanttBar(
        id=f"b{number}",
        label=label,
        group=label if number % 2 else "",
        start=start,
        end=None if number % 3 == 2 else start + timedelta(days=60 + number),
        done=None if number % 3 == 2 else Decimal(number % 13) / 10,
        marks=(GanttMark(label=label, day=stone, done=number % 2 == 0, late=number % 3 == 1),),
        health=health,
    )
