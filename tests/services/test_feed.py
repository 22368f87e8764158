"""Whoever follows a store by cursors is told of every change once, in the order of commits."""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import attrs
import pytest
from tests.services.test_copying import KINDS, Plain, fill, opened

from plan_tasks import ProgressReport, Tracker
from plan_tasks.errors import InvalidValue, StorageError, UnknownName
from plan_tasks.model import PlanId
from plan_tasks.plugins.storage.memory import MemoryUnit
from plan_tasks.storage.capabilities import NumberedEvent
from plan_tasks.storage.history import StoredEvent
from plan_tasks.testing.storage import StorageCase
from plan_tasks.testing.storage.laws.changes import ChangeLaws


@pytest.fixture(params=KINDS)
def tracker(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Tracker]:
    with opened(request.param, tmp_path / "plan.db") as one:
        yield one


def followed(tracker: Tracker, *, plan: str | None = None, limit: int = 3) -> list[StoredEvent]:
    """All changes, by batches."""
    found: list[StoredEvent] = []
    cursor, more = "", True
    while more:
        batch = tracker.changes(since=cursor, plan=plan, limit=limit)
        found += batch.events
        cursor, more = batch.cursor, batch.more
    return found


def test_batches_add_up_to_all_histories_in_the_order_of_commits(tracker: Tracker) -> None:
    fill(tracker, "north", "south")
    tracker.report("north", "m2", ProgressReport(on=date(2021, 5, 31)), actor="roads")
    north, south = list(tracker.history("north")), list(tracker.history("south"))
    for limit in (1, 3, 100):
        assert followed(tracker, limit=limit) == [*north[:8], *south, north[8]]
        assert followed(tracker, limit=limit, plan="south") == south


def test_nothing_new_is_an_empty_batch_with_the_same_cursor(tracker: Tracker) -> None:
    first = tracker.changes()
    assert (first.events, first.cursor, first.more) == ((), "", False)
    fill(tracker, "north")
    last = tracker.changes(limit=100)
    assert (len(last.events), last.more) == (8, False)
    again = tracker.changes(since=last.cursor)
    assert (again.events, again.cursor, again.more) == ((), last.cursor, False)
    tracker.report("north", "m2", ProgressReport(on=date(2021, 5, 31)), actor="roads")
    assert [each.event.item for each in tracker.changes(since=last.cursor).events] == ["m2"]


def test_a_full_batch_says_whether_there_is_more(tracker: Tracker) -> None:
    fill(tracker, "north")
    assert tracker.changes(limit=8).more is False
    assert tracker.changes(limit=7).more is True


def test_a_cursor_of_another_store_is_refused(tracker: Tracker, tmp_path: Path) -> None:
    """And so is what is none: rather than missing changes in silence."""
    fill(tracker, "north", "south")
    with opened("sqlite", tmp_path / "other.db") as other:
        fill(other, "south", "north")
        cursors = [other.changes(limit=3).cursor, other.changes(limit=16).cursor]
    far = tracker.changes(limit=16).cursor
    for cursor in (*cursors, "x", "é", far[:-2], "W10", "WyJhIiwgImIiXQ", "WzAsICJhIl0", "W3RydWUsICJhIl0"):
        with pytest.raises(InvalidValue, match="is no cursor of this store's changes"):
            tracker.changes(since=cursor)


def test_a_cursor_of_a_longer_store_is_refused(tracker: Tracker, tmp_path: Path) -> None:
    with opened("sqlite", tmp_path / "other.db") as other:
        fill(other, "north", "south")
        cursor = other.changes(limit=100).cursor
    fill(tracker, "north")
    with pytest.raises(InvalidValue, match="begin anew"):
        tracker.changes(since=cursor)


def test_a_follower_is_told_of_what_was_forgotten_before_it_came(tracker: Tracker) -> None:
    fill(tracker, "north", "south")
    halfway = tracker.changes(limit=2).cursor
    at = list(tracker.history("north"))[6].event.at
    tracker.forget("north", before=at, actor="archivist", reason="law")
    for cursor in ("", halfway):
        told = tracker.changes(since=cursor, limit=100).events
        assert [(each.event.plan, each.sequence) for each in told[:3]] == [("north", 6), ("north", 7), ("north", 8)]
        assert told[0].event.type == "history_stub"
        assert told[-1].event.type == "history_forgotten"


def test_wrong_uses(tracker: Tracker) -> None:
    with pytest.raises(UnknownName):
        tracker.changes(plan="west")
    with pytest.raises(InvalidValue, match="a page cannot have 0 rows"):
        tracker.changes(limit=0)
    tracker._context = attrs.evolve(tracker._context, backend=Plain())
    with pytest.raises(StorageError, match="cannot tell changes in the order of commits"):
        tracker.changes()


WRITER = """
import sys
from datetime import date
from plan_tasks import ProgressReport, Tracker
with Tracker.open(sys.argv[1], autoload=False) as tracker:
    for number in range(40):
        report = ProgressReport(on=date(2021, 6, 30), narrative=f"{sys.argv[2]} {number}")
        tracker.report(sys.argv[3], "m1", report, actor="schools")
"""


def test_a_follower_misses_nothing_that_several_processes_write(tmp_path: Path) -> None:
    """Three processes, two of them on one plan, while the follower reads in small batches."""
    url = f"sqlite:///{tmp_path / 'plan.db'}"
    with opened("sqlite", tmp_path / "plan.db") as tracker:
        fill(tracker, "north", "south")
        cursor = tracker.changes(limit=100).cursor
        writers = [
            subprocess.Popen([sys.executable, "-c", WRITER, url, name, plan])
            for name, plan in (("a", "north"), ("b", "north"), ("c", "south"))
        ]
        seen: list[StoredEvent] = []
        try:
            running = True
            while running:
                running = any(writer.poll() is None for writer in writers)
                batch = tracker.changes(since=cursor, limit=7)
                while batch.events:
                    seen += batch.events
                    cursor = batch.cursor
                    batch = tracker.changes(since=cursor, limit=7)
        finally:
            statuses = [writer.wait(timeout=60) for writer in writers]
        assert statuses == [0, 0, 0]
        assert len(seen) == 120
        by_plan: dict[str, list[StoredEvent]] = defaultdict(list)
        for each in seen:
            by_plan[each.event.plan].append(each)
        for plan, told in by_plan.items():
            assert told == list(tracker.history(plan))[8:]


def test_the_law_of_missing_nothing_finds_a_store_that_numbers_before_it_commits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: numbers that do not stand in the order of commits."""
    right = MemoryUnit.changes

    def early(unit: MemoryUnit, *, after: int, limit: int, plan: PlanId | None = None) -> list[NumberedEvent]:
        numbered = [
            attrs.evolve(each, number=3 * each.stored.sequence + len(each.stored.event.plan) % 3)
            for each in right(unit, after=0, limit=1_000, plan=plan)
        ]
        return sorted((each for each in numbered if each.number > after), key=lambda each: each.number)[:limit]

    class Suite(ChangeLaws):
        def case(self, folder: Path) -> StorageCase:
            return StorageCase(url="memory:")

    Suite().test_who_follows_misses_nothing_while_several_write()
    monkeypatch.setattr(MemoryUnit, "changes", early)
    with pytest.raises(AssertionError):
        Suite().test_who_follows_misses_nothing_while_several_write()
