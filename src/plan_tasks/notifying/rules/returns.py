"""Asks for returns that are not handed in by the reporting day (每月25日前报送: by the 25th of every month)."""

from __future__ import annotations

from typing import ClassVar

import attrs

from plan_tasks.calendars.cycles import Moved
from plan_tasks.calendars.recurrence import Every, Recurrence
from plan_tasks.model import ItemKind, validators
from plan_tasks.model.validators import refuse
from plan_tasks.notifying.rules import checks
from plan_tasks.notifying.rules.selecting import Rule

__all__ = ["ReturnRule", "Rounds"]


@attrs.frozen(kw_only=True)
class Rounds(Rule):
    """What rules have in common that speak round after round: every month on the 25th.

    Attributes:
        every: After what time the day comes again.
        day: The day: 1 (Monday) to 7 for weeks, of the month for longer times, -1 for its last.
        month: Within a quarter, half-year or year the month, from 1; None is the last one.
        moved: What becomes of a day that nobody works.

    The rest are those of `Rule`.
    """

    every: Every = attrs.field(default=Every.MONTH, validator=validators.instance_of(Every))
    day: int | None = attrs.field(default=None)
    month: int | None = attrs.field(default=None)
    moved: Moved = attrs.field(default=Moved.NOT, validator=validators.instance_of(Moved))

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if self.every is Every.CONTINUOUS:
            raise refuse(self, "every", self.every.value, "a time after which a day comes again")
        _ = self.cycle  # which refuses a day or month that there is not

    @property
    def cycle(self) -> Recurrence:
        """When the day comes again."""
        return Recurrence(every=self.every, day=self.day, month=self.month)


@attrs.frozen(kw_only=True)
class ReturnRule(Rounds):
    """Asks for returns before the reporting day, and again when they are not handed in.

    A return is handed in for a reporting day when its own reporting date lies after the reporting day before.

    Attributes:
        before: So many days before, each from 1 up.
        on_day: Whether on the day itself.
        after: So many days after it, each from 1 up.
        working_days: Whether days are working days of the office's calendar.

    The rest are those of `Rule`, and of rules that speak round after round: `every`, `day`, `month`, `moved`.

    Example:
        >>> rule = ReturnRule(name="returns", day=25, before=(3,), after=(1,))
        >>> [rule.step(days) for days in (-4, -3, 0, 1, 20)]
        [None, -3, -3, 1, 1]
        >>> rule.occurrence("2021-06-25", 1)
        '2021-06-25 return +1d'
    """

    type: ClassVar[str] = "return"

    kinds: tuple[ItemKind, ...] = attrs.field(default=(ItemKind.MEASURE,), validator=checks.one_or_more(ItemKind))
    before: tuple[int, ...] = attrs.field(default=(), validator=checks.different_days)
    on_day: bool = attrs.field(default=False, validator=validators.instance_of(bool))
    after: tuple[int, ...] = attrs.field(default=(1,), validator=checks.different_days)
    working_days: bool = attrs.field(default=False, validator=validators.instance_of(bool))

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        checks.check_open(self, self.states)
        if not self.steps:
            raise refuse(self, "after", (), "at least one step: days before, on_day, or days after")

    @property
    def steps(self) -> tuple[int, ...]:
        """All steps in days past the reporting day, the earliest first."""
        return (*sorted(-day for day in self.before), *((0,) if self.on_day else ()), *sorted(self.after))

    @property
    def furthest(self) -> int:
        """How many days from the reporting day the furthest step lies."""
        return max(abs(step) for step in self.steps)

    def step(self, days: int) -> int | None:
        """The highest step that is reached so many days past the reporting day; None when none is."""
        return max((step for step in self.steps if days >= step), default=None)

    def is_own(self, occurrence: str) -> bool:
        """Whether an occasion is of such a rule, and not of another that had its name before."""
        return occurrence[10:].startswith(" return ")

    def occurrence(self, reporting: str, step: int) -> str:
        """Which of the rule's occasions it is: the reporting day that the cycle names, and the step."""
        return f"{reporting} return {step:+d}{'wd' if self.working_days else 'd'}"
