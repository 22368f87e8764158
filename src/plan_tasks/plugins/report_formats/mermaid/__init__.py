"""Mermaid: the schedule as the text of a Gantt chart, which wikis and merge requests draw.

Lives here: options and registration; the writing is in `writing`.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from plan_tasks.plugging.descriptor import PluginContext
from plan_tasks.plugging.markers import hookimpl
from plan_tasks.plugging.option_fields import documented
from plan_tasks.reporting.contract import ReportFormat, ReportFormatType
from plan_tasks.reporting.document import BlockKind

__all__ = ["MermaidOptions", "plan_tasks_report_formats"]


@attrs.frozen(kw_only=True)
class MermaidOptions:
    """Options of the Mermaid format."""

    fenced: bool = attrs.field(
        default=False,
        metadata=documented("Whether the chart stands in a fenced block, to be pasted into a page of Markdown."),
    )


def _open(options: MermaidOptions, _context: PluginContext) -> ReportFormat:
    from plan_tasks.plugins.report_formats.mermaid.writing import MermaidFormat

    return MermaidFormat(fenced=options.fenced)


@hookimpl
def plan_tasks_report_formats() -> Iterator[ReportFormatType[MermaidOptions]]:
    """Offers the report format ``mermaid``."""
    yield ReportFormatType(
        name="mermaid",
        summary="The schedule as a Mermaid Gantt chart, for wikis and merge requests",
        options=MermaidOptions,
        factory=_open,
        media_type="text/vnd.mermaid; charset=utf-8",
        extension="mmd",
        supports=frozenset({BlockKind.TABLE, BlockKind.GANTT}),
    )
