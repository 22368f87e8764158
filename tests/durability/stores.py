"""An empty store of each kind, for as long as it is wanted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.storage.sql.servers import MYSQL, POSTGRESQL, place

__all__ = ["EMBEDDED", "SERVERS", "STORES", "fresh"]

EMBEDDED: Final = ("sqlite", "json")
SERVERS: Final = ("postgresql", "mariadb")
STORES: Final = (*EMBEDDED, *SERVERS)


@contextmanager
def fresh(store: str, folder: Path) -> Iterator[str]:
    """The URL of an empty store, which is gone afterwards where it is on a server.

    Args:
        store: One of `STORES`.
        folder: An empty folder for a store of files.
    """
    if store == "sqlite":
        yield f"sqlite:///{folder / 'plan.db'}"
    elif store == "json":
        yield f"json://{folder / 'plans'}"
    else:
        server = POSTGRESQL if store == "postgresql" else MYSQL
        with place(server) as name:
            shown = server.set(drivername="postgresql" if store == "postgresql" else "mysql")
            plain = "" if store == "postgresql" else "&ssl_disabled=true"
            yield f"{shown.render_as_string(hide_password=False)}?schema={name}{plain}"
