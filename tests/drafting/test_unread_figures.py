"""Figures that a reader saw and gave up on are told of, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from plan_tasks.drafting.draft import Draft


def told(draft: Draft) -> list[str]:
    """The figures that warnings name, each checked against the text."""
    spans = [warning.span for warning in draft.warnings if "was read as no target" in warning.message]
    assert all(span is not None and draft.text[span.start : span.end] == span.text for span in spans)
    return [span.text for span in spans if span is not None]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("今年主要预期目标是:生产总值增长6%,有30%的企业参与。", ["30%"]),  # 30 % of firms take part
        ("今年,我们将深入90%的村屯。", ["90%"]),  # go to 90 % of the villages
        ("In 2021 we will see 30% of pupils walk.", ["30%"]),
        ("A third of staff will be trained.", ["A third"]),
    ],
)
def test_a_figure_of_a_commitment_that_became_nothing_is_told_of(
    text: str, figures: list[str], read: Callable[..., Draft]
) -> None:
    assert told(read(text)) == figures


@pytest.mark.parametrize(
    "text",
    [
        "去年,我们走访90%的村屯。",  # last year
        "赤字率拟按2.8%安排,比上年年初预算低0.1个百分点。",  # how far from last year's
        "2023年十件民生实事:新增城镇就业3.5万人。",  # ten things done for the people: a name
        "今年力争5年内建成30分钟生活圈,第3届年会12月举行。",  # years, minutes, an ordinal, a month
        "今年生产总值增长8%以上、力争9%,新开工亿元以上项目5个。",  # a figure of another's claim
        "Output up 8% or more, aiming for 10%. Last year 30% of pupils walked. The first 3 years matter.",
        "We will open 3 schools within 30 minutes of home, as section 5 says.",
    ],
)
def test_nothing_is_told_of_what_is_no_commitment_or_was_read(text: str, read: Callable[..., Draft]) -> None:
    assert told(read(text)) == []


def test_the_text_of_a_measure_keeps_its_figures(read: Callable[..., Draft]) -> None:
    text = "今年目标:\n1.深入90%的村屯开展宣讲。(责任单位:市委宣传部)"  # a measure with its owner
    draft = read(text)
    assert [measure.span.text[:7] for measure in draft.measures] == ["深入90%的村"]
    assert told(draft) == []


def test_a_higher_figure_aimed_for_is_the_stretch_of_its_target(read: Callable[..., Draft]) -> None:
    [target] = read("Output up 8% or more, aiming for 10%.").targets
    assert (target.value, target.stretch) == (Decimal(8), Decimal(10))
