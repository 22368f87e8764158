"""Chinese deadlines with the day that a careful reader takes them for; the plan is for 2021."""

from __future__ import annotations

from datetime import date

import pytest

from plan_tasks.calendars import LAST_DAY, Every, Recurrence
from plan_tasks.calendars.deadlines import read_deadline

BY = True  # the words say by when
NAMED = False  # they only name a time

ONCE: list[tuple[str, str, bool]] = [
    ("6月底前", "2021-06-30", BY),
    ("6月底之前", "2021-06-30", BY),
    ("6月底以前", "2021-06-30", BY),
    ("6月末", "2021-06-30", BY),
    ("6月前", "2021-06-30", BY),
    ("6月份", "2021-06-30", NAMED),
    ("6月份底前", "2021-06-30", BY),
    ("2月底前", "2021-02-28", BY),
    ("2024年2月底前", "2024-02-29", BY),
    ("11月", "2021-11-30", NAMED),
    ("12月", "2021-12-31", NAMED),
    ("11月完成", "2021-11-30", BY),
    ("9月15日", "2021-09-15", NAMED),
    ("9月15日前", "2021-09-15", BY),
    ("9月15号前完成", "2021-09-15", BY),
    ("9月15日18时前", "2021-09-15", BY),
    ("9月15日(周三)前", "2021-09-15", BY),
    ("9月10日至15日", "2021-09-15", NAMED),
    ("10月上旬", "2021-10-10", NAMED),
    ("10月中旬前", "2021-10-20", BY),
    ("10月下旬", "2021-10-31", NAMED),
    ("3月初", "2021-03-10", NAMED),
    ("年底前", "2021-12-31", BY),
    ("年底", "2021-12-31", BY),
    ("年终前", "2021-12-31", BY),
    ("今年年底前", "2021-12-31", BY),
    ("本年度内", "2021-12-31", BY),
    ("年内", "2021-12-31", BY),
    ("年内完成", "2021-12-31", BY),
    ("年中", "2021-06-30", BY),
    ("全年", "2021-12-31", NAMED),
    ("2021年", "2021-12-31", NAMED),
    ("2021年全年", "2021-12-31", NAMED),
    ("2021年内", "2021-12-31", BY),
    ("2021年度", "2021-12-31", NAMED),
    ("2021年12月31日前", "2021-12-31", BY),
    ("到2025年", "2025-12-31", BY),
    ("2025年前", "2025-12-31", BY),
    ("2022年6月", "2022-06-30", NAMED),
    ("2022年6月底前", "2022-06-30", BY),
    ("2022年年底前", "2022-12-31", BY),
    ("明年6月底前", "2022-06-30", BY),
    ("明年一季度", "2022-03-31", NAMED),
    ("次年1月10日前", "2022-01-10", BY),
    ("上半年", "2021-06-30", NAMED),
    ("上半年前", "2021-06-30", BY),
    ("下半年", "2021-12-31", NAMED),
    ("2022年上半年", "2022-06-30", NAMED),
    ("2022上半年", "2022-06-30", NAMED),
    ("一季度", "2021-03-31", NAMED),
    ("三季度", "2021-09-30", NAMED),
    ("第三季度末", "2021-09-30", BY),
    ("第3季度底前", "2021-09-30", BY),
    ("第四季", "2021-12-31", NAMED),
    ("2021年第二季度前", "2021-06-30", BY),
    ("2021年Q2", "2021-06-30", NAMED),
    ("首季", "2021-03-31", NAMED),
    ("最后一个季度", "2021-12-31", NAMED),
    ("前三季度", "2021-09-30", NAMED),
    ("2021年前三季度", "2021-09-30", NAMED),
    ("前6个月", "2021-06-30", NAMED),
    ("1-6月", "2021-06-30", NAMED),
    ("一至三季度", "2021-09-30", NAMED),
    ("3月至10月底", "2021-10-31", BY),
    ("2021年3月-2022年6月", "2022-06-30", NAMED),
    ("自2021年3月至6月底", "2021-06-30", BY),
    ("2021-2025年", "2025-12-31", NAMED),
    ("十四五期间", "2025-12-31", NAMED),
    ("“十四五”时期", "2025-12-31", NAMED),
    ("“十五五”末", "2030-12-31", BY),
    ("二、三季度", "2021-09-30", NAMED),
    ("2、3月", "2021-03-31", NAMED),
    ("即日起至6月底", "2021-06-30", BY),
    ("十四五末", "2025-12-31", BY),
    ("最迟6月20日", "2021-06-20", BY),
    ("不迟于6月20日", "2021-06-20", BY),
    ("截止6月20日前", "2021-06-20", BY),
    ("力争于6月底前基本完成", "2021-06-30", BY),
    ("（6月底前完成）", "2021-06-30", BY),
    ("十二月底前", "2021-12-31", BY),
    ("二〇二一年", "2021-12-31", NAMED),
    ("二〇二二年十一月三十日前", "2022-11-30", BY),
    ("二0二二年六月", "2022-06-30", NAMED),
    ("１２月３１日前", "2021-12-31", BY),
    ("年底前實現", "2021-12-31", BY),
    ("六月底前辦結", "2021-06-30", BY),
    ("2021-06-30", "2021-06-30", NAMED),
    ("2021/6/30", "2021-06-30", NAMED),
    ("2021.6.30", "2021-06-30", NAMED),
    ("2021.6.30前", "2021-06-30", BY),
    ("2021-06", "2021-06-30", NAMED),
    ("2021.6底前", "2021-06-30", BY),
    ("2021.06-2022.12", "2022-12-31", NAMED),
    (" 6 月 底 前 ", "2021-06-30", BY),
]

