"""`plan-tasks copy`: what it says, what it refuses, and that a kill leaves nothing half."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Cli

HERE, THERE = ("--from", "sqlite:///plan_tasks.db"), ("--to", "sqlite:///other.db")


def test_a_store_is_copied_by_one_command(cli: Cli, plan: str) -> None:
    cli("progress", "m2.4", "--percent", "40")
    cli("notify", "--on", "2021-06-27")
    first = cli("copy", *HERE, *THERE)
    assert (first.status, first.err) == (0, "")
    assert first.out.startswith("plan city is copied: 50 items, ")
    assert cli("copy", *HERE, *THERE).out.startswith("plan city was there already: 50 items, ")
    for command in (("export",), ("history", "--json"), ("outbox", "--json")):
        assert cli(*command).out == cli(*command, "--store", "sqlite:///other.db").out
    assert cli("copy", *HERE, *THERE, "--lang", "zh").out.startswith("计划 city 已在目标库中：50 项")


def test_the_answer_as_json_says_how_much_there_is(cli: Cli, plan: str) -> None:
    [copied] = cli("copy", *HERE, *THERE, "--json").json["plans"]
    last = cli("history", "--json").json["events"][-1]
    assert copied == {
        "plan": "city",
        "outcome": "copied",
        "items": 50,
        "observations": copied["observations"],
        "events": last["sequence"],
        "notices": 0,
        "hash": last["hash"],
    }
    assert cli("copy", *HERE, *THERE, "--json").json["plans"][0] == {**copied, "outcome": "there"}


def test_wrong_uses_change_nothing_and_say_what_is_right(cli: Cli, plan: str) -> None:
    for arguments, status, words in (
        (("--from", "sqlite:///none.db", *THERE), 3, "there is no such store"),
        ((*HERE, "--to", "nowhere:x"), 2, "no plugin serves stores of the scheme"),
        ((*HERE, *THERE, "--plan", "west"), 2, "there is no plan 'west'"),
        (HERE, 2, "--to"),
    ):
        answer = cli("copy", *arguments)
        assert (answer.status, answer.out) == (status, "")
        assert words in answer.err
    cli("copy", *HERE, *THERE)
    cli("progress", "m2.4", "--percent", "40")
    answer = cli("copy", *HERE, *THERE)
    assert (answer.status, len(answer.err.splitlines())) == (2, 1)
    assert "another plan 'city', or another state of it" in answer.err


def test_an_empty_store_has_nothing_to_copy(cli: Cli, plan: str) -> None:
    cli("list", "--store", "sqlite:///other.db")
    assert cli("copy", "--from", "memory:", *THERE).out == "there are no plans\n"


def test_a_kill_at_any_moment_leaves_whole_plans_and_the_copy_goes_on(cli: Cli, plan: str, report: Path) -> None:
    for number in range(6):
        cli("import", str(report), "--plan", f"p{number}")
    seen = set()
    for number in range(8):
        target = Path(f"killed{number}.db")
        arguments = ["copy", *HERE, "--to", f"sqlite:///{target}"]
        running = subprocess.Popen([sys.executable, "-m", "plan_tasks", *arguments], stdout=subprocess.PIPE)
        assert running.stdout is not None
        for _ in range(number % 7):
            running.stdout.readline()
        time.sleep(0.004 * number)
        running.send_signal(signal.SIGKILL)
        running.communicate(timeout=20)
        again = cli(*arguments, "--json")
        assert (again.status, again.err) == (0, "")
        outcomes = [each["outcome"] for each in again.json["plans"]]
        assert outcomes == sorted(outcomes, reverse=True)  # those that are there come first
        seen.add(outcomes.count("there"))
        assert {each["items"] for each in again.json["plans"]} == {50}
    assert len(seen) > 2, "the kills all came at one moment"


def test_a_terminal_sees_a_bar_and_a_pipe_does_not(cli: Cli, plan: str) -> None:
    pytest.importorskip("rich")
    assert cli("copy", *HERE, "--to", "sqlite:///piped.db").err == ""
    leader, follower = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "plan_tasks", "copy", *HERE, *THERE],
        stdout=subprocess.PIPE,
        stderr=follower,
        env={**os.environ, "TERM": "xterm-256color"},
    )
    os.close(follower)
    shown = b""
    try:
        while part := os.read(leader, 65536):
            shown += part
    except OSError:
        pass  # the other end is closed
    finally:
        os.close(leader)
    assert running.stdout is not None
    assert running.stdout.read().startswith(b"plan city is copied")
    running.stdout.close()
    assert running.wait(timeout=20) == 0
    assert b"copying" in shown
