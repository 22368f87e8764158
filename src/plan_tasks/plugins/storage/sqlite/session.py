"""What the parts of a unit of work share: the connection, whose rows are meant, and what the commit will report."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

from plan_tasks.errors import StoreDamaged
from plan_tasks.plugging import Timings
from plan_tasks.plugins.storage.sqlite.connecting import FAILURES, translated, translation
from plan_tasks.storage.history import StoredEvent
from plan_tasks.storage.unit_state import UnitState

__all__ = ["Session"]


class Session:
    """One transaction's connection and notes.

    Where it writes, nobody else does meanwhile, so what was read once stays so: `held` keeps the version and due day of
    items that were read or written, by plan and id.

    Args:
        connection: The connection; idle until `begin`.
        path: The file, for errors.
        tenant: Whose rows.
        release: What lets the next one write; None for a transaction that only reads.
        timings: Who is told of each statement.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path,
        tenant: str,
        release: Callable[[], None] | None,
        timings: Timings,
    ) -> None:
        self._timings = timings
        self._connection = connection
        self._release = release
        self._standing = UnitState(write=release is not None)
        self._streams: set[sqlite3.Cursor] = set()
        self.writes = release is not None
        self.path = path
        self.tenant = tenant
        self.versions: dict[tuple[str, str], int] = {}
        self.events: list[StoredEvent] = []
        self.created: set[tuple[str, str]] = set()
        self.held: dict[tuple[str, str], tuple[int, str | None]] = {}
        self.following: dict[tuple[str, str], int] = {}
        self.plans: set[str] = set()

    def begin(self) -> None:
        """Begins the transaction, and with it the state of the store that it sees."""
        self.run("BEGIN" if self._release is None else "BEGIN IMMEDIATE")
        if self._release is None:
            self.one("SELECT 1 FROM sqlite_schema LIMIT 1")  # only a first read settles what a reader sees

    def commit(self) -> None:
        """Makes the transaction durable; afterwards, as after a failure, the unit can only be left."""
        with self._standing.writing():
            self.run("COMMIT")
        self.end()
        if self._release is not None:
            self._release()

    def end(self) -> None:
        """Notes that the unit is over; whoever still reads a stream gets an error."""
        self._standing.end()
        for cursor in self._streams:  # one left open would keep its view of the store alive in the connection
            cursor.close()
        self._streams.clear()

    def writing(self) -> AbstractContextManager[None]:
        """Stands round one write of a part; when it raises, the unit can only be left."""
        return self._standing.writing()

    def run(self, sql: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Runs one statement."""
        self._standing.check_reading()
        try:
            return self._execute(sql, values)
        except FAILURES as error:
            raise translation(error, self.path) from error

    def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> int:
        """Runs one statement for many rows; returns how many rows it changed."""
        try:
            with self._timed(sql):
                return self._connection.executemany(sql, rows).rowcount
        except FAILURES as error:
            raise translation(error, self.path) from error

    def rows(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Any]:
        """Streams the rows of a query, for as long as the unit is not over."""
        cursor = self.run(sql, values)
        self._streams.add(cursor)
        return self._fetched(cursor)

    def _fetched(self, cursor: sqlite3.Cursor) -> Iterator[Any]:
        try:
            with translated(self.path, first=self._standing.check_reading):
                yield from chain(cursor)  # not from the cursor itself, which has a `close` that would be called
        finally:
            if cursor in self._streams:  # else the end of the unit has closed it
                self._streams.discard(cursor)
                cursor.close()

    def all(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        """All rows of a query at once."""
        self._standing.check_reading()
        try:
            return self._execute(sql, values).fetchall()
        except FAILURES as error:
            raise translation(error, self.path) from error

    def one(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """The first row of a query, or None."""
        self._standing.check_reading()
        try:
            return self._execute(sql, values).fetchone()
        except FAILURES as error:
            raise translation(error, self.path) from error

    def _execute(self, sql: str, values: Sequence[Any]) -> sqlite3.Cursor:
        if not self._timings.watched:
            return self._connection.execute(sql, values)
        with self._timed(sql):
            return self._connection.execute(sql, values)

    def _timed(self, sql: str) -> AbstractContextManager[None]:
        return self._timings.timed("statement", sql, system="sqlite")

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
                f"{what} cannot be read: {error}", where=str(self.path), remedy="restore a backup"
            ) from error

    def decoded(self, what: str, decode: Callable[[Any], Any], rows: Iterable[Any]) -> Iterator[Any]:
        """Decodes rows one by one as they are asked for."""
        with self.decoding(what):
            for row in rows:
                yield decode(row)
