"""The oldest history can be forgotten on purpose; what is left holds together, and says what was there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.services.test_copying import KINDS, fill, opened
from tests.workflow.test_workflow import COMMANDS, ITEM, ask, chain, value

from plan_tasks import ProgressReport, Tracker, hookimpl
from plan_tasks.errors import InvalidValue, NotAuthorized, PlanTasksError, StoreDamaged, UnknownName
from plan_tasks.plugging import Decision
from plan_tasks.services.past import digest_of
from plan_tasks.storage.history import check_chain
from plan_tasks.storage.stubs import check_stub
from plan_tasks.workflow import Command, Create, Replayed, replay, rewind

DAY = date(2021, 12, 31)
KEY = b"0123456789abcdef0123456789abcdef"


@pytest.fixture(params=KINDS)
def tracker(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Tracker]:
    """Two plans of eight events each, recorded an hour after the other."""
    with opened(request.param, tmp_path / "plan.db") as one:
        fill(one, "north", "south")
        yield one


def moment(tracker: Tracker, number: int) -> datetime:
    return list(tracker.history("north"))[number - 1].event.at


def verdicts(tracker: Tracker, *, key: bytes | None = None) -> dict[str, bool]:
    return {finding.subject: finding.ok for finding in tracker.verify(key=key)}


def forget(tracker: Tracker, number: int, *, key: bytes | None = None) -> int:
    """Forgets what is older than an event."""
    before = next(each.event.at for each in tracker.history("north") if each.sequence == number)
    return tracker.forget("north", before=before, actor="archivist", reason="kept on paper", key=key).events


@pytest.mark.parametrize("key", [None, KEY])
def test_what_is_left_holds_together_and_says_what_was_there(tracker: Tracker, key: bytes | None) -> None:
    before = list(tracker.history("north"))
    assert forget(tracker, 7, key=key) == 6
    stub, *rest = tracker.history("north")
    assert rest[:-1] == before[6:]
    told = check_stub(stub, key=key)
    assert (told.through, told.hash, told.first, told.last) == (
        6,
        before[5].hash,
        before[0].event.at,
        before[5].event.at,
    )
    assert (told.actor, told.reason, told.signed) == ("archivist", "kept on paper", key is not None)
    last = rest[-1].event
    assert (last.type, last.actor, last.reason) == ("history_forgotten", "archivist", "kept on paper")
    assert set(verdicts(tracker, key=key).values()) == {True}
    assert [each.sequence for each in tracker.history("south")] == list(range(1, 9))


def test_the_plan_itself_and_its_changes_go_on(tracker: Tracker) -> None:
    plan, item = tracker.plan("north"), tracker.item("north", "m1")
    forget(tracker, 8)
    assert tracker.plan("north") == plan
    assert tracker.item("north", "m1") == item
    report = ProgressReport(on=date(2021, 4, 30), percent=Decimal("0.9"))
    tracker.report("north", "m1", report, actor="schools", seen=item.version)
    assert [each.sequence for each in tracker.history("north")] == [7, 8, 9, 10]
    assert set(verdicts(tracker).values()) == {True}


def test_later_moments_are_read_back_as_before_and_earlier_ones_are_refused(tracker: Tracker) -> None:
    def standing(at: datetime) -> list[object]:
        there = tracker.standing("north", on=DAY, known_at=at)
        return [there.plan, [(row.head, row.assessment, row.item) for row in there.rows()]]

    moments = [moment(tracker, number) for number in range(1, 9)]
    before = [standing(at) for at in moments]
    forget(tracker, 6)
    assert [standing(at) for at in moments[4:]] == before[4:]
    for at in moments[:4]:
        with pytest.raises(UnknownName, match=r"before .* was forgotten"):
            standing(at)
    with pytest.raises(UnknownName, match="was not recorded yet"):
        tracker.standing("south", on=DAY, known_at=moments[0] - timedelta(days=1))


def test_forgetting_again_replaces_the_stub(tracker: Tracker) -> None:
    first = moment(tracker, 1)
    assert forget(tracker, 5) == 4
    assert forget(tracker, 5) == 0
    assert forget(tracker, 8) == 3
    stub = check_stub(next(tracker.history("north")))
    assert (stub.through, stub.first) == (7, first)
    assert set(verdicts(tracker).values()) == {True}


def test_everything_can_be_forgotten(tracker: Tracker) -> None:
    done = tracker.forget("north", before=datetime(2030, 1, 1, tzinfo=UTC), actor="archivist", reason="law")
    assert (done.events, done.through) == (8, 8)
    assert [each.sequence for each in tracker.history("north")] == [8, 9]
    assert set(verdicts(tracker).values()) == {True}


def test_what_was_recorded_late_keeps_what_follows_it(tracker: Tracker) -> None:
    """A clock that was set back makes a later event look old: only what comes first can be forgotten."""
    tracker._context = attrs.evolve(tracker._context, clock=lambda: datetime(2020, 1, 1, tzinfo=UTC))
    tracker.report("north", "m2", ProgressReport(on=date(2021, 4, 30)), actor="roads")
    done = tracker.forget("north", before=datetime(2020, 6, 1, tzinfo=UTC), actor="archivist", reason="law")
    assert (done.events, done.through, done.first) == (0, 0, None)


def test_a_copy_and_an_archive_carry_the_stub(tracker: Tracker, tmp_path: Path) -> None:
    forget(tracker, 7, key=KEY)
    with opened("sqlite", tmp_path / "copy.db") as copy:
        list(tracker.copy_to(copy))
        assert list(copy.history("north")) == list(tracker.history("north"))
        assert set(verdicts(copy, key=KEY).values()) == {True}
    with opened("sqlite", tmp_path / "restored.db") as restored:
        with (tmp_path / "north.plan").open("wb") as out:
            tracker.write_archive("north", out)
        with (tmp_path / "north.plan").open("rb") as data:
            restored.read_archive(data, where="north.plan")
        assert set(verdicts(restored, key=KEY).values()) == {True}


def test_a_signature_is_checked_only_with_the_key_and_cannot_be_made_without(tracker: Tracker) -> None:
    forget(tracker, 5, key=KEY)
    assert set(verdicts(tracker).values()) == {True}
    assert verdicts(tracker, key=b"another") == {"history of north": False, "history of south": True} | {
        subject: True for subject in verdicts(tracker) if not subject.startswith("history")
    }
    for key in (None, b"another"):
        with pytest.raises(PlanTasksError, match="key"):
            forget(tracker, 8, key=key)
    assert forget(tracker, 8, key=KEY) == 3


def test_wrong_uses_change_nothing(tracker: Tracker) -> None:
    before, at = list(tracker.history("north")), datetime(2030, 1, 1, tzinfo=UTC)
    for wrong, words in (
        ({"actor": " "}, "an actor and a reason"),
        ({"reason": ""}, "an actor and a reason"),
        ({"before": datetime(2030, 1, 1)}, "no time zone"),
        ({"key": b""}, "the key is empty"),
    ):
        with pytest.raises(InvalidValue, match=words):
            tracker.forget("north", **({"before": at, "actor": "a", "reason": "r"} | wrong))  # type: ignore[arg-type]
    with pytest.raises(UnknownName):
        tracker.forget("west", before=at, actor="a", reason="r")
    assert list(tracker.history("north")) == before


def test_the_host_says_who_may_forget() -> None:
    class Host:
        @hookimpl
        def plan_tasks_authorize(self, actor: str, action: str) -> Decision:
            return Decision(allowed=action != "forget", reason="ask the archive")

    with Tracker.open("memory:", plugins=[Host()], autoload=False, language="en") as tracker:
        fill(tracker, "north")
        with pytest.raises(NotAuthorized, match="ask the archive"):
            tracker.forget("north", before=datetime(2030, 1, 1, tzinfo=UTC), actor="a", reason="r")


def test_a_history_that_does_not_hold_together_is_not_forgotten(tmp_path: Path) -> None:
    with opened("memory", tmp_path) as tracker:
        fill(tracker, "north")
        state = tracker._context.backend._states["default"]  # type: ignore[attr-defined]  # behind the store's back
        *most, last = state.events["north"]
        state.events["north"] = (*most, attrs.evolve(last, event=attrs.evolve(last.event, actor="x")))
        with pytest.raises(StoreDamaged, match="event 8"):
            tracker.forget("north", before=most[3].event.at, actor="a", reason="r")
        assert len(state.events["north"]) == 8


@settings(deadline=None)
@given(st.lists(COMMANDS, max_size=25), st.data())
def test_taking_back_the_last_events_gives_the_state_before_them(asked: list[Command], data: st.DataObject) -> None:
    """For any history and any place in it: the end, rewound, is the replay of the beginning."""
    changes, item = [ask(Create(new=ITEM, observations=(value("1"),)), None)], ITEM
    for command in asked:
        try:
            changes.append(ask(command, item))
        except PlanTasksError:
            continue
        item = changes[-1].after  # type: ignore[assignment]  # a measure stays one
    events = list(check_chain(chain(changes)))
    place = data.draw(st.integers(0, len(events)))
    now = replay(events)
    then = rewind(now, events[place:])
    assert then == replay(events[:place])
    assert replay(events[place:], then) == now
    assert (digest_of(then) == digest_of(now)) == (then == now)


def test_what_an_event_says_must_be_so_to_be_taken_back() -> None:
    events = list(chain([ask(Create(new=ITEM, observations=(value("1"),)), None)]))
    now = replay(events)
    for wrong in (
        Replayed(now.plan, {}, now.observations),
        Replayed(now.plan, {ITEM.id: attrs.evolve(ITEM, title="Other")}, now.observations),
        Replayed(now.plan, now.items, {ITEM.id: (value("2"),)}),
        Replayed(now.plan, now.items, {}),
    ):
        with pytest.raises(StoreDamaged, match="plan p, event"):
            rewind(wrong, events)
