"""Gathers what is due, late and behind into one notice a round (周汇总, 月汇总: weekly and monthly digests)."""

from __future__ import annotations

from typing import ClassVar

import attrs

from plan_tasks.model import validators
from plan_tasks.model.validators import refuse
from plan_tasks.notifying.rules import checks
from plan_tasks.notifying.rules.returns import Rounds

__all__ = ["DigestRule"]


@attrs.frozen(kw_only=True)
class DigestRule(Rounds):
    """Gathers items into one notice for each recipient, round after round. One without items is not sent.

    The digest holds how items stand when it closes, not what was said of them meanwhile. Steps of a ladder go out at
    once all the same, so nothing red waits for a digest.

    Attributes:
        due: Items that are due within so many days of the calendar, from 0 up; None for none.
        late: Whether items whose deadline has passed.
        behind: Whether items that are behind their pace.
        within: For how many days after it closed a digest is still sent, from 1 up.

    The rest are those of `Rule`, and of rules that speak round after round: `every`, `day`, `month`, `moved`.

    Example:
        >>> from plan_tasks.calendars.recurrence import Every
        >>> DigestRule(name="weekly", every=Every.WEEK, day=1).occurrence("2021-06-28")
        '2021-06-28 digest'
    """

    type: ClassVar[str] = "digest"

    due: int | None = attrs.field(default=7, validator=checks.span(0, optional=True))
    late: bool = attrs.field(default=True, validator=validators.instance_of(bool))
    behind: bool = attrs.field(default=True, validator=validators.instance_of(bool))
    within: int = attrs.field(default=3, validator=checks.span(1))

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        checks.check_open(self, self.states)
        if self.due is None and not self.late and not self.behind:
            raise refuse(self, "due", None, "something to gather: due, late or behind")

    @property
    def judges(self) -> bool:
        """Whether it asks how items stand."""
        return self.behind or bool(self.healths)

    def occurrence(self, closed: str) -> str:
        """Which of the rule's occasions it is: the day that the cycle names."""
        return f"{closed} digest"
