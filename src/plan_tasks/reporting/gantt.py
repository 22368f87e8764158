"""A chart of measures over time: a bar from start to deadline, milestones on it, and a line at the day judged.

As for every chart, what shall be seen is data and the table behind it holds the same dates.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar

import attrs

from plan_tasks.model import Health, validators
from plan_tasks.model.validators import check_dates_in_order
from plan_tasks.reporting.blocks import BlockKind, Table

__all__ = ["Gantt", "GanttBar", "GanttMark"]


@attrs.frozen(kw_only=True)
class GanttMark:
    """A milestone on a bar.

    Attributes:
        label: What it is.
        day: The day on which it is due, or was reached.
        done: Whether it was reached.
        late: Whether it is not reached although its day has passed, or was reached after it.
    """

    label: str = attrs.field(validator=validators.title)
    day: date = attrs.field(validator=validators.instance_of(date))
    done: bool = attrs.field(default=False, validator=attrs.validators.instance_of(bool))
    late: bool = attrs.field(default=False, validator=attrs.validators.instance_of(bool))


@attrs.frozen(kw_only=True)
class GanttBar:
    """An item from its start to its deadline.

    Attributes:
        id: The item's id.
        label: What it is.
        group: Heading of those that belong together (an area); bars of one group stand together. Empty for none.
        start: First day of the bar.
        end: Its last day, the deadline; None for an item without one, whose bar is open at the end of the chart.
        done: The share that is done, as a fraction; None where nobody said. Not clipped.
        marks: Its milestones, in order.
        health: How it stands.
    """

    id: str = attrs.field(validator=validators.name())
    label: str = attrs.field(validator=validators.title)
    group: str = attrs.field(default="", validator=validators.text)
    start: date = attrs.field(validator=validators.instance_of(date))
    end: date | None = attrs.field(default=None, validator=validators.whole_day)
    done: Decimal | None = attrs.field(default=None, validator=validators.finite)
    marks: tuple[GanttMark, ...] = attrs.field(default=(), validator=validators.instances_of(GanttMark))
    health: Health = attrs.field(validator=validators.term(Health))

    def __attrs_post_init__(self) -> None:
        check_dates_in_order(self, self.start, self.end, names=("start", "end"))


@attrs.frozen(kw_only=True)
class Gantt:
    """Measures and milestones over time.

    Attributes:
        title: What it shows.
        start: First day of the chart; bars may begin before it and are cut there.
        end: Last day; bars may end after it and are cut there.
        today: The day that is judged, where a format draws a line; it may lie outside the chart.
        bars: In order.
        table: The same dates.
    """

    kind: ClassVar[BlockKind] = BlockKind.GANTT

    title: str = attrs.field(validator=validators.text)
    start: date = attrs.field(validator=validators.instance_of(date))
    end: date = attrs.field(validator=validators.instance_of(date))
    today: date = attrs.field(validator=validators.instance_of(date))
    bars: tuple[GanttBar, ...] = attrs.field(validator=validators.instances_of(GanttBar))
    table: Table = attrs.field(validator=validators.instance_of(Table))

    def __attrs_post_init__(self) -> None:
        check_dates_in_order(self, self.start, self.end, names=("start", "end"))
