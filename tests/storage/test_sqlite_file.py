"""How the SQLite store treats its file: what it sets, what it keeps open, and what of damage it sees."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from plan_tasks.errors import StorageError, StoreDamaged, StoreUnavailable
from plan_tasks.model import ItemId
from plan_tasks.plugins.storage.sqlite.backend import SqliteBackend
from plan_tasks.plugins.storage.sqlite.connecting import Connections
from plan_tasks.plugins.storage.sqlite.schema import APPLICATION_ID, SCHEMA_VERSION
from plan_tasks.storage.contract import UnitOfWork
from plan_tasks.storage.query import ItemQuery
from plan_tasks.testing.storage.case import put
from plan_tasks.testing.storage.samples import PLAN, TENANT, entry, event, measure, measures, observation, write


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "plan.db"


@pytest.fixture
def backend(file: Path) -> Iterator[SqliteBackend]:
    opened = SqliteBackend.open(str(file), create=True, timeout=1)
    put(opened, measures(3))
    with opened.unit(TENANT, write=True) as unit:
        unit.observations.add(PLAN.id, [(ItemId("m1"), observation())])
        unit.history.append([event(), event()])
        unit.outbox.add([entry()])
        unit.commit()
    yield opened
    opened.close()


def test_every_connection_logs_ahead_syncs_each_commit_and_checks_keys(file: Path) -> None:
    connections = Connections(file, timeout=3, create=True)
    taken = [connections.take() for _ in range(3)]
    for connection in taken:
        wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 3_000}
        assert {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted} == wanted
        connections.give(connection)
    connections.close()
    with sqlite3.connect(file) as look:
        assert look.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert look.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
    look.close()


def test_a_store_that_is_closed_leaves_one_file(backend: SqliteBackend, file: Path) -> None:
    backend.close()
    assert [each.name for each in file.parent.iterdir()] == ["plan.db"]


def test_a_relative_path_means_the_folder_in_which_it_was_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    backend = SqliteBackend.open("///plan.db", create=True, timeout=1)
    put(backend, measures(1))
    monkeypatch.chdir(tmp_path / "elsewhere")
    with backend.unit(TENANT, write=False) as first, backend.unit(TENANT, write=False) as second:
        assert len(list(first.items.scan(ItemQuery()))) == len(list(second.items.scan(ItemQuery()))) == 1
    backend.close()
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_file_that_was_taken_away_is_not_made_anew(backend: SqliteBackend, file: Path) -> None:
    with backend.unit(TENANT, write=False):  # keeps the one idle connection busy
        file.rename(file.with_name("away.db"))
        with pytest.raises(StoreUnavailable, match=r"plan\.db"), backend.unit(TENANT, write=False):
            pass
        file.with_name("away.db").rename(file)


@pytest.mark.parametrize("name", ["a?mode=memory.db", "a#b.db", "a%20b.db", "计划 2021.db", "it's.db"])
def test_any_file_name_names_that_file(name: str, tmp_path: Path) -> None:
    backend = SqliteBackend.open(str(tmp_path / name), create=True, timeout=1)
    put(backend, measures(1))
    backend.close()
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_a_conflict_is_told_after_a_change_in_the_same_unit(backend: SqliteBackend) -> None:
    with backend.unit(TENANT, write=True) as unit:
        unit.items.put([write(measure("m1"), seen=1)])
        with pytest.raises(StorageError, match="version 1 was seen, the store holds 2"):
            unit.items.put([write(measure("m1"), seen=1)])


#: What is written behind the store's back -> how the store then fails to read it.
DAMAGE: dict[str, Callable[[UnitOfWork], object]] = {
    "UPDATE item SET title='x' WHERE id='m1'": lambda unit: list(unit.items.stream(ItemQuery())),
    "UPDATE item SET body=replace(body, 'm1', 'm9')": lambda unit: unit.items.get(PLAN.id, [ItemId("m1")]),
    "UPDATE plan SET body='{'": lambda unit: unit.plans.all(),
    'UPDATE plan SET body=\'{"id":"city"}\'': lambda unit: unit.plans.get(PLAN.id),
    "UPDATE observation SET value='many'": lambda unit: unit.observations.of(PLAN.id),
    "UPDATE event SET at='today'": lambda unit: list(unit.history.read(PLAN.id)),
    "UPDATE outbox SET state='lost'": lambda unit: list(unit.outbox.entries()),
    "UPDATE outbox SET subject='x'": lambda unit: list(unit.outbox.entries()),
}


@pytest.mark.parametrize(("statement", "read"), DAMAGE.items(), ids=[statement[:22] for statement in DAMAGE])
def test_what_cannot_be_read_is_damaged_and_names_the_file(
    statement: str, read: Callable[[UnitOfWork], object], backend: SqliteBackend, file: Path
) -> None:
    with sqlite3.connect(file) as behind:
        behind.execute(statement)
    behind.close()
    with backend.unit(TENANT, write=False) as unit, pytest.raises(StoreDamaged) as caught:
        read(unit)
    assert str(file) in str(caught.value)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE item SET due='2021-01-01' WHERE id='m1'",
        "UPDATE item SET body=replace(body, 'Measure m1', 'Measure m2')",
        "UPDATE event SET actor='nobody' WHERE sequence=2",
        "UPDATE event SET after='{}' WHERE sequence=1",
        "DELETE FROM event WHERE sequence=1",
        "UPDATE event SET sequence=3-sequence WHERE sequence=1 AND 0; UPDATE event SET sequence=9 WHERE sequence=1",
        "UPDATE observation SET value='many'",
        "DELETE FROM plan",
    ],
)
def test_an_examination_finds_what_was_changed_behind_the_stores_back(
    statement: str, backend: SqliteBackend, file: Path
) -> None:
    assert all(finding.ok for finding in backend.examine())
    with sqlite3.connect(file) as behind:
        behind.executescript(statement)
    behind.close()
    wrong = [finding for finding in backend.examine() if not finding.ok]
    assert [finding.subject for finding in wrong] == ["plan city of tenant"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE outbox SET subject='other'",
        "UPDATE outbox SET tenant='other'",
        "UPDATE outbox SET free_at=free_at+1",
    ],
)
def test_an_examination_finds_what_belongs_to_no_plan(statement: str, backend: SqliteBackend, file: Path) -> None:
    with sqlite3.connect(file) as behind:
        behind.executescript(statement)
    behind.close()
    wrong = [finding for finding in backend.examine() if not finding.ok]
    assert [finding.subject for finding in wrong] == ["file"]


def test_an_examination_of_a_torn_file_says_so(file: Path) -> None:
    backend = SqliteBackend.open(str(file), create=True, timeout=1)
    put(backend, measures(500))
    backend.close()
    pages = bytearray(file.read_bytes())
    for page in range(3, len(pages) // 4096, 2):
        pages[page * 4096 : page * 4096 + 2048] = b"\xa5" * 2048
    file.write_bytes(pages)
    backend = SqliteBackend.open(str(file), create=False, timeout=1)
    wrong = [finding for finding in backend.examine() if not finding.ok]
    assert wrong
    assert str(file) in wrong[0].text
    with pytest.raises(StorageError), backend.unit(TENANT, write=False) as unit:
        list(unit.items.stream(ItemQuery()))
    backend.close()
