"""HTML: one page that needs nothing else; and how it looks on paper, which is what `pdf` makes.

Lives here: registration of ``html``. Options are in `options`, the page in `page` with the templates, what templates
are given in `pieces` and `rows`, the style in `styling`, fixed words in `wording`. The folder `pdf` has the format
``pdf``, which is the same page on paper. Charts are drawn by `plan_tasks.reporting.drawing`.
"""

from __future__ import annotations

from collections.abc import Iterator

from plan_tasks.plugging.descriptor import PluginContext
from plan_tasks.plugging.markers import hookimpl
from plan_tasks.plugins.report_formats.html.options import PageOptions
from plan_tasks.reporting.contract import ReportFormat, ReportFormatType
from plan_tasks.reporting.document import BlockKind

__all__ = ["PageOptions", "plan_tasks_report_formats"]


def _open(options: PageOptions, _context: PluginContext) -> ReportFormat:
    from plan_tasks.plugins.report_formats.html.page import PageMaker
    from plan_tasks.plugins.report_formats.html.writing import HtmlFormat

    return HtmlFormat(PageMaker(options, paper=False))


@hookimpl
def plan_tasks_report_formats() -> Iterator[ReportFormatType[PageOptions]]:
    """Offers the report format ``html``."""
    yield ReportFormatType(
        name="html",
        summary="One page with charts and tables to search and sort; nothing is fetched, prints well",
        options=PageOptions,
        factory=_open,
        requires=("html",),
        media_type="text/html; charset=utf-8",
        extension="html",
        supports=frozenset(BlockKind),
    )
