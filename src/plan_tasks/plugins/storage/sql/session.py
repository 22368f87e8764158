"""What the parts of a unit of work share: the connection, whose rows are meant, the locks, what is still to be sent.

Rows that are written wait in memory until something is read or the unit is committed, so that a change travels in few
round trips. A plan's row of `numbering` is locked before anything of that plan is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

import attrs
from sqlalchemy import Connection, Select, Table

from plan_tasks.errors import StorageError, StoreDamaged
from plan_tasks.plugging import Timings
from plan_tasks.plugins.storage.sql.connecting import Place
from plan_tasks.plugins.storage.sql.servers import Question, UncountedError
from plan_tasks.plugins.storage.sql.statements import NUMBERING, Statements, Write
from plan_tasks.storage.history import GENESIS, StoredEvent
from plan_tasks.storage.unit_state import UnitState

__all__ = ["Numbering", "Session", "Transaction"]

_CHUNK = 2_000  # rows of a stream that are held at once


@attrs.define
class Numbering:
    """What the next rows of a plan are numbered, and what the next event is chained to.

    Attributes:
        events: Number of the last event.
        items: Position of the last item.
        observations: Number of the last observation.
        hash: Hash of the last event.
        moment: Microseconds since 1970 by the server's clock when the plan was locked, which is what orders the events
            of different plans.
        changed: Whether that must be stored.
    """

    events: int
    items: int
    observations: int
    hash: str
    moment: int
    changed: bool = False


class Transaction(Protocol):
    """How a unit of work ends on its connection."""

    def commit(self, writes: Sequence[Write]) -> None:
        """Sends what is left to be written, and makes it all durable, or a part of the host's transaction."""

    def rollback(self) -> None:
        """Undoes it."""


