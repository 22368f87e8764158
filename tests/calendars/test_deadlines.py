"""Deadlines within sentences, before festivals, and the laws that hold for any text."""

from __future__ import annotations

import logging
import time
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plan_tasks.calendars import AnnouncedCalendar, DayStatus, Every, Recurrence
from plan_tasks.calendars.deadlines import Deadline, find_deadlines, read_deadline
from plan_tasks.plugging import PluginContext
from plan_tasks.plugins.calendars.china import ChinaOptions, HolidayOptions, YearOptions, open_china

CONTEXT = PluginContext(plugin="china", logger=logging.getLogger("china"))
CHINA = open_china(ChinaOptions(), CONTEXT)
CHINA_IN_ENGLISH = open_china(ChinaOptions(), PluginContext(plugin="china", logger=CONTEXT.logger, language="en"))

#: What deadlines are written with, to make texts that look like them everywhere.
PIECES = [
    *(
        "年",
        "月",
        "日",
        "季度",
        "底",
        "前",
        "上半年",
        "每",
        "周",
        "个",
        "第",
        "内",
        "至",
        "到",
        "持续",
        "推进",
        "春节",
        "国庆节前",
        "截至",
        "起",
    ),
    *(
        "by ",
        "end ",
        "of ",
        "the ",
        "June ",
        "Q3 ",
        "every ",
        "month ",
        "first ",
        "half ",
        "year ",
        "25th ",
        "monthly ",
    ),
    *(
        "0",
        "1",
        "6",
        "12",
        "25",
        "30",
        "2021",
        "2021-06-30",
        "一",
        "十二",
        "二〇二一",
        "-",
        "/",
        ".",
        ",",
        "，",
        "、",
        "。",
        " ",
        "\n",
    ),
]
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
DAYS = st.dates(min_value=date(1000, 1, 1))


def only(text: str, **known: Any) -> Deadline:
    [found] = find_deadlines(text, **known)
    return found


def found_in(text: str, year: int = 2021) -> list[tuple[str, str, bool]]:
    return [(one.text, str(one.due), one.explicit) for one in find_deadlines(text, year=year)]


# in sentences


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "3月开工，6月底前主体封顶，10月底前完工。",
            [("3月", "2021-03-31", True), ("6月底前", "2021-06-30", True), ("10月底前", "2021-10-31", True)],
        ),
        ("三季度建成投用，9月15日召开大会", [("三季度", "2021-09-30", True), ("9月15日", "2021-09-15", False)]),
        ("务于2022年10月底前编制并公布目录。", [("2022年10月底前", "2022-10-31", True)]),
        ("截至2020年底，全市已有120家；到2025年达到200家。", [("到2025年", "2025-12-31", True)]),
        ("统筹推进3个项目，年底前完成投资5.6亿元、3年内建成。", [("年底前", "2021-12-31", True)]),
        ("目前增长9.8%，前三季度增长7%", [("前三季度", "2021-09-30", False)]),
        (
            "Finish by 30 June; the report is due 15 July 2021.",
            [("by 30 June", "2021-06-30", True), ("due 15 July 2021", "2021-07-15", True)],
        ),
        ("We may march on in two steps, as of 1 June, and end at last.", []),
        ("Cut waste by 2000 tonnes by 2030.", [("by 2030", "2030-12-31", True)]),
        (
            "Open the first ten centres by the end\nof Q3, and the rest by year-end.",
            [("by the end\nof Q3", "2021-09-30", True), ("by year-end", "2021-12-31", True)],
        ),
        ("See version 2021.6.30.5 and section 12.1.", []),
        ("升级至版本1.2，办理时限缩短至3日内，占比提高到12%", []),
        ("6月以来完成3项，新规3月起实施，去年11月完成验收", []),
        ("文号2021-06的通知；时间：2021-06。", [("2021-06", "2021-06-30", False)]),
        ("少年宫、青年中心、国家统计局月均调度，一日一报", []),
    ],
)
def test_a_sentence_gives_its_deadlines_and_nothing_else(sentence: str, expected: list[tuple[str, str, bool]]) -> None:
    assert found_in(sentence) == expected


def test_offsets_point_into_the_text_as_it_was_given() -> None:
    text = "要求：１２月底前　完成，實現６月３０日前辦結"
    found = find_deadlines(text, year=2021)
    assert [(one.text, one.start, one.end) for one in found] == [("１２月底前", 3, 8), ("６月３０日前", 14, 20)]


