"""Plain text for a terminal: widths, wrapping, tables that fit, colours only when asked for."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_tasks.errors import InvalidValue
from plan_tasks.model import Language
from plan_tasks.plugins.report_formats.terminal import TerminalOptions
from plan_tasks.plugins.report_formats.terminal.cells import Measure
from plan_tasks.plugins.report_formats.terminal.painting import coloured, plain_text
from plan_tasks.plugins.report_formats.terminal.writing import TerminalFormat
from plan_tasks.plugins.report_kinds.ledger.building import Ledger
from plan_tasks.plugins.report_kinds.overview.building import Overview
from plan_tasks.plugins.report_kinds.owner import OwnerOptions
from plan_tasks.plugins.report_kinds.owner.building import OwnerScorecard
from plan_tasks.reporting.composing import compose
from plan_tasks.reporting.document import Column, ColumnType, Document, Table
from plan_tasks.reporting.formatting import HEALTH_SYMBOLS
from plan_tasks.reporting.view import ReportView
from plan_tasks.reporting.widths import display_width
from plan_tasks.testing.report_documents import empty_document, hostile_document

KINDS = (Overview(limit=20, due_within=30), Ledger(), OwnerScorecard(OwnerOptions()))
MEASURE = Measure()
MIXED = st.text(st.sampled_from("推进项目，。（）“”ab12 .,%-é👍"), max_size=60)


def text_of(document: Document, width: int = 120, paint: Any = plain_text, *, wide: bool = False) -> str:
    to = io.BytesIO()
    TerminalFormat(width, paint, wide=wide).write(document, to)
    return to.getvalue().decode()


@pytest.mark.parametrize(
    ("text", "narrow", "wide"),
    [
        ("GDP", 3, 3),
        ("生产总值", 8, 8),
        ("％１", 4, 4),  # full-width forms
        ("ｶﾅ", 2, 2),  # half-width forms
        ("e\u0301", 1, 1),  # a combining accent
        ("👍", 2, 2),
        ("—“”…", 4, 8),  # of ambiguous width
    ],
)
def test_widths_are_those_of_east_asian_width(text: str, narrow: int, wide: int) -> None:
    assert display_width(text) == narrow
    assert display_width(text, wide=True) == wide


def test_signs_of_health_take_one_column_in_every_terminal() -> None:
    assert {display_width(sign, wide=True) for sign in HEALTH_SYMBOLS.values()} == {1}
    assert len(set(HEALTH_SYMBOLS.values())) == 8


@given(MIXED, st.integers(4, 40))
def test_wrapped_lines_fit_and_lose_nothing_but_spaces(text: str, width: int) -> None:
    lines = MEASURE.wrap(text, width)
    assert all(MEASURE.width(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(st.text(st.sampled_from("推进项目，。（）"), max_size=60).filter(lambda text: "，，" not in text))
def test_closing_punctuation_begins_no_line_where_it_follows_a_character(text: str) -> None:
    sentence = "，".join(part.strip("，。（）") or "推进" for part in text.split("，"))
    assert not any(line.startswith("，") for line in MEASURE.wrap(sentence, 8))


def test_words_and_numbers_stay_whole() -> None:
    assert MEASURE.wrap("完成投资1100亿元以上", 10) == ["完成投资", "1100亿元以", "上"]
    assert MEASURE.wrap("the quick brown fox", 9) == ["the quick", "brown fox"]
    assert MEASURE.wrap("abcdefghij", 4) == ["abcd", "efgh", "ij"]


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120, 200])
@pytest.mark.parametrize("kind", KINDS, ids=["overview", "ledger", "owner"])
@pytest.mark.parametrize("language", Language)
def test_no_line_is_wider_than_the_terminal(
    kind: Any, width: int, language: Language, make_view: Callable[..., ReportView], plan: Any
) -> None:
    text = text_of(compose(kind, make_view(plan, language=language)).document, width)
    assert max(map(display_width, text.splitlines())) <= width


def test_long_titles_and_hostile_texts_stay_within_the_width(long_titles_view: ReportView) -> None:
    for document in (compose(KINDS[0], long_titles_view).document, hostile_document()):
        assert max(map(display_width, text_of(document, 80).splitlines())) <= 80


def test_a_terminal_that_shows_ambiguous_characters_wide_gets_lines_that_fit(view: ReportView) -> None:
    text = text_of(compose(KINDS[0], view).document, 100, wide=True)
    assert max(display_width(line, wide=True) for line in text.splitlines()) <= 100


def test_columns_of_a_table_stand_one_under_the_other() -> None:
    columns = (
        Column(key="unit", label="单位"),
        Column(key="score", label="得分", type=ColumnType.NUMBER, decimals=1),
    )
    rows = (("市教育局", Decimal("82.6")), ("Finance", Decimal(100)))
    document = attrs.evolve(
        empty_document(Language.ZH), blocks=(Table(name="t", columns=columns, rows=rows),), facts=()
    )
    lines = text_of(document).splitlines()
    start = lines.index("单位       得分")
    assert lines[start : start + 4] == [
        "单位       得分",
        "--------  -----",
        "市教育局   82.6",
        "Finance   100.0",
    ]


def test_a_table_that_cannot_fit_is_shown_as_records(view: ReportView) -> None:
    text = text_of(compose(Ledger(), view).document, 80)
    assert "序号：24   编号：m10   类别：举措   领域：扩大有效投资和消费" in text
    assert "存在问题：初步设计批复晚于预期，施工图审查尚在进行" in text


def test_the_stacked_bar_shows_every_health_that_has_items(view: ReportView) -> None:
    [bar] = [line for line in text_of(compose(KINDS[0], view).document).splitlines() if line.startswith("[")]
    present = {row.assessment.health for row in view.rows()}
    assert set(bar.strip("[]")) == {HEALTH_SYMBOLS[health] for health in present}
    assert len(bar) == 62


def test_a_bullet_ends_at_the_target_and_marks_the_expected_share(view: ReportView) -> None:
    lines = text_of(compose(KINDS[0], view).document).splitlines()
    [jobs] = [line for line in lines if line.startswith("城镇新增就业") and "[" in line]
    assert "[##############|####...........]" in jobs  # 63.5% of 30 signs, the mark at 49.6%
    [gdp] = [line for line in lines if line.startswith("地区生产总值") and "[" in line]
    assert "|]>" in gdp  # beyond the target


def test_nothing_is_coloured_unless_asked_for(view: ReportView) -> None:
    document = compose(KINDS[0], view).document
    assert "\x1b" not in text_of(document)


def test_colours_change_nothing_but_colours(view: ReportView) -> None:
    rich_text = pytest.importorskip("rich.text", reason="colours need rich")
    document = compose(KINDS[0], view).document
    in_colour = text_of(document, paint=coloured())
    assert "\x1b[1;31m✖ 逾期" in in_colour
    assert rich_text.Text.from_ansi(in_colour).plain.splitlines() == text_of(document).splitlines()


def test_without_colours_rich_is_not_imported(monkeypatch: pytest.MonkeyPatch, view: ReportView) -> None:
    monkeypatch.setitem(sys.modules, "rich", None)
    monkeypatch.setitem(sys.modules, "rich.color", None)
    assert text_of(compose(KINDS[0], view).document)
    with pytest.raises(ImportError):
        coloured()


def test_a_width_out_of_range_is_refused() -> None:
    with pytest.raises(InvalidValue, match="width is 20; it must be 40 to 1,000 columns"):
        TerminalOptions(width=20)
