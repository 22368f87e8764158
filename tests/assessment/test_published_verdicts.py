"""What offices published about their own targets comes out as they published it.

The figures stand here in our own table, so that the test runs anywhere; where the folder of public documents lies
beside the repository, its files are read as well and must say the same.
"""

from __future__ import annotations

import csv
import json
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from plan_tasks.assessment import AssessmentContext, rounded
from plan_tasks.assessment.pace import assess_by_pace
from plan_tasks.assessment.preparing import case_of
from plan_tasks.assessment.register import indicator_for
from plan_tasks.assessment.single import judge_single
from plan_tasks.errors import InvalidValue
from plan_tasks.model import ChangeType, Comparator, Goal, Health, ItemId, Observation, Plan, PlanId, Target
from plan_tasks.model.quantities import Quantity
from plan_tasks.tracker import Tracker

D = Decimal


def target(
    name: str, unit: str, comparator: Comparator, value: str, change: ChangeType | None = None, upper: str | None = None
) -> Target:
    return Target(
        indicator=indicator_for(name, unit, change),
        comparator=comparator,
        value=D(value),
        upper=D(upper) if upper else None,
        change=change,
    )


GDP = target("国内生产总值", "%", Comparator.AT_LEAST, "6", ChangeType.GROWTH)
GDP_RANGE = target("国内生产总值", "%", Comparator.RANGE, "6", ChangeType.GROWTH, "6.5")
JOBS = target("城镇新增就业", "万人", Comparator.AT_LEAST, "1100", ChangeType.LEVEL)
JOBS_2016 = target("城镇新增就业", "万人", Comparator.AT_LEAST, "1000", ChangeType.LEVEL)
UNEMPLOYMENT = target("城镇调查失业率", "%", Comparator.ABOUT, "5.5", ChangeType.LEVEL)
CPI = target("居民消费价格", "%", Comparator.ABOUT, "3", ChangeType.GROWTH)
GRAIN = target("粮食产量", "万亿斤", Comparator.AT_LEAST, "1.3", ChangeType.LEVEL)
ENERGY = target("单位国内生产总值能耗", "%", Comparator.ABOUT, "3", ChangeType.REDUCTION)

#: target, value, day, verdict, attainment as published (None: none was)
PUBLISHED = [
    (JOBS, "698", date(2021, 6, 30), "ahead", "0.635"),  # statistics bureau: 63.5% of the year's target
    (JOBS, "1045", date(2021, 9, 30), "ahead", "0.950"),  # statistics bureau: 95.0%
    (JOBS, "1133", date(2021, 10, 31), "met", "1.030"),  # press: the year's target met early
    (JOBS, "1269", date(2021, 12, 31), "met", "1.154"),  # work report of 2022
    (JOBS_2016, "1314", date(2016, 12, 31), "met", "1.314"),  # 131.4%, not cut off at 100%
    (GDP, "18.3", date(2021, 3, 31), "ahead", None),  # a rate of the year to date, never added up
    (GDP, "8.1", date(2021, 12, 31), "met", None),
    (GDP_RANGE, "6.1", date(2019, 12, 31), "met", None),
    (UNEMPLOYMENT, "5.1", date(2021, 12, 31), "met", None),
    (UNEMPLOYMENT, "5.2", date(2021, 6, 30), "ahead", None),  # briefing: below the target
    (CPI, "0.9", date(2021, 12, 31), "met", None),  # about 3% is not missed from below
    (CPI, "2.0", date(2016, 12, 31), "met", None),
    (CPI, "2.1", date(2018, 12, 31), "met", None),
    (CPI, "2.9", date(2019, 12, 31), "met", None),
    (GRAIN, "1.37", date(2021, 12, 31), "met", None),
    (ENERGY, "2.6", date(2019, 12, 31), "met", None),
]

