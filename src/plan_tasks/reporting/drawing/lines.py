"""A value on its way to its target against the pace, with the forecast as a fan: one large, or several small."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

from plan_tasks.model import Language
from plan_tasks.reporting.drawing.axes import DayAxis, ValueAxis, round_numbers
from plan_tasks.reporting.drawing.fitting import cut, lines, room
from plan_tasks.reporting.drawing.palette import Palette
from plan_tasks.reporting.drawing.sketch import Drawing, Sketch, more_below
from plan_tasks.reporting.drawing.wording import ChartWord
from plan_tasks.reporting.formatting import day_in_words, health_text, number_text
from plan_tasks.reporting.lines import PaceLine, SmallMultiples, TargetLine

__all__ = ["draw_multiples", "draw_pace_line"]

_NARROW: Final = 560.0
_MOST: Final = 60
_CELL: Final = 176.0
_GAP: Final = 28.0


def draw_pace_line(chart: PaceLine, width: float, palette: Palette, language: Language) -> Drawing:
    """Draws one large chart.

    Args:
        chart: What it shows.
        width: Width of the picture in pixels.
        palette: Its colours.
        language: Of its words.

    Returns:
        The picture.
    """
    sketch, line = Sketch(palette), chart.line
    title = lines(_titled(line), width - _health_room(line, language), 13)
    sketch.lines(0, 14, title, 17, full=_titled(line), bold=True)
    _health(sketch, line, width, 14, language)
    top = _legend(sketch, line, width, 14 + 17 * len(title) + 4, language)
    bottom = top + (230 if width < _NARROW else 270)
    values = _values(line)
    numbers = tuple(round_numbers(min(values), max(values), 5))
    left = 10 + max(room(number_text(number), 11) for number in numbers)
    axis = ValueAxis(bottom, top, numbers)
    days = DayAxis(left, width - 16, line.start, line.end)
    for number in numbers:
        sketch.line(left, axis.y(number), width - 16, axis.y(number), "rule")
        sketch.text(left - 7, axis.y(number) + 4, number_text(number), "muted", size=11, anchor="end")
    for x, name in days.months(language):
        sketch.line(x, bottom, x, bottom + 4, "strong")
        sketch.text(x, bottom + 18, name, "muted", size=11, anchor="start" if x == left else "middle")
    _way(sketch, line, days, axis)
    _today(sketch, line, days, axis, language)
    _last(sketch, line, days, axis)
    return sketch.drawing(width, bottom + 28, chart.title, _said(line, language))


def draw_multiples(chart: SmallMultiples, width: float, palette: Palette, language: Language) -> Drawing:
    """Draws several small charts side by side; arguments as for `draw_pace_line`."""
    sketch = Sketch(palette)
    if not chart.lines:
        return sketch.drawing(width, 0, chart.title, ChartWord.NOTHING.label(language))
    across = min(len(chart.lines), 1 if width < _NARROW else 2 if width < 820 else 3)
    cell = (width - _GAP * (across - 1)) / across
    shown = chart.lines[:_MOST]
    top = _small_legend(sketch, shown, width, language)
    for place, line in enumerate(shown):
        row, column = divmod(place, across)
        _small(sketch, line, column * (cell + _GAP), top + row * (_CELL + 14), cell, language)
    height = top + -(-len(shown) // across) * (_CELL + 14)
    height = more_below(sketch, len(chart.lines) - len(shown), height, language)
    said = ChartWord.PARTS_JOIN.label(language).join(_said(line, language) for line in shown)
    return sketch.drawing(width, height, chart.title, said)


def _small(sketch: Sketch, line: TargetLine, x: float, y: float, width: float, language: Language) -> None:
    health_room = _health_room(line, language)
    title = lines(line.label, width - health_room, 13)
    sketch.lines(x, y + 14, title, 16, full=line.label)
    _health(sketch, line, x + width, y + 14, language)
    top, bottom = y + 48, y + _CELL - 22
    values = _values(line)
    numbers = tuple(round_numbers(min(values), max(values), 2))
    left = x + 8 + max(room(number_text(number), 10) for number in numbers)
    axis = ValueAxis(bottom, top, numbers)
    days = DayAxis(left, x + width - 8, line.start, line.end)
    for number in numbers:
        sketch.line(left, axis.y(number), x + width - 8, axis.y(number), "rule")
        sketch.text(left - 5, axis.y(number) + 3.5, number_text(number), "muted", size=10, anchor="end")
    names = list(days.months(language))
    for at, name in names[:: max(1, len(names) // 4)]:
        sketch.text(at, bottom + 14, name, "muted", size=10, anchor="start" if at == left else "middle")
    _way(sketch, line, days, axis)
    if days.holds(line.today):
        sketch.line(days.x(line.today), top, days.x(line.today), bottom, "accent", dash="2 3")


def _way(sketch: Sketch, line: TargetLine, days: DayAxis, axis: ValueAxis) -> None:
    """Target, pace, fan and actual values, the later over the earlier."""
    if line.target is not None and line.upper is not None:
        low, high = axis.y(line.target), axis.y(line.upper)
        corners = [(days.left, low), (days.right, low), (days.right, high), (days.left, high)]
        sketch.area(corners, "band", opacity=0.6)
    if line.target is not None:
        sketch.line(days.left, axis.y(line.target), days.right, axis.y(line.target), "ink", width=1.5)
    sketch.path([(days.x(point.day), axis.y(point.value)) for point in line.pace], "muted", width=1.5, dash="6 4")
    look = f"bar-{line.health.value}" if line.health else "accent"
    if line.fan:
        places = [days.x(point.day) for point in line.fan]
        upper = _cut_off(places, [float(point.high) for point in line.fan], axis)
        lower = _cut_off(places, [float(point.low) for point in line.fan], axis)
        sketch.area([*upper, *reversed(lower)], look, opacity=0.2)
        middle = _cut_off(places, [float(point.value) for point in line.fan], axis)
        sketch.path(middle, look, width=1.5, dash="2 3")
    points = [(days.x(point.day), axis.y(point.value)) for point in line.actual]
    sketch.path(points, look, width=2.5)
    for x, y in points[-40:]:
        sketch.dot(x, y, 3, look)


def _cut_off(places: Sequence[float], values: Sequence[float], axis: ValueAxis) -> list[tuple[float, float]]:
    """A line through values, cut where it leaves the axis: between two values it runs as steep as they say."""
    points = [(places[0], axis.y(values[0]))]
    ends = [float(axis.numbers[0]), float(axis.numbers[-1])]
    for (x1, one), (x2, two) in pairwise(zip(places, values, strict=True)):
        crossed = sorted((end - one) / (two - one) for end in ends if min(one, two) < end < max(one, two))
        points += [(x1 + (x2 - x1) * share, axis.y(one + (two - one) * share)) for share in (*crossed, 1.0)]
    return points


def _today(sketch: Sketch, line: TargetLine, days: DayAxis, axis: ValueAxis, language: Language) -> None:
    if days.holds(line.today):
        x, name = days.x(line.today), day_in_words(line.today, language)
        sketch.line(x, axis.top - 4, x, axis.bottom, "accent", dash="2 3")
        after = x + 6 + room(name, 11) < days.right
        sketch.text(x + (5 if after else -5), axis.top + 6, name, "accent", size=11, anchor="start" if after else "end")


def _last(sketch: Sketch, line: TargetLine, days: DayAxis, axis: ValueAxis) -> None:
    """The last value in figures, beside its point."""
    if line.actual:
        point, text = line.actual[-1], number_text(line.actual[-1].value)
        x = min(days.x(point.day) + 7, days.right - room(text, 13))
        sketch.text(x, axis.y(point.value) + 17, text, bold=True)


def _legend(sketch: Sketch, line: TargetLine, width: float, y: float, language: Language) -> float:
    entries = [(word, word.label(language)) for word in _known([line])]
    if line.target is not None:
        amount = number_text(line.target) + (f"–{number_text(line.upper)}" if line.upper is not None else "")
        entries = [(word, f"{text} {amount}" if word is ChartWord.TARGET else text) for word, text in entries]
    return _entries(sketch, entries, width, y, f"bar-{line.health.value}" if line.health else "accent")


def _small_legend(sketch: Sketch, shown: Sequence[TargetLine], width: float, language: Language) -> float:
    entries = [(word, word.label(language)) for word in _known(shown)]
    return _entries(sketch, entries, width, 0, "strong") if entries else 0


def _known(shown: Sequence[TargetLine]) -> Iterator[ChartWord]:
    parts = (
        (ChartWord.ACTUAL, any(line.actual for line in shown)),
        (ChartWord.PACE, any(line.pace for line in shown)),
        (ChartWord.FORECAST, any(line.fan for line in shown)),
        (ChartWord.TARGET, any(line.target is not None for line in shown)),
    )
    return (word for word, known in parts if known)


def _entries(sketch: Sketch, entries: Sequence[tuple[ChartWord, str]], width: float, y: float, look: str) -> float:
    x, y = 0.0, y + 14
    for word, text in entries:
        needed = 28 + room(text, 12)
        if x and x + needed > width:
            x, y = 0.0, y + 20
        if word is ChartWord.FORECAST:
            sketch.rect(x, y - 9, 20, 10, look, opacity=0.2)
            sketch.line(x, y - 4, x + 20, y - 4, look, width=1.5, dash="2 3")
        elif word is ChartWord.PACE:
            sketch.line(x, y - 4, x + 20, y - 4, "muted", width=1.5, dash="6 4")
        else:
            kind = ("ink", 1.5) if word is ChartWord.TARGET else (look, 2.5)
            sketch.line(x, y - 4, x + 20, y - 4, kind[0], width=kind[1])
            if word is ChartWord.ACTUAL:
                sketch.dot(x + 10, y - 4, 3, look)
        sketch.text(x + 26, y, text, "muted", size=12)
        x += needed + 20
    return y + 22


def _values(line: TargetLine) -> list[float]:
    """The values that the axis has to hold.

    A forecast's range may be so wide that nothing else could be told apart: it stretches the axis by as much again as
    the rest takes, and is cut beyond.
    """
    found = [float(point.value) for point in (*line.actual, *line.pace)]
    found += [float(end) for end in (line.target, line.upper) if end is not None]
    if not found:
        return [0.0, 1.0]
    low, high = min(found), max(found)
    room_for_fan = max(high - low, 0.3 * max(abs(low), abs(high)))
    ends = [float(end) for point in line.fan for end in (point.low, point.high)]
    found += [min(max(end, low - room_for_fan), high + room_for_fan) for end in ends]
    low, high = min(found), max(found)
    # the axis begins at 0 where that costs little room: a line that starts elsewhere looks steeper than it is
    return [*found, 0.0] if 0 < low <= high * 0.6 or high < 0 else found


def _titled(line: TargetLine) -> str:
    return f"{line.label} ({line.unit})" if line.unit else line.label


def _health(sketch: Sketch, line: TargetLine, right: float, y: float, language: Language) -> None:
    if line.health:
        look = f"ink-{line.health.value}"
        sketch.text(right, y, health_text(line.health, language), look, anchor="end", bold=True)


def _health_room(line: TargetLine, language: Language) -> float:
    return room(health_text(line.health, language), 13) + 14 if line.health else 0.0


def _said(line: TargetLine, language: Language) -> str:
    parts = []
    if line.actual:
        parts.append(_amount(ChartWord.ACTUAL, line.actual[-1].value, line, language))
    if line.target is not None:
        parts.append(_amount(ChartWord.TARGET, line.target, line, language))
    if line.health:
        parts.append(line.health.label(language))
    said = ChartWord.WORDS_JOIN.label(language).join(parts) or ChartWord.NOTHING.label(language)
    return ChartWord.PART.label(language).format(label=line.label, value=said)


def _amount(word: ChartWord, value: Decimal, line: TargetLine, language: Language) -> str:
    return f"{word.label(language)} {cut(number_text(value), 400, 13)}{line.unit}"
