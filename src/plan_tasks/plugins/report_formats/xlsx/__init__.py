"""XLSX: a workbook that people filter, fill in and print, with a sheet for each table and charts that stay editable.

Lives here: options and registration. The workbook is in `writing`, a table's sheet in `tables`, the sheets of text in
`pages`, cells and their looks in `cells`, charts in `charts`. Reading a form that comes back is no part of it: the
importer `xlsx` reads workbooks.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import attrs

from plan_tasks.plugging.descriptor import PluginContext
from plan_tasks.plugging.markers import hookimpl
from plan_tasks.plugging.option_fields import documented
from plan_tasks.reporting.contract import ReportFormat, ReportFormatType
from plan_tasks.reporting.document import BlockKind

__all__ = ["Paper", "XlsxOptions", "plan_tasks_report_formats"]


class Paper(StrEnum):
    """On what a sheet is printed."""

    FITTING = "fitting"
    """A4, or A3 for a table that would be too small to read on it."""
    A4 = "a4"
    A3 = "a3"


@attrs.frozen(kw_only=True)
class XlsxOptions:
    """Options of the XLSX format."""

    paper: Paper = attrs.field(default=Paper.FITTING, metadata=documented("On what sheets are printed, landscape."))
    protect: bool = attrs.field(
        default=True,
        metadata=documented(
            "Whether a table that goes out to be filled in lets people change only the cells that are theirs. There is "
            "no password: the program's own menu takes the protection off."
        ),
    )


def _open(options: XlsxOptions, _context: PluginContext) -> ReportFormat:
    from plan_tasks.plugins.report_formats.xlsx.writing import XlsxFormat

    return XlsxFormat(options)


@hookimpl
def plan_tasks_report_formats() -> Iterator[ReportFormatType[XlsxOptions]]:
    """Offers the report format ``xlsx``."""
    yield ReportFormatType(
        name="xlsx",
        summary="A workbook (XLSX): a sheet a table with filters and lights, native charts, forms to fill in",
        options=XlsxOptions,
        factory=_open,
        requires=("xlsx",),
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        extension="xlsx",
        supports=frozenset(BlockKind) - {BlockKind.GANTT, BlockKind.LETTERHEAD, BlockKind.IMPRINT},
    )
