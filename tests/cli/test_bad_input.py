"""Bad usage and bad input: one or two lines that say what would be right, the fitting status, the store as it was."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Answer, Cli

SCHOOL = "m8.3"


def assert_plain(answer: Answer, status: int, *words: str) -> None:
    """One or two lines on standard error, none on standard output, the words among them."""
    assert answer.status == status, answer.err
    assert answer.out == ""
    lines = answer.err.splitlines()
    assert 1 <= len(lines) <= 2
    assert lines[0].startswith("plan-tasks: ")
    assert "Traceback" not in answer.err
    assert "unexpected" not in answer.err
    for word in words:
        assert word in answer.err


USAGE = {
    "no command": ((), ["COMMAND"]),
    "unknown command": (("lst",), ["no command 'lst'", "did you mean 'list'"]),
    "unknown option": (("list", "--stor", "x"), ["'--stor'", "did you mean --store", "plan-tasks list --help"]),
    "a date that does not exist": (("extend", SCHOOL, "--to", "2021-02-30"), ["2021-02-30", "2021-06-30"]),
    "a month that does not exist": (("assess", "--on", "2021-13-01"), ["2021-13-01"]),
    "a moment that is none": (("assess", "--known-at", "yesterday"), ["yesterday", "2021-06-30"]),
    "percent too large": (("progress", SCHOOL, "--percent", "140"), ["140", "0 to 100"]),
    "percent negative": (("progress", SCHOOL, "--percent=-1"), ["-1", "0 to 100"]),
    "percent no number": (("progress", SCHOOL, "--percent", "half"), ["half", "number"]),
    "a return that says nothing": (("progress", SCHOOL), ["says nothing", "--percent"]),
    "value no number": (("observe", "g07", "--value", "nan", "--end", "2021-06-30"), ["nan", "number"]),
    "value before the period": (("observe", "g07", "--value", "3", "--end", "2020-06-30"), ["2021-01-01"]),
    "item without target": (("observe", "m2.4", "--value", "3", "--end", "2021-06-30"), ["no target"]),
    "unknown indicator": (
        ("observe", "g07", "--value", "3", "--end", "2021-06-30", "--indicator", "x"),
        ["'x'", "城镇新增就业"],
    ),
    "unknown milestone": (("progress", SCHOOL, "--milestone", "nothing"), ["nothing"]),
    "unknown item": (("show", "m99"), ["m99", "plan-tasks list"]),
    "unknown item in a change": (("progress", "m99", "--percent", "4"), ["m99", "plan-tasks list"]),
    "unknown item in history": (("history", "m99"), ["m99"]),
    "unknown plan": (("list", "--plan", "x"), ["'x'", "city"]),
    "unknown area": (("list", "--area", "99"), ["'99'", "9 守好安全底线"]),
    "unknown role": (("assign", SCHOOL, "--owner", "市教育局", "--role", "boss"), ["boss", "cooperating"]),
    "role without owner": (("list", "--role", "lead"), ["--owner"]),
    "wrong cursor": (("list", "--after", "x"), ["'x'"]),
    "page of no rows": (("list", "--limit", "0"), ["'0'", "1 to 10000"]),
    "nobody acts": (("complete", SCHOOL, "--actor", " "), ["--actor"]),
    "actor in two lines": (("complete", SCHOOL, "--actor", "a\nb"), ["--actor", "one line"]),
    "unknown scheme": (("list", "--store", "mongo:x"), ["mongo", "sqlite"]),
    "no scheme": (("list", "--store", "plan.db"), ["plan.db", "sqlite:///plan.db"]),
    "unknown store option": (("list", "--store", "sqlite:///plan_tasks.db?timout=4"), ["timout", "timeout"]),
    "unknown format": (("render", "overview", "--format", "markdwon"), ["markdwon", "did you mean", "markdown"]),
    "unknown kind": (("render", "overvew"), ["overvew", "did you mean", "overview"]),
    "unknown format option": (("render", "overview", "--option", "foo=1"), ["foo", "width"]),
    "format option without value": (("render", "overview", "--option", "foo"), ["foo", "="]),
    "unknown channel": (("notify", "--channel", "fax"), ["fax", "console"]),
    "unknown importer": (("draft", "report.md", "--importer", "x"), ["x", "report_text"]),
    "unknown method": (("check", "就业1100万人以上", "--actual", "6", "--method", "x"), ["x", "pace"]),
    "unknown shell": (("completion", "tcsh"), ["tcsh", "bash"]),
    "no target in a check": (("check", "no target", "--actual", "4"), ["no target", "城镇新增就业"]),
    "a year that is none": (("draft", "report.md", "--year", "21"), ["21", "1900"]),
    "output in a missing folder": (("render", "overview", "-o", "no/x.md"), ["no/x.md", "no folder no"]),
    "output is a folder": (("render", "overview", "-o", "."), ["this is a folder"]),
    "export to a folder": (("export", "-o", "."), ["this is a folder"]),
    "export to a missing folder": (("export", "-o", "no/x.json"), ["no folder no"]),
    "restore over a plan": (("restore", "city.json"), ["'city' already", "--plan"]),
    "import over a plan": (("import", "report.md", "--plan", "city"), ["'city' already", "--plan"]),
    "plan id with spaces": (("restore", "city.json", "--plan", "a b"), ["'a b'", "identifier"]),
    "a moment before the plan": (("assess", "--known-at", "2001-01-01"), ["not recorded yet"]),
    "demo into a file": (("demo", "--out", "city.json"), ["city.json", "--out"]),
}


@pytest.mark.parametrize("name", USAGE)
def test_bad_usage_says_what_would_be_right_and_changes_nothing(cli: Cli, plan: str, exported: str, name: str) -> None:
    arguments, words = USAGE[name]
    Path("city.json").write_text(exported, encoding="utf-8")
    assert_plain(cli(*arguments), 2, *words)
    assert cli("export").out == exported  # and it is still the only plan


FILES: dict[str, tuple[bytes, list[str]]] = {
    "empty": (b"", ["empty"]),
    "blank": (b" \n\n ", ["empty"]),
    "binary": (bytes(range(256)) * 40, ["not text"]),
    "latin": ("café déjà".encode("latin-1"), ["UTF-8", "GB18030"]),
    "utf-16 without mark": ("增长7.5%以上".encode("utf-16-le"), ["UTF-16 with a byte order mark"]),
    "50 MB in one line": (b"x" * 50_000_000, ["48 MB", "16 MB"]),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("command", ["draft", "import"])
def test_a_file_that_is_no_document_is_refused(cli: Cli, folder: Path, command: str, name: str) -> None:
    content, words = FILES[name]
    (folder / "bad.md").write_bytes(content)
    began = time.perf_counter()
    assert_plain(cli(command, "bad.md"), 2, "bad.md", *words)
    assert time.perf_counter() - began < 5
    assert not (folder / "plan_tasks.db").exists() or cli("list").status == 2


@pytest.mark.parametrize("command", ["draft", "import", "restore"])
def test_a_missing_file_and_a_folder_are_named(cli: Cli, command: str) -> None:
    assert_plain(cli(command, "no.md"), 2, "no.md", "no such file")
    assert_plain(cli(command, "."), 2, "this is a folder")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_other_encodings_are_read_alike(cli: Cli, report: Path, encoding: str) -> None:
    wanted = cli("draft", "report.md", "--json").out
    Path("other.md").write_bytes(report.read_text(encoding="utf-8").encode(encoding))
    assert cli("draft", "other.md", "--json").out == wanted


def set_field(*path: Any, to: Any) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        for step in path[:-1]:
            document = document[step]
        document[path[-1]] = to

    return change


MEASURE = ("plan", "plan", "measures", 3)
DOCUMENTS = {
    "unknown field of an item": (set_field(*MEASURE, "colour", to="red"), ["Plan.measures[3]", "'colour'"]),
    "unknown field of the export": (set_field("colour", to="red"), ["'colour'"]),
    "percent above one": (
        set_field(*MEASURE, "progress", to={"on": "2021-06-25", "percent": "1.4"}),
        ["Plan.measures[3].progress", "from 0 to 1"],
    ),
    "percent not a number": (
        set_field(*MEASURE, "progress", to={"on": "2021-06-25", "percent": float("nan")}),
        ["Plan.measures[3].progress.percent"],
    ),
    "a date that does not exist": (set_field(*MEASURE, "due", to="2021-02-30"), ["Plan.measures[3].due", "2021-02-30"]),
    "a newer version": (set_field("version", to=99), ["version 99", "upgrade"]),
    "another format": (set_field("format", to="x"), ["plan_tasks.plan"]),
    "a list for a plan": (set_field("plan", to=[1]), ["plan"]),
    "an id twice": (set_field("plan", "plan", "measures", 4, "id", to="m1.1"), ["m1.1", "once"]),
    "values of a stranger": (set_field("observations", to={"m99": []}), ["m99"]),
    "a wrong value": (set_field("observations", to={"g07": [{"indicator": "x"}]}), ["observations.g07[0]"]),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_wrong_plan_document_is_refused_with_its_place(cli: Cli, plan: str, exported: str, name: str) -> None:
    spoil, words = DOCUMENTS[name]
    document = json.loads(exported)
    spoil(document)
    Path("bad.json").write_text(json.dumps(document), encoding="utf-8")
    for command in ("restore", "import"):
        assert_plain(cli(command, "bad.json", "--plan", "second"), 2, "bad.json", *words)
    assert cli("export").out == exported  # and it is still the only plan


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[" * 200_000 + b"]" * 200_000, ["nested too deeply"]),
        (b'{"plan":' * 200_000 + b"1" + b"}" * 200_000, ["nested too deeply"]),
        (b"[" + b"1" * 5_000 + b"]", ["not JSON"]),
        (b"\xff\xfe\xfa", ["not JSON"]),
        (b"", ["not JSON"]),
        (b"{'a': 1}", ["not JSON", "line 1"]),
        (b"[1]", ["not a plan document"]),
    ],
)
def test_what_is_no_plan_document_is_refused(cli: Cli, folder: Path, content: bytes, words: list[str]) -> None:
    (folder / "bad.json").write_bytes(content)
    assert_plain(cli("restore", "bad.json"), 2, "bad.json", *words)


def test_a_setting_for_the_language_that_is_none_is_refused(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAN_TASKS_LANG", "fr")
    assert_plain(cli("check", "就业1100万人以上", "--actual", "6"), 2, "PLAN_TASKS_LANG", "zh or en")


def test_a_store_that_is_not_there_is_not_made_by_looking(cli: Cli, folder: Path) -> None:
    assert_plain(cli("list"), 3, "plan_tasks.db", "plan-tasks import")
    assert list(folder.iterdir()) == []


def test_a_store_of_another_program_is_not_touched(cli: Cli, folder: Path) -> None:
    file = folder / "plan_tasks.db"
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE theirs (x)")
    other.close()
    before = file.read_bytes()
    assert_plain(cli("list"), 3, "plan_tasks.db")
    file.write_text("no database at all", encoding="utf-8")
    assert_plain(cli("list"), 3, "plan_tasks.db")
    file.write_bytes(before)


def test_a_locked_store_says_so(cli: Cli, plan: str, folder: Path) -> None:
    before = cli("export").out
    other = sqlite3.connect(folder / "plan_tasks.db", isolation_level=None)
    try:
        other.execute("BEGIN EXCLUSIVE")
        answer = cli("progress", SCHOOL, "--percent", "4", "--store", "sqlite:///plan_tasks.db?timeout=0")
    finally:
        other.close()
    assert_plain(answer, 3, "plan_tasks.db", "another process is writing")
    assert cli("export").out == before


@pytest.mark.parametrize("location", ["no/such/folder.db", "."])
def test_a_store_that_cannot_be_made_is_named(cli: Cli, report: Path, location: str) -> None:
    assert_plain(cli("import", "report.md", "--store", f"sqlite:///{location}"), 3, location)
