"""The tracker as a host developer uses it, on both built-in stores."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import attrs
import pytest

from plan_tasks import (
    Area,
    Assignment,
    Goal,
    Indicator,
    Measure,
    Milestone,
    Observation,
    Owner,
    Plan,
    ProgressReport,
    Target,
    Tracker,
    hookimpl,
)
from plan_tasks.errors import (
    ChangeRefused,
    Conflict,
    IllegalTransition,
    InvalidValue,
    NotAuthorized,
    PluginOptionsError,
    UnknownName,
)
from plan_tasks.model import (
    Aggregation,
    AreaId,
    Comparator,
    Health,
    ItemId,
    OwnerId,
    PlanId,
    Role,
    State,
)
from plan_tasks.plugging import Decision
from plan_tasks.services.administration import read_export
from plan_tasks.storage.query import ItemQuery, Order
from plan_tasks.workflow import Cancel, Command, Confirm, Create, RequestCompletion, Revise, Suspend, replay

JOBS = Indicator(name="城镇新增就业", unit="万人", aggregation=Aggregation.SUM)
GDP = Indicator(name="国内生产总值", unit="%")
INCOME = Indicator(name="居民收入", unit="%")
PLAN = Plan(
    id=PlanId("city"),
    title="City 2021",
    start=date(2021, 1, 1),
    end=date(2021, 12, 31),
    areas=(Area(id=AreaId("a1"), title="Livelihood"),),
    owners=(Owner(id=OwnerId("labour"), name="人社局"), Owner(id=OwnerId("schools"), name="教育局")),
    goals=(
        Goal(
            id=ItemId("g1"),
            title="Urban jobs",
            targets=(Target(indicator=JOBS, comparator=Comparator.AT_LEAST, value=Decimal(1100)),),
            assignments=(Assignment(owner=OwnerId("labour")),),
        ),
        Goal(
            id=ItemId("g2"),
            title="Growth",
            targets=(Target(indicator=GDP, comparator=Comparator.AT_LEAST, value=Decimal(6)),),
        ),
        Goal(
            id=ItemId("g3"),
            title="Income in step with growth",
            targets=(Target(indicator=INCOME, comparator=Comparator.RELATIVE, reference=GDP.name),),
        ),
    ),
    measures=(
        Measure(
            id=ItemId("m1"),
            title="Build the school",
            area=AreaId("a1"),
            due=date(2021, 8, 31),
            assignments=(Assignment(owner=OwnerId("schools")),),
            milestones=(Milestone(title="Roof", due=date(2021, 5, 31)),),
        ),
        Measure(id=ItemId("m2"), title="Train 100% of teachers", tags=("people",)),
    ),
)
MID = date(2021, 6, 30)


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = datetime(2021, 1, 4, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["memory", "sqlite"])
def tracker(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Tracker]:
    url = "memory:" if request.param == "memory" else f"sqlite:///{tmp_path / 'plan.db'}"
    with Tracker.open(url, language="en", clock=clock, autoload=False) as opened:
        yield opened


def value(indicator: Indicator, number: str, end: date = MID, known: datetime | None = None) -> Observation:
    known = known or datetime(end.year, end.month, end.day, 18, tzinfo=UTC)
    return Observation(indicator=indicator.name, start=PLAN.start, end=end, value=Decimal(number), known=known)


def healths(tracker: Tracker, on: date, known_at: datetime | None = None) -> dict[str, Health]:
    return {row.head.id: row.assessment.health for row in tracker.assess("city", on=on, known_at=known_at)}


def test_a_plan_comes_back_as_it_went_in(tracker: Tracker) -> None:
    receipt = tracker.add(PLAN, actor="office")
    assert receipt.versions["city", ""] == 1
    assert receipt.versions["city", "m1"] == 1
    assert tracker.plan("city") == PLAN
    assert [stored.plan.id for stored in tracker.plans()] == ["city"]
    with pytest.raises(Conflict, match="city exists already at version 1"):
        tracker.add(PLAN, actor="office")


def test_the_published_figures_of_mid_2021_are_judged_as_published(tracker: Tracker) -> None:
    tracker.add(PLAN, actor="office", observations={ItemId("g1"): [value(JOBS, "698")]})
    [jobs, *_] = tracker.assess("city", on=MID)
    assert jobs.assessment.health is Health.AHEAD
    assert jobs.assessment.attainment is not None
    assert round(jobs.assessment.attainment, 4) == Decimal("0.6345")


def test_a_return_moves_the_item_on_and_raises_its_version(tracker: Tracker) -> None:
    tracker.add(PLAN, actor="office")
    report = ProgressReport(on=MID, percent=Decimal("0.4"), narrative="walls", problems="rain", next_steps="roof")
    receipt = tracker.report("city", "m1", report, actor="schools")
    assert receipt.versions["city", "m1"] == 2
    stored = tracker.item("city", "m1").item.progress
    assert stored is not None
    assert (stored.percent, stored.problems, stored.by) == (Decimal("0.4"), "rain", "schools")
    assert stored.known is not None


def test_a_stale_version_is_refused_and_changes_nothing(tracker: Tracker) -> None:
    tracker.add(PLAN, actor="office")
    tracker.report("city", "m1", ProgressReport(on=MID, percent=Decimal("0.4")), actor="schools")
    with pytest.raises(Conflict) as conflict:
        tracker.report("city", "m1", ProgressReport(on=MID, percent=Decimal("0.9")), actor="schools", seen=1)
    assert (conflict.value.seen, conflict.value.stored) == (1, 2)
    assert tracker.item("city", "m1").version == 2


def test_commands_of_one_call_are_stored_together_or_not_at_all(tracker: Tracker) -> None:
    tracker.add(PLAN, actor="office")
    late: tuple[Command, ...] = (
        Suspend(item=ItemId("m1"), reason="floods"),
        Confirm(item=ItemId("m2")),
    )
    with pytest.raises(IllegalTransition):
        tracker.change("city", *late, actor="office")
    assert tracker.item("city", "m1").item.state is State.ACTIVE
    assert len(list(tracker.history("city"))) == 6


def test_who_asked_for_completion_cannot_confirm_it(tracker: Tracker) -> None:
    tracker.add(PLAN, actor="office")
    tracker.change("city", RequestCompletion(item=ItemId("m1"), on=MID), actor="schools")
    with pytest.raises(ChangeRefused, match="schools asked for completion, so someone else has to confirm it"):
        tracker.change("city", Confirm(item=ItemId("m1")), actor="schools")
    tracker.change("city", Confirm(item=ItemId("m1")), actor="office")
    assert tracker.item("city", "m1").item.state is State.COMPLETED
    assert healths(tracker, MID)["m1"] is Health.MET


def test_the_rule_of_two_people_can_be_blocked_by_its_plugins_name() -> None:
    with Tracker.open(block=["guards.separate_confirmation"], autoload=False) as tracker:
        tracker.add(PLAN, actor="office")
        tracker.change("city", RequestCompletion(item=ItemId("m1"), on=MID), actor="office")
        tracker.change("city", Confirm(item=ItemId("m1")), actor="office")


def test_the_history_replays_to_the_stored_plan(tracker: Tracker) -> None:
    tracker.add(PLAN, actor="office", observations={ItemId("g1"): [value(JOBS, "698")]})
    tracker.report("city", "m1", ProgressReport(on=MID, percent=Decimal("0.4")), actor="schools")
    tracker.assign("city", "m2", Owner(id=OwnerId("press"), name="新闻办"), Role.COOPERATING, actor="office")
    tracker.change("city", Cancel(item=ItemId("m2"), reason="merged"), actor="office")
    past = replay(tracker.history("city"))
    whole = tracker.plan("city")
    assert past.plan == whole.header()
    assert list(past.items.values()) == list(whole.items())
    assert list(past.observations[ItemId("g1")]) == list(tracker.observations("city", "g1"))


def test_an_earlier_judgement_can_be_made_again_after_a_revision(tracker: Tracker, clock: Clock) -> None:
    tracker.add(PLAN, actor="office")
    clock.now = datetime(2021, 7, 15, tzinfo=UTC)
    tracker.observe("city", "g1", value(JOBS, "560"), actor="office")
    published = datetime(2021, 7, 20, tzinfo=UTC)
    before = healths(tracker, MID)
    clock.now = datetime(2021, 8, 15, tzinfo=UTC)
    tracker.observe("city", "g1", value(JOBS, "400", known=clock.now), actor="office")
    tracker.change("city", Cancel(item=ItemId("m1"), reason="merged"), actor="office")
    assert healths(tracker, MID)["g1"] is Health.OFF_TRACK
    assert healths(tracker, MID, published) == before
    with pytest.raises(UnknownName, match="was not recorded yet"):
        tracker.assess("city", on=MID, known_at=datetime(2020, 1, 1, tzinfo=UTC))


def test_a_relative_target_is_compared_with_its_reference(tracker: Tracker) -> None:
    known = {ItemId("g2"): [value(GDP, "12.7")], ItemId("g3"): [value(INCOME, "12.0")]}
    tracker.add(PLAN, actor="office", observations=known)
    assert healths(tracker, MID)["g3"] in (Health.ON_TRACK, Health.AHEAD)
    tracker.observe("city", "g3", value(INCOME, "3.0", date(2021, 9, 30)), actor="office")
    tracker.observe("city", "g2", value(GDP, "9.8", date(2021, 9, 30)), actor="office")
    assert healths(tracker, date(2021, 9, 30))["g3"] in (Health.AT_RISK, Health.OFF_TRACK)


def test_counts_have_all_healths_and_add_up(tracker: Tracker) -> None:
    tracker.add(PLAN, actor="office", observations={ItemId("g1"): [value(JOBS, "698")]})
    counts = tracker.count_healths("city", on=date(2021, 9, 15))
    assert list(counts) == list(Health)
    assert sum(counts.values()) == 5
    assert counts == {
        health: sum(1 for each in healths(tracker, date(2021, 9, 15)).values() if each is health) for health in Health
    }


def test_a_list_is_filtered_ordered_and_paged(tracker: Tracker) -> None:
    tracker.add(PLAN, actor="office")

    def ids(query: ItemQuery, limit: int = 50) -> list[str]:
        found: list[str] = []
        after = ""
        while True:
            page = tracker.page(query, on=MID, limit=limit, after=after)
            found += [row.head.id for row in page.rows]
            after = page.after
            if not after:
                return found

    assert ids(ItemQuery(plan=PLAN.id), limit=2) == ["g1", "g2", "g3", "m1", "m2"]
    assert ids(ItemQuery(plan=PLAN.id, area="a1")) == ["m1"]
    assert ids(ItemQuery(plan=PLAN.id, owner="labour")) == ["g1"]
    assert ids(ItemQuery(plan=PLAN.id, owner="labour", role=Role.COOPERATING)) == []
    assert ids(ItemQuery(plan=PLAN.id, due_before=date(2021, 9, 1))) == ["m1"]
    assert ids(ItemQuery(plan=PLAN.id, tag="people")) == ["m2"]
    assert ids(ItemQuery(plan=PLAN.id, text="100%")) == ["m2"]
    assert ids(ItemQuery(plan=PLAN.id, text="BUILD")) == ["m1"]
    assert ids(ItemQuery(order=Order.DUE), limit=1)[0] == "m1"
    with pytest.raises(InvalidValue, match="does not name a page"):
        tracker.page(ItemQuery(), on=MID, after="rubbish")


def test_a_new_owner_joins_the_plan_in_the_same_commit(tracker: Tracker) -> None:
    tracker.add(PLAN, actor="office")
    receipt = tracker.assign("city", "m2", Owner(id=OwnerId("press"), name="新闻办"), actor="office")
    assert receipt.versions == {("city", ""): 2, ("city", "m2"): 2}
    assert tracker.header("city").owner_name("press") == "新闻办"


def test_a_header_is_revised_with_a_reason_but_keeps_its_period(tracker: Tracker) -> None:
    tracker.add(PLAN, actor="office")
    tracker.revise(attrs.evolve(PLAN, title="City plan 2021"), actor="office", reason="typo")
    assert tracker.header("city").title == "City plan 2021"
    with pytest.raises(ChangeRefused, match="would change nothing"):
        tracker.revise(tracker.header("city"), actor="office", reason="again")
    with pytest.raises(InvalidValue, match="period of plan city cannot change"):
        tracker.revise(attrs.evolve(PLAN, end=date(2022, 12, 31)), actor="office", reason="longer")


def test_an_export_restores_to_the_same_plan_and_values(tracker: Tracker) -> None:
    tracker.add(PLAN, actor="office", observations={ItemId("g1"): [value(JOBS, "698")]})
    exported = json.loads(json.dumps(tracker.export("city")))
    back = read_export(exported)
    assert back.plan == PLAN
    with Tracker.open(language="en", autoload=False) as other:
        other.add(back.plan, actor="office", observations=back.observations)
        assert other.export("city") == exported


def test_items_can_be_added_later(tracker: Tracker) -> None:
    tracker.add(PLAN, actor="office")
    tracker.change("city", Create(new=Measure(id=ItemId("m3"), title="Plant trees")), actor="office")
    assert [item.id for item in tracker.plan("city").measures] == ["m1", "m2", "m3"]
    with pytest.raises((Conflict, ChangeRefused)):
        tracker.change("city", Create(new=Measure(id=ItemId("m3"), title="Plant trees")), actor="office")


def test_revised_targets_are_judged_by_the_values_that_are_there(tracker: Tracker) -> None:
    tracker.add(PLAN, actor="office", observations={ItemId("g1"): [value(JOBS, "698")]})
    lower = (Target(indicator=JOBS, comparator=Comparator.AT_LEAST, value=Decimal(600)),)
    tracker.change("city", Revise(item=ItemId("g1"), changes={"targets": lower}, reason="replanned"), actor="office")
    assert healths(tracker, MID)["g1"] is Health.MET


class Guest:
    """A host plugin that lets only the office act, and keeps what it hears."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, int]] = []

    @hookimpl
    def plan_tasks_authorize(self, actor: str, action: str) -> Decision:
        return Decision(allowed=actor == "office", reason="" if actor == "office" else f"{actor} only reads ({action})")

    @hookimpl
    def plan_tasks_changes_committed(self, changes: tuple[object, ...], receipt: object) -> None:
        self.heard.append((type(receipt).__name__, len(changes)))


