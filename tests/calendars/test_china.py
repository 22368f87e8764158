"""The shipped days of China: against the notices, against other collections, and with a host's own years."""

from __future__ import annotations

import json
import logging
from collections import Counter
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

import attrs
import pytest

from plan_tasks.calendars import AnnouncedCalendar, DayKind, DayStatus, read_years
from plan_tasks.errors import InvalidDocument, MissingExtra, PluginOptionsError, SourceUnreadable
from plan_tasks.hooks import SPECIFICATIONS
from plan_tasks.plugging import PluginContext
from plan_tasks.plugging.host import PluginHost
from plan_tasks.plugins.calendars.china import ChinaOptions, open_china
from plan_tasks.services.opening import open_calendar

CONTEXT = PluginContext(plugin="china", logger=logging.getLogger("china"))
CHINA = open_china(ChinaOptions(), CONTEXT)
YEAR_2027 = {
    "source": "a host's own notice",
    "holidays": [
        {"name": "元旦", "off": ["2026-12-31/2027-01-02"]},
        {"name": "春节", "off": ["2027-02-05/2027-02-11"], "work": ["2027-02-20"]},
    ],
}


def days_of(first: int, last: int) -> list[date]:
    start = date(first, 1, 1)
    return [start + timedelta(days=number) for number in range((date(last, 12, 31) - start).days + 1)]


@pytest.fixture
def host() -> PluginHost:
    return PluginHost(
        specifications=SPECIFICATIONS, builtins=["plan_tasks.plugins.calendars.china"], version="0", autoload=False
    )


def test_years_2004_to_2026_are_announced_with_their_sources() -> None:
    assert CHINA.announced == tuple(range(2004, 2027))
    assert CHINA.source(2021) == "国务院办公厅 国办发明电〔2020〕27号"
    assert all("国务院办公厅" in CHINA.source(year) for year in CHINA.announced)
    assert CHINA.source(2027) == ""


@pytest.mark.parametrize(
    ("year", "off", "make_up"),
    [(2021, 31, 7), (2022, 32, 7), (2023, 28, 7), (2024, 28, 8), (2025, 28, 5), (2026, 33, 6)],
)
def test_days_off_and_make_up_days_of_a_year_are_as_many_as_announced(year: int, off: int, make_up: int) -> None:
    kinds = Counter(CHINA.day(day).kind for day in days_of(year, year))
    assert (kinds[DayKind.HOLIDAY], kinds[DayKind.MAKE_UP]) == (off, make_up)


def test_every_day_agrees_with_chinesecalendar_but_one_that_it_has_wrong() -> None:
    chinese_calendar = pytest.importorskip("chinese_calendar", reason="the extra calendar is not installed")
    different = [day for day in days_of(2004, 2026) if CHINA.day(day).working != chinese_calendar.is_workday(day)]
    # 国办发明电〔2005〕35号: Saturday 31 December 2005 is worked for New Year's Day
    assert different == [date(2005, 12, 31)]


def test_days_beyond_the_announced_years_go_by_the_week_and_say_so() -> None:
    assert CHINA.day(date(2027, 10, 1)) == DayStatus(kind=DayKind.WEEKDAY, provisional=True)
    assert CHINA.day(date(2003, 5, 3)) == DayStatus(kind=DayKind.WEEKEND, provisional=True)


def test_the_last_days_of_the_last_announced_year_may_still_be_moved() -> None:
    # New Year's Day 2019 took 29 to 31 December 2018; no notice of the shipped years reaches further back
    provisional = [day for day in days_of(2026, 2026) if CHINA.day(day).provisional]
    assert provisional == [date(2026, 12, 29), date(2026, 12, 30), date(2026, 12, 31)]
    document = json.loads(files("plan_tasks.plugins.calendars").joinpath("china_days.json").read_text("utf-8"))
    moved = [
        day
        for year in read_years(document, where="shipped")
        for holiday in year.holidays
        for day in (*holiday.off, *holiday.work)
        if day.year < year.year
    ]
    assert min(day.day for day in moved) == 29


def test_holidays_have_names_in_the_language_of_the_host() -> None:
    english = open_china(ChinaOptions(), attrs.evolve(CONTEXT, language="en"))
    assert CHINA.day(date(2021, 2, 12)).name == "春节"
    assert english.day(date(2021, 2, 12)).name == "Spring Festival"
    assert english.day(date(2021, 2, 7)) == DayStatus(kind=DayKind.MAKE_UP, name="Spring Festival")
    unnamed = [day for day in days_of(2004, 2026) if not english.day(day).name.isascii()]
    assert unnamed == []


def test_a_host_adds_a_year_by_a_file(tmp_path: Path, host: PluginHost) -> None:
    path = tmp_path / "2027.json"
    path.write_text(json.dumps({"years": {"2027": YEAR_2027}}), encoding="utf-8-sig")
    calendar = open_calendar(host, "china", {"years_file": str(path)})
    assert not calendar.day(date(2027, 2, 8)).working
    assert calendar.day(date(2026, 12, 31)) == DayStatus(kind=DayKind.HOLIDAY, name="元旦")
    assert calendar.day(date(2027, 12, 31)).provisional
    assert not calendar.day(date(2021, 2, 12)).working


