"""Charts as the spreadsheet's own: they can be edited, and their values stand on a sheet of their own.

A chart with more entries than can be told apart is not drawn; its table has a sheet in any case.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

import attrs

from plan_tasks.plugins.report_formats.xlsx.cells import Cells
from plan_tasks.reporting.document import (
    Bars,
    Bullet,
    Chart,
    ColumnType,
    PaceLine,
    SmallMultiples,
    StackedHealth,
    TargetLine,
)
from plan_tasks.reporting.drawing.wording import ChartWord
from plan_tasks.reporting.escaping import one_line
from plan_tasks.reporting.widths import shorten

__all__ = ["Charts"]

_MOST_BARS: Final = 40
_MOST_LINES: Final = 12
_IN_A_ROW: Final = 3
_WIDTH: Final = 930  # pixels
_HEIGHT: Final = 300
_BAR_HEIGHT: Final = 26
_ROW_HEIGHT: Final = 20  # of a sheet
_LABEL: Final = 40  # half-width characters
_SHARES: Final = "0%"


@attrs.frozen
class _Range:
    """Cells below one another on the sheet of values, as a chart names them: sheet, first row and column, last ones."""

    sheet: str
    column: int
    first: int
    last: int

    def cells(self) -> list[Any]:
        return [self.sheet, self.first, self.column, self.last, self.column]

    def head(self) -> list[Any]:
        """The cell above them."""
        return [self.sheet, self.first - 1, self.column]


class Charts:
    """Draws the charts of one workbook.

    Args:
        workbook: The workbook.
        sheet: The sheet that values are written to, from its first row on.
        name: Its name.
        cells: Writes cells.
    """

    def __init__(self, workbook: Any, sheet: Any, name: str, cells: Cells) -> None:
        self._workbook = workbook
        self._sheet = sheet
        self._name = name
        self._cells = cells
        self._row = 0
        sheet.set_column(0, 0, _LABEL)
        sheet.set_column(1, 8, 14)

    def draw(self, chart: Chart, onto: Any, row: int) -> int:
        """Draws a chart.

        Args:
            chart: The chart.
            onto: The sheet.
            row: The row where its top is.

        Returns:
            How many rows of the usual height it takes; 0 where nothing was drawn.
        """
        if isinstance(chart, StackedHealth):
            return self._put(self._stacked(chart), onto, row, _HEIGHT)
        if isinstance(chart, Bullet):
            return self._put(self._bullet(chart), onto, row, _high(chart.bars)) if _can_be_read(chart.bars) else 0
        if isinstance(chart, Bars):
            return self._put(self._bars(chart), onto, row, _high(chart.bars)) if _can_be_read(chart.bars) else 0
        if isinstance(chart, PaceLine):
            return self._put(self._line(chart.line), onto, row, _HEIGHT)
        if isinstance(chart, SmallMultiples):
            return self._multiples(chart, onto, row)
        return 0

    def _put(self, drawn: Any, onto: Any, row: int, height: int) -> int:
        drawn.set_size({"width": _WIDTH, "height": height})
        onto.insert_chart(row, 0, drawn, {"x_offset": 4, "y_offset": 6})
        return _rows(height)

    def _multiples(self, chart: SmallMultiples, onto: Any, row: int) -> int:
        lines = chart.lines[:_MOST_LINES]
        width = _WIDTH // _IN_A_ROW
        for number, line in enumerate(lines):
            below, beside = divmod(number, _IN_A_ROW)
            drawn = self._line(line)
            drawn.set_size({"width": width, "height": _HEIGHT})
            onto.insert_chart(row + below * _rows(_HEIGHT), 0, drawn, {"x_offset": 4 + beside * width, "y_offset": 6})
        return -(-len(lines) // _IN_A_ROW) * _rows(_HEIGHT)

    def _columns(self, heads: Sequence[str], columns: Sequence[Sequence[object]]) -> list[_Range]:
        """Writes columns of values side by side, below what was written before."""
        top = self._row
        look = self._cells.look(bold=True)
        for at, head in enumerate(heads):
            self._cells.text(self._sheet, top, at, head, look)
        height = max(map(len, columns), default=0)
        for offset in range(height):
            for at, column in enumerate(columns):
                if offset < len(column):
                    self._value(top + 1 + offset, at, column[offset])
        self._row = top + height + 2
        return [_Range(self._name, at, top + 1, top + max(len(column), 1)) for at, column in enumerate(columns)]

    def _value(self, row: int, at: int, value: object) -> None:
        if isinstance(value, str):
            self._cells.text(self._sheet, row, at, value, None)
        elif isinstance(value, (int, Decimal)):
            self._sheet.write_number(row, at, float(value))
        elif value is not None:
            self._sheet.write_datetime(row, at, value, self._cells.look(num_format="yyyy-mm-dd"))

    def _chart(self, kind: str, subtype: str = "") -> Any:
        chart = self._workbook.add_chart({"type": kind, **({"subtype": subtype} if subtype else {})})
        chart.set_legend({"position": "bottom"})
        return chart

    def _fill(self, use: str) -> dict[str, object]:
        return {"fill": {"color": self._cells.palette[use]}, "border": {"color": self._cells.palette[use]}}

    def _stacked(self, chart: StackedHealth) -> Any:
        """One bar, a part for each health; parts of which there are none are left out."""
        shown = [segment for segment in chart.segments if segment.count]
        names = [segment.health.label(self._cells.language) for segment in shown]
        labels, counts = self._columns(("", one_line(chart.title)), (names, [segment.count for segment in shown]))
        drawn = self._chart("bar", "percent_stacked")
        for number, segment in enumerate(shown):
            ink = self._cells.palette[f"on-{segment.health.value}"]
            place = counts.first + number
            drawn.add_series(
                {
                    "name": [self._name, place, labels.column],
                    "values": [self._name, place, counts.column, place, counts.column],
                    "data_labels": {"value": True, "font": {"color": ink, "bold": True}},
                    "gap": 60,
                    **self._fill(f"bar-{segment.health.value}"),
                }
            )
        if not shown:
            drawn.add_series({"values": counts.cells()})
        drawn.set_y_axis({"visible": False})
        drawn.set_x_axis({"num_format": _SHARES, "major_gridlines": {"visible": False}})
        return drawn

    def _bullet(self, chart: Bullet) -> Any:
        """What was attained of each target, and what should have been."""
        language = self._cells.language
        words = (ChartWord.ATTAINMENT.label(language), ChartWord.EXPECTED.label(language))
        labels, done, pace = self._columns(
            ("", *words),
            (
                [shorten(one_line(bar.label), _LABEL) for bar in chart.bars],
                [bar.attainment for bar in chart.bars],
                [bar.pace_mark for bar in chart.bars],
            ),
        )
        drawn = self._chart("bar")
        for values, use in ((done, "accent"), (pace, "strong")):
            drawn.add_series(
                {
                    "name": values.head(),
                    "categories": labels.cells(),
                    "values": values.cells(),
                    **self._fill(use),
                }
            )
        drawn.set_y_axis({"reverse": True})
        drawn.set_x_axis({"num_format": _SHARES, "min": 0})
        return drawn

    def _bars(self, chart: Bars) -> Any:
        measure = chart.measure
        points = [self._fill(f"bar-{bar.health.value}" if bar.health else "accent") for bar in chart.bars]
        scale = 100 if measure.type is ColumnType.POINTS else 1
        labels, values = self._columns(
            ("", measure.label),
            (
                [shorten(one_line(f"{bar.mark} {bar.label}"), _LABEL) for bar in chart.bars],
                [None if bar.value is None else bar.value * scale for bar in chart.bars],
            ),
        )
        drawn = self._chart("bar")
        drawn.add_series(
            {
                "name": values.head(),
                "categories": labels.cells(),
                "values": values.cells(),
                "points": points,
                "data_labels": {"value": True},
                "gap": 40,
            }
        )
        drawn.set_legend({"none": True})
        drawn.set_y_axis({"reverse": True})
        shares = {"num_format": _SHARES} if measure.type is ColumnType.PERCENT else {}
        drawn.set_x_axis({"major_gridlines": {"visible": False}, **shares})
        return drawn

    def _line(self, line: TargetLine) -> Any:
        """Actual values against the pace, the target and the forecast, by day."""
        language = self._cells.language
        target = [line.target, line.target] if line.target is not None else []
        parts = [
            (ChartWord.ACTUAL, [(point.day, point.value) for point in line.actual], "accent", "solid"),
            (ChartWord.PACE, [(point.day, point.value) for point in line.pace], "strong", "dash"),
            (ChartWord.TARGET, list(zip((line.start, line.end), target, strict=False)), "ink-ahead", "solid"),
            (ChartWord.FORECAST, [(point.day, point.value) for point in line.fan], "accent", "round_dot"),
        ]
        title = shorten(one_line(f"{line.label} ({line.unit})" if line.unit else line.label), _LABEL)
        heads: list[str] = []
        columns: list[Sequence[object]] = []
        for word, points, _, _ in parts:
            heads += [title, word.label(language)]
            columns += [[day for day, _ in points], [value for _, value in points]]
        ranges = self._columns(heads, columns)
        drawn = self._chart("scatter", "straight_with_markers")
        for number, (word, points, use, dash) in enumerate(parts):
            if points:
                marked = word is ChartWord.ACTUAL
                drawn.add_series(
                    {
                        "name": ranges[2 * number + 1].head(),
                        "categories": ranges[2 * number].cells(),
                        "values": ranges[2 * number + 1].cells(),
                        "line": {"color": self._cells.palette[use], "width": 2, "dash_type": dash},
                        "marker": {"type": "circle", "size": 6} if marked else {"type": "none"},
                    }
                )
        if not any(points for _, points, _, _ in parts):
            drawn.add_series({"categories": ranges[0].cells(), "values": ranges[1].cells()})
        drawn.set_title({"name": _as_text(title), "name_font": {"size": 11}, "overlay": False})
        drawn.set_x_axis({"date_axis": True, "num_format": "m-d", "min": line.start, "max": line.end})
        drawn.set_y_axis({"major_gridlines": {"visible": True, "line": {"color": self._cells.palette["rule"]}}})
        return drawn


def _as_text(text: str) -> str:
    """A title that is no reference to a cell, which any text such as ``Up!A1`` would be taken for."""
    return text.replace("!", "\uff01")


def _can_be_read(bars: Sequence[object]) -> bool:
    return 0 < len(bars) <= _MOST_BARS


def _high(bars: Sequence[object]) -> int:
    """Pixels in which every bar has its label."""
    return max(_HEIGHT, 100 + _BAR_HEIGHT * len(bars))


def _rows(height: int) -> int:
    """Rows of the usual height that so many pixels and a margin take."""
    return 1 + -(-height // _ROW_HEIGHT)
