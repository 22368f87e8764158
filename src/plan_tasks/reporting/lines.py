"""Charts over time with values: a value's way to its target against the pace, one large or several small ones.

As for every chart, what shall be seen is data and the table behind it holds the same numbers. Bars and the union of
all charts are in `charts`, measures over time in `gantt`.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any, ClassVar

import attrs

from plan_tasks.model import Health, validators
from plan_tasks.model.validators import check_dates_in_order, refuse
from plan_tasks.reporting.blocks import BlockKind, Table

__all__ = ["FanPoint", "LinePoint", "PaceLine", "SmallMultiples", "TargetLine"]


@attrs.frozen
class LinePoint:
    """A value at the end of a day.

    Attributes:
        day: The day.
        value: The value, in the unit of its line.
    """

    day: date = attrs.field(validator=validators.instance_of(date))
    value: Decimal = attrs.field(validator=[validators.instance_of(Decimal), validators.finite])


@attrs.frozen
class FanPoint:
    """What is expected to have been reached at the end of a day to come, and how sure that is.

    Attributes:
        day: The day.
        value: The middle of the forecast, in the unit of its line.
        low: Lower end of the forecast's interval; not above `value`.
        high: Upper end; not below `value`.
    """

    day: date = attrs.field(validator=validators.instance_of(date))
    value: Decimal = attrs.field(validator=[validators.instance_of(Decimal), validators.finite])
    low: Decimal = attrs.field(validator=[validators.instance_of(Decimal), validators.finite])
    high: Decimal = attrs.field(validator=[validators.instance_of(Decimal), validators.finite])

    def __attrs_post_init__(self) -> None:
        if not self.low <= self.value <= self.high:
            raise refuse(self, "value", self.value, f"a number from low ({self.low}) to high ({self.high})")


def _days_ascend(owner: Any, attribute: Any, value: tuple[Any, ...]) -> None:
    """Accepts points of which each lies on a later day than the one before it."""
    for earlier, later in pairwise(value):
        if later.day <= earlier.day:
            raise refuse(owner, attribute.name, later.day.isoformat(), f"a day after {earlier.day.isoformat()}")


@attrs.frozen(kw_only=True)
class TargetLine:
    """One indicator on its way through a period: actual values, the pace, the target, and what is to come.

    Attributes:
        label: What is measured.
        unit: The unit of all its values; empty for a pure number.
        start: First day of the period; the left end of the axis of days.
        end: Last day of the period; the right end.
        today: The day that is judged, where a format draws its mark; it may lie outside the period.
        actual: The values so far, by day; empty for no observation.
        pace: What should have been reached, by day, joined by straight lines; empty where that has no meaning.
        fan: The forecast: its first point is the last actual value, each later one is wider; empty for none.
        target: The target's value; None for a target without a number.
        upper: The upper end of a target that is a range; None for any other.
        health: How it stands; None for a target that nothing is known of.
    """

    label: str = attrs.field(validator=validators.title)
    unit: str = attrs.field(default="", validator=validators.text)
    start: date = attrs.field(validator=validators.instance_of(date))
    end: date = attrs.field(validator=validators.instance_of(date))
    today: date = attrs.field(validator=validators.instance_of(date))
    actual: tuple[LinePoint, ...] = attrs.field(
        default=(), validator=[validators.instances_of(LinePoint), _days_ascend]
    )
    pace: tuple[LinePoint, ...] = attrs.field(default=(), validator=[validators.instances_of(LinePoint), _days_ascend])
    fan: tuple[FanPoint, ...] = attrs.field(default=(), validator=[validators.instances_of(FanPoint), _days_ascend])
    target: Decimal | None = attrs.field(default=None, validator=validators.finite)
    upper: Decimal | None = attrs.field(default=None, validator=validators.finite)
    health: Health | None = attrs.field(default=None, validator=validators.optional_term(Health))

    def __attrs_post_init__(self) -> None:
        check_dates_in_order(self, self.start, self.end, names=("start", "end"))


@attrs.frozen(kw_only=True)
class PaceLine:
    """One large chart of an indicator against its pace, with a mark at the day and the forecast as a fan.

    Attributes:
        title: What it shows.
        line: The indicator.
        table: The same numbers.
    """

    kind: ClassVar[BlockKind] = BlockKind.PACE_LINE

    title: str = attrs.field(validator=validators.text)
    line: TargetLine = attrs.field(validator=validators.instance_of(TargetLine))
    table: Table = attrs.field(validator=validators.instance_of(Table))


@attrs.frozen(kw_only=True)
class SmallMultiples:
    """Several small charts of the same make, for comparing; each has an axis of values of its own.

    Attributes:
        title: What they show.
        lines: One a chart, in order.
        table: The same numbers.
    """

    kind: ClassVar[BlockKind] = BlockKind.SMALL_MULTIPLES

    title: str = attrs.field(validator=validators.text)
    lines: tuple[TargetLine, ...] = attrs.field(validator=validators.instances_of(TargetLine))
    table: Table = attrs.field(validator=validators.instance_of(Table))
