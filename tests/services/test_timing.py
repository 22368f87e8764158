"""Whoever watches a tracker is told of calls, statements and hooks, and harms nobody."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.services.test_copying import PLAN, opened

from plan_tasks import ProgressReport, Tracker, hookimpl
from plan_tasks.errors import UnknownName
from plan_tasks.plugging import Operation, Timing

REPORT = ProgressReport(on=date(2021, 3, 31), narrative="a text that somebody typed")


@pytest.fixture
def tracker(tmp_path: Path) -> Iterator[Tracker]:
    with opened("sqlite", tmp_path / "plan.db") as one:
        one.add(PLAN, actor="office")
        yield one


def told(heard: list[Timing], kind: str) -> list[str]:
    return [timing.operation.name for timing in heard if timing.operation.kind == kind]


def test_calls_and_statements_are_timed_while_somebody_watches(tracker: Tracker) -> None:
    heard: list[Timing] = []
    stop = tracker.trace(heard.append)
    tracker.report("north", "m1", REPORT, actor="schools")
    stop()
    tracker.report("north", "m1", REPORT, actor="schools")
    assert told(heard, "call") == ["change", "report"]  # each when it ends
    statements = told(heard, "statement")
    assert (statements[0], statements[-1]) == ("BEGIN IMMEDIATE", "COMMIT")
    assert any(sql.startswith("UPDATE item SET") for sql in statements)
    report = next(timing for timing in heard if timing.operation.name == "report")
    assert report.operation.facts == {"tenant": "default", "plan": "north"}
    assert report.error == ""
    inner = sum(timing.seconds for timing in heard if timing.operation.kind == "statement")
    assert 0 < inner < report.seconds
    assert all(timing.operation.facts["system"] == "sqlite" for timing in heard if timing.operation.kind == "statement")


def test_no_text_that_somebody_typed_is_told(tracker: Tracker) -> None:
    heard: list[Timing] = []
    tracker.trace(heard.append)
    tracker.report("north", "m1", REPORT, actor="schools")
    list(tracker.standing("north", on=date(2021, 6, 30)).rows())
    assert not any("typed" in repr(timing) or "School" in repr(timing) for timing in heard)


def test_a_call_that_fails_is_told_with_its_error(tracker: Tracker) -> None:
    heard: list[Timing] = []
    tracker.trace(heard.append)
    with pytest.raises(UnknownName):
        tracker.item("west", "m1")
    assert heard[-1].operation.name == "item"
    assert "plan west has no item" in heard[-1].error


def test_hooks_are_timed_with_the_plugin(tmp_path: Path) -> None:
    class Host:
        @hookimpl
        def plan_tasks_changes_committed(self, changes: Any) -> None:
            """Hears of changes."""

    heard: list[Timing] = []
    with Tracker.open("memory:", plugins=[Host()], autoload=False) as tracker:
        tracker.trace(heard.append)
        tracker.add(PLAN, actor="office")
    hooks = {
        (timing.operation.name, timing.operation.facts["plugin"]) for timing in heard if timing.operation.kind == "hook"
    }
    assert [name for name, _ in hooks if "committed" in name] == ["plan_tasks_changes_committed"]


def test_a_watcher_is_told_of_the_beginning_and_in_the_same_thread_of_the_end(tracker: Tracker) -> None:
    heard: list[tuple[str, str, str]] = []

    def begin(operation: Operation) -> Any:
        heard.append(("begin", operation.name, threading.current_thread().name))
        return lambda timing: heard.append(("end", timing.operation.name, threading.current_thread().name))

    tracker.host.timings.watch(begin)
    threads = [threading.Thread(target=tracker.item, args=("north", "m1")) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({thread for _, _, thread in heard}) == 4
    for each in threads:
        own = [(what, name) for what, name, thread in heard if thread == each.name and name in ("item", "find")]
        assert own == [("begin", "item"), ("begin", "find"), ("end", "find"), ("end", "item")]


def test_a_watcher_that_fails_harms_nobody(tracker: Tracker, caplog: pytest.LogCaptureFixture) -> None:
    heard: list[Timing] = []

    def fail(_: object) -> Any:
        raise RuntimeError("broken watcher")

    tracker.host.timings.watch(fail)
    tracker.trace(fail)
    tracker.trace(heard.append)
    assert tracker.item("north", "m1").version == 1
    assert told(heard, "call") == ["find", "item"]
    assert "a watcher of operations failed" in caplog.text


def test_one_function_may_watch_twice_and_each_end_ends_its_own(tracker: Tracker) -> None:
    heard: list[Timing] = []
    stops = [tracker.trace(heard.append), tracker.trace(heard.append)]
    tracker.header("north")
    both = len(heard)
    stops[0]()
    tracker.header("north")
    assert len(heard) - both == both / 2
    stops[0]()
    stops[1]()
    assert not tracker.host.timings.watched


def test_two_trackers_are_watched_apart(tracker: Tracker) -> None:
    heard: list[Timing] = []
    tracker.trace(heard.append)
    with opened("memory", Path()) as other:
        other.add(PLAN, actor="office")
    assert heard == []


def test_the_log_says_at_debug_what_took_how_long(tracker: Tracker, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="plan_tasks.tracker"):
        tracker.item("north", "m1")
    assert caplog.records == []
    with caplog.at_level(logging.DEBUG, logger="plan_tasks.tracker"):
        tracker.report("north", "m1", REPORT, actor="schools")
        with pytest.raises(UnknownName):
            tracker.header("west")
    lines = [record.getMessage() for record in caplog.records if record.name == "plan_tasks.tracker"]
    assert [line.partition(" after ")[0] for line in lines] == [
        "change north: done",
        "report north: done",
        "header west: failed",
    ]
    assert "typed" not in caplog.text


def test_administration_leaves_a_trail_at_info(
    tracker: Tracker, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = datetime(2200, 1, 1, tzinfo=UTC)
    with caplog.at_level(logging.INFO, logger="plan_tasks"), opened("sqlite", tmp_path / "other.db") as other:
        list(tracker.copy_to(other))
        list(tracker.copy_to(other))
        tracker.forget("north", before=before, actor="archivist", reason="law")
        with (tmp_path / "north.plan").open("wb") as out:
            tracker.write_archive("north", out)
        with opened("memory", tmp_path) as third, (tmp_path / "north.plan").open("rb") as data:
            third.read_archive(data, where="north.plan")
        tracker.vacuum()
    assert [(record.name, record.levelname) for record in caplog.records] == [("plan_tasks.services", "INFO")] * 5
    lines = [record.getMessage() for record in caplog.records]
    assert lines[:4] == [
        "north: copied, 3 items, 4 events",
        "north: 4 events forgotten, a stub stands for events 1 to 4",
        "north: archived, 3 items, 2 events",
        "north: restored, 3 items, 2 events",
    ]
    assert lines[4].startswith("store tidied: ")
