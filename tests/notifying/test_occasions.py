"""What is due on a day, and what has lost its point."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_tasks.calendars import DayKind, DayStatus
from plan_tasks.errors import InvalidValue
from plan_tasks.model import Assignment, Goal, Health, ItemId, ItemKind, Measure, OwnerId, Plan, PlanId, Role, State
from plan_tasks.notifying.occasions import Occasion, Standing, occasions_due
from plan_tasks.notifying.outdating import outdated
from plan_tasks.notifying.rules import DEFAULT_RULES, DueRule
from plan_tasks.storage.heads import ItemHead, head_of
from plan_tasks.storage.outbox import OutboxEntry

PLAN = Plan(id=PlanId("city"), title="City", start=date(2021, 1, 1), end=date(2021, 12, 31))
DUE = date(2021, 6, 30)
NOW = datetime(2021, 6, 27, 8, tzinfo=UTC)
RULE = DueRule(name="due", before=(7, 3), every_after=7)


def head(item: str = "m1", *owners: tuple[str, Role], due: date | None = DUE, state: State = State.ACTIVE) -> ItemHead:
    assignments = tuple(
        Assignment(owner=OwnerId(owner), role=role) for owner, role in owners or (("schools", Role.LEAD),)
    )
    measure = Measure(id=ItemId(item), title="Open the library", due=due, assignments=assignments)
    return head_of(measure, PLAN, None, 1)._replace(state=state.value)


class Week:
    """Works from Monday to Friday, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def day(self, on: date) -> DayStatus:
        self.asked += 1
        return DayStatus(kind=DayKind.WEEKEND if on.weekday() >= 5 else DayKind.WEEKDAY)


def found(heads: Sequence[ItemHead], day: date, *rules: DueRule, **others: Any) -> list[tuple[str, str, int | None]]:
    return [(o.head.id, o.occurrence, o.days) for o in occasions_due(heads, rules or DEFAULT_RULES, day, **others)]


def test_a_year_of_days_names_each_step_once() -> None:
    """Looking every day, each occasion appears first on its own day."""
    first: dict[str, date] = {}
    for number in range(365):
        day = PLAN.start + timedelta(days=number)
        for _, occurrence, _ in found([head()], day):
            first.setdefault(occurrence, day)
    assert first == {f"2021-06-30 {step:+d}d": DUE + timedelta(days=step) for step in (-7, -3, 0, *range(7, 71, 7))}


@given(st.sets(st.integers(-20, 100), min_size=1))
def test_a_gap_of_days_gives_the_highest_step_alone(looked_at: set[int]) -> None:
    """Whichever days were missed, each look gives at most one occasion of an item and rule, the same at each look."""
    for days in sorted(looked_at):
        day = DUE + timedelta(days=days)
        once = found([head()], day)
        assert len(once) <= 1
        assert once == found([head()], day)
        step = RULE.step(days)
        assert once == ([] if step is None else [("m1", f"2021-06-30 {step:+d}d", days)])


def test_a_moved_deadline_makes_a_new_occasion() -> None:
    before = found([head()], date(2021, 6, 28))
    after = found([head(due=date(2021, 7, 1))], date(2021, 6, 28))
    assert before != after


@pytest.mark.parametrize("state", State)
def test_only_items_in_the_states_of_the_rule_are_reminded_of(state: State) -> None:
    asked = DueRule(name="judge", states=(State.COMPLETION_REQUESTED,))
    assert bool(found([head(state=state)], DUE)) == (state is State.ACTIVE)
    assert bool(found([head(state=state)], DUE, asked)) == (state is State.COMPLETION_REQUESTED)


def test_an_item_without_a_deadline_is_never_due() -> None:
    assert found([head(due=None)], date(2021, 12, 31)) == []


def test_rules_are_looked_at_each_on_its_own() -> None:
    goal = head_of(Goal(id=ItemId("g1"), title="Growth", due=DUE), PLAN, None, 1)
    goals = DueRule(name="goals", kinds=(ItemKind.GOAL,))
    other = DueRule(name="other", before=(30,), on_day=False)
    assert found([head(), goal], date(2021, 6, 10), goals, other) == [
        ("m1", "2021-06-30 -30d", -20),
        ("g1", "2021-06-30 -30d", -20),
    ]
    assert [o.rule.name for o in occasions_due([goal], (goals, other), DUE)] == ["goals"]


@given(st.integers(-25, 25), st.integers(-25, 25))
def test_working_days_are_counted_as_one_counts_them_on_a_calendar(at: int, due: int) -> None:
    """The days after the earlier date, up to and with the later one, weekends left out."""
    rule = DueRule(name="wd", before=tuple(range(1, 60)), every_after=1, times_after=60, working_days=True)
    day, deadline = DUE + timedelta(days=at), DUE + timedelta(days=due)
    earlier, later = sorted((day, deadline))
    span = [earlier + timedelta(days=n) for n in range(1, (later - earlier).days + 1)]
    working = sum(each.weekday() < 5 for each in span) * (1 if day >= deadline else -1)
    expected = [("m1", f"{deadline} {working:+d}wd", at - due)]
    assert found([head(due=deadline)], day, rule, calendar=Week()) == expected


