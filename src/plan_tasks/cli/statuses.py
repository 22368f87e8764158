"""Exit statuses, and which error leads to which."""

from __future__ import annotations

from plan_tasks.errors import Conflict, DeliveryError, PlanTasksError, PluginError, PluginOptionsError, StorageError

__all__ = ["DONE", "FAILED", "NO", "WRONG", "status_of"]

DONE = 0
NO = 1
"""The answer is "no": a check failed."""
WRONG = 2
"""Bad usage or bad input."""
FAILED = 3
"""A store, plugin or network failed."""


def status_of(error: PlanTasksError) -> int:
    """The exit status for an error.

    Example:
        >>> from plan_tasks.errors import Conflict, UnknownName
        >>> status_of(UnknownName("no such item")), status_of(Conflict("m1", seen=1, stored=2))
        (2, 2)
        >>> from plan_tasks.errors import StoreUnavailable
        >>> status_of(StoreUnavailable("the store is locked"))
        3
    """
    if isinstance(error, (PluginOptionsError, Conflict)):  # a stale version is what was given; the store works
        return WRONG
    return FAILED if isinstance(error, (StorageError, PluginError, DeliveryError)) else WRONG
