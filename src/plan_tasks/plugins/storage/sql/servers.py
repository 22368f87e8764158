"""What PostgreSQL and the servers that speak MySQL's protocol do differently, behind one face.

Transactions that read see one state of the store (REPEATABLE READ). Those that write read what is committed
(READ COMMITTED), under the locks that keep other writers away.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from enum import Enum, auto
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Connection

from plan_tasks.plugins.storage.sql.statements import Statements, Write

__all__ = ["Fault", "Question", "Server", "UncountedError", "send_each"]

#: A statement with ``%s`` for its values, and those.
Question = tuple[str, Sequence[Any]]


class Fault(Enum):
    """What kind of fault a server reports."""

    LOCKED = auto()
    SLOW = auto()
    DEADLOCK = auto()
    LOST = auto()
    UNREACHABLE = auto()
    REFUSED = auto()
    NO_DATABASE = auto()
    FORBIDDEN = auto()
    READ_ONLY = auto()
    FULL = auto()
    BUSY = auto()
    TEXT = auto()
    DOUBLE = auto()
    OTHER = auto()


class Server(Protocol):
    """One kind of server."""

    def prepare(self, connection: Any, *, lock_timeout: int, statement_timeout: int) -> None:
        """Sets the limits of a new connection, given the driver's own."""

    def begin(self, cursor: Any, *, write: bool) -> None:
        """Begins a transaction; with it is settled what one that reads sees."""

    def begin_asking(self, cursor: Any, questions: Sequence[Question]) -> list[Sequence[Any]]:
        """Begins a transaction that writes, and asks, in few round trips.

        Returns:
            The rows of each question.
        """

    def commit(self, cursor: Any, writes: Sequence[Write] = ()) -> None:
        """Sends what is left to be written and commits, in few round trips.

        Raises:
            UncountedError: A statement that must find each row did not; nothing is committed.
        """

    def rollback(self, cursor: Any) -> None:
        """Rolls it back."""

    def holds(self, text: ColumnElement[str], part: str) -> ColumnElement[bool]:
        """Whether a text has a part, whose characters stand for themselves."""

    def among(self, column: ColumnElement[str], values: Collection[str]) -> ColumnElement[bool]:
        """Whether a column has one of any number of values."""

    def unless_there(self, insertion: str) -> str:
        """The statement that inserts a row, or none where its key is taken; its count says which."""

    def send(self, cursor: Any, writes: Sequence[Write]) -> None:
        """Sends what is to be written, in few round trips.

        Raises:
            UncountedError: A statement that must find each row did not.
        """

    def number_events(self, cursor: Any, tenant: str, last: int, statements: Statements) -> int:
        """Gives numbers above the last one to all events of a tenant that have none, in the order of their moments.

        Returns:
            To how many.
        """

    def vacuum(self, connection: Connection, names: Sequence[str]) -> tuple[int, int]:
        """Writes tables anew, for as long as that takes.

        Args:
            connection: In no transaction; afterwards to be thrown away.
            names: Of the tables, quoted where need be.

        Returns:
            Bytes before and after, with indexes.
        """

    def alone(self, connection: Connection, name: str) -> AbstractContextManager[None]:
        """Lets nobody else make or change tables meanwhile."""

    def fault(self, error: BaseException) -> Fault:
        """What an error of the driver means."""


class UncountedError(Exception):
    """A row that must be there was not: it was changed by whoever does not keep to the locks."""


def send_each(cursor: Any, write: Write) -> None:
    """Sends one statement for each of its rows."""
    if len(write.rows) == 1:
        cursor.execute(write.sql, write.rows[0])
    else:
        cursor.executemany(write.sql, write.rows)
    if write.exact and cursor.rowcount != len(write.rows):
        raise UncountedError
