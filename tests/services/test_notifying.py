"""Notices through the tracker, on both built-in stores: queued once, routed and addressed by plugins, sent, told of."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest

from plan_tasks import Assignment, Measure, Owner, Plan, ProgressReport, Tracker, hookimpl
from plan_tasks.errors import PluginError, PluginOptionsError, SourceUnreadable, UnknownName
from plan_tasks.model import Address, Health, OwnerId, PlanId, Role
from plan_tasks.model import ItemId as Id
from plan_tasks.notifying.contract import (
    ChannelType,
    Delivery,
    DirectoryType,
    Message,
    Notice,
    Outcome,
    Rate,
    Recipient,
    Routing,
)
from plan_tasks.notifying.dispatching import Dispatched
from plan_tasks.notifying.rules import DueRule
from plan_tasks.plugging import NoOptions, PluginContext
from plan_tasks.storage.contract import Finding
from plan_tasks.storage.outbox import OutboxState
from plan_tasks.workflow import ApproveExtension, Cancel, RequestExtension

SCHOOLS = Owner(
    id=OwnerId("schools"), name="Education Bureau", addresses=(Address(channel="letter", value="schools@example.org"),)
)
WATER = Owner(id=OwnerId("water"), name="Water Authority")


def measure(item: str, owner: Owner, due: date) -> Measure:
    return Measure(id=Id(item), title=f"Title of {item}", due=due, assignments=(Assignment(owner=owner.id),))


PLAN = Plan(
    id=PlanId("city"),
    title="City 2021",
    start=date(2021, 1, 1),
    end=date(2021, 12, 31),
    owners=(SCHOOLS, WATER),
    measures=(
        measure("m1", SCHOOLS, date(2021, 6, 30)),
        measure("m2", WATER, date(2021, 6, 29)),
        measure("m3", WATER, date(2021, 12, 1)),
    ),
)
DAY = date(2021, 6, 27)


class Post:
    """A plugin with a channel that needs addresses, and hooks that listen and route."""

    def __init__(self) -> None:
        self.outcomes: dict[str, Outcome] = {}
        self.messages: list[Message] = []
        self.closed = 0
        self.routing: Routing | None = None
        self.asked: list[tuple[Notice, ...]] = []
        self.delivered: list[tuple[Delivery, ...]] = []
        self.failed: list[tuple[Delivery, ...]] = []

    def send(self, messages: Sequence[Message], *, deadline: float) -> Iterator[Delivery]:
        for message in messages:
            self.messages.append(message)
            yield Delivery(message.key, self.outcomes.get(message.item, Outcome.ACCEPTED), "said the postman")

    def examine(self) -> Finding:
        return Finding(ok=True, subject="post", text="open")

    def close(self) -> None:
        self.closed += 1

    @hookimpl
    def plan_tasks_channels(self) -> Iterator[ChannelType[NoOptions]]:
        yield ChannelType(
            name="post",
            summary="By post",
            options=NoOptions,
            factory=lambda options, context: self,
            needs_address=True,
            aliases=("letterbox",),
            addresses="letter",
            rate=Rate(messages=2, per=timedelta(minutes=1)),
            disturbs=False,
        )

    @hookimpl
    def plan_tasks_route_notices(self, notices: tuple[Notice, ...]) -> Routing | None:
        self.asked.append(notices)
        return self.routing

    @hookimpl
    def plan_tasks_notice_delivered(self, deliveries: tuple[Delivery, ...]) -> None:
        self.delivered.append(deliveries)

    @hookimpl
    def plan_tasks_notice_failed(self, deliveries: tuple[Delivery, ...]) -> None:
        self.failed.append(deliveries)


class Staff:
    """A plugin with a directory."""

    def __init__(self, people: Mapping[str, Any]) -> None:
        self.people = people
        self.asked: list[tuple[list[str], str]] = []
        self.closed = 0

    def find(self, owners: Sequence[Owner], channel: str) -> Any:
        self.asked.append(([owner.id for owner in owners], channel))
        return {owner.id: self.people[owner.id] for owner in owners if owner.id in self.people}

    def close(self) -> None:
        self.closed += 1

    @hookimpl
    def plan_tasks_directories(self) -> Iterator[DirectoryType[Any]]:
        yield DirectoryType(name="a-staff", summary="Staff", options=NoOptions, factory=lambda options, context: self)
        yield DirectoryType(name="b-server", summary="A server", options=ServerOptions, factory=_never_opened)


@attrs.frozen(kw_only=True)
class ServerOptions:
    """Options without which a directory cannot be opened."""

    url: str


def _never_opened(options: ServerOptions, context: PluginContext) -> Staff:
    raise AssertionError("a directory with options is not opened where nobody gives them")


class Clock:
    """Stands still unless it is moved."""

    now = datetime(2021, 6, 27, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(params=["memory", "sqlite"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return "memory:" if request.param == "memory" else f"sqlite:///{tmp_path / 'plan.db'}"


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def tracker(url: str, post: Post, clock: Clock) -> Iterator[Tracker]:
    with Tracker.open(
        url,
        language="en",
        plugins=[post],
        clock=clock,
        chance=lambda: 0.5,
        autoload=False,
        resources={"console": io.StringIO()},
    ) as opened:
        opened.add(PLAN, actor="office")
        yield opened


def states(tracker: Tracker) -> dict[str, str]:
    return {f"{entry.item} {entry.occurrence[11:]}": entry.state.value for entry in tracker.outbox("city")}


def test_what_is_due_is_queued_once_however_often_it_is_looked_at(tracker: Tracker) -> None:
    first = tracker.notify("city", on=DAY)
    assert [entry.item for entry in first.entries] == ["m1", "m2"]
    again = tracker.notify("city", on=DAY)
    assert (again.entries, again.earlier, again.outdated) == ((), 2, {})
    assert tracker.outbox("city") == first.entries


def test_a_dry_run_says_the_same_and_changes_nothing(tracker: Tracker) -> None:
    tracker.notify("city", on=date(2021, 6, 23))
    dry = tracker.notify("city", on=DAY, dry_run=True)
    assert states(tracker) == {"m1 -7d": "pending", "m2 -7d": "pending"}
    assert tracker.notify("city", on=DAY) == dry
    assert len(dry.outdated) == 2


def test_a_missed_week_comes_as_one_notice_not_as_a_storm(tracker: Tracker) -> None:
    tracker.notify("city", on=date(2021, 7, 31))
    assert states(tracker) == {"m1 +28d": "pending", "m2 +28d": "pending"}


def test_what_waits_and_has_lost_its_point_is_cancelled_with_the_reason(tracker: Tracker) -> None:
    tracker.notify("city", on=date(2021, 6, 23))
    tracker.change("city", Cancel(item=Id("m1"), reason="given up"), actor="office")
    asked = RequestExtension(item=Id("m2"), due=date(2021, 9, 30), reason="floods")
    tracker.change("city", asked, ApproveExtension(item=Id("m2")), actor="office")
    done = tracker.notify("city", on=DAY)
    assert done.entries == ()
    assert {entry.item: entry.reason for entry in tracker.outbox("city", states=[OutboxState.CANCELLED])} == {
        "m1": "the item is cancelled",
        "m2": "the deadline was moved from 2021-06-29 to 2021-09-30",
    }
    assert sorted(done.outdated.values()) == sorted(entry.reason for entry in tracker.outbox("city"))


def test_what_was_sent_is_never_cancelled(tracker: Tracker) -> None:
    tracker.notify("city", on=date(2021, 6, 23))
    tracker.dispatch({"console": {}})
    tracker.notify("city", on=DAY)
    assert states(tracker) == {"m1 -7d": "sent", "m2 -7d": "sent", "m1 -3d": "pending", "m2 -3d": "pending"}


def test_rules_of_an_office_take_the_place_of_the_usual_one(tracker: Tracker) -> None:
    """By working days of the tracker's calendar, and only for what is overdue."""
    rules = (
        DueRule(name="wd", before=(3,), on_day=False, working_days=True),
        DueRule(name="late", healths=(Health.OVERDUE,)),
    )
    # Sunday 27 June: three working days before Wednesday the 30th, two before the 29th.
    assert [entry.occurrence for entry in tracker.notify("city", on=DAY, rules=rules).entries] == [
        "2021-06-30 -3wd",
        "2021-06-29 -3wd",
    ]
    tracker.report("city", "m2", ProgressReport(on=date(2021, 6, 29)), actor="water")
    late = tracker.notify("city", on=date(2021, 6, 30), rules=rules[1:])
    assert [entry.occurrence for entry in late.entries] == ["2021-06-29 +0d"]


