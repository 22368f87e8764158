"""Checks on the way: when a share of the time allowed has passed (三阶段督查: a third, two thirds, the end)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, ClassVar

import attrs

from plan_tasks.model import validators
from plan_tasks.model.validators import refuse
from plan_tasks.notifying.rules import checks
from plan_tasks.notifying.rules.selecting import Rule

__all__ = ["THREE_STAGES", "ShareRule", "shares"]

#: The three stages at which offices check: a third, two thirds, and the end of the time allowed.
THREE_STAGES = (Fraction(1, 3), Fraction(2, 3), Fraction(1))


def shares(owner: Any, attribute: Any, value: Any) -> None:
    """Accepts a tuple of different shares above 0, up to 1."""
    if (
        value.__class__ is not tuple
        or not value
        or any(share.__class__ is not Fraction or not 0 < share <= 1 for share in value)
        or len(set(value)) < len(value)
    ):
        raise refuse(owner, attribute.name, value, 'one or more different shares above 0, up to 1, such as "1/3"')


@attrs.frozen(kw_only=True)
class ShareRule(Rule):
    """Asks how far an item is when a share of its time has passed.

    The time allowed runs from the item's first day to its due date, both included. A share is reached on the first day
    at whose end so much of it has passed. Time of more than ten years has no checks.

    Attributes:
        at: The shares, as fractions.
        working_days: Whether time is counted in working days of the office's calendar.
        within: For how many days of the calendar a share that was reached is still told, from 1 up: after a longer gap
            it is too late to check.

    The rest are those of `Rule`.

    Example:
        >>> ShareRule(name="stages").occurrence("2021-06-30", THREE_STAGES[0])
        '2021-06-30 1/3'
    """

    type: ClassVar[str] = "share"
    has_deadline: ClassVar[bool] = True

    at: tuple[Fraction, ...] = attrs.field(default=THREE_STAGES, validator=shares)
    working_days: bool = attrs.field(default=False, validator=validators.instance_of(bool))
    within: int = attrs.field(default=7, validator=checks.span(1))

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        checks.check_open(self, self.states)

    def share(self, passed: Fraction) -> Fraction | None:
        """The highest share that is reached; None when none is.

        Args:
            passed: Share of the time that has passed.
        """
        return max((share for share in self.at if passed >= share), default=None)

    def occurrence(self, due: str, share: Fraction) -> str:
        """Which of the rule's occasions it is: due date and share."""
        return f"{due} {share}"
