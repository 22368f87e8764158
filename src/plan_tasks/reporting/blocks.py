"""The blocks that a document is made of: headings, text, figures and tables.

Not here: charts (`charts`, `lines`, `gantt`) and what only official documents have (`official`).
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar

import attrs

from plan_tasks.model import Health, validators
from plan_tasks.model.validators import refuse
from plan_tasks.reporting.cells import Column, ColumnType, Row, Rows, Value, re_iterable

__all__ = [
    "BlockKind",
    "Figure",
    "Heading",
    "KeyFigures",
    "Note",
    "Paragraph",
    "Source",
    "Sources",
    "Table",
]

MAX_LEVEL = 3


class BlockKind(StrEnum):
    """The kinds of block. A format says which it supports; the core degrades the others before it is called."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    KEY_FIGURES = "key_figures"
    TABLE = "table"
    NOTE = "note"
    SOURCES = "sources"
    STACKED_HEALTH = "stacked_health"
    BULLET = "bullet"
    BARS = "bars"
    PACE_LINE = "pace_line"
    SMALL_MULTIPLES = "small_multiples"
    GANTT = "gantt"
    LETTERHEAD = "letterhead"
    IMPRINT = "imprint"


@attrs.frozen(kw_only=True)
class Heading:
    """The heading of a section.

    Attributes:
        text: One line.
        level: 1 for a section of the document, 2 and 3 for the levels below.
        new_page: Whether it begins a page where there are pages: an annex does.
    """

    kind: ClassVar[BlockKind] = BlockKind.HEADING

    text: str = attrs.field(validator=validators.text)
    level: int = 1
    new_page: bool = attrs.field(default=False, validator=attrs.validators.instance_of(bool))

    def __attrs_post_init__(self) -> None:
        if self.level.__class__ is not int or not 1 <= self.level <= MAX_LEVEL:
            raise refuse(self, "level", self.level, f"a whole number from 1 to {MAX_LEVEL}")


@attrs.frozen(kw_only=True)
class Paragraph:
    """Running text, without markup."""

    kind: ClassVar[BlockKind] = BlockKind.PARAGRAPH

    text: str = attrs.field(validator=validators.text)


@attrs.frozen(kw_only=True)
class Note:
    """A remark that explains what stands before it: a rule, a limit, what a mark means."""

    kind: ClassVar[BlockKind] = BlockKind.NOTE

    text: str = attrs.field(validator=validators.text)


@attrs.frozen(kw_only=True)
class Source:
    """Where figures come from.

    Attributes:
        text: Name of the document or publisher.
        address: Where it can be read; empty when there is none.
    """

    text: str = attrs.field(validator=validators.text)
    address: str = attrs.field(default="", validator=validators.text)


@attrs.frozen(kw_only=True)
class Sources:
    """Where figures come from, all of them."""

    kind: ClassVar[BlockKind] = BlockKind.SOURCES

    entries: tuple[Source, ...] = attrs.field(validator=validators.instances_of(Source))


@attrs.frozen(kw_only=True)
class Figure:
    """One figure that a reader shall see first.

    Attributes:
        key: What programs call it; unique in its block.
        label: What people read beside it.
        value: The value, of the type `type`.
        type: As for a column.
        unit: As for a column.
        decimals: As for a column.
        health: The health it stands for, so that a format can mark it; None for none.
        note: A short addition (16 of 50); empty for none.
    """

    key: str = attrs.field(validator=validators.name())
    label: str = attrs.field(validator=validators.title)
    value: Value = None
    type: ColumnType = attrs.field(default=ColumnType.INTEGER, validator=validators.term(ColumnType))
    unit: str = attrs.field(default="", validator=validators.text)
    decimals: int | None = None
    health: Health | None = attrs.field(default=None, validator=validators.optional_term(Health))
    note: str = attrs.field(default="", validator=validators.text)

    def column(self) -> Column:
        """The column that a table would show the figure in."""
        return Column(key=self.key, label=self.label, type=self.type, unit=self.unit, decimals=self.decimals)


@attrs.frozen(kw_only=True)
class KeyFigures:
    """The few figures that a reader shall see first, in order."""

    kind: ClassVar[BlockKind] = BlockKind.KEY_FIGURES

    figures: tuple[Figure, ...] = attrs.field(validator=validators.instances_of(Figure))


@attrs.frozen(kw_only=True)
class Table:
    """A table with typed columns.

    Attributes:
        name: What programs call it (``behind``); unique in its document and the same in every language.
        title: What people read above it; empty when the heading before it says it.
        columns: At least one.
        rows: Tuples of cells, one for each column. Anything that can be read more than once; `Rows` makes them while
            they are read.
        total: A last row that sums the others up; None for none. Its first cell may be a label, whatever the column
            holds; a cell is None where a column does not add up.
        empty: What stands in place of the rows when there are none.
    """

    kind: ClassVar[BlockKind] = BlockKind.TABLE

    name: str = attrs.field(validator=validators.name())
    title: str = attrs.field(default="", validator=validators.text)
    columns: tuple[Column, ...] = attrs.field(validator=validators.instances_of(Column))
    rows: Iterable[Row] = attrs.field(validator=re_iterable)
    total: Row | None = None
    empty: str = attrs.field(default="", validator=validators.text)

    def __attrs_post_init__(self) -> None:
        keys = [column.key for column in self.columns]
        if not keys or len(set(keys)) < len(keys):
            raise refuse(self, "columns", keys, "at least one column, each with a key of its own")

    def without_hidden(self) -> Table:
        """The table as a reader sees it: columns that only programs need are gone; itself where there are none."""
        kept = [place for place, column in enumerate(self.columns) if not column.hidden]
        if len(kept) == len(self.columns):
            return self
        return attrs.evolve(
            self,
            columns=tuple(self.columns[place] for place in kept),
            rows=Rows(lambda: (tuple(row[place] for place in kept) for row in self.rows)),
            total=None if self.total is None else tuple(self.total[place] for place in kept),
        )
