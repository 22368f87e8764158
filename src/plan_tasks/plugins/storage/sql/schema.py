"""Makes the tables, looks whose they are, and takes older ones to this version, a step at a time.

A step is a function of a connection, so that this program, a host's own migrations and Alembic run the same ones. The
row of the table ``schema`` says how far it got; it is there, with version 0, before the first table is, so that what
was interrupted is known as ours and goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from sqlalchemy import Connection, inspect, select
from sqlalchemy.exc import OperationalError, ProgrammingError

from plan_tasks.errors import StoreNotOurs, StoreTooNew, StoreUnavailable
from plan_tasks.plugins.storage.sql.connecting import Place
from plan_tasks.plugins.storage.sql.servers import Fault
from plan_tasks.plugins.storage.sql.tables import Tables

__all__ = ["ABSENT", "SCHEMA_VERSION", "STEPS", "absent", "check_tables", "drop_tables", "upgrade_tables"]

APPLICATION = "plan_tasks"
#: The version of tables that are not there.
ABSENT = -1


def _make_tables(connection: Connection, tables: Tables) -> None:
    tables.metadata.create_all(connection)  # leaves those that are there


#: What version 2 added to the outbox; each column with the value that older entries take.
_ADDED = {"level": "''", "html": "''", "markdown": "''", "why": "''", "spent": "0", "requeued": ""}


def _add_to_outbox(connection: Connection, tables: Tables) -> None:
    """The columns of version 2, where they are not there; the tables of attempts and settings."""
    tables.metadata.create_all(connection)
    outbox, dialect = tables.outbox, connection.dialect
    there = {column["name"] for column in inspect(connection).get_columns(outbox.name, schema=outbox.schema)}
    prepare = dialect.identifier_preparer
    for name, default in _ADDED.items():
        if name not in there:
            kind = outbox.c[name].type.compile(dialect=dialect)
            rest = f"DEFAULT ({default}) NOT NULL" if default else "NULL"
            connection.exec_driver_sql(
                f"ALTER TABLE {prepare.format_table(outbox)} ADD COLUMN {prepare.quote(name)} {kind} {rest}"
            )


#: Version -> what makes tables of it from those of the version before; each can be repeated after an interruption.
STEPS: Mapping[int, Callable[[Connection, Tables], None]] = MappingProxyType({1: _make_tables, 2: _add_to_outbox})
SCHEMA_VERSION = max(STEPS)


def check_tables(connection: Connection, tables: Tables, place: Place) -> int:
    """Looks at the tables that are there.

    Returns:
        Their version; -1 where there are none, less than `SCHEMA_VERSION` where they are old or half made.

    Raises:
        StoreNotOurs: Some have our names, and were made by another program.
        StoreTooNew: A newer version made them.
    """
    inspector = inspect(connection)
    schema = tables.metadata.schema
    if not inspector.has_table(tables.schema.name, schema=schema):
        there = set(inspector.get_table_names(schema=schema))
        if ours := sorted(there & {table.name for table in tables.metadata.tables.values()}):
            raise _not_ours(place, ours[0])
        return ABSENT
    try:
        row = connection.execute(select(tables.schema.c.application, tables.schema.c.version)).first()
    except (OperationalError, ProgrammingError) as error:  # it has no such columns
        if place.fault(error) is not Fault.OTHER:
            raise
        raise _not_ours(place, tables.schema.name) from error
    if row is None:
        return ABSENT
    if row.application != APPLICATION:
        raise _not_ours(place, tables.schema.name)
    version = int(row.version)
    if version > SCHEMA_VERSION:
        raise StoreTooNew(
            f"schema {version} is newer than {SCHEMA_VERSION}, the newest known here",
            where=place.where,
            remedy="upgrade plan-tasks",
        )
    return version


def upgrade_tables(connection: Connection, tables: Tables, place: Place, *, to: int = SCHEMA_VERSION) -> None:
    """Makes the tables, or takes older ones to a version; does nothing where they are of it already.

    Args:
        connection: In a transaction, which the caller commits.
        tables: Which tables.
        place: Their server.
        to: The version to reach.
    """
    with place.server.alone(connection, f"{APPLICATION} {tables.schema.fullname}"):
        version = check_tables(connection, tables, place)  # anew, since another may have been at it meanwhile
        if version == ABSENT:
            tables.schema.create(connection, checkfirst=True)
            connection.execute(tables.schema.insert().values(id=1, application=APPLICATION, version=0))
            version = 0
        for step in range(version + 1, to + 1):
            STEPS[step](connection, tables)
            connection.execute(tables.schema.update().where(tables.schema.c.id == 1).values(version=step))


def drop_tables(connection: Connection, tables: Tables, place: Place) -> None:
    """Drops the tables with all that they hold; arguments and errors as for `upgrade_tables`."""
    with place.server.alone(connection, f"{APPLICATION} {tables.schema.fullname}"):
        if check_tables(connection, tables, place) != ABSENT:
            tables.metadata.drop_all(connection)


def absent(place: Place) -> StoreUnavailable:
    """The error for tables that are not there and shall not be made."""
    return StoreUnavailable(
        "there is no such store", where=place.where, remedy="`plan-tasks import FILE` makes its tables"
    )


def _not_ours(place: Place, table: str) -> StoreNotOurs:
    return StoreNotOurs(
        f"the table {table} belongs to another program; it was not touched",
        where=place.where,
        remedy="give another prefix: ?prefix=office_",
    )
