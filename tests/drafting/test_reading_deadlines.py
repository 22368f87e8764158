"""Which deadline of a cell or sentence a measure gets, and what a person is told of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from plan_tasks.drafting.deadlines import find_deadline, read_deadline
from plan_tasks.drafting.draft import Draft


@pytest.mark.parametrize(
    ("cell", "due"),
    [
        ("6月底前完成立项，12月底前完工", date(2021, 12, 31)),
        ("一期3月，二期10月", date(2021, 10, 31)),
        ("by the end of Q3", date(2021, 9, 30)),
        ("每月25日前", None),
    ],
)
def test_a_cell_gives_its_latest_deadline_and_keeps_its_words(cell: str, due: date | None) -> None:
    found = read_deadline(cell, 2021)
    assert found is not None
    assert (found.due, found.text) == (due, cell)


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        ("三季度开工建设", date(2021, 9, 30)),
        ("9月15日召开大会，2022年底前建成", date(2022, 12, 31)),
        ("9月15日召开大会", None),  # the words only name a time
        ("截至2020年底已建成120家，持续推进", None),
        ("2019年底前建成的120家，持续推进", None),
    ],
)
def test_in_a_sentence_only_words_that_say_by_when_count(sentence: str, due: date | None) -> None:
    found = find_deadline(sentence, 2021)
    assert (None if found is None else found.due) == due


@pytest.mark.parametrize(
    ("words", "message", "provisional"),
    [
        ("2月30日前", "there is no day 30 in month 2 of 2021", False),
        ("国庆节前", "may begin earlier", True),
    ],
)
def test_a_person_is_told_of_a_deadline_that_has_no_day_or_may_move(
    read: Callable[..., Draft], words: str, message: str, provisional: bool
) -> None:
    draft = read(f"# 2021年工作要点\n\n1. 建成幼儿园10所。（责任单位：市教育局；完成时限：{words}）\n")
    [measure] = draft.measures
    assert (measure.deadline_text, measure.provisional) == (words, provisional)
    [warning] = [one for one in draft.warnings if one.span == measure.span]
    assert message in warning.message
