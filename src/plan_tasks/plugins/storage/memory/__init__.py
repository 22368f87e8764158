"""The store in memory: nothing lasts, everything holds. For tests, examples and short-lived hosts.

`state` is everything of one tenant, `backend` begins units of work, `unit` is one, and `items`, `records` and `outbox`
are its parts. This module holds only the hook and the options.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from plan_tasks.plugging import PluginContext, documented, hookimpl
from plan_tasks.plugins.storage.memory.backend import MemoryBackend
from plan_tasks.plugins.storage.memory.unit import MemoryUnit
from plan_tasks.storage.contract import StorageType

__all__ = ["MemoryBackend", "MemoryOptions", "MemoryUnit", "plan_tasks_storage_backends"]


@attrs.frozen(kw_only=True)
class MemoryOptions:
    """Options of the store in memory.

    Attributes:
        timeout: Seconds to wait for another writer.
    """

    timeout: int = attrs.field(
        default=10,
        validator=attrs.validators.ge(0),
        metadata=documented("How long to wait for another writer.", unit="seconds, from 0 up"),
    )


def _open(options: MemoryOptions, _: PluginContext) -> MemoryBackend:
    return MemoryBackend(timeout=options.timeout)


@hookimpl
def plan_tasks_storage_backends() -> Iterator[StorageType[MemoryOptions]]:
    """Announces the store in memory."""
    yield StorageType(
        name="memory", summary="In memory: nothing lasts", options=MemoryOptions, factory=_open, schemes=("memory",)
    )
