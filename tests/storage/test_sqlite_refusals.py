"""A file that SQLite cannot serve is refused by name and left as it was, in the library and at the command line."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plan_tasks import Tracker
from plan_tasks.errors import StorageError, StoreNotOurs, StoreTooNew, StoreUnavailable
from plan_tasks.plugins.storage.sqlite.backend import SqliteBackend
from plan_tasks.plugins.storage.sqlite.schema import SCHEMA_VERSION
from plan_tasks.storage.query import ItemQuery
from plan_tasks.testing.storage.case import put
from plan_tasks.testing.storage.samples import TENANT, measures

Runs = Callable[..., Any]

#: Runs the command line for a good store, then for others as a user who does not own their files.
AS_ANOTHER_USER = """
import os, sys
from plan_tasks.cli.main import run
document, good, *others = sys.argv[1:]
assert run(["import", document, "--store", good]) == 0  # now all is imported, which this user may not be able to read
if os.geteuid() == 0:
    os.setegid(65534)
    os.seteuid(65534)
sys.exit(max(run(["import", document, "--store", other]) for other in others))
"""

#: The same with a limit on the size of files, which works as a full disk does.
ON_A_FULL_DISK = """
import resource, sys
from plan_tasks.cli.main import main
limit, *arguments = sys.argv[1:]
resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), resource.RLIM_INFINITY))
main(arguments)
"""

#: Holds a lock on a file, says so, and lets go when its input ends.
LOCKS = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
"""

unix = pytest.mark.skipif(sys.platform == "win32", reason="file modes and limits are those of Unix")


def another_program(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE item (id)")
        connection.execute("PRAGMA application_id=252006674")
    connection.close()


def tables_of_nobody(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE plan (id)")
    connection.close()


def newer(path: Path) -> None:
    SqliteBackend.open(str(path), create=True, timeout=1).close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    connection.close()


def garbage(path: Path) -> None:
    path.write_bytes(b"id,title\n1,School\n" * 300)


def short_garbage(path: Path) -> None:
    path.write_bytes(b"x")


def broken_header(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 4_080)


def pipe(path: Path) -> None:
    os.mkfifo(path)


FILES: dict[Callable[[Path], object], tuple[type[StorageError], str]] = {
    another_program: (StoreNotOurs, "another program"),
    tables_of_nobody: (StoreNotOurs, "another program"),
    newer: (StoreTooNew, "upgrade plan-tasks"),
    garbage: (StoreNotOurs, "not an SQLite database"),
    short_garbage: (StoreNotOurs, "not an SQLite database"),
    broken_header: (StorageError, "SQLite"),
    Path.mkdir: (StoreUnavailable, "this is a folder"),
    pipe: (StoreUnavailable, "no ordinary file"),
}


def looks_of(path: Path) -> tuple[int, bytes]:
    return path.stat().st_mode, path.read_bytes() if path.is_file() else b""


@unix
@pytest.mark.parametrize(("make", "refusal"), FILES.items(), ids=[make.__name__ for make in FILES])
def test_what_is_no_store_of_ours_is_refused_by_name_and_not_touched(
    make: Callable[[Path], object], refusal: tuple[type[StorageError], str], tmp_path: Path, command_line: Runs
) -> None:
    kind, words = refusal
    path = tmp_path / "plan 计划.db"
    make(path)
    before = looks_of(path)
    with pytest.raises(kind) as caught:
        Tracker.open(f"sqlite:///{path}", autoload=False)
    assert str(path) in str(caught.value)
    assert words in str(caught.value)
    answer = command_line("list", "--store", f"sqlite:///{path}")
    assert answer.refused
    assert str(path) in answer.error
    assert looks_of(path) == before
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("", "names no file"),
        ("///", "names no file"),
        ("//server/plan.db", "names no file"),
        ("///a%00b", "names no file"),
        ("///none/plan.db", "there is no folder none"),
        (f"///{'x' * 300}.db", "cannot be opened"),
    ],
)
def test_a_url_that_leads_nowhere_is_refused(location: str, words: str, command_line: Runs) -> None:
    with pytest.raises(StoreUnavailable, match=words):
        Tracker.open(f"sqlite:{location}", autoload=False)
    answer = command_line("list", "--store", f"sqlite:{location}")
    assert answer.refused
    assert words in answer.error


def test_a_store_that_is_not_there_is_made_only_where_that_is_wanted(tmp_path: Path) -> None:
    path = tmp_path / "plan.db"
    with pytest.raises(StoreUnavailable, match="there is no such store"):
        Tracker.open(f"sqlite:///{path}", create=False, autoload=False)
    assert not path.exists()
    Tracker.open(f"sqlite:///{path}", autoload=False).close()
    Tracker.open(f"sqlite:///{path}", create=False, autoload=False).close()


