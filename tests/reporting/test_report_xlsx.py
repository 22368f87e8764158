"""XLSX: what a spreadsheet finds in a workbook."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import attrs
import pytest

from plan_tasks.model import Health, Language
from plan_tasks.plugins.importers.xlsx.shown import shown
from plan_tasks.plugins.report_formats.xlsx import XlsxOptions, plan_tasks_report_formats
from plan_tasks.reporting.document import Column, ColumnType, Table
from plan_tasks.testing.report_documents import empty_document
from plan_tasks.testing.report_format import ReportFormatCase, ReportFormatContract

openpyxl = pytest.importorskip("openpyxl")
pytest.importorskip("xlsxwriter")

from plan_tasks.plugins.report_formats.xlsx.writing import XlsxFormat  # noqa: E402 - it needs the library

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


def sheet_of(table: Table, **options: object) -> Any:
    """The sheet of a report that is one table, opened."""
    document = attrs.evolve(empty_document(Language.ZH), blocks=(table,), main="")
    to = io.BytesIO()
    XlsxFormat(XlsxOptions(**options)).write(document, to)  # type: ignore[arg-type]
    return opened(to.getvalue()).worksheets[0]


FORM = Table(
    name="returns",
    title="填报表",
    columns=(
        Column(key="id", label="编号", group="事项"),
        Column(key="health", label="进度判定", type=ColumnType.HEALTH, group="事项"),
        Column(key="percent", label="填报进度", type=ColumnType.PERCENT, fillable=True),
        Column(key="key", label="标识", hidden=True),
    ),
    rows=(("m1", Health.OVERDUE, None, "p/m1"), ("m2", Health.MET, Decimal("0.5"), "p/m2")),
)


def test_only_what_people_fill_in_can_be_changed() -> None:
    sheet = sheet_of(FORM)
    assert sheet.protection.sheet
    assert [cell.protection.locked for cell in sheet[5]] == [True, True, False, True]
    assert not sheet_of(FORM, protect=False).protection.sheet


def test_a_share_that_is_none_is_refused_while_it_is_typed() -> None:
    [rule] = sheet_of(FORM).data_validations.dataValidation
    assert (str(rule.sqref), rule.type, rule.formula1, rule.formula2) == ("C5:C6", "decimal", "0", "1")


def test_keys_are_hidden_heads_stay_in_sight_and_rows_can_be_filtered() -> None:
    sheet = sheet_of(FORM)
    assert [sheet.column_dimensions[letter].hidden for letter in "ABCD"] == [False, False, False, True]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("C5", "A4:D6", "$3:$4")


def test_a_table_too_wide_for_one_page_goes_on_with_its_first_columns() -> None:
    columns = tuple(Column(key=f"c{number}", label=f"第{number}列", width=40) for number in range(20))
    sheet = sheet_of(Table(name="wide", columns=columns, rows=(tuple("x" * 20),)))
    assert sheet.page_setup.fitToWidth > 1
    assert sheet_of(FORM).page_setup.fitToWidth is None  # one page


LONG = "附件[1]：全部*事项/台账?" + "长" * 40


def test_names_of_sheets_are_such_as_spreadsheets_allow() -> None:
    tables = [attrs.evolve(FORM, name=f"t{number}", title=LONG) for number in range(3)]
    document = attrs.evolve(empty_document(Language.ZH), blocks=tuple(tables), main="")
    to = io.BytesIO()
    XlsxFormat(XlsxOptions()).write(document, to)
    names = opened(to.getvalue()).sheetnames
    assert len({name.casefold() for name in names}) == 4
    assert all(len(name) <= 31 and not set("[]:*?/\\") & set(name) for name in names)
