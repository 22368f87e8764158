"""Tables of cells with merged ones among them, as office files have them, made into plain lines of cells.

Lives here: `Grid`, `Merge`, and `lines_of`, which finds the headings, gives every row what a merged cell says for it,
and puts rows together that share one task. Not here: where the cells come from (``plan_tasks.plugins.importers``), what
a row says (``tables``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final

import attrs

from plan_tasks.drafting.tables import Cell, read_header
from plan_tasks.drafting.vocabulary.owning import Column
from plan_tasks.model.vocabulary import Role

__all__ = ["Grid", "Line", "LineKind", "Merge", "bar_line", "in_one_line", "lines_of"]

_ROWS_BEFORE_HEADINGS: Final = 20
_FEW: Final = 2  # columns: in so narrow a table one cell is no name over rows
_KNOWN: Final = "序号"  # number: a heading beside which any other is tried
_HEADS: Final = frozenset((Column.NUMBER, Column.TITLE))
_PART: Final = re.compile(
    r"\s*(?:[一二三四五六七八九十百]{1,4}[、.．]|[(（][一二三四五六七八九十百]{1,4}[)）]|第.{1,4}[章节部])"
)
_NOTE: Final = re.compile(r"\s*(?:注|备注|说明|填表|制表|合计|总计|小计|Notes?\b|Total\b|Source\b)", re.IGNORECASE)
_NAME_BREAK: Final = re.compile(r"(?<=[A-Za-z)])[ \t]*[\r\n\v\f\u0085\u2028\u2029]+[ \t]*(?=[A-Z])")
_BREAK: Final = re.compile(r"[ \t]*[\r\n\v\f\u0085\u2028\u2029]+[ \t]*")


@attrs.frozen(kw_only=True)
class Merge:
    """Cells that are one. Numbers count from 0, first and last included."""

    top: int
    left: int
    bottom: int
    right: int


@attrs.frozen(kw_only=True)
class Grid:
    """A table as it is drawn.

    Attributes:
        rows: The text of each cell; a cell that belongs to another one's merge is empty, and rows may be ragged.
        merges: Which cells are one.
    """

    rows: Sequence[Sequence[str]]
    merges: Sequence[Merge] = ()


class LineKind(StrEnum):
    """What a line of a table is."""

    ABOVE = "above"
    """Text over the headings, such as the table's title."""
    HEADING = "heading"
    """What the columns hold; headings of two rows are one line."""
    GROUP = "group"
    """A name over the rows that follow, across the table."""
    ROW = "row"


@attrs.frozen(kw_only=True)
class Line:
    """A line of a table.

    Attributes:
        kind: What it is.
        cells: The text of its cells, each without line breaks; one for ABOVE and GROUP.
        row: Index of the grid's row that it comes from.
        last: Index of the last row that is part of it, where rows share one task.
    """

    kind: LineKind
    cells: tuple[str, ...]
    row: int
    last: int


def lines_of(grid: Grid) -> list[Line]:
    """The lines of a table.

    A cell that is merged over rows holds for each of them. Its number and name are given once: the reader takes a row
    without either for one that goes on. Rows that share one task are one line, whose cells hold what the rows' do.

    Args:
        grid: The table.

    Returns:
        Its lines in order, empty ones left out. Without known headings all are of the kind ABOVE.

    Example:
        >>> grid = Grid(
        ...     rows=[["任务", "责任单位"], ["新建公园3处", "市城管局"], ["改造小区5个", ""]],
        ...     merges=[Merge(top=1, left=1, bottom=2, right=1)],
        ... )
        >>> [line.cells for line in lines_of(grid)]
        [('任务', '责任单位'), ('新建公园3处', '市城管局'), ('改造小区5个', '市城管局')]
    """
    return list(_Lines(grid).read())


def bar_line(cells: Sequence[str]) -> tuple[str, list[Cell]]:
    r"""A row with bars, and where each cell stands in it.

    Example:
        >>> bar_line(["1", "增长5%|6%"])
        ('| 1 | 增长5%\\|6% |', [(2, 3), (6, 14)])
    """
    text, places = "|", []
    for cell in cells:
        escaped = cell.replace("|", "\\|")
        places.append((len(text) + 1, len(text) + 1 + len(escaped)))
        text += f" {escaped} |"
    return text, places


