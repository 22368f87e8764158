"""A store that an older schema wrote opens as it was, once, whoever opens it first.

``data`` holds what older versions wrote. The rest name the next schema, with a step that leads to it.
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


def of_version_1(file: Path) -> Path:
    """A file that version 1 wrote: a plan that was lived with, one notice of which waits for its second try."""
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript((Path(__file__).parent / "data" / "sqlite_1.sql").read_text(encoding="utf-8"))
        connection.commit()
    return file


def shape(file: Path) -> dict[str, set[tuple[object, ...]]]:
    """Table -> its columns, whatever their order."""
    with closing(sqlite3.connect(file)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {name: {row[1:4] for row in connection.execute(f"PRAGMA table_xinfo({name})")} for name in tables}


def test_a_store_of_version_1_opens_with_everything_in_it(tmp_path: Path, file: Path) -> None:
    old = of_version_1(tmp_path / "old.db")
    assert opened(old) == ["north"]
    assert shape(old) == shape(file)
    with Tracker.open(f"sqlite:///{old}", autoload=False) as tracker:
        (entry,) = tracker.outbox()
        assert (entry.item, entry.attempts, entry.reason, entry.level, entry.spent) == ("m1", 1, "busy", "", 0)
        assert len(list(tracker.history("north"))) == 8


def test_what_was_damaged_before_a_migration_is_damaged_after_it(tmp_path: Path) -> None:
    old = of_version_1(tmp_path / "old.db")
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("UPDATE outbox SET subject = 'forged'")
        connection.commit()
    with Tracker.open(f"sqlite:///{old}", autoload=False) as tracker:
        assert not all(finding.ok for finding in tracker.examine())


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
