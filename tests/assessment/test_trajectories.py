"""What is expected so far, by the trajectory that a target or the policy chooses."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan_tasks.assessment import Assessment, AssessmentContext, Case, Policy, TargetCase, rounded
from plan_tasks.assessment.pace import assess_by_pace
from plan_tasks.assessment.reasons import reason_text
from plan_tasks.assessment.register import indicator_for
from plan_tasks.assessment.trajectories import passed_of
from plan_tasks.calendars.announced import AnnouncedCalendar, AnnouncedYear, Holiday
from plan_tasks.calendars.contract import WorkCalendar
from plan_tasks.errors import InvalidValue
from plan_tasks.model import (
    Comparator,
    Goal,
    Health,
    ItemId,
    ItemKind,
    Observation,
    Plan,
    PlanId,
    State,
    Target,
    Trajectory,
    TrajectoryKind,
    Waypoint,
    plan_from_json,
    plan_to_json,
)
from plan_tasks.storage.heads import Latest
from plan_tasks.testing.strategies import TRAJECTORIES
from plan_tasks.tracker import Tracker

D = Decimal
START, END = date(2021, 1, 1), date(2021, 12, 31)
JOBS = Target(indicator=indicator_for("城镇新增就业", "万人"), comparator=Comparator.AT_LEAST, value=D(1200))
WORKING = Trajectory(kind=TrajectoryKind.WORKING_DAYS)
QUARTERS = Trajectory(
    kind=TrajectoryKind.MILESTONES,
    milestones=(Waypoint(date(2021, 3, 31), D("0.3")), Waypoint(date(2021, 6, 30), D("0.6"))),
)
#: new urban jobs of 2021 by month, as their quarters and months were published
LAST_YEAR = Trajectory(
    kind=TrajectoryKind.PROFILE,
    months=(*[D("116.33")] * 6, *[D("115.67")] * 3, D(88), D(68), D(68)),
)


def judged(
    trajectory: Trajectory | None,
    value: str,
    on: date,
    *,
    policy: Policy | None = None,
    calendar: WorkCalendar | None = None,
) -> Assessment:
    target = attrs.evolve(JOBS, trajectory=trajectory)
    case = Case(
        item="jobs",
        plan="p",
        kind=ItemKind.GOAL,
        state=State.ACTIVE,
        start=START,
        due=END,
        targets=(TargetCase(target=target, latest=Latest(D(value), START, on)),),
    )
    [found] = assess_by_pace([case], AssessmentContext(day=on, policy=policy or Policy(), calendar=calendar))
    return found


def test_working_days_count_where_the_trajectory_says_so() -> None:
    midyear = date(2021, 6, 30)
    found = judged(WORKING, "600", midyear)
    assert found.expected == D(1200) * 129 / 261  # Mondays to Fridays
    february = tuple(date(2021, 2, day) for day in range(1, 29))
    year = AnnouncedYear(year=2021, source="a town that rests", holidays=(Holiday(name="rest", off=february),))
    closed = AnnouncedCalendar([year])
    assert judged(WORKING, "600", midyear, calendar=closed).expected == D(1200) * 109 / 241
    text = reason_text(found.reasons[1])
    assert text == "城镇新增就业 1200 万人 or more: 49.4% of the way is expected so far, by working days"
    assert reason_text(found.reasons[1], "zh") == "城镇新增就业1200万人以上：按工作日进度，应完成全程的49.4%"


def test_milestones_expect_nothing_more_than_the_last_one_that_is_due() -> None:
    expected = {
        date(2021, 3, 30): None,  # nothing yet
        date(2021, 3, 31): D(360),
        date(2021, 6, 29): D(360),
        date(2021, 6, 30): D(720),
        date(2021, 12, 30): D(720),
        END: D(1200),
    }
    for day, value in expected.items():
        assert judged(QUARTERS, "700", day).expected == value
    assert judged(QUARTERS, "0", date(2021, 3, 30)).health is Health.ON_TRACK
    assert "nothing is expected yet" in reason_text(judged(QUARTERS, "0", date(2021, 3, 30)).reasons[0])


def test_a_profile_of_last_year_s_months_expects_what_its_months_brought() -> None:
    found = judged(LAST_YEAR, "600", date(2021, 6, 30))
    total = sum(LAST_YEAR.months, D(0))
    assert rounded(found.expected, 6) == rounded(1200 * sum(LAST_YEAR.months[:6], D(0)) / total, 6)
    middle = judged(LAST_YEAR, "600", date(2021, 10, 15))
    share = (sum(LAST_YEAR.months[:9], D(0)) + LAST_YEAR.months[9] * 15 / 31) / total
    assert rounded(middle.expected, 6) == rounded(1200 * share, 6)


def test_the_policy_s_trajectory_holds_where_a_target_has_none() -> None:
    policy = Policy(trajectory=QUARTERS)
    day = date(2021, 6, 30)
    assert judged(None, "700", day, policy=policy).expected == 720
    assert judged(Trajectory(kind=TrajectoryKind.CALENDAR), "700", day, policy=policy).expected == D(1200) * 181 / 365
    assert [reason.rule for reason in judged(None, "700", day).reasons] == ["ahead"]


def test_a_rate_is_expected_at_any_time_whatever_the_trajectory() -> None:
    rate = Target(indicator=indicator_for("城镇调查失业率", "%"), comparator=Comparator.ABOUT, value=D("5.5"))
    case = Case(
        item="u",
        plan="p",
        kind=ItemKind.GOAL,
        state=State.ACTIVE,
        start=START,
        due=END,
        targets=(TargetCase(target=attrs.evolve(rate, trajectory=QUARTERS), latest=Latest(D(5), START, START)),),
    )
    [found] = assess_by_pace([case], AssessmentContext(day=START))
    assert found.expected == D("5.5")
    assert "trajectory" not in [reason.rule for reason in found.reasons]


@settings(max_examples=150, deadline=None)
@given(TRAJECTORIES, st.integers(0, 900), st.integers(0, 900), st.integers(1, 900))
def test_what_is_expected_never_falls_and_ends_with_all(
    trajectory: Trajectory, one: int, other: int, length: int
) -> None:
    start = date(2020, 3, 5).toordinal()
    end = start + length
    earlier, later = (passed_of(trajectory, start, end, start + day, None) for day in sorted((one, other)))
    for part, whole in (earlier, later):
        assert whole > 0
        assert 0 <= part <= whole
    assert earlier[0] * later[1] <= later[0] * earlier[1]
    part, whole = passed_of(trajectory, start, end, end, None)
    assert part == whole
    assert passed_of(trajectory, start, end, start - 1, None)[0] == 0


def test_months_without_weight_and_weights_beyond_reckoning_fall_back_on_the_calendar() -> None:
    spring = Trajectory(kind=TrajectoryKind.PROFILE, months=(D(0),) * 11 + (D(1),))
    june = date(2021, 6, 1).toordinal()
    assert passed_of(spring, june, june + 29, june + 14, None) == (15, 30)
    wild = Trajectory(kind=TrajectoryKind.PROFILE, months=(D("9E+999999999999999999"),) * 12)
    assert passed_of(wild, START.toordinal(), END.toordinal(), date(2021, 6, 30).toordinal(), None) == (181, 365)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"kind": TrajectoryKind.PROFILE}, "twelve numbers"),
        ({"kind": TrajectoryKind.PROFILE, "months": (D(0),) * 12}, "not all 0"),
        ({"kind": TrajectoryKind.PROFILE, "months": (D(-1), *[D(1)] * 11)}, "from 0 up"),
        ({"kind": TrajectoryKind.CALENDAR, "months": (D(1),) * 12}, "for a profile only"),
        ({"kind": TrajectoryKind.MILESTONES}, "dates with shares"),
        ({"kind": TrajectoryKind.WORKING_DAYS, "milestones": QUARTERS.milestones}, "none otherwise"),
        ({"kind": TrajectoryKind.MILESTONES, "milestones": QUARTERS.milestones[::-1]}, "later dates"),
    ],
)
def test_a_trajectory_that_cannot_be_is_refused(fields: dict[str, object], said: str) -> None:
    with pytest.raises(InvalidValue, match=said):
        Trajectory(**fields)  # type: ignore[arg-type]


def test_a_waypoint_has_a_day_and_a_share() -> None:
    with pytest.raises(InvalidValue, match=r"Waypoint\.share"):
        Waypoint(START, D(2))
    with pytest.raises(InvalidValue, match=r"Waypoint\.on cannot be None"):
        Waypoint(None, D(1))  # type: ignore[arg-type]


def test_documents_keep_trajectories_and_older_ones_have_none() -> None:
    for trajectory in (WORKING, QUARTERS, LAST_YEAR):
        goal = Goal(id=ItemId("g"), title="G", targets=(attrs.evolve(JOBS, trajectory=trajectory),))
        plan = Plan(id=PlanId("p"), title="P", start=START, end=END, goals=(goal,))
        assert plan_from_json(plan_to_json(plan)) == plan
    older = plan_to_json(attrs.evolve(plan, goals=(attrs.evolve(goal, targets=(JOBS,)),)))
    assert "trajectory" not in older
    assert plan_from_json(older).goals[0].targets[0].trajectory is None


def test_a_tracker_judges_rows_counts_and_the_past_by_the_same_trajectory() -> None:
    """Stored columns hold no trajectory: such targets are judged from the item, and counted as they are listed."""
    plain, own = (
        Goal(id=ItemId(name), title=name, targets=(attrs.evolve(JOBS, trajectory=trajectory),))
        for name, trajectory in (("plain", None), ("own", QUARTERS))
    )
    plan = Plan(id=PlanId("p"), title="P", start=START, end=END, goals=(plain, own))
    day, moment = date(2021, 6, 30), datetime(2021, 7, 15, tzinfo=UTC)
    seen = Observation(indicator="城镇新增就业", start=START, end=day, value=D(600), known=moment)
    expected = {None: (D(1200) * 181 / 365, 720), LAST_YEAR: (judged(LAST_YEAR, "600", day).expected, 720)}
    for trajectory, (first, second) in expected.items():
        with Tracker.open("memory:", policy=Policy(trajectory=trajectory), clock=lambda: moment) as tracker:
            tracker.add(plan, actor="office")
            for item in ("plain", "own"):
                tracker.observe("p", item, seen, actor="office")
            rows = list(tracker.standing("p", on=day).rows())
            past = list(tracker.standing("p", on=day, known_at=moment + timedelta(days=1)).rows())
            counts = tracker.count_healths("p", on=day)
        assert [row.assessment.expected for row in rows] == [first, second]
        assert [row.assessment.expected for row in past] == [first, second]
        assert +Counter(counts) == Counter(row.assessment.health for row in rows)
