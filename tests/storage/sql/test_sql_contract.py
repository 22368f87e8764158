"""Stores on PostgreSQL and MariaDB keep the laws of storage, on real servers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from sqlalchemy import URL, Engine
from tests.storage.sql.servers import MYSQL, POSTGRESQL, engine_of, place

from plan_tasks.plugins.storage.sql.tables import tables
from plan_tasks.storage.contract import StorageBackend
from plan_tasks.testing.storage import StorageCase, StorageContract

_TABLES = ("tenant", "plan", "numbering", "item", "observation", "event", "outbox", "attempt", "setting", "commits")


class OnServer(StorageContract):
    """A class has a schema of its own; each law finds its tables empty."""

    server: ClassVar[URL]
    name: ClassVar[str]
    engine: ClassVar[Engine]
    runs = 5
    many = 2_000

    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def own_place(cls) -> Iterator[None]:
        with place(cls.server) as cls.name, pytest.MonkeyPatch.context() as environment:
            # That a commit waits for the disk is tried elsewhere; here it would only take time.
            environment.setenv("PGOPTIONS", "-c synchronous_commit=off")
            cls.engine = engine_of(cls.server, cls.name)
            yield
            cls.engine.dispose()

    def case(self, folder: Path) -> StorageCase:
        self.empty()
        url = self.url()
        return StorageCase(url=url, impatient_url=f"{url}&lock_timeout=1", tamper=self.tamper)

    def url(self) -> str:
        kind = "postgresql" if self.server.get_backend_name() == "postgresql" else "mysql"
        shown = self.server.set(drivername=kind).render_as_string(hide_password=False)
        plain = "" if kind == "postgresql" else "&ssl_disabled=true"
        return f"{shown}?schema={self.name}&prefix=x_{plain}"

    def empty(self) -> None:
        every = tables("x_", self.name)
        with self.engine.begin() as connection:
            if not connection.dialect.has_table(connection, "x_schema", schema=self.name):
                return
            for name in _TABLES:
                connection.execute(getattr(every, name).delete())

    def tamper(self, backend: StorageBackend, plan: str) -> None:
        event = tables("x_", self.name).event
        with self.engine.begin() as connection:
            connection.execute(
                event.update().where(event.c["plan"] == plan, event.c.sequence == 2).values(actor="nobody")
            )


class TestPostgresql(OnServer):
    server = POSTGRESQL


class TestMariadb(OnServer):
    server = MYSQL


del OnServer, StorageContract  # else pytest would collect them
