"""The tables, and how a file of an older version becomes one of this.

Item rows are ordinary rowid rows with head columns, a JSON body and a hash over both; observations and events are
small rows without rowid, only ever appended. Tenant and plan lead every key.
"""

from __future__ import annotations

import sqlite3

from plan_tasks.errors import StoreNotOurs, StoreTooNew
from plan_tasks.storage.heads import TERM_SEPARATOR, TERMS, ItemHead
from plan_tasks.storage.query import NO_DUE

__all__ = ["APPLICATION_ID", "HEAD_COLUMNS", "SCHEMA_VERSION", "is_empty", "make_tables"]

#: Marks a file as ours ("pltk" in ASCII).
APPLICATION_ID = 0x706C746B
SCHEMA_VERSION = 1

#: The head's columns in the head's order; quoted, since `plan` is a keyword.
HEAD_COLUMNS = tuple(f'"{name}"' for name in ItemHead._fields)

_INTEGERS = frozenset({"version", "cycle_days", "detail"})
_HEAD_DDL = ", ".join(f'"{name}" {"INTEGER" if name in _INTEGERS else "TEXT"}' for name in ItemHead._fields)

#: What `HeadFacts.terms` joins, made by SQLite itself whenever a row is written: counting reads one column, not twelve.
_TERMS_DDL = f"||char({ord(TERM_SEPARATOR)})||".join(f"""ifnull("{name}", '')""" for name in TERMS)

_TABLES = f"""
CREATE TABLE plan (tenant TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (tenant, id)) WITHOUT ROWID;
CREATE TABLE item (tenant TEXT NOT NULL, position INTEGER NOT NULL, {_HEAD_DDL},
  terms TEXT NOT NULL AS ({_TERMS_DDL}) STORED, body TEXT NOT NULL, hash INTEGER NOT NULL,
  UNIQUE (tenant, "plan", "id"));
CREATE UNIQUE INDEX item_position ON item (tenant, "plan", position);
CREATE INDEX item_due ON item (tenant, coalesce("due", '{NO_DUE}'), "plan", position);
CREATE TABLE observation (tenant TEXT NOT NULL, "plan" TEXT NOT NULL, item TEXT NOT NULL, k INTEGER NOT NULL,
  indicator TEXT NOT NULL, start TEXT NOT NULL, "end" TEXT NOT NULL, value TEXT NOT NULL, known TEXT NOT NULL,
  source TEXT NOT NULL, PRIMARY KEY (tenant, "plan", item, k)) WITHOUT ROWID;
CREATE TABLE event (tenant TEXT NOT NULL, "plan" TEXT NOT NULL, sequence INTEGER NOT NULL, item TEXT NOT NULL,
  type TEXT NOT NULL, actor TEXT NOT NULL, at TEXT NOT NULL, version INTEGER NOT NULL, "before" TEXT NOT NULL,
  "after" TEXT NOT NULL, reason TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (tenant, "plan", sequence));
CREATE TABLE outbox (number INTEGER PRIMARY KEY, tenant TEXT NOT NULL, "key" TEXT NOT NULL, "plan" TEXT NOT NULL,
  item TEXT NOT NULL, rule TEXT NOT NULL, occurrence TEXT NOT NULL, recipient TEXT NOT NULL, channel TEXT NOT NULL,
  address TEXT NOT NULL, recipient_name TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,
  language TEXT NOT NULL, created TEXT NOT NULL, due TEXT NOT NULL,
  state TEXT NOT NULL, attempts INTEGER NOT NULL, leased_by TEXT NOT NULL, leased_until TEXT, settled TEXT,
  reason TEXT NOT NULL, reference TEXT NOT NULL, due_at REAL NOT NULL, free_at REAL NOT NULL, UNIQUE (tenant, "key"));
CREATE INDEX outbox_waiting ON outbox (tenant, state, due_at);
"""


#: Asked in one statement, since another process may be making the tables just now.
_STANDING = (
    "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema)"
    " FROM pragma_application_id, pragma_user_version"
)


def is_empty(connection: sqlite3.Connection, path: str) -> bool:
    """Whether a file has no tables yet; refuses one that is not ours or too new.

    Raises:
        StoreNotOurs: Another program wrote it.
        StoreTooNew: A newer version wrote it.
    """
    application, version, tables = connection.execute(_STANDING).fetchone()
    if application == APPLICATION_ID:
        if version > SCHEMA_VERSION:
            raise StoreTooNew(
                f"schema {version} is newer than {SCHEMA_VERSION}, the newest known here",
                where=path,
                remedy="upgrade plan-tasks",
            )
        return False
    if application or version or tables:
        raise StoreNotOurs(
            "this database belongs to another program; it was not touched", where=path, remedy="give another file"
        )
    return True


def make_tables(connection: sqlite3.Connection) -> None:
    """Makes the tables, and marks the file as ours, unless another process has done so meanwhile."""
    connection.execute("BEGIN IMMEDIATE")
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if not application:
        for statement in _TABLES.split(";\n"):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
    connection.execute("COMMIT")
