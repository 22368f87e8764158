"""The open store on a server: begins units of work and examines what is stored."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Self

import attrs
from sqlalchemy import Connection

from plan_tasks.errors import StorageError
from plan_tasks.model import ItemId, PlanId, TenantId
from plan_tasks.plugging import Timings
from plan_tasks.plugins.storage.sql import ServerOptions
from plan_tasks.plugins.storage.sql.administration import Administration
from plan_tasks.plugins.storage.sql.connecting import Connections
from plan_tasks.plugins.storage.sql.examining import examine
from plan_tasks.plugins.storage.sql.history import SqlHistory
from plan_tasks.plugins.storage.sql.items import SqlItems
from plan_tasks.plugins.storage.sql.outbox import SqlOutbox
from plan_tasks.plugins.storage.sql.records import SqlObservations, SqlPlans
from plan_tasks.plugins.storage.sql.schema import ABSENT, SCHEMA_VERSION, absent, check_tables, upgrade_tables
from plan_tasks.plugins.storage.sql.servers import Server
from plan_tasks.plugins.storage.sql.session import Session
from plan_tasks.plugins.storage.sql.settings import SqlSettings
from plan_tasks.plugins.storage.sql.statements import Statements, Write
from plan_tasks.plugins.storage.sql.tables import Tables, tables
from plan_tasks.plugins.storage.sql.texts import asked
from plan_tasks.plugins.storage.sql.urls import Address
from plan_tasks.plugins.storage.sql.writers import Writers
from plan_tasks.storage.capabilities import Vacuumed
from plan_tasks.storage.contract import Finding, Receipt, StorageCapabilities

__all__ = ["SqlBackend", "SqlUnit"]

_AHEAD = 8  # items that are read with their plan's lock; more are read together afterwards


class SqlUnit(Administration):
    """One transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.plans = SqlPlans(session)
        self.items = SqlItems(session)
        self.observations = SqlObservations(session)
        self.history = SqlHistory(session)
        self.outbox = SqlOutbox(session)
        self.settings = SqlSettings(session)

    def commit(self) -> Receipt:
        """Makes everything durable together."""
        self._session.commit()
        return Receipt(dict(self._session.versions), tuple(self._session.events))


@attrs.frozen
class _Whole:
    """The whole transaction of a connection of ours."""

    server: Server
    cursor: Any
    release: Callable[[], None] | None

    def commit(self, writes: Sequence[Write]) -> None:
        self.server.commit(self.cursor, writes)
        if self.release is not None:
            self.release()

    def rollback(self) -> None:
        self.server.rollback(self.cursor)


class SqlBackend:
    """A store on a server. Safe to use from several threads, processes and machines."""

    capabilities = StorageCapabilities(durable=True, concurrent_writers=True)

    def __init__(self, connections: Connections, tables: Tables, timings: Timings | None = None) -> None:
        self._timings = timings
        self._connections = connections
        self._place = connections.place
        self._tables = tables
        self._statements = Statements(tables, connections.dialect)
        self._writers = Writers()

    @classmethod
    def open(cls, address: Address, options: ServerOptions, timings: Timings | None = None) -> Self:
        """Connects, and makes the tables where they are not there.

        Args:
            address: Which server and database.
            options: Names of the tables, and limits.
            timings: Who is told of each statement; None for nobody.

        Raises:
            StorageError: The server cannot be reached, the tables are not ours, too new, or not there and not to be
                made.
        """
        backend = cls(Connections(address, options), tables(options.prefix, options.schema or None), timings)
        try:
            backend._prepare(create=options.create)
        except BaseException:
            backend.close()
            raise
        return backend

    def _prepare(self, *, create: bool) -> None:
        def begin(connection: Connection) -> int:
            self._place.server.begin(connection.connection.cursor(), write=True)
            return check_tables(connection, self._tables, self._place)

        connection, version = self._connections.patiently(begin)
        try:
            if version == ABSENT and not create:
                raise absent(self._place)
            with self._place.translated():
                if version < SCHEMA_VERSION:
                    upgrade_tables(connection, self._tables, self._place)
                self._place.server.commit(connection.connection.cursor())
        finally:
            self._connections.give(connection, broken=version < SCHEMA_VERSION)  # with it go its locks

    def unit(self, tenant: TenantId, *, write: bool) -> AbstractContextManager[SqlUnit]:
        """Begins a unit of work; one that writes locks the tenant's row, which keeps others of the kind away."""
        return self._unit(tenant, write=write)

    def plan_unit(
        self, tenant: TenantId, plan: PlanId, *, items: Collection[ItemId] = ()
    ) -> AbstractContextManager[SqlUnit]:
        """Begins a unit that writes in one plan, under that plan's lock alone; a few items come with the lock."""
        ahead = [asked(item) for item in items] if len(items) <= _AHEAD else []
        return self._unit(tenant, write=True, plan=plan, ahead=ahead)

    @contextmanager
    def _unit(self, tenant: TenantId, *, write: bool, plan: str = "", ahead: Sequence[str] = ()) -> Iterator[SqlUnit]:
        release = self._writers.enter(self._place.where) if write else None

        def begin(connection: Connection) -> Session:
            server = self._place.server
            cursor = connection.connection.cursor()
            session = Session(
                connection,
                cursor,
                _Whole(server, cursor, release),
                self._place,
                self._statements,
                tenant,
                write=write,
                plan=plan,
                aside=self._aside,
                timings=self._timings,
            )
            if plan:
                session.begin_in_plan(asked(plan), ahead)
            elif write:
                session.begin_for_tenant()
            else:
                server.begin(cursor, write=False)
            return session

        try:
            connection, session = self._connections.patiently(begin)
            sound = False
            try:
                yield SqlUnit(session)
            finally:
                try:
                    sound = session.end()
                finally:
                    self._connections.give(connection, broken=not sound)
        finally:
            if release is not None:
                release()

    @contextmanager
    def _aside(self) -> Iterator[Connection]:
        """A connection in a short transaction of its own, which is committed in the end."""
        server, sound = self._place.server, False

        def begin(connection: Connection) -> Any:
            cursor = connection.connection.cursor()
            server.begin(cursor, write=True)
            return cursor

        connection, cursor = self._connections.patiently(begin)
        try:
            with self._place.translated():
                yield connection
                server.commit(cursor)
            sound = True
        finally:
            self._connections.give(connection, broken=not sound)

    def examine(self) -> Sequence[Finding]:
        """Looks at the tables, every row's hash and every plan's chain."""
        connection = None
        try:
            connection = self._connections.take()
            with self._place.translated():
                return examine(connection, self._tables, self._place, self.unit)
        except StorageError as error:
            return [Finding(ok=False, subject="server", text=str(error))]
        finally:
            self._connections.give(connection, broken=True)

    def vacuum(self) -> Vacuumed:
        """Has the server write the tables anew, without the room that removed and replaced rows have left."""
        connection = self._connections.take()
        try:
            with self._place.translated():
                every = self._tables.metadata.sorted_tables
                return Vacuumed(*self._place.server.vacuum(connection, [self._statements.name(each) for each in every]))
        finally:
            self._connections.give(connection, broken=True)  # it has no limit of time any more

    def close(self) -> None:
        """Closes the connections."""
        self._connections.close()