AGAIN: list[tuple[str, Recurrence]] = [
    ("每月25日前", Recurrence(every=Every.MONTH, day=25)),
    ("每个月25号前", Recurrence(every=Every.MONTH, day=25)),
    ("每月底前", Recurrence(every=Every.MONTH, day=LAST_DAY)),
    ("每月月底", Recurrence(every=Every.MONTH, day=LAST_DAY)),
    ("每月最后一天", Recurrence(every=Every.MONTH, day=LAST_DAY)),
    ("每月上旬", Recurrence(every=Every.MONTH, day=10)),
    ("每月一次", Recurrence(every=Every.MONTH)),
    ("按月", Recurrence(every=Every.MONTH)),
    ("每两月", Recurrence(every=Every.MONTH, interval=2)),
    ("每3个月", Recurrence(every=Every.MONTH, interval=3)),
    ("每季度末", Recurrence(every=Every.QUARTER, day=LAST_DAY)),
    ("每季度", Recurrence(every=Every.QUARTER)),
    ("每季度首月10日前", Recurrence(every=Every.QUARTER, month=1, day=10)),
    ("每季度第一个月10日前", Recurrence(every=Every.QUARTER, month=1, day=10)),
    ("每季度末月25日前", Recurrence(every=Every.QUARTER, day=25)),
    ("每半年", Recurrence(every=Every.HALF_YEAR)),
    ("每年6月底前", Recurrence(every=Every.YEAR, month=6, day=LAST_DAY)),
    ("每年12月10日前", Recurrence(every=Every.YEAR, month=12, day=10)),
    ("每年年底前", Recurrence(every=Every.YEAR, day=LAST_DAY)),
    ("每周五", Recurrence(every=Every.WEEK, day=5)),
    ("每周五前", Recurrence(every=Every.WEEK, day=5)),
    ("每周一上午", Recurrence(every=Every.WEEK, day=1)),
    ("每星期日", Recurrence(every=Every.WEEK, day=7)),
    ("每週", Recurrence(every=Every.WEEK)),
    ("每两周", Recurrence(every=Every.WEEK, interval=2)),
    ("每日", Recurrence(every=Every.DAY)),
    ("长期坚持", Recurrence(every=Every.CONTINUOUS)),
    ("長期堅持", Recurrence(every=Every.CONTINUOUS)),
    ("常年", Recurrence(every=Every.CONTINUOUS)),
    ("持续推进", Recurrence(every=Every.CONTINUOUS)),
    ("常态化开展", Recurrence(every=Every.CONTINUOUS)),
    ("贯穿全年", Recurrence(every=Every.CONTINUOUS)),
    ("年内持续推进", Recurrence(every=Every.CONTINUOUS, until=date(2021, 12, 31))),
    ("全年持续推进", Recurrence(every=Every.CONTINUOUS, until=date(2021, 12, 31))),
    ("2022年底前持续推进", Recurrence(every=Every.CONTINUOUS, until=date(2022, 12, 31))),
]

