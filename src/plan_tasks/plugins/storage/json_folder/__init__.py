"""A folder of JSON for people who keep their plans in git: one plan a file, its history and its values beside it.

`names` says which file holds what, `disk` writes so that it lasts, `locking` lets one process write at a time,
`journal` makes changes of several files one, `planfile`, `records` and `history` are the formats of the files,
`looking` reads a state that is whole, `editing` takes up what people changed by hand, `backend` begins units of work,
`unit` is one with its parts. This module holds only the hook and the options.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from plan_tasks.plugging import PluginContext, documented, hookimpl
from plan_tasks.storage.contract import StorageBackend, StorageType

__all__ = ["JsonFolderOptions", "plan_tasks_storage_backends"]


@attrs.frozen(kw_only=True)
class JsonFolderOptions:
    """Options of the folder of JSON.

    Attributes:
        location: ``folder`` or ``///absolute/folder``, as it stands in the URL.
        create: Whether a folder that is not there is made.
        timeout: Seconds to wait for another writer.
    """

    location: str = attrs.field(
        metadata=documented("Which folder, as it stands in the URL.", example="///srv/plans"),
    )
    create: bool = attrs.field(default=True, metadata=documented("Whether a folder that is not there is made."))
    timeout: int = attrs.field(
        default=10,
        validator=attrs.validators.ge(0),
        metadata=documented("How long to wait for another writer.", unit="seconds, from 0 up"),
    )


def _open(options: JsonFolderOptions, _: PluginContext) -> StorageBackend:
    from plan_tasks.plugins.storage.json_folder.backend import JsonFolderBackend

    return JsonFolderBackend.open(options.location, create=options.create, timeout=options.timeout)


@hookimpl
def plan_tasks_storage_backends() -> Iterator[StorageType[JsonFolderOptions]]:
    """Announces the folder of JSON."""
    yield StorageType(
        name="json",
        summary="A folder of JSON files: durable, reviewable, made for git",
        options=JsonFolderOptions,
        factory=_open,
        schemes=("json",),
    )
