"""Stores on PostgreSQL and on servers that speak MySQL's protocol, through SQLAlchemy Core.

`urls` reads what a URL says, `connecting` opens connections and turns errors into ours, `servers` holds what the two
kinds of server do differently, `tables` and `schema` what there is and how it is made, `backend` begins units of work,
`joined` does so on a connection of the host's, `session` is one unit, and `items`, `records`, `history` and `outbox`
are its parts. This module holds only the hooks and the options.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from plan_tasks.errors import StoreUnavailable
from plan_tasks.plugging import PluginContext, Secret, documented, hookimpl
from plan_tasks.storage.contract import StorageBackend, StorageType

__all__ = ["HostOptions", "MysqlOptions", "PostgresOptions", "ServerOptions", "plan_tasks_storage_backends"]


#: Under which names `Tracker.open` hands the host's connection, and its way to register what follows a commit, over.
CONNECTION, AFTER_COMMIT = "connection", "after_commit"


def _count(default: int, text: str, *, least: int = 0, unit: str = "") -> int:
    return attrs.field(
        default=default,
        validator=attrs.validators.ge(least),
        metadata=documented(text, unit=unit or f"from {least} up"),
    )


def _text(default: str, text: str, example: str = "") -> str:
    return attrs.field(default=default, metadata=documented(text, example=example))


def _prefix() -> str:
    return attrs.field(
        default="plan_tasks_",
        validator=attrs.validators.matches_re(r"[a-z][a-z0-9_]{0,30}|"),
        metadata=documented("What the names of the tables begin with; lower-case letters, digits and _."),
    )


_SCHEMA = "The schema, or for MySQL the database, of the tables; empty for the connection's own."
_SECONDS = "seconds, 0 for no limit"


@attrs.frozen(kw_only=True)
class ServerOptions:
    """What both kinds of server take.

    Attributes:
        location: ``//user:password@host:port/database``, as it stands in the URL.
        create: Whether tables that are not there are made.
        password: The password, in place of the one in the URL.
        schema: In which schema (MySQL: database) the tables are; empty for the connection's own.
        prefix: What the tables' names begin with.
        pool_size: Connections kept open.
        pool_extra: Connections opened beside them when all are in use.
        pool_wait: Seconds to wait for one when all of those are in use, too.
        pool_age: Seconds after which a connection is opened anew.
        connect_timeout: Seconds to wait for a connection.
        lock_timeout: Seconds to wait for another writer.
        statement_timeout: Seconds that one statement may take.
        retries: How often the beginning of a unit of work is tried again.
    """

    location: Secret = attrs.field(
        metadata=documented("Which server and database, as it stands in the URL.", example="//user@host/plans"),
    )
    create: bool = attrs.field(default=True, metadata=documented("Whether tables that are not there are made."))
    password: Secret | None = attrs.field(
        default=None,
        metadata=documented("The password, in place of the one in the URL.", example="env:PLANS_PASSWORD"),
    )
    schema: str = _text("", _SCHEMA)
    prefix: str = _prefix()
    pool_size: int = _count(5, "Connections kept open.", least=1)
    pool_extra: int = _count(15, "Connections opened beside them when all are in use.")
    pool_wait: int = _count(10, "How long to wait for a connection when all are in use.", unit="seconds, from 0 up")
    pool_age: int = _count(1800, "After how long a connection is opened anew.", least=1, unit="seconds, from 1 up")
    connect_timeout: int = _count(10, "How long to wait for the server.", least=1, unit="seconds, from 1 up")
    lock_timeout: int = _count(10, "How long to wait for another writer.", least=1, unit="seconds, from 1 up")
    statement_timeout: int = _count(60, "How long one statement may take.", unit=_SECONDS)
    retries: int = _count(3, "How often the beginning of a unit of work is tried again after a fault that may pass.")


@attrs.frozen(kw_only=True)
class PostgresOptions(ServerOptions):
    """Options of a store on PostgreSQL; those of TLS are the driver's own.

    Attributes:
        sslmode: ``disable``, ``prefer``, ``require``, ``verify-ca``, ``verify-full``; empty for the driver's choice.
        sslrootcert: File with the authorities to trust.
        sslcert: File with this client's certificate.
        sslkey: File with its key.
    """

    sslmode: str = _text("", "How TLS is asked for; empty for the driver's choice.", "verify-full")
    sslrootcert: str = _text("", "File with the authorities to trust.", "/etc/ssl/certs/ca.pem")
    sslcert: str = _text("", "File with this client's certificate.", "client.pem")
    sslkey: str = _text("", "File with that certificate's key.", "client.key")


@attrs.frozen(kw_only=True)
class MysqlOptions(ServerOptions):
    """Options of a store on MariaDB or MySQL; those of TLS are the driver's own.

    Attributes:
        ssl_ca: File with the authorities to trust; given, TLS is required.
        ssl_cert: File with this client's certificate.
        ssl_key: File with its key.
        ssl_verify_identity: Whether the server's name must be that of its certificate.
        ssl_disabled: Whether TLS is left out even where the server offers it: it doubles the time of connecting.
    """

    ssl_ca: str = _text("", "File with the authorities to trust; given, TLS is required.", "/etc/ssl/certs/ca.pem")
    ssl_cert: str = _text("", "File with this client's certificate.", "client.pem")
    ssl_key: str = _text("", "File with that certificate's key.", "client.key")
    ssl_verify_identity: bool = attrs.field(
        default=False, metadata=documented("Whether the server's name must be that of its certificate.")
    )
    ssl_disabled: bool = attrs.field(
        default=False, metadata=documented("Whether TLS is left out even where the server offers it.")
    )


@attrs.frozen(kw_only=True)
class HostOptions:
    """Options of a store on a connection of the host's.

    Attributes:
        schema: In which schema (MySQL: database) the tables are; empty for the connection's own.
        prefix: What the tables' names begin with.
    """

    schema: str = _text("", _SCHEMA)
    prefix: str = _prefix()


def _open_host(options: HostOptions, context: PluginContext) -> StorageBackend:
    from plan_tasks.plugins.storage.sql.joined import JoinedBackend, registration
    from plan_tasks.plugins.storage.sql.tables import tables

    if CONNECTION not in context.resources:
        raise StoreUnavailable(
            "the host handed over no connection", where="host:", remedy="write Tracker.open(connection=...)"
        )
    after_commit = registration(context.resources.get(AFTER_COMMIT))
    place = tables(options.prefix, options.schema or None)
    return JoinedBackend(context.resources[CONNECTION], place, after_commit, context.timings)


def _open_postgres(options: PostgresOptions, context: PluginContext) -> StorageBackend:
    from plan_tasks.plugins.storage.sql.backend import SqlBackend
    from plan_tasks.plugins.storage.sql.urls import postgres_address

    return SqlBackend.open(postgres_address(options), options, context.timings)


def _open_mysql(options: MysqlOptions, context: PluginContext) -> StorageBackend:
    from plan_tasks.plugins.storage.sql.backend import SqlBackend
    from plan_tasks.plugins.storage.sql.urls import mysql_address

    return SqlBackend.open(mysql_address(options), options, context.timings)


@hookimpl
def plan_tasks_storage_backends() -> Iterator[StorageType[Any]]:
    """Announces the stores on servers."""
    yield StorageType(
        name="postgresql",
        summary="Tables on a PostgreSQL server: many machines, many writers",
        options=PostgresOptions,
        factory=_open_postgres,
        requires=("postgres",),
        schemes=("postgresql", "postgres"),
    )
    yield StorageType(
        name="host",
        summary="Tables beside the host's own, on the connection that it hands over",
        options=HostOptions,
        factory=_open_host,
        requires=("sql",),
        schemes=("host",),
    )
    yield StorageType(
        name="mysql",
        summary="Tables on a MariaDB or MySQL server: many machines, many writers",
        options=MysqlOptions,
        factory=_open_mysql,
        requires=("mysql",),
        schemes=("mysql", "mariadb"),
    )
