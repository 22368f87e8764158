"""PDF: the page that `html` makes, set on paper by WeasyPrint, with its fonts in it and tags for screen readers.

Lives here: registration of ``pdf``. The writing is in `writing`, the look-out for Chinese fonts in `fonts`. A plugin of
its own, so that it can be blocked or be absent while ``html`` is there.
"""

from __future__ import annotations

from collections.abc import Iterator

from plan_tasks.errors import PluginUnavailable
from plan_tasks.plugging.descriptor import PluginContext
from plan_tasks.plugging.markers import hookimpl
from plan_tasks.plugins.report_formats.html.options import PageOptions
from plan_tasks.reporting.contract import ReportFormat, ReportFormatType
from plan_tasks.reporting.document import BlockKind

__all__ = ["plan_tasks_report_formats"]


def _open(options: PageOptions, context: PluginContext) -> ReportFormat:
    try:
        from plan_tasks.plugins.report_formats.html.pdf.writing import PdfFormat
    except OSError as error:  # the library is there, and what it calls is not
        raise PluginUnavailable(
            f"WeasyPrint finds no Pango on this machine ({error})".replace("\n", " "),
            plugin=context.plugin,
            where='report format "pdf"',
            remedy="apt install libpango-1.0-0 libpangoft2-1.0-0, or dnf install pango",
        ) from error
    from plan_tasks.plugins.report_formats.html.page import PageMaker

    return PdfFormat(PageMaker(options, paper=True), context.logger)


@hookimpl
def plan_tasks_report_formats() -> Iterator[ReportFormatType[PageOptions]]:
    """Offers the report format ``pdf``."""
    yield ReportFormatType(
        name="pdf",
        summary="The page of html on paper (A4), with fonts embedded and tags for screen readers (PDF/UA-1)",
        options=PageOptions,
        factory=_open,
        requires=("pdf",),
        media_type="application/pdf",
        extension="pdf",
        supports=frozenset(BlockKind),
    )
