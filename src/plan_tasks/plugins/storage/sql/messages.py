"""Several statements in one message to PostgreSQL through psycopg, on a connection of our own.

A driver sends each statement alone and waits for its answer; for a change of one item that waiting, and the driver's
work for each, is most of the time. So statements are prepared once on a connection, and what begins, asks, writes and
commits is then sent together, with the values written out as the server's library quotes them. A statement that fails
keeps those behind it from being run, the commit among them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

__all__ = ["run"]

#: The names of what is prepared, by the driver's connection.
_PREPARED: WeakKeyDictionary[Any, dict[str, str]] = WeakKeyDictionary()


def run(cursor: Any, *parts: str | tuple[str, Sequence[Any]]) -> list[Sequence[Any]]:
    """Runs statements in order, in one message; for one that is new on the connection there is another before it.

    Args:
        cursor: A cursor of psycopg's.
        parts: Each a statement as it stands, or one with ``%s`` for its values, texts and whole numbers.

    Returns:
        The rows of each that has any to give, in order.
    """
    message = "; ".join([_text(cursor, part) for part in parts])
    if "\0" in message:
        raise ValueError("PostgreSQL holds no text with a NUL")
    cursor.execute(message.encode(cursor.connection.info.encoding), prepare=False)
    found = []
    while True:
        if cursor.rownumber is not None:  # quicker than to describe the columns
            found.append(cursor.fetchall())
        if not cursor.nextset():
            return found


def _text(cursor: Any, part: str | tuple[str, Sequence[Any]]) -> str:
    if isinstance(part, str):
        return part
    sql, values = part
    written = [f"'{value}'" if _is_plain(value) else _written(value, cursor) for value in values]
    return f"EXECUTE {_name(cursor, sql)}({', '.join(written)})"


def _name(cursor: Any, sql: str) -> str:
    """The name of a statement, which is prepared first if need be."""
    names = _PREPARED.setdefault(cursor.connection, {})
    if sql not in names:
        name = f"plan_tasks_{len(names)}"
        first, *rest = sql.split("%s")
        numbered = first + "".join(f"${number}{part}" for number, part in enumerate(rest, start=1))
        cursor.execute(f"PREPARE {name} AS {numbered}", prepare=False)
        names[sql] = name
    return names[sql]


def _is_plain(value: Any) -> bool:
    """Whether a value is a text without anything that has a meaning between quotes."""
    return value.__class__ is str and "'" not in value and "\\" not in value


def _written(value: Any, cursor: Any) -> str:
    if value is None:
        return "NULL"
    if value.__class__ is int:
        return str(value)
    from psycopg.pq import Escaping

    encoding = cursor.connection.info.encoding
    quoted = Escaping(cursor.connection.pgconn).escape_literal(value.encode(encoding))
    return bytes(quoted).decode(encoding)
