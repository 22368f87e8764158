"""A plugin adds a command, found as an installed package is found: by the metadata of its distribution."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Cli

_PLUGIN = '''
"""Counts the words of its arguments."""
from plan_tasks.cli.contract import CommandType
from plan_tasks.plugging import NoOptions, hookimpl

class Count:
    def configure(self, parser):
        parser.add_argument("word", nargs="*")
        parser.add_argument("--least", type=int, default=0)
    def run(self, arguments, output):
        output.say(output.pick("共", "found") + f" {len(arguments.word)}")
        return 0 if len(arguments.word) >= arguments.least else 1

@hookimpl
def plan_tasks_commands():
    yield CommandType(name="count", summary="Count 100% of the words", options=NoOptions, factory=lambda *_: Count())
    yield CommandType(name="list", summary="Not the built-in one", options=NoOptions, factory=lambda *_: Count())
'''


@pytest.fixture
def site(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder in which a distribution with the plugin is installed."""
    site = folder / "site"
    metadata = site / "plan_tasks_count-1.0.dist-info"
    metadata.mkdir(parents=True)
    (site / "plan_tasks_count.py").write_text(_PLUGIN, encoding="utf-8")
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: plan-tasks-count\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text("[plan_tasks]\ncount = plan_tasks_count\n")
    monkeypatch.syspath_prepend(str(site))
    yield site
    sys.modules.pop("plan_tasks_count", None)


def test_a_command_of_a_plugin_runs_with_its_own_arguments_and_status(cli: Cli, site: Path) -> None:
    assert cli("count", "a", "b").out == "found 2\n"
    assert cli("count", "a", "--least", "2").status == 1
    assert cli("--lang", "zh", "count").out == "共 0\n"
    assert "--least" in cli("count", "--help").out


def test_a_built_in_command_cannot_be_taken_over(cli: Cli, site: Path) -> None:
    answer = cli("list")
    assert (answer.status, "plan-tasks import" in answer.err) == (3, True)


def test_a_near_miss_of_a_plugin_command_is_guessed(cli: Cli, site: Path) -> None:
    answer = cli("coutn")
    assert (answer.status, "did you mean 'count'" in answer.err) == (2, True)


def test_plugins_names_where_the_command_comes_from(cli: Cli, site: Path) -> None:
    found = {each["name"]: each for each in cli("plugins", "--json").json["plugins"]}
    assert found["count"]["kind"] == "command"
    assert (found["count"]["distribution"], found["count"]["version"]) == ("plan-tasks-count", "1.0")


def test_a_broken_plugin_is_told_of_and_stops_nothing(cli: Cli, site: Path) -> None:
    (site / "plan_tasks_count.py").write_text("import no_such_library\n")
    assert cli("check", "城镇新增就业1100万人以上", "--actual", "1200").status == 0
    listed = cli("plugins")
    assert listed.status == 0
    assert "no_such_library" in listed.err
    missing = cli("count")
    assert missing.status == 3
    assert "no_such_library" in missing.err
