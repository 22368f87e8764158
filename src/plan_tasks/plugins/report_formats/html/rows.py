"""The rows of a table as HTML, made while they are read.

They are put together here and not by a template: a ledger has millions of cells. Every text goes through `shown`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any, Final

from markupsafe import Markup, escape

from plan_tasks.model import Health, Language, State
from plan_tasks.reporting.document import Cell, Column, ColumnType, Link, Row, Several, Value
from plan_tasks.reporting.escaping import visible
from plan_tasks.reporting.formatting import HEALTH_SYMBOLS, MISSING, text_of

__all__ = ["cell_html", "cells_html", "head_place", "is_address", "row_parts", "shown", "sort_type"]

_BATCH: Final = 50
_WIDE_HEAD: Final = 16  # columns of text at least so wide are what a row is about
_SHORT: Final = 8  # in columns no wider than that no word is broken, not even a Chinese one
_ROOMY: Final = 20  # in narrower columns no word of letters is
_NOT_IN_ADDRESSES: Final = set(" <>\"'`|\\\n")
_SORTED_AS: Final = {
    **dict.fromkeys((ColumnType.DATE, ColumnType.MOMENT), "date"),
    **dict.fromkeys(
        (ColumnType.INTEGER, ColumnType.NUMBER, ColumnType.QUANTITY, ColumnType.PERCENT, ColumnType.POINTS), "number"
    ),
    ColumnType.HEALTH: "health",
    ColumnType.STATE: "state",
}


def shown(text: str) -> Markup:
    r"""Text that strangers typed, as HTML that shows it and does nothing else.

    Example:
        >>> shown("<b>\nline")
        Markup('&lt;b&gt;<br>line')
    """
    safe = escape(visible(text))
    return Markup("<br>").join(safe.split("\n")) if "\n" in safe else safe


def is_address(address: str) -> bool:
    """Whether an address may be followed: a plain web address."""
    return (
        address.startswith(("http://", "https://"))
        and address.isascii()
        and address.isprintable()
        and not set(address) & _NOT_IN_ADDRESSES
    )


def sort_type(column: Column) -> str:
    """As what a column is sorted: ``number``, ``date``, ``health``, ``state`` or ``text``."""
    return _SORTED_AS.get(column.type, "text")


def head_place(columns: Sequence[Column]) -> int:
    """The place of the column that says what a row is about: the first wide one of text, else the first."""
    for place, column in enumerate(columns):
        if column.type in (ColumnType.TEXT, ColumnType.LINK) and column.width >= _WIDE_HEAD:
            return place
    return 0


def link_html(text: str, address: str) -> Markup:
    """A link where the address may be followed, else both as text."""
    if not is_address(address):
        return Markup(" ").join(shown(part) for part in (text, address) if part)
    same = Markup(' class="bare"') if text in ("", address) else Markup("")
    return Markup('<a href="{}"{} rel="noopener noreferrer">{}</a>').format(address, same, shown(text or address))


def health_html(health: Health, language: Language) -> Markup:
    """A health as sign and word on its colour."""
    sign, word = HEALTH_SYMBOLS[health], health.label(language)
    return Markup('<span class="h h-{}"><span class="sign">{}</span> {}</span>').format(health.value, sign, word)


def cell_html(cell: Cell, column: Column, language: Language) -> Markup:
    """A cell's content."""
    if isinstance(cell, Several):
        return Markup("<br>").join(_value(value, column, language) for value in cell.values)
    return _value(cell, column, language)


def _value(value: Value, column: Column, language: Language) -> Markup:
    if value is None:
        return shown(MISSING)
    if value.__class__ is str:
        return shown(value)
    if isinstance(value, Health):
        return health_html(value, language)
    if isinstance(value, Link):
        return link_html(value.text, value.address)
    return shown(text_of(value, column, language))


def cells_html(row: Row, columns: Sequence[Column], language: Language) -> Iterator[Markup]:
    """The contents of a row's cells, for the last row; one that does not add up is empty."""
    for cell, column in zip(row, columns, strict=True):
        yield Markup("") if cell is None else cell_html(cell, column, language)


def row_parts(rows: Iterable[Row], columns: Sequence[Column], language: Language) -> Iterator[Markup]:
    """The rows, some at a time.

    Args:
        rows: The rows.
        columns: The table's columns.
        language: Of the words.

    Yields:
        Markup of up to 50 rows.
    """
    writers = _writers(columns, language)
    made = ("<tr>" + "".join([write(cell) for write, cell in zip(writers, row, strict=True)]) + "</tr>" for row in rows)
    while part := "\n".join(islice(made, _BATCH)):
        yield Markup(part + "\n")  # noqa: S704 - every text in it went through `shown`


def _writers(columns: Sequence[Column], language: Language) -> list[Callable[[Any], str]]:
    head = head_place(columns)
    return [_writer(column, language, heads=place == head) for place, column in enumerate(columns)]


def _writer(column: Column, language: Language, *, heads: bool) -> Callable[[Any], str]:
    """What writes the cells of a column: frequent values are kept, those that are texts are not."""
    look = f' class="{column_class(column)}"' if column_class(column) else ""
    start = f'<th scope="row"{look}>' if heads else f"<td{look}>"
    end = "</th>" if heads else "</td>"
    kept: dict[Any, str] = {None: f"{start}{MISSING}{end}"}

    def write(cell: Any) -> str:
        kind = cell.__class__
        if kind is str:
            return f"{start}{shown(cell)}{end}"
        if kind in _KEPT:
            text = kept.get(cell)
            if text is None:
                text = f"{start}{cell_html(cell, column, language)}{end}"
                if len(kept) < _MOST_KEPT:
                    kept[cell] = text
            return text
        return f"{start}{cell_html(cell, column, language)}{end}"

    return write


_KEPT: Final = frozenset({type(None), Health, State, Decimal, tuple})
_MOST_KEPT: Final = 2_000


def column_class(column: Column) -> str:
    """The class of a column's cells: at which side they stand and whether they may wrap."""
    sides = {"end": "n", "centre": "c", "start": ""}
    kept_whole = column.type in (ColumnType.DATE, ColumnType.MOMENT, ColumnType.HEALTH, ColumnType.STATE)
    text = column.type in (ColumnType.TEXT, ColumnType.LINK, ColumnType.OWNERS)
    words = "s" if column.width <= _SHORT else "k" if column.width < _ROOMY else ""
    return " ".join(filter(None, (sides[column.align.value], "w" if kept_whole else words if text else "")))
