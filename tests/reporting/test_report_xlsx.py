"""XLSX: what a spreadsheet finds in a workbook."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import openpyxl

from plan_tasks.plugins.importers.xlsx.shown import shown
from plan_tasks.plugins.report_formats.xlsx import plan_tasks_report_formats
from plan_tasks.testing.report_format import ReportFormatCase, ReportFormatContract

[TYPE] = plan_tasks_report_formats()


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def cells(data: bytes) -> Sequence[Sequence[str]]:
    """Every cell as it is shown; one that a spreadsheet would compute begins with an equals sign."""
    rows = []
    for sheet in opened(data).worksheets:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row), "a cell is a formula"
            rows.append([shown(cell.value, cell.number_format) for cell in row if cell.value is not None])
    return rows


def read(data: bytes) -> str:
    """What a reader sees, links and headings of charts left aside."""
    lines = ["\n".join("\t".join(row) for row in cells(data))]
    for sheet in opened(data).worksheets:
        lines += [
            cell.hyperlink.target
            for row in sheet.iter_rows()
            for cell in row
            if cell.hyperlink is not None and cell.hyperlink.target
        ]
    return "\n".join(lines)


class TestContract(ReportFormatContract):
    def case(self) -> ReportFormatCase:
        return ReportFormatCase(type=TYPE, read=read, streams=False)
