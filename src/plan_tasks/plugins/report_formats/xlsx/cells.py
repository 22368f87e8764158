"""Cells of a workbook: how each type of value is written, and the looks that cells share.

A number is a number, a share a percentage, a day a date; text is never a formula. What a spreadsheet cannot hold
exactly (more than 15 digits) is text.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from plan_tasks.model import Health, Language, Quantity, State, plain
from plan_tasks.reporting.document import Align, Cell, Column, ColumnType, Link
from plan_tasks.reporting.escaping import visible
from plan_tasks.reporting.formatting import MISSING, number_text, rounded_half_up, text_of

__all__ = ["FIRST_DAY", "Cells", "ColumnCells", "safe_text"]

_LONGEST: Final = 32_000  # characters; a cell holds 32,767, and what is escaped takes more
_MOST_DIGITS: Final = 15
_MOST_FORMATS: Final = 150  # number formats that a workbook of any program can hold
_LONGEST_ADDRESS: Final = 2_000
_MOST_LINKS: Final = 10_000
_GROUPED_FROM: Final = Decimal(10_000)
FIRST_DAY: Final = date(1900, 3, 1)  # programs do not agree on days before
_DAY: Final = "yyyy-mm-dd"
_ALIGNED: Final = {Align.START: "left", Align.CENTRE: "center", Align.END: "right"}
_INDENTED: Final[dict[Align, dict[str, object]]] = {Align.END: {"indent": 1}}  # not to touch the next column's text
_BEGINS_AT_TOP: Final = {"valign": "top", "text_wrap": True}
_NAMES: Final = Column(key="names", label="names", type=ColumnType.OWNERS)


def safe_text(text: str) -> str:
    r"""Text as a cell can hold it: every character can be seen, and what is too long ends in an ellipsis.

    Example:
        >>> safe_text("a\tb\x07"), len(safe_text("x" * 40_000))
        ('a b␇', 32000)
    """
    text = visible(text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


class Cells:
    """Writes cells of one workbook, and keeps the looks that they share.

    Args:
        workbook: The workbook (`xlsxwriter.Workbook`).
        language: Of the words.
        palette: Colour by use; see `plan_tasks.reporting.drawing.palette`.
    """

    def __init__(self, workbook: Any, language: Language, palette: Mapping[str, str]) -> None:
        self.language = language
        self.palette = palette
        self._workbook = workbook
        self._looks: dict[tuple[tuple[str, object], ...], Any] = {}
        self._codes: set[str] = set()
        self._links = 0

    def look(self, **properties: object) -> Any:
        """A look of cells, the same object for the same properties."""
        key = tuple(sorted(properties.items(), key=lambda each: each[0]))
        if key not in self._looks:
            self._looks[key] = self._workbook.add_format({"font_size": 11, **properties})
        return self._looks[key]

    def ruled(self, **properties: object) -> Any:
        """The look of a cell in a table: ruled, wrapped, from the top."""
        rule = self.palette["strong"]
        return self.look(**{"border": 1, "border_color": rule, **_BEGINS_AT_TOP, **properties})

    def joined(self, names: tuple[str, ...]) -> str:
        """Names as they stand in a cell."""
        return text_of(names, _NAMES, self.language)

    def text(self, sheet: Any, row: int, column: int, text: str, look: Any) -> None:
        """Writes text that nothing runs."""
        sheet.write_string(row, column, safe_text(text), look)

    def column(self, column: Column, **more: object) -> ColumnCells:
        """Writes the cells of a table's column.

        Args:
            column: The column.
            more: Properties of their look beside those of its type.
        """
        return ColumnCells(self, column, more)

    def code(self, code: str) -> str:
        """The number format, or nothing when the workbook holds as many as it can."""
        if code not in self._codes and len(self._codes) >= _MOST_FORMATS:
            return ""
        self._codes.add(code)
        return code

    def link(self, sheet: Any, row: int, at: int, link: Link, look: Mapping[str, object]) -> bool:
        """Writes a link that leads to the web; False for any other, and beyond as many as a workbook can hold."""
        address = link.address
        web = address.startswith(("http://", "https://")) and visible(address) == address and address.isascii()
        fits = max(len(address), len(link.text)) <= _LONGEST_ADDRESS and self._links < _MOST_LINKS
        if web and fits:
            self._links += 1
            blue = self.ruled(**{**look, "font_color": self.palette["accent"], "underline": 1})
            sheet.write_url(row, at, address, blue, string=safe_text(link.text or address))
        return web and fits


class ColumnCells:
    """Writes the cells of one column: what they share is worked out once.

    Args:
        cells: Writes cells of the workbook.
        column: The column.
        more: Properties of their look beside those of its type.
    """

    def __init__(self, cells: Cells, column: Column, more: Mapping[str, object]) -> None:
        self._cells = cells
        self._column = column
        self._shared = {"align": _ALIGNED[column.align], **_INDENTED.get(column.align, {}), **more}
        codes = {ColumnType.PERCENT: _percent_code(column), ColumnType.DATE: _DAY}
        code = cells.code(codes[column.type]) if column.fillable and column.type in codes else ""
        # A cell that is empty or text looks as the others: what is typed into it later is shown as they are.
        self._usual = cells.ruled(**self._shared, num_format=code) if code else cells.ruled(**self._shared)
        self._blank = column.fillable or column.type is ColumnType.TEXT
        self._missing = cells.ruled(**{**self._shared, "font_color": cells.palette["muted"]})
        self._looks: dict[str, Any] = {}

    def write(self, sheet: Any, row: int, at: int, cell: Cell) -> None:
        """Writes a value.

        Args:
            sheet: The sheet.
            row: Its row, from 0.
            at: Its column, from 0.
            cell: The value.
        """
        if cell.__class__ is str:
            sheet.write_string(row, at, safe_text(cell), self._usual)
        elif cell is None:
            if self._blank:
                sheet.write_blank(row, at, None, self._usual)
            else:
                sheet.write_string(row, at, MISSING, self._missing)
        elif not self._written(sheet, row, at, cell):
            sheet.write_string(row, at, safe_text(self._words(cell)), self._usual)

    def _written(self, sheet: Any, row: int, at: int, cell: Cell) -> bool:
        """Writes what is more than text; False for text."""
        if isinstance(cell, Link):
            return self._cells.link(sheet, row, at, cell, self._shared)
        if cell.__class__ is date:
            look = self._look(_DAY) if cell >= FIRST_DAY else None
            if look is not None:
                sheet.write_datetime(row, at, cell, look)
            return look is not None
        number = _number(cell, self._column)
        look = self._look(_code(cell, number, self._column)) if number is not None else None
        if number is not None and look is not None:
            sheet.write_number(row, at, float(number), look)
        return look is not None

    def _look(self, code: str) -> Any:
        """The look for a number format; None when the workbook holds as many as it can."""
        if code not in self._looks:
            allowed = self._cells.code(code)
            self._looks[code] = self._cells.ruled(**self._shared, num_format=code) if allowed else None
        return self._looks[code]

    def _words(self, cell: Cell) -> str:
        if isinstance(cell, (Health, State)):
            return cell.label(self._cells.language)  # the word alone: people filter by it
        if isinstance(cell, Link):
            return "\n".join(filter(None, (cell.text, cell.address)))
        return text_of(cell, self._column, self._cells.language)


def _number(cell: Cell, column: Column) -> Decimal | None:
    """The number that a cell holds as a number; None for all else."""
    if isinstance(cell, Quantity):
        number = cell.value
    elif isinstance(cell, int):
        number = Decimal(cell)
    elif isinstance(cell, Decimal):
        number = cell.scaleb(2) if column.type is ColumnType.POINTS else cell
    else:
        return None
    if column.type not in (ColumnType.PERCENT, ColumnType.POINTS) and len(number.as_tuple().digits) > _MOST_DIGITS:
        number = _shown(number)
    return number if abs(number.adjusted()) <= _MOST_DIGITS else None


def _shown(number: Decimal) -> Decimal:
    """A number that was computed, with the digits that people see."""
    return Decimal(number_text(number, separators=False))


def _percent_code(column: Column) -> str:
    return "0" + _places(1 if column.decimals is None else column.decimals) + "%"


def _code(cell: Cell, number: Decimal, column: Column) -> str:
    if column.type is ColumnType.PERCENT:
        return _percent_code(column)
    if column.type is ColumnType.POINTS:
        places = _places(1 if column.decimals is None else column.decimals)
        return f"+0{places};-0{places};0{places}"
    decimals = column.decimals
    if decimals is None:
        decimals = len(plain(_shown(number)).partition(".")[2])
    whole = "#,##0" if abs(rounded_half_up(number, decimals)) >= _GROUPED_FROM else "0"
    unit = cell.unit if isinstance(cell, Quantity) else ""
    quoted = visible(unit).replace('"', "”")
    return f"{whole}{_places(decimals)}" + (f'"{quoted}"' if quoted else "")


def _places(decimals: int) -> str:
    return "." + "0" * decimals if decimals else ""
