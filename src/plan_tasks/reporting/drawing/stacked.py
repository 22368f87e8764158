"""How many items stand in which health, as one bar: each part with its sign and count, and a legend in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from plan_tasks.model import Language
from plan_tasks.reporting.charts import HealthSegment, StackedHealth
from plan_tasks.reporting.drawing.fitting import room
from plan_tasks.reporting.drawing.palette import Palette
from plan_tasks.reporting.drawing.sketch import Drawing, Sketch
from plan_tasks.reporting.drawing.wording import ChartWord
from plan_tasks.reporting.formatting import HEALTH_SYMBOLS, grouped, health_text, percent_text

__all__ = ["draw_stacked"]

_BAR: Final = 38.0
_GAP: Final = 2.0
_LEAST: Final = 6.0  # a health that has items can be seen, however few they are
_LINE: Final = 24.0
_SWATCH: Final = 11.0


def draw_stacked(chart: StackedHealth, width: float, palette: Palette, language: Language) -> Drawing:
    """Draws the bar.

    Args:
        chart: What it shows.
        width: Width of the picture in pixels.
        palette: Its colours.
        language: Of its words.

    Returns:
        The picture.
    """
    sketch = Sketch(palette)
    present = [segment for segment in chart.segments if segment.count]
    if not present:
        sketch.rect(0, 0, width, _BAR, "track", radius=4)
        sketch.text(width / 2, _BAR / 2 + 5, ChartWord.NOTHING.label(language), "muted", anchor="middle")
        return sketch.drawing(width, _BAR, chart.title, ChartWord.NOTHING.label(language))
    x = 0.0
    for segment, length in zip(present, _lengths(present, width), strict=True):
        health = segment.health.value
        sketch.rect(x, 0, length, _BAR, f"bar-{health}", radius=3)
        _inside(sketch, segment, x, length)
        x += length + _GAP
    height = _legend(sketch, present, width, language)
    said = ChartWord.PARTS_JOIN.label(language).join(_said(segment, language) for segment in present)
    return sketch.drawing(width, height, chart.title, said)


def _lengths(present: Sequence[HealthSegment], width: float) -> list[float]:
    free = width - _GAP * (len(present) - 1)
    lengths = [max(_LEAST, float(segment.share) * free) for segment in present]
    over = sum(lengths) - free
    roomy = sum(length - _LEAST for length in lengths)
    return [length - over * (length - _LEAST) / roomy if roomy else length for length in lengths]


def _inside(sketch: Sketch, segment: HealthSegment, x: float, length: float) -> None:
    """Sign and count where there is room for them, else the count, else the sign, else nothing."""
    count, sign = grouped(str(segment.count)), HEALTH_SYMBOLS[segment.health]
    for text in (f"{sign} {count}", count, sign):
        if room(text, 14) + 6 <= length:
            look = f"on-{segment.health.value}"
            sketch.text(x + length / 2, _BAR / 2 + 5, text, look, size=14, anchor="middle", bold=True)
            return


def _legend(sketch: Sketch, present: Sequence[HealthSegment], width: float, language: Language) -> float:
    x, y = 0.0, _BAR + _LINE
    for segment in present:
        name, figures = health_text(segment.health, language), _figures(segment)
        needed = _SWATCH + 7 + room(name, 13) + 8 + room(figures, 13)
        if x and x + needed > width:
            x, y = 0.0, y + _LINE
        sketch.rect(x, y - _SWATCH + 1, _SWATCH, _SWATCH, f"bar-{segment.health.value}", radius=2)
        sketch.text(x + _SWATCH + 7, y, name, after=figures)
        x += needed + 26
    return y + 8


def _figures(segment: HealthSegment) -> str:
    return f"{grouped(str(segment.count))} ({percent_text(segment.share)})"


def _said(segment: HealthSegment, language: Language) -> str:
    return ChartWord.PART.label(language).format(label=segment.health.label(language), value=_figures(segment))
