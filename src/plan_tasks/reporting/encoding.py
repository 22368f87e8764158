"""A document as plain JSON-able data: one form for the JSON format, for the hash, and for comparing.

Numbers that could lose digits in a binary reader (`Decimal`) are text; whole numbers and counts are JSON numbers. A
number that is not reported is null. Tables are encoded row by row, so that a long one streams.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Final

import attrs

from plan_tasks.model import Health, Quantity, State, plain
from plan_tasks.reporting.cells import Cell, Link, Row, Several
from plan_tasks.reporting.charts import Chart
from plan_tasks.reporting.document import Block, Document, Fact, Table

__all__ = ["block_data", "cell_data", "fact_data", "head_data", "row_data", "table_head_data"]


def cell_data(cell: Cell) -> Any:
    """A cell as JSON-able data.

    Args:
        cell: The cell.

    Returns:
        Text for text, decimals, dates, health and state; a number for a whole number; null for "not reported"; a list
        for owners; an object for a quantity, a link or several values.

    Example:
        >>> cell_data(Decimal("0.6345")), cell_data(Quantity("698", "万人"))
        ('0.6345', {'value': '698', 'unit': '万人'})
    """
    form = _FORMS.get(cell.__class__)
    if form is None:
        raise TypeError(f"{cell!r} is no cell")
    return form(cell)


def _same(cell: Any) -> Any:
    return cell


def _quantity(cell: Quantity) -> dict[str, str]:
    return {"value": plain(cell.value), "unit": cell.unit}


def _link(cell: Link) -> dict[str, str]:
    return {"text": cell.text, "address": cell.address}


def _several(cell: Several) -> dict[str, Any]:
    return {"several": [cell_data(value) for value in cell.values]}


#: How each class of value is written; looked up by class, since a ledger has millions of cells.
_FORMS: Final[dict[type, Callable[[Any], Any]]] = {
    type(None): _same,
    bool: _same,
    int: _same,
    str: _same,
    Health: lambda cell: cell.value,
    State: lambda cell: cell.value,
    Decimal: plain,
    Quantity: _quantity,
    date: date.isoformat,
    datetime: datetime.isoformat,
    tuple: list,
    Link: _link,
    Several: _several,
}


def row_data(row: Row) -> list[Any]:
    """A row as a list of what `cell_data` gives."""
    return [cell_data(cell) for cell in row]


def table_head_data(table: Table) -> dict[str, Any]:
    """A table without its rows."""
    return {
        "kind": table.kind.value,
        "name": table.name,
        "title": table.title,
        "columns": [_plain(column) for column in table.columns],
        "total": None if table.total is None else row_data(table.total),
        "empty": table.empty,
    }


def block_data(block: Block) -> dict[str, Any]:
    """A block that is not a table, without the table behind it if it is a chart."""
    fields = attrs.fields(type(block))
    data: dict[str, Any] = {"kind": block.kind.value}
    data.update((field.name, _plain(getattr(block, field.name))) for field in fields if field.name != "table")
    return data


def fact_data(fact: Fact) -> dict[str, Any]:
    """A fact as an object."""
    return {"name": fact.name, "label": fact.label, "type": fact.type.value, "value": cell_data(fact.value)}


def head_data(document: Document) -> dict[str, Any]:
    """A document without its blocks and facts."""
    return {
        "name": document.name,
        "title": document.title,
        "subtitle": document.subtitle,
        "language": document.language.value,
        "main": document.main,
        "counted": document.counted,
        "colours": {health.value: colour for health, colour in sorted(document.colours.items())},
    }


def _plain(value: Any) -> Any:
    if isinstance(value, tuple) and not all(isinstance(member, str) for member in value):
        return [_plain(member) for member in value]
    if attrs.has(type(value)) and not isinstance(value, (Quantity, Link, Several, *Chart.__args__)):
        return {field.name: _plain(getattr(value, field.name)) for field in attrs.fields(type(value))}
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    return value.value if isinstance(value, Enum) else cell_data(value)
