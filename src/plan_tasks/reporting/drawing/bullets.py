"""Targets, a row each: a bar of what is attained, a line at the target, a mark at what was expected by now."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

import attrs

from plan_tasks.model import Language
from plan_tasks.reporting.charts import Bullet, BulletBar
from plan_tasks.reporting.drawing.fitting import cut, lines, room
from plan_tasks.reporting.drawing.palette import Palette
from plan_tasks.reporting.drawing.sketch import Drawing, Sketch, more_below
from plan_tasks.reporting.drawing.wording import ChartWord
from plan_tasks.reporting.formatting import MISSING, health_text, percent_text, quantity_text

__all__ = ["draw_bullets"]

_NARROW: Final = 560.0
_ROW: Final = 39.0
_ROW_NARROW: Final = 66.0
_THICK: Final = 12.0
_LEAST_SCALE: Final = 1.2  # of the target, so that there is something beyond it
_MOST: Final = 60
_MOST_SCALE: Final = 1.5  # longer bars end in an arrow; their figure says how long they are


@attrs.frozen(kw_only=True)
class _Plot:
    """Where things stand: the labels, the bars, the figures."""

    left: float
    right: float
    scale: float
    narrow: bool

    def x(self, share: Decimal | float) -> float:
        return self.left + (self.right - self.left) * min(max(float(share), 0.0), self.scale) / self.scale


def draw_bullets(chart: Bullet, width: float, palette: Palette, language: Language) -> Drawing:
    """Draws the rows.

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
    plot = _plot(shown, width, language)
    top = _legend(sketch, width, language)
    step = _ROW_NARROW if plot.narrow else _ROW
    bottom = top + step * len(shown)
    for share in (Decimal(0), Decimal("0.5"), Decimal(1)):
        sketch.line(plot.x(share), top, plot.x(share), bottom, "rule")
        label = percent_text(share, 0)
        sketch.text(plot.x(share), bottom + 16, label, "muted", size=11, anchor="start" if not share else "middle")
    for place, bar in enumerate(shown):
        _row(sketch, bar, plot, top + place * step, language)
    height = more_below(sketch, len(chart.bars) - len(shown), bottom + 22, language)
    said = ChartWord.PARTS_JOIN.label(language).join(_said(bar, language) for bar in shown)
    return sketch.drawing(width, height, chart.title, said)


def _plot(shown: Sequence[BulletBar], width: float, language: Language) -> _Plot:
    longest = max((float(bar.attainment) for bar in shown if bar.attainment is not None), default=1.0)
    scale = min(max(longest * 1.02, _LEAST_SCALE), _MOST_SCALE)
    if width < _NARROW:
        return _Plot(left=0, right=width - 12, scale=scale, narrow=True)
    label = max(max(room(bar.label, 13), room(_amounts(bar, language), 11)) for bar in shown)
    figures = 64 + max(room(_health(bar, language), 13) for bar in shown)
    return _Plot(left=min(label, width * 0.3) + 16, right=width - figures - 14, scale=scale, narrow=False)


def _legend(sketch: Sketch, width: float, language: Language) -> float:
    """The legend, in as many lines as it needs; returns where the rows begin."""
    words = (ChartWord.ATTAINMENT, ChartWord.TARGET, ChartWord.EXPECTED)
    entries = [(word, word.label(language)) for word in words]
    x, y = 0.0, 12.0
    for word, text in entries:
        if x and x + 24 + room(text, 12) > width:
            x, y = 0.0, y + 20
        if word is ChartWord.ATTAINMENT:
            sketch.rect(x, y - 9, 18, 9, "strong", radius=1.5)
        elif word is ChartWord.TARGET:
            sketch.rect(x + 8, y - 13, 3, 16, "ink")
        else:
            _pace_mark(sketch, x + 9, y - 9, 9)
        sketch.text(x + 25, y, text, "muted", size=12)
        x += 25 + room(text, 12) + 24
    return y + 16


