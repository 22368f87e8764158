"""A realistic plan in our own words: 14 targets and 36 measures of an invented city, judged at mid-year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import attrs
import pytest

from plan_tasks.assessment import AssessmentContext
from plan_tasks.assessment.case import case_of
from plan_tasks.assessment.pace import assess_by_pace
from plan_tasks.model import (
    Aggregation,
    Area,
    Assignment,
    ChangeType,
    Commitment,
    Comparator,
    Goal,
    Indicator,
    Item,
    Language,
    Measure,
    Milestone,
    Observation,
    Owner,
    Plan,
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
    ("g13", "主要污染物排放量", "吨", _DIR, None, _DOWN, _LAST, _LOW, "sthj", "-312"),
    ("g14", "新增高新技术企业", "家", _GE, "60", None, _SUM, _HIGH, "kjj", "17"),
)

#: id, area, title, lead, cooperating, due, percent reported, state, problems
MEASURES: tuple[tuple[Any, ...], ...] = (
    ("m01", "a1", "实施传统产业数字化改造，完成120家规模以上企业技术改造", "gxj", "fgw czj", "2021-12-31", "0.62", "", ""),
    ("m02", "a1", "建成智能装备产业园一期标准化厂房", "gxj", "zrzy zjj", "2021-09-30", "0.55", "", "部分地块征收未完成"),
    ("m03", "a1", "培育省级以上“专精特新”企业20家", "gxj", "", "2021-12-31", "0.45", "", ""),
    ("m04", "a1", "开展产业链供应链断点排查，建立重点企业问题台账并逐项销号", "gxj", "fgw swj", "2021-06-30", "1", "done", ""),
    ("m05", "a2", "建设市级以上研发平台30个", "kjj", "", "2021-12-31", "0.38", "", "企业自建平台意愿不强"),
    ("m06", "a2", "全社会研发投入强度提高到2.1%", "kjj", "tjj czj", "2021-12-31", None, "", ""),
    ("m07", "a2", "引进高层次人才团队10个", "rsj", "kjj", "2021-12-31", "0.5", "", ""),
    ("m08", "a2", "出台科技成果转移转化奖励办法", "kjj", "czj", "2021-05-31", "0.9", "", "征求意见后尚待审定"),
    ("m09", "a3", "推进220个重点项目建设，完成年度投资1100亿元", "fgw", "zrzy sthj", "2021-12-31", "0.53", "", ""),
    ("m10", "a3", "开工建设环城高速东段", "jtj", "zrzy", "2021-10-31", "0.2", "", "初步设计批复晚于预期，施工图审查尚在进行"),
    ("m11", "a3", "建成城乡高效配送节点45个", "swj", "jtj", "2021-11-30", "0.6", "", ""),
    ("m12", "a3", "举办消费促进活动12场", "swj", "wlj", "2021-12-31", "0.75", "", ""),
    ("m13", "a4", "改造老旧小区186个", "zjj", "czj", "2021-11-30", "0.41", "", "部分小区居民意见不统一"),
    ("m14", "a4", "新增公共停车泊位5000个", "zjj", "zrzy", "2021-12-31", "0.47", "", ""),
    ("m15", "a4", "编制国土空间总体规划", "zrzy", "fgw", "2021-06-15", "0.85", "", "省级审查意见未反馈"),
    ("m16", "a4", "打通断头路9条", "zjj", "jtj", "2021-12-31", "0.5", "", ""),
    ("m17", "a5", "建设高标准农田32万亩", "nyj", "slj czj", "2021-10-31", "0.7", "", ""),
    ("m18", "a5", "完成农村户厕改造4.5万户", "nyj", "wjw", "2021-11-30", "0.66", "", ""),
    ("m19", "a5", "新改建农村公路260公里", "jtj", "", "2021-12-31", "0.52", "", ""),
    ("m20", "a5", "实施农村供水保障工程，提升自来水普及率", "slj", "nyj", "2021-12-31", "0.3", "", "两处水厂选址调整"),
    ("m21", "a6", "完成国土绿化6.8万亩", "zrzy", "", "2021-04-30", "1", "done", ""),
    ("m22", "a6", "整治河湖“四乱”问题，国控断面水质全部达标", "slj", "sthj", "2021-12-31", "0.58", "", ""),
    ("m23", "a6", "淘汰国三及以下柴油货车3200辆", "sthj", "jtj", "2021-12-31", "0.18", "", "补贴资金未到位，车主淘汰意愿低"),
    ("m24", "a6", "建成生活垃圾焚烧发电厂二期", "zjj", "sthj fgw", "2021-07-31", "0.92", "", ""),
    ("m25", "a7", "完成开发区管理机构改革", "fgw", "rsj", "2021-06-30", "1", "asked", ""),
    ("m26", "a7", "推行企业开办“一日办结”", "dsj", "", "2021-07-15", "0.95", "", ""),
    ("m27", "a7", "进出口企业通关便利化试点", "swj", "", "2021-12-31", None, "paused", ""),
    ("m28", "a7", "国有企业重组整合为5家集团公司", "czj", "", "2021-12-31", "0.35", "", ""),
    ("m29", "a8", "新建改扩建公办幼儿园24所", "jyj", "zjj", "2021-08-31", "0.78", "", ""),
    ("m30", "a8", "增加中小学学位1.6万个", "jyj", "zrzy", "2021-08-31", "0.7", "", "一所学校因管线迁改停工20天"),
    ("m31", "a8", "建成市中心医院新院区", "wjw", "zjj", "2021-12-31", "0.55", "", ""),
    ("m32", "a8", "社区养老服务设施覆盖率达到90%", "wjw", "zjj", "2021-12-31", "0.49", "", ""),
    ("m33", "a8", "举办第五届全民读书节", "wlj", "jyj", "2021-05-10", "1", "done", ""),
    ("m34", "a9", "政务服务事项网上可办率达到98%", "dsj", "", "2021-09-30", "0.8", "", ""),
    ("m35", "a9", "归集全市公共数据目录，建成数据共享交换平台", "dsj", "gxj", "2021-12-31", None, "stones", ""),
    ("m36", "a9", "建设城市运行管理中心", "dsj", "zjj", None, None, "", ""),
)  # fmt: skip


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
        id=item_id, title=name, targets=(target,), assignments=(Assignment(owner=lead),), due=date(2021, 12, 31)
    )


def _measure(row: tuple[Any, ...]) -> Measure:
    item_id, area, title, lead, cooperating, due, percent, state, problems = row
    progress = None
    if percent is not None:
        progress = ProgressReport(
            on=date(2021, 6, 25),
            percent=Decimal(percent),
            narrative=f"截至6月25日，总体完成{Decimal(percent) * 100:.0f}%，按月调度推进。",
            problems=problems,
            next_steps="加快审批，倒排工期，每旬调度。" if problems else "",
        )
    states = {"done": State.COMPLETED, "asked": State.COMPLETION_REQUESTED, "paused": State.SUSPENDED}
    stones = (
        Milestone(title="目录编制", due=date(2021, 3, 31), done=date(2021, 3, 20)),
        Milestone(title="平台上线试运行", due=date(2021, 6, 20)),
        Milestone(title="通过验收", due=date(2021, 12, 20)),
    )
    return Measure(
        id=item_id,
        title=title,
        area=area,
        due=None if due is None else date.fromisoformat(due),
        assignments=(
            Assignment(owner=lead),
            *(Assignment(owner=unit, role=Role.COOPERATING) for unit in cooperating.split()),
            Assignment(owner="ldB" if area in ("a4", "a6") else "ldA", role=Role.LEADER),
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
        id="yunxi-2021",
        title="云溪市2021年政府工作报告重点任务",
        start=date(2021, 1, 1),
        end=date(2021, 12, 31),
        issuer="云溪市人民政府",
        areas=tuple(Area(id=area, number=number, title=title) for area, number, title in AREAS),
        owners=tuple(Owner(id=key, name=name) for key, name in UNITS.items()),
        goals=tuple(_goal(row) for row in TARGETS),
        measures=tuple(_measure(row) for row in MEASURES),
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
