"""The document: what a report says, before any format; and all names of the document model in one place.

Cells are typed values, so that a format never computes: percentages are fractions, health is `Health`, a number knows
its unit. A table's rows may be made while they are read (`Rows`), so that a ledger of 100,000 rows streams.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import attrs

from plan_tasks.errors import UnknownName
from plan_tasks.model import Health, Language, validators
from plan_tasks.model.validators import refuse
from plan_tasks.reporting.blocks import (
    BlockKind,
    Figure,
    Heading,
    KeyFigures,
    Note,
    Paragraph,
    Source,
    Sources,
    Table,
)
from plan_tasks.reporting.branding import Branding
from plan_tasks.reporting.cells import (
    Align,
    Cell,
    Column,
    ColumnType,
    Link,
    Row,
    Rows,
    Several,
    Value,
    check_cell,
)
from plan_tasks.reporting.charts import Bar, Bars, Bullet, BulletBar, Chart, HealthSegment, StackedHealth
from plan_tasks.reporting.gantt import Gantt, GanttBar, GanttMark
from plan_tasks.reporting.lines import FanPoint, LinePoint, PaceLine, SmallMultiples, TargetLine
from plan_tasks.reporting.official import Imprint, ImprintLine, Letterhead

__all__ = [
    "CHART_KINDS",
    "OFFICIAL_KINDS",
    "Align",
    "Bar",
    "Bars",
    "Block",
    "BlockKind",
    "Branding",
    "Bullet",
    "BulletBar",
    "Cell",
    "Chart",
    "Column",
    "ColumnType",
    "Document",
    "Fact",
    "FanPoint",
    "Figure",
    "Gantt",
    "GanttBar",
    "GanttMark",
    "Heading",
    "HealthSegment",
    "Imprint",
    "ImprintLine",
    "KeyFigures",
    "Letterhead",
    "LinePoint",
    "Link",
    "Note",
    "PaceLine",
    "Paragraph",
    "Row",
    "Rows",
    "Several",
    "SmallMultiples",
    "Source",
    "Sources",
    "StackedHealth",
    "Table",
    "TargetLine",
    "Value",
    "check_cell",
    "tables",
]

Block = Heading | Paragraph | KeyFigures | Table | Note | Sources | Letterhead | Imprint | Chart

#: The kinds of block that are charts.
CHART_KINDS: Final = frozenset(chart.kind for chart in Chart.__args__)
#: The kinds of block that only official documents have.
OFFICIAL_KINDS: Final = frozenset({BlockKind.LETTERHEAD, BlockKind.IMPRINT})


@attrs.frozen(kw_only=True)
class Fact:
    """One line of what every report ends with: the day, the method, the hash of the data.

    Attributes:
        name: What programs call it (``as_of``); unique in its document unless it is ``skipped_stage``.
        label: What people read before it.
        value: The value.
        type: As for a column.
    """

    name: str = attrs.field(validator=validators.name())
    label: str = attrs.field(validator=validators.title)
    value: Value
    type: ColumnType = attrs.field(default=ColumnType.TEXT, validator=validators.term(ColumnType))


@attrs.frozen(kw_only=True)
class Document:
    """A report, format-neutral.

    Attributes:
        name: Name of the report kind that built it (``ledger``).
        title: One line.
        subtitle: One line below it; empty for none.
        language: The language of all its fixed words.
        blocks: What it says, in order.
        facts: What it rests on; formats print them last.
        colours: The colour of each health in the policy's scheme (green, yellow, red, blue, grey); empty leaves it to
            the format. Never the only sign: a format shows the word too.
        counted: How many items it counts; None for as many as its main table has rows.
        main: Name of the table that a format for one table alone (CSV) takes; empty for the first.
        branding: How it looks where a format has a choice; no part of the data.
    """

    name: str = attrs.field(validator=validators.name())
    title: str = attrs.field(validator=validators.title)
    subtitle: str = attrs.field(default="", validator=validators.text)
    language: Language = attrs.field(validator=validators.term(Language))
    blocks: tuple[Block, ...]
    facts: tuple[Fact, ...] = attrs.field(default=(), validator=validators.instances_of(Fact))
    colours: Mapping[Health, str] = attrs.field(factory=dict)
    counted: int | None = None
    main: str = attrs.field(default="", validator=validators.name(empty=True))
    branding: Branding = attrs.field(default=Branding(), validator=validators.instance_of(Branding))

    def __attrs_post_init__(self) -> None:
        names = [table.name for table in tables(self)]
        if len(set(names)) < len(names):
            raise refuse(self, "blocks", names, "tables that each have a name of their own")
        if self.main and self.main not in names:
            raise refuse(self, "main", self.main, f"the name of one of its tables ({', '.join(names) or 'none'})")

    def table(self, name: str = "") -> Table:
        """A table by name.

        Args:
            name: The table's name; empty for the main table.

        Returns:
            The table, also when it stands behind a chart.

        Raises:
            UnknownName: There is none of that name, or none at all.
        """
        known = {table.name: table for table in tables(self)}
        wanted = name or self.main or next(iter(known), "")
        if wanted in known:
            return known[wanted]
        raise UnknownName(
            f"the report {self.name} has no table {wanted!r}" if wanted else f"the report {self.name} has no table",
            remedy=f"it has {', '.join(known)}" if known else "",
        )

    def chart(self, name: str = "") -> Chart:
        """A chart by the name of the table behind it.

        Args:
            name: That table's name; empty for the first chart.

        Returns:
            The chart.

        Raises:
            UnknownName: There is no such chart, or none at all.
        """
        charts = {block.table.name: block for block in self.blocks if isinstance(block, Chart)}
        if not charts:
            raise UnknownName(f"the report {self.name} has no chart", remedy="take one that has, such as overview")
        wanted = name or next(iter(charts))
        if wanted not in charts:
            raise UnknownName(f"the report {self.name} has no chart {wanted!r}", remedy=f"it has {', '.join(charts)}")
        return charts[wanted]


def tables(document: Document) -> Iterator[Table]:
    """All tables of a document in order, those behind charts included."""
    for block in document.blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Chart):
            yield block.table