def test_an_empty_file_becomes_a_store_only_where_that_is_wanted(tmp_path: Path) -> None:
    """It may be what is left of one: to show a store without plans would hide the loss."""
    path = tmp_path / "plan.db"
    path.touch()
    with pytest.raises(StoreUnavailable, match="the file is empty"):
        Tracker.open(f"sqlite:///{path}", create=False, autoload=False)
    with Tracker.open(f"sqlite:///{path}", autoload=False) as tracker:
        assert list(tracker.plans()) == []


@unix
def test_what_may_not_be_written_is_refused_by_name(
    open_folder: Path, plan_file: Path, tmp_path: Path, python: Runs
) -> None:
    document = open_folder / "plan.json"
    document.write_bytes(plan_file.read_bytes())
    modes = {"file": (0o444, 0o777), "both": (0o444, 0o555), "folder": (None, 0o555)}
    stores = {name: open_folder / name / "plan.db" for name in modes}
    for name, (file_mode, folder_mode) in modes.items():
        stores[name].parent.mkdir()
        if file_mode is not None:
            SqliteBackend.open(str(stores[name]), create=True, timeout=1).close()
            stores[name].chmod(file_mode)
        stores[name].parent.chmod(folder_mode)
    before = {name: looks_of(path) for name, path in stores.items() if path.exists()}
    urls = [f"sqlite:///{path}" for path in (tmp_path / "good.db", *stores.values())]
    answer = python("-c", AS_ANOTHER_USER, str(document), *urls)
    assert answer.refused
    lines = answer.error.splitlines()
    assert len(lines) == 3
    for line, path in zip(lines, stores.values(), strict=True):
        assert str(path) in line
        assert "read-only" in line or "cannot be opened" in line
    assert {name: looks_of(path) for name, path in stores.items() if path.exists()} == before
    for path in stores.values():
        path.parent.chmod(0o755)


@unix
@pytest.mark.parametrize("room", [1, 200_000], ids=["at once", "in the middle"])
def test_a_full_disk_changes_nothing(
    room: int, tmp_path: Path, plan_file: Path, command_line: Runs, python: Runs
) -> None:
    path = tmp_path / "plan.db"
    url = f"sqlite:///{path}"
    backend = SqliteBackend.open(str(path), create=True, timeout=1)
    put(backend, measures(500), tenant=TENANT)
    backend.close()
    large = tmp_path / "large.txt"
    large.write_text("".join(f"{number}. 新建第{number}所学校。\n" for number in range(1_500)), encoding="utf-8")
    answer = python("-c", ON_A_FULL_DISK, str(room), "import", str(large), "--year", "2021", "--store", url)
    assert answer.refused
    assert str(path) in answer.error
    assert "full" in answer.error
    backend = SqliteBackend.open(str(path), create=False, timeout=1)
    assert all(finding.ok for finding in backend.examine())
    with backend.unit(TENANT, write=False) as unit:
        assert sum(1 for _ in unit.items.scan(ItemQuery())) == 500
    backend.close()
    assert command_line("import", str(plan_file), "--store", url).status == 0


def test_a_file_that_another_process_locks_is_waited_for_and_then_refused(
    tmp_path: Path, plan_file: Path, command_line: Runs
) -> None:
    path = tmp_path / "plan.db"
    url = f"sqlite:///{path}?timeout=1"
    assert command_line("import", str(plan_file), "--store", url).status == 0
    with subprocess.Popen(
        [sys.executable, "-c", LOCKS, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "locked\n"
        began = time.monotonic()
        with Tracker.open(url, autoload=False) as tracker:
            assert len(tracker.plans()) == 1
            with pytest.raises(StoreUnavailable, match="another process is writing") as caught:
                tracker.add(tracker.plan("city"), actor="office")
            assert 0.9 < time.monotonic() - began < 5
        assert str(path) in str(caught.value)
        answer = command_line("import", str(plan_file), "--plan", "second", "--store", f"sqlite:///{path}?timeout=0")
        assert answer.refused
        assert str(path) in answer.error
        holder.communicate()
    assert command_line("import", str(plan_file), "--plan", "second", "--store", url).status == 0


@pytest.mark.parametrize("timeout", ["-1", "soon", "1.5"])
def test_a_time_out_is_a_whole_number_of_seconds(timeout: str, tmp_path: Path, command_line: Runs) -> None:
    answer = command_line("list", "--store", f"sqlite:///{tmp_path / 'plan.db'}?timeout={timeout}")
    assert (answer.status, "Traceback" in answer.error) == (2, False)
    assert "timeout" in answer.error


def test_the_program_itself_ends_with_status_3(tmp_path: Path, python: Runs) -> None:
    answer = python("-m", "plan_tasks", "list", "--store", f"sqlite:///{tmp_path}")
    assert answer.refused
    assert answer.error.startswith(f"plan-tasks: {tmp_path}: this is a folder")
