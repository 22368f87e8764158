"""Charts in plain characters: told apart by their signs, not by colour, and of certain width in every terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

from plan_tasks.model import Health, Language
from plan_tasks.plugins.report_formats.terminal.cells import Measure
from plan_tasks.plugins.report_formats.terminal.painting import Painter
from plan_tasks.reporting.document import Align, Bullet, BulletBar, StackedHealth
from plan_tasks.reporting.escaping import one_line
from plan_tasks.reporting.formatting import HEALTH_SYMBOLS, MISSING, health_text, percent_text
from plan_tasks.reporting.wording import Word

__all__ = ["bullet_lines", "stacked_lines"]

_BAR: Final = 60
_BULLET: Final = 30
_SHORTEST_BULLET: Final = 10
_LABEL: Final = 30
_FRAME: Final = 16  # brackets, gaps and a percentage of seven columns


def stacked_lines(chart: StackedHealth, width: int, paint: Painter, colours: Mapping[Health, str]) -> Iterator[str]:
    """The stacked bar: each health by its sign, as long as its share; one that has items has at least one sign."""
    present = [segment for segment in chart.segments if segment.count]
    if not present:
        return
    length = max(min(_BAR, width - 2), len(present))
    ends, so_far = [], Fraction(0)
    for segment in present:
        so_far += Fraction(segment.share)
        ends.append(round(so_far * length))
    lengths = [max(1, end - start) for start, end in zip([0, *ends], ends, strict=False)]
    while sum(lengths) > length:
        lengths[lengths.index(max(lengths))] -= 1
    bar = "".join(
        paint(HEALTH_SYMBOLS[segment.health] * size, colours.get(segment.health, ""))
        for segment, size in zip(present, lengths, strict=True)
    )
    yield f"[{bar}]"


def bullet_lines(
    chart: Bullet, width: int, measure: Measure, paint: Painter, language: Language, colours: Mapping[Health, str]
) -> Iterator[str]:
    """A line for each target: a bar of the attainment that ends at the target, with a mark at the expected share.

    Where there is no room for a bar of ten signs there are no lines; the table behind the chart has the numbers.
    """
    if not chart.bars:
        return
    labels = [one_line(bar.label) for bar in chart.bars]
    healths = ["" if bar.health is None else health_text(bar.health, language) for bar in chart.bars]
    label_width = min(_LABEL, max(measure.width(label) for label in labels))
    room = width - label_width - _FRAME - max(measure.width(health) for health in healths)
    length = min(_BULLET, room)
    if length < _SHORTEST_BULLET:
        return
    for bar, label, health in zip(chart.bars, labels, healths, strict=True):
        first, *rest = measure.wrap(label, label_width)
        share = MISSING if bar.attainment is None else percent_text(bar.attainment)
        colour = colours.get(bar.health, "") if bar.health else ""
        figures = f"{measure.pad(share, 7, Align.END)}  {paint(health, colour)}".rstrip()
        yield f"{measure.pad(first, label_width)}  [{paint(_bar(bar, length), colour)}{_overflow(bar)} {figures}"
        yield from rest
    yield from measure.wrap(Word.BULLET_LEGEND.label(language), width)


def _bar(bar: BulletBar, length: int) -> str:
    filled = _place(bar.attainment, length)
    cells = ["#" if place < filled else "." for place in range(length)]
    if bar.pace_mark is not None and bar.pace_mark > 0:
        cells[max(0, _place(bar.pace_mark, length) - 1)] = "|"
    return "".join(cells)


def _place(share: Decimal | None, length: int) -> int:
    if share is None or share <= 0:
        return 0
    return length if share >= 1 else round(Fraction(share) * length)


def _overflow(bar: BulletBar) -> str:
    return "]>" if bar.attainment is not None and bar.attainment > 1 else "] "
