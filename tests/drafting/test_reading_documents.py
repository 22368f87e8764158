"""Whole documents: areas, measures, owners, tables, what is said of the past, what was said twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan_tasks.drafting.contract import DraftOptions, Source
from plan_tasks.drafting.draft import Draft, DraftMeasure, draft_to_json
from plan_tasks.drafting.reading import read_report
from plan_tasks.drafting.vocabulary.lexicon import Lexicon, Part, Word
from plan_tasks.errors import InvalidValue
from plan_tasks.model import Comparator, Role, State
from plan_tasks.plugins.importers.tables import Tables

REPORT = """# 2023年政府工作报告

一、2022年工作回顾

全市生产总值达到1800亿元,增长5.1%。新建农村公路210公里。

二、2023年工作安排

主要预期目标是:生产总值增长6%左右,城镇新增就业3万人以上。

(一)着力扩大有效需求。加快推进项目建设,实施重点项目260个。优化营商环境,新增市场主体2万户。促进消费恢复。

(二)着力增进民生福祉
1.新建幼儿园12所。(市教育局牵头,市财政局配合,8月底前完成)
2.改造老旧小区90个。
责任单位:市住建局、市城管局
"""


def owners(measure: DraftMeasure, role: Role) -> list[str]:
    return [owner.name for owner in measure.owners if owner.role is role]


def test_a_report_gives_its_title_period_areas_and_measures(read: Callable[..., Draft]) -> None:
    draft = read(REPORT, None)
    assert draft.title == "2023年政府工作报告"
    assert (draft.start, draft.end) == (date(2023, 1, 1), date(2023, 12, 31))
    assert [(area.number, area.title) for area in draft.areas] == [("1", "着力扩大有效需求"), ("2", "着力增进民生福祉")]
    assert [(measure.id, measure.title) for measure in draft.measures] == [
        ("m1.1", "加快推进项目建设,实施重点项目260个"),
        ("m1.2", "优化营商环境,新增市场主体2万户"),
        ("m1.3", "促进消费恢复"),
        ("m2.1", "新建幼儿园12所"),
        ("m2.2", "改造老旧小区90个"),
    ]


def test_what_a_review_reports_is_no_target(read: Callable[..., Draft]) -> None:
    draft = read(REPORT, None)
    assert [(a.indicator, a.value) for a in draft.achievements] == [
        ("全市生产总值", Decimal(1800)),
        ("全市生产总值", Decimal("5.1")),
        ("农村公路", Decimal(210)),
    ]
    assert [(t.indicator, t.measure) for t in draft.targets] == [
        ("生产总值", ""),
        ("城镇新增就业", ""),
        ("重点项目", "m1.1"),
        ("市场主体", "m1.2"),
        ("幼儿园", "m2.1"),
        ("老旧小区", "m2.2"),
    ]


def test_owners_and_deadline_stand_in_a_bracket_or_on_the_next_line(read: Callable[..., Draft]) -> None:
    kindergartens, estates = read(REPORT, None).measures[3:]
    assert owners(kindergartens, Role.LEAD) == ["市教育局"]
    assert owners(kindergartens, Role.COOPERATING) == ["市财政局"]
    assert kindergartens.deadline == date(2023, 8, 31)
    assert owners(estates, Role.RESPONSIBLE) == ["市住建局", "市城管局"]


@pytest.mark.parametrize(
    ("bracket", "named"),
    [
        ("市住房和城乡建设局牵头", {Role.LEAD: ["市住房和城乡建设局"]}),
        ("市教育局和市财政局负责", {Role.RESPONSIBLE: ["市教育局", "市财政局"]}),
        (
            "市人力资源和社会保障局、各县(市、区)政府负责",
            {Role.RESPONSIBLE: ["市人力资源和社会保障局", "各县(市、区)政府"]},
        ),
        ("市水利局,市财政局等有关部门按职责分工负责", {Role.RESPONSIBLE: ["市水利局", "市财政局"]}),
        ("由市商务局会同市税务局负责", {Role.LEAD: ["市商务局"], Role.RESPONSIBLE: ["市税务局"]}),
        ("牵头单位:市商务局;配合单位:市税务局,海关", {Role.LEAD: ["市商务局"], Role.COOPERATING: ["市税务局", "海关"]}),
        (
            "分管领导:王副市长;责任单位:市商务局;联系人:刘科长",
            {Role.LEADER: ["王副市长"], Role.RESPONSIBLE: ["市商务局"], Role.CONTACT: ["刘科长"]},
        ),
        ("市商务局牵头,市税务局、市财政局", {Role.LEAD: ["市商务局"], Role.RESPONSIBLE: ["市税务局", "市财政局"]}),
    ],
)
def test_owners_are_named_in_many_ways(bracket: str, named: dict[Role, list[str]], read: Callable[..., Draft]) -> None:
    (measure,) = read(f"1.办好夜间经济。({bracket})").measures
    assert {role: owners(measure, role) for role in Role if owners(measure, role)} == named
    assert measure.span.text == "办好夜间经济。"


@pytest.mark.parametrize("bracket", ["含公办幼儿园", "王明整理", "2021年", "共12所"])
def test_a_bracket_without_a_role_names_nobody(bracket: str, read: Callable[..., Draft]) -> None:
    (measure,) = read(f"1.办好夜间经济。({bracket})").measures
    assert measure.owners == ()


def test_work_that_goes_on_has_words_and_no_day(read: Callable[..., Draft]) -> None:
    (measure,) = read("1.办好夜间经济。(市商务局负责,年内持续推进)").measures
    assert (measure.deadline, measure.deadline_text) == (None, "年内持续推进")


def test_a_table_of_indicators_gives_targets_and_no_measures(read: Callable[..., Draft]) -> None:
    table = "| 指标 | 单位 | 2021年目标 | 属性 |\n|---|---|---|---|\n"
    draft = read(
        table + "| 地区生产总值 | % | 增长6.5%左右 | 预期性 |\n| 单位生产总值能耗 | % | 降低3% | 约束性 |\n"
        "| 粮食产量 | 万吨 | 280以上 |  |\n| 居民收入 |  | 与经济增长同步 | 预期性 |\n"
    )
    assert draft.measures == ()
    assert [(t.indicator, t.comparator, t.value) for t in draft.targets] == [
        ("地区生产总值", Comparator.ABOUT, Decimal("6.5")),
        ("单位生产总值能耗", Comparator.EXACT, Decimal(3)),
        ("粮食产量", Comparator.AT_LEAST, Decimal(280)),
        ("居民收入", Comparator.RELATIVE, None),
    ]
    assert [t.commitment for t in draft.targets] == ["expected", "binding", None, "expected"]
    assert [t.unit for t in draft.targets] == ["%", "%", "万吨", ""]


def test_a_ledger_keeps_progress_problems_and_next_steps() -> None:
    ledger = "任务类别\t任务\t责任单位\t进展\t问题\t下一步工作\n民生\t新建公园3处\t城管局\t基本完成\t征地慢\t加快征地\n"
    draft = Tables().draft(Source(name="ledger.tsv", data=ledger.encode()), DraftOptions(year=2022))
    (measure,) = draft.measures
    assert (measure.progress, measure.state, measure.progress_text) == (Decimal("0.9"), State.ACTIVE, "基本完成")
    assert (measure.problems, measure.next_steps) == ("征地慢", "加快征地")
    assert [(area.number, area.title) for area in draft.areas] == [(measure.area, "民生")]


def test_quotes_in_a_comma_file_may_hold_commas_and_newlines() -> None:
    data = '工作任务,牵头单位\n"新建公园3处,\n新增绿地5公顷","城管局,园林局"\n'
    draft = Tables().draft(Source(name="a.csv", data=data.encode()), DraftOptions(year=2022))
    (measure,) = draft.measures
    assert measure.span.text == "新建公园3处,\n新增绿地5公顷"
    assert owners(measure, Role.LEAD) == ["城管局", "园林局"]


def test_a_target_that_is_explained_again_is_one_target(read: Callable[..., Draft]) -> None:
    draft = read(
        "今年主要预期目标是:生产总值增长6%左右,居民消费价格涨幅3%左右。经济增长目标定为6%左右,主要考虑就业需要。"
    )
    assert [target.indicator for target in draft.targets] == ["生产总值", "居民消费价格"]


def test_the_higher_value_that_is_striven_for_is_kept_beside_the_target(read: Callable[..., Draft]) -> None:
    (target,) = read("地区生产总值增长8%以上、力争9%。").targets
    assert (target.value, target.stretch) == (Decimal(8), Decimal(9))


def test_a_relative_target_says_what_it_is_compared_with(read: Callable[..., Draft]) -> None:
    (target,) = read("居民收入增长与经济增长基本同步。").targets
    assert target.reference == "经济增长"


def test_a_text_without_a_year_says_so(read: Callable[..., Draft]) -> None:
    draft = read("生产总值增长6%左右。", None)
    assert (draft.start, draft.end) == (None, None)
    assert "year" in draft.warnings[0].message


def test_nothing_is_found_in_a_text_that_plans_nothing(read: Callable[..., Draft]) -> None:
    draft = read("春眠不觉晓,处处闻啼鸟。")
    assert (draft.targets, draft.measures, draft.areas) == ((), (), ())
    assert any("no target" in warning.message for warning in draft.warnings)


def test_an_office_can_add_its_own_words() -> None:
    text = "全年完成碳汇交易80碳票。"  # tickets of carbon, a unit that only one office knows
    assert read_report(text, DraftOptions(year=2021)).targets == ()
    own = Lexicon(name="office", words=(Word("碳票", Part.UNIT, "carbon ticket"),))
    (target,) = read_report(text, DraftOptions(year=2021, lexicons=(own,))).targets
    assert (target.indicator, target.value, target.unit) == ("碳汇交易", Decimal(80), "碳票")


@pytest.mark.parametrize("year", [0, 99999, True, "2021"])
def test_a_year_that_is_none_is_refused(year: object) -> None:
    with pytest.raises(InvalidValue, match="year"):
        DraftOptions(year=year)  # type: ignore[arg-type]


PIECES = st.sampled_from(
    [
        *"、,。;:()（）|-#*“”《》\n %〇一两百万亿",
        "生产总值",
        "城乡居民人均可支配收入",
        "增长",
        "分别",
        "均",
        "达到",
        "控制在",
        "与",
        "和",
        "基本同步",
        "高于",
        "7.5%",
        "8%左右",
        "1100万人",
        "6-7个",
        "以上",
        "的",
        "新建",
        "力争",
        "稳步增长",
        "完成省下达任务",
        "2021年",
        "去年",
        "今年",
        "市财政局",
        "牵头",
        "责任单位:",
        "6月底前",
        "一、",
        "(一)",
        "1.",
        "- ",
        "| 序号 | 工作任务 | 责任单位 |",
        "| 指标 | 2020年 | 2025年 | 年均增长 |",
        "| | | 同上 | ",
        "【",
        "[3]",
        "≥",
        "按",
        "安排",
        "千亿元",
        "比上年增加",
        "占年度任务的",
        "责任单位:市财政局\n",
        "一季度",
        "预计",
        "回顾",
    ]
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_mixture_of_words_gives_a_sound_draft(text: str) -> None:
    draft = read_report(text, DraftOptions(year=2021))
    spans = [
        *(area.span for area in draft.areas),
        *(target.span for target in draft.targets),
        *(measure.span for measure in draft.measures),
        *(owner.span for measure in draft.measures for owner in measure.owners),
        *(achievement.span for achievement in draft.achievements),
    ]
    assert all(text[span.start : span.end] == span.text for span in spans)
    assert len({measure.id for measure in draft.measures}) == len(draft.measures)
    assert draft_to_json(draft) == draft_to_json(read_report(text, DraftOptions(year=2021)))


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_gives_a_draft(text: str) -> None:
    read_report(text, DraftOptions(year=None))


def test_results_told_in_prose_make_no_measures(read: Callable[..., Draft]) -> None:
    draft = read("过去一年,经济稳中向好。新建改建农村公路520公里。深化改革,取得实效。今年,推进项目建设,新建学校3所。")
    assert [measure.title for measure in draft.measures] == ["今年,推进项目建设,新建学校3所"]
    assert [achievement.indicator for achievement in draft.achievements] == ["农村公路"]


def test_a_time_by_which_a_part_is_done_is_no_deadline(read: Callable[..., Draft]) -> None:
    (measure,) = read("1.实施项目100个,一季度开工率达30%以上,上半年达60%以上(责任单位:县发改局)。").measures
    assert (measure.deadline, measure.deadline_text) == (None, "")
    (measure,) = read("1.实施项目100个,上半年达60%以上,10月底前全部完工(责任单位:县发改局)。").measures
    assert measure.deadline == date(2021, 10, 31)


def test_a_difference_from_last_year_beside_a_level_is_no_target(read: Callable[..., Draft]) -> None:
    (target,) = read("安排专项债券4万亿元、比上年增加5000亿元。").targets
    assert (target.indicator, target.value) == ("专项债券", Decimal(4))
