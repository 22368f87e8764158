"""Measures over time: a bar from start to deadline, what is done of it, milestones, and a line at the day judged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs

from plan_tasks.model import Health, Language
from plan_tasks.reporting.drawing.axes import DayAxis
from plan_tasks.reporting.drawing.fitting import cut, room
from plan_tasks.reporting.drawing.palette import Palette
from plan_tasks.reporting.drawing.sketch import Drawing, Sketch, more_below
from plan_tasks.reporting.drawing.wording import ChartWord
from plan_tasks.reporting.formatting import HEALTH_SYMBOLS, day_in_words, percent_text
from plan_tasks.reporting.gantt import Gantt, GanttBar, GanttMark

__all__ = ["draw_gantt"]

_NARROW: Final = 560.0
_MOST: Final = 80
_ROW: Final = 30.0
_ROW_NARROW: Final = 44.0
_GROUP: Final = 28.0
_THICK: Final = 13.0


@attrs.frozen(kw_only=True)
class _Layout:
    left: float
    right: float
    narrow: bool
    step: float


def draw_gantt(chart: Gantt, width: float, palette: Palette, language: Language) -> Drawing:
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
    layout = _laid_out(shown, width)
    days = DayAxis(layout.left, layout.right, chart.start, chart.end)
    top = _legend(sketch, shown, width, language) + 40
    bottom = top + len(shown) * layout.step + _GROUP * sum(1 for _ in _groups(shown))
    for x, name in days.months(language):
        sketch.line(x, top - 4, x, bottom, "rule")
        sketch.text(x, top - 10, name, "muted", size=11, anchor="start" if x < layout.left + 12 else "middle")
    y, group = top, ""
    for bar in shown:
        if bar.group and bar.group != group:
            sketch.text(0, y + 19, cut(bar.group, width, 12), "accent", size=12, bold=True, full=bar.group)
            y += _GROUP
        group = bar.group
        _row(sketch, bar, days, layout, y)
        y += layout.step
    if days.holds(chart.today):
        x = days.x(chart.today)
        sketch.line(x, top - 4, x, bottom, "accent", width=1.5)
    said = ChartWord.PARTS_JOIN.label(language).join(_said(bar, language) for bar in shown)
    bottom = more_below(sketch, len(chart.bars) - len(shown), bottom, language)
    return sketch.drawing(width, bottom + 6, chart.title, said)


def _groups(shown: Sequence[GanttBar]) -> list[str]:
    """The headings, one wherever another group begins."""
    before = ["", *(bar.group for bar in shown)]
    return [bar.group for earlier, bar in zip(before, shown, strict=False) if bar.group and bar.group != earlier]


def _laid_out(shown: Sequence[GanttBar], width: float) -> _Layout:
    if width < _NARROW:
        return _Layout(left=4, right=width - 4, narrow=True, step=_ROW_NARROW)
    label = min(max(room(bar.label, 13) for bar in shown) + 14, width * 0.34)
    return _Layout(left=max(label, 60.0), right=width - 58, narrow=False, step=_ROW)


def _row(sketch: Sketch, bar: GanttBar, days: DayAxis, layout: _Layout, top: float) -> None:
    figure = "" if bar.done is None else percent_text(bar.done, 0)
    sign = HEALTH_SYMBOLS[bar.health]
    look = f"ink-{bar.health.value}"
    if layout.narrow:
        state = f"{sign} {figure}".rstrip()
        free = layout.right - room(state, 12) - 10
        sketch.text(0, top + 15, cut(bar.label, free, 13), full=bar.label)
        sketch.text(layout.right, top + 15, state, look, size=12, anchor="end", bold=True)
    else:
        sketch.text(0, top + 19, cut(bar.label, layout.left - 14, 13), full=bar.label)
        sketch.text(layout.right + 10, top + 19, f"{sign} {figure}".rstrip(), look, size=12, bold=True)
    y = top + (23 if layout.narrow else 8)
    _bar(sketch, bar, days, y)
    for mark in bar.marks:
        if days.holds(mark.day):
            _mark(sketch, mark, days.x(mark.day), y + _THICK / 2)


def _bar(sketch: Sketch, bar: GanttBar, days: DayAxis, y: float) -> None:
    """The whole bar light, what is done of it full; one without an end runs on as an arrow."""
    start = days.x(bar.start)
    end = days.right if bar.end is None else days.x(bar.end)
    if bar.end is not None and (bar.end < days.start or bar.start > days.end):
        return
    length = max(end - start, 3.0)
    sketch.rect(start, y, length, _THICK, "band", radius=2)
    if bar.done is not None:
        sketch.rect(start, y, length * min(max(float(bar.done), 0.0), 1.0), _THICK, f"bar-{bar.health.value}", radius=2)
    if bar.end is None:
        sketch.area([(end, y - 2), (end + 7, y + _THICK / 2), (end, y + _THICK + 2)], "band")


def _mark(sketch: Sketch, mark: GanttMark, x: float, y: float) -> None:
    """A milestone: a full diamond when it was reached, an empty one when not, a triangle when it is late."""
    full = f"{mark.day.isoformat()} {mark.label}"
    if mark.late:
        look = f"ink-{Health.OVERDUE.value}"
        sketch.area([(x, y - 7), (x + 7, y + 5), (x - 7, y + 5)], look, full=full, edge="page")
        return
    corners = [(x, y - 6.5), (x + 6.5, y), (x, y + 6.5), (x - 6.5, y)]
    if mark.done:
        sketch.area(corners, "ink", full=full, edge="page")
    else:
        sketch.area(corners, "page", full=full, edge="ink")


def _legend(sketch: Sketch, shown: Sequence[GanttBar], width: float, language: Language) -> float:
    marks = [mark for bar in shown for mark in bar.marks]
    known = (
        (ChartWord.DONE, any(bar.done is not None for bar in shown)),
        (ChartWord.TODAY, True),
        (ChartWord.REACHED, any(mark.done and not mark.late for mark in marks)),
        (ChartWord.TO_COME, any(not mark.done and not mark.late for mark in marks)),
        (ChartWord.LATE, any(mark.late for mark in marks)),
    )
    x, y = 0.0, 12.0
    for word, needed in known:
        text = word.label(language)
        if not needed:
            continue
        if x and x + 25 + room(text, 12) > width:
            x, y = 0.0, y + 20
        _legend_sign(sketch, word, x, y)
        sketch.text(x + 25, y, text, "muted", size=12)
        x += 25 + room(text, 12) + 22
    return y


def _legend_sign(sketch: Sketch, word: ChartWord, x: float, y: float) -> None:
    middle = y - 4
    if word is ChartWord.DONE:
        sketch.rect(x, y - 9, 18, 10, "band", radius=2)
        sketch.rect(x, y - 9, 11, 10, "strong", radius=2)
    elif word is ChartWord.TODAY:
        sketch.line(x + 9, y - 11, x + 9, y + 3, "accent", width=1.5)
    elif word is ChartWord.LATE:
        sketch.area([(x + 9, middle - 7), (x + 16, middle + 5), (x + 2, middle + 5)], f"ink-{Health.OVERDUE.value}")
    else:
        corners = [(x + 9, middle - 6.5), (x + 15.5, middle), (x + 9, middle + 6.5), (x + 2.5, middle)]
        reached = word is ChartWord.REACHED
        sketch.area(corners, "ink" if reached else "page", edge="" if reached else "ink")


def _said(bar: GanttBar, language: Language) -> str:
    end = ChartWord.OPEN.label(language) if bar.end is None else day_in_words(bar.end, language)
    done = "" if bar.done is None else f" {percent_text(bar.done, 0)}"
    value = f"{day_in_words(bar.start, language)} – {end}{done} {bar.health.label(language)}"
    return ChartWord.PART.label(language).format(label=bar.label, value=value)
