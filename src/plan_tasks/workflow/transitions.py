"""Which state allows which command: one table."""

from __future__ import annotations

from plan_tasks.errors import IllegalTransition
from plan_tasks.model import Item, State
from plan_tasks.workflow.commands import Command

__all__ = ["ALLOWED", "allowed_commands", "check_allowed"]

#: State -> commands that an item in that state can take. An open extension is checked on top of this.
ALLOWED: dict[State, frozenset[str]] = {
    State.DRAFT: frozenset({"activate", "assign", "unassign", "revise", "cancel"}),
    State.ACTIVE: frozenset(
        {
            "assign",
            "unassign",
            "report_progress",
            "reach_milestone",
            "observe",
            "revise",
            "suspend",
            "request_completion",
            "request_extension",
            "approve_extension",
            "refuse_extension",
            "cancel",
        }
    ),
    State.COMPLETION_REQUESTED: frozenset({"confirm", "refuse_completion", "observe", "assign", "unassign"}),
    State.COMPLETED: frozenset({"observe", "reopen"}),
    State.SUSPENDED: frozenset({"resume", "assign", "unassign", "observe", "revise", "cancel"}),
    State.CANCELLED: frozenset({"reopen"}),
}


def allowed_commands(item: Item) -> tuple[str, ...]:
    """The commands that an item can take as it stands.

    Args:
        item: The item.

    Returns:
        Names of commands, sorted.

    Example:
        >>> from plan_tasks.model import Measure
        >>> allowed_commands(Measure(id="m1", title="Open the library", state=State.COMPLETED))
        ('observe', 'reopen')
    """
    names = ALLOWED[item.state]
    if item.extension is None:
        names -= {"approve_extension", "refuse_extension"}
    else:
        names -= {"request_extension"}
    return tuple(sorted(names))


def check_allowed(item: Item, command: Command) -> None:
    """Refuses a command that the item cannot take.

    Raises:
        IllegalTransition: With the commands that it can.
    """
    allowed = allowed_commands(item)
    if command.name in allowed:
        return
    standing = f"{item.id} is {item.state.en}"
    if command.name in ALLOWED[item.state]:
        standing += ", with a request to extend open" if item.extension else ", with no request to extend open"
    raise IllegalTransition(f"{standing}: it cannot take '{command.name}'", remedy=f"it can take {', '.join(allowed)}")
