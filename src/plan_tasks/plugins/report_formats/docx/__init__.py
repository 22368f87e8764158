"""DOCX: a document for word processors, laid out as official documents are (GB/T 9704-2012) or plainly.

Lives here: options and registration. The file is put together in `writing`, its body in `body`, what only official
documents have in `official`, tables in `tables`, numbers of headings in `numbering`, fonts and styles in `styles`,
sheets of paper in `sheets`, the XML of paragraphs in `elements`. Reading documents is no part of it: the importer
`docx` reads them.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import attrs

from plan_tasks.plugging.descriptor import PluginContext
from plan_tasks.plugging.markers import hookimpl
from plan_tasks.plugging.option_fields import documented
from plan_tasks.reporting.contract import ReportFormat, ReportFormatType
from plan_tasks.reporting.document import CHART_KINDS, BlockKind

__all__ = ["DocxOptions", "Layout", "plan_tasks_report_formats"]


class Layout(StrEnum):
    """How a document is laid out."""

    FITTING = "fitting"
    """Official for a report with a letterhead (the bulletin), plain for any other."""
    OFFICIAL = "official"
    PLAIN = "plain"


@attrs.frozen(kw_only=True)
class DocxOptions:
    """Options of the DOCX format."""

    layout: Layout = attrs.field(
        default=Layout.FITTING,
        metadata=documented(
            "How it is laid out: as official documents are (GB/T 9704-2012), or plainly; fitting takes the first for a "
            "report with a letterhead."
        ),
    )


def _open(options: DocxOptions, _context: PluginContext) -> ReportFormat:
    from plan_tasks.plugins.report_formats.docx.writing import DocxFormat

    return DocxFormat(options)


@hookimpl
def plan_tasks_report_formats() -> Iterator[ReportFormatType[DocxOptions]]:
    """Offers the report format ``docx``."""
    yield ReportFormatType(
        name="docx",
        summary="A document (DOCX) for word processors: official layout (GB/T 9704-2012) for bulletins",
        options=DocxOptions,
        factory=_open,
        requires=("docx",),
        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        extension="docx",
        supports=frozenset(BlockKind) - CHART_KINDS,
    )
