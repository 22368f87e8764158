"""One table as CSV by RFC 4180: lines end with CR LF, fields are quoted where they have to be.

Text that a spreadsheet would run as a formula is preceded by an apostrophe, by which spreadsheets mark text. Numbers
are never text: a negative one stays a number. Nothing stands for "not reported" but an empty field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import BinaryIO, Final

from plan_tasks.model import Health, Language, Quantity, State, plain
from plan_tasks.plugins.report_formats.csv_table import CsvOptions, Header, Numbers
from plan_tasks.reporting.document import Cell, Column, ColumnType, Document, Link, Row, Several, Table
from plan_tasks.reporting.escaping import visible
from plan_tasks.reporting.formatting import column_title, number_text, percent_text, points_text, text_of
from plan_tasks.reporting.wording import Word

__all__ = ["CsvFormat", "field", "safe_text"]

#: What makes a spreadsheet take a text for a formula, and the full-width forms that some take for the same.
_FORMULA: Final = re.compile(r"[\s\u3000]*[=+\-@\uff1d\uff0b\uff0d\uff20]")
_PLAIN_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?%?")
_QUOTED: Final = re.compile(r'[",\r\n]|^\s|\s$')
_BATCH: Final = 500


def safe_text(text: str) -> str:
    """Text that no spreadsheet runs: an apostrophe goes before what looks like a formula.

    Example:
        >>> safe_text("=1+1"), safe_text("-3.2%"), safe_text("－2+3"), safe_text("a=b")
        ("'=1+1", '-3.2%', "'－2+3", 'a=b')
    """
    if not text:
        return text
    text = visible(text)
    return f"'{text}" if _FORMULA.match(text) and not _PLAIN_NUMBER.fullmatch(text) else text


def field(text: str) -> str:
    """A field of a line, quoted where it has to be.

    Example:
        >>> print(field('say "yes", twice'), field("plain"))
        "say ""yes"", twice" plain
    """
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


class CsvFormat:
    """Writes one table of a document as CSV.

    Args:
        options: Its options.
    """

    def __init__(self, options: CsvOptions) -> None:
        self._options = options

    def write(self, document: Document, to: BinaryIO) -> None:
        """Writes a document; see `plan_tasks.reporting.contract.ReportFormat`.

        Raises:
            UnknownName: The document has no table of the name that the options give.
        """
        if self._options.bom:
            to.write(b"\xef\xbb\xbf")
        batch: list[str] = []
        for fields in self._lines(document):
            batch.append(",".join(map(field, fields)))
            if len(batch) >= _BATCH:
                to.write(("\r\n".join(batch) + "\r\n").encode("utf-8"))
                batch.clear()
        if batch:
            to.write(("\r\n".join(batch) + "\r\n").encode("utf-8"))

    def _lines(self, document: Document) -> Iterator[list[str]]:
        table = document.table(self._options.table)
        yield list(self._header(table, document.language))
        for row in table.rows:
            yield list(self._fields(row, table.columns, document.language))
        if self._options.facts:
            yield [""]
            for fact in document.facts:
                column = Column(key="fact", label=fact.label, type=fact.type)
                yield [safe_text(fact.label), self._value(fact.value, column, document.language)]

    def _header(self, table: Table, language: Language) -> Iterator[str]:
        for column in table.columns:
            keys = self._options.header is Header.KEYS
            yield safe_text(column.key if keys else column_title(column))
            if column.type is ColumnType.QUANTITY:
                yield safe_text(f"{column.key}_unit" if keys else Word.UNIT_OF.fill(language, label=column.label))

    def _fields(self, row: Row, columns: Sequence[Column], language: Language) -> Iterator[str]:
        for column, cell in zip(columns, row, strict=True):
            if column.type is ColumnType.QUANTITY:
                yield from self._quantity(cell, column)
            elif isinstance(cell, Several):
                yield "\n".join(self._value(value, column, language) for value in cell.values)
            else:
                yield self._value(cell, column, language)

    def _quantity(self, cell: Cell, column: Column) -> Iterator[str]:
        """The number and, in a column of its own, the unit."""
        values = cell.values if isinstance(cell, Several) else (cell,)
        known = [value if isinstance(value, Quantity) else None for value in values]
        yield "\n".join(self._number(value.value, column) if value else "" for value in known)
        yield "\n".join(safe_text(value.unit) if value else "" for value in known)

    def _value(self, value: Cell, column: Column, language: Language) -> str:
        if value is None:
            return ""
        if value.__class__ is str:
            return safe_text(value)
        if isinstance(value, Decimal):
            return self._number(value, column)
        if isinstance(value, (Health, State)):
            return safe_text(value.label(language))  # the word alone: people filter by it
        if isinstance(value, int):
            return str(value)
        if isinstance(value, Link):
            return safe_text(" ".join(filter(None, (value.text, value.address))))
        return safe_text(text_of(value, column, language, missing=""))

    def _number(self, number: Decimal, column: Column) -> str:
        if self._options.numbers is Numbers.EXACT:
            return plain(number)
        if column.type is ColumnType.PERCENT:
            return percent_text(number, column.decimals, separators=False)
        if column.type is ColumnType.POINTS:
            return points_text(number, column.decimals).replace(",", "").removeprefix("+")
        return number_text(number, column.decimals, separators=False)
