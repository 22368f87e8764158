"""The one door to all charts: from a chart of the document to its picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

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

__all__ = ["draw", "says_all"]

_DRAWN_BY: Final[Mapping[type, Callable[[Any, float, Palette, Language], Drawing]]] = {
    StackedHealth: draw_stacked,
    Bullet: draw_bullets,
    Bars: draw_bars,
    PaceLine: draw_pace_line,
    SmallMultiples: draw_multiples,
    Gantt: draw_gantt,
}


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


def says_all(chart: Chart) -> bool:
    """Whether the picture writes every number that the table behind it has, so that paper needs no table."""
    return isinstance(chart, StackedHealth)
