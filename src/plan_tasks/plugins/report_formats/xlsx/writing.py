"""A document as a workbook: which sheets there are, in which order, and under which names.

A report that is one table begins with that table; any other with the sheet that is read from top to bottom, and each
table has a sheet after it. What the figures rest on comes last.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from datetime import date, datetime
from typing import Any, BinaryIO, Final

import xlsxwriter  # noqa: TID253 - imported when the format is opened

from plan_tasks.plugins.report_formats.xlsx import XlsxOptions
from plan_tasks.plugins.report_formats.xlsx.cells import Cells
from plan_tasks.plugins.report_formats.xlsx.charts import Charts
from plan_tasks.plugins.report_formats.xlsx.pages import write_about, write_report
from plan_tasks.plugins.report_formats.xlsx.tables import write_table
from plan_tasks.plugins.report_formats.xlsx.words import SheetWord
from plan_tasks.reporting.document import Chart, Document, Heading, Note, Sources, Table
from plan_tasks.reporting.drawing.palette import ACCENT, light_palette
from plan_tasks.reporting.escaping import one_line

__all__ = ["XlsxFormat"]

_LONGEST_NAME: Final = 31
_NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\]")
_HELD: Final = 64 * 1024  # bytes of a finished workbook that are kept in memory
_FIRST_MOMENT: Final = datetime(1980, 1, 1)  # the earliest that an archive can hold; for a report without a day


class XlsxFormat:
    """Writes documents as workbooks.

    Args:
        options: Its options.
    """

    def __init__(self, options: XlsxOptions) -> None:
        self._options = options

    def write(self, document: Document, to: BinaryIO) -> None:
        """Writes a document; see `plan_tasks.reporting.contract.ReportFormat`.

        Rows go to the disk while they are read, so that memory does not grow with them.
        """
        with tempfile.SpooledTemporaryFile(_HELD) as held:
            self._write(document, held)
            held.seek(0)
            shutil.copyfileobj(held, to)

    def _write(self, document: Document, to: Any) -> None:
        with tempfile.TemporaryDirectory() as folder:
            workbook = xlsxwriter.Workbook(to, {"constant_memory": True, "tmpdir": folder})
            try:
                self._fill(workbook, document)
            finally:
                workbook.close()  # also what is left of one that failed: it holds open files

    def _fill(self, workbook: Any, document: Document) -> None:
        branding = document.branding
        workbook.set_properties(
            {
                "title": one_line(document.title),
                "company": one_line(branding.organisation),
                "created": _moment_of(document),
            }
        )
        palette = light_palette(document.colours, branding.palette, branding.accent or ACCENT)
        cells = Cells(workbook, document.language, palette)
        alone = all(isinstance(block, (Table, Note, Sources)) for block in document.blocks)
        tables = _titled_tables(document)
        names = _Names(document)
        report = None if alone else names.sheet(workbook, SheetWord.REPORT.label(document.language))[0]
        sheets = {table.name: names.sheet(workbook, title) for table, title in tables}
        if report is not None:
            charts = None
            if any(isinstance(block, Chart) for block in document.blocks):
                charts = Charts(workbook, *names.sheet(workbook, SheetWord.DATA.label(document.language)), cells)
            write_report(report, document, cells, charts, {table: name for table, (_, name) in sheets.items()})
        for table, title in tables:
            write_table(sheets[table.name][0], table, document, cells, self._options, title=title)
        about, _ = names.sheet(workbook, SheetWord.ABOUT.label(document.language))
        write_about(about, document, cells, notes=alone)


def _titled_tables(document: Document) -> list[tuple[Table, str]]:
    """The tables in order, those behind charts included, each with what stands above it."""
    found, heading = [], document.title
    for block in document.blocks:
        if isinstance(block, Heading):
            heading = block.text
        elif isinstance(block, Table):
            found.append((block, block.title or heading))
        elif isinstance(block, Chart):
            found.append((block.table, block.table.title or block.title or heading))
    return found


def _moment_of(document: Document) -> datetime:
    """When the workbook was made, for its properties: the day judged, so that the same report is the same file."""
    for fact in document.facts:
        if fact.name == "as_of" and isinstance(fact.value, date) and fact.value.year >= _FIRST_MOMENT.year:
            return datetime(fact.value.year, fact.value.month, fact.value.day)
    return _FIRST_MOMENT


class _Names:
    """Names of sheets, each once, as spreadsheets allow them."""

    def __init__(self, document: Document) -> None:
        self._taken: set[str] = {"history"}  # kept by spreadsheets for themselves
        self._otherwise = document.name

    def sheet(self, workbook: Any, wanted: str) -> tuple[Any, str]:
        """Adds a sheet; returns it and its name."""
        base = _NOT_IN_NAMES.sub(" ", one_line(wanted)).strip(" '") or self._otherwise
        number = 1
        name = base[:_LONGEST_NAME].strip(" '")
        while name.casefold() in self._taken:
            number += 1
            ending = f" {number}"
            name = base[: _LONGEST_NAME - len(ending)].strip(" '") + ending
        self._taken.add(name.casefold())
        return workbook.add_worksheet(name), name
