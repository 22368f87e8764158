"""What the parts of a unit of work share: the connection, whose rows are meant, the locks, what is still to be sent.

Rows that are written wait in memory until something is read or the unit is committed, so that a change travels in few
round trips. A plan's row of `numbering` is locked before anything of that plan is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

import attrs
from sqlalchemy import Connection, Select, Table, select
from sqlalchemy.exc import SQLAlchemyError

from plan_tasks.errors import StoreDamaged
from plan_tasks.plugins.storage.sql.connecting import Place
from plan_tasks.plugins.storage.sql.tables import Tables
from plan_tasks.storage.history import GENESIS, StoredEvent
from plan_tasks.storage.unit_state import UnitState

__all__ = ["Numbering", "Session", "Transaction"]

_CHUNK = 2_000  # rows of a stream that are held at once
_NUMBERING = ("tenant", "plan", "events", "items", "observations", "hash")


@attrs.define
class Numbering:
    """What the next rows of a plan are numbered, and what the next event is chained to.

    Attributes:
        events: Number of the last event.
        items: Position of the last item.
        observations: Number of the last observation.
        hash: Hash of the last event.
        changed: Whether that must be stored.
    """

    events: int
    items: int
    observations: int
    hash: str
    changed: bool = False


class Transaction(Protocol):
    """How a unit of work begins and ends on its connection."""

    def commit(self) -> None:
        """Makes it durable, or a part of the host's transaction."""

    def rollback(self) -> None:
        """Undoes it."""


