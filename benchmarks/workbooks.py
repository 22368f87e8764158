"""Goals of reports as workbooks: XLSX against XlsxWriter and openpyxl with the same cells, and the memory of long ones.

The peers are given the cells ready made, as numbers, days and texts, and write them into one sheet: XlsxWriter with one
look for each column, openpyxl with none. Neither writes heads of two rows, lights, rules or heights.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

import attrs
import openpyxl
import xlsxwriter

from benchmarks.harness import Line, Run
from benchmarks.pages import CONTEXT, peak, view_of
from plan_tasks.model import Language, Quantity
from plan_tasks.plugins.report_formats import xlsx
from plan_tasks.plugins.report_kinds import ledger
from plan_tasks.reporting.composing import compose
from plan_tasks.reporting.document import Cell, Column, Document, Table
from plan_tasks.reporting.formatting import text_of

__all__ = ["workbooks"]

_ROWS: Final = 10_000


def workbooks(run: Run) -> list[Line]:
    """Writes a ledger of 10,000 rows, and tables of 10,000 and 100,000 rows."""
    document = _ledger(run.sized(_ROWS))
    cells = list(_cells(document.table()))
    contenders = {
        "ours": _timed(_ours(document)),
        "xlsxwriter": _timed(lambda: _by_xlsxwriter(cells)),
        "openpyxl": _timed(lambda: _by_openpyxl(cells)),
    }
    found = run.compare(contenders)
    note = f"{found.median('ours') * 1000:.0f} ms, {len(cells):,} rows of {len(cells[0])} columns"
    what = "ledger as XLSX: times as long as {} with the same cells"
    lines = [
        found.at_most("workbooks", what.format("XlsxWriter"), "xlsxwriter", 1.5, note),
        found.at_most("workbooks", what.format("openpyxl"), "openpyxl", 1.0),
    ]
    few, many = run.sized(10_000), run.sized(100_000)
    peaks = [peak(count, _format()) for count in (few, many)]
    ratio = peaks[1] / peaks[0]
    what = f"memory to write {many:,} rows as XLSX, against {few:,}"
    lines.append(Line("workbooks", what, f"{ratio:.2f} ({peaks[1] / 1e6:.1f} MB at the most)", "<= 1.2", ratio <= 1.2))
    return lines


def _ledger(count: int) -> Document:
    """A ledger whose rows are made already, so that writing alone is measured."""
    [kind] = ledger.plan_tasks_report_kinds()
    document = compose(kind.factory(kind.options(), CONTEXT), view_of(count)).document
    table = document.table()
    return attrs.evolve(document, blocks=(attrs.evolve(table, rows=tuple(table.rows)),))


def _format() -> Any:
    [offered] = xlsx.plan_tasks_report_formats()
    return offered.factory(offered.options(), CONTEXT)


def _ours(document: Document) -> Callable[[], object]:
    def write() -> object:
        to = io.BytesIO()
        _format().write(document, to)
        return to

    return write


def _timed(work: Callable[[], object]) -> Callable[[], float]:
    """The processor's seconds: the machine may have other things to do."""

    def measure() -> float:
        began = time.process_time()
        work()
        return time.process_time() - began

    return measure


def _cells(table: Table) -> Iterator[list[Any]]:
    for row in table.rows:
        yield [_native(cell, column) for column, cell in zip(table.columns, row, strict=True)]


def _native(cell: Cell, column: Column) -> object:
    if isinstance(cell, Quantity):
        return float(cell.value)
    if isinstance(cell, (int, Decimal)):
        return float(cell)
    return cell if cell is None or cell.__class__ is date else text_of(cell, column, Language.ZH)


def _by_xlsxwriter(rows: Sequence[Sequence[Any]]) -> None:
    workbook = xlsxwriter.Workbook(io.BytesIO(), {"constant_memory": True})
    sheet = workbook.add_worksheet()
    looks = [workbook.add_format({"border": 1, "text_wrap": True}) for _ in rows[0]]
    for number, row in enumerate(rows):
        for at, cell in enumerate(row):
            if cell.__class__ is str:
                sheet.write_string(number, at, cell, looks[at])
            elif cell.__class__ is float:
                sheet.write_number(number, at, cell, looks[at])
            elif cell is None:
                sheet.write_blank(number, at, None, looks[at])
            else:
                sheet.write_datetime(number, at, cell, looks[at])
    workbook.close()


def _by_openpyxl(rows: Sequence[Sequence[Any]]) -> None:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    workbook.save(io.BytesIO())
