"""A store on a connection of the host's: what is changed commits and rolls back with the host's own rows.

A unit of work is a savepoint in the host's transaction. Nothing here begins, commits or rolls back that transaction,
closes the connection, makes tables or sets limits. What a unit that reads sees is what the host's transaction sees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

import attrs
from sqlalchemy import Connection, NestedTransaction

from plan_tasks.errors import InvalidValue, StorageError, StoreUnavailable
from plan_tasks.model import TenantId
from plan_tasks.plugging import Timings
from plan_tasks.plugins.storage.sql.aftermath import aftermath_of
from plan_tasks.plugins.storage.sql.backend import SqlUnit
from plan_tasks.plugins.storage.sql.connecting import Place, server_of
from plan_tasks.plugins.storage.sql.examining import examine
from plan_tasks.plugins.storage.sql.schema import SCHEMA_VERSION, check_tables
from plan_tasks.plugins.storage.sql.session import Session
from plan_tasks.plugins.storage.sql.statements import Statements, Write
from plan_tasks.plugins.storage.sql.tables import Tables
from plan_tasks.plugins.storage.sql.writers import Writers
from plan_tasks.storage.contract import Finding, StorageCapabilities

__all__ = ["JoinedBackend", "registration"]

Register = Callable[[Callable[[], None]], object]


def registration(given: object) -> Register | None:
    """What the host gave to register with, if it is something that can be called.

    Raises:
        InvalidValue: It is not.
    """
    if given is None:
        return None
    if not callable(given):
        raise InvalidValue(f"after_commit is {given!r}", remedy="give a function that takes what is to be done")
    register: Register = given
    return register


@attrs.frozen
class _Savepoint:
    """A savepoint of the host's transaction."""

    savepoint: NestedTransaction
    send: Callable[[Sequence[Write]], None]
    release: Callable[[], None] | None

    def commit(self, writes: Sequence[Write]) -> None:
        self.send(writes)
        self.savepoint.commit()
        if self.release is not None:
            self.release()

    def rollback(self) -> None:
        if self.savepoint.is_active:
            self.savepoint.rollback()


class JoinedBackend:
    """A store in the host's transaction, for the one thread that uses it.

    Args:
        given: An SQLAlchemy connection, or a session, whose connection of the moment is then used.
        tables: The store's tables.
        after_commit: Where the host registers what is to be done once it has committed; None asks SQLAlchemy.
        timings: Who is told of each statement; None for nobody.

    Raises:
        InvalidValue: It is neither, or its server or driver is none that can be used.
        StorageError: The tables are not there, not ours, or of another version.
    """

    capabilities = StorageCapabilities(durable=True, concurrent_writers=True)

    def __init__(
        self, given: object, tables: Tables, after_commit: Register | None, timings: Timings | None = None
    ) -> None:
        self._given = given
        self._timings = timings
        self._tables = tables
        self._after_commit = after_commit
        self._writers = Writers()
        self._closed = False
        connection = self._connection()
        server = server_of(connection.dialect.name)
        if server is None or connection.dialect.paramstyle not in ("format", "pyformat"):
            raise InvalidValue(
                f"a connection of {connection.dialect.name} through {connection.dialect.driver} cannot be joined",
                remedy="give one of PostgreSQL through psycopg, or of MariaDB or MySQL through PyMySQL",
            )
        self._statements = Statements(tables, connection.dialect)
        self._place = Place(server, f"the host's {connection.dialect.name} connection")
        with self._place.translated(), connection.begin_nested():
            version = check_tables(connection, tables, self._place)
        if version != SCHEMA_VERSION:
            raise StoreUnavailable(
                "the tables are not there, or old",
                where=self._place.where,
                remedy="make them in a migration: plan_tasks.plugins.storage.sql.migrations.upgrade(connection)",
            )

    def _connection(self) -> Connection:
        given = self._given
        if isinstance(given, Connection):
            return given
        connect = getattr(given, "connection", None)
        connection = connect() if callable(connect) else None
        if not isinstance(connection, Connection):
            raise InvalidValue(
                f"a {type(given).__name__} is no connection or session of SQLAlchemy",
                remedy="give one; of those for asyncio, what run_sync hands over",
            )
        return connection

    @contextmanager
    def unit(self, tenant: TenantId, *, write: bool) -> Iterator[SqlUnit]:
        """Begins a unit of work: a savepoint, which a commit releases."""
        if self._closed:
            raise StoreUnavailable("the store is closed", where=self._place.where, remedy="open the tracker again")
        release = self._writers.enter(self._place.where) if write else None
        try:
            with self._place.translated():
                connection = self._connection()
                savepoint = connection.begin_nested()
            cursor = connection.connection.cursor()
            ending = _Savepoint(savepoint, partial(self._place.server.send, cursor), release)
            session = Session(
                connection,
                cursor,
                ending,
                self._place,
                self._statements,
                tenant,
                write=write,
                current=True,
                timings=self._timings,
            )
            try:
                if write:
                    session.lock_tenant()
                yield SqlUnit(session)
            finally:
                session.end()
        finally:
            if release is not None:
                release()

    def when_durable(self, act: Callable[[], None]) -> None:
        """Does something once the host has committed what was changed so far, and never if it rolls that back."""
        if self._after_commit is not None:
            self._after_commit(act)
        else:
            aftermath_of(self._connection()).add(act)

    def examine(self) -> Sequence[Finding]:
        """Looks at every row's hash and every plan's chain, as the host's transaction sees them."""
        try:
            with self._place.translated(), self._connection().begin_nested():
                return examine(self._connection(), self._tables, self._place, self.unit)
        except StorageError as error:
            return [Finding(ok=False, subject="server", text=str(error))]

    def close(self) -> None:
        """Leaves the connection to the host; what waits for its commit still waits."""
        self._closed = True
