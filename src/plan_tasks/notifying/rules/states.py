"""Tells of items whose state has changed: that completion was sent back, that work was suspended or taken up again."""

from __future__ import annotations

from typing import ClassVar

import attrs

from plan_tasks.model import State, validators
from plan_tasks.notifying.rules import checks
from plan_tasks.notifying.rules.selecting import Rule

__all__ = ["Happenings", "StateRule"]


@attrs.frozen(kw_only=True)
class Happenings(Rule):
    """What rules have in common that speak of what has happened, as the history recorded it.

    Of several happenings of an item, the last one is told.

    Attributes:
        within: For how many days of the calendar what has happened is still told, from 1 up.
    """

    states: tuple[State, ...] = attrs.field(default=tuple(State), validator=checks.one_or_more(State))
    within: int = attrs.field(default=7, validator=checks.span(1))


@attrs.frozen(kw_only=True)
class StateRule(Happenings):
    """Tells of items whose state has changed.

    Attributes:
        left: The state that it was in before; empty for any.
        reached: The state that it is in now; empty for any.

    The rest are those of `Rule`, and `within`.

    Example:
        >>> sent_back = StateRule(name="sent-back", left=(State.COMPLETION_REQUESTED,), reached=(State.ACTIVE,))
        >>> sent_back.fits("completion_requested", "active"), sent_back.fits("suspended", "active")
        (True, False)
    """

    type: ClassVar[str] = "state"

    left: tuple[State, ...] = attrs.field(default=(), validator=validators.instances_of(State))
    reached: tuple[State, ...] = attrs.field(default=(), validator=validators.instances_of(State))

    def fits(self, before: str, after: str) -> bool:
        """Whether a change from one state to another is told."""
        return (not self.left or before in self.left) and (not self.reached or after in self.reached)