def test_an_owner_without_an_address_is_reported_and_the_others_are_told(tracker: Tracker, post: Post) -> None:
    queued = tracker.notify("city", on=DAY, channel="post")
    assert [(entry.item, entry.channel, entry.address) for entry in queued.entries] == [
        ("m1", "post", "schools@example.org")
    ]
    assert [(each.owner, each.item, each.channel) for each in queued.unreachable] == [("water", "m2", "post")]
    assert tracker.dispatch({"post": {}}) == Dispatched(sent=1)
    assert [message.address for message in post.messages] == ["schools@example.org"]
    assert post.closed == 1


def test_a_channel_may_be_called_by_an_alias(tracker: Tracker) -> None:
    """Entries carry its name, so that they are found whichever word is used next."""
    assert [entry.channel for entry in tracker.notify("city", on=DAY, channel="letterbox").entries] == ["post"]
    assert tracker.dispatch({"letterbox": {}}).sent == 1


def test_a_plugin_routes_notices(tracker: Tracker, post: Post) -> None:
    post.routing = Routing(
        dropped=frozenset({1}), channels={0: "letterbox"}, also={0: (OwnerId("water"), OwnerId("mayor"))}
    )
    queued = tracker.notify("city", on=DAY)
    assert [(notice.item, notice.owner, notice.step) for notice in post.asked[0]] == [
        ("m1", "schools", -3),
        ("m2", "water", -3),
    ]
    assert [(entry.item, entry.channel, entry.recipient) for entry in queued.entries] == [("m1", "post", "schools")]
    assert [(each.owner, each.channel) for each in queued.unreachable] == [("water", "post"), ("mayor", "post")]


