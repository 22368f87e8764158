"""Documents that report formats are tried on: every kind of block, hostile text, numbers, many rows, none at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final

from plan_tasks.model import Health, Language, Quantity, State
from plan_tasks.reporting.document import (
    Bullet,
    BulletBar,
    Column,
    ColumnType,
    Document,
    Fact,
    Figure,
    Heading,
    HealthSegment,
    Imprint,
    ImprintLine,
    KeyFigures,
    Letterhead,
    Link,
    Note,
    Paragraph,
    Row,
    Rows,
    Several,
    Source,
    Sources,
    StackedHealth,
    Table,
)
from plan_tasks.testing.report_charts import chart_blocks
from plan_tasks.testing.report_hostile import FORMULAS, HOSTILE

__all__ = [
    "FORMULAS",
    "HOSTILE",
    "NUMBERS",
    "empty_document",
    "every_block",
    "hostile_document",
    "long_document",
    "numbers_document",
]


_LABELS: Final = ("First bar", "Second bar", "Third bar")


def _document(*blocks: object, language: Language = Language.EN, title: str = "A report") -> Document:
    return Document(
        name="sample",
        title=title,
        subtitle="Up to 30 June 2021",
        language=language,
        blocks=blocks,  # type: ignore[arg-type]
        facts=(
            Fact(name="as_of", label="As of", value=date(2021, 6, 30), type=ColumnType.DATE),
            Fact(name="sha256", label="SHA-256", value="0" * 64),
        ),
        colours={Health.MET: "green", Health.OVERDUE: "red"},
    )


def empty_document(language: Language = Language.EN) -> Document:
    """A document with one table that has no rows."""
    table = Table(name="items", columns=(Column(key="id", label="Id"),), rows=(), empty="Nothing to report")
    return _document(table, language=language)


def every_block(language: Language = Language.EN) -> Document:
    """A document with every kind of block and every type of cell."""
    counts = Table(
        name="counts",
        title="Counts",
        columns=(
            Column(key="health", label="Health", type=ColumnType.HEALTH),
            Column(key="count", label="Count", type=ColumnType.INTEGER),
            Column(key="share", label="Share", type=ColumnType.PERCENT),
        ),
        rows=((Health.MET, 3, Decimal("0.75")), (Health.OVERDUE, 1, Decimal("0.25"))),
        total=("Sum", 4, Decimal(1)),
    )
    jobs = Quantity(698, "万人")
    targets = Table(
        name="targets",
        columns=(
            Column(key="indicator", label="Indicator"),
            Column(key="actual", label="Actual", type=ColumnType.QUANTITY),
            Column(key="gap", label="Gap", type=ColumnType.POINTS),
        ),
        rows=(("Jobs", jobs, Decimal("0.138")), ("Two targets", Several((jobs, None)), None)),
    )
    every_type = Table(
        name="types",
        title="All types",
        columns=tuple(Column(key=kind.value, label=f"Type {kind.value}", type=kind) for kind in ColumnType),
        rows=(_cells(), tuple(None for _ in ColumnType)),
    )
    added = [chart for chart in chart_blocks(_LABELS) if not isinstance(chart, (StackedHealth, Bullet))]
    return _document(
        Letterhead(
            name="Bulletin",
            number="No. 5",
            issuer="Supervision Office",
            issued=date(2021, 7, 5),
            addressees=("District governments", "All departments"),
        ),
        Heading(text="First section"),
        Paragraph(text="Running text about the plan."),
        KeyFigures(
            figures=(
                Figure(key="items", label="All items", value=4, note="of 5"),
                Figure(key="share", label="On pace", value=Decimal("0.75"), type=ColumnType.PERCENT, health=Health.MET),
            )
        ),
        StackedHealth(
            title="Items by health",
            segments=(
                HealthSegment(health=Health.MET, count=3, share=Decimal("0.75")),
                HealthSegment(health=Health.OVERDUE, count=1, share=Decimal("0.25")),
            ),
            table=counts,
        ),
        Heading(text="Second section", level=2),
        Bullet(
            title="Targets against pace",
            bars=(
                BulletBar(
                    label="Jobs",
                    actual=jobs,
                    target=Quantity(1100, "万人"),
                    expected=Quantity("545.5", "万人"),
                    attainment=Decimal("0.6345"),
                    pace_mark=Decimal("0.4959"),
                    health=Health.AHEAD,
                ),
                BulletBar(label="Nothing known"),
            ),
            table=targets,
        ),
        Heading(text="Third section", level=3),
        every_type,
        Note(text="A rule that explains the table."),
        *added,
        Heading(text="Annex", new_page=True),
        Sources(entries=(Source(text="The work report", address="https://example.org/report"),)),
        Imprint(lines=(ImprintLine(label="Sent to", names=("The archive",)),), printed=30),
        language=language,
    )


def _cells() -> Row:
    cells: dict[ColumnType, object] = {
        ColumnType.TEXT: "some text",
        ColumnType.INTEGER: 17,
        ColumnType.NUMBER: Decimal("-12.5"),
        ColumnType.QUANTITY: Quantity("3.11", "万人"),
        ColumnType.PERCENT: Decimal("1.314"),
        ColumnType.POINTS: Decimal("-0.032"),
        ColumnType.DATE: date(2021, 2, 3),
        ColumnType.MOMENT: datetime(2021, 2, 3, 4, 5, tzinfo=UTC),
        ColumnType.HEALTH: Health.AT_RISK,
        ColumnType.STATE: State.SUSPENDED,
        ColumnType.OWNERS: ("Education Bureau", "Finance Bureau"),
        ColumnType.LINK: Link("the site", "https://example.org/site"),
    }
    return tuple(cells[kind] for kind in ColumnType)  # type: ignore[misc]


def hostile_document() -> Document:
    """A document with each text of `HOSTILE` wherever a text may stand."""
    rows: tuple[Row, ...] = tuple(
        (f"row{number}", text, (text, "unit"), Link(text, text)) for number, text in enumerate(HOSTILE)
    )
    table = Table(
        name="hostile",
        title=HOSTILE[0],
        columns=(
            Column(key="id", label="Id"),
            Column(key="text", label=HOSTILE[1], width=40),
            Column(key="owners", label="Owners", type=ColumnType.OWNERS, width=40),
            Column(key="link", label="<b>Link</b> | x", type=ColumnType.LINK, width=40),
        ),
        rows=rows,
        empty=HOSTILE[0],
    )
    texts = [block for text in HOSTILE for block in (Heading(text=text), Paragraph(text=text), Note(text=text))]
    sources = Sources(entries=tuple(Source(text=text, address=text) for text in HOSTILE))
    figures = KeyFigures(figures=(Figure(key="f", label="=1+1", value="=2+2", type=ColumnType.TEXT, note="<i>"),))
    head = Letterhead(name=HOSTILE[0], number=HOSTILE[1], issuer="<i>", addressees=HOSTILE)
    foot = Imprint(lines=(ImprintLine(label=HOSTILE[0], names=HOSTILE),))
    return _document(head, table, figures, *texts, sources, foot, title="=1+1 <script> | *x*")


#: A number's column type, its value, and the forms in which it may be written.
NUMBERS: Final[tuple[tuple[ColumnType, Decimal, tuple[str, ...]], ...]] = (
    (ColumnType.NUMBER, Decimal("-12.5"), ("-12.5",)),
    (ColumnType.NUMBER, Decimal("1234567.25"), ("1,234,567.25", "1234567.25")),
    (ColumnType.NUMBER, Decimal(0), ("0",)),
    (ColumnType.PERCENT, Decimal("0.63454545"), ("63.5%", "0.63454545")),
    (ColumnType.PERCENT, Decimal("1.314"), ("131.4%", "1.314")),
    (ColumnType.POINTS, Decimal("-0.032"), ("-3.2", "-0.032")),
    (ColumnType.POINTS, Decimal("0.1386"), ("+13.9", "13.9", "0.1386")),
)


def numbers_document(value: Decimal | None = Decimal(0)) -> Document:
    """A document with a row for each of `NUMBERS`, and a last one with the value given."""
    kinds = (ColumnType.NUMBER, ColumnType.PERCENT, ColumnType.POINTS)
    columns = (Column(key="id", label="Id"), *(Column(key=kind.value, label=kind.value, type=kind) for kind in kinds))
    rows: list[Row] = [
        (f"n{number}", *(amount if kind is wanted else None for kind in kinds))
        for number, (wanted, amount, _) in enumerate(NUMBERS)
    ]
    rows.append(("last", value, value, value))
    return _document(Table(name="numbers", columns=columns, rows=tuple(rows)))


def long_document(count: int, made: list[int] | None = None) -> Document:
    """A document whose rows are made while they are read.

    Args:
        count: How many rows.
        made: Where the number of each row is put when it is made; None for nowhere.
    """

    def rows() -> Iterator[Row]:
        for number in range(count):
            if made is not None:
                made.append(number)
            yield (f"item{number:06d}", f"第{number}项 task {number}", Decimal(number), Health.ON_TRACK)

    columns = (
        Column(key="id", label="Id"),
        Column(key="task", label="Task", width=30),
        Column(key="value", label="Value", type=ColumnType.NUMBER),
        Column(key="health", label="Health", type=ColumnType.HEALTH),
    )
    return _document(Table(name="items", columns=columns, rows=Rows(rows)))
