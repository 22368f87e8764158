"""Tells that an item stands otherwise than at the last look."""

from __future__ import annotations

from typing import ClassVar

import attrs

from plan_tasks.model import Health, validators
from plan_tasks.model.validators import refuse
from plan_tasks.notifying.rules import checks
from plan_tasks.notifying.rules.selecting import Rule

__all__ = ["HealthRule"]


@attrs.frozen(kw_only=True)
class HealthRule(Rule):
    """Tells that an item stands otherwise than at the last look at the plan. The first look only remembers.

    Attributes:
        left: How it stood at the last look; empty for any way.
        reached: How it stands now; empty for any way. One of the two is needed.

    The rest are those of `Rule`.

    Example:
        >>> rule = HealthRule(name="worse", reached=(Health.OFF_TRACK, Health.OVERDUE))
        >>> rule.fits("", "overdue"), rule.fits("overdue", "overdue"), rule.fits("overdue", "met")
        (True, False, False)
    """

    type: ClassVar[str] = "health"

    left: tuple[Health, ...] = attrs.field(default=(), validator=validators.instances_of(Health))
    reached: tuple[Health, ...] = attrs.field(default=(), validator=validators.instances_of(Health))

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        checks.check_open(self, self.states)
        if not self.left and not self.reached:
            raise refuse(self, "reached", (), "how items must stand now, or in left how they stood before")

    @property
    def judges(self) -> bool:
        """Whether it asks how items stand: always."""
        return True

    @property
    def minded(self) -> frozenset[Health]:
        """Which ways of standing have to be remembered until the next look."""
        return frozenset((*self.left, *self.reached))

    def fits(self, before: str, after: str) -> bool:
        """Whether a change is told.

        Args:
            before: Health at the last look; empty for one that was not remembered.
            after: Health now.
        """
        return (
            before != after and (not self.left or before in self.left) and (not self.reached or after in self.reached)
        )
