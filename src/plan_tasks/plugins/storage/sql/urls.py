"""From what a store's URL says to what SQLAlchemy and the drivers take; secrets stay out of all that is shown."""

from __future__ import annotations

from typing import Any

import attrs
from sqlalchemy import URL

from plan_tasks.errors import InvalidValue, StoreUnavailable
from plan_tasks.plugins.storage.sql import MysqlOptions, PostgresOptions, ServerOptions

__all__ = ["Address", "mysql_address", "postgres_address"]

_PORTS = 65_535
#: Flags of MySQL's protocol: a change counts the rows that it found, and one message may hold several statements.
_FOUND_ROWS, _MULTI_STATEMENTS = 1 << 1, 1 << 16


@attrs.frozen
class Address:
    """A server and how it is reached.

    Attributes:
        url: As SQLAlchemy takes it.
        where: What to call it in an error: neither user nor password.
        arguments: More of the driver's own.
        secret: The password; empty for none.
    """

    url: URL
    where: str
    arguments: dict[str, Any] = attrs.field(repr=False)
    secret: str = attrs.field(repr=False)


def postgres_address(options: PostgresOptions) -> Address:
    """The address of a PostgreSQL server.

    Example:
        >>> from plan_tasks.plugging import Secret
        >>> options = PostgresOptions(location=Secret("//office:word@db.example.org:5433/plans"), sslmode="require")
        >>> postgres_address(options).where
        'postgresql://db.example.org:5433/plans'
    """
    tls = {name: getattr(options, name) for name in ("sslmode", "sslrootcert", "sslcert", "sslkey")}
    given = {name: value for name, value in tls.items() if value}
    # The driver would forget what it prepared, and what we did, whenever a unit is left.
    own = {"connect_timeout": options.connect_timeout, "prepare_threshold": None}
    return _address("postgresql", "postgresql+psycopg", options, {**own, **given})


def mysql_address(options: MysqlOptions) -> Address:
    """The address of a server that speaks MySQL's protocol."""
    tls = {name: getattr(options, name) for name in ("ssl_ca", "ssl_cert", "ssl_key")}
    given: dict[str, Any] = {name: value for name, value in tls.items() if value}
    if given:
        given |= {"ssl_verify_cert": bool(options.ssl_ca), "ssl_verify_identity": options.ssl_verify_identity}
    if options.ssl_disabled:
        if given:
            raise InvalidValue(
                "ssl_disabled and other options of TLS exclude each other", remedy="leave one of them out"
            )
        given = {"ssl_disabled": True}
    wait = max(1, options.lock_timeout, options.statement_timeout)
    # A server that has died answers nothing; one that is alive has ended the statement by then.
    reading = {"read_timeout": wait + options.connect_timeout} if options.statement_timeout else {}
    together = {"client_flag": _FOUND_ROWS | _MULTI_STATEMENTS}
    arguments = {"connect_timeout": options.connect_timeout, "charset": "utf8mb4", **together, **reading, **given}
    return _address("mysql", "mysql+pymysql", options, arguments)


def _address(scheme: str, driver: str, options: ServerOptions, arguments: dict[str, Any]) -> Address:
    location = options.location.reveal()
    if not location.startswith("//"):
        raise StoreUnavailable(
            "the URL names no server", remedy=f"write {scheme}://user@host/database, or {scheme}:///database"
        )
    # Percent signs are decoded already, so that a password may hold any character: the last @ ends it.
    login, _, place = location[2:].rpartition("@")
    user, _, password = login.partition(":")
    machine, _, database = place.partition("/")
    host, port = _host_and_port(scheme, machine)
    if not database:
        raise StoreUnavailable(
            "the URL names no database", where=f"{scheme}://{machine}", remedy=f"write {scheme}://{machine}/database"
        )
    if options.password is not None:
        password = options.password.reveal()
    url = URL.create(driver, user or None, password or None, host or None, port, database)
    return Address(url, f"{scheme}://{machine}/{database}", arguments, password)


def _host_and_port(scheme: str, machine: str) -> tuple[str, int | None]:
    host, colon, port = machine.rpartition(":")
    if machine.startswith("[") and machine.endswith("]"):
        return machine[1:-1], None
    if not colon:
        return machine, None
    if not (port.isascii() and port.isdigit() and 0 < int(port) <= _PORTS):
        raise StoreUnavailable(
            f"{port!r} is no port", where=f"{scheme}://{machine}", remedy=f"write one from 1 to {_PORTS}"
        )
    return host.strip("[]"), int(port)
