"""Bars one below the other, beginning at 0, each with its label and its figure."""

from __future__ import annotations

from typing import Final

from plan_tasks.model import Language
from plan_tasks.reporting.charts import Bar, Bars
from plan_tasks.reporting.drawing.fitting import cut, room
from plan_tasks.reporting.drawing.palette import Palette
from plan_tasks.reporting.drawing.sketch import Drawing, Sketch, more_below
from plan_tasks.reporting.drawing.wording import ChartWord
from plan_tasks.reporting.formatting import column_title, text_of

__all__ = ["draw_bars"]

_NARROW: Final = 560.0
_MOST: Final = 60
_ROW: Final = 28.0
_ROW_NARROW: Final = 42.0
_THICK: Final = 14.0


def draw_bars(chart: Bars, width: float, palette: Palette, language: Language) -> Drawing:
    """Draws the bars.

    Args:
        chart: What it shows.
        width: Width of the picture in pixels; below 560 a label stands above its bar.
        palette: Its colours.
        language: Of its words.

    Returns:
        The picture.
    """
    sketch = Sketch(palette)
    shown = chart.bars[:_MOST]
    if not shown:
        return sketch.drawing(width, 0, chart.title, ChartWord.NOTHING.label(language))
    figures = [text_of(bar.value, chart.measure, language) for bar in shown]
    narrow = width < _NARROW
    marks = max((room(bar.mark, 12) + 10 for bar in shown if bar.mark), default=0.0)
    left = 0.0 if narrow else min(max(room(bar.label, 13) for bar in shown) + 14, width * 0.34) + marks
    right = width - max(room(figure, 13) for figure in figures) - 10
    values = [float(bar.value) for bar in shown if bar.value is not None]
    low, high = min([0.0, *values]), max([0.0, *values])
    if chart.full is not None:
        high = max(high, float(chart.full))
    per = (right - left) / ((high - low) or 1.0)
    sketch.text(0, 12, column_title(chart.measure), "muted", size=12)
    top, step = 24.0, _ROW_NARROW if narrow else _ROW
    for place, (bar, figure) in enumerate(zip(shown, figures, strict=True)):
        y = top + place * step
        _labelled(sketch, bar, y, left, marks, right, narrow=narrow)
        length = 0.0 if bar.value is None else float(bar.value) * per
        zero, bar_y = left - low * per, y + (22 if narrow else 5)
        if chart.full is not None:
            sketch.rect(left, bar_y, right - left, _THICK, "track", radius=2)
        look = f"bar-{bar.health.value}" if bar.health else "bar"
        sketch.rect(min(zero, zero + length), bar_y, abs(length), _THICK, look, radius=2)
        sketch.text(max(zero + length, zero) + 7 if chart.full is None else right + 7, bar_y + 12, figure, bold=True)
    bottom = top + len(shown) * step
    sketch.line(left - low * per, top, left - low * per, bottom, "strong")
    bottom = more_below(sketch, len(chart.bars) - len(shown), bottom, language)
    said = ChartWord.PARTS_JOIN.label(language).join(
        ChartWord.PART.label(language).format(label=bar.label, value=figure)
        for bar, figure in zip(shown, figures, strict=True)
    )
    return sketch.drawing(width, bottom + 4, chart.title, said)


def _labelled(sketch: Sketch, bar: Bar, y: float, left: float, marks: float, right: float, *, narrow: bool) -> None:
    if bar.mark:
        sketch.text(marks - 10, y + 16, cut(bar.mark, marks, 12), "muted", size=12, anchor="end")
    wide = (right if narrow else left) - marks - 10
    sketch.text(marks, y + 16, cut(bar.label, wide, 13), full=bar.label)
