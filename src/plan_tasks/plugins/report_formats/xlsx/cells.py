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
from plan_tasks.reporting.document import Align, Cell, Column, ColumnType, Link, Several
from plan_tasks.reporting.escaping import visible
from plan_tasks.reporting.formatting import MISSING, number_text, rounded_half_up, text_of

__all__ = ["FIRST_DAY", "Cells", "safe_text"]

_LONGEST: Final = 32_000  # characters; a cell holds 32,767, and what is escaped takes more
_MOST_DIGITS: Final = 15
_MOST_FORMATS: Final = 150  # number formats that a workbook of any program can hold
_LONGEST_ADDRESS: Final = 2_000
_MOST_LINKS: Final = 10_000
_GROUPED_FROM: Final = Decimal(10_000)
FIRST_DAY: Final = date(1900, 3, 1)  # programs do not agree on days before
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

    def value(self, sheet: Any, row: int, at: int, cell: Cell, column: Column, **more: object) -> None:
        """Writes the value of a table's cell.

        Args:
            sheet: The sheet.
            row: Its row, from 0.
            at: Its column, from 0.
            cell: The value.
            column: The table's column.
            more: Properties of its look beside those of its type.
        """
        align = {"align": _ALIGNED[column.align], **_INDENTED.get(column.align, {}), **more}
        if cell is None:
            if column.fillable or column.type is ColumnType.TEXT:
                sheet.write_blank(row, at, None, self._typed(column, align))
            else:
                self.text(sheet, row, at, MISSING, self.ruled(**{**align, "font_color": self.palette["muted"]}))
            return
        if isinstance(cell, Several):
            self.text(sheet, row, at, text_of(cell, column, self.language), self.ruled(**align))
            return
        if isinstance(cell, Link) and self._link(sheet, row, at, cell, align):
            return
        number = _number(cell, column)
        if number is not None and (code := self._code(_code(cell, number, column))):
            sheet.write_number(row, at, float(number), self.ruled(**align, num_format=code))
        elif cell.__class__ is date and cell >= FIRST_DAY and (code := self._code("yyyy-mm-dd")):
            sheet.write_datetime(row, at, cell, self.ruled(**align, num_format=code))
        else:
            self.text(sheet, row, at, self._words(cell, column), self._typed(column, align))

    def _typed(self, column: Column, align: Mapping[str, object]) -> Any:
        """The look of a cell that is empty or text: what is typed into it looks as what others hold."""
        codes = {ColumnType.PERCENT: _percent_code(column), ColumnType.DATE: "yyyy-mm-dd"}
        code = self._code(codes[column.type]) if column.fillable and column.type in codes else ""
        return self.ruled(**align, num_format=code) if code else self.ruled(**align)

    def _words(self, cell: Cell, column: Column) -> str:
        if isinstance(cell, (Health, State)):
            return cell.label(self.language)  # the word alone: people filter by it
        if isinstance(cell, Link):
            return "\n".join(filter(None, (cell.text, cell.address)))
        return text_of(cell, column, self.language)

    def _link(self, sheet: Any, row: int, at: int, link: Link, align: Mapping[str, object]) -> bool:
        """Writes a link that leads to the web; False for any other."""
        address = link.address
        web = address.startswith(("http://", "https://")) and visible(address) == address and address.isascii()
        if (
            not web
            or len(address) > _LONGEST_ADDRESS
            or self._links >= _MOST_LINKS
            or len(link.text) > _LONGEST_ADDRESS
        ):
            return False
        self._links += 1
        look = self.ruled(**{**align, "font_color": self.palette["accent"], "underline": 1})
        sheet.write_url(row, at, address, look, string=safe_text(link.text or address))
        return True

    def _code(self, code: str) -> str:
        """The number format, or nothing when the workbook holds as many as it can."""
        if code not in self._codes and len(self._codes) >= _MOST_FORMATS:
            return ""
        self._codes.add(code)
        return code


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