def test_a_year_that_a_sentence_names_holds_for_what_comes_later_in_it() -> None:
    assert [due for _, due, _ in found_in("2022年3月底前开工，9月底前完工。6月底前验收")] == [
        "2022-03-31",
        "2022-09-30",
        "2021-06-30",
    ]
    # 2025 is the aim, and June is this year's
    assert [due for _, due, _ in found_in("到2025年建成体系，6月底前出台方案")] == ["2025-12-31", "2021-06-30"]
    assert [due for _, due, _ in found_in("Start by 31 March 2022, finish by June. Report by July.")] == [
        "2022-03-31",
        "2022-06-30",
        "2021-07-31",
    ]


def test_words_for_work_that_goes_on_count_only_where_they_fill_their_clause() -> None:
    assert only("（各部门分别负责，年内持续推进）", year=2021).recurrence == Recurrence(
        every=Every.CONTINUOUS, until=date(2021, 12, 31)
    )
    assert find_deadlines("持续推进改革，长期护理保险扩面", year=2021) == ()
    assert only("Owner: all units; ongoing.").recurrence == Recurrence(every=Every.CONTINUOUS)
    assert find_deadlines("an ongoing review") == ()


def test_the_day_of_a_cycle_is_found_in_a_sentence() -> None:
    found = only("请于每月25日前报送。", year=2021)
    assert (found.text, found.recurrence, found.explicit) == ("每月25日前", Recurrence(every=Every.MONTH, day=25), True)


# festivals


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("春节前", date(2021, 2, 10)),
        ("国庆节前", date(2021, 9, 30)),
        ("2023年国庆节前", date(2023, 9, 28)),  # days off from 29 September, with Mid-Autumn
        ("五一前", date(2021, 4, 30)),
        ("中秋节前", date(2021, 9, 18)),  # a Saturday that is worked for Mid-Autumn
        ("元旦前", date(2021, 12, 31)),  # the New Year that ends the plan's year
        ("2021年元旦前", date(2020, 12, 31)),
    ],
)
@pytest.mark.parametrize("calendar", [CHINA, CHINA_IN_ENGLISH])
def test_before_a_festival_is_the_last_working_day_before_its_days_off(
    words: str, due: date, calendar: AnnouncedCalendar
) -> None:
    found = read_deadline(words, year=2021, calendar=calendar)
    assert found is not None
    assert (found.due, found.explicit, found.provisional) == (due, True, False)


def test_a_festival_of_a_year_that_is_not_announced_has_no_day_or_a_provisional_one() -> None:
    moon = read_deadline("春节前", year=2027, calendar=CHINA)
    assert moon is not None
    assert (moon.due, moon.provisional) == (None, False)
    assert moon.problem == "the calendar does not know when 春节 of 2027 is; its days off are not announced"
    sun = read_deadline("国庆节前", year=2027, calendar=CHINA)
    assert sun is not None
    assert (sun.due, sun.provisional) == (date(2027, 9, 30), True)
    assert "of 2027 are not announced" in sun.note


def test_a_year_that_the_host_adds_makes_the_day_known_and_firm() -> None:
    holiday = HolidayOptions(name="春节", off=("2027-02-05/2027-02-11",), work=("2027-02-20",))
    options = ChinaOptions(years={"2027": YearOptions(source="a host's own notice", holidays=(holiday,))})
    found = read_deadline("春节前", year=2027, calendar=open_china(options, CONTEXT))
    assert found is not None
    assert (found.due, found.provisional, found.note) == (date(2027, 2, 4), False, "")


def test_without_a_calendar_festivals_of_the_sun_are_provisional_and_those_of_the_moon_unknown() -> None:
    sun, moon = read_deadline("国庆节前", year=2021), read_deadline("春节前", year=2021)
    assert sun is not None
    assert moon is not None
    assert (sun.due, sun.provisional, sun.note != "") == (date(2021, 9, 30), True, True)
    assert (moon.due, moon.problem) == (None, "without a calendar it is not known when 春节 of 2021 is")


def test_a_calendar_is_asked_once_for_a_festival_however_often_it_is_named() -> None:
    class Counting(AnnouncedCalendar):
        asked = 0

        def day(self, on: date) -> DayStatus:
            self.asked += 1
            return super().day(on)

    once, often = Counting([]), Counting([])
    find_deadlines("春节前", year=2021, calendar=once)
    assert len(find_deadlines("春节前，" * 50, year=2021, calendar=often)) == 50
    assert often.asked == once.asked


