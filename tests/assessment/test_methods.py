"""The named methods: each keeps the contract, and gives the figures of the source it cites."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import pytest

from plan_tasks.assessment import Assessment, AssessmentContext, AssessmentMethod, Case, Policy, TargetCase, rounded
from plan_tasks.assessment.reasons import reason_text
from plan_tasks.errors import InvalidValue
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
)
from plan_tasks.plugging import PluginContext
from plan_tasks.plugins.methods import eurostat, evm, score, un_sdg
from plan_tasks.storage.heads import Latest
from plan_tasks.testing.assessment_method import AssessmentMethodContract, PublishedExample

D = Decimal


def opened(module: Any, **options: Any) -> AssessmentMethod:
    [descriptor] = module.plan_tasks_assessment_methods()
    context = PluginContext(plugin=descriptor.name, logger=logging.getLogger(descriptor.name))
    method: AssessmentMethod = descriptor.factory(descriptor.options(**options), context)
    return method


def agenda(
    base: str | None,
    actual: str | None,
    goal: str | None,
    year: int,
    *,
    since: int = 2015,
    lower: bool = False,
    **fields: Any,
) -> Case:
    """A target for 2030 with the value of a base year and that of a later one."""
    down = Comparator.AT_MOST if lower else Comparator.AT_LEAST
    target = Target(
        indicator=Indicator(name="x", unit=fields.pop("unit", ""), polarity=Polarity("lower" if lower else "higher")),
        comparator=down if goal is not None else Comparator.DIRECTION,
        value=D(goal) if goal is not None else None,
        base=D(base) if base is not None else None,
        change=fields.pop("change", None) or (ChangeType.REDUCTION if lower and goal is None else None),
    )
    start = date(since + 1, 1, 1)
    latest = Latest(D(actual), start, date(year, 12, 31)) if actual is not None else None
    return Case(
        item="sdg",
        plan="agenda",
        kind=ItemKind.GOAL,
        state=State.ACTIVE,
        start=start,
        due=date(2030, 12, 31),
        targets=(TargetCase(target=target, latest=latest),),
    )


def judged(method: AssessmentMethod, case: Case, day: date) -> Assessment:
    [found] = method.assess([case], AssessmentContext(day=day))
    return found


def texts(found: Assessment) -> list[str]:
    return [reason_text(reason) for reason in found.reasons]


# under-five deaths per 1,000 births: 43 in 2015, 38 in 2021 (SDG Report 2023), target 25 by 2030
CHILDREN = agenda("43", "38", "25", 2021, lower=True)


class TestUnSdg(AssessmentMethodContract):
    def method(self) -> AssessmentMethod:
        return opened(un_sdg)

    def published(self) -> Iterable[PublishedExample]:
        yield PublishedExample(
            case=CHILDREN, context=AssessmentContext(day=date(2023, 7, 1)), health=Health.AT_RISK
        )  # fair progress, but acceleration needed

    def test_the_ratio_is_that_of_the_note_s_formula(self) -> None:
        found = judged(self.method(), CHILDREN, date(2023, 7, 1))
        projected = 43 * (38 / 43) ** (15 / 6)
        assert float(found.pace or 0) == pytest.approx((projected - 43) / (25 - 43))
        assert rounded(found.pace, 3) == D("0.635")
        [text, *_] = texts(found)
        assert "growth so far leads to 31.57, 0.64 of the change required (0.10 to 0.95); fair progress" in text

    @pytest.mark.parametrize(
        ("actual", "health"),
        [
            ("35.1", "on_track"),  # leads to 25.87: 0.951 of the 18 required
            ("35.2", "at_risk"),
            ("42.2", "at_risk"),
            ("42.4", "off_track"),
            ("50", "off_track"),
        ],
    )
    def test_classes_change_at_the_note_s_thresholds(self, actual: str, health: str) -> None:
        case = agenda("43", actual, "25", 2021, lower=True)
        assert judged(self.method(), case, date(2023, 7, 1)).health.value == health

    @pytest.mark.parametrize(
        ("actual", "lower", "health"),
        [
            ("112.7", False, "on_track"),  # 2% a year over six years is 112.62
            ("112.5", False, "at_risk"),
            ("103.1", False, "at_risk"),  # 0.5% a year is 103.04
            ("103", False, "off_track"),
            ("88.5", True, "on_track"),  # -2% a year is 88.58
            ("88.7", True, "at_risk"),
            ("101", True, "off_track"),
        ],
    )
    def test_without_a_target_value_growth_a_year_decides(self, actual: str, lower: bool, health: str) -> None:
        case = agenda("100", actual, None, 2021, lower=lower)
        assert judged(self.method(), case, date(2023, 7, 1)).health.value == health

    def test_a_target_that_is_reached_is_on_track_whatever_the_trend(self) -> None:
        found = judged(self.method(), agenda("20", "24", "25", 2021, lower=True), date(2023, 7, 1))
        assert found.health is Health.ON_TRACK
        assert "on track or target met" in texts(found)[0]

    def test_at_the_end_a_target_is_met_or_missed(self) -> None:
        for actual, health in (("25", Health.MET), ("26", Health.MISSED)):
            case = agenda("43", actual, "25", 2030, lower=True)
            assert judged(self.method(), case, date(2030, 12, 31)).health is health

    @pytest.mark.parametrize(
        ("case", "why"),
        [
            (agenda(None, "38", "25", 2021, lower=True), "there is no base"),
            (agenda("0", "38", "45", 2021), "a figure is not above zero"),
            (agenda("-4", "38", "45", 2021), "a figure is not above zero"),
            (agenda("5", "6", "7", 2021, unit="%", change=ChangeType.GROWTH), "the figures are rates of change"),
            (agenda("5", "4", "5", 2021), "the base is the target already"),
        ],
    )
    def test_what_the_method_cannot_judge_is_judged_by_pace_and_says_so(self, case: Case, why: str) -> None:
        for method in (opened(un_sdg), opened(eurostat)):
            found = judged(method, case, date(2023, 7, 1))
            assert found.health is not Health.NO_DATA
            assert why in texts(found)[-1]
            assert found.pace == judged(opened(score), case, date(2023, 7, 1)).pace


def test_falling_below_a_floor_is_no_progress_towards_it() -> None:
    """At least 8 where it was 10: a fall to 7 leads towards the number 8 and beyond, but away from the target."""
    for module in (un_sdg, eurostat):
        found = judged(opened(module), agenda("10", "7", "8", 2021), date(2023, 7, 1))
        assert found.health is Health.OFF_TRACK
        assert (found.pace or 0) < 0


def test_growth_over_a_day_carried_on_for_years_is_still_a_figure() -> None:
    case = agenda("1", "2", "3", 2021)
    [one] = case.targets
    day = attrs.evolve(one, latest=Latest(D(2), case.start, case.start))
    found = judged(opened(un_sdg), attrs.evolve(case, targets=(day,)), case.start)
    assert found.health is Health.ON_TRACK
    assert all(len(text) < 300 for text in texts(found))


# renewables in energy use: 10.8% in 2006, 21.8% in 2021, target 42.5% by 2030 (Eurostat's report of 2023, which says
# that growth has to be faster)
RENEWABLES = agenda("10.8", "21.8", "42.5", 2021, since=2006)


class TestEurostat(AssessmentMethodContract):
    def method(self) -> AssessmentMethod:
        return opened(eurostat)

    def published(self) -> Iterable[PublishedExample]:
        yield PublishedExample(case=RENEWABLES, context=AssessmentContext(day=date(2023, 5, 1)), health=Health.AT_RISK)

    def test_the_ratio_is_that_of_two_compound_rates(self) -> None:
        found = judged(self.method(), RENEWABLES, date(2023, 5, 1))
        actual, required = (21.8 / 10.8) ** (1 / 15) - 1, (42.5 / 10.8) ** (1 / 24) - 1
        assert float(found.pace or 0) == pytest.approx(actual / required)
        [text, *_] = texts(found)
        assert "4.79% a year against 5.87% required, a ratio of 81.6% (60% to 95%): moderate progress" in text

    @pytest.mark.parametrize(
        ("actual", "health", "words"),
        [
            ("129.4", "on_track", "significant progress"),  # 95% of the 4.61% a year required is 4.38%: 129.32
            ("129.3", "at_risk", "moderate progress"),
            ("117.9", "at_risk", "moderate progress"),
            ("117.7", "off_track", "insufficient progress"),
            ("100", "off_track", "insufficient progress"),
            ("99", "off_track", "movement away"),
        ],
    )
    def test_classes_change_at_95_60_and_0_percent(self, actual: str, health: str, words: str) -> None:
        case = agenda("100", actual, "196.6", 2021)  # 4.61% a year for fifteen years
        found = judged(self.method(), case, date(2023, 5, 1))
        assert (found.health.value, words in texts(found)[0]) == (health, True)

    @pytest.mark.parametrize(
        ("actual", "health", "words"),
        [
            ("106.2", "on_track", "significant progress"),  # 1% a year over six years is 106.15
            ("106.1", "at_risk", "moderate progress"),
            ("100", "at_risk", "moderate progress"),
            ("99.9", "off_track", "moderate movement away"),
            ("94.1", "off_track", "significant movement away"),  # -1% a year is 94.15
        ],
    )
    def test_without_a_target_value_one_percent_a_year_is_significant(
        self, actual: str, health: str, words: str
    ) -> None:
        found = judged(self.method(), agenda("100", actual, None, 2021), date(2023, 5, 1))
        assert (found.health.value, words in texts(found)[0]) == (health, True)


def fence(*, on: int = 3, days: int = 4, cost: str | None = "2800") -> Case:
    """Four sides of a fence, one a day at 1,000 each: after three days two and a half stand, for 2,800."""
    first = date(2021, 3, 1)
    work = Target(
        indicator=Indicator(name="work", aggregation=Aggregation.SUM), comparator=Comparator.EXACT, value=D(4000)
    )
    budget = Target(
        indicator=Indicator(name="actual cost", aggregation=Aggregation.SUM, polarity=Polarity.LOWER),
        comparator=Comparator.AT_MOST,
        value=D(4000),
    )
    until = date(2021, 3, on)
    targets = [TargetCase(target=work, latest=Latest(D(2500), first, until))]
    if cost is not None:
        targets.insert(0, TargetCase(target=budget, latest=Latest(D(cost), first, until)))
    return Case(
        item="fence",
        plan="p",
        kind=ItemKind.MEASURE,
        state=State.ACTIVE,
        start=first,
        due=date(2021, 3, days),
        targets=tuple(targets),
    )


def facts(found: Assessment, rule: str) -> list[Any]:
    [reason] = [one for one in found.reasons if one.rule == rule]
    return [rounded(fact, 3) if isinstance(fact, Decimal) else fact for fact in reason.facts]


class TestEvm(AssessmentMethodContract):
    def method(self) -> AssessmentMethod:
        return opened(evm)

    def published(self) -> Iterable[PublishedExample]:
        # the fence of a well-known exam guide: PV 3,000, EV 2,500, AC 2,800
        yield PublishedExample(
            case=fence(), context=AssessmentContext(day=date(2021, 3, 3)), health=Health.AT_RISK, attainment=D("0.625")
        )

    def test_the_fence_comes_out_as_published(self) -> None:
        found = judged(self.method(), fence(), date(2021, 3, 3))
        earned, planned, whole, variance, spi, _ = facts(found, "evm")
        assert (earned, planned, whole, variance, spi) == (2500, 3000, 4000, -500, D("0.833"))
        spent, worth, over, cpi, budget, estimate, health = facts(found, "evm_cost")
        assert (spent, worth, over, cpi, budget, round(estimate)) == (2800, 2500, -300, D("0.893"), 4000, 4480)
        assert health is Health.AT_RISK
        assert (found.expected, rounded(found.pace, 3)) == (D(3000), D("0.833"))

    def test_earned_schedule_tells_days_and_the_day_of_completion(self) -> None:
        found = judged(self.method(), fence(), date(2021, 3, 3))
        assert facts(found, "evm_schedule") == [D("2.5"), 3, D("0.833"), D("4.8"), date(2021, 3, 5)]

    def test_cost_that_runs_away_decides_where_the_schedule_is_kept(self) -> None:
        case = fence(on=2, cost="3600")  # 2,500 of 2,000 planned are there, for 3,600
        assert judged(self.method(), case, date(2021, 3, 2)).health is Health.OFF_TRACK
        assert judged(self.method(), fence(on=2, cost="2000"), date(2021, 3, 2)).health is Health.AHEAD
        assert judged(self.method(), fence(on=2, cost=None), date(2021, 3, 2)).health is Health.AHEAD

    def test_targets_keep_their_order_and_the_cost_is_one_of_them(self) -> None:
        found = judged(self.method(), fence(), date(2021, 3, 3))
        assert [one.target.indicator.name for one in found.targets] == ["actual cost", "work"]
        assert found.targets[0].actual == 2800

    def test_milestones_earn_their_weight(self) -> None:
        steps = (
            Milestone(title="plan", due=date(2021, 3, 31), done=date(2021, 3, 20), weight=D(2)),
            Milestone(title="site", due=date(2021, 6, 30), done=None, weight=D(3)),
            Milestone(title="opening", due=date(2021, 12, 31), done=None, weight=D(5)),
        )
        case = Case(
            item="m",
            plan="p",
            kind=ItemKind.MEASURE,
            state=State.ACTIVE,
            start=date(2021, 1, 1),
            due=date(2021, 12, 31),
            milestones=steps,
        )
        april = judged(self.method(), case, date(2021, 4, 30))
        assert facts(april, "evm")[:5] == [2, 2, 10, 0, 1]
        assert april.health is Health.ON_TRACK
        assert facts(april, "evm_schedule")[:3] == [120, 120, 1]  # what was asked for by now has been earned by now
        july = judged(self.method(), case, date(2021, 7, 9))
        assert facts(july, "evm")[:5] == [2, 5, 10, -3, D("0.4")]
        assert july.health is Health.OFF_TRACK

    def test_a_reported_percent_is_earned_against_the_calendar(self) -> None:
        case = Case(
            item="m",
            plan="p",
            kind=ItemKind.MEASURE,
            state=State.ACTIVE,
            start=date(2021, 1, 1),
            due=date(2021, 12, 31),
            percent=D("0.3"),
            reported=date(2021, 7, 1),
        )
        found = judged(self.method(), case, date(2021, 7, 1))
        assert facts(found, "evm_schedule")[:3] == [D("109.5"), 182, D("0.602")]
        assert found.health is Health.OFF_TRACK


def points(share: str, *, weight: str = "1", lower: bool = False, tags: tuple[str, ...] = ()) -> Case:
    target = Target(
        indicator=Indicator(name="x", polarity=Polarity("lower" if lower else "higher")),
        comparator=Comparator.AT_MOST if lower else Comparator.AT_LEAST,
        value=D(100),
    )
    end = date(2021, 12, 31)
    return Case(
        item="x",
        plan="p",
        kind=ItemKind.GOAL,
        state=State.ACTIVE,
        start=date(2021, 1, 1),
        due=end,
        targets=(TargetCase(target=target, latest=Latest(D(share), date(2021, 1, 1), end)),),
        weight=D(weight),
        tags=tags,
    )


class TestScore(AssessmentMethodContract):
    def method(self) -> AssessmentMethod:
        return opened(score)

    def published(self) -> Iterable[PublishedExample]:
        # an indicator of 15 points: in full when met or exceeded, else points times actual over target
        end = AssessmentContext(day=date(2021, 12, 31))
        for actual, health, share in (("80", Health.MISSED, "0.8"), ("100", Health.MET, "1"), ("130", Health.MET, "1")):
            case = points(actual, weight="15")
            yield PublishedExample(case=case, context=end, health=health, attainment=D(share))

    def test_points_are_share_times_weight(self) -> None:
        found = judged(self.method(), points("80", weight="15"), date(2021, 12, 31))
        assert texts(found)[0] == "earns 12 of 15 points: 80% of them (at most 100%)"

    def test_a_cap_above_one_rewards_more_than_the_target(self) -> None:
        for actual, share in (("110", "1.1"), ("300", "1.2")):
            found = judged(opened(score, cap=D("1.2")), points(actual), date(2021, 12, 31))
            assert found.attainment == D(share)

    def test_where_less_is_better_the_share_is_turned_round(self) -> None:
        found = judged(self.method(), points("125", lower=True), date(2021, 12, 31))
        assert (found.health, found.attainment) == (Health.MISSED, D("0.8"))

    def test_an_item_that_vetoes_says_so_when_it_fails(self) -> None:
        day = date(2021, 12, 31)
        for case, vetoes in (
            (points("80", tags=("veto",)), True),
            (points("100", tags=("veto",)), False),
            (points("80"), False),
        ):
            rules = [reason.rule for reason in judged(self.method(), case, day).reasons]
            assert ("score_veto" in rules) is vetoes
        named = judged(opened(score, veto="一票否决"), points("80", tags=("一票否决",)), day)
        assert reason_text(named.reasons[0], "zh") == "一票否决事项未完成"

    def test_a_cap_below_one_is_refused(self) -> None:
        with pytest.raises(InvalidValue, match=r"cap cannot be 0\.9; give a number from 1 up"):
            opened(score, cap=D("0.9"))


def test_methods_grade_by_the_policy_s_thresholds_where_they_have_none_of_their_own() -> None:
    strict = Policy(ahead=D(2), on_track=D("1.5"), at_risk=D("1.4"))
    [found] = opened(evm).assess([fence(on=2, cost=None)], AssessmentContext(day=date(2021, 3, 2), policy=strict))
    assert found.health is Health.OFF_TRACK  # SPI 1.25
