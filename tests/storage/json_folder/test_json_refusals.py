"""A folder that is none of ours is refused by name and left as it was, in the library and at the command line."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.storage.json_folder.folders import KNOWN, PLAN, files_of

from plan_tasks import Tracker
from plan_tasks.errors import StorageError, StoreDamaged, StoreNotOurs, StoreTooNew, StoreUnavailable
from plan_tasks.plugins.storage.json_folder.backend import JsonFolderBackend


def other_things(path: Path) -> None:
    path.mkdir()
    (path / "report.docx").write_bytes(b"PK")


def another_program(path: Path) -> None:
    path.mkdir()
    (path / "plan-tasks.json").write_text('{"name": "plan-tasks", "version": "1.0"}')


def no_manifest_but_a_text(path: Path) -> None:
    path.mkdir()
    (path / "plan-tasks.json").write_bytes(b"\xff{")


def newer(path: Path) -> None:
    path.mkdir()
    (path / "plan-tasks.json").write_text('{"format": "plan_tasks.folder", "version": 2}')


def no_version(path: Path) -> None:
    path.mkdir()
    (path / "plan-tasks.json").write_text('{"format": "plan_tasks.folder", "version": "1"}')


def plans_elsewhere(path: Path) -> None:
    """What a stranger's repository could bring along."""
    JsonFolderBackend.open(str(path), create=True, timeout=1).close()
    (path / "plans").symlink_to(path.parent)


def pipe(path: Path) -> None:
    os.mkfifo(path)


FOLDERS: dict[Callable[[Path], object], tuple[type[StorageError], str]] = {
    other_things: (StoreNotOurs, "holds other things"),
    another_program: (StoreNotOurs, "another program"),
    no_manifest_but_a_text: (StoreDamaged, "manifest cannot be read"),
    newer: (StoreTooNew, "upgrade plan-tasks"),
    no_version: (StoreDamaged, "names no version"),
    plans_elsewhere: (StoreNotOurs, "a link"),
    pipe: (StoreUnavailable, "this is a file"),
    Path.touch: (StoreUnavailable, "this is a file"),
}


@pytest.mark.parametrize(("make", "refusal"), FOLDERS.items(), ids=[make.__name__ for make in FOLDERS])
def test_what_is_no_store_of_ours_is_refused_by_name_and_not_touched(
    make: Callable[[Path], object],
    refusal: tuple[type[StorageError], str],
    tmp_path: Path,
    command_line: Callable[..., Any],
) -> None:
    kind, words = refusal
    path = tmp_path / "plans 计划"
    make(path)
    before = files_of(tmp_path)
    with pytest.raises(kind) as caught:
        Tracker.open(f"json://{path}", autoload=False)
    assert str(path) in str(caught.value)
    assert words in str(caught.value)
    answer = command_line("list", "--store", f"json://{path}")
    assert answer.refused
    assert str(path) in answer.error
    assert files_of(tmp_path) == before


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("", "names no folder"),
        ("///", "names no folder"),
        ("//server/plans", "names no folder"),
        ("a%00b", "names no folder"),
        ("none/plans", "there is no folder"),
        ("x" * 300, "cannot be used"),
    ],
)
def test_a_url_that_leads_nowhere_is_refused(location: str, words: str, command_line: Callable[..., Any]) -> None:
    with pytest.raises(StoreUnavailable, match=words):
        Tracker.open(f"json:{location}", autoload=False)
    answer = command_line("list", "--store", f"json:{location}")
    assert answer.refused


def test_a_store_that_is_not_there_is_made_only_where_that_is_wanted(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="there is no such store"):
        Tracker.open(f"json://{tmp_path}/plans", create=False, autoload=False)
    assert list(tmp_path.iterdir()) == []
    Tracker.open(f"json://{tmp_path}/plans", autoload=False).close()
    Tracker.open(f"json://{tmp_path}/plans", create=False, autoload=False).close()


def test_a_relative_folder_means_the_one_in_which_it_was_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    with Tracker.open("json:plans", autoload=False, clock=lambda: KNOWN) as tracker:
        monkeypatch.chdir(tmp_path / "elsewhere")
        tracker.add(PLAN, actor="office")
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert (tmp_path / "plans" / "plans" / "default" / "city.json").exists()


@pytest.mark.parametrize("what", ["plans/default", "plans/default/city.json", "plans/default/city.history.jsonl"])
def test_a_link_in_the_folder_is_not_followed(what: str, folder: Path, quick: Path) -> None:
    """Neither read nor written through."""
    path, outside = folder / what, quick / "outside"
    path.rename(outside)
    path.symlink_to(outside)
    before = files_of(quick)
    with pytest.raises(StorageError, match=r"link|no ordinary file"):
        Tracker.open(f"json://{folder}", autoload=False).plans()
    assert files_of(quick) == before


def test_a_file_that_is_no_plan_of_ours_is_named(folder: Path) -> None:
    (folder / "plans" / "default" / "notes.json").write_text(json.dumps({"todo": 1}))
    with (
        Tracker.open(f"json://{folder}", autoload=False) as tracker,
        pytest.raises(StoreDamaged, match=r"notes\.json:1: unknown field 'todo'"),
    ):
        tracker.plans()