class Session:
    """One transaction's connection and notes.

    Args:
        connection: A connection in a transaction.
        cursor: A cursor of its driver, which this closes.
        transaction: What ends that.
        place: The server.
        statements: The statements for the store's tables.
        tenant: Whose rows.
        write: Whether it may write.
        plan: The only plan in which it may write; empty for any.
        aside: Gives a connection in a short transaction of its own; None where this one must do.
        current: Whether versions must be read under a lock, since the transaction may see an older state.
        timings: Who is told of each statement, or of the message in which several go; None for nobody.
    """

    def __init__(
        self,
        connection: Connection,
        cursor: Any,
        transaction: Transaction,
        place: Place,
        statements: Statements,
        tenant: str,
        *,
        write: bool,
        plan: str = "",
        aside: Callable[[], AbstractContextManager[Connection]] | None = None,
        current: bool = False,
        timings: Timings | None = None,
    ) -> None:
        self._timings = timings or Timings()
        self._transaction = transaction
        self._standing = UnitState(write=write)
        self._plan = plan
        self._numbering: dict[str, Numbering] = {}
        self._waiting: list[Write] = []
        self._over = False
        self.connection = connection
        self.cursor = cursor
        self.place = place
        self.statements = statements
        self.tables = statements.tables
        self.tenant = tenant
        self.write = write
        self.current = current
        self.aside = aside
        self.versions: dict[tuple[str, str], int] = {}
        self.events: list[StoredEvent] = []
        #: Versions of items that were read or written under their plan's lock: nobody else can have changed them.
        self.held: dict[tuple[str, str], int] = {}
        #: Body and version of each header that is there, for the same reason.
        self.headers: dict[str, tuple[str, int]] = {}
        #: Rows of items that were read ahead with their plan's lock, by plan and id; none once anything was written.
        self.ahead: dict[tuple[str, str], Sequence[Any]] = {}

    def commit(self) -> None:
        """Makes the transaction durable; afterwards, as after a failure, the unit can only be left."""
        with self._standing.writing():
            for plan, now in self._numbering.items():
                if now.changed:
                    values = (now.events, now.items, now.observations, now.hash, self.tenant, plan)
                    self.later(Write(self.tables.numbering, self.statements.change_numbering, [values]))
            waiting, self._waiting = self._waiting, []
            with self._told(), self.place.translated(committing=True), self._timed(*_texts(waiting), "COMMIT"):
                self._transaction.commit(waiting)
        self._over = True
        self._standing.end()

    def end(self) -> bool:
        """Notes that the unit is over, and undoes what was not committed; who still reads a stream gets an error.

        Returns:
            Whether the connection can be used again; where it cannot, the server undoes what was not committed.
        """
        self._standing.end()
        self._waiting.clear()
        try:
            if not self._over:
                self._over = True
                if self.connection.invalidated:  # lost meanwhile: there is nothing to undo on it any more
                    return False
                self._transaction.rollback()
            self.cursor.close()
        except Exception as error:
            if self.place.fault(error) is None:
                raise
            return False
        return True

    def writing(self) -> AbstractContextManager[None]:
        """Stands round one write of a part; when it raises, the unit can only be left."""
        return self._standing.writing()

    def check_reading(self) -> None:
        """Refuses to read in a unit that is over."""
        self._standing.check_reading()

    # Locks and numbers

    def numbering(self, plan: str) -> Numbering:
        """Locks a plan, and says how its rows go on; what is changed there is stored with the commit.

        Raises:
            StorageError: The unit may write in another plan alone.
        """
        known = self._numbering.get(plan)
        if known is None:
            self._standing.check_reading()
            if self._plan and plan != self._plan:
                raise StorageError(
                    f"this unit of work writes in plan {self._plan} alone, not in {plan}", where=self.place.where
                )
            with self.place.translated():
                known = self._numbering[plan] = self._lock(plan)
        return known

    def begin_in_plan(self, plan: str, items: Sequence[str]) -> None:
        """Begins the transaction under a plan's lock, and reads items of it ahead.

        Args:
            plan: The plan.
            items: Their ids.
        """
        questions = [(self.statements.item, (self.tenant, plan, item)) for item in items]
        locking = (self.statements.lock_plan, (self.tenant, plan))
        locked, *found = self._begin(locking, *questions)
        self._numbering[plan] = self._lock(plan, locked)
        self.ahead = {(plan, item): rows for item, rows in zip(items, found, strict=True)}

    def begin_for_tenant(self) -> None:
        """Begins the transaction under the lock of all units of the tenant's that may write anywhere."""
        (found,) = self._begin((self.statements.lock_tenant, (self.tenant,)))
        if not found:
            self.lock_tenant()

    def _begin(self, *questions: Question) -> list[Sequence[Any]]:
        with self._timed("BEGIN", *(sql for sql, _ in questions)):
            return self.place.server.begin_asking(self.cursor, questions)

    def _timed(self, *statements: str) -> AbstractContextManager[None]:
        return self._timings.timed("statement", "; ".join(statements), system=self.statements.system)

    def lock_tenant(self) -> None:
        """Waits until nobody else has a unit of the tenant's open that may write anywhere."""
        with self.place.translated():
            self.cursor.execute(self.statements.lock_tenant, (self.tenant,))
            if self.cursor.fetchone() is None:
                insertion = self.statements.insert(self.tables.tenant, ("tenant",))
                self.cursor.execute(self.place.server.unless_there(insertion), (self.tenant,))
                self.cursor.execute(self.statements.lock_tenant, (self.tenant,))
                self.cursor.fetchone()

    def is_locked(self, plan: str) -> bool:
        """Whether this unit holds a plan's lock."""
        return plan in self._numbering

    def may_write(self, plan: str) -> bool:
        """Whether this unit may write in a plan."""
        return self.write and self._plan in ("", plan)

    def _lock(self, plan: str, found: Sequence[Any] = ()) -> Numbering:
        cursor, statements = self.cursor, self.statements
        if not found:
            cursor.execute(statements.lock_plan, (self.tenant, plan))
            found = cursor.fetchall()
        if not found:
            insertion = statements.insert(self.tables.numbering, ("tenant", "plan", *NUMBERING))
            cursor.execute(self.place.server.unless_there(insertion), (self.tenant, plan, 0, 0, 0, GENESIS))
            cursor.execute(statements.lock_plan, (self.tenant, plan))
            found = cursor.fetchall()
        events, items, observations, hashed, moment, body, version = found[0]
        if version is not None:
            self.headers[plan] = (body, version)
        return Numbering(events, items, observations, hashed, moment)

    # Writing

    def later(self, write: Write) -> None:
        """Sends something when the unit reads next or is committed."""
        if write.rows:
            self._waiting.append(write)
            self.ahead.clear()

    def insert_later(self, table: Table, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
        """Inserts rows then."""
        self.later(Write(table, self.statements.insert(table, columns), rows, columns))

    def flush(self) -> None:
        """Sends what waits."""
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, []
        with self._told(), self.place.translated(), self._timed(*_texts(waiting)):
            self.place.server.send(self.cursor, waiting)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Stands round what is sent: a row that must be there and was not is damage."""
        try:
            yield
        except UncountedError:
            raise StoreDamaged(
                "a row was changed by something that does not keep to the store's locks",
                where=self.place.where,
                remedy="leave the tables to plan_tasks, and try again",
            ) from None

    def run_many(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> int:
        """Runs a statement for many rows at once; returns how many rows it concerned."""
        if not rows:
            return 0
        self.flush()
        with self.place.translated(), self._timed(sql):
            self.cursor.executemany(sql, rows)
            return int(self.cursor.rowcount)

    # Reading

    def fixed(self, sql: str, values: Sequence[Any]) -> Sequence[Any]:
        """All rows of a statement that is ready."""
        self._standing.check_reading()
        self.flush()
        with self.place.translated(), self._timed(sql):
            self.cursor.execute(sql, values)
            rows: Sequence[Any] = self.cursor.fetchall()
            return rows

    def all(self, query: Select[Any]) -> Sequence[Any]:
        """All rows of a query at once."""
        self._standing.check_reading()
        self.flush()
        with self.place.translated():
            if not self._timings.watched:
                return self.connection.execute(query).fetchall()
            with self._timed(str(query.compile(dialect=self.connection.dialect))):
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
            ) from error

    def decoded(self, what: str, decode: Callable[[Any], Any], rows: Iterable[Any]) -> Iterator[Any]:
        """Decodes rows one by one as they are asked for."""
        with self.decoding(what):
            for row in rows:
                yield decode(row)


def _texts(writes: Sequence[Write]) -> Iterator[str]:
    return (write.sql for write in writes)