def test_a_host_adds_a_year_by_a_mapping(host: PluginHost) -> None:
    calendar = open_calendar(host, "china", {"years": {"2027": YEAR_2027}})
    assert isinstance(calendar, AnnouncedCalendar)
    assert calendar.day(date(2027, 2, 20)).kind is DayKind.MAKE_UP
    assert calendar.source(2027) == "a host's own notice"


def test_a_host_s_year_replaces_the_shipped_one(host: PluginHost) -> None:
    calendar = open_calendar(host, "china", {"years": {"2026": {"source": "corrected", "holidays": []}}})
    assert calendar.day(date(2026, 2, 17)) == DayStatus(kind=DayKind.WEEKDAY)


def test_the_days_of_chinesecalendar_can_be_taken_instead(host: PluginHost) -> None:
    pytest.importorskip("chinese_calendar", reason="the extra calendar is not installed")
    calendar = open_calendar(host, "china", {"source": "chinesecalendar"})
    assert isinstance(calendar, AnnouncedCalendar)
    assert calendar.announced[0] == 2004
    # It has one name for the joint holidays of a year, and knows 31 December 2005 as a day off; see above.
    ours = {day: CHINA.day(day).kind for day in days_of(2006, 2026)}
    weekend = {DayKind.WEEKEND, DayKind.HOLIDAY}
    for day, kind in ours.items():
        theirs = calendar.day(day).kind
        assert theirs is kind or (day.weekday() >= 5 and {theirs, kind} <= weekend), day
    assert calendar.day(date(2021, 2, 12)).name == "春节"


def test_without_the_library_the_error_holds_the_line_that_installs_it(
    host: PluginHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "chinese_calendar", None)
    monkeypatch.delitem(__import__("sys").modules, "chinese_calendar.constants", raising=False)
    with pytest.raises(MissingExtra) as caught:
        open_calendar(host, "china", {"source": "chinesecalendar"})
    assert 'pip install "plan-tasks[calendar]"' in str(caught.value)


@pytest.mark.parametrize(
    ("holiday", "message"),
    [
        ({"name": "春节", "off": ["2027-02-30"]}, "2027-02-30 is no day of the calendar"),
        ({"name": "春节", "off": ["5 February"]}, "'5 February', not a day"),
        ({"name": "春节", "off": ["2027-02-11/2027-02-05"]}, "ends before it begins"),
        ({"name": "春节", "off": ["2028-02-05"]}, "lies outside 2027"),
        ({"name": "春节", "off": ["2027-02-05"], "work": ["2027-02-19"]}, "no day of the weekend"),
        ({"name": "春节", "off": ["2027-02-06"], "work": ["2027-02-06"]}, "both off and worked"),
        ({"name": "", "off": ["2027-02-06"]}, "has the name ''"),
        ({"name": "春节", "off": ["2027-02-06"], "make_up": []}, "has 'make_up'; known are name, off, work"),
        ({"name": "春节"}, "holds NoneType where a list belongs"),
        ("春节", "is str, not a table"),
    ],
)
def test_a_slip_in_a_file_of_years_is_named(holiday: object, message: str, tmp_path: Path) -> None:
    path = tmp_path / "years.json"
    document = {"years": {"2027": {"source": "notice", "holidays": [holiday]}}}
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    with pytest.raises(InvalidDocument) as caught:
        open_china(ChinaOptions(years_file=path), CONTEXT)
    assert message in str(caught.value)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    "document", [[], {"years": []}, {"years": {"27": YEAR_2027}}, {"year": {}}, {"years": {"2027": {"source": 3}}}]
)
def test_a_document_of_another_shape_is_refused_with_the_right_shape(document: object) -> None:
    with pytest.raises(InvalidDocument, match="the shape is"):
        read_years(document, where="host")


def test_a_file_that_is_not_there_not_json_or_too_large_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="cannot be read"):
        open_china(ChinaOptions(years_file=tmp_path / "absent.json"), CONTEXT)
    with pytest.raises(SourceUnreadable, match="cannot be read"):
        open_china(ChinaOptions(years_file=tmp_path), CONTEXT)
    binary = tmp_path / "binary.json"
    binary.write_bytes(b"\x00\xff")
    with pytest.raises(InvalidDocument, match="not JSON"):
        open_china(ChinaOptions(years_file=binary), CONTEXT)
    large = tmp_path / "large.json"
    large.write_bytes(b" " * 1_000_001)
    with pytest.raises(SourceUnreadable, match="more than 1,000,000 bytes"):
        open_china(ChinaOptions(years_file=large), CONTEXT)


def test_an_unknown_source_is_refused_with_those_there_are(host: PluginHost) -> None:
    with pytest.raises(PluginOptionsError, match="announced, chinesecalendar"):
        open_calendar(host, "china", {"source": "lunar"})
