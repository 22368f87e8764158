"""Hooks round a change: before it is stored, and after."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from plan_tasks.plugging.markers import hookspec

if TYPE_CHECKING:
    from plan_tasks.plugging.verdicts import Objection
    from plan_tasks.storage.contract import Receipt
    from plan_tasks.workflow.changes import Change, ChangeView

__all__ = ["plan_tasks_changes_committed", "plan_tasks_validate_changes"]


@hookspec.guard()
def plan_tasks_validate_changes(changes: tuple[Change, ...], view: ChangeView) -> Iterable[Objection]:  # noqa: ARG001
    """Object to changes before they are stored.

    Called:
        In the unit of work that is about to commit, once for the whole batch. The store is locked for writing
        meanwhile: be quick, and do not call the tracker.

    Arguments:
        changes: What is about to be stored, each with the item before and after; a tuple of `Change`, never empty.
        view: The plan's header and the moment of recording; a `ChangeView`.

    Return:
        Yields an `Objection` for each thing that must not be; nothing when all is well. All objections of all
        plugins are reported together.

    If it raises:
        The change is refused, whatever was raised, and nothing is stored. `ChangeRefused` is an objection in other
        words; anything else is reported as a failure of the plugin, by name.

    Example:
        >>> from plan_tasks.plugging import Objection, hookimpl
        >>> @hookimpl
        ... def plan_tasks_validate_changes(changes):
        ...     for change in changes:
        ...         if change.actor == "guest":
        ...             yield Objection(reason="guests only read", item=change.after.id)
        >>> list(plan_tasks_validate_changes(changes=()))
        []
    """
    return ()


@hookspec.observe()
def plan_tasks_changes_committed(changes: tuple[Change, ...], receipt: Receipt) -> None:
    """Hear of changes that have been stored.

    Called:
        After the commit, when the change is durable, once for the whole batch, in the order of plugin names.

    Arguments:
        changes: What was stored, each with the item before and after; a tuple of `Change`, never empty.
        receipt: New versions and events, as the store made them durable; a `Receipt`.

    Return:
        Nothing.

    If it raises:
        It is logged and counted against the plugin; the others are still told, and the change stays.

    Example:
        >>> from plan_tasks.plugging import hookimpl
        >>> heard = []
        >>> @hookimpl
        ... def plan_tasks_changes_committed(changes, receipt):
        ...     heard.extend(receipt.versions)
    """
