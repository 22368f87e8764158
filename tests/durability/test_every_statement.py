"""A process dies at every statement of every command that writes: the change is there whole or not at all."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.durability.changes import opened, start, value
from tests.durability.commands import COMMANDS, contents
from tests.durability.counts import proving
from tests.durability.figures import note, number
from tests.durability.killing import FORK, unix

from plan_tasks import Tracker
from plan_tasks.model import ItemId
from plan_tasks.plugins.storage.sqlite.backend import SqliteBackend
from plan_tasks.workflow import Observe, Revise

pytestmark = unix

_TEST = "2 stopped at every statement"
_LAST = 1_000


def look(file: Path) -> Any:
    with opened(f"sqlite:///{file}") as tracker:
        return contents(tracker)


def _die_at(file: Path, command: Callable[[Tracker], object], at: int, between: int, acknowledge: int) -> None:
    """Carries out a command; kills itself at a statement, or some of SQLite's own steps into one."""
    seen = 0

    def step(*_: object) -> int:
        nonlocal seen
        seen += 1
        if seen == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return 0

    with opened(f"sqlite:///{file}") as tracker:
        backend = tracker._context.backend
        assert isinstance(backend, SqliteBackend)
        for connection in backend._connections._idle:
            if between:
                connection.set_progress_handler(step, between)
            else:
                connection.set_trace_callback(step)
        command(tracker)
        os.write(acknowledge, b"%d" % seen)


def stop_everywhere(store: Path, command: Callable[[Tracker], object], *, between: int, most: int) -> tuple[int, int]:
    """Stops a command at every step in turn.

    Args:
        store: A store before the command.
        command: What writes.
        between: 0 to stop at each statement; else after each so many of SQLite's own steps.
        most: How many places are tried at most.

    Returns:
        How often it was stopped, and how often the store then held neither the old state nor the new one.
    """
    reference = store.with_name("reference.db")
    shutil.copyfile(store, reference)
    with opened(f"sqlite:///{reference}") as tracker:
        command(tracker)
    before, after, stopped, torn = look(store), look(reference), 0, 0
    assert before != after
    for at in range(1, most + 1):
        copy = store.with_name(f"copy{at}.db")
        shutil.copyfile(store, copy)
        reading, writing = os.pipe()
        process = FORK.Process(target=_die_at, args=(copy, command, at, between, writing))
        process.start()
        os.close(writing)
        with os.fdopen(reading) as pipe:
            acknowledged = bool(pipe.read())
        process.join()
        found = look(copy)
        if found not in ((after,) if acknowledged else (before, after)):
            torn += 1
        if acknowledged:
            break
        assert process.exitcode == -signal.SIGKILL
        stopped += 1
    return stopped, torn


@pytest.fixture
def store(tmp_path: Path) -> Path:
    file = tmp_path / "plan.db"
    start(f"sqlite:///{file}")
    return file


@pytest.mark.parametrize("command", COMMANDS if proving() else ["change"])
def test_a_command_that_dies_at_a_statement_leaves_the_old_state_or_the_new(command: str, store: Path) -> None:
    stopped, torn = stop_everywhere(store, COMMANDS[command], between=0, most=_LAST)
    note(_TEST, "sqlite", f"`{command}`: killed at each of {number(stopped)} statements", f"{torn} torn")
    assert (stopped > 2, torn) == (True, 0)


@pytest.mark.parametrize("command", COMMANDS if proving() else ["report"])
def test_a_command_that_dies_within_a_statement_leaves_the_old_state_or_the_new(command: str, store: Path) -> None:
    stopped, torn = stop_everywhere(store, COMMANDS[command], between=5 if proving() else 30, most=_LAST)
    note(_TEST, "sqlite", f"`{command}`: killed at each of {number(stopped)} places within statements", f"{torn} torn")
    assert (stopped > 2, torn) == (True, 0)


def write_in_two_commits(tracker: Tracker) -> None:
    revised = Revise(item=ItemId("m1"), changes={"title": "Title 1"}, reason="change 1")
    tracker.change("city", revised, actor="office")
    tracker.change("city", Observe(item=ItemId("g1"), observations=(value(1),)), actor="office")


def test_a_change_in_two_commits_is_found_out(store: Path) -> None:
    stopped, torn = stop_everywhere(store, write_in_two_commits, between=0, most=_LAST if proving() else 12)
    note(_TEST, "control: one change in two commits", f"killed at each of {number(stopped)} statements", f"{torn} torn")
    assert torn > 0
