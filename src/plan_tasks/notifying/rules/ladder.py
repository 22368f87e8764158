"""A ladder of levels (三色督办: blue, yellow, orange, red): the next step only where the last one did not help."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

import attrs

from plan_tasks.model import Role, validators
from plan_tasks.model.validators import refuse
from plan_tasks.notifying.facts import Level
from plan_tasks.notifying.rules import checks
from plan_tasks.notifying.rules.selecting import Rule

__all__ = ["LadderRule", "Rung"]


def _left(owner: Any, attribute: Any, value: Any) -> None:
    if value is not None and (value.__class__ is not Fraction or not 0 < value < 1):
        raise refuse(owner, attribute.name, value, 'a share of the time between 0 and 1, such as "30%", or None')


def _points(owner: Any, attribute: Any, value: Any) -> None:
    if value is not None and (value.__class__ is not Decimal or not 0 < value <= 100):
        raise refuse(owner, attribute.name, value, 'points of a hundred above 0, such as "10", or None')


@attrs.frozen(kw_only=True)
class Rung:
    """One step of a ladder. When it is reached is said in one way out of three.

    Attributes:
        level: How urgent it is.
        days: So many days past the due date; negative before it.
        left: When so much of the time allowed is left, or less.
        behind: When the item is so many points of a hundred behind its pace, or more.
        roles: Owners in which roles hear of it; empty for the rule's.
        to_office: Whether the office hears of it.

    Example:
        >>> Rung(level=Level.ORANGE, days=3, roles=(Role.LEAD, Role.LEADER)).mark(working_days=True)
        'orange +3wd'
        >>> Rung(level=Level.YELLOW, left=Fraction(3, 10)).mark(working_days=False)
        'yellow left 3/10'
    """

    level: Level = attrs.field(validator=validators.term(Level))
    days: int | None = attrs.field(default=None, validator=checks.days)
    left: Fraction | None = attrs.field(default=None, validator=_left)
    behind: Decimal | None = attrs.field(default=None, validator=_points)
    roles: tuple[Role, ...] = attrs.field(default=(), validator=validators.instances_of(Role))
    to_office: bool = attrs.field(default=False, validator=validators.instance_of(bool))

    def __attrs_post_init__(self) -> None:
        if sum(way is not None for way in (self.days, self.left, self.behind)) != 1:
            raise refuse(self, "days", self.days, "one of days, left and behind, and no other")
        if self.days is not None and abs(self.days) > checks.FURTHEST:
            raise refuse(self, "days", self.days, f"a whole number from {-checks.FURTHEST} to {checks.FURTHEST}")

    def mark(self, *, working_days: bool) -> str:
        """What stands for it in an occasion."""
        if self.days is not None:
            return f"{self.level.value} {self.days:+d}{'wd' if working_days else 'd'}"
        way = f"left {self.left}" if self.left is not None else f"behind {self.behind}"
        return f"{self.level.value} {way}"


@attrs.frozen(kw_only=True)
class LadderRule(Rule):
    """A ladder of levels: the next step goes out only if the last one was delivered and nothing came of it.

    An item stands on the highest step by time that it has reached, in the order in which they are listed; until its
    deadline it stands on one behind pace as well, if that is listed above the other. A step of another level waits
    while a lower one is on its way. The clock stands still while an extension is open, and for some days after a
    return. A moved deadline begins anew.

    Attributes:
        steps: The steps, the gentlest first; levels never go down.
        working_days: Whether days and shares of time are counted in working days of the office's calendar.
        rest: For how many days (working days where those are counted) a return holds the ladder, from 0 up: so long
            the office has to judge it.

    The rest are those of `Rule`.

    Example:
        >>> ladder = LadderRule(name="ladder", steps=(Rung(level=Level.BLUE, days=-3), Rung(level=Level.RED, days=5)))
        >>> ladder.occurrence("2021-06-30", 1)
        '2021-06-30 red +5d'
        >>> ladder.insists("2021-06-30 red +5d"), ladder.insists("2021-06-30 blue -3d")
        (True, False)
    """

    type: ClassVar[str] = "ladder"
    has_deadline: ClassVar[bool] = True

    steps: tuple[Rung, ...] = attrs.field(validator=validators.instances_of(Rung))
    working_days: bool = attrs.field(default=False, validator=validators.instance_of(bool))
    rest: int = attrs.field(default=3, validator=checks.span(0))

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        checks.check_open(self, self.states)
        if not self.steps:
            raise refuse(self, "steps", (), "one or more steps")
        order = [list(Level).index(step.level) for step in self.steps]
        if order != sorted(order):
            raise refuse(self, "steps", [step.level.value for step in self.steps], "levels that never go down")
        days = [step.days for step in self.steps if step.days is not None]
        if days != sorted(set(days)):
            raise refuse(self, "steps", days, "different days in the order of time")
        marks = [step.mark(working_days=self.working_days) for step in self.steps]
        if len(set(marks)) < len(marks):
            raise refuse(self, "steps", marks, "steps that differ")
        if any(step.to_office for step in self.steps) and not self.office:
            raise refuse(self, "office", "", "the id of the owner that is the office, since a step reaches it")

    @property
    def judges(self) -> bool:
        """Whether it asks how items stand."""
        return bool(self.healths) or any(step.behind is not None for step in self.steps)

    @property
    def furthest(self) -> int:
        """How many days from the due date the furthest step lies, before or after it."""
        return max((abs(step.days) for step in self.steps if step.days is not None), default=0)

    def occurrence(self, due: str, index: int, month: str = "") -> str:
        """Which of the rule's occasions it is.

        Args:
            due: The due date in ISO.
            index: The step's place, from 0.
            month: For a step behind pace, which is told once a month: the month, such as ``"2021-06"``.
        """
        step = self.steps[index]
        when = f" {month}" if step.behind is not None else ""
        return f"{due} {step.mark(working_days=self.working_days)}{when}"

    def insists(self, occurrence: str) -> bool:
        """Whether a notice of which nobody knows whether it arrived is sent again: from orange up."""
        level = occurrence.partition(" ")[2].partition(" ")[0]
        return level in (Level.ORANGE, Level.RED)
