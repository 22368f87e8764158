"""PNG: one chart of a report as a picture of points, for programs that show no SVG.

WeasyPrint sets it, PDFium paints it.

Lives here: options and registration; the writing is in `writing`. A plugin of its own, so that it can be blocked or be
absent while ``html`` and ``pdf`` are there; it asks for fonts as ``pdf`` does.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from plan_tasks.errors import InvalidValue, PluginUnavailable
from plan_tasks.plugging.descriptor import PluginContext
from plan_tasks.plugging.markers import hookimpl
from plan_tasks.plugging.option_fields import documented
from plan_tasks.reporting.contract import ReportFormat, ReportFormatType
from plan_tasks.reporting.document import CHART_KINDS, BlockKind

__all__ = ["PngOptions", "plan_tasks_report_formats"]

_NARROWEST, _WIDEST = 280, 4_000
_DENSEST = 4


@attrs.frozen(kw_only=True)
class PngOptions:
    """Options of the PNG format."""

    chart: str = attrs.field(
        default="",
        metadata=documented("Name of the table behind the chart; empty for the first chart.", example="targets"),
    )
    width: int = attrs.field(
        default=920,
        metadata=documented(
            "Width at which the chart is laid out; the picture has a margin round it.", unit="pixels, 280 to 4,000"
        ),
    )
    density: int = attrs.field(
        default=2, metadata=documented("Points of the picture to a pixel of the layout.", unit="1 to 4")
    )

    def __attrs_post_init__(self) -> None:
        if not _NARROWEST <= self.width <= _WIDEST:
            raise InvalidValue(f"width is {self.width!r}; it must be {_NARROWEST} to {_WIDEST:,} pixels")
        if not 1 <= self.density <= _DENSEST:
            raise InvalidValue(f"density is {self.density!r}; it must be 1 to {_DENSEST}")


def _open(options: PngOptions, context: PluginContext) -> ReportFormat:
    try:
        from plan_tasks.plugins.report_formats.html.png.writing import PngFormat
    except OSError as error:  # the library is there, and what it calls is not
        raise PluginUnavailable(
            f"WeasyPrint finds no Pango on this machine ({error})".replace("\n", " "),
            plugin=context.plugin,
            where='report format "png"',
            remedy="apt install libpango-1.0-0 libpangoft2-1.0-0, or dnf install pango",
        ) from error
    return PngFormat(options)


@hookimpl
def plan_tasks_report_formats() -> Iterator[ReportFormatType[PngOptions]]:
    """Offers the report format ``png``."""
    yield ReportFormatType(
        name="png",
        summary="One chart of the report as a picture of points (PNG)",
        options=PngOptions,
        factory=_open,
        requires=("png",),
        media_type="image/png",
        extension="png",
        supports=CHART_KINDS | {BlockKind.TABLE},
    )
