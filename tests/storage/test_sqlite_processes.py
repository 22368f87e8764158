"""Several processes write to one file, and some are killed while they do: nothing that was acknowledged is lost."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from plan_tasks.errors import Conflict, StoreUnavailable
from plan_tasks.model import ItemId
from plan_tasks.plugins.storage.sqlite.backend import SqliteBackend
from plan_tasks.storage.history import check_chain
from plan_tasks.storage.query import ItemQuery
from plan_tasks.testing.storage.case import put
from plan_tasks.testing.storage.laws.writers import change_once
from plan_tasks.testing.storage.samples import PLAN, TENANT, entry, event, measure, observation, write

unix = pytest.mark.skipif(sys.platform == "win32", reason="fork and kill are those of Unix")

_M1 = ItemId("m1")
_WRITERS = 4
_EACH = 75
_KILLS = 15
_FORK = multiprocessing.get_context("fork") if sys.platform != "win32" else None


def _write_optimistically(path: str, queue: Any) -> None:
    """Reads a version in one unit and writes in another, so that others may come between; tells what came of it."""
    backend = SqliteBackend.open(path, create=False, timeout=30)
    acknowledged, conflicts = 0, 0
    while acknowledged < _EACH:
        with backend.unit(TENANT, write=False) as unit:
            seen = unit.items.get(PLAN.id, [_M1])[_M1].version
        try:
            with backend.unit(TENANT, write=True) as unit:
                unit.items.put([write(measure("m1", title=f"{os.getpid()} {acknowledged}"), seen=seen)])
                unit.history.append([event(version=seen + 1)])
                unit.commit()
        except Conflict as conflict:
            conflicts += conflict.seen == seen < conflict.stored
        else:
            acknowledged += 1
    backend.close()
    queue.put((acknowledged, conflicts))


@unix
def test_of_many_processes_every_change_counts_and_every_conflict_is_told(tmp_path: Path) -> None:
    assert _FORK is not None
    path = str(tmp_path / "plan.db")
    backend = SqliteBackend.open(path, create=True, timeout=10)
    put(backend, [measure("m1")])
    queue = _FORK.Queue()
    writers = [_FORK.Process(target=_write_optimistically, args=(path, queue)) for _ in range(_WRITERS)]
    for writer in writers:
        writer.start()
    told = [queue.get(timeout=60) for _ in writers]
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    assert [acknowledged for acknowledged, _ in told] == [_EACH] * _WRITERS
    assert sum(conflicts for _, conflicts in told) > 0, "the processes never met, so that nothing was tried"
    with backend.unit(TENANT, write=False) as unit:
        assert unit.items.get(PLAN.id, [_M1])[_M1].version == 1 + _EACH * _WRITERS
        versions = [stored.event.version for stored in check_chain(unit.history.read(PLAN.id))]
    assert versions == list(range(2, 2 + _EACH * _WRITERS))
    backend.close()


def _change_without_end(path: str, acknowledge: int) -> None:
    """Changes item m1 in every part of the store; after each commit writes the new version into a pipe."""
    backend = SqliteBackend.open(path, create=False, timeout=10)
    while True:
        with backend.unit(TENANT, write=True) as unit:
            version = unit.items.get(PLAN.id, [_M1])[_M1].version + 1
            unit.items.put([write(measure("m1", title=f"Title {version}"), seen=version - 1)])
            unit.observations.add(PLAN.id, [(_M1, observation(version))])
            unit.history.append([event(version=version)])
            unit.outbox.add([entry(f"k{version}")])
            unit.commit()
        os.write(acknowledge, b"%d\n" % version)


@unix
def test_a_writer_that_is_killed_loses_nothing_that_it_acknowledged(tmp_path: Path) -> None:
    assert _FORK is not None
    path = str(tmp_path / "plan.db")
    backend = SqliteBackend.open(path, create=True, timeout=10)
    put(backend, [measure("m1")])
    backend.close()
    chance = random.Random(7)  # noqa: S311 - when to kill is no secret
    last = 1
    for _ in range(_KILLS):
        reading, writing = os.pipe()
        writer = _FORK.Process(target=_change_without_end, args=(path, writing))
        writer.start()
        os.close(writing)
        with os.fdopen(reading) as pipe:
            first = pipe.readline()
            time.sleep(chance.uniform(0, 0.03))
            writer.kill()
            writer.join()
            acknowledged = [int(line) for line in (first, *pipe) if line.endswith("\n")]
        assert writer.exitcode == -signal.SIGKILL
        backend = SqliteBackend.open(path, create=False, timeout=10)
        with backend.unit(TENANT, write=False) as unit:
            version = unit.items.get(PLAN.id, [_M1])[_M1].version
            versions = [stored.event.version for stored in check_chain(unit.history.read(PLAN.id))]
            values = [int(each.value) for each in unit.observations.of(PLAN.id)[_M1]]
            keys = [queued.key for queued in unit.outbox.entries()]
        assert acknowledged == list(range(last + 1, last + 1 + len(acknowledged)))
        assert version - acknowledged[-1] in (0, 1), "one change may be durable whose acknowledgement was cut off"
        assert versions == values == list(range(2, version + 1))
        assert keys == [f"k{number}" for number in range(2, version + 1)]
        assert all(finding.ok for finding in backend.examine())
        backend.close()
        last = version


@unix
def test_processes_that_open_a_new_file_at_once_all_get_it(tmp_path: Path) -> None:
    assert _FORK is not None

    def start(path: str, barrier: Any, queue: Any) -> None:
        barrier.wait(30)
        try:
            backend = SqliteBackend.open(path, create=True, timeout=10)
            with backend.unit(TENANT, write=True) as unit:
                unit.outbox.known([])
                unit.commit()
            backend.close()
            queue.put("")
        except BaseException as error:
            queue.put(repr(error))
            raise

    for round_of in range(10):
        barrier, queue = _FORK.Barrier(4), _FORK.Queue()
        path = str(tmp_path / f"plan{round_of}.db")
        processes = [_FORK.Process(target=start, args=(path, barrier, queue)) for _ in range(4)]
        for process in processes:
            process.start()
        assert [queue.get(timeout=60) for _ in processes] == [""] * 4
        for process in processes:
            process.join()


@unix
def test_after_a_fork_each_process_has_connections_of_its_own(tmp_path: Path) -> None:
    """Where no unit was open, parent and child go on with the backend that both have."""
    assert _FORK is not None
    backend = SqliteBackend.open(str(tmp_path / "plan.db"), create=True, timeout=10)
    put(backend, [measure("m1")])

    def child() -> None:
        change_once(backend)
        backend.close()

    for _ in range(3):
        process = _FORK.Process(target=child)
        process.start()
        change_once(backend)
        process.join(30)
        assert process.exitcode == 0
    with backend.unit(TENANT, write=False) as unit:
        assert unit.items.get(PLAN.id, [_M1])[_M1].version == 7
    assert all(finding.ok for finding in backend.examine())
    backend.close()


@unix
def test_a_fork_in_the_middle_of_a_unit_leaves_the_store_to_the_parent(tmp_path: Path) -> None:
    """The child is told so at once, and does not end the parent's transaction when it leaves the block."""
    assert _FORK is not None
    backend = SqliteBackend.open(str(tmp_path / "plan.db"), create=True, timeout=10)
    put(backend, [measure("m1")])
    queue = _FORK.Queue()
    block = backend.unit(TENANT, write=True)

    def child() -> None:
        block.__exit__(None, None, None)
        for writes in (False, True):
            try:
                with backend.unit(TENANT, write=writes):
                    queue.put("it was begun")
            except StoreUnavailable as error:
                queue.put(str(error))
        backend.close()

    unit = block.__enter__()
    unit.items.put([write(measure("m1", title="Parent"), seen=1)])
    unit.items.put([write(measure(f"n{number}", text="x" * 900)) for number in range(4_000)])  # more than SQLite caches
    process = _FORK.Process(target=child)
    process.start()
    for _ in range(2):
        assert "was forked while the store was in use" in queue.get(timeout=30)
    process.join(30)
    assert process.exitcode == 0
    unit.commit()
    block.__exit__(None, None, None)
    change_once(backend)
    with backend.unit(TENANT, write=False) as late:
        assert late.items.get(PLAN.id, [_M1])[_M1].version == 3
        assert sum(1 for _ in late.items.stream(ItemQuery())) == 4_001
    assert all(finding.ok for finding in backend.examine())
    backend.close()
