"""Events are looked up by the day on which they were recorded, without reading what lies before."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan_tasks import Measure, Plan, Tracker
from plan_tasks.model import ItemId, PlanId
from plan_tasks.services.due import events_since
from plan_tasks.workflow.commands import Revise

FIRST = date(2021, 1, 1)
PLAN = Plan(
    id=PlanId("city"),
    title="City",
    start=FIRST,
    end=date(2021, 12, 31),
    measures=(Measure(id=ItemId("m1"), title="Open the library"),),
)


def recorded(days: list[int]) -> Tracker:
    """A plan with one event on each of those days after the first, besides those of its making."""
    now = [FIRST]

    def clock() -> datetime:
        return datetime.combine(now[0], datetime.min.time(), tzinfo=UTC) + timedelta(hours=9)

    tracker = Tracker.open("memory:", clock=clock, autoload=False)
    tracker.add(PLAN, actor="office")
    for number, each in enumerate(days):
        now[0] = FIRST + timedelta(days=each)
        tracker.change("city", Revise(item=ItemId("m1"), changes={"note": f"n{number}"}, reason="x"), actor="office")
    return tracker


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(3, 40), max_size=12).map(sorted), st.integers(0, 45), st.integers(0, 10))
def test_the_events_of_some_days_are_found_and_few_others(days: list[int], first: int, length: int) -> None:
    with recorded(days) as tracker:
        context = tracker._context
        since, last = FIRST + timedelta(days=first), FIRST + timedelta(days=first + length)
        with context.backend.unit(context.tenant, write=False) as unit:
            everything = list(unit.history.read(PLAN.id))
            found = list(events_since(unit, PLAN.id, since, last))
    within = [each for each in everything if since <= each.event.at.date() <= last]
    assert [each for each in found if since <= each.event.at.date() <= last] == within
    spared = timedelta(days=2)
    assert all(since - spared < each.event.at.date() < last + spared for each in found)


@pytest.mark.parametrize("day", [date(2000, 1, 1), date(2030, 1, 1)])
def test_days_without_events_have_none(day: date) -> None:
    with recorded([5]) as tracker:
        context = tracker._context
        with context.backend.unit(context.tenant, write=False) as unit:
            assert list(events_since(unit, PLAN.id, day, day)) == []
