"""The statements that every change needs, put together once for a store's tables and a kind of server.

A statement made by SQLAlchemy's expressions takes ten times as long to begin as one whose text is ready; where a change
is a few short statements, that is most of its time. Values are always bound, in the way of the drivers: ``%s``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs
from sqlalchemy import Dialect, Table

from plan_tasks.plugins.storage.sql.tables import HEAD, OUTBOX, Tables

__all__ = ["EVENT", "ITEM", "NUMBERING", "Statements", "Write"]

ITEM = ("tenant", "position", *HEAD, "due_key", "search", "body", "hash")
#: The columns of an event. Until somebody asks for them, what stands for its number among all events of the tenant is
#: the moment at which its plan was locked, taken negative.
EVENT = (
    "tenant", "plan", "sequence", "item", "type", "actor", "at", "at_us", "version", "before", "after", "reason",
    "hash", "number",
)  # fmt: skip
NUMBERING = ("events", "items", "observations", "hash")


@attrs.frozen
class Write:
    """A statement that is to be sent, and its rows.

    Attributes:
        table: The table that it writes.
        sql: The statement.
        rows: The values of each row.
        columns: For the plain insertion of rows: their columns, so that many may go in by other means.
        exact: Whether it must find each row: it names the version before.
    """

    table: Table
    sql: str
    rows: Sequence[tuple[Any, ...]]
    columns: tuple[str, ...] = ()
    exact: bool = False


class Statements:
    """The statements for one store's tables.

    Args:
        tables: The tables.
        dialect: Of whose kind the server is.
    """

    def __init__(self, tables: Tables, dialect: Dialect) -> None:
        self._prepare = dialect.identifier_preparer
        self._inserts: dict[str, str] = {}
        self.tables = tables
        #: What this kind of server is called where statements are timed.
        self.system = dialect.name
        #: The columns of a head, a whole item and an entry, for queries that are put together.
        self.heads = [tables.item.c[name] for name in HEAD]
        self.whole = [*self.heads, tables.item.c.body, tables.item.c.hash]
        self.entry = [tables.outbox.c[name] for name in OUTBOX]
        numbering, plan, item = (self.name(table) for table in (tables.numbering, tables.plan, tables.item))
        only = " OF n" if dialect.name == "postgresql" else ""
        clock = (
            "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
            if dialect.name == "postgresql"
            else "CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000 AS SIGNED)"
        )
        self.lock_plan = (
            f"SELECT {self._names(NUMBERING, 'n.')}, {clock}, p.body, p.version FROM {numbering} n LEFT JOIN {plan} p"
            f" ON p.tenant = n.tenant AND p.{self._quoted('plan')} = n.{self._quoted('plan')}"
            f" WHERE {self._equal(('tenant', 'plan'), 'n.')} FOR UPDATE{only}"
        )
        self.item = (
            f"SELECT {self._names((*HEAD, 'body', 'hash'))} FROM {item} WHERE {self._equal(('tenant', 'plan', 'id'))}"
        )
        self.plan = f"SELECT {self._names(('body', 'version'))} FROM {plan} WHERE {self._equal(('tenant', 'plan'))}"
        changed = tuple(name for name in ITEM if name not in ("tenant", "position", "plan", "id"))
        self.change_item = (
            f"UPDATE {item} SET {self._equal(changed, separator=', ')}"
            f" WHERE {self._equal(('tenant', 'plan', 'id', 'version'))}"
        )
        self.change_plan = (
            f"UPDATE {plan} SET {self._equal(('version', 'body'), separator=', ')}"
            f" WHERE {self._equal(('tenant', 'plan', 'version'))}"
        )
        self.change_numbering = (
            f"UPDATE {numbering} SET {self._equal(NUMBERING, separator=', ')} WHERE {self._equal(('tenant', 'plan'))}"
        )
        self.lock_tenant = f"SELECT tenant FROM {self.name(tables.tenant)} WHERE tenant=%s FOR UPDATE"
        event, place = self.name(tables.event), self._names(("plan", "sequence"))
        self.unnumbered = (
            f"SELECT {place}, number FROM {event} WHERE tenant=%s AND number<=0 ORDER BY {place} FOR UPDATE SKIP LOCKED"
        )
        self.number_one = f"UPDATE {event} SET number=%s WHERE {self._equal(('tenant', 'plan', 'sequence'))}"
        # in the order of moments; within a plan in its own, even where the server's clock was set back
        self.number_all = (
            f"WITH waiting AS (SELECT {place}, max(-number)"
            f" OVER (PARTITION BY {self._quoted('plan')} ORDER BY sequence) AS moment FROM {event}"
            " WHERE tenant=%s AND number<=0),"
            f" next AS (SELECT {place}, row_number() OVER (ORDER BY moment, {place}) AS at FROM waiting)"
            f" UPDATE {event} AS e SET number = %s + next.at FROM next WHERE e.tenant=%s"
            f" AND e.{self._quoted('plan')} = next.{self._quoted('plan')} AND e.sequence = next.sequence"
        )

    def name(self, table: Table) -> str:
        """A table's name, quoted where need be."""
        return self._prepare.format_table(table)

    def insert(self, table: Table, columns: Sequence[str]) -> str:
        """The statement that inserts a row."""
        key = f"{table.name} {len(columns)}"
        if key not in self._inserts:
            marks = ", ".join(["%s"] * len(columns))
            self._inserts[key] = f"INSERT INTO {self.name(table)} ({self._names(columns)}) VALUES ({marks})"
        return self._inserts[key]

    def _quoted(self, name: str) -> str:
        return self._prepare.quote(name)

    def _names(self, names: Sequence[str], of: str = "") -> str:
        return ", ".join(f"{of}{self._quoted(name)}" for name in names)

    def _equal(self, names: Sequence[str], of: str = "", *, separator: str = " AND ") -> str:
        return separator.join(f"{of}{self._quoted(name)}=%s" for name in names)
