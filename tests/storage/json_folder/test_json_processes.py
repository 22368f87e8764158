"""Processes that share a folder, are killed, forked, or meet an obstacle: nothing acknowledged is lost."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.storage.json_folder.folders import contents, files_of

from plan_tasks.errors import Conflict, StorageError, StoreUnavailable
from plan_tasks.model import ItemId
from plan_tasks.plugins.storage.json_folder.backend import JsonFolderBackend
from plan_tasks.plugins.storage.json_folder.looking import Looker
from plan_tasks.storage.history import check_chain
from plan_tasks.storage.query import ItemQuery
from plan_tasks.testing.storage.case import put
from plan_tasks.testing.storage.laws.writers import change_once
from plan_tasks.testing.storage.samples import PLAN, TENANT, entry, event, measure, measures, observation, write

unix = pytest.mark.skipif(sys.platform == "win32", reason="fork, kill and limits are those of Unix")
pytestmark = unix

#: How often a writer is killed; the environment asks for more.
KILLS = int(os.environ.get("PLAN_TASKS_JSON_KILLS", "15"))
WRITERS, EACH = 4, 25
FORK = multiprocessing.get_context("fork") if sys.platform != "win32" else None
M1 = ItemId("m1")


@pytest.fixture
def store() -> Iterator[Path]:
    """A store on a disk."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "plans"
        with closing(JsonFolderBackend.open(str(root), create=True, timeout=10)) as backend:
            put(backend, [measure("m1")])
        yield root


def test_a_file_that_another_process_takes_away_is_not_one_that_is_damaged(store: Path) -> None:
    """Between a look at what is there and the next: a journal lives for milliseconds."""
    assert FORK is not None
    journal = store / ".plan-tasks" / "journal"
    seen = journal.with_name("aside")
    seen.write_bytes(b"")
    looker = Looker(store, timeout=1, clock=lambda: datetime.now(UTC))
    process = FORK.Process(target=_come_and_go, args=(seen, journal))
    process.start()
    marks = [looker.look(TENANT).journal for _ in range(4_000)]
    process.join()
    assert {mark is None for mark in marks} == {True, False}


def _come_and_go(here: Path, there: Path) -> None:
    until = time.monotonic() + 0.5
    while time.monotonic() < until:
        here.rename(there)
        there.rename(here)


def write_optimistically(path: str, queue: Any) -> None:
    """Reads a version in one unit and writes in another, so that others may come between; tells what came of it."""
    backend = JsonFolderBackend.open(path, create=False, timeout=30)
    acknowledged, conflicts = 0, 0
    while acknowledged < EACH:
        with backend.unit(TENANT, write=False) as unit:
            seen = unit.items.get(PLAN.id, [M1])[M1].version
        try:
            with backend.unit(TENANT, write=True) as unit:
                unit.items.put([write(measure("m1", title=f"{os.getpid()} {acknowledged}"), seen=seen)])
                unit.history.append([event(version=seen + 1)])
                unit.commit()
        except Conflict as conflict:
            conflicts += conflict.seen == seen < conflict.stored
        else:
            acknowledged += 1
    queue.put((acknowledged, conflicts))


