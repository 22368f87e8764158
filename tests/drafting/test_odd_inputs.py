"""What real files hold besides sentences: bare cells, repeated names, lines of owners alone, words in any order."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan_tasks.drafting.contract import DraftOptions
from plan_tasks.drafting.draft import Draft, DraftTarget
from plan_tasks.drafting.reading import read_report

# with this year, targets, gross product, up 5 %, schools, a third, by half, doubled, or more, in step, owners, June
CHINESE = re.findall(
    r"\S+",
    """今年 去年 目标: 生产总值 增长 5% 6 所 个 等 和 、 , 。 ( ) 新建 改(扩)建 学校 三分之一 一半 翻一番 以上 左右
    力争 达到 不低于 与 同步 比上年 责任单位: 市教育局 6月底前 其中 分别 1. 一、 （ ） 万 的 基础上 %""",
)
ENGLISH = re.findall(
    r"\S+",
    """output exports to by at of a the third half double triple halved increase cut raise will 5% 10 million or more
    at least and , . : ; ( ) - Owner: in from between two quarters aiming for 2021 last year we buses targets 1.""",
)

TABLE = "| 序号 | 工作任务 | 目标 | 牵头单位 |\n|---|---|---|---|\n| 1 | {task} | {target} | 市教育局、市教育局 |\n"


@pytest.mark.parametrize(
    ("task", "target", "found"),
    [
        ("新建学校", "5所", [("新建学校", "exact", 5, "所", "level")]),
        ("培训教师", "不少于300人次", [("培训教师", "at_least", 300, "人次", "level")]),
        ("促进外贸", "稳步增长", [("促进外贸", "direction", None, "", "growth")]),
        ("建立制度,完善机制", "3项", []),  # what the three are of is not one phrase
        ("新建公园", "12月底前完成", []),
        ("新建书屋", "按国发〔2021〕6号文件执行", []),
    ],
)
def test_a_bare_figure_in_a_column_of_targets_is_the_task_s(
    task: str,
    target: str,
    found: list[tuple[object, ...]],
    read: Callable[..., Draft],
    tell: Callable[[DraftTarget], tuple[object, ...]],
) -> None:
    draft = read(TABLE.format(task=task, target=target))
    assert [tell(one) for one in draft.targets] == found
    assert all(draft.text[one.span.start : one.span.end] == target for one in draft.targets)
    assert [owner.name for owner in draft.measures[0].owners] == ["市教育局"]  # named twice, and once is enough


def test_a_bare_figure_at_the_end_of_an_english_cell(
    read: Callable[..., Draft], tell: Callable[[DraftTarget], tuple[object, ...]]
) -> None:
    table = "| No | Task | Target | Lead |\n|---|---|---|---|\n| 1 | Recycling rate | 60% or more | Works |\n"
    assert [tell(target) for target in read(table).targets] == [("Recycling rate", "at_least", 60, "%", "level")]
    assert read("Targets:\n- 60% or more\n- at least 5").targets == ()


def test_signs_are_no_indicator(read: Callable[..., Draft]) -> None:
    assert read("今年目标如下,增长6..5%。").targets == ()


def test_a_numbered_line_of_owners_belongs_to_the_measure_above(read: Callable[..., Draft]) -> None:
    [measure] = read("一、重点任务\n1.新建学校5所。\n2.责任单位:市教育局;完成时限:6月底前\n").measures
    assert [owner.name for owner in measure.owners] == ["市教育局"]
    assert measure.deadline is not None
    alone = read("一、重点任务\n1.责任单位:市教育局\n")
    assert alone.measures == ()
    assert "whole section" in alone.warnings[0].message


@settings(max_examples=50)
@given(
    st.one_of(
        st.lists(st.sampled_from([*CHINESE, "\n", "|"]), max_size=25).map("".join),
        st.lists(st.sampled_from([*ENGLISH, "\n", "|"]), max_size=25).map(" ".join),
        st.lists(st.sampled_from([*CHINESE, *ENGLISH]), max_size=25).map(" ".join),
    )
)
def test_words_in_any_order_give_claims_that_stand_in_the_text(text: str) -> None:
    draft = read_report(text, DraftOptions(year=2021))
    spans = [target.span for target in draft.targets]
    spans += [achievement.span for achievement in draft.achievements] + [measure.span for measure in draft.measures]
    spans += [warning.span for warning in draft.warnings if warning.span is not None]
    assert all(span.text and text[span.start : span.end] == span.text for span in spans)
    assert all(target.indicator.strip() for target in draft.targets)
