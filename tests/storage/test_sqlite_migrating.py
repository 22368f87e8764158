"""A store that an older schema wrote opens as it was, once, whoever opens it first.

There is one schema so far. Each test names the next one, with the step that leads to it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from types import MappingProxyType

import pytest

from plan_tasks import Tracker
from plan_tasks.errors import StorageError
from plan_tasks.plugins.storage.sqlite import schema
from plan_tasks.testing.storage.samples import PLAN

MARKED = "ALTER TABLE plan ADD COLUMN mark TEXT NOT NULL DEFAULT 'old'"
NEXT = schema.SCHEMA_VERSION + 1

#: Says what leads to the next schema.
Stepping = Callable[..., None]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of today's schema, which is the older one from then on, with a plan in it."""
    file = tmp_path / "plan.db"
    with Tracker.open(f"sqlite:///{file}", autoload=False) as tracker:
        tracker.add(PLAN, actor="office")
    return file


@pytest.fixture
def step(monkeypatch: pytest.MonkeyPatch) -> Stepping:
    def stepping(*statements: str) -> None:
        steps = MappingProxyType({**schema.STEPS, NEXT - 1: statements})
        monkeypatch.setattr(schema, "STEPS", steps)
        monkeypatch.setattr(schema, "SCHEMA_VERSION", NEXT)

    return stepping


def look(file: Path, sql: str) -> object:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(sql).fetchone()[0]


def opened(file: Path) -> list[str]:
    """The plans, if everything in the store is sound."""
    with Tracker.open(f"sqlite:///{file}", autoload=False) as tracker:
        assert all(finding.ok for finding in tracker.examine())
        return [stored.plan.id for stored in tracker.plans()]


def test_a_store_of_the_schema_before_opens_with_everything_in_it(file: Path, step: Stepping) -> None:
    before = opened(file)
    step(MARKED)
    assert opened(file) == before != []
    assert look(file, "PRAGMA user_version") == NEXT
    assert look(file, "SELECT mark FROM plan") == "old"


def test_a_step_is_made_once(file: Path, step: Stepping) -> None:
    """A second time the statement would fail: the column is there."""
    step(MARKED)
    assert opened(file) == opened(file)


def test_a_migration_that_is_broken_off_leaves_the_old_file(file: Path, step: Stepping) -> None:
    before = opened(file)
    step(MARKED, "DROP TABLE of_nobody")
    with pytest.raises(StorageError, match="of_nobody"):
        opened(file)
    assert look(file, "PRAGMA user_version") == NEXT - 1
    assert look(file, "SELECT count(*) FROM pragma_table_info('plan') WHERE name = 'mark'") == 0
    step(MARKED)
    assert opened(file) == before


def test_several_that_open_an_old_file_at_once_migrate_it_once(file: Path, step: Stepping) -> None:
    before = opened(file)
    step(MARKED)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(opened, [file] * 8)) == [before] * 8
    assert look(file, "PRAGMA user_version") == NEXT
