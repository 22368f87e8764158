"""The sheets of a workbook as tables of shown text.

Lives here: reading cells, and leaving out what is hidden. Imported when a workbook is read, since it needs openpyxl.
Not here: how a value is shown (``shown``), merged cells and what is hidden (``structure``).
"""

from __future__ import annotations

import warnings
import zipfile
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from itertools import islice
from typing import Any, Final

import openpyxl  # noqa: TID253 - imported by the importer when it reads
from openpyxl.utils import get_column_letter  # noqa: TID253 - the same
from openpyxl.utils.datetime import from_excel  # noqa: TID253 - the same

from plan_tasks.drafting.grid_reading import Sheet
from plan_tasks.drafting.grids import Grid, Merge
from plan_tasks.plugins.importers.xlsx.shown import LOCAL_DATES, shown
from plan_tasks.plugins.importers.xlsx.structure import Structure, read_structure, sheet_parts

__all__ = ["sheets_of"]

_MOST_COLUMNS: Final = 200
_MOST_NAMED: Final = 5


def sheets_of(
    data: bytes, archive: zipfile.ZipFile, *, name: str, hidden: bool = False
) -> tuple[list[Sheet], list[str]]:
    """The visible sheets, and warnings of what was left out.

    Args:
        data: The workbook.
        archive: The same, opened and looked through.
        name: The file's name, for errors.
        hidden: Whether rows and columns that are hidden are there too; hidden sheets never are.
    """
    doubts: list[str] = []
    sheets = []
    parts = sheet_parts(archive)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what the library leaves out, such as rules for input
        workbook: Any = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        for sheet in workbook.worksheets:
            if sheet.sheet_state != "visible":
                doubts.append(f"sheet {sheet.title} is hidden and was left out; show it to have it read")
                continue
            structure = read_structure(archive, parts[sheet.title], name=name)
            if hidden:
                structure.hidden_rows.clear()
                structure.hidden_columns.clear()
            rows = {} if structure.last_row < 0 else _rows(sheet, structure, workbook.epoch, doubts)
            sheets.append(_Visible(rows, structure).sheet(sheet.title))
            doubts += _doubts(sheet.title, structure)
        workbook.close()
    return sheets, doubts


def _rows(sheet: Any, structure: Structure, epoch: Any, doubts: list[str]) -> dict[int, list[str]]:
    """Number of each row that holds something -> the text of its cells."""
    width = min(structure.last_column + 1, _MOST_COLUMNS)
    if structure.last_column >= _MOST_COLUMNS:
        doubts.append(f"{sheet.title}: columns after the {_MOST_COLUMNS}th were left out")
    rows: dict[int, list[str]] = {}
    errors: list[str] = []
    height = structure.last_row + 1
    # The library goes on to what stands below the last row unless it is stopped there.
    drawn = islice(sheet.iter_rows(min_row=1, max_row=height, min_col=1, max_col=width), height)
    for number, cells in enumerate(drawn):
        if number not in structure.filled:
            continue
        row = ["" if cell.value is None else _shown(cell, epoch, errors) for cell in cells]
        if any(row):
            rows[number] = row
    if errors:
        doubts.append(f"{sheet.title}!{_named(errors)}: an error stands where a value should be; the cell was left out")
    return rows


def _shown(cell: Any, epoch: Any, errors: list[str]) -> str:
    value = cell.value
    if cell.data_type == "e":
        errors.append(cell.coordinate)
        return ""
    if isinstance(value, str):
        return shown(value)
    local = LOCAL_DATES.get(cell.style_array.numFmtId)
    if local is not None and isinstance(value, int | float) and 0 < value < 1_000_000:
        return shown(from_excel(value, epoch), local)
    return shown(value, cell.number_format)


def _doubts(title: str, structure: Structure) -> Iterable[str]:
    rows = sorted(structure.hidden_rows & structure.filled)
    if rows:
        named = _runs(rows, lambda row: str(row + 1))
        yield f"{title}: hidden rows were left out ({named}); show them to have them read"
    columns = sorted(column for column in structure.hidden_columns if column <= structure.last_column)
    if columns:
        named = _runs(columns, lambda column: get_column_letter(column + 1))
        yield f"{title}: hidden columns were left out ({named}); show them to have them read"
    if structure.unsaved:
        cells = [f"{get_column_letter(column + 1)}{row + 1}" for row, column in structure.unsaved]
        yield (
            f"{title}!{_named(cells)}: a formula's value was not saved; open the workbook in Excel or WPS and save it"
        )


def _named(cells: Sequence[str]) -> str:
    more = len(cells) - _MOST_NAMED
    return ", ".join(cells[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _runs(numbers: Sequence[int], name: Callable[[int], str]) -> str:
    """Numbers in order, runs of them as first to last: 3, 5-9."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return _named([name(first) if first == last else f"{name(first)}-{name(last)}" for first, last in runs])


class _Visible:
    """What is left of a sheet without hidden and empty rows, and without hidden columns."""

    def __init__(self, rows: dict[int, list[str]], structure: Structure) -> None:
        self._all = rows
        width = max(map(len, rows.values()), default=0)
        self._rows = [number for number in rows if number not in structure.hidden_rows]
        self._columns = [column for column in range(width) if column not in structure.hidden_columns]
        self._texts = [[rows[number][column] for column in self._columns] for number in self._rows]
        self._merges = [kept for merge in structure.merges if (kept := self._kept(merge)) is not None]

    def sheet(self, title: str) -> Sheet:
        """The sheet with the places of its cells in the workbook."""
        return Sheet(name=title, grid=Grid(rows=self._texts, merges=self._merges), address=self._address)

    def _address(self, row: int, column: int) -> str:
        return f"{get_column_letter(self._columns[column] + 1)}{self._rows[row] + 1}"

    def _kept(self, merge: Merge) -> Merge | None:
        """What is left of a merge; its value moves to the first cell that is left."""
        top, bottom = _between(self._rows, merge.top, merge.bottom)
        left, right = _between(self._columns, merge.left, merge.right)
        if top > bottom or left > right:
            return None
        value = self._all.get(merge.top, [])[merge.left : merge.left + 1]
        if value and not self._texts[top][left]:
            self._texts[top][left] = value[0]
        return Merge(top=top, left=left, bottom=bottom, right=right)


def _between(kept: Sequence[int], first: int, last: int) -> tuple[int, int]:
    return bisect_left(kept, first), bisect_left(kept, last + 1) - 1
