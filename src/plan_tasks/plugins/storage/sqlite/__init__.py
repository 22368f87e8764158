"""The embedded store: one SQLite file, through the standard library.

`schema` holds the tables and how older ones become newer, `connecting` opens files and turns SQLite's errors into
ours, `forking` keeps them from child processes, `backend` begins units of work, `session` is one, and `items`,
`records` and `outbox` are its parts. This module holds only the hook and the options.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from plan_tasks.plugging import PluginContext, documented, hookimpl
from plan_tasks.storage.contract import StorageBackend, StorageType

__all__ = ["SqliteOptions", "plan_tasks_storage_backends"]


@attrs.frozen(kw_only=True)
class SqliteOptions:
    """Options of the SQLite store.

    Attributes:
        location: ``///relative.db`` or ``////absolute.db``, as it stands in the URL.
        create: Whether a file that is not there is made.
        timeout: Seconds to wait for another writer.
    """

    location: str = attrs.field(
        metadata=documented("Which file, as it stands in the URL.", example="////srv/plan.db"),
    )
    create: bool = attrs.field(default=True, metadata=documented("Whether a file that is not there is made."))
    timeout: int = attrs.field(
        default=10,
        validator=attrs.validators.ge(0),
        metadata=documented("How long to wait for another writer.", unit="seconds, from 0 up"),
    )


def _open(options: SqliteOptions, context: PluginContext) -> StorageBackend:
    from plan_tasks.plugins.storage.sqlite.backend import SqliteBackend

    return SqliteBackend.open(options.location, create=options.create, timeout=options.timeout, timings=context.timings)


@hookimpl
def plan_tasks_storage_backends() -> Iterator[StorageType[SqliteOptions]]:
    """Announces the SQLite store."""
    yield StorageType(
        name="sqlite",
        summary="One SQLite file: durable, several processes, nothing to install",
        options=SqliteOptions,
        factory=_open,
        schemes=("sqlite",),
    )
