"""Making and changing the tables from outside a tracker: by a host's own migrations, with Alembic or without.

`upgrade` runs the same steps as opening a store does. ``versions`` holds a script of Alembic's for each step, which
Alembic finds where `version_location` says; nothing here imports Alembic.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from plan_tasks.errors import InvalidValue
from plan_tasks.plugins.storage.sql.connecting import Place, server_of
from plan_tasks.plugins.storage.sql.schema import SCHEMA_VERSION, drop_tables, upgrade_tables
from plan_tasks.plugins.storage.sql.tables import Tables, tables

__all__ = ["SCHEMA_VERSION", "downgrade", "is_ours", "upgrade", "version_location"]

_PREFIX = "plan_tasks_"


def upgrade(connection: Connection, *, prefix: str = _PREFIX, schema: str = "", to: int = SCHEMA_VERSION) -> None:
    """Makes the tables, or takes older ones to a version; does nothing where they are of it already.

    Args:
        connection: In a transaction, which the caller commits. On MariaDB and MySQL each step commits by itself.
        prefix: What the tables' names begin with.
        schema: The schema (MySQL: database) of the tables; empty for the connection's own.
        to: The version to reach, from 1 up to `SCHEMA_VERSION`.

    Raises:
        StoreNotOurs: Tables of those names belong to another program.
        StoreTooNew: A newer version made them.
    """
    every, place = _place(connection, prefix, schema)
    with place.translated():
        upgrade_tables(connection, every, place, to=to)


def downgrade(connection: Connection, *, prefix: str = _PREFIX, schema: str = "") -> None:
    """Drops the tables with all that they hold; arguments and errors as for `upgrade`."""
    every, place = _place(connection, prefix, schema)
    with place.translated():
        drop_tables(connection, every, place)


def version_location() -> str:
    """The folder of the scripts, for ``version_locations`` in the configuration of a host's Alembic."""
    return str(Path(__file__).parent / "versions")


def is_ours(table: str | None, *, prefix: str = _PREFIX) -> bool:
    """Whether a table is one of plan_tasks, so that a host's ``include_name`` or ``include_object`` leaves it out.

    Example:
        >>> is_ours("plan_tasks_item"), is_ours("orders"), is_ours("plan_tasks_of_ours")
        (True, False, False)
    """
    return table in {each.name for each in tables(prefix, None).metadata.tables.values()}


def _place(connection: Connection, prefix: str, schema: str) -> tuple[Tables, Place]:
    server = server_of(connection.dialect.name)
    if server is None:
        raise InvalidValue(
            f"there are no tables for {connection.dialect.name}", remedy="give a connection of PostgreSQL or MariaDB"
        )
    return tables(prefix, schema or None), Place(server, f"the host's {connection.dialect.name} connection")
