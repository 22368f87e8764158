"""What PostgreSQL and the servers that speak MySQL's protocol do differently, behind one face.

Transactions that read see one state of the store (REPEATABLE READ). Those that write read what is committed
(READ COMMITTED), under the locks that keep other writers away.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from enum import Enum, auto
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Connection, Table

__all__ = ["Fault", "Server", "insert_rows", "insertion"]


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

    def begin(self, connection: Connection, *, write: bool) -> None:
        """Begins a transaction; with it is settled what one that reads sees."""

    def commit(self, connection: Connection) -> None:
        """Commits it."""

    def rollback(self, connection: Connection) -> None:
        """Rolls it back."""

    def holds(self, text: ColumnElement[str], part: str) -> ColumnElement[bool]:
        """Whether a text has a part, whose characters stand for themselves."""

    def among(self, column: ColumnElement[str], values: Collection[str]) -> ColumnElement[bool]:
        """Whether a column has one of any number of values."""

    def insert_unless_there(self, connection: Connection, table: Table, columns: Sequence[str]) -> str:
        """The statement that inserts a row, or none where its key is taken; its count says which."""

    def load(self, connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Any]) -> None:
        """Inserts rows, many of them in bulk."""

    def alone(self, connection: Connection, name: str) -> AbstractContextManager[None]:
        """Lets nobody else make or change tables meanwhile."""

    def fault(self, error: BaseException) -> Fault:
        """What an error of the driver means."""


def insertion(connection: Connection, table: Table, columns: Sequence[str]) -> str:
    """The statement that inserts a row, with a mark for each value."""
    quote = connection.dialect.identifier_preparer
    names = ", ".join(map(quote.quote, columns))
    return f"INSERT INTO {quote.format_table(table)} ({names}) VALUES ({', '.join(['%s'] * len(columns))})"


def insert_rows(connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Any]) -> None:
    """Inserts rows by statements."""
    sql = insertion(connection, table, columns)
    connection.exec_driver_sql(sql, rows[0] if len(rows) == 1 else list(rows))
