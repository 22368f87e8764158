"""JSON: the whole document as data, for programs; `schema` publishes its shape.

Numbers that could lose digits are text ("0.6345"), whole numbers and counts are JSON numbers, "not reported" is null.
Lives here: registration; the writing is in `writing`.
"""

from __future__ import annotations

from collections.abc import Iterator

from plan_tasks.plugging.descriptor import NoOptions, PluginContext
from plan_tasks.plugging.markers import hookimpl
from plan_tasks.reporting.contract import ReportFormat, ReportFormatType
from plan_tasks.reporting.document import BlockKind

__all__ = ["plan_tasks_report_formats"]


def _open(_options: NoOptions, _context: PluginContext) -> ReportFormat:
    from plan_tasks.plugins.report_formats.json_document.writing import JsonFormat

    return JsonFormat()


@hookimpl
def plan_tasks_report_formats() -> Iterator[ReportFormatType[NoOptions]]:
    """Offers the report format ``json``."""
    yield ReportFormatType(
        name="json",
        summary="The whole document as JSON data, charts and tables included",
        options=NoOptions,
        factory=_open,
        media_type="application/json",
        extension="json",
        supports=frozenset(BlockKind),
    )
