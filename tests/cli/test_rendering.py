"""``render``: the format that a file's ending stands for, a file that is opened, and what goes wrong."""

from __future__ import annotations

import time
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Cli

DAY = ("--on", "2021-06-30")


@pytest.mark.usefixtures("plan")
def test_the_ending_says_the_format(cli: Cli, folder: Path) -> None:
    for ending, beginning in (("md", "# "), ("csv", "\ufeff"), ("json", "{"), ("ics", "BEGIN:VCALENDAR"), ("mmd", "g")):
        answer = cli("render", "schedule", "-o", f"out.{ending}", *DAY)
        assert answer.status == 0, answer.err
        assert (folder / f"out.{ending}").read_text(encoding="utf-8").startswith(beginning)
    assert cli("render", "due", "-o", "plain", *DAY).status == 0
    assert "\n===" in (folder / "plain").read_text(encoding="utf-8")


@pytest.mark.usefixtures("plan")
def test_a_named_format_beats_the_ending(cli: Cli, folder: Path) -> None:
    assert cli("render", "due", "--format", "json", "-o", "out.md", *DAY).status == 0
    assert (folder / "out.md").read_text(encoding="utf-8").startswith("{")


@pytest.mark.usefixtures("plan")
def test_an_ending_of_no_format_is_an_error_that_lists_those_there_are(cli: Cli, folder: Path) -> None:
    answer = cli("render", "due", "-o", "out.doc", *DAY)
    assert answer.status == 2
    assert "no format writes 'out.doc'" in answer.err
    assert ".csv" in answer.err
    assert not (folder / "out.doc").exists()


@pytest.mark.usefixtures("plan")
def test_open_hands_the_file_to_the_desktop(cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = folder / "viewer"
    program.write_text(f'#!/bin/sh\necho "$1" > "{folder}/opened"\n')
    program.chmod(0o755)
    monkeypatch.setenv("BROWSER", f"{program} %s")
    monkeypatch.setattr(webbrowser, "_tryorder", None)  # the programs are looked for once in a process
    monkeypatch.setattr(webbrowser, "_browsers", {})
    answer = cli("render", "due", "-o", "out.md", "--open", *DAY)
    assert answer.status == 0
    opened = folder / "opened"
    until = time.monotonic() + 5
    while not opened.exists() and time.monotonic() < until:
        time.sleep(0.01)
    assert opened.read_text().strip() == (folder / "out.md").as_uri()


@pytest.mark.usefixtures("plan")
def test_where_there_is_no_desktop_open_says_so_and_the_file_is_there(
    cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    answer = cli("render", "due", "-o", "out.md", "--open", *DAY)
    assert answer.status == 0
    assert "no program here to open it with" in answer.err
    assert (folder / "out.md").exists()


@pytest.mark.usefixtures("plan")
def test_open_without_a_file_is_an_error(cli: Cli) -> None:
    answer = cli("render", "due", "--open", *DAY)
    assert answer.status == 2
    assert "-o FILE" in answer.err


@pytest.mark.usefixtures("plan")
def test_options_of_a_kind_are_named_when_one_is_wrong(cli: Cli) -> None:
    answer = cli("render", "bulletin", "--kind-option", "numer=5", *DAY)
    assert answer.status == 2
    assert "number" in answer.err
