"""When somebody has to hear of an item, as data."""

from __future__ import annotations

from typing import Any

import attrs

from plan_tasks.model import ItemKind, Role, validators
from plan_tasks.model.validators import refuse

__all__ = ["DEFAULT_RULES", "DueRule"]


def _days_before(owner: Any, attribute: Any, value: Any) -> None:
    if value.__class__ is not tuple or any(day.__class__ is not int or day < 1 for day in value):
        raise refuse(owner, attribute.name, value, "a tuple of whole numbers of days from 1 up")


@attrs.frozen(kw_only=True)
class DueRule:
    """Reminds before a deadline, on the day, and again and again after it.

    Attributes:
        name: What the outbox and people call it.
        before: So many days before.
        on_day: Whether on the day itself.
        every_after: Every so many days after it; None for never.
        times_after: How often after it at the most.
        working_days: Whether days are working days of the office's calendar.
        roles: Owners in which roles hear of it; where no owner has one, the item's first owner does.
        kinds: For which kinds of items.

    Example:
        >>> DueRule(name="due", before=(7, 3)).before
        (7, 3)
    """

    name: str = attrs.field(validator=validators.name())
    before: tuple[int, ...] = attrs.field(default=(), validator=_days_before)
    on_day: bool = attrs.field(default=True, validator=validators.instance_of(bool))
    every_after: int | None = attrs.field(default=None, validator=validators.positive_whole)
    times_after: int = attrs.field(default=10, validator=validators.positive_whole)
    working_days: bool = attrs.field(default=False, validator=validators.instance_of(bool))
    roles: tuple[Role, ...] = attrs.field(default=(Role.LEAD,), validator=validators.instances_of(Role))
    kinds: tuple[ItemKind, ...] = attrs.field(default=tuple(ItemKind), validator=validators.instances_of(ItemKind))

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
        reached = [-day for day in self.before if days >= -day]
        return max(reached, default=None)


#: Seven and three days before, on the day, then weekly; to the lead unit.
DEFAULT_RULES: tuple[DueRule, ...] = (DueRule(name="due", before=(7, 3), every_after=7),)
