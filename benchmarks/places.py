"""Empty stores of their own, in a folder or on a server, for one measurement each; and how large they are."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import attrs
from sqlalchemy import URL, Engine, NullPool, create_engine, make_url
from sqlalchemy.exc import SQLAlchemyError

from benchmarks.harness import Line, Run

__all__ = ["Place", "kinds", "postgresql", "reachable", "store"]


@attrs.frozen
class Place:
    """A store that is not made yet.

    Attributes:
        kind: ``sqlite``, ``json``, ``postgresql`` or ``mysql``.
        url: Its URL.
        where: Its folder, or the name of its schema (MySQL: database).
        server: Where the server is; None for a folder.
    """

    kind: str
    url: str
    where: str
    server: URL | None = None

    def engine(self, width: int = 1) -> Engine:
        """Connects to the schema, for others than the library."""
        assert self.server is not None
        if self.kind == "postgresql":
            options = {"options": f"-c search_path={self.where}"}
            return create_engine(self.server, pool_size=width, connect_args=options)
        return create_engine(self.server.set(database=self.where), pool_size=width, connect_args={"ssl_disabled": True})

    def dsn(self) -> str:
        """Where psycopg finds the schema."""
        assert self.server is not None
        plain = self.server.set(drivername="postgresql").render_as_string(hide_password=False)
        return f"{plain}?options=-csearch_path%3D{self.where}"

    def size(self) -> int:
        """Bytes that the store takes, once what is dead in it has been given back."""
        if self.server is None:
            return sum(file.stat().st_size for file in Path(self.where).rglob("*") if file.is_file())
        return _size(self)


def _size(place: Place) -> int:
    assert place.server is not None
    engine = create_engine(place.server, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=_plain(place))
    with engine.connect() as connection:
        listed = "SELECT table_name FROM information_schema.tables WHERE table_schema = %s"
        names = [name for (name,) in connection.exec_driver_sql(listed, (place.where,))]
        total = 0
        for name in names:
            if place.kind == "postgresql":
                connection.exec_driver_sql(f'VACUUM FULL "{place.where}"."{name}"')
                asked = f'SELECT pg_total_relation_size(\'"{place.where}"."{name}"\')'
                total += connection.exec_driver_sql(asked).scalar_one()
            else:
                connection.exec_driver_sql(f"OPTIMIZE TABLE `{place.where}`.`{name}`").all()
                asked = (
                    "SELECT data_length + index_length FROM information_schema.tables"
                    " WHERE table_schema = %s AND table_name = %s"
                )
                total += int(connection.exec_driver_sql(asked, (place.where, name)).scalar_one())
        return total


def _plain(place: Place) -> dict[str, object]:
    return {"ssl_disabled": True} if place.kind == "mysql" else {}


def _server(url: str) -> tuple[str, URL]:
    kind = make_url(url).get_backend_name()
    driver = {"postgresql": "postgresql+psycopg", "mysql": "mysql+pymysql"}.get(kind, kind)
    return kind, make_url(url).set(drivername=driver, query={})


def reachable(run: Run, goal: str) -> tuple[list[str], list[Line]]:
    """The servers that answer, and a line for each that does not."""
    found: list[str] = []
    lines: list[Line] = []
    for url in run.stores:
        try:
            kind, server = _server(url)
            plain = {"ssl_disabled": True} if kind == "mysql" else {}
            engine = create_engine(server, poolclass=NullPool, connect_args={"connect_timeout": 3, **plain})
            engine.connect().close()
            found.append(url)
        except (SQLAlchemyError, ImportError) as error:
            lines.append(Line(goal, f"{url.partition(':')[0]}: not measured", str(error).splitlines()[0][:100]))
    return found, lines


def postgresql(run: Run, goal: str) -> tuple[list[str], list[Line]]:
    """Likewise, of PostgreSQL servers alone."""
    found, lines = reachable(run, goal)
    return [url for url in found if url.startswith("postgresql")], [each for each in lines if "postgresql" in each.what]


def kinds(run: Run, goal: str) -> tuple[list[str], list[Line]]:
    """All stores that can be measured: the two kinds of folder, and the servers that answer."""
    found, lines = reachable(run, goal)
    return ["sqlite", "json", *found], lines


@contextmanager
def store(kind: str, folder: Path, **options: object) -> Iterator[Place]:
    """A store of its own.

    Args:
        kind: ``sqlite``, ``json``, or the URL of a server.
        folder: Where a store of files lies.
        options: Further options of a server's URL.
    """
    name = f"bench_{uuid.uuid4().hex[:12]}"
    if kind in ("sqlite", "json"):
        where = folder / name
        where.mkdir()
        yield Place(kind, f"sqlite:///{where / 'plan.db'}" if kind == "sqlite" else f"json:{where}", str(where))
        return
    kept, server = _server(kind)
    word = "SCHEMA" if kept == "postgresql" else "DATABASE"
    place = Place(kept, _url(kind, schema=name, **options), name, server)
    _execute(place, f"CREATE {word} {name}")
    try:
        yield place
    finally:
        _execute(place, f"DROP {word} {name}" + (" CASCADE" if word == "SCHEMA" else ""))


def _url(url: str, **options: object) -> str:
    given = "&".join(f"{name}={value}" for name, value in options.items())
    return f"{url}{'&' if '?' in url else '?'}{given}"


def _execute(place: Place, statement: str) -> None:
    assert place.server is not None
    engine = create_engine(place.server, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=_plain(place))
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
