"""The answer about a single target, as JSON and as a value."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from plan_tasks.assessment import Assessment, AssessmentContext, Case, Detail, Reason, rounded
from plan_tasks.assessment.pace import assess_by_pace
from plan_tasks.assessment.register import indicator_for
from plan_tasks.assessment.single import check_to_json, judge_single
from plan_tasks.model import ChangeType, Comparator, Health, Target

D = Decimal
JOBS = Target(indicator=indicator_for("城镇新增就业", "万人"), comparator=Comparator.AT_LEAST, value=D(1100))


def test_the_answer_has_the_fields_and_figures_that_checks_rely_on() -> None:
    found = judge_single(JOBS, D(698), on=date(2021, 6, 30))
    answer = json.loads(json.dumps(check_to_json(JOBS, found, "zh"), allow_nan=False))
    reasons = answer.pop("reasons")
    assert answer == {
        "indicator": "城镇新增就业",
        "comparator": "at_least",
        "value": 1100,
        "unit": "万人",
        "attainment": 0.6345,
        "expected": 545.4795,
        "pace": 1.2796,
        "health": "ahead",
    }
    assert [sorted(reason) for reason in reasons] == [["rule", "text"]]


def test_a_range_is_a_pair_and_a_direction_has_no_value() -> None:
    gdp = indicator_for("GDP", "%", ChangeType.GROWTH)
    span = Target(indicator=gdp, comparator=Comparator.RANGE, value=D(6), upper=D("6.5"))
    assert check_to_json(span, judge_single(span, D(6), on=date(2021, 6, 30)))["value"] == [6, 6.5]
    up = Target(indicator=gdp, comparator=Comparator.DIRECTION, change=ChangeType.GROWTH)
    answer = check_to_json(up, judge_single(up, D(6), on=date(2021, 6, 30)))
    assert (answer["value"], answer["attainment"], answer["health"]) == (None, None, "on_track")


def test_a_figure_that_no_json_number_can_hold_is_null() -> None:
    found = Assessment("target", Health.AHEAD, attainment=D("1E+400"), pace=D("-1E+5000000"))
    answer = check_to_json(JOBS, found)
    assert (answer["attainment"], answer["pace"]) == (None, None)


def test_the_year_is_that_of_the_day_unless_it_is_given() -> None:
    assert (
        judge_single(JOBS, D(698), on=date(2021, 6, 30)).expected
        == judge_single(JOBS, D(698), on=date(2021, 6, 30), year=2021).expected
    )
    assert judge_single(JOBS, D(698), on=date(2022, 1, 1), year=2021).health is Health.MISSED
    ahead_of_time = judge_single(JOBS, D(698), on=date(2020, 6, 30), year=2021)
    assert ahead_of_time.reasons[0].rule == "not_started"
    half = judge_single(JOBS, D(550), on=date(2021, 9, 30), period=(date(2021, 7, 1), date(2021, 12, 31)))
    assert half.expected == D(550)  # 92 of 184 days


def test_another_method_can_be_asked() -> None:
    class Generous:
        def assess(self, cases: list[Case], context: AssessmentContext) -> list[Assessment]:
            return [Assessment(case.item, Health.MET, told=Detail(reasons=(Reason("kind"),))) for case in cases]

    found = judge_single(JOBS, D(0), on=date(2021, 6, 30), method=Generous())  # type: ignore[arg-type]
    assert (found.item, found.health, found.reasons) == ("target", Health.MET, (Reason("kind"),))


def test_figures_are_rounded_half_to_even_at_the_border() -> None:
    assert [str(rounded(D(number))) for number in ("0.00005", "0.00015", "0.63454", "2")] == [
        "0.0000",
        "0.0002",
        "0.6345",
        "2.0000",
    ]
    assert rounded(None) is None
    assert rounded(D("1E+5000000")) == D("1E+5000000")


def test_an_assessment_shows_its_figures_and_compares_by_them() -> None:
    one, other = (judge_single(JOBS, D(698), on=date(2021, 6, 30)) for _ in range(2))
    assert one == other
    assert repr(one).startswith("Assessment(item='target', health=<Health.AHEAD: 'ahead'>, attainment=Decimal('0.6345")
    assert "explain" not in repr(one).lower()
    assert one.targets[0].pace == one.pace
    assert Assessment("x", Health.NO_DATA).reasons == ()
    assert isinstance(one.case, Case)
    [again] = assess_by_pace([one.case], AssessmentContext(day=date(2021, 6, 30)))
    assert again == one
