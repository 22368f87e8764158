"""What a table's columns and cells hold: typed values, never text made of numbers.

A kind puts values in; a format decides how they look (`plan_tasks.reporting.formatting` writes them as text) and
computes nothing. Blocks are in `blocks`, the whole document is in `document`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

import attrs

from plan_tasks.errors import InvalidValue
from plan_tasks.model import Health, Quantity, State, validators

__all__ = [
    "Align",
    "Cell",
    "Column",
    "ColumnType",
    "Link",
    "Row",
    "Rows",
    "Several",
    "Value",
    "check_cell",
]


class ColumnType(StrEnum):
    """What the cells of a column are; beside each, the Python value that a cell holds."""

    TEXT = "text"
    """`str`, any text, line breaks included."""
    INTEGER = "integer"
    """`int`."""
    NUMBER = "number"
    """`Decimal` in the column's own unit."""
    QUANTITY = "quantity"
    """`Quantity`: a number that brings its unit, where units differ from row to row."""
    PERCENT = "percent"
    """`Decimal` as a fraction: 63.5% is 0.635. Not clipped: 131.4% is 1.314."""
    POINTS = "points"
    """`Decimal` as a fraction: a difference of two percentages; 13.8 percentage points is 0.138."""
    DATE = "date"
    """`date` without a time."""
    MOMENT = "moment"
    """`datetime` with a time zone."""
    HEALTH = "health"
    """`Health`."""
    STATE = "state"
    """`State`."""
    OWNERS = "owners"
    """`tuple[str, ...]`: names in the order in which they are listed."""
    LINK = "link"
    """`Link`."""


class Align(StrEnum):
    """At which side of its column a cell stands."""

    START = "start"
    CENTRE = "centre"
    END = "end"


@attrs.frozen
class Link:
    """A text that leads somewhere.

    Attributes:
        text: What is read.
        address: Where it leads; a format shows it as text unless it begins with http:// or https://.
    """

    text: str = attrs.field(validator=validators.text)
    address: str = attrs.field(default="", validator=validators.text)


Value = str | int | Decimal | Quantity | date | datetime | Health | State | tuple[str, ...] | Link | None
"""One value; None is "not reported" and is never the same as 0 or empty text."""


@attrs.frozen
class Several:
    """Several values in one cell, one under the other: an item with three targets has three attainments.

    Attributes:
        values: The values, each of the column's type or None.
    """

    values: tuple[Value, ...]


Cell = Value | Several
Row = tuple[Cell, ...]

_HOLDS: Final[dict[ColumnType, type]] = {
    ColumnType.TEXT: str,
    ColumnType.INTEGER: int,
    ColumnType.NUMBER: Decimal,
    ColumnType.QUANTITY: Quantity,
    ColumnType.PERCENT: Decimal,
    ColumnType.POINTS: Decimal,
    ColumnType.DATE: date,
    ColumnType.MOMENT: datetime,
    ColumnType.HEALTH: Health,
    ColumnType.STATE: State,
    ColumnType.OWNERS: tuple,
    ColumnType.LINK: Link,
}

_AT_THE_END: Final = frozenset(
    {ColumnType.INTEGER, ColumnType.NUMBER, ColumnType.QUANTITY, ColumnType.PERCENT, ColumnType.POINTS}
)


@attrs.frozen(kw_only=True)
class Column:
    """A column of a table.

    Attributes:
        key: What programs call it (``attainment``); unique in its table and the same in every language.
        label: What people read above it.
        type: What its cells hold.
        unit: The unit of a `NUMBER` column; empty for a pure number and for every other type.
        decimals: Digits after the point that `NUMBER`, `PERCENT` and `POINTS` are shown with; None for as many as
            the number has (percentages: 1).
        align: At which side cells stand; numbers at the end, the rest at the start unless said otherwise.
        width: A comfortable width in half-width characters (a Chinese character counts 2). Text that is longer wraps.
        group: What a second row of heads above says of this column and of its neighbours with the same group; empty
            for none.
        hidden: Whether only programs need it, by which a row that comes back is known again. A format for readers
            leaves it out, one that is read back keeps it out of sight.
        fillable: Whether people fill it in; a format that is read back protects the others.
        choices: What may be filled in; empty for anything.
    """

    key: str = attrs.field(validator=validators.name())
    label: str = attrs.field(validator=validators.title)
    type: ColumnType = attrs.field(default=ColumnType.TEXT, validator=validators.term(ColumnType))
    unit: str = attrs.field(default="", validator=validators.text)
    decimals: int | None = None
    align: Align = attrs.field(validator=validators.term(Align))
    width: int = attrs.field(default=12, validator=validators.positive_whole)
    group: str = attrs.field(default="", validator=validators.text)
    hidden: bool = attrs.field(default=False, validator=attrs.validators.instance_of(bool))
    fillable: bool = attrs.field(default=False, validator=attrs.validators.instance_of(bool))
    choices: tuple[str, ...] = attrs.field(default=(), validator=validators.instances_of(str))

    @align.default
    def _usual_align(self) -> Align:
        return Align.END if self.type in _AT_THE_END else Align.START


def check_cell(column: Column, cell: Cell) -> None:
    """Refuses a cell that does not hold what its column says.

    Args:
        column: The column.
        cell: The cell.

    Raises:
        InvalidValue: The cell holds something else; the message names the column, the value and what is allowed.

    Example:
        >>> check_cell(Column(key="done", label="Done", type=ColumnType.PERCENT), Decimal("0.635"))
        >>> check_cell(Column(key="done", label="Done", type=ColumnType.PERCENT), "63.5%")
        Traceback (most recent call last):
        ...
        plan_tasks.errors.InvalidValue: column 'done' cannot hold '63.5%'; give a value of class Decimal, or None
    """
    wanted = _HOLDS[column.type]
    if cell is None or (cell.__class__ is wanted and wanted is not Decimal):
        return
    for value in cell.values if isinstance(cell, Several) else (cell,):
        if value is None or value.__class__ is wanted:
            if isinstance(value, Decimal) and not value.is_finite():
                break
            continue
        break
    else:
        return
    raise InvalidValue(
        f"column {column.key!r} cannot hold {value!r}", remedy=f"give a value of class {wanted.__name__}, or None"
    )


@attrs.frozen(eq=False)
class Rows(Iterable[Row]):
    """Rows that are made while they are read, so that a table of 100,000 rows needs no memory of its own.

    Attributes:
        make: Called for every reading; returns the rows from the first on, the same each time.

    Example:
        >>> rows = Rows(lambda: ((n,) for n in range(3)))
        >>> list(rows) == list(rows) == [(0,), (1,), (2,)]
        True
    """

    make: Callable[[], Iterator[Row]]

    def __iter__(self) -> Iterator[Row]:
        return self.make()


def re_iterable(owner: Any, attribute: Any, value: Any) -> None:
    """Accepts what can be read more than once: a list, a tuple or `Rows`, but not an iterator."""
    if not isinstance(value, Iterable) or isinstance(value, (str, Iterator)):
        raise validators.refuse(
            owner, attribute.name, value, "rows that can be read more than once: a tuple, or Rows(make)"
        )