def test_the_calendar_is_asked_no_further_than_the_rule_reaches() -> None:
    """A deadline in the year 9999, as people write for "no deadline", costs no more than another."""
    week = Week()
    rule = DueRule(name="wd", before=(5,), every_after=5, times_after=2, working_days=True)
    heads = [head(due=date(9999, 12, 31)), head("m2", due=date(1900, 1, 1))]
    assert found(heads, DUE, rule, calendar=week) == [("m2", "1900-01-01 +10wd", (DUE - date(1900, 1, 1)).days)]
    assert week.asked < 50


def test_a_rule_that_lacks_what_it_asks_for_is_an_error() -> None:
    with pytest.raises(InvalidValue, match="calendar"):
        found([head()], DUE, DueRule(name="wd", working_days=True))
    with pytest.raises(InvalidValue, match="how items stand"):
        found([head()], DUE, DueRule(name="late", healths=(Health.OVERDUE,)))


def test_health_is_asked_only_of_items_whose_step_is_reached() -> None:
    asked: list[str] = []

    def standing_of(one: ItemHead) -> Standing:
        asked.append(one.id)
        return Standing(Health.OVERDUE if one.id == "m1" else Health.ON_TRACK)

    heads = [head("m1"), head("m2"), head("m3", due=date(2021, 12, 31)), head("m4", state=State.COMPLETED)]
    rule = DueRule(name="late", healths=(Health.OVERDUE,))
    assert found(heads, DUE, rule, standing_of=standing_of) == [("m1", "2021-06-30 +0d", 0)]
    assert asked == ["m1", "m2"]


@pytest.mark.parametrize(
    ("owners", "roles", "expected"),
    [
        ((("a", Role.LEAD), ("b", Role.COOPERATING)), (Role.LEAD,), {"a": (Role.LEAD,)}),
        ((("a", Role.LEAD), ("a", Role.CONTACT)), (Role.LEAD, Role.CONTACT), {"a": (Role.LEAD, Role.CONTACT)}),
        ((("a", Role.COOPERATING), ("b", Role.COOPERATING)), (Role.LEAD,), {"a": ()}),
        ((("a", Role.LEAD),), (Role.LEADER,), {}),
        ((("a:b", Role.LEAD),), (Role.LEAD,), {"a:b": (Role.LEAD,)}),
    ],
)
def test_owners_with_a_role_of_the_rule_hear_of_it(
    owners: tuple[tuple[str, Role], ...], roles: tuple[Role, ...], expected: dict[str, tuple[Role, ...]]
) -> None:
    """Without a lead, the first owner stands in for one; a rule for leaders alone reaches nobody else."""
    (occasion,) = occasions_due([head("m1", *owners)], [DueRule(name="due", roles=roles)], DUE)
    assert dict(occasion.owners) == expected


def entry(occurrence: str = "2021-06-30 -7d", **fields: Any) -> OutboxEntry:
    return attrs.evolve(
        OutboxEntry(
            key="k",
            plan="city",
            item="m1",
            rule="due",
            occurrence=occurrence,
            recipient="schools",
            channel="console",
            subject="s",
            body="b",
            created=NOW,
            due=NOW,
        ),
        **fields,
    )


def reasons(waiting: OutboxEntry, heads: Sequence[ItemHead], day: date = date(2021, 6, 27)) -> list[str]:
    occasions: list[Occasion] = list(occasions_due(heads, DEFAULT_RULES, day))
    return list(outdated([waiting], {each.id: each for each in heads}, occasions, DEFAULT_RULES, NOW).values())


def test_a_later_step_supersedes_what_still_waits() -> None:
    assert reasons(entry(), [head()]) == ["superseded by the step -3d"]
    assert reasons(entry("2021-06-30 -3d"), [head()]) == []


def test_a_look_back_at_an_earlier_day_outdates_nothing() -> None:
    assert reasons(entry("2021-06-30 +7d"), [head()]) == []


def test_a_moved_deadline_outdates_what_still_waits() -> None:
    assert reasons(entry(), [head(due=date(2021, 9, 30))]) == ["the deadline was moved from 2021-06-30 to 2021-09-30"]
    assert reasons(entry(), [head(due=None)]) == ["the deadline was moved from 2021-06-30 to none"]


@pytest.mark.parametrize("state", [State.COMPLETED, State.CANCELLED, State.SUSPENDED])
def test_an_item_that_is_done_outdates_what_still_waits(state: State) -> None:
    assert reasons(entry(), [head(state=state)]) == [f"the item is {state.en}"]


def test_an_item_that_is_gone_outdates_what_still_waits() -> None:
    assert reasons(entry(), []) == ["the item is gone"]


def test_what_a_dispatcher_holds_is_left_alone_until_its_lease_ends() -> None:
    """It may be out already."""
    held = entry(leased_by="w", leased_until=NOW + timedelta(seconds=1))
    assert reasons(held, []) == []
    assert reasons(attrs.evolve(held, leased_until=NOW), []) == ["the item is gone"]


def test_entries_of_other_rules_are_left_alone() -> None:
    assert reasons(entry(rule="leaders"), []) == []