def test_of_many_processes_every_change_counts_and_every_conflict_is_told(store: Path) -> None:
    """A reader meanwhile only ever sees whole states: as many events as the version says."""
    assert FORK is not None
    queue = FORK.Queue()
    writers = [FORK.Process(target=write_optimistically, args=(str(store), queue)) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    looks = 0
    with closing(JsonFolderBackend.open(str(store), create=False, timeout=10)) as backend:
        while queue.empty():
            with backend.unit(TENANT, write=False) as unit:
                version = unit.items.get(PLAN.id, [M1])[M1].version
                assert sum(1 for _ in check_chain(unit.history.read(PLAN.id))) == version - 1
            looks += 1
        told = [queue.get(timeout=60) for _ in writers]
        for writer in writers:
            writer.join()
            assert writer.exitcode == 0
        assert [acknowledged for acknowledged, _ in told] == [EACH] * WRITERS
        assert sum(conflicts for _, conflicts in told) > 0, "the processes never met, so that nothing was tried"
        assert looks > 5
        with backend.unit(TENANT, write=False) as unit:
            assert unit.items.get(PLAN.id, [M1])[M1].version == 1 + EACH * WRITERS
        assert all(finding.ok for finding in backend.examine())


def change_without_end(path: str, acknowledge: int) -> None:
    """Changes item m1 in every part of the store; after each commit writes the new version into a pipe."""
    backend = JsonFolderBackend.open(path, create=False, timeout=10)
    while True:
        with backend.unit(TENANT, write=True) as unit:
            version = unit.items.get(PLAN.id, [M1])[M1].version + 1
            unit.items.put([write(measure("m1", title=f"Title {version}"), seen=version - 1)])
            unit.observations.add(PLAN.id, [(M1, observation(version))])
            unit.history.append([event(version=version)])
            unit.outbox.add([entry(f"k{version}")])
            unit.commit()
        os.write(acknowledge, b"%d\n" % version)


def test_a_writer_that_is_killed_loses_nothing_that_it_acknowledged(store: Path) -> None:
    """And its lock dies with it."""
    assert FORK is not None
    chance = random.Random(7)  # noqa: S311 - when to kill is no secret
    last = 1
    for _ in range(KILLS):
        reading, writing = os.pipe()
        writer = FORK.Process(target=change_without_end, args=(str(store), writing))
        writer.start()
        os.close(writing)
        with os.fdopen(reading) as pipe:
            first = pipe.readline()
            time.sleep(chance.uniform(0, 0.03))
            writer.kill()
            writer.join()
            acknowledged = [int(line) for line in (first, *pipe) if line.endswith("\n")]
        assert writer.exitcode == -signal.SIGKILL
        with closing(JsonFolderBackend.open(str(store), create=False, timeout=0)) as backend:
            with backend.unit(TENANT, write=False) as unit:
                version = unit.items.get(PLAN.id, [M1])[M1].version
                versions = [stored.event.version for stored in check_chain(unit.history.read(PLAN.id))]
                values = [int(each.value) for each in unit.observations.of(PLAN.id)[M1]]
                keys = [queued.key for queued in unit.outbox.entries()]
            assert acknowledged == list(range(last + 1, last + 1 + len(acknowledged)))
            assert version - acknowledged[-1] in (0, 1), "one change may be durable whose acknowledgement was cut off"
            assert versions == values == list(range(2, version + 1))
            assert keys == [f"k{number}" for number in range(2, version + 1)]
            assert all(finding.ok for finding in backend.examine())
        last = version


def test_processes_that_make_a_folder_at_once_all_get_it(tmp_path: Path) -> None:
    assert FORK is not None

    def start(path: str, barrier: Any, queue: Any) -> None:
        barrier.wait(30)
        try:
            backend = JsonFolderBackend.open(path, create=True, timeout=10)
            with closing(backend), backend.unit(TENANT, write=True) as unit:
                unit.outbox.add([entry(f"k{os.getpid()}")])
                unit.commit()
            queue.put("")
        except BaseException as error:
            queue.put(repr(error))
            raise

    for number in range(4):
        barrier, queue = FORK.Barrier(4), FORK.Queue()
        path = str(tmp_path / f"plans{number}")
        processes = [FORK.Process(target=start, args=(path, barrier, queue)) for _ in range(4)]
        for process in processes:
            process.start()
        assert [queue.get(timeout=60) for _ in processes] == [""] * 4
        for process in processes:
            process.join()
        assert len(contents(Path(path), TENANT)[4]) == 4


def test_after_a_fork_parent_and_child_both_go_on(store: Path) -> None:
    assert FORK is not None
    with closing(JsonFolderBackend.open(str(store), create=False, timeout=10)) as backend:
        for _ in range(3):
            process = FORK.Process(target=lambda: change_once(backend))
            process.start()
            change_once(backend)
            process.join(30)
            assert process.exitcode == 0
        with backend.unit(TENANT, write=False) as unit:
            assert unit.items.get(PLAN.id, [M1])[M1].version == 7


def test_a_fork_in_the_middle_of_a_unit_leaves_the_unit_to_the_parent(store: Path) -> None:
    """The child cannot commit it, and does not give the parent's lock away when it leaves the block."""
    assert FORK is not None
    queue = FORK.Queue()
    with closing(JsonFolderBackend.open(str(store), create=False, timeout=0)) as backend:
        block = backend.unit(TENANT, write=True)
        unit = block.__enter__()
        unit.items.put([write(measure("m1", title="Parent"), seen=1)])

        def child() -> None:
            try:
                unit.commit()
            except StoreUnavailable as error:
                queue.put(str(error))
            block.__exit__(None, None, None)
            try:
                change_once(backend)
            except StoreUnavailable as error:
                queue.put(str(error))

        process = FORK.Process(target=child)
        process.start()
        assert "was forked while the store was in use" in queue.get(timeout=30)
        assert f"another process is writing: process {os.getpid()}, since 20" in queue.get(timeout=30)
        process.join(30)
        unit.commit()
        block.__exit__(None, None, None)
        change_once(backend)


#: Holds the lock of a folder, says so, and lets go when its input ends.
LOCKS = """
import pathlib, sys
from plan_tasks.plugins.storage.json_folder.locking import FolderLock
held = FolderLock(pathlib.Path(sys.argv[1]), timeout=1).acquire()
print("locked", flush=True)
sys.stdin.read()
"""


def test_a_lock_names_its_holder_and_dies_with_it(store: Path) -> None:
    lock = store / ".plan-tasks" / "lock"
    with closing(JsonFolderBackend.open(str(store), create=False, timeout=0)) as backend:
        with subprocess.Popen(
            [sys.executable, "-c", LOCKS, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as holder:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "locked\n"
            with pytest.raises(StoreUnavailable, match=f"process {holder.pid}, since 20.*timeout=60") as caught:
                change_once(backend)
            assert str(store) in str(caught.value)
            second = JsonFolderBackend.open(str(store), create=False, timeout=0)
            with closing(second), second.unit(TENANT, write=False) as unit:
                assert len(list(unit.items.scan(ItemQuery()))) == 1
            holder.kill()
        assert lock.exists()
        change_once(backend)


def test_a_lock_that_is_taken_away_stops_the_commit(store: Path) -> None:
    """Another may hold the new one: only one of the two may write."""
    with closing(JsonFolderBackend.open(str(store), create=False, timeout=0)) as backend:
        with backend.unit(TENANT, write=True) as unit:
            unit.items.put([write(measure("m1", title="Lost"), seen=1)])
            (store / ".plan-tasks" / "lock").unlink()
            with closing(JsonFolderBackend.open(str(store), create=False, timeout=0)) as other:
                change_once(other)
            with pytest.raises(StoreUnavailable, match="lock was taken away"):
                unit.commit()
        change_once(backend)
        with backend.unit(TENANT, write=False) as unit:
            stored = unit.items.get(PLAN.id, [M1])[M1]
        assert (stored.version, stored.item.title) == (3, "Title 2")


def test_a_folder_of_state_that_is_taken_away_is_made_again(store: Path) -> None:
    """As in a clone: it is not in git."""
    with closing(JsonFolderBackend.open(str(store), create=False, timeout=1)) as backend:
        for file in (store / ".plan-tasks").iterdir():
            file.unlink()
        (store / ".plan-tasks").rmdir()
        change_once(backend)
        with backend.unit(TENANT, write=False) as unit:
            assert unit.items.get(PLAN.id, [M1])[M1].version == 2


def change_under_a_limit(path: str, limit: int, queue: Any) -> None:
    """Changes the store under a limit on the size of files, which works as a full disk does."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        change_once(JsonFolderBackend.open(path, create=False, timeout=1))
    except StoreUnavailable as error:
        answer = str(error)
    else:
        answer = "stored"
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    queue.put(answer)


def test_a_full_disk_loses_nothing_that_was_acknowledged(store: Path) -> None:
    """Limits at which the journal cannot be written, at which it can and the files cannot, and at which all can."""
    assert FORK is not None
    with (
        closing(JsonFolderBackend.open(str(store), create=False, timeout=1)) as backend,
        backend.unit(TENANT, write=True) as unit,
    ):
        unit.history.append([event(version=2)] * 20)
        unit.items.put([write(each) for each in measures(30) if each.id != "m1"])
        unit.commit()
    sizes = {len(data) for data in files_of(store).values()}
    answers, queue, version = [], FORK.Queue(), 1
    for limit in (0, 1, 500, *sorted(size + 200 for size in sizes), 1_000_000):
        process = FORK.Process(target=change_under_a_limit, args=(str(store), limit, queue))
        process.start()
        answers.append(queue.get(timeout=60))
        process.join()
        version += answers[-1] == "stored"
        assert answers[-1] == "stored" or "the disk is full" in answers[-1]
        assert contents(store, TENANT)[1][0].version == version
        with closing(JsonFolderBackend.open(str(store), create=False, timeout=1)) as backend:
            assert all(finding.ok for finding in backend.examine())
    assert "full" in answers[0]
    assert answers[-1] == "stored"


#: Reads, then writes, as a user who does not own the files.
AS_ANOTHER_USER = """
import os, sys
from plan_tasks.errors import StorageError
from plan_tasks.plugins.storage.json_folder.backend import JsonFolderBackend
from plan_tasks.storage.query import ItemQuery
from plan_tasks.testing.storage.laws.writers import change_once
from plan_tasks.testing.storage.samples import TENANT
if os.geteuid() == 0:
    os.setegid(65534)
    os.seteuid(65534)
backend = JsonFolderBackend.open(sys.argv[1], create=False, timeout=1)
with backend.unit(TENANT, write=False) as unit:
    print([head.title for head in unit.items.scan(ItemQuery())])
try:
    change_once(backend)
except StorageError as error:
    print(type(error).__name__, error)
"""


def test_a_folder_that_is_read_only_can_be_read(open_folder: Path, python: Callable[..., Any]) -> None:
    """Also with a change by hand that nobody could record yet; a writer is refused by name."""
    root = open_folder / "plans"
    with closing(JsonFolderBackend.open(str(root), create=True, timeout=1)) as backend:
        put(backend, [measure("m1")])
    path = root / "plans" / "tenant" / "city.json"
    path.write_text(path.read_text(encoding="utf-8").replace("Measure m1", "By hand"), encoding="utf-8")
    for folder in (root, *root.rglob("*")):
        folder.chmod(0o555 if folder.is_dir() else 0o444)
    before = files_of(root)
    answer = python("-c", AS_ANOTHER_USER, str(root))
    assert answer.status == 0, answer.error
    read, wrote = answer.out.splitlines()
    assert read == "['By hand']"
    assert wrote.startswith(f"StoreUnavailable {root}")
    assert "read-only" in wrote
    assert files_of(root) == before
    for folder in (root, *root.rglob("*")):
        folder.chmod(0o755)


def test_a_store_without_files_to_read_says_which(store: Path) -> None:
    with closing(JsonFolderBackend.open(str(store), create=False, timeout=1)) as backend:
        store.rename(store.with_name("away"))
        with pytest.raises(StorageError, match="plans"):
            change_once(backend)
        store.with_name("away").rename(store)