class Session:
    """One transaction's connection and notes.

    Args:
        connection: A connection in a transaction.
        transaction: What ends that.
        place: The server.
        tables: The store's tables.
        tenant: Whose rows.
        write: Whether it may write.
        current: Whether versions must be read under a lock, since the transaction may see an older state.
    """

    def __init__(
        self,
        connection: Connection,
        transaction: Transaction,
        place: Place,
        tables: Tables,
        tenant: str,
        *,
        write: bool,
        current: bool = False,
    ) -> None:
        self._transaction = transaction
        self._standing = UnitState(write=write)
        self._numbering: dict[str, Numbering] = {}
        self._waiting: list[tuple[Callable[..., Any], tuple[Any, ...]]] = []
        self._over = False
        self.connection = connection
        self.place = place
        self.tables = tables
        self.tenant = tenant
        self.current = current
        self.versions: dict[tuple[str, str], int] = {}
        self.events: list[StoredEvent] = []
        #: Versions of items that were read or written under their plan's lock: nobody else can have changed them.
        self.held: dict[tuple[str, str], int] = {}
        #: Plans whose header is there.
        self.headers: set[str] = set()

    def commit(self) -> None:
        """Makes the transaction durable; afterwards, as after a failure, the unit can only be left."""
        with self._standing.writing():
            self.flush()
            with self.place.translated():
                self._send_numbering()
            with self.place.translated(committing=True):
                self._transaction.commit()
        self._over = True
        self._standing.end()

    def end(self) -> bool:
        """Notes that the unit is over, and undoes what was not committed; who still reads a stream gets an error.

        Returns:
            Whether the connection can be used again; where it cannot, the server undoes what was not committed.
        """
        self._standing.end()
        self._waiting.clear()
        if self._over:
            return True
        self._over = True
        try:
            self._transaction.rollback()
        except SQLAlchemyError:
            return False
        return True

    def writing(self) -> AbstractContextManager[None]:
        """Stands round one write of a part; when it raises, the unit can only be left."""
        return self._standing.writing()

    # Locks and numbers

    def numbering(self, plan: str) -> Numbering:
        """Locks a plan, and says how its rows go on; what is changed there is stored with the commit."""
        known = self._numbering.get(plan)
        if known is None:
            known = self._numbering[plan] = self.lock(plan)
        return known

    def is_locked(self, plan: str) -> bool:
        """Whether this unit holds a plan's lock."""
        return plan in self._numbering

    def lock(self, plan: str) -> Numbering:
        """Waits for a plan's lock."""
        table = self.tables.numbering
        columns = [table.c[name] for name in _NUMBERING[2:]]
        wanted = select(*columns).where(table.c.tenant == self.tenant, table.c["plan"] == plan).with_for_update()
        with self.place.translated():
            row = self.connection.execute(wanted).first()
            if row is None:
                sql = self.place.server.insert_unless_there(self.connection, table, _NUMBERING)
                self.connection.exec_driver_sql(sql, (self.tenant, plan, 0, 0, 0, GENESIS))
                row = self.connection.execute(wanted).one()
        return Numbering(*row)

    def _send_numbering(self) -> None:
        table = self.tables.numbering
        for plan, now in self._numbering.items():
            if now.changed:
                self.connection.execute(
                    table.update().where(table.c.tenant == self.tenant, table.c["plan"] == plan),
                    {
                        "events": now.events,
                        "items": now.items,
                        "observations": now.observations,
                        "hash": now.hash,
                    },
                )

    # Writing

    def later(self, send: Callable[..., Any], *arguments: Any) -> None:
        """Sends something when the unit reads next or is committed."""
        self._waiting.append((send, arguments))

    def insert_later(self, table: Table, columns: Sequence[str], rows: Sequence[Any]) -> None:
        """Inserts rows then."""
        if rows:
            self.later(self.place.server.load, self.connection, table, columns, rows)

    def flush(self) -> None:
        """Sends what waits."""
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            with self.place.translated():
                for send, arguments in waiting:
                    send(*arguments)

    def run_many(self, sql: str, rows: Sequence[Any]) -> int:
        """Runs a statement of the driver's for many rows; returns how many rows it concerned."""
        if not rows:
            return 0
        self.flush()
        with self.place.translated():
            return self.connection.exec_driver_sql(sql, list(rows)).rowcount

    # Reading

    def all(self, query: Select[Any]) -> Sequence[Any]:
        """All rows of a query at once."""
        self._standing.check_reading()
        self.flush()
        with self.place.translated():
            return self.connection.execute(query).fetchall()

    def one(self, query: Select[Any]) -> Any:
        """The first row of a query, or None."""
        rows = self.all(query.limit(1))
        return rows[0] if rows else None

    def stream(
        self, query: Select[Any], after: Callable[[Select[Any], Any], Select[Any]], *, chunk: int = _CHUNK
    ) -> Iterator[Any]:
        """Streams the rows of a query for as long as the unit is not over, some at a time.

        A cursor of the server would hold the connection, on which the unit may want to do other things meanwhile.

        Args:
            query: The query, with its order.
            after: Narrows the query to the rows that follow a row.
            chunk: How many rows are asked for at once.
        """
        rows = self.all(query.limit(chunk))
        return self._following(rows, query, after, chunk)

    def _following(
        self, rows: Sequence[Any], query: Select[Any], after: Callable[[Select[Any], Any], Select[Any]], chunk: int
    ) -> Iterator[Any]:
        while True:
            for row in rows:
                self._standing.check_reading()
                yield row
            self._standing.check_reading()
            if len(rows) < chunk:
                return
            rows = self.all(after(query, rows[-1]).limit(chunk))

    @contextmanager
    def decoding(self, what: str) -> Iterator[None]:
        """Stands round the decoding of rows: what cannot be decoded is damaged.

        Args:
            what: What the rows are, for the error.
        """
        try:
            yield
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise StoreDamaged(
                f"{what} cannot be read: {error}", where=self.place.where, remedy="restore a backup"
            ) from (error)

    def decoded(self, what: str, decode: Callable[[Any], Any], rows: Iterable[Any]) -> Iterator[Any]:
        """Decodes rows one by one as they are asked for."""
        with self.decoding(what):
            for row in rows:
                yield decode(row)
