"""The schedule: measures from start to deadline with their milestones, area by area, and a line at the day.

Lives here: its options and its registration; the building is in `building`.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from plan_tasks.errors import InvalidValue
from plan_tasks.plugging.descriptor import PluginContext
from plan_tasks.plugging.markers import hookimpl
from plan_tasks.plugging.option_fields import documented
from plan_tasks.reporting.contract import ReportKind, ReportKindType

__all__ = ["ScheduleOptions", "plan_tasks_report_kinds"]


@attrs.frozen(kw_only=True)
class ScheduleOptions:
    """Options of the schedule."""

    area: str = attrs.field(
        default="",
        metadata=documented("Id, number or title of the one area to show; empty for all.", example="a1"),
    )
    limit: int = attrs.field(
        default=200,
        metadata=documented("How many measures are shown; a note says how many there are.", unit="1 to 10,000"),
    )

    def __attrs_post_init__(self) -> None:
        if not 1 <= self.limit <= 10000:
            raise InvalidValue(f"limit is {self.limit!r}; it must be 1 to 10,000")


def _open(options: ScheduleOptions, _context: PluginContext) -> ReportKind:
    from plan_tasks.plugins.report_kinds.schedule.building import Schedule

    return Schedule(options)


@hookimpl
def plan_tasks_report_kinds() -> Iterator[ReportKindType[ScheduleOptions]]:
    """Offers the report kind ``schedule``."""
    yield ReportKindType(
        name="schedule",
        summary="Measures and milestones over time, as a Gantt chart with the day marked",
        options=ScheduleOptions,
        factory=_open,
    )
