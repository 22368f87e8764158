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
_LABEL: Final = 30


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
    """A line for each target: a bar of the attainment that ends at the target, with a mark at the expected share."""
    if not chart.bars:
        return
    labels = [one_line(bar.label) for bar in chart.bars]
    label_width = min(_LABEL, max(measure.width(label) for label in labels), max(8, width - _BULLET - 24))
    for bar, label in zip(chart.bars, labels, strict=True):
        first, *rest = measure.wrap(label, label_width)
        share = MISSING if bar.attainment is None else percent_text(bar.attainment)
        health = "" if bar.health is None else health_text(bar.health, language)
        colour = colours.get(bar.health, "") if bar.health else ""
        figures = f"{measure.pad(share, 7, Align.END)}  {paint(health, colour)}".rstrip()
        yield f"{measure.pad(first, label_width)}  [{paint(_bar(bar), colour)}{_overflow(bar)} {figures}"
        yield from rest
    yield from measure.wrap(Word.BULLET_LEGEND.label(language), width)


def _bar(bar: BulletBar) -> str:
    filled = _place(bar.attainment)
    cells = ["#" if place < filled else "." for place in range(_BULLET)]
    if bar.pace_mark is not None and bar.pace_mark > 0:
        cells[max(0, _place(bar.pace_mark) - 1)] = "|"
    return "".join(cells)


def _place(share: Decimal | None) -> int:
    if share is None or share <= 0:
        return 0
    return _BULLET if share >= 1 else round(Fraction(share) * _BULLET)


def _overflow(bar: BulletBar) -> str:
    return "]>" if bar.attainment is not None and bar.attainment > 1 else "] "
