"""The tables of a document as grids of text.

Lives here: rows and cells, merged over columns and rows. Not here: the words of a cell (``paragraphs``), what the lines
of a grid are (``plan_tasks.drafting.grids``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from docx.oxml.ns import qn  # noqa: TID253 - imported by the importer when it reads

from plan_tasks.drafting.grids import Grid, Merge
from plan_tasks.plugins.importers.docx.paragraphs import Paragraphs

__all__ = ["cells_of", "grid_of"]

_MOST_COLUMNS: Final = 200


def cells_of(table: Any) -> list[list[Any]]:
    """The cells of each row, those within content controls among them; rows that a tracked change deletes are gone."""
    return [list(_within(row, "w:tc")) for row in _within(table, "w:tr") if not _is_deleted(row)]


def grid_of(rows: Sequence[Sequence[Any]], paragraphs: Paragraphs) -> Grid:
    """A table as a grid.

    Args:
        rows: The cells of each row.
        paragraphs: Reads the paragraphs in them.
    """
    texts: list[list[str]] = []
    merges: list[Merge] = []
    begun: dict[int, tuple[int, int]] = {}  # first column -> row that a merge began in, and its last column
    for number, cells in enumerate(rows):
        column = _skipped(cells)
        row = [""] * column
        for cell in cells:
            span = min(_whole(_property(cell, "w:gridSpan"), 1), _MOST_COLUMNS - column)
            if span < 1:
                break
            down = _property(cell, "w:vMerge")
            goes_on = down is not None and down != "restart" and column in begun
            for covered in range(column + goes_on, column + span):
                _end(begun, merges, covered, number)
            if goes_on:
                row += [""] * span
            else:
                if down is not None or span > 1:
                    begun[column] = (number, column + span - 1)
                row += ["\n".join(_words(cell, paragraphs)), *[""] * (span - 1)]
            if down is None:
                _end(begun, merges, column, number + 1)
            column += span
        texts.append(row)
    for column in list(begun):
        _end(begun, merges, column, len(rows))
    return Grid(rows=texts, merges=merges)


def _end(begun: dict[int, tuple[int, int]], merges: list[Merge], column: int, row: int) -> None:
    """End the merge that begins in a column before a row."""
    merge = begun.pop(column, None)
    if merge is not None:
        merges.append(Merge(top=merge[0], left=column, bottom=row - 1, right=merge[1]))


def _words(cell: Any, paragraphs: Paragraphs) -> Iterator[str]:
    """The lines of a cell, with the numbers before them; those of tables within it too."""
    for element in cell.iter(qn("w:p")):
        if next(element.iterancestors(qn("w:txbxContent")), None) is not None:
            continue
        paragraph = paragraphs.read(element)
        if paragraph is not None and (paragraph.text.strip() or paragraph.label):
            yield f"{paragraph.label} {paragraph.text}".strip()


def _within(parent: Any, tag: str) -> Iterator[Any]:
    for child in parent:
        if child.tag == qn(tag):
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins")):
            yield from _within(child, tag)


def _is_deleted(row: Any) -> bool:
    properties = row.find(qn("w:trPr"))
    return properties is not None and properties.find(qn("w:del")) is not None


def _skipped(cells: Sequence[Any]) -> int:
    """Columns that a row leaves out before its first cell."""
    row = cells[0].getparent() if cells else None
    properties = row.find(qn("w:trPr")) if row is not None else None
    before = properties.find(qn("w:gridBefore")) if properties is not None else None
    return 0 if before is None else min(_whole(before.get(qn("w:val")), 0), _MOST_COLUMNS)


def _property(cell: Any, tag: str) -> str | None:
    """The value of a cell's property; empty where it stands without one, None where it does not stand."""
    properties = cell.find(qn("w:tcPr"))
    found = properties.find(qn(tag)) if properties is not None else None
    value: str | None = None if found is None else found.get(qn("w:val"), "")
    return value


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else otherwise
