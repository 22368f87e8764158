"""Opens SQLite files, keeps idle connections, and turns SQLite's errors into ours."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from plan_tasks.errors import StorageError, StoreDamaged, StoreNotOurs, StoreUnavailable
from plan_tasks.plugins.storage.sqlite.schema import prepare

__all__ = ["Connections", "path_of", "translated"]


def path_of(location: str) -> Path:
    """The file that a URL's location names: ``///a.db`` is relative, ``////a.db`` absolute.

    Raises:
        StoreUnavailable: It names none.

    Example:
        >>> path_of("///plan.db").as_posix(), path_of("////srv/plan.db").as_posix()
        ('plan.db', '/srv/plan.db')
    """
    name = location.removeprefix("///") if location.startswith("///") else location
    if not name or name.startswith("//"):
        raise StoreUnavailable("the URL names no file", remedy="write sqlite:///plan.db, or sqlite:////srv/plan.db")
    return Path(name)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turns SQLite's errors into ours, with the path and the mend."""
    try:
        yield
    except sqlite3.Error as error:
        raise _translation(error, str(path)) from error


def _translation(error: sqlite3.Error, where: str) -> StorageError:
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreUnavailable(
            "another process is writing", where=where, remedy="try again, or wait longer: ?timeout=60"
        )
    if name.startswith("SQLITE_READONLY") or name == "SQLITE_PERM":
        return StoreUnavailable("the file or its folder is read-only", where=where, remedy="allow writing to both")
    if name in ("SQLITE_FULL", "SQLITE_TOOBIG") or name.startswith("SQLITE_IOERR"):
        return StoreUnavailable("the disk is full or failing", where=where, remedy="make room; nothing was changed")
    if name == "SQLITE_NOTADB":
        return StoreNotOurs(
            "this is not an SQLite database; it was not touched", where=where, remedy="give another file"
        )
    if name.startswith("SQLITE_CORRUPT") or isinstance(error, (sqlite3.DataError, sqlite3.IntegrityError)):
        return StoreDamaged(f"the file is damaged: {error}", where=where, remedy="restore a backup")
    if name.startswith("SQLITE_CANTOPEN"):
        return StoreUnavailable(
            "it cannot be opened", where=where, remedy="check that its folder is there and writable"
        )
    return StoreUnavailable(f"SQLite says: {error}", where=where)


class Connections:
    """Idle connections to one file; a unit of work takes one and gives it back.

    A connection is used by one thread at a time, whichever that is. After a fork the child opens its own.
    """

    def __init__(self, path: Path, *, timeout: int) -> None:
        self.path = path
        self._timeout = timeout
        self._idle: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._process = os.getpid()
        self._closed = False

    def take(self) -> sqlite3.Connection:
        """An idle connection, or a new one."""
        with self._lock:
            if self._process != os.getpid():
                self._idle, self._process = [], os.getpid()  # the parent's connections stay the parent's
            if self._closed:
                raise StoreUnavailable("the store is closed", where=str(self.path), remedy="open the tracker again")
            if self._idle:
                return self._idle.pop()
        return self._connect()

    def give(self, connection: sqlite3.Connection) -> None:
        """Takes a connection back, whatever state it is in."""
        try:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        except sqlite3.Error:
            connection.close()
            return
        with self._lock:
            if not self._closed and self._process == os.getpid():
                self._idle.append(connection)
                return
        connection.close()

    def close(self) -> None:
        """Closes all idle connections."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _connect(self) -> sqlite3.Connection:
        with translated(self.path):
            connection = sqlite3.connect(
                self.path, timeout=self._timeout, isolation_level=None, check_same_thread=False, cached_statements=256
            )
            try:
                connection.execute("PRAGMA foreign_keys=ON")
                prepare(connection, str(self.path))
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute("PRAGMA synchronous=FULL")
            except BaseException:
                connection.close()
                raise
            return connection
