"""Reading tables of cells into a draft: a workbook's sheets, one after the other, as one text.

Lives here: `Sheet`, `read_sheets`. Not here: what the lines of a table are (``grids``), what a row says (``tables``),
where the cells come from (``plan_tasks.plugins.importers``).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Final

import attrs

from plan_tasks.drafting.characters import clean
from plan_tasks.drafting.contract import DraftOptions
from plan_tasks.drafting.draft import Draft, DraftWarning
from plan_tasks.drafting.grids import Grid, Line, LineKind, bar_line, lines_of
from plan_tasks.drafting.reading import Reading
from plan_tasks.drafting.tables import Cell, Table, read_header
from plan_tasks.drafting.vocabulary.owning import Column

__all__ = ["Sheet", "read_sheets"]

_NUMBERED: Final = re.compile(
    r"\s*(?:[一二三四五六七八九十百]{1,4}[、.．]|[(（][一二三四五六七八九十百]{1,4}[)）])\s*(?=\S)"
)


def _no_address(_row: int, _column: int) -> str:
    return ""


@attrs.frozen(kw_only=True)
class Sheet:
    """A named table.

    Attributes:
        name: What it is called; it stands over its rows in the text.
        grid: Its cells.
        address: Names a cell of the grid, by the indexes of its row and column, as its program does: ``B3``.
    """

    name: str
    grid: Grid
    address: Callable[[int, int], str] = _no_address


def read_sheets(sheets: Sequence[Sheet], options: DraftOptions, warnings: Sequence[str] = ()) -> Draft:
    r"""Read tables, each with headings of its own.

    Args:
        sheets: The tables.
        options: What the caller knows beside them.
        warnings: What the draft warns of besides.

    Returns:
        The draft. Its text has a line for each sheet's name, ``# name``, and below it the sheet's rows with bars. A
        sheet without known headings is left out, with a warning. Warnings name the sheet and the cell.

    Example:
        >>> grid = Grid(rows=[["工作任务", "责任单位"], ["新建公园3处", "市城管局"]])
        >>> draft = read_sheets([Sheet(name="台账", grid=grid)], DraftOptions(year=2021))
        >>> draft.text
        '# 台账\n\n| 工作任务 | 责任单位 |\n| 新建公园3处 | 市城管局 |\n'
        >>> [(measure.title, measure.owners[0].name) for measure in draft.measures]
        [('新建公园3处', '市城管局')]
    """
    writing = _Writing()
    title = ""
    doubts = list(warnings)
    for sheet in sheets:
        lines = lines_of(sheet.grid)
        if all(line.kind is LineKind.ABOVE for line in lines):
            if lines:
                doubts.append(
                    f"sheet {sheet.name} was left out: no row of headings was found, "
                    "such as 工作任务 (task) and 责任单位 (responsible unit)"
                )
            continue
        writing.add(sheet, lines)
        title = title or _title(lines)
        doubts += [
            f"{sheet.name}!{sheet.address(line.row, 0)}: the rows {sheet.address(line.row, 0)} to "
            f"{sheet.address(line.last, 0)} share one task and were read as one"
            for line in lines
            if line.kind is LineKind.ROW and line.last > line.row
        ]
    text = "".join(writing.parts)
    reading = Reading(text, options)
    for doubt in doubts:
        reading.warn(doubt)
    writing.read(text, reading)
    draft = reading.draft()
    return attrs.evolve(
        draft, title=title or draft.title, warnings=tuple(writing.placed(warning) for warning in draft.warnings)
    )


def _title(lines: Sequence[Line]) -> str:
    """The line over the headings that is alone in its row."""
    return next((clean(line.cells[0]) for line in lines if line.kind is LineKind.ABOVE and len(line.cells) == 1), "")


class _Writing:
    """The text of all sheets, and where the cells of each line stand in it."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._length = 0
        self._lines: list[tuple[Line | None, list[Cell]]] = []  # None stands before each sheet
        self._starts: list[int] = []
        self._names: list[str] = []

    def add(self, sheet: Sheet, lines: Sequence[Line]) -> None:
        """Write a sheet."""
        if self.parts:
            self._write("\n")
        self._write(f"# {clean(sheet.name)}\n\n")
        self._lines.append((None, []))
        for line in lines:
            written, places = bar_line(line.cells)
            self._lines.append((line, [(self._length + start, self._length + end) for start, end in places]))
            for column, (start, _) in enumerate(places):
                self._starts.append(self._length + start)
                self._names.append(f"{sheet.name}!{sheet.address(line.row, column)}".removesuffix("!"))
            self._write(written + "\n")

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self._length += len(text)

    def read(self, text: str, reading: Reading) -> None:
        """Hand all rows to the reader, each with the name over it as its area where it has no such column."""
        table: Table | None = None
        group: list[Cell] = []
        grouped = False
        for line, cells in self._lines:
            if line is None or line.kind is LineKind.ABOVE:
                group = []
            elif line.kind is LineKind.HEADING:
                header = read_header(text, cells) or ()
                grouped = Column.AREA not in header
                table = reading.table((*header, Column.AREA) if grouped else header)
            elif line.kind is LineKind.GROUP:
                group = [_without_number(text, cells[0])]
            elif table is not None:
                reading.row(table, [*cells, *group] if grouped else cells)

    def placed(self, warning: DraftWarning) -> DraftWarning:
        """A warning with the sheet and cell that it is about."""
        if warning.span is None:
            return warning
        at = bisect_right(self._starts, warning.span.start) - 1
        return warning if at < 0 else attrs.evolve(warning, message=f"{self._names[at]}: {warning.message}")


def _without_number(text: str, cell: Cell) -> Cell:
    number = _NUMBERED.match(text, *cell)
    return cell if number is None else (number.end(), cell[1])
