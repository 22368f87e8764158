"""Checks of the fields of rules, each of which says what would be right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from plan_tasks.model import State, validators
from plan_tasks.model.validators import refuse

__all__ = ["FURTHEST", "OPEN_STATES", "check_open", "days", "different_days", "names", "one_or_more", "span"]

#: States in which something may still be asked of somebody; nobody is reminded of an item in any other.
OPEN_STATES: Final = (State.DRAFT, State.ACTIVE, State.COMPLETION_REQUESTED)
#: The most days that a rule may reach; one that reaches further is a slip of the pen.
FURTHEST: Final = 3_660

_is_name = validators.name()


def days(owner: Any, attribute: Any, value: Any) -> None:
    """Accepts a whole number of days, also below 0, or None."""
    if value is not None and value.__class__ is not int:
        raise refuse(owner, attribute.name, value, "a whole number of days, or None")


def span(least: int, *, optional: bool = False) -> Callable[[Any, Any, Any], None]:
    """Accepts a whole number of days that is not beyond what a rule may reach."""

    def check(owner: Any, attribute: Any, value: Any) -> None:
        if optional and value is None:
            return
        if value.__class__ is not int or not least <= value <= FURTHEST:
            none = ", or None" if optional else ""
            raise refuse(owner, attribute.name, value, f"a whole number from {least} to {FURTHEST}{none}")

    return check


def different_days(owner: Any, attribute: Any, value: Any) -> None:
    """Accepts a tuple of different days, each from 1 up."""
    if (
        value.__class__ is not tuple
        or any(day.__class__ is not int or not 1 <= day <= FURTHEST for day in value)
        or len(set(value)) < len(value)
    ):
        raise refuse(owner, attribute.name, value, f"a tuple of different whole numbers of days from 1 to {FURTHEST}")


def names(owner: Any, attribute: Any, value: Any) -> None:
    """Accepts a tuple of identifiers."""
    if value.__class__ is not tuple:
        raise refuse(owner, attribute.name, value, "a tuple of identifiers")
    for each in value:
        _is_name(owner, attribute, each)


def one_or_more(kind: type[Any]) -> Callable[[Any, Any, Any], None]:
    """Accepts a tuple of at least one member of a closed set."""
    members = validators.instances_of(kind)

    def check(owner: Any, attribute: Any, value: Any) -> None:
        members(owner, attribute, value)
        if not value:
            allowed = ", ".join(member.value for member in kind)
            raise refuse(owner, attribute.name, value, f"one or more of {allowed}")

    return check


def check_open(owner: Any, states: tuple[State, ...]) -> None:
    """Refuses states in which nothing is left to be done."""
    closed = [state for state in states if state not in OPEN_STATES]
    if closed:
        allowed = ", ".join(state.value for state in OPEN_STATES)
        raise refuse(owner, "states", closed[0].value, f"states in which something is still to be done: {allowed}")
