"""Opens connections, tries again what may be tried again, and turns the servers' errors into ours."""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from sqlalchemy import Connection, Dialect, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, InvalidRequestError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from plan_tasks.errors import InvalidValue, PlanTasksError, StorageError, StoreDamaged, StoreUnavailable
from plan_tasks.plugins.storage.sql import ServerOptions
from plan_tasks.plugins.storage.sql.mysql import Mysql
from plan_tasks.plugins.storage.sql.postgres import Postgres
from plan_tasks.plugins.storage.sql.servers import Fault, Server
from plan_tasks.plugins.storage.sql.urls import Address

__all__ = ["Connections", "Place", "server_of"]

T = TypeVar("T")

_PAUSE = 0.05  # seconds before the second try; each further one waits twice as long, and by chance up to as much more
_DRIVERS = frozenset({"psycopg", "psycopg2", "pg8000", "pymysql", "MySQLdb"})
_PASSING = frozenset({Fault.DEADLOCK, Fault.LOST, Fault.UNREACHABLE, Fault.BUSY})
_WORDS = {
    Fault.LOCKED: ("another writer did not finish in time", "try again, or wait longer: ?lock_timeout=60"),
    Fault.SLOW: ("a statement took too long and was ended", "allow more: ?statement_timeout=300"),
    Fault.DEADLOCK: ("another transaction was in the way; nothing was stored", "try again"),
    Fault.LOST: ("the connection was lost; nothing was stored", "try again"),
    Fault.UNREACHABLE: ("the server cannot be reached", "check its name and port, and that it runs"),
    Fault.REFUSED: ("the server refuses this user", "check user, password, and what the server lets them do"),
    Fault.NO_DATABASE: ("there is no such database or schema", "make it first, or check its name"),
    Fault.FORBIDDEN: ("this user may not do that here", "let the user read, write and make tables"),
    Fault.READ_ONLY: ("the server takes no changes", "connect to the one that does"),
    Fault.FULL: ("the server's disk is full; nothing was stored", "make room"),
    Fault.BUSY: ("the server takes no more connections just now", "try again, or use fewer: ?pool_size=2&pool_extra=0"),
}


class Place:
    """A server and what to call it: what every error needs.

    Args:
        server: The kind of server.
        where: Its name in errors.
        secret: What no error may show; empty for nothing.
    """

    def __init__(self, server: Server, where: str, secret: str = "") -> None:
        self.server = server
        self.where = where
        self._secret = secret

    @contextmanager
    def translated(self, *, committing: bool = False) -> Iterator[None]:
        """Turns errors of SQLAlchemy and the drivers into ours.

        Args:
            committing: Whether a commit is under way: a connection that is lost then says nothing of its outcome.
        """
        try:
            yield
        except PlanTasksError:
            raise
        except UnicodeEncodeError as error:
            raise _not_unicode() from error
        except PoolTimeoutError as error:
            raise StoreUnavailable(
                "all connections are in use", where=self.where, remedy="allow more: ?pool_size=10&pool_extra=30"
            ) from error
        except InvalidRequestError as error:
            raise StorageError(f"the connection is of no more use: {self.plain(error)}", where=self.where) from error
        except (SQLAlchemyError, Exception) as error:
            raised = self.translation(error, committing=committing)
            if raised is None:
                raise
            raise raised from error

    def fault(self, error: BaseException) -> Fault | None:
        """What an error means; None for one that no driver raised."""
        if isinstance(error, DBAPIError):
            return self.server.fault(error.orig) if error.orig is not None else Fault.OTHER
        module = type(error).__module__.partition(".")[0]
        return self.server.fault(error) if module in _DRIVERS else None

    def translation(self, error: BaseException, *, committing: bool = False) -> PlanTasksError | None:
        """Our error for one of the driver's; None where it is none."""
        fault = self.fault(error)
        if fault is None:
            return None
        if fault is Fault.TEXT:
            return _not_unicode()
        if fault is Fault.LOST and committing:
            return StoreUnavailable(
                "the connection was lost while the change was being committed, so that nobody knows whether it was",
                where=self.where,
                remedy="read again before repeating it",
            )
        if fault in _WORDS:
            message, remedy = _WORDS[fault]
            return StoreUnavailable(message, where=self.where, remedy=remedy)
        if fault is Fault.DOUBLE:
            return StoreDamaged("a number is taken that should be free", where=self.where, remedy="run a check of it")
        return StoreUnavailable(f"the server says: {self.plain(error)}", where=self.where)

    def plain(self, error: BaseException) -> str:
        """An error's first line, without secrets."""
        cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
        said = str(cause.args[-1]) if cause.args else str(cause)
        line = (said.splitlines() or [""])[0]
        return line.replace(self._secret, "***") if self._secret else line


