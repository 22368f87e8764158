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
from plan_tasks.model import ChangeType, Comparator, Goal, Health, ItemId, Observation, Plan, PlanId, Target

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
