"""The tables, and how a file of an older version becomes one of this.

Item rows are ordinary rowid rows with head columns, a JSON body and a hash over both; observations are small rows
without rowid. Events bear a number by which all of a store stand in the order of their commits: SQLite has one writer
at a time, so whoever sees a number sees all below it; it is a column, since `VACUUM` may number bare rows anew. Tenant
and plan lead every other key.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from types import MappingProxyType

from plan_tasks.errors import StoreNotOurs, StoreTooNew
from plan_tasks.storage.heads import TERM_SEPARATOR, TERMS, ItemHead
from plan_tasks.storage.query import NO_DUE

__all__ = [
    "APPLICATION_ID",
    "HEAD_COLUMNS",
    "OTHER_TERMS",
    "OUTBOX_COLUMNS",
    "OUTBOX_HASH",
    "SCHEMA_VERSION",
    "STEPS",
    "make_tables",
    "migrate",
    "standing_of",
]

#: Marks a file as ours ("pltk" in ASCII).
APPLICATION_ID = 0x706C746B
SCHEMA_VERSION = 2

#: The head's columns in the head's order; quoted, since `plan` is a keyword.
HEAD_COLUMNS = tuple(f'"{name}"' for name in ItemHead._fields)

_INTEGERS = frozenset({"version", "cycle_days", "detail"})
_HEAD_DDL = ", ".join(f'"{name}" {"INTEGER" if name in _INTEGERS else "TEXT"}' for name in ItemHead._fields)

#: What `HeadFacts.terms` joins, made by SQLite itself whenever a row is written: counting reads one column, not twelve.
_TERMS_DDL = f"||char({ord(TERM_SEPARATOR)})||".join(f"""ifnull("{name}", '')""" for name in TERMS)

#: Finds a row of which that column is damaged, which SQLite itself does not look at.
OTHER_TERMS = f"SELECT 1 FROM item WHERE terms IS NOT ({_TERMS_DDL}) LIMIT 1"

#: What version 2 added to an entry of the outbox; each column with the value that older entries take.
_MORE = (
    "level TEXT NOT NULL DEFAULT ''",
    "html TEXT NOT NULL DEFAULT ''",
    "markdown TEXT NOT NULL DEFAULT ''",
    "why TEXT NOT NULL DEFAULT ''",
    "spent INTEGER NOT NULL DEFAULT 0",
    "requeued TEXT",
)
_OUTBOX_MORE = ", ".join(_MORE)
_ATTEMPT = """CREATE TABLE attempt (tenant TEXT NOT NULL, "key" TEXT NOT NULL, number INTEGER NOT NULL,
  at TEXT NOT NULL, outcome TEXT NOT NULL, reason TEXT NOT NULL, reference TEXT NOT NULL, hash INTEGER NOT NULL,
  PRIMARY KEY (tenant, "key", number)) WITHOUT ROWID"""
_SETTING = """CREATE TABLE setting (tenant TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL, hash INTEGER NOT NULL,
  PRIMARY KEY (tenant, name)) WITHOUT ROWID"""

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
CREATE TABLE event (number INTEGER PRIMARY KEY, tenant TEXT NOT NULL, "plan" TEXT NOT NULL, sequence INTEGER NOT NULL,
  item TEXT NOT NULL, type TEXT NOT NULL, actor TEXT NOT NULL, at TEXT NOT NULL, version INTEGER NOT NULL,
  "before" TEXT NOT NULL, "after" TEXT NOT NULL, reason TEXT NOT NULL, hash TEXT NOT NULL,
  UNIQUE (tenant, "plan", sequence));
CREATE TABLE outbox (number INTEGER PRIMARY KEY, tenant TEXT NOT NULL, "key" TEXT NOT NULL, "plan" TEXT NOT NULL,
  item TEXT NOT NULL, rule TEXT NOT NULL, occurrence TEXT NOT NULL, recipient TEXT NOT NULL, channel TEXT NOT NULL,
  address TEXT NOT NULL, recipient_name TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,
  language TEXT NOT NULL, created TEXT NOT NULL, due TEXT NOT NULL,
  state TEXT NOT NULL, attempts INTEGER NOT NULL, leased_by TEXT NOT NULL, leased_until TEXT, settled TEXT,
  reason TEXT NOT NULL, reference TEXT NOT NULL, due_at REAL NOT NULL, free_at REAL NOT NULL,
  hash INTEGER NOT NULL, {_OUTBOX_MORE}, UNIQUE (tenant, "key"));
CREATE INDEX outbox_waiting ON outbox (tenant, state, due_at);
{_ATTEMPT};
{_SETTING};
"""


_OUTBOX_FIRST = (
    'tenant, "key", "plan", item, rule, occurrence, recipient, channel, address, recipient_name, subject, body,'
    " language, created, due, state, attempts, leased_by, leased_until, settled, reason, reference"
)
#: The columns of an outbox row over which its hash is made.
OUTBOX_COLUMNS = f"{_OUTBOX_FIRST}, {', '.join(column.split()[0] for column in _MORE)}, due_at, free_at"
#: That hash, made from a row as it stands; `connecting` gives the function to each connection.
OUTBOX_HASH = f"hash_of({OUTBOX_COLUMNS})"

#: Version n -> the statements that turn a file of version n into one of version n + 1.
STEPS: Mapping[int, tuple[str, ...]] = MappingProxyType(
    {
        1: (
            *(f"ALTER TABLE outbox ADD COLUMN {column}" for column in _MORE),
            # A row that was damaged before keeps the hash that does not fit it.
            f"UPDATE outbox SET hash={OUTBOX_HASH} WHERE hash=hash_of({_OUTBOX_FIRST}, due_at, free_at)",
            _ATTEMPT,
            _SETTING,
        )
    }
)

#: Asked in one statement, since another process may be making the tables just now.
_STANDING = (
    "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema)"
    " FROM pragma_application_id, pragma_user_version"
)


def standing_of(connection: sqlite3.Connection, path: str) -> int:
    """The version of a file; 0 for one that has no tables yet. Refuses one that is not ours or too new.

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
        return int(version)
    if application or version or tables:
        raise StoreNotOurs(
            "this database belongs to another program; it was not touched", where=path, remedy="give another file"
        )
    return 0


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


def migrate(connection: sqlite3.Connection, version: int) -> None:
    """Makes an older file one of this version: whole or not at all, once, whoever else is at it.

    Args:
        connection: Not in a transaction.
        version: The version that the file had when it was looked at.
    """
    if version == SCHEMA_VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    for older in range(version, SCHEMA_VERSION):
        for statement in STEPS[older]:
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
    connection.execute("COMMIT")
