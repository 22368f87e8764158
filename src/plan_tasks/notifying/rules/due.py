"""Reminds before a deadline, on the day, and again and again after it."""

from __future__ import annotations

import re
from typing import ClassVar

import attrs

from plan_tasks.model import validators
from plan_tasks.model.validators import refuse
from plan_tasks.notifying.rules import checks
from plan_tasks.notifying.rules.selecting import Rule

__all__ = ["DueRule"]

_STEP = re.compile(r"\A[0-9-]{10} ([+-][0-9]{1,4})w?d(?: |\Z)", re.ASCII)


@attrs.frozen(kw_only=True)
class DueRule(Rule):
    """Reminds before a deadline, on the day, and again and again after it.

    Each of those is a step, counted in days past the due date: -7, -3, 0, 7, 14. An item has reached the highest step
    that is not later than today; the steps below it are superseded and no more sent.

    Attributes:
        before: So many days before, each from 1 up.
        on_day: Whether on the day itself.
        every_after: Every so many days after it, from 1 up; None for never.
        times_after: How often after it at the most, from 1 up.
        working_days: Whether days are working days of the office's calendar.
        insist_from: From so many days past the due date on, a notice of which nobody knows whether it arrived is sent
            again, though it may arrive twice; None for never. A late notice is worth that, an early one is not.

    The rest are those of `Rule`; completed, suspended and cancelled items are never reminded of.

    Example:
        >>> DueRule(name="due", before=(7, 3)).steps_before
        (-7, -3)
    """

    type: ClassVar[str] = "due"
    has_deadline: ClassVar[bool] = True

    before: tuple[int, ...] = attrs.field(default=(), validator=checks.different_days)
    on_day: bool = attrs.field(default=True, validator=validators.instance_of(bool))
    every_after: int | None = attrs.field(default=None, validator=checks.span(1, optional=True))
    times_after: int = attrs.field(default=10, validator=[validators.instance_of(int), validators.positive_whole])
    working_days: bool = attrs.field(default=False, validator=validators.instance_of(bool))
    insist_from: int | None = attrs.field(default=1, validator=checks.days)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        checks.check_open(self, self.states)
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

    @property
    def steps(self) -> tuple[int, ...]:
        """All steps, the earliest first.

        Example:
            >>> DueRule(name="due", before=(3,), every_after=7, times_after=2).steps
            (-3, 0, 7, 14)
        """
        after = range(1, self.times_after + 1) if self.every_after else ()
        return (*self.steps_before, *((0,) if self.on_day else ()), *((self.every_after or 0) * n for n in after))

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
            occurrence: As `occurrence` gave it; one that another rule of that name gave is not insisted on.

        Example:
            >>> rule = DueRule(name="due", before=(3,), every_after=7)
            >>> rule.insists("2021-06-30 -3d"), rule.insists("2021-06-30 +7d")
            (False, True)
        """
        step = _STEP.search(occurrence)
        return step is not None and self.insist_from is not None and int(step[1]) >= self.insist_from
