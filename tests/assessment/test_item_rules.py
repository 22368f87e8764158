"""How an item as a whole stands: state, targets together, milestones, percent, deadline."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from plan_tasks.assessment import Assessment, AssessmentContext, Case, Policy, TargetCase
from plan_tasks.assessment.pace import assess_by_pace
from plan_tasks.model import (
    Aggregation,
    Comparator,
    Health,
    Indicator,
    ItemKind,
    Milestone,
    State,
    Target,
)
from plan_tasks.storage.heads import Latest

D = Decimal
START, DUE = date(2021, 1, 1), date(2021, 12, 31)
MIDYEAR, LATER = date(2021, 6, 30), date(2022, 1, 10)


def farmland(value: str | None, until: date = MIDYEAR, cycle: int | None = None, since: date = START) -> TargetCase:
    """61,000 mu of farmland to be built, of which so much is."""
    indicator = Indicator(name="高标准农田", unit="万亩", aggregation=Aggregation.SUM, cycle_days=cycle)
    target = Target(indicator=indicator, comparator=Comparator.AT_LEAST, value=D("6.1"))
    return TargetCase(target=target, latest=Latest(D(value), since, until) if value else None)


def judged(
    on: date, *, kind: str = "measure", state: State = State.ACTIVE, due: date | None = DUE, **fields: Any
) -> Assessment:
    period_end = fields.pop("period_end", None)
    case = Case(item="m", plan="p", kind=ItemKind(kind), state=state, start=START, due=due, **fields)
    [found] = assess_by_pace([case], AssessmentContext(day=on, period_end=period_end))
    return found


def rules(found: Assessment) -> list[str]:
    return [reason.rule for reason in found.reasons]


@pytest.mark.parametrize("state", [State.DRAFT, State.SUSPENDED, State.CANCELLED])
def test_what_is_not_under_way_is_not_judged_and_says_so(state: State) -> None:
    found = judged(LATER, state=state, targets=(farmland("6.1"),))
    assert found.health is Health.NO_DATA
    assert rules(found) == [state.value]


def test_a_completed_item_is_met_in_time_or_late() -> None:
    in_time = judged(LATER, state=State.COMPLETED, completed=DUE)
    late = judged(LATER, state=State.COMPLETED, completed=date(2022, 1, 5))
    assert (in_time.health, rules(in_time)) == (Health.MET, ["completed_on_time"])
    assert (late.health, rules(late)) == (Health.MET, ["completed_late"])
    assert late.reasons[0].facts[-1] == 5
    assert rules(judged(LATER, state=State.COMPLETED, due=None)) == ["completed"]


def test_an_item_can_be_completed_and_missed() -> None:
    found = judged(LATER, state=State.COMPLETED, completed=DUE, targets=(farmland("5.9", DUE),))
    assert found.health is Health.MISSED
    assert rules(found)[:2] == ["completed_missed", "missed"]


def test_a_completed_measure_whose_figure_is_still_to_come_is_met() -> None:
    found = judged(LATER, state=State.COMPLETED, completed=DUE, targets=(farmland(None),))
    assert found.health is Health.MET
    early = judged(date(2021, 10, 1), state=State.COMPLETED, completed=MIDYEAR, targets=(farmland("4"),))
    assert early.health is Health.MET  # the year is not over, the figure can still come


def test_completion_after_the_day_judged_has_not_happened_yet() -> None:
    assert judged(MIDYEAR, state=State.COMPLETED, completed=DUE, percent=D("0.5")).health is Health.ON_TRACK


def test_a_goal_past_its_end_is_met_or_missed_from_the_last_day_on() -> None:
    for on in (DUE, LATER):
        assert judged(on, kind="goal", targets=(farmland("6.1", DUE),)).health is Health.MET
        assert judged(on, kind="goal", targets=(farmland("6.0", DUE),)).health is Health.MISSED
    assert judged(date(2021, 12, 30), kind="goal", targets=(farmland("6.0", MIDYEAR),)).health is Health.AHEAD


def test_a_goal_without_a_value_has_no_data() -> None:
    found = judged(LATER, kind="goal", targets=(farmland(None),))
    assert (found.health, rules(found)) == (Health.NO_DATA, ["no_observation"])


def test_a_goal_without_a_date_of_its_own_ends_with_the_plan() -> None:
    found = judged(DUE, kind="goal", due=None, period_end=DUE, targets=(farmland("6.0", DUE),))
    assert found.health is Health.MISSED
    halfway = judged(MIDYEAR, kind="goal", due=None, period_end=DUE, targets=(farmland("3.1"),))
    assert halfway.health is Health.ON_TRACK
    endless = judged(MIDYEAR, kind="goal", due=None, targets=(farmland("3.1"),))
    assert (endless.health, rules(endless)) == (Health.NO_DATA, ["no_end"])


def test_a_measure_past_its_deadline_is_overdue_unless_its_targets_are_all_met() -> None:
    assert judged(LATER, targets=(farmland("5.9"),)).health is Health.OVERDUE
    assert judged(LATER, targets=(farmland(None),)).health is Health.OVERDUE
    assert judged(LATER, targets=(farmland("6.1"),)).health is Health.MET
    assert judged(LATER).health is Health.OVERDUE
    assert judged(DUE).health is Health.ON_TRACK  # the last day still counts
    late = judged(LATER, percent=D(1), reported=DUE)
    assert (late.health, late.attainment) == (Health.OVERDUE, D(1))  # done is not yet completed


def test_the_target_that_stands_worst_decides() -> None:
    found = judged(MIDYEAR, targets=(farmland("6"), farmland("1"), farmland(None)))
    assert found.health is Health.OFF_TRACK
    assert found.actual == D(1)
    assert [one.health.value for one in found.targets] == ["ahead", "off_track", "no_data"]
    assert rules(found) == ["worst_of", "off_track", "no_observation", "ahead"]


def test_an_item_is_not_met_while_one_of_its_targets_has_no_data() -> None:
    assert judged(MIDYEAR, targets=(farmland("6.1"), farmland(None))).health is Health.NO_DATA
    assert judged(MIDYEAR, targets=(farmland("6.1"), farmland("6.2"))).health is Health.MET
    assert judged(LATER, targets=(farmland("6.1"), farmland(None))).health is Health.OVERDUE


def test_a_measure_whose_target_has_no_value_stands_by_its_percent() -> None:
    found = judged(MIDYEAR, targets=(farmland(None),), percent=D("0.3"), reported=MIDYEAR)
    assert found.health is Health.OFF_TRACK
    assert found.attainment == D("0.3")
    assert rules(found) == ["percent", "no_observation"]


def milestones(*dates: tuple[date, date | None]) -> tuple[Milestone, ...]:
    return tuple(Milestone(title=f"step {place}", due=due, done=done) for place, (due, done) in enumerate(dates, 1))


def test_a_measure_without_targets_stands_by_its_milestones() -> None:
    march, may = date(2021, 3, 31), date(2021, 5, 31)
    all_due_done = judged(MIDYEAR, milestones=milestones((march, march), (may, may), (DUE, None)))
    assert (all_due_done.health, all_due_done.pace) == (Health.ON_TRACK, D(1))
    one_late = judged(MIDYEAR, milestones=milestones((march, march), (may, None), (DUE, None)), percent=D("0.9"))
    assert one_late.health is Health.OFF_TRACK
    assert rules(one_late) == ["milestones", "milestones_late"]
    assert one_late.reasons[1].facts == (("step 2",),)
    early = judged(MIDYEAR, milestones=milestones((march, march), (DUE, may)))
    assert early.health is Health.AHEAD
    none_due = judged(date(2021, 2, 1), milestones=milestones((march, None)))
    assert (none_due.health, none_due.pace) == (Health.ON_TRACK, None)


def test_a_milestone_is_late_only_after_its_day_and_done_only_from_its_day() -> None:
    on_its_day = milestones((MIDYEAR, None))
    assert judged(MIDYEAR, milestones=on_its_day).health is Health.ON_TRACK
    assert judged(date(2021, 7, 1), milestones=on_its_day).health is Health.OFF_TRACK
    done_later = milestones((MIDYEAR, date(2021, 7, 10)))
    assert judged(date(2021, 7, 1), milestones=done_later).health is Health.OFF_TRACK
    assert judged(date(2021, 7, 10), milestones=done_later).health is Health.ON_TRACK


def test_milestones_count_by_weight() -> None:
    small = Milestone(title="notice", due=date(2021, 3, 1), weight=D(1))
    large = Milestone(title="building", due=date(2021, 4, 1), done=date(2021, 4, 1), weight=D(9))
    found = judged(MIDYEAR, milestones=(small, large))
    assert (found.health, found.pace, found.attainment) == (Health.AT_RISK, D("0.9"), D("0.9"))


@pytest.mark.parametrize(
    ("percent", "health"), [("0.53", "ahead"), ("0.5", "on_track"), ("0.41", "at_risk"), ("0.3", "off_track")]
)
def test_reported_percent_is_held_against_the_time_that_has_passed(percent: str, health: str) -> None:
    found = judged(MIDYEAR, percent=D(percent), reported=date(2021, 6, 25))  # 181 of 365 days have passed
    assert found.health.value == health
    assert found.attainment == D(percent)


def test_an_old_return_is_called_stale_beside_the_verdict() -> None:
    found = judged(MIDYEAR, percent=D("0.5"), reported=date(2021, 3, 25))
    assert rules(found) == ["percent", "stale_return"]


def test_a_measure_of_which_nothing_is_known_stands_by_its_deadline() -> None:
    found = judged(MIDYEAR)
    assert (found.health, rules(found)) == (Health.ON_TRACK, ["deadline_only"])
    assert found.reasons[0].facts == (DUE, 184)


def test_a_measure_without_a_deadline_goes_by_percent_or_has_no_data() -> None:
    assert (judged(MIDYEAR, due=None).health, rules(judged(MIDYEAR, due=None))) == (Health.NO_DATA, ["no_deadline"])
    assert judged(MIDYEAR, due=None, percent=D("0.1"), reported=MIDYEAR).health is Health.ON_TRACK
    measured = judged(MIDYEAR, due=None, percent=D("0.1"), reported=MIDYEAR, period_end=DUE)
    assert measured.health is Health.OFF_TRACK  # the plan's period gives the time to hold it against
    assert judged(LATER, due=None, percent=D(1), reported=DUE, period_end=DUE).health is Health.ON_TRACK


def test_an_open_request_for_completion_is_told_and_changes_nothing() -> None:
    found = judged(LATER, state=State.COMPLETION_REQUESTED)
    assert (found.health, rules(found)) == (Health.OVERDUE, ["overdue", "completion_requested"])
    with_target = judged(MIDYEAR, state=State.COMPLETION_REQUESTED, targets=(farmland("3.1"),))
    assert rules(with_target) == ["completion_requested", "on_track"]


def test_before_its_start_nothing_is_expected() -> None:
    before = date(2020, 12, 1)
    assert judged(before, kind="goal", targets=(farmland("0.1", before),)).health is Health.ON_TRACK
    assert judged(before, percent=D("0.1"), reported=before).health is Health.AHEAD
    assert judged(before, percent=D(0), reported=before).health is Health.ON_TRACK


def test_the_value_is_held_against_what_was_expected_when_it_was_taken() -> None:
    found = judged(date(2021, 8, 20), kind="goal", targets=(farmland("3.1", MIDYEAR),))
    assert found.pace is not None
    assert round(found.pace, 2) == D("1.02")  # like with like: at 30 June, not at 20 August


def test_a_value_older_than_its_cycle_and_its_publishing_is_stale() -> None:
    for on, stale in ((date(2021, 8, 20), False), (date(2021, 8, 21), True)):  # 31 days and 20
        found = judged(on, kind="goal", targets=(farmland("3.1", MIDYEAR, cycle=31),))
        assert ("stale" in rules(found)) is stale
        assert found.health is Health.ON_TRACK
    complete = judged(date(2022, 6, 1), kind="goal", targets=(farmland("6.1", DUE, cycle=31),))
    assert rules(complete) == ["met"]  # nothing more is to come


def test_a_verdict_at_the_end_on_part_of_the_year_says_so() -> None:
    found = judged(DUE, kind="goal", targets=(farmland("6.0", date(2021, 11, 30)),))
    assert (found.health, rules(found)) == (Health.MISSED, ["missed", "partial"])
    gap = judged(MIDYEAR, kind="goal", targets=(farmland("3.1", since=date(2021, 2, 1)),))
    assert rules(gap) == ["on_track", "gap"]


def test_thresholds_belong_to_the_policy() -> None:
    case = Case(item="m", plan="p", kind=ItemKind.MEASURE, state=State.ACTIVE, start=START, due=DUE, percent=D("0.45"))
    mild = Policy(ahead=D(2), on_track=D("0.9"), at_risk=D("0.5"))
    assert assess_by_pace([case], AssessmentContext(day=MIDYEAR))[0].health is Health.AT_RISK
    assert assess_by_pace([case], AssessmentContext(day=MIDYEAR, policy=mild))[0].health is Health.ON_TRACK
