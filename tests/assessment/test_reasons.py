"""Every reason can be read aloud, in English and in Chinese."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from string import Formatter
from typing import Any

import attrs
import pytest

from plan_tasks.assessment import Assessment, AssessmentContext, Case, Policy, Reason, TargetCase
from plan_tasks.assessment.pace import assess_by_pace
from plan_tasks.assessment.reasons import reason_text
from plan_tasks.assessment.register import indicator_for
from plan_tasks.assessment.rules import RULES
from plan_tasks.assessment.single import judge_single
from plan_tasks.model import (
    Aggregation,
    ChangeType,
    Comparator,
    Health,
    Indicator,
    ItemKind,
    Milestone,
    Polarity,
    State,
    Target,
    Trajectory,
    TrajectoryKind,
)
from plan_tasks.storage.heads import Latest

D = Decimal
JOBS = Target(indicator=indicator_for("城镇新增就业", "万人"), comparator=Comparator.AT_LEAST, value=D(1100))
_THRESHOLDS = {"ahead", "on_track", "at_risk"}


def value_of(value: str, since: date = date(2021, 1, 1)) -> TargetCase:
    target = Target(
        indicator=Indicator(name="x", aggregation=Aggregation.SUM, cycle_days=31),
        comparator=Comparator.AT_LEAST,
        value=D(100),
    )
    return TargetCase(target=target, latest=Latest(D(value), since, date(2021, 7, 2)))


def judged(
    *,
    kind: ItemKind = ItemKind.MEASURE,
    state: State = State.ACTIVE,
    due: date | None = date(2021, 12, 31),
    on: date = date(2021, 7, 2),
    **fields: Any,
) -> Assessment:
    case = Case(item="i", plan="p", kind=kind, state=state, start=date(2021, 1, 1), due=due, **fields)
    [found] = assess_by_pace([case], AssessmentContext(day=on))
    return found


@pytest.mark.parametrize("rule", sorted(RULES))
def test_a_sentence_names_only_facts_that_its_rule_has(rule: str) -> None:
    facts = {fact.split(":")[0] for fact in RULES[rule].facts} | _THRESHOLDS
    for sentence in (RULES[rule].en, RULES[rule].zh):
        places = {place for _, place, _, _ in Formatter().parse(sentence) if place}
        assert places <= facts
    english, chinese = (
        {place for _, place, _, _ in Formatter().parse(sentence) if place}
        for sentence in (RULES[rule].en, RULES[rule].zh)
    )
    assert english == chinese


@pytest.mark.parametrize("rule", sorted(RULES))
def test_english_sentences_have_no_chinese_and_chinese_ones_no_english(rule: str) -> None:
    bare = re.sub(r"\{\w+\}", "", RULES[rule].en), re.sub(r"\{\w+\}", "", RULES[rule].zh)
    assert bare[0].isascii()
    assert not re.search(r"[A-Za-z]", bare[1])


def test_the_reason_of_the_half_year_reads_as_an_officer_would_say_it() -> None:
    [reason] = judge_single(JOBS, D(698), on=date(2021, 6, 30)).reasons
    assert reason_text(reason, "zh") == (
        "城镇新增就业1100万人以上：截至2021年6月30日为698万人，按进度应为545.5万人，进度比1.28，不低于1.05，超序时"
    )
    assert reason_text(reason) == (
        "城镇新增就业 1100 万人 or more: 698 万人 by 2021-06-30, 545.5 万人 expected so far; "
        "pace 1.28 is at least 1.05, ahead"
    )


def test_a_pace_is_written_so_that_it_lies_on_the_right_side_of_its_threshold() -> None:
    facts = (JOBS, D(1), date(2021, 6, 30), D(1), D("0.94996"), D(1), Policy())
    assert "pace 0.95 " not in reason_text(Reason("at_risk", facts))
    assert "pace 0.94996 is below 0.95" in reason_text(Reason("at_risk", facts))


def test_figures_without_a_value_are_named_as_such() -> None:
    facts = (JOBS, D(5), date(2021, 12, 31), None, None, None, Policy())
    assert "attainment none" in reason_text(Reason("missed", facts))
    assert "完成率无" in reason_text(Reason("missed", facts), "zh")


def test_a_reason_of_another_method_is_written_as_it_is() -> None:
    assert reason_text(Reason("cagr", ("actual", D("0.02")))) == "cagr: actual, 0.02"
    assert reason_text(Reason("cagr")) == "cagr"
    assert reason_text(Reason("overdue", ("of another shape",))) == "overdue: of another shape"


def test_text_from_a_plan_is_not_read_as_a_place_to_fill() -> None:
    target = Target(indicator=indicator_for("{policy.__class__}", "{0}"), comparator=Comparator.EXACT, value=D(1))
    for reason in judge_single(target, D(1), on=date(2021, 6, 30)).reasons:
        assert "{policy.__class__}" in reason_text(reason)


def aim(comparator: str, value: str | None = "100", *, sum_up: bool = False, **fields: Any) -> Target:
    upper = fields.pop("upper", None)
    polarity = Polarity(fields.pop("polarity", "higher"))
    how = Aggregation.SUM if sum_up else Aggregation.LAST
    return Target(
        indicator=Indicator(name="x", unit="件", polarity=polarity, aggregation=how, cycle_days=31),
        comparator=Comparator(comparator),
        value=D(value) if value else None,
        upper=D(upper) if upper else None,
        change=ChangeType(fields["change"]) if "change" in fields else None,
        base=D(fields["base"]) if "base" in fields else None,
    )


FIRST, LAST, MIDYEAR = date(2021, 1, 1), date(2021, 12, 31), date(2021, 7, 2)
MARCH, LATER = date(2021, 3, 1), date(2022, 2, 1)
GREATER, FALL = aim("at_least"), aim("at_most", polarity="lower", sum_up=True)
TOTAL, TREND = aim("at_least", "365", sum_up=True), aim("direction", None, change="growth", base="100")
BY_WEEK = attrs.evolve(TOTAL, trajectory=Trajectory(kind=TrajectoryKind.WORKING_DAYS))
STEP, HEAVY = Milestone(title="s", due=MARCH), Milestone(title="s", due=MARCH, weight=D("9E+999999999999999999"))
ON_TARGET: list[tuple[set[str], Target, str | None, date]] = [
    ({"ahead"}, TOTAL, "200", MIDYEAR),
    ({"on_track"}, TOTAL, "183", MIDYEAR),
    ({"at_risk"}, TOTAL, "150", MIDYEAR),
    ({"off_track"}, TOTAL, "90", MIDYEAR),
    ({"within"}, aim("about"), "91", MIDYEAR),
    ({"in_range"}, aim("range", upper="120"), "119", MIDYEAR),
    ({"nothing_so_far", "no_attainment"}, FALL, "0", MIDYEAR),
    ({"holds", "no_attainment"}, aim("at_least", "-5"), "-4", MIDYEAR),
    ({"falls_short", "no_attainment"}, aim("at_least", "-5"), "-6", MIDYEAR),
    ({"limit_passed"}, FALL, "101", MIDYEAR),
    ({"not_started"}, TOTAL, "1", date(2020, 12, 31)),
    ({"on_track", "trajectory"}, BY_WEEK, "183", MIDYEAR),
    ({"met_early"}, TOTAL, "400", MIDYEAR),
    ({"direction_right"}, TREND, "101", MIDYEAR),
    ({"direction_wrong"}, TREND, "99", MIDYEAR),
    ({"direction_met"}, TREND, "101", LAST),
    ({"direction_missed"}, TREND, "99", LAST),
    ({"met"}, GREATER, "100", LAST),
    ({"missed"}, GREATER, "99", LAST),
    ({"no_observation"}, GREATER, None, MIDYEAR),
    ({"no_reference"}, aim("relative", None), "5", MIDYEAR),
    ({"no_base"}, aim("direction", None, change="growth"), "5", MIDYEAR),
    (
        {"out_of_range", "no_attainment"},
        aim("at_least", "-9E+999999999999999999", base="9E+999999999999999999"),
        "5",
        MIDYEAR,
    ),
]
OF_ITEM: list[tuple[str, dict[str, Any]]] = [
    *((state.value, {"state": state}) for state in (State.DRAFT, State.SUSPENDED, State.CANCELLED)),
    ("completed", {"state": State.COMPLETED}),
    ("completed_on_time", {"state": State.COMPLETED, "completed": LAST, "on": LATER}),
    ("completed_late", {"state": State.COMPLETED, "completed": LATER, "on": LATER}),
    ("completion_requested", {"state": State.COMPLETION_REQUESTED}),
    ("overdue", {"on": LATER}),
    ("deadline_only", {}),
    ("no_deadline", {"due": None}),
    ("percent", {"percent": D("0.5"), "reported": MIDYEAR}),
    ("percent_early", {"percent": D("0.5"), "reported": FIRST, "on": date(2020, 12, 1)}),
    ("percent_open", {"percent": D("0.5"), "reported": MIDYEAR, "due": None}),
    ("stale_return", {"percent": D("0.5"), "reported": FIRST}),
    ("milestones", {"milestones": (STEP,)}),
    ("milestones_late", {"milestones": (STEP,)}),
    ("milestones_none_due", {"milestones": (STEP,), "on": FIRST}),
    ("milestones_out_of_range", {"milestones": (HEAVY, HEAVY)}),
    ("worst_of", {"targets": (TargetCase(target=GREATER), TargetCase(target=TOTAL))}),
    ("worst_of_all", {"targets": (value_of("1"), value_of("2"))}),
    ("completed_missed", {"state": State.COMPLETED, "on": LATER, "targets": (value_of("1"),)}),
    ("stale", {"targets": (value_of("1"),), "on": date(2021, 9, 30)}),
    ("partial", {"targets": (value_of("1"),), "kind": ItemKind.GOAL, "on": LATER}),
    ("gap", {"targets": (value_of("1", MARCH),)}),
    ("no_end", {"targets": (value_of("1"),), "due": None}),
]


@pytest.mark.parametrize(("rules", "target", "value", "on"), ON_TARGET)
def test_each_rule_of_a_target_comes_up_where_it_should(
    rules: set[str], target: Target, value: str | None, on: date
) -> None:
    latest = Latest(D(value), FIRST, on) if value else None
    found = judged(kind=ItemKind.GOAL, on=on, targets=(TargetCase(target=target, latest=latest),))
    assert {reason.rule for reason in found.reasons} == rules
    for reason in found.reasons:
        assert "{" not in reason_text(reason, "zh") + reason_text(reason, "en")


@pytest.mark.parametrize(("rule", "fields"), OF_ITEM)
def test_each_rule_of_an_item_comes_up_where_it_should(rule: str, fields: dict[str, Any]) -> None:
    found = judged(**fields)
    assert rule in [reason.rule for reason in found.reasons]
    for reason in found.reasons:
        assert "{" not in reason_text(reason, "zh") + reason_text(reason, "en")


def test_no_sentence_is_without_a_case_that_leads_to_it() -> None:
    assert set(RULES) == set().union(*(rules for rules, *_ in ON_TARGET), {rule for rule, _ in OF_ITEM})


def test_healths_in_sentences_are_the_vocabulary_s_words() -> None:
    facts = (D("0.5"), date(2021, 6, 25), D("0.4959"), D("1.008"), Health.ON_TRACK, Policy())
    assert reason_text(Reason("percent", facts), "zh") == (
        "2021年6月25日报送完成50%，时间已过49.6%，进度比1.01，达序时（标准1.05、0.95、0.8）"
    )


def test_targets_without_data_are_counted_only_where_there_are_any() -> None:
    known = judged(targets=(value_of("1"), value_of("2"))).reasons[0]
    assert reason_text(known, "zh").startswith("共2项目标，以情况最差的一项为准：")
    assert reason_text(known, "en").startswith("of 2 targets the one that stands worst decides: ")
    unknown = judged(targets=(value_of("1"), TargetCase(target=GREATER))).reasons[0]
    assert reason_text(unknown, "zh").startswith("共2项目标（其中1项无数据），以情况最差的一项为准：")
    assert reason_text(unknown, "en").startswith("of 2 targets (1 without data) the one that stands worst decides: ")