class _Lines:
    """Reads a grid from top to bottom."""

    def __init__(self, grid: Grid) -> None:
        self._rows = [[cell.strip() for cell in row] for row in grid.rows]
        self._width = max((index + 1 for row in self._rows for index, cell in enumerate(row) if cell), default=0)
        self._beginning: dict[int, list[Merge]] = {}
        for merge in grid.merges:
            self._beginning.setdefault(merge.top, []).append(merge)
        self._columns: tuple[str | Role, ...] = ()
        self._above: dict[int, Merge] = {}  # column -> the merge that covers it from an earlier row

    def read(self) -> Iterator[Line]:
        """The lines."""
        at = filled = 0
        heading: Line | None = None
        while at < len(self._rows):
            self._above = {column: merge for column, merge in self._above.items() if merge.bottom >= at}
            last = at
            if any(self._raw(at)):
                filled += 1
                found = self._heading(at) if self._columns or filled <= _ROWS_BEFORE_HEADINGS else None
                if found is not None:
                    last = found.last
                    if heading is None or found.cells != heading.cells:  # else it is repeated on a new page
                        heading = found
                        yield found
                elif self._columns:
                    last = self._task_end(at)
                    yield self._line(at, last)
                else:
                    cells = tuple(in_one_line(cell) for cell in self._raw(at) if cell)
                    yield Line(kind=LineKind.ABOVE, cells=cells, row=at, last=at)
            for row in range(at, last + 1):
                for merge in self._beginning.get(row, ()):
                    if merge.bottom > last:
                        self._above |= dict.fromkeys(self._within(merge), merge)
            at = last + 1

    def _within(self, merge: Merge) -> range:
        return range(merge.left, min(merge.right + 1, self._width))

    def _raw(self, at: int) -> list[str]:
        row = self._rows[at] if at < len(self._rows) else []
        return [*row[: self._width], *[""] * (self._width - len(row))]

    # headings

    def _heading(self, at: int) -> Line | None:
        """The headings that begin in a row; None where none do."""
        if next(filter(None, self._raw(at))).isdecimal():
            return None  # the number of a task; looking for known words in every cell takes long
        last = self._heading_end(at)
        found = self._as_heading(at, last)
        return self._as_heading(at, at) if found is None and last > at else found

    def _heading_end(self, at: int) -> int:
        """The last row of the headings, if they begin in a row."""
        merges = self._beginning.get(at, ())
        bottom = max((merge.bottom for merge in merges if merge.bottom <= at + 2), default=at)
        if bottom > at:
            return min(bottom, len(self._rows) - 1)
        under: set[int] = set()
        for merge in merges:
            if len(self._within(merge)) < self._width:
                under.update(self._within(merge))
        filled = {column for column, cell in enumerate(self._raw(at + 1)) if cell}
        return at + 1 if filled and filled <= under else at

    def _as_heading(self, at: int, last: int) -> Line | None:
        """The rows as headings; None when they are none."""
        cells = self._raw(at)
        if last > at:
            levels = [self._raw(row) for row in range(at, last + 1)]
            cells = [_heading_of([level[column] for level in levels]) for column in range(self._width)]
        cells = [in_one_line(cell) for cell in cells]
        columns = read_header(*bar_line(cells))
        if columns is None:
            return None
        self._columns = columns
        return Line(kind=LineKind.HEADING, cells=tuple(cells), row=at, last=last)

    # rows

    def _task_end(self, at: int) -> int:
        """The last row that shares the task of a row."""
        for merge in self._beginning.get(at, ()):
            if any(self._columns[column] == Column.TASK for column in self._within(merge)):
                return min(merge.bottom, len(self._rows) - 1)
        return at

    def _line(self, at: int, last: int) -> Line:
        """A row, or the rows that share its task."""
        raws = [self._raw(row) for row in range(at, last + 1)]
        group = self._group(at, raws[0]) if last == at else ""
        if group:
            return Line(kind=LineKind.GROUP, cells=(group,), row=at, last=at)
        cells = []
        for column, role in enumerate(self._columns):
            values = list(dict.fromkeys(raw[column] for raw in raws if raw[column]))
            merge = self._above.get(column)
            if not values and merge is not None and role not in _HEADS:
                values = [self._raw(merge.top)[column]]
            cells.append(_joined(values, owners=isinstance(role, Role)))
        return Line(kind=LineKind.ROW, cells=tuple(cells), row=at, last=last)

    def _group(self, at: int, raw: Sequence[str]) -> str:
        """The name over the rows that follow, where a row holds nothing else; empty for any other row."""
        filled = [column for column, cell in enumerate(raw) if cell]
        if len(filled) != 1 or self._width <= _FEW or _NOTE.match(raw[filled[0]]):
            return ""
        (column,) = filled
        wide = any(
            merge.left <= column and 2 * len(self._within(merge)) > self._width for merge in self._beginning.get(at, ())
        )
        marked = _PART.match(raw[column]) is not None and self._columns[column] != Column.TASK
        return in_one_line(raw[column]) if wide or marked else ""


def in_one_line(text: str, *, owners: bool = False) -> str:
    """A cell's text without line breaks. Names in Latin letters on lines of their own are divided by commas."""
    return _BREAK.sub(" ", _NAME_BREAK.sub(", ", text.strip()) if owners else text.strip())


def _joined(values: Sequence[str], *, owners: bool) -> str:
    shown = [in_one_line(value, owners=owners) for value in values]
    if not owners:
        return " ".join(shown)
    return (", " if all(value.isascii() for value in shown) else "、").join(shown)


def _heading_of(levels: Sequence[str]) -> str:
    """The heading of a column out of its levels: the lowest that is known, else the lowest there is."""
    filled = [level for level in levels if level]
    if not filled:
        return ""
    return next((level for level in reversed(filled) if _is_known(level)), filled[-1])


def _is_known(heading: str) -> bool:
    columns = read_header(_KNOWN + heading, [(0, len(_KNOWN)), (len(_KNOWN), len(_KNOWN) + len(heading))])
    return columns is not None and bool(columns[1])
