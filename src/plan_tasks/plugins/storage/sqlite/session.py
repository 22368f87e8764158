"""What the parts of a unit of work share: the connection, whose rows are meant, and what the commit will report."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from plan_tasks.errors import StorageError
from plan_tasks.plugins.storage.sqlite.connecting import translated
from plan_tasks.storage.history import StoredEvent

__all__ = ["Session"]


class Session:
    """One transaction's connection and notes."""

    def __init__(self, connection: sqlite3.Connection, path: Path, tenant: str, *, write: bool) -> None:
        self._connection = connection
        self.path = path
        self.tenant = tenant
        self.write = write
        self.versions: dict[tuple[str, str], int] = {}
        self.events: list[StoredEvent] = []
        self.created: set[tuple[str, str]] = set()

    def run(self, sql: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Runs one statement."""
        with translated(self.path):
            return self._connection.execute(sql, values)

    def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> int:
        """Runs one statement for many rows; returns how many rows it changed."""
        self.check_write()
        with translated(self.path):
            return self._connection.executemany(sql, rows).rowcount

    def rows(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Any]:
        """Streams the rows of a query."""
        cursor = self.run(sql, values)
        with translated(self.path):
            yield from cursor

    def one(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """The first row of a query, or None."""
        with translated(self.path):
            return self._connection.execute(sql, values).fetchone()

    def check_write(self) -> None:
        """Refuses to write in a unit that was begun for reading."""
        if not self.write:
            raise StorageError("this unit of work was begun for reading", remedy="begin it with write=True")
