"""The form of returns: one row for each open item, in which its owner fills in progress, problems and next steps.

Lives here: its options and its registration; the building is in `building`.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from plan_tasks.plugging.descriptor import PluginContext
from plan_tasks.plugging.markers import hookimpl
from plan_tasks.plugging.option_fields import documented
from plan_tasks.reporting.contract import ReportKind, ReportKindType

__all__ = ["ReturnsOptions", "plan_tasks_report_kinds"]


@attrs.frozen(kw_only=True)
class ReturnsOptions:
    """Options of the form of returns."""

    owner: str = attrs.field(
        default="",
        metadata=documented("Id or name of the one unit whose items are listed; empty for all.", example="市科技局"),
    )
    prefill: bool = attrs.field(
        default=False,
        metadata=documented("Whether the last return stands in the form, to be written over; otherwise it is blank."),
    )


def _open(options: ReturnsOptions, _context: PluginContext) -> ReportKind:
    from plan_tasks.plugins.report_kinds.returns.building import Returns

    return Returns(options)


@hookimpl
def plan_tasks_report_kinds() -> Iterator[ReportKindType[ReturnsOptions]]:
    """Offers the report kind ``returns``."""
    yield ReportKindType(
        name="returns",
        summary="The form that owners fill in and send back: progress, problems and next steps of each open item",
        options=ReturnsOptions,
        factory=_open,
    )
