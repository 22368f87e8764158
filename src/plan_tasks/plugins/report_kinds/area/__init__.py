"""The brief of an area: how it stands, its targets against pace, its items the worst first, and its schedule.

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

__all__ = ["AreaBriefOptions", "plan_tasks_report_kinds"]


@attrs.frozen(kw_only=True)
class AreaBriefOptions:
    """Options of the brief of an area."""

    area: str = attrs.field(
        default="",
        metadata=documented(
            "Id, number or title of the one area to show; empty for all, each on a page of its own.", example="a1"
        ),
    )
    limit: int = attrs.field(
        default=50,
        metadata=documented(
            "How many items each area lists, the worst first; a note says how many there are.", unit="1 to 10,000"
        ),
    )

    def __attrs_post_init__(self) -> None:
        if not 1 <= self.limit <= 10000:
            raise InvalidValue(f"limit is {self.limit!r}; it must be 1 to 10,000")


def _open(options: AreaBriefOptions, _context: PluginContext) -> ReportKind:
    from plan_tasks.plugins.report_kinds.area.building import AreaBrief

    return AreaBrief(options)


@hookimpl
def plan_tasks_report_kinds() -> Iterator[ReportKindType[AreaBriefOptions]]:
    """Offers the report kind ``area``."""
    yield ReportKindType(
        name="area",
        summary="How an area stands: counts, targets against pace, what is behind, what is due, its schedule",
        options=AreaBriefOptions,
        factory=_open,
    )
