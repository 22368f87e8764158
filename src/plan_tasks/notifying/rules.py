"""When somebody has to hear of an item, as data. Reading rules from a file is in `rule_files`."""

from __future__ import annotations

from typing import Any

import attrs

from plan_tasks.model import Health, ItemKind, Role, State, validators
from plan_tasks.model.validators import refuse

__all__ = ["DEFAULT_RULES", "DueRule"]

#: States in which something may still be asked of somebody; nobody is reminded of an item in any other.
OPEN_STATES = (State.DRAFT, State.ACTIVE, State.COMPLETION_REQUESTED)
_FURTHEST = 3_660  # days; a rule that reaches further is a slip of the pen


def _days_before(owner: Any, attribute: Any, value: Any) -> None:
    if (
        value.__class__ is not tuple
        or any(day.__class__ is not int or not 1 <= day <= _FURTHEST for day in value)
        or len(set(value)) < len(value)
    ):
        raise refuse(owner, attribute.name, value, f"a tuple of different whole numbers of days from 1 to {_FURTHEST}")


def _at_most_furthest(owner: Any, attribute: Any, value: Any) -> None:
    if value is not None and value > _FURTHEST:
        raise refuse(owner, attribute.name, value, f"a whole number from 1 to {_FURTHEST}, or None")


def _some_of(kind: type[Any]) -> Any:
    members = validators.instances_of(kind)

    def check(owner: Any, attribute: Any, value: Any) -> None:
        members(owner, attribute, value)
        if not value:
            names = ", ".join(member.value for member in kind)
            raise refuse(owner, attribute.name, value, f"one or more of {names}")

    return check


def _whole_or_none(owner: Any, attribute: Any, value: Any) -> None:
    if value is not None and value.__class__ is not int:
        raise refuse(owner, attribute.name, value, "a whole number of days, or None")


@attrs.frozen(kw_only=True)
class DueRule:
    """Reminds before a deadline, on the day, and again and again after it.

    Each of those is a step, counted in days past the due date: -7, -3, 0, 7, 14. An item has reached the highest step
    that is not later than today; the steps below it are superseded and no more sent.

    Attributes:
        name: What the outbox and people call it; unique among the rules of an office.
        before: So many days before, each from 1 up.
        on_day: Whether on the day itself.
        every_after: Every so many days after it, from 1 up; None for never.
        times_after: How often after it at the most, from 1 up.
        working_days: Whether days are working days of the office's calendar.
        roles: Owners in which roles hear of it; where no owner has one, the item's first owner does.
        kinds: For which kinds of items.
        states: For items in which states; completed, suspended and cancelled ones are never reminded of.
        healths: For items that stand so on the day; empty for all, and then nothing is judged.
        insist_from: From so many days past the due date on, a notice of which nobody knows whether it arrived is sent
            again, though it may arrive twice; None for never. A late notice is worth that, an early one is not.

    Example:
        >>> DueRule(name="due", before=(7, 3)).steps_before
        (-7, -3)
    """

    name: str = attrs.field(validator=validators.name())
    before: tuple[int, ...] = attrs.field(default=(), validator=_days_before)
    on_day: bool = attrs.field(default=True, validator=validators.instance_of(bool))
    every_after: int | None = attrs.field(default=None, validator=[validators.positive_whole, _at_most_furthest])
    times_after: int = attrs.field(default=10, validator=[validators.instance_of(int), validators.positive_whole])
    working_days: bool = attrs.field(default=False, validator=validators.instance_of(bool))
    roles: tuple[Role, ...] = attrs.field(default=(Role.LEAD,), validator=_some_of(Role))
    kinds: tuple[ItemKind, ...] = attrs.field(default=tuple(ItemKind), validator=_some_of(ItemKind))
    states: tuple[State, ...] = attrs.field(default=(State.ACTIVE,), validator=_some_of(State))
    healths: tuple[Health, ...] = attrs.field(default=(), validator=validators.instances_of(Health))
    insist_from: int | None = attrs.field(default=1, validator=_whole_or_none)

    def __attrs_post_init__(self) -> None:
        closed = [state for state in self.states if state not in OPEN_STATES]
        if closed:
            allowed = ", ".join(state.value for state in OPEN_STATES)
            raise refuse(self, "states", closed[0].value, f"states in which something is still to be done: {allowed}")
        if not self.before and not self.on_day and self.every_after is None:
            raise refuse(self, "before", (), "at least one step: days before, on_day, or every_after")

    @property
    def steps_before(self) -> tuple[int, ...]:
        """The steps before the due date, the earliest first."""
        return tuple(sorted(-day for day in self.before))

    @property
    def furthest(self) -> int:
        """How many days from the due date the furthest step lies, before or after it."""
        return max((*self.before, (self.every_after or 0) * self.times_after))

    def step(self, days: int) -> int | None:
        """The highest step that is reached.

        Args:
            days: Days past the due date; negative before it.

        Returns:
            Days past the due date at which that step lies; None when none is reached.

        Example:
            >>> rule = DueRule(name="due", before=(7, 3), every_after=7)
            >>> [rule.step(days) for days in (-8, -7, -4, -3, 0, 6, 7, 15)]
            [None, -7, -7, -3, 0, 0, 7, 14]
        """
        if self.every_after and days >= self.every_after:
            return min(days // self.every_after, self.times_after) * self.every_after
        if days >= 0:
            return 0 if self.on_day else None
        return max((-day for day in self.before if days >= -day), default=None)

    def occurrence(self, due: str, step: int) -> str:
        """Which of the rule's occasions it is, for a notice's key: a moved due date makes a new one.

        Args:
            due: The due date in ISO.
            step: A step.

        Returns:
            Due date and step.

        Example:
            >>> DueRule(name="due", before=(3,)).occurrence("2021-06-30", -3)
            '2021-06-30 -3d'
        """
        return f"{due} {step:+d}{'wd' if self.working_days else 'd'}"

    def insists(self, occurrence: str) -> bool:
        """Whether a notice of which nobody knows whether it arrived is sent again.

        Args:
            occurrence: As `occurrence` gave it.

        Example:
            >>> rule = DueRule(name="due", before=(3,), every_after=7)
            >>> rule.insists("2021-06-30 -3d"), rule.insists("2021-06-30 +7d")
            (False, True)
        """
        step = occurrence.rpartition(" ")[2].rstrip("wd")
        return self.insist_from is not None and int(step) >= self.insist_from


#: As offices do it: seven and three days before, on the day, and then weekly, to the lead unit.
DEFAULT_RULES: tuple[DueRule, ...] = (DueRule(name="due", before=(7, 3), every_after=7),)
