"""The tables, as SQLAlchemy describes them, for one prefix and schema; nothing here talks to a server.

Item rows have head columns, a JSON body and a hash over both; observations and events are only ever appended. Tenant
leads every key and index, and the plan follows wherever rows belong to one, so that a server of many machines can lay
a plan's rows together. `numbering` has a row for each plan: what its next rows are numbered, and the end of its chain;
whoever writes in a plan holds that row's lock.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import attrs
from sqlalchemy import BigInteger, Column, Dialect, Index, Integer, MetaData, Table, Text, UniqueConstraint
from sqlalchemy.dialects.mysql import LONGTEXT, VARCHAR
from sqlalchemy.types import TypeDecorator, TypeEngine

from plan_tasks.storage.heads import ItemHead
from plan_tasks.storage.outbox import OutboxEntry

__all__ = ["HEAD", "OUTBOX", "WIDTH", "Tables", "tables"]

HEAD = ItemHead._fields
WIDTH = len(HEAD)
OUTBOX = tuple(field.name for field in attrs.fields(OutboxEntry))

_NAME = 128  # characters in an identifier
_KEY = 200  # in an outbox entry's key
_SHORT = 32
_INTEGERS = frozenset({"version", "cycle_days", "detail"})
_NULLABLE = frozenset({"due", "completed", "percent", "reported", "value", "upper", "base", "tolerance", "cycle_days"})


def _collation(dialect: Dialect) -> str:
    """What compares texts character by character, spaces at their end included."""
    if dialect.name == "postgresql":
        return "C"
    return "utf8mb4_nopad_bin" if getattr(dialect, "is_mariadb", False) else "utf8mb4_0900_bin"


class Name(TypeDecorator[str]):
    """A text in a key: compared character by character, by code point.

    Args:
        length: Characters, where the server wants to know.
    """

    impl = Text
    cache_ok = True

    def __init__(self, length: int = _NAME) -> None:
        super().__init__()
        self.length = length

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The server's own type."""
        collation = _collation(dialect)
        return Text(collation=collation) if dialect.name == "postgresql" else VARCHAR(self.length, collation=collation)


class Words(TypeDecorator[str]):
    """A text of any length, compared likewise."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The server's own type."""
        collation = _collation(dialect)
        return Text(collation=collation) if dialect.name == "postgresql" else LONGTEXT(collation=collation)


@attrs.frozen(eq=False)
class Tables:
    """All tables of one store.

    Attributes:
        metadata: Holds them all.
        schema: One row: whose tables these are, and their version.
        tenant: A row for each tenant, which a unit that may write anywhere holds locked.
        plan: Headers of plans.
        numbering: A row for each plan; see the module.
        item: Goals and measures.
        observation: Values of indicators.
        event: The history.
        outbox: What waits to be sent.
        attempt: What was said of each attempt at sending it.
        setting: What the program keeps for itself.
        commits: A row for each tenant: the last number that an event of it was given.
    """

    metadata: MetaData
    schema: Table
    tenant: Table
    plan: Table
    numbering: Table
    item: Table
    observation: Table
    event: Table
    outbox: Table
    attempt: Table
    setting: Table
    commits: Table


def _names(*names: str) -> list[Column[Any]]:
    return [Column(name, Name(), primary_key=True) for name in names]


def _words(*names: str) -> list[Column[Any]]:
    return [Column(name, Words(), nullable=False) for name in names]


def _numbers(*names: str) -> list[Column[Any]]:
    return [Column(name, BigInteger, nullable=False) for name in names]


def _head_column(name: str) -> Column[Any]:
    if name in _INTEGERS:
        return Column(name, Integer, nullable=name in _NULLABLE)
    return Column(name, Words(), nullable=name in _NULLABLE or name.startswith("actual"))


@cache
def tables(prefix: str, schema: str | None) -> Tables:
    """The tables of a store.

    Args:
        prefix: What their names begin with.
        schema: The schema (in MySQL the database) in which they are; None for the connection's own.
    """
    metadata = MetaData(schema=schema)

    def table(name: str, *parts: Any) -> Table:
        return Table(f"{prefix}{name}", metadata, *parts, mysql_engine="InnoDB", mysql_charset="utf8mb4")

    def index(name: str, *columns: str) -> Index:
        return Index(f"{prefix}{name}", *columns)

    head = [_head_column(name) for name in HEAD if name not in ("plan", "id")]
    outbox = [_outbox_column(name) for name in OUTBOX if name != "key"]
    return Tables(
        metadata,
        schema=table(
            "schema",
            Column("id", Integer, primary_key=True, autoincrement=False),
            Column("application", Name(), nullable=False),
            Column("version", Integer, nullable=False),
        ),
        tenant=table("tenant", *_names("tenant")),
        plan=table("plan", *_names("tenant", "plan"), *_numbers("version"), *_words("body")),
        numbering=table(
            "numbering", *_names("tenant", "plan"), *_numbers("events", "items", "observations"), *_words("hash")
        ),
        item=table(
            "item",
            *_names("tenant", "plan"),
            Column("position", BigInteger, primary_key=True, autoincrement=False),
            Column("id", Name(), nullable=False),
            Column("due_key", Name(_SHORT), nullable=False),
            *head,
            *_words("search", "body"),
            *_numbers("hash"),
            UniqueConstraint("tenant", "plan", "id", name=f"{prefix}item_id"),
            index("item_due", "tenant", "due_key", "plan", "position"),
        ),
        observation=table(
            "observation",
            *_names("tenant", "plan", "item"),
            Column("k", BigInteger, primary_key=True, autoincrement=False),
            *_words("indicator", "start", "end", "value", "known", "source"),
            *_numbers("known_us"),
        ),
        event=table(
            "event",
            *_names("tenant", "plan"),
            Column("sequence", BigInteger, primary_key=True, autoincrement=False),
            Column("item", Name(), nullable=False),
            *_words("type", "actor", "at"),
            *_numbers("at_us", "version", "number"),
            *_words("before", "after", "reason", "hash"),
            index("event_item", "tenant", "plan", "item", "sequence"),
            index("event_number", "tenant", "number"),
        ),
        outbox=table(
            "outbox",
            *_names("tenant"),
            Column("key", Name(_KEY), primary_key=True),
            *_numbers("number", "due_us", "free_us"),
            *outbox,
            index("outbox_number", "tenant", "number", "key"),
            index("outbox_waiting", "tenant", "state", "due_us"),
        ),
        attempt=table(
            "attempt",
            *_names("tenant"),
            Column("key", Name(_KEY), primary_key=True),
            Column("number", BigInteger, primary_key=True, autoincrement=False),
            *_words("at", "outcome", "reason", "reference"),
        ),
        setting=table("setting", *_names("tenant", "name"), *_words("body")),
        commits=table("commits", *_names("tenant"), *_numbers("events")),
    )


def _outbox_column(name: str) -> Column[Any]:
    if name in ("attempts", "spent"):
        return Column(name, Integer, nullable=False)
    if name == "state":
        return Column(name, Name(_SHORT), nullable=False)
    return Column(name, Words(), nullable=name in ("leased_until", "settled", "requeued"))