def test_a_plugin_that_routes_to_no_channel_is_told_so_and_nothing_is_queued(tracker: Tracker, post: Post) -> None:
    post.routing = Routing(channels={0: "pigeon"})
    with pytest.raises(UnknownName, match="pigeon"):
        tracker.notify("city", on=DAY)
    assert tracker.outbox() == ()


def test_nobody_is_asked_where_nothing_is_due(tracker: Tracker, post: Post) -> None:
    assert tracker.notify("city", on=date(2021, 1, 1)).entries == ()
    assert post.asked == []


LI = Recipient(id="li", name="Li", address="li@example.org")


def staffed(url: str, post: Post, people: Mapping[str, Any]) -> tuple[Tracker, Staff]:
    staff = Staff(people)
    tracker = Tracker.open(url, language="en", plugins=[post, staff], clock=Clock(), autoload=False)
    tracker.add(PLAN, actor="office")
    return tracker, staff


def test_directories_are_asked_one_after_the_other_until_every_owner_is_known(url: str, post: Post) -> None:
    """Those that the first leaves out, or has nobody for, are found by the next; each is opened once and closed."""
    tracker, staff = staffed(url, post, {"water": [LI], "schools": []})
    with tracker:
        queued = tracker.notify("city", on=DAY, channel="post")
    assert [(entry.item, entry.recipient, entry.address) for entry in queued.entries] == [
        ("m1", "schools", "schools@example.org"),
        ("m2", "li", "li@example.org"),
    ]
    assert staff.asked == [(["schools", "water"], "letter")], "under the word that the channel's addresses are kept"
    assert staff.closed == 1


def test_a_directory_that_is_named_comes_first_and_knows_languages_and_zones(
    url: str, post: Post, tmp_path: Path
) -> None:
    """Those without options find whom it does not know; the table is read at each run."""
    table = tmp_path / "people.csv"
    table.write_text("unit,person,letter,zone,language\nwater,Wang,wang@example.org,Asia/Urumqi,zh\n", encoding="utf-8")
    tracker, staff = staffed(url, post, {"water": [LI], "schools": [LI]})
    directories = {"csv": {"file": table}}
    with tracker:
        tracker.notify("city", on=DAY, channel="post", directories=directories)
        assert [(entry.recipient, entry.language, entry.subject[0]) for entry in tracker.outbox()] == [
            ("li", "en", "["),
            ("Wang", "zh", "【"),
        ]
        assert staff.asked == [(["schools"], "letter")]
        assert [tracker.hours().hours(each).zone for each in ("Wang", "li")] == ["Asia/Urumqi", "Asia/Shanghai"]
        assert tracker.set_hours("Wang", opens=time(10)).own["Wang"].zone == "Asia/Urumqi"
        table.write_text("unit,person,letter\nwater,Wang,wang@example.org\n", encoding="utf-8")
        assert tracker.notify("city", on=DAY, channel="post", directories=directories).entries == ()
        tracker.set_hours("Wang", as_usual=True)
        assert tracker.hours().hours("Wang").zone == "Asia/Shanghai"


def test_a_directory_that_cannot_be_opened_is_said_even_where_nothing_is_due(url: str, post: Post) -> None:
    tracker, _ = staffed(url, post, {})
    quiet = date(2021, 2, 1)
    with tracker:
        with pytest.raises(SourceUnreadable, match=r"nobody\.csv: it cannot be read"):
            tracker.notify("city", on=quiet, directories={"csv": {"file": "nobody.csv"}})
        with pytest.raises(PluginOptionsError, match="file"):
            tracker.notify("city", on=quiet, directories={"csv": {}})
        with pytest.raises(UnknownName, match="phone-book"):
            tracker.notify("city", on=quiet, directories={"phone-book": {}})


def test_a_zone_that_there_is_not_queues_nothing(url: str, post: Post) -> None:
    tracker, _ = staffed(url, post, {"water": [attrs.evolve(LI, zone="Nowhere/x")]})
    with tracker, pytest.raises(PluginError, match="'Nowhere/x' is no time zone"):
        tracker.notify("city", on=DAY, channel="post")


