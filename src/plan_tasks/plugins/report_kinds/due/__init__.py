"""The list of what is overdue and what is due: open items and milestones by their dates, for an owner to work off.

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

__all__ = ["DueOptions", "plan_tasks_report_kinds"]


@attrs.frozen(kw_only=True)
class DueOptions:
    """Options of the list of what is due."""

    within: int = attrs.field(
        default=30,
        metadata=documented("How many days ahead a deadline counts as near.", unit="days, 0 to 3,660"),
    )
    owner: str = attrs.field(
        default="",
        metadata=documented("Id or name of the one unit whose items are listed; empty for all.", example="市科技局"),
    )

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.within <= 3660:
            raise InvalidValue(f"within is {self.within!r}; it must be 0 to 3,660")


def _open(options: DueOptions, _context: PluginContext) -> ReportKind:
    from plan_tasks.plugins.report_kinds.due.building import Due

    return Due(options)


@hookimpl
def plan_tasks_report_kinds() -> Iterator[ReportKindType[DueOptions]]:
    """Offers the report kind ``due``."""
    yield ReportKindType(
        name="due",
        summary="What is overdue and what is due, milestones included, the earliest first",
        options=DueOptions,
        factory=_open,
    )
