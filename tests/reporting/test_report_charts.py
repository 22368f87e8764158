"""Charts as data: what they refuse, and that each degrades to the table behind it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import pytest

from plan_tasks.errors import InvalidValue
from plan_tasks.model import Health, Language
from plan_tasks.reporting.degrading import degrade
from plan_tasks.reporting.document import (
    CHART_KINDS,
    Bar,
    Bars,
    BlockKind,
    Branding,
    Column,
    ColumnType,
    FanPoint,
    Gantt,
    GanttBar,
    Imprint,
    ImprintLine,
    Letterhead,
    LinePoint,
    Paragraph,
    Table,
    TargetLine,
    tables,
)
from plan_tasks.reporting.encoding import head_data
from plan_tasks.reporting.sealing import seal
from plan_tasks.testing.report_charts import empty_charts, every_chart, hostile_charts, huge_charts
from plan_tasks.testing.report_documents import empty_document

NEW_YEAR, YEAR_END = date(2021, 1, 1), date(2021, 12, 31)
TABLE = Table(name="t", columns=(Column(key="a", label="A"),), rows=())


def test_the_sample_has_every_kind_of_chart() -> None:
    assert {block.kind for block in every_chart().blocks} == CHART_KINDS


@pytest.mark.parametrize("document", [every_chart(), empty_charts(), huge_charts(50), hostile_charts()])
def test_a_chart_degrades_to_the_table_behind_it(document: Any) -> None:
    assert degrade(document, {BlockKind.TABLE}).blocks == tuple(tables(document))
    assert seal(document).facts


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (lambda: FanPoint(YEAR_END, Decimal(1), Decimal(2), Decimal(3)), "from low"),
        (lambda: LinePoint(YEAR_END, Decimal("NaN")), "finite"),
        (
            lambda: TargetLine(
                label="L",
                start=NEW_YEAR,
                end=YEAR_END,
                today=NEW_YEAR,
                actual=(LinePoint(YEAR_END, Decimal(1)), LinePoint(YEAR_END, Decimal(2))),
            ),
            "a day after 2021-12-31",
        ),
        (lambda: TargetLine(label="L", start=YEAR_END, end=NEW_YEAR, today=NEW_YEAR), "not before start"),
        (lambda: Gantt(title="", start=YEAR_END, end=NEW_YEAR, today=NEW_YEAR, bars=(), table=TABLE), "not before"),
        (
            lambda: GanttBar(id="m", label="L", start=YEAR_END, end=NEW_YEAR, health=Health.MET),
            "not before start",
        ),
        (
            lambda: Bars(
                title="",
                measure=Column(key="n", label="N", type=ColumnType.INTEGER),
                bars=(Bar(label="B", value=Decimal("0.5")),),
                table=TABLE,
            ),
            "class int",
        ),
        (lambda: Branding(accent="red"), "#B3261E"),
        (lambda: Branding(palette={"red": "crimson"}), "#B3261E"),
    ],
)
def test_a_chart_that_contradicts_itself_is_refused(make: Any, complaint: str) -> None:
    with pytest.raises(InvalidValue, match=complaint):
        make()


def test_a_letterhead_and_an_imprint_become_paragraphs() -> None:
    head = Letterhead(
        name="督查通报", number="第5期", issuer="政府督查室", issued=date(2021, 7, 5), addressees=("各县区", "各部门")
    )
    foot = Imprint(lines=(ImprintLine(label="报", names=("市长",)), ImprintLine(label="送", names=())), printed=30)
    document = attrs.evolve(empty_document(Language.ZH), blocks=(head, foot, Letterhead(name="X")))
    blocks = degrade(document, {BlockKind.TABLE, BlockKind.PARAGRAPH}).blocks
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == [
        "督查通报 第5期",
        "政府督查室 2021年7月5日",
        "主送：各县区、各部门",
        "报：市长",
        "共印30份",
        "X",
    ]


def test_a_hidden_column_is_not_what_readers_see() -> None:
    columns = (Column(key="key", label="Key", hidden=True), Column(key="a", label="A"))
    table = Table(name="t", columns=columns, rows=(("k1", "one"), ("k2", "two")), total=(None, "sum"))
    shown = table.without_hidden()
    assert [column.key for column in shown.columns] == ["a"]
    assert list(shown.rows) == [("one",), ("two",)]
    assert shown.total == ("sum",)
    assert shown.without_hidden() is shown


def test_branding_is_no_part_of_the_data() -> None:
    document = empty_document()
    branded = attrs.evolve(document, branding=Branding(organisation="City Hall", palette={"red": "#B3261E"}))
    assert seal(branded).facts == seal(document).facts
    assert head_data(branded) == head_data(document)
