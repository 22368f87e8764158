"""Hooks of a tracker's own life."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plan_tasks.plugging.markers import hookspec

if TYPE_CHECKING:
    from plan_tasks.tracker import Tracker

__all__ = ["plan_tasks_closing", "plan_tasks_opened"]


@hookspec.observe()
def plan_tasks_opened(tracker: Tracker) -> None:
    """Hear that a tracker is open.

    Called:
        Once, when the store is open and everything else is in place, in the order of plugin names.

    Arguments:
        tracker: The `Tracker`; it may be used and kept.

    Return:
        Nothing.

    If it raises:
        It is logged and counted against the plugin; the others are still told, and the tracker stays open.

    Example:
        >>> from plan_tasks.plugging import hookimpl
        >>> trackers = []
        >>> @hookimpl
        ... def plan_tasks_opened(tracker):
        ...     trackers.append(tracker)
    """


@hookspec.observe()
def plan_tasks_closing(tracker: Tracker) -> None:
    """Hear that a tracker is about to close.

    Called:
        Once, while the store is still open, in the order of plugin names.

    Arguments:
        tracker: The `Tracker`; it must not be used afterwards.

    Return:
        Nothing.

    If it raises:
        It is logged and counted against the plugin; the others are still told, and the tracker closes.

    Example:
        >>> from plan_tasks.plugging import hookimpl
        >>> @hookimpl
        ... def plan_tasks_closing(tracker):
        ...     print("closing")
    """