def _row(sketch: Sketch, bar: BulletBar, plot: _Plot, top: float, language: Language) -> None:
    share = MISSING if bar.attainment is None else percent_text(bar.attainment)
    amounts, health = _amounts(bar, language), _health(bar, language)
    look = f"ink-{bar.health.value}" if bar.health else "muted"
    if plot.narrow:
        figures = f"{share}  {health}".rstrip()
        left = plot.right - room(figures, 13) - 10
        sketch.text(0, top + 16, cut(bar.label, left, 13), full=bar.label)
        sketch.text(plot.right, top + 16, figures, look, anchor="end", bold=True)
        sketch.text(0, top + 31, cut(amounts, plot.right, 11), "muted", size=11, full=amounts)
        _bar(sketch, bar, plot, top + 44)
        return
    label_room = plot.left - 16
    if amounts:
        sketch.text(0, top + 16, cut(bar.label, label_room, 13), full=bar.label)
        sketch.text(0, top + 31, cut(amounts, label_room, 11), "muted", size=11, full=amounts)
    else:
        texts = lines(bar.label, label_room, 13)
        sketch.lines(0, top + 24 - 8 * (len(texts) - 1), texts, 16, full=bar.label)
    _bar(sketch, bar, plot, top + _ROW / 2 - _THICK / 2)
    sketch.text(plot.right + 62, top + 24, share, anchor="end", bold=True)
    sketch.text(plot.right + 76, top + 24, health, look)


def _bar(sketch: Sketch, bar: BulletBar, plot: _Plot, y: float) -> None:
    """Bands up to what was expected and up to the target, the bar on them, the marks over it."""
    sketch.rect(plot.left, y - 3, plot.x(1) - plot.left, _THICK + 6, "track", radius=2)
    if bar.pace_mark is not None:
        sketch.rect(plot.left, y - 3, plot.x(min(bar.pace_mark, Decimal(1))) - plot.left, _THICK + 6, "band", radius=2)
    if bar.attainment is not None:
        end = plot.x(bar.attainment)
        look = f"bar-{bar.health.value}" if bar.health else "strong"
        sketch.rect(plot.left, y, end - plot.left, _THICK, look, radius=1.5)
        if float(bar.attainment) > plot.scale:
            sketch.area([(end, y - 2), (end + 8, y + _THICK / 2), (end, y + _THICK + 2)], look)
    if bar.target is not None or bar.attainment is not None:
        sketch.rect(plot.x(1) - 1.5, y - 5, 3, _THICK + 10, "ink")
    if bar.pace_mark is not None:
        _pace_mark(sketch, plot.x(bar.pace_mark), y, _THICK)


def _pace_mark(sketch: Sketch, x: float, y: float, height: float) -> None:
    """A thin line with a triangle on it, told from the target's line by its shape."""
    sketch.line(x, y - 4, x, y + height + 4, "accent", width=1.5)
    sketch.area([(x - 4.5, y - 9), (x + 4.5, y - 9), (x, y - 2)], "accent")


def _amounts(bar: BulletBar, language: Language) -> str:
    actual = None if bar.actual is None else quantity_text(bar.actual, language)
    target = None if bar.target is None else quantity_text(bar.target, language)
    if actual is not None and target is not None:
        return ChartWord.ACTUAL_OF.label(language).format(actual=actual, target=target)
    if actual is not None:
        return ChartWord.ACTUAL_ONLY.label(language).format(actual=actual)
    return "" if target is None else ChartWord.TARGET_ONLY.label(language).format(target=target)


def _health(bar: BulletBar, language: Language) -> str:
    return health_text(bar.health, language) if bar.health else ""


def _said(bar: BulletBar, language: Language) -> str:
    share = MISSING if bar.attainment is None else percent_text(bar.attainment)
    health = f" {bar.health.label(language)}" if bar.health else ""
    return ChartWord.PART.label(language).format(label=bar.label, value=f"{share}{health}")
