"""A chart as PNG: its SVG on a page of its own size, set as PDF and painted from there.

The same chart gives the same bytes on a machine; fonts are the machine's, so another one may paint other points.
"""

from __future__ import annotations

import io
from typing import BinaryIO, Final

import pypdfium2
import weasyprint

from plan_tasks.errors import PluginUnavailable
from plan_tasks.plugins.report_formats.html.pdf.fonts import has_chinese, has_chinese_font
from plan_tasks.plugins.report_formats.html.png import PngOptions
from plan_tasks.reporting.document import Document
from plan_tasks.reporting.drawing.charts import draw
from plan_tasks.reporting.drawing.palette import ACCENT, light_palette

__all__ = ["PngFormat"]

_MARGIN: Final = 16  # pixels round the chart
_POINTS_A_PIXEL: Final = 0.75  # of PDF, to a pixel of CSS
_PAGE: Final = (
    "<style>@page{{size:{width:g}px {height:g}px;margin:{margin}px}}body{{margin:0}}svg{{display:block}}</style>{svg}"
)


class PngFormat:
    """Writes one chart of a document as PNG.

    Args:
        options: Which chart, how wide and how dense.
    """

    def __init__(self, options: PngOptions) -> None:
        self._options = options

    def write(self, document: Document, to: BinaryIO) -> None:
        """Writes a document; see `plan_tasks.reporting.contract.ReportFormat`.

        Raises:
            UnknownName: The document has no such chart, or none at all.
            PluginUnavailable: The chart has Chinese in it and the machine no font for it.
        """
        branding, width = document.branding, self._options.width
        palette = light_palette(document.colours, branding.palette, branding.accent or ACCENT)
        drawing = draw(document.chart(self._options.chart), float(width), palette, document.language)
        svg = drawing.svg(ground=palette["page"])
        if has_chinese(svg) and not has_chinese_font():
            raise PluginUnavailable(
                "this machine has no font for Chinese, so that the picture would show boxes",
                where='report format "png"',
                remedy="apt install fonts-noto-cjk, or dnf install google-noto-sans-cjk-fonts",
            )
        page = _PAGE.format(width=width + 2 * _MARGIN, height=drawing.height + 2 * _MARGIN, margin=_MARGIN, svg=svg)
        inside = weasyprint.URLFetcher(allowed_protocols=("data",), allow_redirects=False)
        data = weasyprint.HTML(string=page, url_fetcher=inside).write_pdf()
        with pypdfium2.PdfDocument(data) as paper:
            picture = paper[0].render(scale=self._options.density / _POINTS_A_PIXEL).to_pil()
            held = io.BytesIO()
            picture.save(held, "PNG", optimize=False)
        to.write(held.getvalue())
