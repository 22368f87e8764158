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
    KeyFigures,
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

#: Texts that a spreadsheet would run.
FORMULAS: Final = (
    "=1+1",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "＝1+1",  # the full-width forms
    "＋1",
    "－1+2",
    "＠SUM(1)",
    '=HYPERLINK("http://127.0.0.1/?x="&A1,"open")',
    "\ufeff=1+1",
)

#: Texts that strangers may type, and that every format has to show and not to obey.
HOSTILE: Final = (
    *FORMULAS,
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "a & b &lt; c",
    "cell | next cell \\| end |",
    "first line\nsecond line\r\nthird line",
    "*bold* _it_ `code` ~~gone~~ [text](javascript:alert(1)) ![x](y)",
    "# heading",
    "1. list\n- list\n> quote\n---\n| a | b |",
    "$x^2$ @someone #12 https://example.org/a_b?c=d",
    'comma, "quote", semicolon; apostrophe\'s',
    "加快建设“重点”项目、推进（二期）工程；投资１００亿元",
    "城镇新增就业👩‍💻🎉",
    "abc\u202edef\u202c \u200fx\u200e \u2066y\u2069",
    "bell\x07 null\x00 escape\x1b[31mred\x1b[0m delete\x7f next\x85line\u2028end",
    "lone \ud800 surrogate",
    "e\u0301a\u0308 \u200b\u2060zero",
    "\\x \\n %s {0} {{x}} {% y %} ${z}",
    " leading and trailing ",
    "x" * 300,
    "推" * 300,
)


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
    return _document(
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
        Sources(entries=(Source(text="The work report", address="https://example.org/report"),)),
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
    return _document(table, figures, *texts, sources, title="=1+1 <script> | *x*")


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
