"""SVG: one chart of a report as a picture of its own, for slides, wikis and mails.

Lives here: options, registration and the writing. The drawing is `plan_tasks.reporting.drawing`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final

import attrs

from plan_tasks.errors import InvalidValue
from plan_tasks.plugging.descriptor import PluginContext
from plan_tasks.plugging.markers import hookimpl
from plan_tasks.plugging.option_fields import documented
from plan_tasks.reporting.contract import ReportFormat, ReportFormatType
from plan_tasks.reporting.document import CHART_KINDS, BlockKind, Document

__all__ = ["SvgOptions", "plan_tasks_report_formats"]

_NARROWEST: Final = 280
_WIDEST: Final = 4_000


@attrs.frozen(kw_only=True)
class SvgOptions:
    """Options of the SVG format."""

    chart: str = attrs.field(
        default="",
        metadata=documented("Name of the table behind the chart; empty for the first chart.", example="targets"),
    )
    width: int = attrs.field(
        default=920,
        metadata=documented(
            "Width of the picture; its height follows from what it shows.", unit="pixels, 280 to 4,000"
        ),
    )

    def __attrs_post_init__(self) -> None:
        if not _NARROWEST <= self.width <= _WIDEST:
            raise InvalidValue(f"width is {self.width!r}; it must be {_NARROWEST} to {_WIDEST:,} pixels")


class SvgFormat:
    """Writes one chart of a document as SVG.

    Args:
        options: Which chart, and how wide.
    """

    def __init__(self, options: SvgOptions) -> None:
        self._options = options

    def write(self, document: Document, to: BinaryIO) -> None:
        """Writes a document; see `plan_tasks.reporting.contract.ReportFormat`.

        Raises:
            UnknownName: The document has no such chart, or none at all.
        """
        from plan_tasks.reporting.drawing.charts import draw
        from plan_tasks.reporting.drawing.palette import ACCENT, light_palette

        branding = document.branding
        palette = light_palette(document.colours, branding.palette, branding.accent or ACCENT)
        chart = document.chart(self._options.chart)
        drawing = draw(chart, float(self._options.width), palette, document.language)
        to.write(f"{drawing.svg(ground=palette['page'])}\n".encode())


def _open(options: SvgOptions, _context: PluginContext) -> ReportFormat:
    return SvgFormat(options)


@hookimpl
def plan_tasks_report_formats() -> Iterator[ReportFormatType[SvgOptions]]:
    """Offers the report format ``svg``."""
    yield ReportFormatType(
        name="svg",
        summary="One chart of the report as a picture (SVG), with its text as text",
        options=SvgOptions,
        factory=_open,
        media_type="image/svg+xml; charset=utf-8",
        extension="svg",
        supports=CHART_KINDS | {BlockKind.TABLE},
    )
