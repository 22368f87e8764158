"""Markdown as GitHub renders it: headings, tables, lists; every text is shown as it was typed.

Lives here: registration. Escaping is in `escaping`, the writing in `writing`.
"""

from __future__ import annotations

from collections.abc import Iterator

from plan_tasks.plugging.descriptor import NoOptions, PluginContext
from plan_tasks.plugging.markers import hookimpl
from plan_tasks.reporting.contract import ReportFormat, ReportFormatType
from plan_tasks.reporting.document import CHART_KINDS, OFFICIAL_KINDS, BlockKind

__all__ = ["plan_tasks_report_formats"]


def _open(_options: NoOptions, _context: PluginContext) -> ReportFormat:
    from plan_tasks.plugins.report_formats.markdown.writing import MarkdownFormat

    return MarkdownFormat()


@hookimpl
def plan_tasks_report_formats() -> Iterator[ReportFormatType[NoOptions]]:
    """Offers the report format ``markdown``."""
    yield ReportFormatType(
        name="markdown",
        summary="Markdown with GitHub's tables, for wikis and merge requests",
        options=NoOptions,
        factory=_open,
        aliases=("md",),
        media_type="text/markdown; charset=utf-8",
        extension="md",
        supports=frozenset(BlockKind) - CHART_KINDS - OFFICIAL_KINDS,
    )
