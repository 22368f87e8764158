"""What the tests of stores on servers share: an empty place on each server, with our tables in it or without."""

from __future__ import annotations

from collections.abc import Iterator

import attrs
import pytest
from sqlalchemy import URL, Engine
from tests.storage.sql.servers import MYSQL, POSTGRESQL, engine_of, place


@attrs.frozen
class Ground:
    """A schema or database of its own on a server.

    Attributes:
        server: The server.
        name: The schema's or database's name.
        engine: Connects to it; on PostgreSQL the schema is where names are looked for.
    """

    server: URL
    name: str
    engine: Engine

    @property
    def postgres(self) -> bool:
        """Whether it is on PostgreSQL."""
        return self.server.get_backend_name() == "postgresql"

    def url(self, **options: object) -> str:
        """The URL of a store there."""
        kind = "postgresql" if self.postgres else "mysql"
        shown = self.server.set(drivername=kind).render_as_string(hide_password=False)
        given = {"schema": self.name, **({} if self.postgres else {"ssl_disabled": "true"}), **options}
        return f"{shown}?{'&'.join(f'{name}={value}' for name, value in given.items())}"


@pytest.fixture(scope="module", params=[POSTGRESQL, MYSQL], ids=["postgresql", "mariadb"])
def shared_ground(request: pytest.FixtureRequest) -> Iterator[Ground]:
    """A place that all tests of a module share, on each server in turn: making tables takes its time."""
    with place(request.param) as name:
        engine = engine_of(request.param, name)
        yield Ground(request.param, name, engine)
        engine.dispose()


@pytest.fixture(params=[POSTGRESQL, MYSQL], ids=["postgresql", "mariadb"])
def ground(request: pytest.FixtureRequest) -> Iterator[Ground]:
    """An empty place, on each server in turn."""
    with place(request.param) as name:
        engine = engine_of(request.param, name)
        yield Ground(request.param, name, engine)
        engine.dispose()
