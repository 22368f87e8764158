"""A realistic plan in our own words: 14 targets and 36 measures of an invented city, judged at mid-year."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest

from plan_tasks.assessment import AssessmentContext
from plan_tasks.assessment.pace import assess_by_pace
from plan_tasks.assessment.preparing import case_of
from plan_tasks.model import (
    Aggregation,
    Area,
    AreaId,
    Assignment,
    ChangeType,
    Commitment,
    Comparator,
    Goal,
    Indicator,
    Item,
    ItemId,
    Language,
    Measure,
    Milestone,
    Observation,
    Owner,
    OwnerId,
    Plan,
    PlanId,
    Polarity,
    ProgressReport,
    Role,
    SourceDocument,
    State,
    Target,
)
from plan_tasks.reporting.view import CalendarFacts, ReportRow, ReportView

MID_YEAR = date(2021, 6, 30)
KNOWN = datetime(2021, 7, 16, 9, 0, tzinfo=UTC)

UNITS = {
    "fgw": "市发展改革委",
    "gxj": "市工业和信息化局",
    "kjj": "市科技局",
    "swj": "市商务局",
    "czj": "市财政局",
    "rsj": "市人力资源社会保障局",
    "nyj": "市农业农村局",
    "sthj": "市生态环境局",
    "zjj": "市住房城乡建设局",
    "jtj": "市交通运输局",
    "jyj": "市教育局",
    "wjw": "市卫生健康委",
    "wlj": "市文化广电和旅游局",
    "slj": "市水利局",
    "zrzy": "市自然资源和规划局",
    "dsj": "市政务服务和大数据管理局",
    "tjj": "市统计局",
    "ldA": "分管发展改革工作的副市长",
    "ldB": "分管城建工作的副市长",
}

AREAS = (
    ("a1", "一", "推动制造业高质量发展"),
    ("a2", "二", "以创新培育新动能"),
    ("a3", "三", "扩大有效投资和消费"),
    ("a4", "四", "提升城市品质"),
    ("a5", "五", "全面推进乡村振兴"),
    ("a6", "六", "持续改善生态环境"),
    ("a7", "七", "深化改革开放"),
    ("a8", "八", "办好民生实事"),
    ("a9", "九", "建设数字政府"),
)

_UP, _DOWN, _ADD = ChangeType.GROWTH, ChangeType.REDUCTION, ChangeType.INCREMENT
_SUM, _MEAN, _LAST = Aggregation.SUM, Aggregation.MEAN, Aggregation.LAST
_GE, _LE, _ABOUT, _EXACT, _DIR = (
    Comparator.AT_LEAST,
    Comparator.AT_MOST,
    Comparator.ABOUT,
    Comparator.EXACT,
    Comparator.DIRECTION,
)
_HIGH, _LOW = Polarity.HIGHER, Polarity.LOWER

#: id, indicator, unit, comparator, value, change, aggregation, polarity, lead, actual at mid-year
TARGETS: tuple[tuple[Any, ...], ...] = (
    ("g01", "地区生产总值", "%", _GE, "7.5", _UP, _LAST, _HIGH, "fgw", "11.8"),
    ("g02", "规模以上工业增加值", "%", _GE, "7.5", _UP, _LAST, _HIGH, "gxj", "10.2"),
    ("g03", "固定资产投资", "%", _EXACT, "6.5", _UP, _LAST, _HIGH, "fgw", "5.8"),
    ("g04", "社会消费品零售总额", "%", _EXACT, "9", _UP, _LAST, _HIGH, "swj", "6.9"),
    ("g05", "居民消费价格涨幅", "%", _ABOUT, "3", _UP, _LAST, _LOW, "fgw", "0.9"),
    ("g06", "一般公共预算收入", "%", _EXACT, "5", _UP, _LAST, _HIGH, "czj", "14.6"),
    ("g07", "居民人均可支配收入", "%", _DIR, None, _UP, _LAST, _HIGH, "fgw", "8.4"),
    ("g08", "常住人口城镇化率", "个百分点", _ABOUT, "1.3", _ADD, _LAST, _HIGH, "fgw", None),
    ("g09", "单位生产总值能耗", "%", _ABOUT, "3", _DOWN, _LAST, _LOW, "fgw", "1.1"),
    ("g10", "城镇新增就业", "万人", _GE, "4.9", None, _SUM, _HIGH, "rsj", "3.11"),
    ("g11", "城镇调查失业率", "%", _ABOUT, "5.5", None, _MEAN, _LOW, "rsj", "5.2"),
    ("g12", "粮食产量", "万吨", _GE, "280", None, _SUM, _HIGH, "nyj", "151.37"),
    ("g13", "主要污染物排放量", "%", _DIR, None, _DOWN, _LAST, _LOW, "sthj", "2.4"),
    ("g14", "新增高新技术企业", "家", _GE, "60", None, _SUM, _HIGH, "kjj", "17"),
)


def _rows(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / "data" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _goal(row: tuple[Any, ...]) -> Goal:
    item_id, name, unit, comparator, value, change, aggregation, polarity, lead, _ = row
    indicator = Indicator(name=name, unit=unit, aggregation=aggregation, polarity=polarity)
    target = Target(
        indicator=indicator,
        comparator=comparator,
        value=None if value is None else Decimal(value),
        change=change,
        commitment=Commitment.BINDING if item_id in ("g09", "g12", "g13") else Commitment.EXPECTED,
    )
    return Goal(
        id=item_id,
        title=name,
        targets=(target,),
        assignments=(Assignment(owner=OwnerId(lead)),),
        due=date(2021, 12, 31),
    )


def _measure(row: dict[str, str]) -> Measure:
    percent, state, area, due = row["percent"], row["state"], row["area"], row["due"]
    progress = None
    if percent:
        progress = ProgressReport(
            on=date(2021, 6, 25),
            percent=Decimal(percent),
            narrative=f"截至6月25日，总体完成{Decimal(percent) * 100:.0f}%，按月调度推进。",
            problems=row["problems"],
            next_steps="加快审批，倒排工期，每旬调度。" if row["problems"] else "",
        )
    states = {"done": State.COMPLETED, "asked": State.COMPLETION_REQUESTED, "paused": State.SUSPENDED}
    stones = (
        Milestone(title="目录编制", due=date(2021, 3, 31), done=date(2021, 3, 20)),
        Milestone(title="平台上线试运行", due=date(2021, 6, 20)),
        Milestone(title="通过验收", due=date(2021, 12, 20)),
    )
    return Measure(
        id=ItemId(row["id"]),
        title=row["title"],
        area=AreaId(area),
        due=date.fromisoformat(due) if due else None,
        assignments=(
            Assignment(owner=OwnerId(row["lead"])),
            *(Assignment(owner=OwnerId(unit), role=Role.COOPERATING) for unit in row["cooperating"].split()),
            Assignment(owner=OwnerId("ldB" if area in ("a4", "a6") else "ldA"), role=Role.LEADER),
        ),
        state=states.get(state, State.ACTIVE),
        requested_by="fgw" if state == "asked" else "",
        completed=date.fromisoformat(due) if state == "done" else None,
        progress=progress,
        milestones=stones if state == "stones" else (),
    )


def observations_of(item_id: str) -> list[Observation]:
    """What the sample plan knows of an item at mid-year."""
    for row in TARGETS:
        if row[0] == item_id and row[9] is not None:
            value = Decimal(row[9])
            return [Observation(indicator=row[1], start=date(2021, 1, 1), end=MID_YEAR, value=value, known=KNOWN)]
    return []


def sample_plan() -> Plan:
    """The plan."""
    return Plan(
        id=PlanId("yunxi-2021"),
        title="云溪市2021年政府工作报告重点任务",
        start=date(2021, 1, 1),
        end=date(2021, 12, 31),
        issuer="云溪市人民政府",
        areas=tuple(Area(id=AreaId(area), number=number, title=title) for area, number, title in AREAS),
        owners=tuple(Owner(id=OwnerId(key), name=name) for key, name in UNITS.items()),
        goals=tuple(_goal(row) for row in TARGETS),
        measures=tuple(map(_measure, _rows("measures.csv"))),
        source=SourceDocument(name="云溪市2021年政府工作报告", reference="云政报〔2021〕1号"),
    )


def view_of(
    plan: Plan,
    observations: Callable[[str], Sequence[Observation]] = observations_of,
    *,
    day: date = MID_YEAR,
    language: Language = Language.ZH,
) -> ReportView:
    """A view of a plan whose items were judged by pace."""
    items: list[Item] = list(plan.items())
    cases = [case_of(item, plan, observations(item.id), day) for item in items]
    judged = assess_by_pace(cases, AssessmentContext(day=day, period_end=plan.end))
    return ReportView(
        plan=plan.header(),
        source=[ReportRow(item, assessment) for item, assessment in zip(items, judged, strict=True)],
        day=day,
        language=language,
        method="pace",
        calendar=CalendarFacts(name="china", announced=(2021,)),
        version="0.1.0",
    )


@pytest.fixture
def plan() -> Plan:
    return sample_plan()


@pytest.fixture
def view(plan: Plan) -> ReportView:
    return view_of(plan)


@pytest.fixture
def english_view(plan: Plan) -> ReportView:
    return view_of(plan, language=Language.EN)


@pytest.fixture
def make_view() -> Callable[..., ReportView]:
    return view_of


@pytest.fixture
def empty_view(plan: Plan) -> ReportView:
    return view_of(plan.header())


@pytest.fixture
def long_titles_view(plan: Plan) -> ReportView:
    """Every title has 300 characters."""

    def lengthened(item: Any) -> Any:
        return attrs.evolve(item, title=(item.title * 300)[:300])

    return view_of(
        attrs.evolve(plan, goals=tuple(map(lengthened, plan.goals)), measures=tuple(map(lengthened, plan.measures)))
    )


@pytest.fixture
def observed() -> Callable[[str], Sequence[Observation]]:
    return observations_of
