"""The program as a process: statuses, pipes, signals, locales, and what it imports."""

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

OPTIONAL = ("rich", "orjson", "openpyxl", "docx", "chinese_calendar", "sqlalchemy", "httpx", "lxml")


def test_statuses_are_those_of_the_process(process: Cli) -> None:
    assert process("check", "城镇新增就业1100万人以上", "--actual", "300", "--on", "2021-06-30").status == 1
    assert process("list").status == 3


def test_a_reader_that_leaves_early_is_no_error(cli: Cli, plan: str) -> None:
    piped = f"{sys.executable} -m plan_tasks history --json | head -c 1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["/bin/bash", "-c", piped], capture_output=True, text=True, timeout=60)
    assert done.stdout == "{0\n"
    assert done.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_output_that_finds_no_room_is_told_of(cli: Cli, plan: str) -> None:
    for command in (("list",), ("export",)):
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                [sys.executable, "-m", "plan_tasks", *command], stdout=full, stderr=subprocess.PIPE, timeout=60
            )
        assert done.returncode == 3
        assert done.stderr.decode().splitlines() == ["plan-tasks: No space left on device"]


def test_an_interruption_ends_with_130(folder: Path) -> None:
    code = "from plan_tasks.cli.main import main; print('ready', flush=True); main(['draft', '-'])"
    running = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert running.stdout is not None
    assert running.stdout.readline() == b"ready\n"
    time.sleep(0.2)  # it now waits for standard input
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate(timeout=20)
    assert (running.returncode, errors.decode().strip()) == (130, "interrupted")


def test_a_locale_without_wide_characters_changes_no_byte(process: Cli, cli: Cli, plan: str) -> None:
    wanted = cli("list", "--on", "2021-06-30").out
    settings = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    answer = process("list", "--on", "2021-06-30", settings=settings)
    assert (answer.status, answer.out) == (0, wanted)


@pytest.mark.parametrize("colour", [True, False])
def test_a_terminal_gets_colour_unless_it_is_unwanted(cli: Cli, plan: str, colour: bool) -> None:
    pytest.importorskip("rich")
    leader, follower = pty.openpty()
    settings = {**os.environ, "TERM": "xterm-256color"} | ({} if colour else {"NO_COLOR": "1"})
    running = subprocess.Popen(
        [sys.executable, "-m", "plan_tasks", "list", "--limit", "2"], stdout=follower, stderr=follower, env=settings
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
    assert running.wait(timeout=20) == 0
    assert (b"\x1b[" in shown) is colour


def _modules(code: str) -> set[str]:
    ended = f"import sys\n{code}\nprint(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", ended], capture_output=True, text=True, timeout=60, check=True)
    return set(done.stderr.split())


def test_importing_the_package_loads_no_plugin_and_no_optional_library() -> None:
    loaded = _modules("import plan_tasks")
    assert not {name for name in loaded if name.startswith("plan_tasks.plugins.")}
    assert not loaded.intersection(OPTIONAL)
    assert "importlib.metadata" not in loaded


def test_help_loads_no_plugin_and_no_optional_library() -> None:
    loaded = _modules("from plan_tasks.cli.main import run\nrun(['--help'])\nrun(['render', '--help'])")
    assert not {name for name in loaded if name.startswith("plan_tasks.plugins.")}
    assert not loaded.intersection(OPTIONAL)
    assert "importlib.metadata" not in loaded
