"""The real servers of this machine: a schema or database of its own for whoever asks, dropped afterwards."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import pytest
from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, make_url
from sqlalchemy.exc import SQLAlchemyError

from plan_tasks.plugins.storage.sql.tables import Tables

#: Where the servers are; the environment may name others.
POSTGRESQL = make_url(os.environ.get("PLAN_TASKS_TEST_POSTGRESQL") or "postgresql+psycopg://root@127.0.0.1/test")
MYSQL = make_url(os.environ.get("PLAN_TASKS_TEST_MYSQL") or "mysql+pymysql://root@127.0.0.1/test")


@cache
def _failure(url: URL) -> str:
    """Why a server cannot be used; empty where it can."""
    try:
        with create_engine(url, poolclass=NullPool, connect_args={"connect_timeout": 3}).connect():
            return ""
    except SQLAlchemyError as error:
        return str(error).splitlines()[0]


def reachable(url: URL) -> URL:
    """The server's URL; skips the test where there is none, unless the environment says that there must be."""
    failure = _failure(url)
    if failure and os.environ.get("PLAN_TASKS_REQUIRE_SERVICES") == "1":
        pytest.fail(f"a server is missing: {failure}")
    if failure:
        pytest.skip(f"no server: {failure}")
    return url


def run(url: URL, *statements: str) -> None:
    """Runs statements outside of any transaction."""
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def engine_of(url: URL, name: str) -> Engine:
    """An engine that keeps one connection, and for which a schema (MySQL: database) is the one that is meant."""
    if url.get_backend_name() == "postgresql":
        return create_engine(url, pool_size=1, connect_args={"options": f"-c search_path={name}"})
    return create_engine(url.set(database=name), pool_size=1, connect_args={"ssl_disabled": True})


@contextmanager
def place(url: URL) -> Iterator[str]:
    """A schema (MySQL: a database) of its own; gives its name."""
    name = f"t_{uuid.uuid4().hex[:12]}"
    kind = "SCHEMA" if url.get_backend_name() == "postgresql" else "DATABASE"
    run(reachable(url), f"CREATE {kind} {name}")
    try:
        yield name
    finally:
        run(url, f"DROP {kind} {name} CASCADE" if kind == "SCHEMA" else f"DROP {kind} {name}")


def empty(connection: Connection, every: Tables) -> None:
    """Takes all rows out of a store's tables, if they are there; to make them anew takes far longer."""
    if connection.dialect.has_table(connection, every.schema.name, schema=every.schema.schema):
        for table in reversed(every.metadata.sorted_tables):
            if table is not every.schema:
                connection.execute(table.delete())