@pytest.mark.parametrize(
    ("people", "complaint"),
    [
        ({"water": ["li@example.org"]}, "it answered with a str, not a Recipient"),
        ({"water": 7}, "it failed with TypeError"),
    ],
)
def test_a_directory_that_fails_queues_nothing(url: str, post: Post, people: Mapping[str, Any], complaint: str) -> None:
    """To go on without it would reach the wrong people; the message names it, and it is closed."""
    tracker, staff = staffed(url, post, people)
    with tracker:
        with pytest.raises(PluginError, match=f'directory "a-staff": {complaint}.*nothing was queued'):
            tracker.notify("city", on=DAY)
        assert tracker.outbox() == ()
    assert staff.closed == 1


def test_plugins_hear_of_what_was_delivered_and_of_what_was_not(tracker: Tracker, post: Post, clock: Clock) -> None:
    """After it was written down; what is tried again is no failure yet."""
    reachable = attrs.evolve(WATER, addresses=SCHOOLS.addresses)
    tracker.add(attrs.evolve(PLAN, id=PlanId("both"), owners=(SCHOOLS, reachable)), actor="office")
    post.outcomes = {"m1": Outcome.TRY_AGAIN, "m2": Outcome.REFUSED}
    queued = tracker.notify("both", on=DAY, channel="post")
    keys = {entry.item: entry.key for entry in queued.entries}
    first = tracker.dispatch({"post": {}})
    assert (first.sent, first.failed, first.waiting) == (0, 1, 1)
    assert post.delivered == []
    assert [[each.key for each in batch] for batch in post.failed] == [[keys["m2"]]]
    clock.now += timedelta(hours=1)
    post.outcomes = {}
    assert tracker.dispatch({"post": {}}) == Dispatched(sent=1)
    assert [[each.key for each in batch] for batch in post.delivered] == [[keys["m1"]]]
    assert len(post.failed) == 1


def test_a_tracker_remembers_the_rate_of_a_channel_from_call_to_call(
    tracker: Tracker, post: Post, clock: Clock
) -> None:
    for on in (date(2021, 6, 23), date(2021, 6, 27), date(2021, 6, 30)):
        tracker.notify("city", on=on, channel="post")
        tracker.dispatch({"post": {}})
    assert len(post.messages) == 2
    assert tracker.dispatch({"post": {}}) == Dispatched(paced=("post",))
    clock.now += timedelta(minutes=1)
    assert tracker.dispatch({"post": {}}) == Dispatched(sent=1)


def test_a_wrong_option_sends_nothing(tracker: Tracker, post: Post) -> None:
    """Of all channels that were asked for: they are opened before anything goes out."""
    tracker.notify("city", on=DAY, channel="post")
    with pytest.raises(PluginOptionsError, match=r'channel "eml-folder".*folder'):
        tracker.dispatch({"post": {}, "eml-folder": {}})
    assert post.messages == []
    assert set(states(tracker).values()) == {"pending"}


def test_the_outbox_is_filtered_by_plan_and_state(tracker: Tracker) -> None:
    other = attrs.evolve(PLAN, id=PlanId("other"))
    tracker.add(other, actor="office")
    tracker.notify("city", on=DAY)
    tracker.notify("other", on=DAY)
    assert len(tracker.outbox()) == 4
    assert {entry.plan for entry in tracker.outbox("other")} == {"other"}
    assert tracker.outbox(states=[OutboxState.SENT]) == ()


def test_two_plans_have_their_own_keys(tracker: Tracker) -> None:
    tracker.add(attrs.evolve(PLAN, id=PlanId("other")), actor="office")
    keys = [entry.key for plan in ("city", "other") for entry in tracker.notify(plan, on=DAY).entries]
    assert len(set(keys)) == 4


def test_no_such_plan_or_channel_is_said_plainly(tracker: Tracker) -> None:
    with pytest.raises(UnknownName, match="there is no plan 'town'"):
        tracker.notify("town", on=DAY)
    with pytest.raises(UnknownName, match="fax"):
        tracker.notify("city", on=DAY, channel="fax")
    with pytest.raises(UnknownName, match="fax"):
        tracker.dispatch({"fax": {}})


def test_a_rule_for_roles_that_nobody_has_is_reported(tracker: Tracker) -> None:
    rule = DueRule(name="leaders", before=(7,), roles=(Role.LEADER,))
    queued = tracker.notify("city", on=DAY, rules=(rule,))
    assert {(each.item, each.reason) for each in queued.unreachable} == {
        ("m1", "nobody is its supervising leader"),
        ("m2", "nobody is its supervising leader"),
    }


def test_channels_are_examined_and_one_that_fails_to_open_is_found(tracker: Tracker) -> None:
    findings = {finding.subject: finding.ok for finding in tracker.examine_channels()}
    assert findings == {"channel console": True, "post": True}
