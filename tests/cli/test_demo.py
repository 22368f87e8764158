"""The demonstration: the whole job, the same every time, and files that are fit to be shown."""

from __future__ import annotations

import csv
import email
import email.policy
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from plan_tasks.reporting.contract import ReportKindType
from plan_tasks.reporting.widths import display_width
from plan_tasks.tracker import Tracker

if TYPE_CHECKING:
    from tests.cli.conftest import Cli

ELSEWHERE = {"TZ": "America/Los_Angeles", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "7", "COLUMNS": "50"}


def demo(folder: Path, *arguments: str, settings: Mapping[str, str] | None = None) -> Any:
    """Runs the demonstration in a process of its own; what it says of itself."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PLAN_TASKS_")}
    command = [sys.executable, "-m", "plan_tasks", "demo", "--json", "--out", str(folder), *arguments]
    done = subprocess.run(command, capture_output=True, timeout=120, env={**clean, **(settings or {})}, check=True)
    return json.loads(done.stdout)


def files(folder: Path) -> dict[str, bytes]:
    """Every file by its path in the folder."""
    found = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in found}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """A folder with what the demonstration on the Chinese sample made, and what it says of itself."""
    folder = tmp_path_factory.mktemp("demo")
    return folder, demo(folder)


def test_a_second_run_elsewhere_gives_the_same_files(made: tuple[Path, Any], tmp_path: Path) -> None:
    folder, said = made
    again = demo(tmp_path / "another name", settings=ELSEWHERE)
    assert files(tmp_path / "another name") == files(folder)
    places = ("store", "reports", "notice_folder")
    assert {**again, **dict.fromkeys(places)} == {**said, **dict.fromkeys(places)}


def test_a_run_into_the_same_folder_replaces_what_it_made_and_nothing_else(cli: Cli, made: tuple[Path, Any]) -> None:
    folder, _ = made
    before = files(folder)
    (folder / "mine.txt").write_text("mine")
    (folder / "reports" / "old.txt").write_text("from an earlier version")
    try:
        answer = cli("demo", "--out", str(folder), "--lang", "zh")
        assert (folder / "mine.txt").read_text() == "mine"
    finally:
        (folder / "mine.txt").unlink()
    assert answer.status == 0
    assert files(folder) == before


def test_it_says_what_it_did_and_where_the_files_are(made: tuple[Path, Any]) -> None:
    folder, said = made
    assert (said["areas"], said["targets"], said["measures"]) == (9, 19, 36)
    assert said["changes"] > 300
    assert set(said["reports"]) == {str(file) for file in (folder / "reports").iterdir()}
    assert len(list(Path(said["notice_folder"]).glob("*.eml"))) == said["notices"] > 50
    counts = said["counts"]
    assert list(counts) == ["2021-06-30", "2021-09-30", "2021-12-31"]
    assert all(sum(found.values()) == 50 for found in counts.values())


def test_the_year_is_one_that_an_office_might_have(made: tuple[Path, Any]) -> None:
    """Most is reached, some is late, some is missed, and nothing that is done lies about as overdue."""
    folder, said = made
    end = said["counts"]["2021-12-31"]
    assert end["met"] >= 25
    assert end["overdue"] >= 3
    assert end["missed"] >= 2
    ledger = _rows(folder / "reports" / "ledger-2021-12-31.csv")
    done = [row for row in ledger if row["进展情况"] == "年度任务已全部完成。"]  # returned as done
    assert len(done) > 10
    assert all(row["状态"] == "已办结" for row in done if not row["目标值"])  # and closed off


def test_the_store_can_be_worked_on_with_the_other_commands(cli: Cli, made: tuple[Path, Any], tmp_path: Path) -> None:
    folder, said = made
    store = ("--store", f"sqlite:///{folder / 'plan.db'}")
    assert cli("assess", "--on", "2021-12-31", "--json", *store).json["counts"] == said["counts"]["2021-12-31"]
    assert cli("doctor", *store).status == 0
    written = cli("render", "overview", "--format", "markdown", "--on", "2021-06-30", "--lang", "zh", *store)
    assert written.out.encode() == (folder / "reports" / "overview-2021-06-30.md").read_bytes()


def test_what_is_written_is_fit_to_be_shown(made: tuple[Path, Any]) -> None:
    """No word of the program's own shows through, and nothing is wider than a page."""
    folder, _ = made
    for file in (folder / "reports").iterdir():
        if file.suffix in (".xlsx", ".html", ".svg"):  # what they show is tried where they are written
            continue
        content = file.read_bytes().decode("utf-8-sig")
        if file.suffix == ".json":
            assert json.loads(content)["language"] == "zh"
            continue
        for word in ("None", "nan", "NaN", "Decimal", "at_least", "no_data", "off_track", "{", "}", "\ufffd", " lead"):
            assert word not in content, (file.name, word)
        if file.suffix == ".txt":
            assert max(map(display_width, content.splitlines())) <= 120
        elif file.suffix == ".md":
            assert content.startswith("# ")


def test_every_kind_of_report_is_written(made: tuple[Path, Any]) -> None:
    folder, _ = made
    with Tracker.open("memory:", autoload=False) as tracker:
        kinds = set(tracker.host.catalogue(ReportKindType))
    for ending in (".txt", ".md", ".csv", ".json"):
        assert {file.name.partition("-")[0] for file in (folder / "reports").glob(f"*{ending}")} == kinds
    schedule = (folder / "reports" / "schedule-2021-12-31.mmd").read_text(encoding="utf-8")
    assert schedule.startswith("gantt\n")


def test_notices_are_letters(made: tuple[Path, Any]) -> None:
    folder, _ = made
    for file in (folder / "notices").iterdir():
        letter = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        assert not letter.defects
        assert letter["Subject"].lstrip("🔵🟡🟠🔴").startswith("【")
        text = letter.get_content()
        assert "许昌市" in text  # the plan's title names the city
        assert "None" not in text


def test_another_report_is_told_of_in_its_own_language_and_the_same_twice(tmp_path: Path, corpus: Path) -> None:
    """The made-up parts follow the document, whatever the machine's language; a store is among the files."""
    seed = str(corpus / "seed.md")
    said = demo(tmp_path / "one", "--report", seed)
    demo(tmp_path / "two", "--report", seed, settings={**ELSEWHERE, "LC_ALL": "en_US.UTF-8"})
    made = files(tmp_path / "one")
    assert files(tmp_path / "two") == made
    assert "plan.db" in made
    assert said["targets"] > 10
    assert said["measures"] > 20
    assert json.loads(made["reports/overview-2021-12-31.json"])["language"] == "zh"


def test_an_english_report_is_told_of_in_english(cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLAN_TASKS_LANG")
    (folder / "report.md").write_text("# Tasks\n\n## 1. Schools\n\n- Build a school. Open it to all.\n")
    answer = cli("demo", "--report", "report.md", "--year", "2021")
    assert answer.status == 0, answer.err
    assert answer.out.startswith("1. read report.md")
    assert "As of 31 December 2021" in Path("demo-output/reports/overview-2021-12-31.txt").read_text(encoding="utf-8")


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))
