"""CSV: one table of the report, for spreadsheets and programs.

Lives here: options and registration; the writing is in `writing`.
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

__all__ = ["CsvOptions", "Header", "Numbers", "plan_tasks_report_formats"]


class Header(StrEnum):
    """What stands above the columns."""

    LABELS = "labels"
    """What people read, in the report's language."""
    KEYS = "keys"
    """What programs call the columns, the same in every language."""


class Numbers(StrEnum):
    """How numbers are written."""

    SHOWN = "shown"
    """As the other formats show them: 63.5%."""
    EXACT = "exact"
    """With all their digits, percentages as fractions: 0.6345454545."""


@attrs.frozen(kw_only=True)
class CsvOptions:
    """Options of the CSV format."""

    bom: bool = attrs.field(
        default=True,
        metadata=documented("Whether the file begins with a byte order mark, by which Excel knows UTF-8."),
    )
    table: str = attrs.field(
        default="", metadata=documented("Name of the table; empty for the report's main table.", example="behind")
    )
    header: Header = attrs.field(default=Header.LABELS, metadata=documented("What stands above the columns."))
    numbers: Numbers = attrs.field(default=Numbers.SHOWN, metadata=documented("How numbers are written."))
    facts: bool = attrs.field(
        default=False,
        metadata=documented("Whether day, method and hash follow below the table, after an empty line."),
    )


def _open(options: CsvOptions, _context: PluginContext) -> ReportFormat:
    from plan_tasks.plugins.report_formats.csv_table.writing import CsvFormat

    return CsvFormat(options)


@hookimpl
def plan_tasks_report_formats() -> Iterator[ReportFormatType[CsvOptions]]:
    """Offers the report format ``csv``."""
    yield ReportFormatType(
        name="csv",
        summary="One table as CSV (RFC 4180, UTF-8), safe to open in a spreadsheet",
        options=CsvOptions,
        factory=_open,
        media_type="text/csv; charset=utf-8; header=present",
        extension="csv",
        supports=frozenset({BlockKind.TABLE}),
    )
