"""MariaDB and MySQL through PyMySQL."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Connection, func

from plan_tasks.plugins.storage.sql.servers import Fault, Question, UncountedError, send_each
from plan_tasks.plugins.storage.sql.statements import Statements, Write

__all__ = ["Mysql"]

_FAULTS = {
    1020: Fault.DEADLOCK,
    1021: Fault.FULL,
    1040: Fault.BUSY,
    1044: Fault.REFUSED,
    1045: Fault.REFUSED,
    1049: Fault.NO_DATABASE,
    1053: Fault.LOST,
    1062: Fault.DOUBLE,
    1114: Fault.FULL,
    1142: Fault.FORBIDDEN,
    1203: Fault.BUSY,
    1205: Fault.LOCKED,
    1213: Fault.DEADLOCK,
    1227: Fault.FORBIDDEN,
    1290: Fault.READ_ONLY,
    1300: Fault.TEXT,
    1317: Fault.SLOW,
    1366: Fault.TEXT,
    1792: Fault.READ_ONLY,
    1927: Fault.LOST,
    1969: Fault.SLOW,
    2002: Fault.UNREACHABLE,
    2003: Fault.UNREACHABLE,
    2005: Fault.UNREACHABLE,
    2006: Fault.LOST,
    2013: Fault.LOST,
    2014: Fault.LOST,
    2055: Fault.LOST,
    3024: Fault.SLOW,
}
_LOCK_NAME = 64  # characters in a lock's name


class Mysql:
    """MariaDB and MySQL. A transaction begins with its first statement, except for one that reads."""

    def prepare(self, connection: Any, *, lock_timeout: int, statement_timeout: int) -> None:
        """Sets the limits of a new connection; the two families name that of statements differently."""
        with connection.cursor() as cursor:
            limit = (
                f"max_statement_time = {statement_timeout}"
                if "mariadb" in connection.get_server_info().lower()
                else f"max_execution_time = {statement_timeout * 1000}"
            )
            cursor.execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")
            cursor.execute(f"SET innodb_lock_wait_timeout = {lock_timeout}, {limit}")
        connection.commit()

    def begin(self, cursor: Any, *, write: bool) -> None:
        """Begins a transaction."""
        if not write:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")

    def begin_asking(self, cursor: Any, questions: Sequence[Question]) -> list[Sequence[Any]]:
        """Asks, with which a transaction begins, in one message."""
        _run(cursor, questions)
        found = [cursor.fetchall()]
        while cursor.nextset():
            found.append(cursor.fetchall())
        return found

    def commit(self, cursor: Any, writes: Sequence[Write] = ()) -> None:
        """Sends what is left, single rows in one message, and commits in another: first all rows must be counted."""
        if writes and all(len(write.rows) == 1 for write in writes):
            _run(cursor, [(write.sql, write.rows[0]) for write in writes])
            for number, write in enumerate(writes):
                if number:
                    cursor.nextset()
                if write.exact and cursor.rowcount != 1:
                    while cursor.nextset():
                        pass
                    raise UncountedError
        else:
            self.send(cursor, writes)
        cursor.execute("COMMIT")

    def rollback(self, cursor: Any) -> None:
        """Rolls it back."""
        cursor.execute("ROLLBACK")

    def holds(self, text: ColumnElement[str], part: str) -> ColumnElement[bool]:
        """Whether a text has a part."""
        return func.instr(text, part) > 0

    def among(self, column: ColumnElement[str], values: Collection[str]) -> ColumnElement[bool]:
        """Whether a column has one of any number of values: the driver writes them into the statement."""
        return column.in_(list(values))

    def unless_there(self, insertion: str) -> str:
        """The statement that inserts a row, or none where its key is taken."""
        return insertion.replace("INSERT", "INSERT IGNORE", 1)

    def send(self, cursor: Any, writes: Sequence[Write]) -> None:
        """Sends a statement for each; the driver puts many rows of an insertion into one."""
        for write in writes:
            send_each(cursor, write)

    def number_events(self, cursor: Any, tenant: str, last: int, statements: Statements) -> int:
        """Numbers events that were committed since, passing over those that their writer still holds."""
        cursor.execute(statements.unnumbered, (tenant,))
        waiting: list[tuple[int, str, int]] = []
        for plan, sequence, number in cursor.fetchall():
            earlier = waiting[-1][0] if waiting and waiting[-1][1] == plan else 0
            waiting.append(
                (max(-number, earlier), plan, sequence)
            )  # within a plan in its own order, whatever the clock
        rows = [(last + at, tenant, plan, sequence) for at, (_, plan, sequence) in enumerate(sorted(waiting), start=1)]
        if rows:
            cursor.executemany(statements.number_one, rows)
        return len(rows)

    def vacuum(self, connection: Connection, names: Sequence[str]) -> tuple[int, int]:
        """Writes tables anew; they can be read and written meanwhile. Sizes are as the server last counted them."""

        def size() -> int:
            sql = (
                "SELECT sum(data_length + index_length) FROM information_schema.tables WHERE table_schema ="
                " coalesce(%s, database()) AND table_name IN %s"
            )
            schema, _, _ = names[0].rpartition(".")
            plain = [name.rpartition(".")[2].strip("`") for name in names]
            return int(connection.exec_driver_sql(sql, (schema.strip("`") or None, plain)).scalar_one())

        mariadb = getattr(connection.dialect, "is_mariadb", False)
        connection.exec_driver_sql(f"SET {'max_statement_time' if mariadb else 'max_execution_time'} = 0")
        connection.exec_driver_sql(f"ANALYZE TABLE {', '.join(names)}").all()
        before = size()
        for name in names:
            connection.exec_driver_sql(f"OPTIMIZE TABLE {name}").all()
        return before, size()

    @contextmanager
    def alone(self, connection: Connection, name: str) -> Iterator[None]:
        """Takes a lock that no transaction has: each table that is made ends the one that is open."""
        connection.exec_driver_sql("SELECT GET_LOCK(%s, 60)", (name[-_LOCK_NAME:],))
        try:
            yield
        finally:
            connection.exec_driver_sql("SELECT RELEASE_LOCK(%s)", (name[-_LOCK_NAME:],))

    def fault(self, error: BaseException) -> Fault:
        """What an error of PyMySQL means."""
        code = error.args[0] if error.args else None
        if code in _FAULTS:
            return _FAULTS[code]
        if code == 0 or type(error).__name__ == "InterfaceError":
            return Fault.LOST
        return Fault.OTHER


def _run(cursor: Any, parts: Sequence[Question]) -> None:
    """Sends statements in one message, which our own connections are opened for."""
    cursor.execute("; ".join([sql for sql, _ in parts]), [value for _, values in parts for value in values])
