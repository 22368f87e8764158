"""Hooks that ask the host application's rules: who may do what, who hears of what, where, and in which words.

Not here: who stands behind an owner. Directories say that (``plan_tasks_directories``), each for the owners that it
knows; a hook whose first answer counts would hide what the others know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plan_tasks.plugging.markers import hookspec

if TYPE_CHECKING:
    from plan_tasks.model import ItemId
    from plan_tasks.notifying.contract import Notice, Revision, Routing, WordedNotice
    from plan_tasks.plugging.verdicts import Decision

__all__ = ["plan_tasks_authorize", "plan_tasks_before_send", "plan_tasks_route_notices"]


@hookspec.ask("plan_tasks.plugging.verdicts:Decision", fail_closed=True)
def plan_tasks_authorize(actor: str, action: str, items: tuple[ItemId, ...]) -> Decision | None:  # noqa: ARG001
    """Say whether somebody may do something.

    Called:
        Before commands are carried out, once for each sort of command in the batch, outside any unit of work. Plugins
        are asked until one answers: the host application's first, in the order of its list, then installed ones, then
        built-in ones.

    Arguments:
        actor: Who wants to act, by the name that the host application uses.
        action: The command's name, such as ``"report_progress"``; also ``"create_plan"`` and ``"revise_plan"``.
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
        Before notices are put into the outbox, once for the whole batch. Plugins are asked until one answers: the host
        application's first, in the order of its list, then installed ones, then built-in ones.

    Arguments:
        notices: The notices that are due; a tuple of `Notice`, never empty.

    Return:
        A `Routing`, which names notices by their position, from 0; or None to leave it to the next plugin. What nobody
        routes goes through the channel that the caller asked for.

    If it raises:
        It is logged and counted against the plugin, and the next one is asked.

    Example:
        >>> from plan_tasks.notifying.contract import Routing
        >>> from plan_tasks.plugging import hookimpl
        >>> @hookimpl
        ... def plan_tasks_route_notices(notices):
        ...     late = [place for place, notice in enumerate(notices) if notice.step > 30]
        ...     return Routing(channels=dict.fromkeys(late, "console")) if late else None
        >>> plan_tasks_route_notices(notices=())
    """
    return None


@hookspec.ask("plan_tasks.notifying.contract:Revision")
def plan_tasks_before_send(notices: tuple[WordedNotice, ...]) -> Revision | None:  # noqa: ARG001
    """Change what notices say, or keep them from being sent.

    Called:
        When the words of notices have been made and their recipients are known, once for the whole batch, before they
        are put into the outbox: so what is stored is what is sent, the same at every try. What was queued before is
        not asked about again. Plugins are asked until one answers: the host application's first, in the order of its
        list, then installed ones, then built-in ones.

    Arguments:
        notices: What is about to be queued; a tuple of `WordedNotice`, never empty.

    Return:
        A `Revision`, which names notices by their position, from 0; or None to leave it to the next plugin. A notice's
        key stays, whatever is changed. One that is dropped is kept in the outbox as cancelled, with the reason.

    If it raises:
        It is logged and counted against the plugin, and the next one is asked.

    Example:
        >>> import attrs
        >>> from plan_tasks.notifying.contract import Revision
        >>> from plan_tasks.plugging import hookimpl
        >>> @hookimpl
        ... def plan_tasks_before_send(notices):
        ...     told = [place for place, notice in enumerate(notices) if notice.recipient == "mayor"]
        ...     return Revision(dropped=dict.fromkeys(told, "the mayor is told in person")) if told else None
        >>> plan_tasks_before_send(notices=())
    """
    return None