def test_a_host_decides_who_may_and_hears_of_what_was_done() -> None:
    host = Guest()
    with Tracker.open(plugins=[host], autoload=False) as tracker:
        tracker.add(PLAN, actor="office")
        with pytest.raises(NotAuthorized, match="guest may not report_progress: guest only reads"):
            tracker.report("city", "m1", ProgressReport(on=MID), actor="guest")
    assert host.heard == [("Receipt", 5)]


def test_two_trackers_do_not_see_each_other() -> None:
    with Tracker.open(autoload=False) as one, Tracker.open(autoload=False, plugins=[Guest()]) as other:
        one.add(PLAN, actor="anyone")
        assert other.plans() == one.plans()[:0]


def test_tenants_of_one_store_do_not_see_each_other(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'plan.db'}"
    with Tracker.open(url, tenant="north", autoload=False) as north:
        north.add(PLAN, actor="office")
    with Tracker.open(url, tenant="south", autoload=False) as south:
        assert list(south.plans()) == []
        with pytest.raises(UnknownName, match="the store is empty"):
            south.assess("city", on=MID)


@pytest.mark.parametrize(
    ("url", "error", "message"),
    [
        ("plan.db", UnknownName, "does not say what kind of store it is"),
        ("mongo://x", UnknownName, "no plugin serves stores of the scheme 'mongo'; schemes here are"),
        ("sqlite:///x.db?timeuot=1", PluginOptionsError, 'did you mean "timeout"'),
        ("sqlite:///x.db?location=y", PluginOptionsError, "'location' cannot stand in a store's URL"),
    ],
)
def test_a_wrong_store_url_says_what_is_right(url: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        Tracker.open(url, autoload=False)
