"""The tables are the same whoever makes them: a tracker, a host's own code, or a host's Alembic."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import attrs
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, inspect
from tests.storage.sql.conftest import Ground

from plan_tasks import Tracker
from plan_tasks.plugins.storage.sql import migrations, schema
from plan_tasks.plugins.storage.sql.tables import Tables
from plan_tasks.testing.storage.samples import AT, PLAN, measure

_ENVIRONMENT = """
from alembic import context
from plan_tasks.plugins.storage.sql.migrations import is_ours

context.configure(
    connection=context.config.attributes["connection"],
    include_name=lambda name, kind, parents: kind != "table" or not is_ours(name, prefix="office_"),
)
with context.begin_transaction():
    context.run_migrations()
"""
_OWN = """
from alembic import op

revision, down_revision, branch_labels, depends_on = "own_1", None, ("own",), "plan_tasks_0001"


def upgrade():
    op.execute("CREATE TABLE orders (id INTEGER)")


def downgrade():
    op.execute("DROP TABLE orders")
"""


def _shape(ground: Ground, *, prefix: str) -> dict[str, tuple[Any, ...]]:
    """Columns and indexes of every table of a prefix, whatever it is."""
    inspector = inspect(ground.engine)
    found: dict[str, tuple[Any, ...]] = {}
    for table in inspector.get_table_names(schema=ground.name):
        if table.startswith(prefix):
            columns = [(each["name"], str(each["type"]), each["nullable"]) for each in inspector.get_columns(table)]
            indexes = sorted((tuple(each["column_names"]), each["unique"]) for each in inspector.get_indexes(table))
            found[table.removeprefix(prefix)] = (
                columns,
                indexes,
                inspector.get_pk_constraint(table)["constrained_columns"],
            )
    return found


def test_alembic_makes_what_a_tracker_makes(ground: Ground, tmp_path: Path) -> None:
    """In one run with the host's own script, which depends on ours; and takes it back."""
    (tmp_path / "versions").mkdir()
    (tmp_path / "env.py").write_text(_ENVIRONMENT)
    (tmp_path / "versions" / "own_1.py").write_text(_OWN)
    config = Config()
    config.set_main_option("script_location", str(tmp_path))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", f"{tmp_path / 'versions'}\n{migrations.version_location()}")
    config.set_main_option("plan_tasks_prefix", "office_")
    with ground.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "heads")
    with Tracker.open(ground.url(), autoload=False):
        assert _shape(ground, prefix="office_") == _shape(ground, prefix="plan_tasks_") != {}
    with Tracker.open(ground.url(prefix="office_"), autoload=False, create=False) as tracker:
        assert tracker.plans() == []
    with ground.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "own@base")
        command.downgrade(config, "plan_tasks@base")
    assert _shape(ground, prefix="office_") == {}
    assert _shape(ground, prefix="plan_tasks_") != {}


def test_a_step_is_made_once(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    """An older store is taken to this version as it is opened; one that is of it is left alone."""
    made = []

    def step(connection: Connection, tables: Tables) -> None:
        made.append(tables.schema.name)

    with Tracker.open(ground.url(), autoload=False):
        pass
    following = schema.SCHEMA_VERSION + 1
    steps: Mapping[int, object] = {**schema.STEPS, following: step}
    monkeypatch.setattr(schema, "STEPS", MappingProxyType(steps))
    with ground.engine.begin() as connection:
        migrations.upgrade(connection, to=following)
    monkeypatch.setattr(schema, "SCHEMA_VERSION", following)
    with ground.engine.begin() as connection:
        migrations.upgrade(connection, to=following)
    assert made == ["plan_tasks_schema"]


def test_tables_of_version_1_become_those_of_today(ground: Ground) -> None:
    """With what they hold; a step that was broken off behind its first column goes on where it stopped."""
    with Tracker.open(ground.url(), autoload=False, clock=lambda: AT) as tracker:
        tracker.add(attrs.evolve(PLAN, measures=(measure("m1", due=date(2021, 3, 1)),)), actor="office")
        tracker.assign("city", "m1", "schools", actor="office")
        tracker.notify("city", on=date(2021, 3, 1))
        before, today = tracker.outbox(), _shape(ground, prefix="plan_tasks_")
    with ground.engine.begin() as connection:
        for name in ("html", "markdown", "why", "spent", "requeued"):
            connection.exec_driver_sql(f"ALTER TABLE plan_tasks_outbox DROP COLUMN {name}")
        connection.exec_driver_sql("DROP TABLE plan_tasks_attempt")
        connection.exec_driver_sql("DROP TABLE plan_tasks_setting")
        connection.exec_driver_sql("UPDATE plan_tasks_schema SET version = 1")
    with Tracker.open(ground.url(), autoload=False) as tracker:
        held = tuple(attrs.evolve(entry, why="") for entry in before)  # which went with its column
        assert tracker.outbox() == held != ()
        assert all(finding.ok for finding in tracker.examine())
    assert {name: set(columns[0]) for name, columns in _shape(ground, prefix="plan_tasks_").items()} == {
        name: set(columns[0]) for name, columns in today.items()
    }
