"""How the expected value gets from the start of a period to its end. What it makes of a day is in judging."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs

from plan_tasks.model import validators
from plan_tasks.model.validators import refuse
from plan_tasks.model.vocabulary import TrajectoryKind

__all__ = ["Trajectory", "Waypoint"]

_MONTHS = 12


@attrs.frozen
class Waypoint:
    """How much of the way should lie behind at the end of a day.

    Attributes:
        on: The day.
        share: Share of the way, from 0 to 1.
    """

    on: date = attrs.field(validator=validators.whole_day)
    share: Decimal = attrs.field(validator=validators.fraction)

    def __attrs_post_init__(self) -> None:
        for field in ("on", "share"):
            if getattr(self, field) is None:
                raise refuse(self, field, None, "a value")


@attrs.frozen(kw_only=True)
class Trajectory:
    """How the expected value gets from the start of a period to its end.

    Attributes:
        kind: In step with the calendar, with working days, by dated milestones, or by a profile of the months.
        milestones: For `MILESTONES`: dates in order with shares that do not fall; else empty. Between two of them
            nothing more is expected than at the earlier one; the last day of the period expects all.
        months: For `PROFILE`: what each month from January to December weighs, such as last year's monthly amounts;
            else empty. Twelve numbers from 0 up, not all 0.

    Example:
        >>> harvest = Trajectory(kind=TrajectoryKind.PROFILE, months=(Decimal(0),) * 8 + (Decimal(25),) * 4)
        >>> harvest.months[8]
        Decimal('25')
        >>> Trajectory(kind=TrajectoryKind.PROFILE, months=(Decimal(1),))
        Traceback (most recent call last):
        ...
        plan_tasks.errors.InvalidValue: Trajectory.months cannot be ('1',); give twelve numbers from 0 up, not all 0, \
for a profile
    """

    kind: TrajectoryKind = attrs.field(validator=validators.term(TrajectoryKind))
    milestones: tuple[Waypoint, ...] = attrs.field(default=(), validator=validators.instances_of(Waypoint))
    months: tuple[Decimal, ...] = attrs.field(default=(), validator=validators.instances_of(Decimal))

    def __attrs_post_init__(self) -> None:
        if bool(self.milestones) != (self.kind is TrajectoryKind.MILESTONES):
            raise refuse(self, "milestones", self.milestones, "dates with shares for milestones, none otherwise")
        for earlier, later in zip(self.milestones, self.milestones[1:], strict=False):
            if later.on <= earlier.on or later.share < earlier.share:
                raise refuse(self, "milestones", later.on.isoformat(), "later dates with shares that do not fall")
        good = all(number.is_finite() and number >= 0 for number in self.months) and any(self.months)
        if self.kind is not TrajectoryKind.PROFILE:
            if self.months:
                raise refuse(self, "months", tuple(map(str, self.months)), "numbers for a profile only")
        elif len(self.months) != _MONTHS or not good:
            shown = tuple(map(str, self.months))
            raise refuse(self, "months", shown, "twelve numbers from 0 up, not all 0, for a profile")
