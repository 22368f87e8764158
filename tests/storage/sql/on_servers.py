"""The laws of storage on a real server: a class has a schema of its own, and each law finds its tables empty."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

import attrs
import pytest
from sqlalchemy import URL, Connection, Dialect, Engine
from tests.storage.sql.servers import empty, engine_of, place

from plan_tasks.plugins.storage.sql import ServerOptions, connecting
from plan_tasks.plugins.storage.sql.servers import Server
from plan_tasks.plugins.storage.sql.tables import tables
from plan_tasks.plugins.storage.sql.urls import Address
from plan_tasks.storage.contract import StorageBackend
from plan_tasks.testing.storage import AdministrationContract, StorageCase, StorageContract

__all__ = ["OnServer"]

_PREFIX = "x_"


@attrs.frozen
class _Kept:
    """An engine whose connections stay open for the next law, however often a store is closed."""

    engine: Engine

    @property
    def dialect(self) -> Dialect:
        return self.engine.dialect

    def connect(self) -> Connection:
        return self.engine.connect()

    def dispose(self, *, close: bool = True) -> None:
        if not close:  # after a fork
            self.engine.dispose(close=False)


@contextmanager
def _kept_engines(environment: pytest.MonkeyPatch) -> Iterator[None]:
    """Stores at one address share their connections meanwhile: to connect takes longer than most laws."""
    make: Callable[[Address, ServerOptions, Server], Engine] = connecting._engine
    kept: dict[tuple[URL, ServerOptions], _Kept] = {}

    def engine(address: Address, options: ServerOptions, server: Server) -> _Kept:
        key = (address.url, options)
        if key not in kept:
            kept[key] = _Kept(make(address, options, server))
        return kept[key]

    environment.setattr(connecting, "_engine", engine)
    yield
    for each in kept.values():
        each.engine.dispose()


class OnServer(AdministrationContract, StorageContract):
    """Give the class a server, and a name that pytest collects."""

    server: ClassVar[URL]
    name: ClassVar[str]
    engine: ClassVar[Engine]
    runs = 5
    many = 2_000

    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def own_place(cls) -> Iterator[None]:
        with place(cls.server) as cls.name, pytest.MonkeyPatch.context() as environment, _kept_engines(environment):
            # That a commit waits for the disk is tried elsewhere; here it would only take time.
            environment.setenv("PGOPTIONS", "-c synchronous_commit=off")
            cls.engine = engine_of(cls.server, cls.name)
            yield
            cls.engine.dispose()

    def case(self, folder: Path) -> StorageCase:
        with self.engine.begin() as connection:
            empty(connection, tables(_PREFIX, self.name))
        url = self.url()
        return StorageCase(url=url, impatient_url=f"{url}&lock_timeout=1", tamper=self.tamper)

    def url(self) -> str:
        kind = "postgresql" if self.server.get_backend_name() == "postgresql" else "mysql"
        shown = self.server.set(drivername=kind).render_as_string(hide_password=False)
        plain = "" if kind == "postgresql" else "&ssl_disabled=true"
        return f"{shown}?schema={self.name}&prefix={_PREFIX}{plain}"

    def tamper(self, backend: StorageBackend, plan: str) -> None:
        event = tables(_PREFIX, self.name).event
        with self.engine.begin() as connection:
            connection.execute(
                event.update().where(event.c["plan"] == plan, event.c.sequence == 2).values(actor="nobody")
            )