#: Target as written, year, value and verdict by the work reports and bulletins of the years 2011 to 2026, on the
#: year's last day; attainment where it was published or is plain from the two figures (None: neither).
PUBLISHED_IN_WORDS = [
    ("国内生产总值增长8%左右", 2010, "10.3", "met", None),
    ("城镇新增就业900万人以上", 2010, "1168", "met", None),
    ("居民消费价格涨幅3%左右", 2010, "3.3", "met", None),
    ("城镇登记失业率控制在4.6%以内", 2010, "4.1", "met", None),
    ("居民消费价格总水平涨幅控制在4%左右", 2011, "5.4", "missed", None),
    ("国内生产总值增长7.5%", 2012, "7.8", "met", None),
    ("城镇新增就业900万人以上", 2012, "1266", "met", "1.41"),  # ministry: 140% of the target
    ("进出口总额增长10%左右", 2012, "6.2", "missed", None),
    ("城镇登记失业率低于4.6%", 2013, "4.05", "met", None),
    ("国内生产总值增长7.5%左右", 2014, "7.4", "met", None),
    ("居民消费价格涨幅控制在3.5%左右", 2014, "2.0", "met", None),
    ("进出口增长6%左右", 2015, "-7.0", "missed", None),
    ("国内生产总值增长7%左右", 2015, "6.9", "met", None),
    ("能耗强度下降3.1%以上", 2015, "5.6", "met", None),
    ("国内生产总值增长6.5%—7%", 2016, "6.7", "met", None),
    ("单位国内生产总值能耗下降3.4%以上", 2016, "5.0", "met", None),
    ("城镇新增就业1100万人以上", 2017, "1351", "met", "1.23"),
    ("农村贫困人口减少1000万人以上", 2017, "1289", "met", None),
    ("城镇调查失业率5.5%以内", 2018, "4.9", "met", None),
    ("单位国内生产总值能耗下降3%以上", 2018, "3.1", "met", None),
    ("城镇新增就业1100万人以上", 2019, "1352", "met", "1.23"),
    ("农村贫困人口减少1000万以上", 2019, "1109", "met", None),
    ("居民消费价格涨幅3.5%左右", 2020, "2.5", "met", None),
    ("城镇新增就业900万人以上", 2020, "1186", "met", "1.32"),
    ("城镇登记失业率5.5%左右", 2020, "4.24", "met", None),
    ("国内生产总值增长5.5%左右", 2022, "3.0", "missed", None),
    ("城镇新增就业1100万人以上", 2022, "1206", "met", "1.10"),
    ("国内生产总值增长5%左右", 2023, "5.2", "met", None),
    ("城镇新增就业1200万人左右", 2023, "1244", "met", "1.04"),
    ("居民消费价格涨幅3%左右", 2023, "0.2", "met", None),
    ("城镇新增就业1200万人以上", 2024, "1256", "met", "1.05"),
    ("城镇调查失业率5.5%左右", 2024, "5.1", "met", None),
    ("城镇新增就业1200万人以上", 2025, "1267", "met", "1.06"),
    ("粮食产量1.4万亿斤左右", 2025, "1.43", "met", None),
]


@pytest.mark.parametrize(("words", "year", "value", "verdict", "attainment"), PUBLISHED_IN_WORDS)
def test_targets_as_the_reports_write_them_come_out_as_published(
    words: str, year: int, value: str, verdict: str, attainment: str | None
) -> None:
    with Tracker.open("memory:") as tracker:
        _, found = tracker.check(words, D(value), on=date(year, 12, 31), year=year)
    assert found.health.value == verdict
    if attainment is not None:
        assert rounded(found.attainment, 2) == D(attainment)


@pytest.mark.parametrize(
    ("words", "amount", "same"),
    [
        ("城镇新增就业1100万人以上", Quantity("13520000", "人"), "1352"),
        ("粮食产量1.3万亿斤以上", Quantity("6.95", "亿吨"), "1.39"),
        ("粮食面积670万亩以上", Quantity("6700000", "亩"), "670"),
        ("进出口增长6%左右", Quantity("-7", "%"), "-7"),
    ],
)
def test_a_result_in_a_unit_of_its_own_is_judged_in_the_target_s(words: str, amount: Quantity, same: str) -> None:
    on = date(2019, 12, 31)
    with Tracker.open("memory:") as tracker:
        _, found = tracker.check(words, amount, on=on, year=2019)
        _, plainly = tracker.check(words, D(same), on=on, year=2019)
        assert (found.health, found.actual, found.attainment) == (plainly.health, plainly.actual, plainly.attainment)
        with pytest.raises(InvalidValue, match="do not measure the same"):
            tracker.check(words, Quantity("3", "元"), on=on, year=2019)


@pytest.mark.parametrize(("aim", "value", "day", "verdict", "attainment"), PUBLISHED)
def test_published_verdicts_come_out(aim: Target, value: str, day: date, verdict: str, attainment: str | None) -> None:
    found = judge_single(aim, D(value), on=day)
    assert found.health.value == verdict
    if attainment is not None:
        assert rounded(found.attainment, 3) == D(attainment)


def test_half_a_year_of_jobs_is_judged_in_step_with_the_calendar() -> None:
    found = judge_single(JOBS, D(698), on=date(2021, 6, 30))
    assert rounded(found.attainment) == D("0.6345")
    assert rounded(found.expected, 1) == D("545.5")  # 1,100 times 181 of 365 days
    assert rounded(found.pace, 2) == D("1.28")


def test_what_the_published_verdicts_tolerate_has_its_bounds() -> None:
    assert judge_single(CPI, D("3.6"), on=date(2021, 12, 31)).health is Health.MISSED
    assert judge_single(UNEMPLOYMENT, D("6.1"), on=date(2021, 12, 31)).health is Health.MISSED
    assert judge_single(ENERGY, D("2.4"), on=date(2021, 12, 31)).health is Health.MISSED
    assert judge_single(GDP_RANGE, D("5.9"), on=date(2021, 12, 31)).health is Health.MISSED
    assert judge_single(JOBS, D(1099), on=date(2021, 12, 31)).health is Health.MISSED