NONE = [
    *("截至6月底", "截止2020年底", "截至目前", "从2020年1月1日起", "自3月1日起", "6月以来", "6月后", "去年底", "上年"),
    *(
        "达到2019年",
        "本月底前",
        "三年内",
        "6个月内",
        "30日内",
        "25日前",
        "年初",
        "明年初",
        "三年前",
        "近年内",
        "学年底",
        "新年前",
        "四季",
        "半年",
    ),
    *(
        "",
        "  ",
        "市教育局",
        "6月底前完成立项、12月底前完工",
        "6月1日至今",
        "100月",
        "国庆节",
        "目前",
        "总投资5.6亿元",
        "比2020年底",
    ),
]

PROBLEMS = [
    ("2月30日", "there is no day 30 in month 2 of 2021, which has 28 days"),
    ("2021年2月30日前", "there is no day 30 in month 2 of 2021, which has 28 days"),
    ("13月", "there is no month 13"),
    ("6月0日", "there is no day 0 in month 6"),
    ("第五季度", "there is no quarter 5"),
    ("2021-02-29", "there is no day 29"),
    ("2021-13-01", "there is no month 13"),
    ("规划期末", "the last day of the plan's period is not known"),
    ("每旬", "every ten days"),
    ("每月32日前", "no such day of the month"),
    ("每年13月", "no such day of the year"),
]


@pytest.mark.parametrize(("words", "due", "explicit"), ONCE)
def test_a_deadline_is_read_as_a_careful_reader_takes_it(words: str, due: str, explicit: bool) -> None:
    found = read_deadline(words, year=2021)
    assert found is not None
    assert (str(found.due), found.explicit, found.recurrence, found.problem) == (due, explicit, None, "")
    assert found.text == words[found.start : found.end]


@pytest.mark.parametrize(("words", "recurrence"), AGAIN)
def test_what_comes_again_or_goes_on_has_a_recurrence_and_no_day(words: str, recurrence: Recurrence) -> None:
    found = read_deadline(words, year=2021)
    assert found is not None
    assert (found.due, found.recurrence, found.problem) == (None, recurrence, "")


@pytest.mark.parametrize("words", NONE)
def test_facts_beginnings_spans_and_other_words_are_no_deadlines(words: str) -> None:
    assert read_deadline(words, year=2021) is None


@pytest.mark.parametrize(("words", "problem"), PROBLEMS)
def test_a_day_that_does_not_exist_is_a_problem_and_not_another_day(words: str, problem: str) -> None:
    found = read_deadline(words, year=2021)
    assert found is not None
    assert (found.due, found.recurrence) == (None, None)
    assert problem in found.problem


@pytest.mark.parametrize("words", ["6月底前", "年底前", "三季度", "明年6月", "2月30日前"])
def test_without_the_plan_s_year_words_that_name_none_have_no_day_and_say_so(words: str) -> None:
    found = read_deadline(words)
    assert found is not None
    assert found.due is None
    assert "names no year" in found.problem or "name no year" in found.problem


def test_the_end_of_the_plan_s_period_is_given_by_the_caller() -> None:
    found = read_deadline("规划期末", year=2021, period_end=date(2025, 6, 30))
    assert found is not None
    assert found.due == date(2025, 6, 30)
