"""Counts by health and by part, shares that add up, scores."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal, localcontext

from hypothesis import given
from hypothesis import strategies as st

from plan_tasks.assessment import Policy
from plan_tasks.assessment.policy import HealthScores, RoleWeights
from plan_tasks.assessment.rollup import Tally, percentages, roll_up, shares, worst_health
from plan_tasks.model import Area, AreaId, Assignment, Goal, Health, ItemId, Measure, OwnerId, Plan, PlanId, Role
from plan_tasks.storage.heads import ItemHead, head_of

D = Decimal
PLAN = Plan(
    id=PlanId("p"),
    title="Plan",
    start=date(2021, 1, 1),
    end=date(2021, 12, 31),
    areas=(Area(id=AreaId("a"), title="A"),),
)
COUNTS = st.dictionaries(st.sampled_from(Health), st.integers(0, 10**6))


def head(item: str, *, area: str = "", goal: bool = False, **roles: str) -> ItemHead:
    assignments = tuple(
        Assignment(owner=OwnerId(owner), role=Role(role)) for role, owners in roles.items() for owner in owners.split()
    )
    make = Goal if goal else Measure
    return head_of(make(id=ItemId(item), title=item, area=AreaId(area), assignments=assignments), PLAN, None, 1)


@given(COUNTS)
def test_shares_add_up_to_exactly_one(counts: dict[Health, int]) -> None:
    found = shares(counts)
    assert set(found) == set(Health)
    assert sum(found.values()) == (1 if any(counts.values()) else 0)
    with localcontext(prec=60):
        assert sum(found.values()) == (1 if any(counts.values()) else 0)
        total = sum(counts.values())
        for health, share in found.items():
            assert not total or abs(share - D(counts.get(health, 0)) / total) < D("1e-19")


@given(COUNTS, st.integers(0, 4))
def test_percentages_add_up_to_exactly_a_hundred(counts: dict[Health, int], places: int) -> None:
    found = percentages(counts, places=places)
    total = sum(counts.values())
    assert sum(found.values()) == (100 if total else 0)
    for health, share in found.items():
        assert share.as_tuple().exponent == -places
        assert not total or abs(share - D(100 * counts.get(health, 0)) / total) < D(1).scaleb(-places)
        assert counts.get(health) or not share or not total


def test_percentages_of_a_published_bulletin() -> None:
    # Jinzhai 2025: of 222 items 24 completed, 10 ahead, 162 on schedule, 17 behind, 9 other
    counts = {Health.MET: 24, Health.AHEAD: 10, Health.ON_TRACK: 162, Health.AT_RISK: 17, Health.NO_DATA: 9}
    assert {health.value: str(share) for health, share in percentages(counts).items() if share} == {
        "met": "10.8",
        "ahead": "4.5",
        "on_track": "73.0",
        "at_risk": "7.7",
        "no_data": "4.0",  # 4.05 rounded down: the two steps went to those that had lost more
    }


def test_the_worst_of_a_set_is_the_furthest_from_its_target() -> None:
    assert worst_health({Health.MET: 5, Health.OFF_TRACK: 1, Health.NO_DATA: 3}) is Health.OFF_TRACK
    assert worst_health({Health.MISSED: 1, Health.OVERDUE: 5}) is Health.MISSED
    assert worst_health({}) is Health.NO_DATA


def test_items_are_counted_in_all_and_by_their_parts() -> None:
    found = roll_up(
        iter(
            [
                (head("g", goal=True, area="a", lead="finance"), Health.MET),
                (head("m1", area="a", lead="finance", cooperating="transport water"), Health.AT_RISK),
                (head("m2", lead="transport"), Health.AT_RISK),
                (head("m3"), Health.NO_DATA),
            ]
        )
    )
    assert list(found.whole.counts) == list(Health)
    assert found.whole.total == 4
    assert (found.by_kind["goal"].total, found.by_kind["measure"].total) == (1, 3)
    assert (found.by_area["a"].total, found.by_area[""].total) == (2, 2)
    assert found.by_plan["p"].counts == found.whole.counts
    transport = found.by_owner["transport"]
    assert transport.of(Role.LEAD).total == transport.of(Role.COOPERATING).total == 1
    assert transport.of(Role.CONTACT).total == 0
    assert transport.counts[Health.AT_RISK] == 2
    assert sorted(found.by_owner) == ["finance", "transport", "water"]


@given(st.lists(st.tuples(st.sampled_from(["", "a"]), st.booleans(), st.sampled_from(Health)), max_size=30))
def test_the_parts_add_up_to_the_whole(drawn: list[tuple[str, bool, Health]]) -> None:
    pairs = [(head("i", area=area, goal=goal, lead="o"), health) for area, goal, health in drawn]
    found = roll_up(pairs)
    assert +Counter(found.whole.counts) == Counter(health for *_, health in drawn)
    for parts in (found.by_kind, found.by_area, found.by_plan):
        total: Counter[Health] = Counter()
        for tally in parts.values():
            total.update(tally.counts)
        assert +total == +Counter(found.whole.counts)


def test_a_score_is_the_mean_of_what_healths_earn_and_leaves_out_what_has_no_data() -> None:
    tally = Tally()
    tally.counts.update({Health.MET: 3, Health.AT_RISK: 1, Health.NO_DATA: 6})
    assert tally.score(Policy()) == D("0.9")  # three at 1 and one at 0.6
    assert tally.score(Policy(scores=HealthScores(at_risk=D(0)))) == D("0.75")
    assert Tally().score(Policy()) is None


def test_an_owner_s_score_is_weighted_by_role() -> None:
    found = roll_up(
        [
            (head("m1", lead="o"), Health.MET),
            (head("m2", cooperating="o"), Health.OVERDUE),
            (head("m3", contact="o"), Health.MET),
        ]
    ).by_owner["o"]
    assert found.score(Policy()) == 1 / D("1.3")
    equal = Policy(roles=RoleWeights(cooperating=D(1), contact=D(1)))
    assert round(found.score(equal) or D(0), 4) == D("0.6667")
    none = Policy(roles=RoleWeights(lead=D(0), cooperating=D(0)))
    assert found.score(none) is None
