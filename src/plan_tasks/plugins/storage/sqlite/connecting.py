"""Opens SQLite files, keeps idle connections, and turns SQLite's errors into ours."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from plan_tasks.errors import InvalidValue, PlanTasksError, StorageError, StoreDamaged, StoreNotOurs, StoreUnavailable
from plan_tasks.plugins.storage.sqlite.forking import watch
from plan_tasks.plugins.storage.sqlite.schema import make_tables, migrate, standing_of
from plan_tasks.storage.encoding import json_decoder
from plan_tasks.storage.unit_state import WriterLock

__all__ = ["FAILURES", "Connections", "hash_of", "path_of", "translated", "translation"]

#: What SQLite and the values given to it raise.
FAILURES = (sqlite3.Error, UnicodeError, OverflowError)

_PAUSE = 0.01  # seconds between two attempts to open


def path_of(location: str) -> Path:
    """The file that a URL's location names: ``///a.db`` is relative, ``////a.db`` absolute.

    Raises:
        StoreUnavailable: It names none.

    Example:
        >>> path_of("///plan.db").as_posix(), path_of("////srv/plan.db").as_posix()
        ('plan.db', '/srv/plan.db')
    """
    name = location.removeprefix("///") if location.startswith("///") else location
    if not name or name.startswith("//") or "\0" in name:
        raise StoreUnavailable("the URL names no file", remedy="write sqlite:///plan.db, or sqlite:////srv/plan.db")
    return Path(name)


@contextmanager
def translated(path: Path, *, first: Callable[[], None] | None = None) -> Iterator[None]:
    """Turns SQLite's errors into ours, with the path and the mend.

    Args:
        path: The file.
        first: What is asked before an error is translated, and may raise a better one.
    """
    try:
        yield
    except FAILURES as error:
        if first is not None and isinstance(error, sqlite3.Error):
            first()
        raise translation(error, path) from error


def translation(error: Exception, path: Path) -> PlanTasksError:
    """Our error for one of `FAILURES`; for statements that are run by the thousand, as `translated` is for the rest."""
    if isinstance(error, sqlite3.Error):
        return _translation(error, str(path))
    if isinstance(error, UnicodeDecodeError):  # of a row, or of SQLite's own words about a damaged name
        return StoreDamaged("the file holds text that is no UTF-8", where=str(path), remedy="restore a backup")
    if isinstance(error, UnicodeError):
        return InvalidValue(
            "the text holds half of a surrogate pair, which is no character", remedy="decode it as UTF-8"
        )
    return InvalidValue("the number is too large for the store", remedy="give one below 2^63")


def _name_of(error: sqlite3.Error) -> str:
    return getattr(error, "sqlite_errorname", "") or ""


def _is_busy(error: sqlite3.Error) -> bool:
    return _name_of(error).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def _translation(error: sqlite3.Error, where: str) -> StorageError:
    name = _name_of(error)
    if _is_busy(error):
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


def _text_of(body: str) -> str:
    """The full text in an item's body, for the rare one that SQLite's own function would cut short: at a NUL."""
    text = json_decoder()(body).get("text", "")
    return text if isinstance(text, str) else ""


def hash_of(*values: object) -> int:
    """A checksum over a row, by which damage shows that SQLite itself does not see."""
    return zlib.crc32(repr(values).encode("utf-8", "surrogatepass"))


class Connections:
    """Idle connections to one file; a unit of work takes one and gives it back.

    A connection is used by one thread at a time, whichever that is. After a fork each process opens its own; where a
    unit of work was open at the fork, the child can have none (see `forking`).

    Args:
        path: The file.
        timeout: Seconds to wait for another writer.
        create: Whether the file is made when it is not there; later connections never make it anew.
    """

    def __init__(self, path: Path, *, timeout: int, create: bool) -> None:
        self.path = path
        self._uri = path.absolute().as_uri()  # the host may change its folder between two connections
        self._timeout = timeout
        self._idle: list[sqlite3.Connection] = []
        self._inherited: list[sqlite3.Connection] = []  # kept, since to close one would take the parent's locks away
        self._taken = 0
        self._lock = threading.Lock()
        self._writer = WriterLock()
        self._process = os.getpid()
        self._closed = False
        self._idle.append(self._connect("rwc" if create else "rw"))
        watch(self)

    def take(self) -> sqlite3.Connection:
        """An idle connection, or a new one.

        Raises:
            StorageError: The file cannot be opened.
        """
        with self._lock:
            self._check()
            self._taken += 1
            if self._idle:
                return self._idle.pop()
        try:
            return self._connect("rw")
        except BaseException:
            with self._lock:
                self._taken -= 1
            raise

    def shut_out_writers(self) -> Callable[[], None]:
        """Keeps the other threads of this process from writing.

        Returns:
            What lets the next one write, as for `WriterLock`.

        Raises:
            StorageError: This very thread has a unit of work open that writes, or another has one for too long.
        """
        with self._lock:
            self._check()
        return self._writer.acquire(timeout=self._timeout, where=str(self.path))

    def _check(self) -> None:
        if self._closed:
            raise StoreUnavailable("the store is closed", where=str(self.path), remedy="open the tracker again")
        if self._process != os.getpid():
            if self._taken or self._idle:
                raise StoreUnavailable(
                    "this process was forked while the store was in use",
                    where=str(self.path),
                    remedy="fork while no unit of work is open, or start processes instead of forking them",
                )
            self._process = os.getpid()

    def before_fork(self) -> None:
        """Closes what is idle, and lets nobody take a connection until the fork is done."""
        self._lock.acquire()
        self._close_idle()

    def after_fork(self) -> None:
        """Lets connections be taken again."""
        self._lock.release()

    def _close_idle(self) -> None:
        while self._idle:
            self._idle.pop().close()

    def give(self, connection: sqlite3.Connection) -> None:
        """Takes a connection back, whatever state it is in."""
        if self._process != os.getpid():
            self._inherited.append(connection)
            return
        try:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            usable = True
        except sqlite3.Error:
            usable = False
        with self._lock:
            self._taken -= 1
            if usable and not self._closed:
                self._idle.append(connection)
                return
        connection.close()

    def close(self) -> None:
        """Closes all idle connections."""
        with self._lock:
            self._closed = True
            if self._process == os.getpid():
                self._close_idle()

    def _connect(self, mode: str) -> sqlite3.Connection:
        """A new connection; where several processes open a new file at once, SQLite does not wait, so this does."""
        until = time.monotonic() + self._timeout
        while True:
            with translated(self.path):
                try:
                    return self._prepared(mode)
                except sqlite3.OperationalError as error:
                    if not _is_busy(error) or time.monotonic() >= until:
                        raise
            time.sleep(_PAUSE)

    def _prepared(self, mode: str) -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{self._uri}?mode={mode}",
            uri=True,
            timeout=self._timeout,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
        )
        try:
            connection.execute("PRAGMA foreign_keys=ON")
            connection.execute("PRAGMA synchronous=FULL")
            version = standing_of(connection, str(self.path))
            (journal,) = connection.execute("PRAGMA journal_mode=WAL").fetchone()
            if journal != "wal":
                raise StoreUnavailable(
                    "the file system cannot hold a write-ahead log", where=str(self.path), remedy="use a local disk"
                )
            connection.create_function("text_of", 1, _text_of, deterministic=True)
            connection.create_function("hash_of", -1, hash_of, deterministic=True)
            if not version:
                make_tables(connection)
            else:
                migrate(connection, version)
        except BaseException:
            connection.close()
            raise
        return connection
