"""Hooks that ask the host application's rules: who may do what, and who hears of what, where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plan_tasks.plugging.markers import hookspec

if TYPE_CHECKING:
    from plan_tasks.model import ItemId, Owner
    from plan_tasks.notifying.contract import Notice, OwnerResolution, Routing
    from plan_tasks.plugging.verdicts import Decision

__all__ = ["plan_tasks_authorize", "plan_tasks_resolve_owners", "plan_tasks_route_notices"]


@hookspec.ask("plan_tasks.plugging.verdicts:Decision", fail_closed=True)
def plan_tasks_authorize(actor: str, action: str, items: tuple[ItemId, ...]) -> Decision | None:  # noqa: ARG001
    """Say whether somebody may do something.

    Called:
        Before each command, and before reads that name an actor; outside any unit of work. Plugins are asked until one
        answers: the host application's first, in the order of its list, then installed ones, then built-in ones.

    Arguments:
        actor: Who wants to act, by the name that the host application uses.
        action: The command's name, such as ``"report_progress"``.
        items: Identifiers of the items concerned; empty when the whole plan is.

    Return:
        A `Decision`, or None where this plugin has no opinion. When nobody has one, it is allowed.

    If it raises:
        The answer is no, with the plugin's name and what went wrong in it.

    Example:
        >>> from plan_tasks.plugging import Decision, hookimpl
        >>> @hookimpl
        ... def plan_tasks_authorize(actor, action):
        ...     if action == "confirm" and actor != "head-office":
        ...         return Decision(allowed=False, reason="only the head office confirms")
        ...     return None
        >>> plan_tasks_authorize(actor="guest", action="confirm").allowed
        False
    """
    return None


@hookspec.ask("plan_tasks.notifying.contract:Routing")
def plan_tasks_route_notices(notices: tuple[Notice, ...]) -> Routing | None:  # noqa: ARG001
    """Say by which channels notices go out, and to whom else.

    Called:
        When notices are put into the outbox, once for the whole batch. Plugins are asked until one answers.

    Arguments:
        notices: The notices that are due; a tuple of `Notice`, never empty.

    Return:
        A `Routing`, or None to leave it to the next plugin and in the end to the rules' own channels.

    If it raises:
        It is logged and counted against the plugin, and the next one is asked.

    Example:
        >>> from plan_tasks.plugging import hookimpl
        >>> @hookimpl
        ... def plan_tasks_route_notices(notices):
        ...     return None
    """
    return None


@hookspec.ask("plan_tasks.notifying.contract:OwnerResolution")
def plan_tasks_resolve_owners(owners: tuple[Owner, ...]) -> OwnerResolution | None:  # noqa: ARG001
    """Say which people and addresses stand behind owners.

    Called:
        When notices are decided and when a draft's owners are matched, once for the whole batch. Plugins are asked
        until one answers.

    Arguments:
        owners: The owners in question; a tuple of `Owner`, never empty.

    Return:
        An `OwnerResolution`, or None where this plugin knows none of them.

    If it raises:
        It is logged and counted against the plugin, and the next one is asked.

    Example:
        >>> from plan_tasks.plugging import hookimpl
        >>> @hookimpl
        ... def plan_tasks_resolve_owners(owners):
        ...     return None
    """
    return None