# laws


@given(TEXTS, st.sampled_from([None, 1, 2021, 9999]), st.sampled_from([None, CHINA]))
@example("国庆节前", 9999, CHINA)
@example("元旦前", 1, CHINA)
@settings(deadline=None)
def test_any_text_is_read_and_words_are_the_text_between_their_offsets(
    text: str, year: int | None, calendar: AnnouncedCalendar | None
) -> None:
    known: dict[str, Any] = {"year": year, "period_end": date(2025, 12, 31), "calendar": calendar}
    whole = read_deadline(text, **known)
    found = find_deadlines(text, **known)
    last = 0
    for one in found if whole is None else (*found, whole):
        assert 0 <= one.start < one.end <= len(text)
        assert one.text == text[one.start : one.end]
        assert one.provisional == bool(one.note)
        assert (one.due is not None) + (one.recurrence is not None) + bool(one.problem) == 1
    for one in found:
        assert last <= one.start
        last = one.end


@given(DAYS, st.sampled_from(["{0:%Y}-{0:%m}-{0:%d}", "{0.year}/{0.month}/{0.day}", "{0.year}.{0.month}.{0.day}"]))
def test_a_date_in_digits_reads_back(day: date, form: str) -> None:
    text = form.format(day)
    found = read_deadline(text)
    assert found is not None
    assert (found.due, found.text, found.problem) == (day, text, "")
    [within] = find_deadlines(f"完成 {text}。")
    assert (within.due, within.text) == (day, text)


@given(
    st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31)),
    st.sampled_from(["{0.year}年{0.month}月{0.day}日前", "by {0.day} {0:%B} {0.year}", "{0:%B} {0.day}, {0.year}"]),
)
def test_a_date_in_words_reads_back(day: date, form: str) -> None:
    found = read_deadline(form.format(day), year=2021)
    assert found is not None
    assert found.due == day


@given(
    st.integers(1900, 2200),
    st.sampled_from(
        [
            *("{}年", "{}年底前", "{}年6月底前", "{}年上半年", "{}年第三季度末", "{}年10月上旬", "{}年2月末", "{}年内"),
            *("by the end of {}", "Q2 {}", "mid-{}", "end of June {}", "first half of {}", "by {}", "late May {}"),
        ]
    ),
    st.integers(1900, 2200),
)
def test_the_day_lies_in_the_year_that_the_words_name_whatever_the_plan_s_is(year: int, form: str, plan: int) -> None:
    found = read_deadline(form.format(year), year=plan)
    assert found is not None
    assert found.due is not None
    assert found.due.year == year


@given(st.integers(1, 9999), st.integers(1, 12))
def test_the_end_of_a_month_is_the_day_before_the_next(year: int, month: int) -> None:
    found = read_deadline(f"{month}月底前", year=year)
    assert found is not None
    assert found.due is not None
    assert (found.due.year, found.due.month) == (year, month)
    assert found.due == date.max or (found.due + timedelta(days=1)).day == 1


# speed

BURSTS = [
    "1-",
    "年",
    "持续",
    "每月25日前",
    "2022年3月,6月",
    "by the end of ",
    "first ",
    "2021.",
    "1月-",
    "春节前",
    "1",
    "一",
    "by 2021     ",
]


@pytest.mark.parametrize("burst", BURSTS)
def test_time_grows_no_faster_than_the_text(burst: str) -> None:
    """Ten times the text takes about ten times the time; an algorithm in squared steps takes a hundred times.

    The machine may be busy with something else, so the best of three tries counts.
    """

    def seconds(length: int) -> float:
        text = burst * (length // len(burst))
        began = time.process_time()
        find_deadlines(text, year=2021, calendar=CHINA)
        read_deadline(text, year=2021, calendar=CHINA)
        return time.process_time() - began

    seconds(1_000)
    assert any(seconds(20_000) < 40 * max(seconds(2_000), 0.005) for _ in range(3))


def test_100_kilobytes_of_a_deadline_s_own_words_take_seconds() -> None:
    """Some two seconds where this was written; squared steps would take hours."""
    text = "".join(burst * (100_000 // len(BURSTS) // len(burst)) for burst in BURSTS)
    assert len(text.encode()) > 100_000
    began = time.process_time()
    find_deadlines(text, year=2021, calendar=CHINA)
    assert time.process_time() - began < 30
