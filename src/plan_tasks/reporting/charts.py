"""Charts as data: what shall be seen, not how it is drawn; each brings a table with the same numbers.

A format that draws a chart shows the table too or keeps it within reach; for a format that does not, the core puts
the table in the chart's place. Charts over time are in `lines` and `gantt`; `Chart` is any of them.
"""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

import attrs

from plan_tasks.model import Health, Quantity, validators
from plan_tasks.reporting.blocks import BlockKind, Table
from plan_tasks.reporting.cells import Column, check_cell
from plan_tasks.reporting.gantt import Gantt
from plan_tasks.reporting.lines import PaceLine, SmallMultiples

__all__ = ["Bar", "Bars", "Bullet", "BulletBar", "Chart", "HealthSegment", "StackedHealth"]


@attrs.frozen(kw_only=True)
class HealthSegment:
    """One part of a stacked bar.

    Attributes:
        health: What it stands for.
        count: How many items, from 0.
        share: Their share as a fraction; the shares of a bar add up to exactly 1, or are all 0 when nothing is
            counted.
    """

    health: Health = attrs.field(validator=validators.term(Health))
    count: int
    share: Decimal = attrs.field(validator=validators.fraction)


@attrs.frozen(kw_only=True)
class StackedHealth:
    """How many items stand in which health, as one bar.

    Attributes:
        title: What it shows.
        segments: In the order in which they are stacked, those with a count of 0 included.
        table: The same numbers.
    """

    kind: ClassVar[BlockKind] = BlockKind.STACKED_HEALTH

    title: str = attrs.field(validator=validators.text)
    segments: tuple[HealthSegment, ...] = attrs.field(validator=validators.instances_of(HealthSegment))
    table: Table = attrs.field(validator=validators.instance_of(Table))


@attrs.frozen(kw_only=True)
class BulletBar:
    """Actual against target and against what was expected by now.

    Attributes:
        label: What is measured.
        actual: The value so far; None for no observation.
        target: The target's value; None for a target without a number.
        expected: What was expected by now; None where that is undefined.
        attainment: Length of the bar as a fraction of the target; None where it is undefined. Not clipped.
        pace_mark: Where the mark of the expected value stands, as a fraction of the target; None for none.
        health: How it stands; None for a target that nothing is known of.
    """

    label: str = attrs.field(validator=validators.title)
    actual: Quantity | None = None
    target: Quantity | None = None
    expected: Quantity | None = None
    attainment: Decimal | None = attrs.field(default=None, validator=validators.finite)
    pace_mark: Decimal | None = attrs.field(default=None, validator=validators.finite)
    health: Health | None = attrs.field(default=None, validator=validators.optional_term(Health))


@attrs.frozen(kw_only=True)
class Bullet:
    """One bullet a target: actual bar, target at 100%, mark of the expected value.

    Attributes:
        title: What it shows.
        bars: In order.
        table: The same numbers.
    """

    kind: ClassVar[BlockKind] = BlockKind.BULLET

    title: str = attrs.field(validator=validators.text)
    bars: tuple[BulletBar, ...] = attrs.field(validator=validators.instances_of(BulletBar))
    table: Table = attrs.field(validator=validators.instance_of(Table))


@attrs.frozen(kw_only=True)
class Bar:
    """One bar of a chart of bars.

    Attributes:
        label: What it stands for.
        value: How long it is, of the type that the chart's `measure` says; None for "not reported", which is no bar and
            not a bar of length 0.
        mark: A short sign beside the label (a rank, a star); empty for none.
        health: The health whose colour it has; None for none.
    """

    label: str = attrs.field(validator=validators.title)
    value: Decimal | int | None = None
    mark: str = attrs.field(default="", validator=validators.text)
    health: Health | None = attrs.field(default=None, validator=validators.optional_term(Health))


@attrs.frozen(kw_only=True)
class Bars:
    """Bars one below the other, to be compared; they begin at 0.

    Attributes:
        title: What it shows.
        measure: What the bars measure: label, type (`INTEGER`, `NUMBER`, `PERCENT` or `POINTS`), unit and decimals.
        bars: In the order in which they stand, as a rule the longest first.
        full: The value of a full length, such as 100 for a score; None for that of the longest bar.
        table: The same numbers.
    """

    kind: ClassVar[BlockKind] = BlockKind.BARS

    title: str = attrs.field(validator=validators.text)
    measure: Column = attrs.field(validator=validators.instance_of(Column))
    bars: tuple[Bar, ...] = attrs.field(validator=validators.instances_of(Bar))
    full: Decimal | None = attrs.field(default=None, validator=validators.finite)
    table: Table = attrs.field(validator=validators.instance_of(Table))

    def __attrs_post_init__(self) -> None:
        for bar in self.bars:
            check_cell(self.measure, bar.value)


Chart = StackedHealth | Bullet | Bars | PaceLine | SmallMultiples | Gantt
