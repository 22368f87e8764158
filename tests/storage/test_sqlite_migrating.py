"""A store that an older schema wrote opens as it was, once, whoever opens it first."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from plan_tasks import Tracker
from plan_tasks.model import PlanId, TenantId
from plan_tasks.plugins.storage.sqlite.backend import SqliteBackend
from plan_tasks.plugins.storage.sqlite.schema import SCHEMA_VERSION, migrate
from plan_tasks.storage.history import check_chain

DATA = Path(__file__).parent / "data"


def old_store(folder: Path) -> Path:
    """A file as schema 1 made it: two plans of one tenant, changed in turn, and one of another."""
    file = folder / "plan.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript((DATA / "sqlite_schema_1.sql").read_text(encoding="utf-8"))
        connection.execute("PRAGMA journal_mode=WAL")
    return file


def versions(file: Path) -> int:
    with closing(sqlite3.connect(file)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def test_a_store_of_schema_1_opens_with_everything_in_it(tmp_path: Path) -> None:
    file = old_store(tmp_path)
    assert versions(file) == 1
    with Tracker.open(f"sqlite:///{file}", language="en", autoload=False) as tracker:
        assert all(finding.ok for finding in tracker.examine())
        assert [stored.plan.id for stored in tracker.plans()] == ["north", "south"]
        assert tracker.item("north", "m1").version == 2
        assert [stored.sequence for stored in tracker.history("north")] == [1, 2, 3, 4]
        assert [value.value for value in tracker.observations("south", "g1")] == [698]
    assert versions(file) == SCHEMA_VERSION


def test_events_stand_in_the_order_of_their_commits_after_a_migration(tmp_path: Path) -> None:
    backend = SqliteBackend.open(f"///{old_store(tmp_path)}", create=False, timeout=5)
    with backend.unit(TenantId("default"), write=False) as unit:
        found = [(each.stored.event.plan, each.stored.sequence) for each in unit.changes(after=0, limit=100)]
        north = list(check_chain(unit.history.read(PlanId("north"))))
    backend.close()
    assert found[:6] == [("north", 1), ("north", 2), ("north", 3), ("south", 1), ("south", 2), ("south", 3)]
    assert found[6:] == [("south", 4), ("north", 4)]
    assert len(north) == 4


def test_a_migration_that_is_broken_off_leaves_the_old_file(tmp_path: Path) -> None:
    file = old_store(tmp_path)

    class Stopped(Exception):
        pass

    class Breaking(sqlite3.Connection):
        def execute(self, sql: str, *arguments: object) -> sqlite3.Cursor:
            if sql.startswith("DROP TABLE event_1"):
                raise Stopped
            return super().execute(sql, *arguments)  # type: ignore[arg-type]  # values of a statement

    breaking = sqlite3.connect(file, isolation_level=None, factory=Breaking)
    with closing(breaking), pytest.raises(Stopped):
        migrate(breaking)
    assert versions(file) == 1
    with Tracker.open(f"sqlite:///{file}", autoload=False) as tracker:
        assert all(finding.ok for finding in tracker.examine())
    assert versions(file) == SCHEMA_VERSION


def test_several_that_open_an_old_file_at_once_migrate_it_once(tmp_path: Path) -> None:
    file = old_store(tmp_path)

    def look(_: int) -> list[str]:
        with Tracker.open(f"sqlite:///{file}", autoload=False) as tracker:
            return [stored.plan.id for stored in tracker.plans()]

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(look, range(8))) == [["north", "south"]] * 8
    assert versions(file) == SCHEMA_VERSION