def targets_of_2021(corpus: Path) -> dict[str, Target]:
    """The labelled targets of the national report of 2021, by indicator."""
    passages = json.loads((corpus / "targets.json").read_text(encoding="utf-8"))
    [passage] = [one for one in passages if one["id"] == "national-2021"]
    found = {}
    for row in passage["targets"]:
        if row["value"] is not None:
            change = ChangeType(row["change"])
            comparator = Comparator(row["comparator"])
            found[row["indicator"]] = target(row["indicator"], row["unit"], comparator, str(row["value"]), change)
    return found


def test_outcomes_of_the_corpus_come_out(corpus: Path) -> None:
    aims = targets_of_2021(corpus)
    rows = json.loads((corpus / "outcomes.json").read_text(encoding="utf-8"))
    assert rows
    for row in rows:
        [aim] = [aim for name, aim in aims.items() if row["target"].startswith(name)]
        on = date.fromisoformat(row.get("as_of", "2021-12-31"))
        found = judge_single(aim, D(str(row["actual"])), on=on)
        assert found.health.value == row["verdict"], row["id"]
        if "attainment" in row:
            assert abs((found.attainment or D(0)) - D(str(row["attainment"]))) < D("0.0006"), row["id"]


def test_a_year_of_national_results_is_judged_as_published(corpus: Path) -> None:
    aims = targets_of_2021(corpus)
    plan = Plan(id=PlanId("n"), title="2021", start=date(2021, 1, 1), end=date(2021, 12, 31))
    with (corpus / "national_2021_actuals.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    results = [
        Observation(
            indicator=row["indicator"],
            start=date.fromisoformat(row["period_start"]),
            end=date.fromisoformat(row["period_end"]),
            value=D(row["value"]),
            known=datetime.fromisoformat(row["published"]).replace(tzinfo=UTC),
        )
        for row in rows
    ]
    stated = {
        (row["indicator"], row["period_end"]): D(share[1]) / 100
        for row in rows
        if (share := re.search(r"([0-9.]+)% of the year's target", row["source"]))
    }
    assert len(stated) == 2
    for name, aim in aims.items():
        mine = [one for one in results if one.indicator == name]
        if not mine:  # energy intensity is not published within the year
            continue
        goal = Goal(id=ItemId(name), title=name, targets=(aim,))
        for day in sorted({one.end for one in mine}):
            case = case_of(goal, plan, mine, day)
            [found] = assess_by_pace([case], AssessmentContext(day=day, period_end=plan.end))
            expected = {Health.MET} if day == plan.end else {Health.AHEAD, Health.MET}
            assert found.health in expected, (name, day)
            if (name, day.isoformat()) in stated:
                assert rounded(found.attainment, 3) == stated[name, day.isoformat()]


def test_the_practice_of_publishing_attainment_comes_out(corpus: Path) -> None:
    """The row on attainment: each "x of y = z%" that offices published."""
    rows = [line for line in (corpus / "practice.md").read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    [row] = [line for line in rows if "Attainment is published" in line]
    shares = re.findall(r"([\d,]+) of ([\d,]+) = ([\d.]+)%", row)
    assert len(shares) == 2
    for actual, goal, share in shares:
        aim = target("城镇新增就业", "万人", Comparator.AT_LEAST, goal.replace(",", ""), ChangeType.LEVEL)
        found = judge_single(aim, D(actual.replace(",", "")), on=date(2021, 12, 31))
        assert rounded(found.attainment, 3) == D(share) / 100


def test_the_practice_of_calling_about_met_comes_out(corpus: Path) -> None:
    """The row on "about": every value that the State Council called met is met."""
    rows = [line for line in (corpus / "practice.md").read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    [row] = [line for line in rows if '"About 3%"' in line]
    prices, energy, growth = row.split(";")
    values = re.findall(r"\d\.\d", prices)
    assert len(values) == 4
    for value in values:
        assert judge_single(CPI, D(value), on=date(2021, 12, 31)).health is Health.MET
    [share] = re.findall(r"met at (\d\.\d)", energy)
    assert judge_single(ENERGY, D(share), on=date(2021, 12, 31)).health is Health.MET
    [rate] = re.findall(r"at (\d\.\d)", growth)
    assert judge_single(GDP_RANGE, D(rate), on=date(2021, 12, 31)).health is Health.MET


def test_an_earlier_day_is_judged_by_what_was_known_then() -> None:
    plan = Plan(id=PlanId("n"), title="2021", start=date(2021, 1, 1), end=date(2021, 12, 31))
    results = [
        Observation(
            indicator="城镇新增就业",
            start=plan.start,
            end=end,
            value=D(value),
            known=datetime(published.year, published.month, published.day, tzinfo=UTC),
        )
        for value, end, published in (
            (698, date(2021, 6, 30), date(2021, 7, 15)),
            (1045, date(2021, 9, 30), date(2021, 10, 18)),
        )
    ]
    goal = Goal(id=ItemId("jobs"), title="Jobs", targets=(JOBS,))
    on = date(2021, 9, 30)
    for known, value in (("2021-10-01", D(698)), ("2021-10-18", D(1045))):
        moment = datetime.fromisoformat(known).replace(tzinfo=UTC)
        case = case_of(goal, plan, results, on, known_at=moment)
        [found] = assess_by_pace([case], AssessmentContext(day=on, period_end=plan.end))
        assert found.actual == value
