"""The one door to all charts: from a chart of the document to its picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs

from plan_tasks.model import Language
from plan_tasks.reporting.charts import Bars, Bullet, Chart, StackedHealth
from plan_tasks.reporting.drawing.bars import draw_bars
from plan_tasks.reporting.drawing.bullets import draw_bullets
from plan_tasks.reporting.drawing.gantt import draw_gantt
from plan_tasks.reporting.drawing.lines import draw_multiples, draw_pace_line
from plan_tasks.reporting.drawing.palette import Palette
from plan_tasks.reporting.drawing.sketch import Drawing
from plan_tasks.reporting.drawing.stacked import draw_stacked
from plan_tasks.reporting.gantt import Gantt
from plan_tasks.reporting.lines import PaceLine, SmallMultiples

__all__ = ["draw", "says_all", "sheets_of"]

_DRAWN_BY: Final[Mapping[type, Callable[[Any, float, Palette, Language], Drawing]]] = {
    StackedHealth: draw_stacked,
    Bullet: draw_bullets,
    Bars: draw_bars,
    PaceLine: draw_pace_line,
    SmallMultiples: draw_multiples,
    Gantt: draw_gantt,
}

#: How many entries of a chart a sheet holds, and what the chart calls them.
_A_SHEET: Final[Mapping[type, tuple[str, int]]] = {
    Bullet: ("bars", 18),
    Bars: ("bars", 26),
    SmallMultiples: ("lines", 12),
    Gantt: ("bars", 22),
}
_SHEETS: Final = 10


def draw(chart: Chart, width: float, palette: Palette, language: Language) -> Drawing:
    """Draws a chart.

    Args:
        chart: Any chart of a document.
        width: Width of the picture in pixels, 280 at the least; charts lay themselves out anew for narrow pages.
        palette: Its colours, those of `light_palette` where nothing else is said.
        language: Of its words.

    Returns:
        The picture; its height is 0 when there is nothing to draw.
    """
    return _DRAWN_BY[type(chart)](chart, width, palette, language)


def sheets_of(chart: Chart) -> tuple[list[Chart], int]:
    """A chart in parts that each fit a sheet of paper, which a picture cannot be broken over.

    Args:
        chart: Any chart of a document.

    Returns:
        The parts, one at the least and ten at the most; and how many entries are left to the table.

    Example:
        >>> from plan_tasks.testing.report_charts import huge_charts
        >>> parts, left = sheets_of(huge_charts(30).blocks[1])
        >>> [len(part.bars) for part in parts], left
        ([18, 12], 0)
    """
    if isinstance(chart, (StackedHealth, PaceLine)):
        return [chart], 0
    field, most = _A_SHEET[type(chart)]
    entries = getattr(chart, field)
    starts = range(0, len(entries), most)[:_SHEETS]
    parts: list[Chart] = [attrs.evolve(chart, **{field: entries[start : start + most]}) for start in starts]
    return parts or [chart], max(0, len(entries) - most * _SHEETS)


def says_all(chart: Chart) -> bool:
    """Whether the picture writes every number that the table behind it has, so that paper needs no table."""
    return isinstance(chart, StackedHealth)
