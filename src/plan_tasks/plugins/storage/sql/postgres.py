"""PostgreSQL through psycopg."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, func
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql.expression import any_
from sqlalchemy.types import Text

from plan_tasks.plugins.storage.sql.messages import run
from plan_tasks.plugins.storage.sql.servers import Fault, Question, UncountedError, send_each
from plan_tasks.plugins.storage.sql.statements import Statements, Write

__all__ = ["Postgres"]

_BULK = 50  # rows from which COPY is worth its set-up
_VALUES = 50  # in one statement, of which psycopg keeps what it found out about it
_UNCOUNTED = "22012"  # a division by zero, of which our statements have but one
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

    def begin(self, cursor: Any, *, write: bool) -> None:
        """Begins a transaction; what one that reads sees is settled by its first query."""
        cursor.execute("BEGIN" if write else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1")

    def begin_asking(self, cursor: Any, questions: Sequence[Question]) -> list[Sequence[Any]]:
        """Begins a transaction that writes, and asks, in one message."""
        return run(cursor, "BEGIN", *questions)

    def commit(self, cursor: Any, writes: Sequence[Write] = ()) -> None:
        """Sends what is left and commits, in one message where single rows of different tables are all that is left."""
        if not writes or not _can_go_together(writes):
            self.send(cursor, writes)
            cursor.execute("COMMIT")
            return
        try:
            run(cursor, _together(writes, must=True), "COMMIT")
        except Exception as error:
            if getattr(error, "sqlstate", None) == _UNCOUNTED:
                raise UncountedError from error
            raise

    def rollback(self, cursor: Any) -> None:
        """Rolls it back."""
        cursor.execute("ROLLBACK")

    def holds(self, text: ColumnElement[str], part: str) -> ColumnElement[bool]:
        """Whether a text has a part."""
        return func.strpos(text, part) > 0

    def among(self, column: ColumnElement[str], values: Collection[str]) -> ColumnElement[bool]:
        """Whether a column has one of any number of values: an array is one parameter, however long."""
        return column == any_(bindparam(None, list(values), type_=ARRAY(Text)))

    def unless_there(self, insertion: str) -> str:
        """The statement that inserts a row, or none where its key is taken."""
        return f"{insertion} ON CONFLICT DO NOTHING"

    def send(self, cursor: Any, writes: Sequence[Write]) -> None:
        """Sends few statements: single rows of different tables go together, many rows of one table by COPY."""
        together: list[Write] = []
        for write in writes:
            if len(write.rows) == 1:
                if _too_many([*together, write]):
                    _send_together(cursor, together)
                    together = []
                together.append(write)
                continue
            _send_together(cursor, together)
            together = []
            if write.columns and len(write.rows) >= _BULK and hasattr(cursor, "copy"):
                target = write.sql.removeprefix("INSERT INTO ").partition(" VALUES ")[0]
                with cursor.copy(f"COPY {target} FROM STDIN") as copy:
                    for row in write.rows:
                        copy.write_row(row)
            else:
                send_each(cursor, write)
        _send_together(cursor, together)

    def number_events(self, cursor: Any, tenant: str, last: int, statements: Statements) -> int:
        """Numbers events that were committed since; one that is not committed yet cannot be seen here."""
        cursor.execute(statements.number_all, (tenant, last, tenant))
        return int(cursor.rowcount)

    def vacuum(self, connection: Connection, names: Sequence[str]) -> tuple[int, int]:
        """Writes tables anew; nobody can read one meanwhile."""

        def size() -> int:
            sql = "SELECT sum(pg_total_relation_size(name::regclass)) FROM unnest(%s::text[]) AS name"
            return int(connection.exec_driver_sql(sql, (list(names),)).scalar_one())

        connection.exec_driver_sql("SET statement_timeout = 0")
        before = size()
        for name in names:
            connection.exec_driver_sql(f"VACUUM FULL ANALYZE {name}")
        return before, size()

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


def _can_go_together(writes: Sequence[Write]) -> bool:
    """Whether writes can be one statement, whose parts do not see each other."""
    return len({write.table.name for write in writes}) == len(writes) == sum(len(write.rows) for write in writes)


def _too_many(writes: Sequence[Write]) -> bool:
    """Whether writes cannot be one statement, or one that the driver would look at anew each time."""
    return not _can_go_together(writes) or sum(len(write.rows[0]) for write in writes) > _VALUES


def _send_together(cursor: Any, writes: Sequence[Write]) -> None:
    if len(writes) <= 1:
        for write in writes:
            send_each(cursor, write)
        return
    cursor.execute(*_together(writes))
    if cursor.fetchone()[0] != sum(write.exact for write in writes):
        raise UncountedError


def _together(writes: Sequence[Write], *, must: bool = False) -> Question:
    """Writes of single rows as one statement, which gives how many rows were found of those that must be.

    Args:
        writes: Each of another table.
        must: Whether it fails where that are too few.
    """
    parts = ", ".join(
        f"w{number} AS ({write.sql}{' RETURNING 1' if write.exact else ''})" for number, write in enumerate(writes)
    )
    exact = [f"w{number}" for number, write in enumerate(writes) if write.exact]
    counted = " + ".join(f"(SELECT count(*) FROM {name})" for name in exact) or "0"
    if must and exact:
        counted = f"1 / (CASE {counted} WHEN {len(exact)} THEN 1 ELSE 0 END)"
    return f"WITH {parts} SELECT {counted}", [value for write in writes for value in write.rows[0]]


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
