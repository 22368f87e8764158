"""Each example runs as a script, and what it prints is right in what matters."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from plan_tasks import Tracker
from plan_tasks.errors import MissingExtra
from plan_tasks.model import Language, Owner, OwnerId
from plan_tasks.samples import sample_report
from plan_tasks.testing.channel import ChannelCase, ChannelContract
from plan_tasks.testing.directory import DirectoryCase, DirectoryContract

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def run(name: str, *arguments: str) -> str:
    """What an example prints, run as a person runs it, in any locale."""
    clean = {word: value for word, value in os.environ.items() if not word.startswith("PLAN_TASKS_")}
    done = subprocess.run(
        [sys.executable, "-W", "error", str(EXAMPLES / name), *arguments],
        capture_output=True,
        timeout=60,
        env={**clean, "PYTHONUTF8": "1", "TZ": "America/Los_Angeles"},
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr == b""
    return done.stdout.decode()


def module(name: str) -> ModuleType:
    """An example as a module, for its plugin."""
    specification = importlib.util.spec_from_file_location(f"examples_{name}", EXAMPLES / f"{name}.py")
    assert specification is not None
    assert specification.loader is not None
    loaded = importlib.util.module_from_spec(specification)
    sys.modules[loaded.__name__] = loaded
    specification.loader.exec_module(loaded)
    return loaded


def test_national_targets_are_judged_as_the_published_figures_say() -> None:
    printed = run("national_2021.py")
    jobs = re.findall(r"城镇新增就业 \(urban jobs created\) +(\S+)%  (ahead of pace|met)", printed)
    assert jobs == [("63.5", "ahead of pace"), ("95.0", "ahead of pace"), ("115.4", "met")]
    growth = re.findall(r"国内生产总值 \(GDP\) +(\S+)%", printed)
    assert growth == ["211.7", "163.3", "135.0"]  # 12.7, 9.8 and 8.1 of at least 6
    assert printed.count(" met ") == 5


def test_the_sample_report_becomes_a_tracked_plan() -> None:
    printed = run("work_report.py")
    assert printed.startswith("9 areas, 19 targets, 36 measures\n")
    assert "计划共50项" in printed  # fifty items in all


def test_a_report_of_ones_own_becomes_a_tracked_plan(corpus: Path) -> None:
    seed = corpus / "seed.md"
    printed = run("work_report.py", str(seed))
    place = re.search(r"characters (\d+)-(\d+), (.+)", printed)
    assert place is not None
    start, end, text = int(place[1]), int(place[2]), place[3]
    assert seed.read_text(encoding="utf-8")[start:end] == text


def test_a_report_that_is_not_there_is_named_without_a_traceback() -> None:
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / "work_report.py"), "nothing.md"], capture_output=True, timeout=60
    )
    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == ["nothing.md: there is no such file; check the path"]


def test_the_channel_writes_a_line_for_each_notice() -> None:
    lines = run("custom_channel.py").splitlines()
    assert len(lines) == 6
    assert all(line.startswith(("【3天后到期】", "【已逾期")) for line in lines)  # due in three days, overdue


def test_the_kind_of_report_lists_what_is_behind() -> None:
    rows = [line for line in run("custom_report.py").splitlines() if line.startswith("| ✖ 逾期")]  # overdue
    assert len(rows) == 6
    assert all("仍未办结" in row for row in rows)  # the reason: still open


def test_the_format_writes_the_tables_of_any_report() -> None:
    printed = run("custom_format.py")
    assert printed.startswith("<!doctype html>")
    assert printed.count("<table>") == printed.count("</table>") >= 5
    with Tracker.open(plugins=[module("custom_format"), module("custom_report")]) as tracker:
        plan = tracker.accept(tracker.draft(EXAMPLES.parent / "src/plan_tasks/samples/work_report.zh.md"), plan="demo")
        tracker.add(plan, actor="office")
        both = tracker.render("demo", "behind", "plain-html", on=date(2021, 7, 31)).decode()
    assert both.count("<tr>") == 1 + 6


def test_the_host_refuses_by_its_own_table_and_hears_of_changes() -> None:
    printed = run("host_app.py").splitlines()
    assert printed[0].startswith("refused: teacher may not assign")
    assert printed[1] == "Build the new school - off track"
    assert printed[2:] == ["office created m1", "teacher progress_reported m1"]


def test_the_directory_looks_people_up_in_the_hosts_own_table() -> None:
    assert run("custom_directory.py").splitlines() == [
        "王芳 <u7@example.org>",
        "王芳 <u7@example.org>",
        "4 owners are not in the table",
    ]


def test_the_directory_over_ldap_says_which_library_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ldap3", None)
    ldap = {"url": "ldap://127.0.0.1", "base": "dc=example,dc=org"}
    with Tracker.open(plugins=[module("directory_ldap")], autoload=False) as tracker:
        tracker.add(tracker.accept(tracker.draft(sample_report(Language.ZH)), plan="demo"), actor="office")
        with pytest.raises(MissingExtra, match="needs the library ldap3, which is missing; pip install ldap3"):
            tracker.notify("demo", on=date(2021, 6, 27), directories={"ldap": ldap})
        assert tracker.outbox() == ()


@pytest.mark.parametrize("name", ["custom_channel.py", "custom_directory.py", "custom_report.py", "custom_format.py"])
def test_a_whole_plugin_takes_less_than_sixty_lines(name: str) -> None:
    assert len((EXAMPLES / name).read_text(encoding="utf-8").splitlines()) < 60


class TestDirectory(DirectoryContract):
    """The example of a directory keeps the contract of directories."""

    def case(self) -> DirectoryCase:
        people = {"Schools": [("li", "Li", "li@example.org"), ("wang", "Wang", "wang@example.org")]}
        plugin = module("custom_directory").Staff(lambda unit: people.get(unit, ()))
        known = {Owner(id=OwnerId("schools"), name="Schools"): ["li@example.org", "wang@example.org"]}
        [offered] = plugin.plan_tasks_directories()
        return DirectoryCase(type=offered, channel="mail", known=known)


class TestChannel(ChannelContract):
    """The example of a channel keeps the contract of channels."""

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path

    def case(self) -> ChannelCase:
        file = self.folder / f"{len(list(self.folder.iterdir()))}.jsonl"
        file.touch()

        def received() -> list[str]:
            return [str(json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()]

        [offered] = module("custom_channel").plan_tasks_channels()
        return ChannelCase(type=offered, received=received, options=offered.options(file=file))