def _not_unicode() -> InvalidValue:
    return InvalidValue("the text holds half of a surrogate pair, which is no character", remedy="decode it as UTF-8")


def server_of(dialect: str) -> Server | None:
    """The kind of server that a dialect of SQLAlchemy talks to; None where it is none of ours."""
    if dialect == "postgresql":
        return Postgres()
    return Mysql() if dialect in ("mysql", "mariadb") else None


class Connections:
    """Connections to one database: a unit of work takes one and gives it back. After a fork each process has its own.

    Args:
        address: Which database.
        options: Limits.
    """

    def __init__(self, address: Address, options: ServerOptions) -> None:
        server = server_of(address.url.get_backend_name())
        assert server is not None  # noqa: S101 - the address is made for one of ours
        self.server: Server = server
        self.place = Place(server, address.where, address.secret)
        self._retries = options.retries
        self._closed = False
        self._process = os.getpid()
        self._lock = threading.Lock()
        self._engine = _engine(address, options, server)

    @property
    def dialect(self) -> Dialect:
        """SQLAlchemy's name for the kind of server."""
        return self._engine.dialect

    def take(self) -> Connection:
        """A connection, for one thread at a time.

        Raises:
            StoreUnavailable: None is to be had.
        """
        if self._closed:
            raise StoreUnavailable("the store is closed", where=self.place.where, remedy="open the tracker again")
        with self._lock:
            if self._process != os.getpid():
                self._engine.dispose(close=False)  # those of the parent stay the parent's
                self._process = os.getpid()
        with self.place.translated():
            return self._engine.connect()

    def patiently(self, begin: Callable[[Connection], T]) -> tuple[Connection, T]:
        """Takes a connection and begins on it, again and again where a fault may pass: nothing is lost by that.

        Raises:
            StorageError: It did not pass, or is none that might.
        """
        pause = _PAUSE
        for tries_left in range(self._retries, -1, -1):
            connection = None
            try:
                connection = self.take()
                with self.place.translated():
                    return connection, begin(connection)
            except StorageError as error:
                self.give(connection, broken=True)
                cause = error.__cause__
                if not tries_left or cause is None or self.place.fault(cause) not in _PASSING:
                    raise
            except BaseException:
                self.give(connection, broken=True)
                raise
            time.sleep(pause + random.random() * pause)  # noqa: S311 - so that rivals do not meet again
            pause *= 2
        raise AssertionError("the last try returns or raises")

    def give(self, connection: Connection | None, *, broken: bool = False) -> None:
        """Takes a connection back.

        Args:
            connection: The connection; None for none.
            broken: Whether to throw it away, since nobody knows what state it is in.
        """
        if connection is None:
            return
        if broken:
            connection.invalidate()
        with suppress(DBAPIError):  # it may be lost when all was done; what was committed is committed
            connection.close()

    def close(self) -> None:
        """Closes all idle connections."""
        self._closed = True
        if self._process == os.getpid():
            self._engine.dispose()


def _engine(address: Address, options: ServerOptions, server: Server) -> Engine:
    own: dict[str, Any] = {"isolation_level": "AUTOCOMMIT"} if isinstance(server, Postgres) else {}
    engine = create_engine(
        address.url,
        connect_args=address.arguments,
        pool_size=options.pool_size,
        max_overflow=options.pool_extra,
        pool_timeout=options.pool_wait,
        pool_recycle=options.pool_age,
        pool_reset_on_return=None,
        hide_parameters=True,
        **own,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        server.prepare(connection, lock_timeout=options.lock_timeout, statement_timeout=options.statement_timeout)

    return engine
