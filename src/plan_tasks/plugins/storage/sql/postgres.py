"""PostgreSQL through psycopg."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, bindparam, func
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql.expression import any_
from sqlalchemy.types import Text

from plan_tasks.plugins.storage.sql.servers import Fault, insert_rows, insertion

__all__ = ["Postgres"]

_BULK = 50  # rows from which COPY is worth its set-up
_FAULTS = {
    "08": Fault.LOST,
    "22021": Fault.TEXT,
    "23505": Fault.DOUBLE,
    "25006": Fault.READ_ONLY,
    "28": Fault.REFUSED,
    "3D000": Fault.NO_DATABASE,
    "3F000": Fault.NO_DATABASE,
    "40": Fault.DEADLOCK,
    "42501": Fault.FORBIDDEN,
    "53100": Fault.FULL,
    "53300": Fault.BUSY,
    "55P03": Fault.LOCKED,
    "57014": Fault.SLOW,
    "57P": Fault.LOST,
}


class Postgres:
    """PostgreSQL; our own connections are in autocommit, so that what begins and ends a transaction is sent by us."""

    def prepare(self, connection: Any, *, lock_timeout: int, statement_timeout: int) -> None:
        """Sets the limits of a new connection."""
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{lock_timeout}s'; SET statement_timeout = '{statement_timeout}s'")

    def begin(self, connection: Connection, *, write: bool) -> None:
        """Begins a transaction; what one that reads sees is settled by its first query."""
        if write:
            connection.exec_driver_sql("BEGIN")
        else:
            connection.exec_driver_sql("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1")

    def commit(self, connection: Connection) -> None:
        """Commits it."""
        connection.exec_driver_sql("COMMIT")

    def rollback(self, connection: Connection) -> None:
        """Rolls it back."""
        connection.exec_driver_sql("ROLLBACK")

    def holds(self, text: ColumnElement[str], part: str) -> ColumnElement[bool]:
        """Whether a text has a part."""
        return func.strpos(text, part) > 0

    def among(self, column: ColumnElement[str], values: Collection[str]) -> ColumnElement[bool]:
        """Whether a column has one of any number of values: an array is one parameter, however long."""
        return column == any_(bindparam(None, list(values), type_=ARRAY(Text)))

    def insert_unless_there(self, connection: Connection, table: Table, columns: Sequence[str]) -> str:
        """The statement that inserts a row, or none where its key is taken."""
        return f"{insertion(connection, table, columns)} ON CONFLICT DO NOTHING"

    def load(self, connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Any]) -> None:
        """Inserts rows, many of them by COPY."""
        driver = connection.connection.driver_connection
        if len(rows) < _BULK or driver is None or connection.dialect.driver != "psycopg":
            insert_rows(connection, table, columns, rows)
            return
        quote = connection.dialect.identifier_preparer
        names = ", ".join(map(quote.quote, columns))
        with driver.cursor() as cursor, cursor.copy(f"COPY {quote.format_table(table)} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    @contextmanager
    def alone(self, connection: Connection, name: str) -> Iterator[None]:
        """Takes a lock that ends with the transaction, which makes the tables."""
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext(%s))", (name,))
        yield

    def fault(self, error: BaseException) -> Fault:
        """What an error of psycopg means."""
        state = getattr(error, "sqlstate", None) or ""
        for length in (5, 3, 2):
            if state[:length] in _FAULTS:
                return _FAULTS[state[:length]]
        if state:
            return Fault.OTHER
        return _without_state(str(error))


def _without_state(text: str) -> Fault:
    """What an error means that the driver or the network reports; the server's own words where it refused a login."""
    if isinstance(text, str):
        for words, fault in _WORDS.items():
            if words in text:
                return fault
    return Fault.UNREACHABLE


#: Why a login failed is told without a code, in the server's words; those of other languages count as unreachable.
_WORDS = {
    "password": Fault.REFUSED,
    "authentication": Fault.REFUSED,
    "does not exist": Fault.NO_DATABASE,
    "too many clients": Fault.BUSY,
    "connection slots": Fault.BUSY,
    "starting up": Fault.BUSY,
    "server closed the connection": Fault.LOST,
    "connection is lost": Fault.LOST,
    "consuming input failed": Fault.LOST,
    "the connection is closed": Fault.LOST,
}
