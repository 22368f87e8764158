"""The overview: where the plan stands on one page, for a leader.

Counts and shares by health, targets against the pace of the year, what is behind and why, what is due soon, and how
each area stands. Lives here: its options and its registration; the building is in `building`, one reading of the rows
in `tally`, tables and charts in `tables`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import attrs

from plan_tasks.errors import InvalidValue
from plan_tasks.plugging.descriptor import PluginContext
from plan_tasks.plugging.markers import hookimpl
from plan_tasks.plugging.option_fields import documented
from plan_tasks.reporting.contract import ReportKind, ReportKindType

__all__ = ["OverviewOptions", "plan_tasks_report_kinds"]

_MOST: Final = 10_000
_FURTHEST: Final = 3_660


@attrs.frozen(kw_only=True)
class OverviewOptions:
    """Options of the overview."""

    limit: int = attrs.field(
        default=20,
        metadata=documented("How many rows each list shows; a note says how many there are.", unit="1 to 10,000"),
    )
    due_within: int = attrs.field(
        default=30, metadata=documented("How many days ahead a deadline counts as near.", unit="days, 0 to 3,660")
    )

    def __attrs_post_init__(self) -> None:
        if not 1 <= self.limit <= _MOST:
            raise InvalidValue(f"limit is {self.limit!r}; it must be 1 to {_MOST:,}")
        if not 0 <= self.due_within <= _FURTHEST:
            raise InvalidValue(f"due_within is {self.due_within!r}; it must be 0 to {_FURTHEST:,} days")


def _open(options: OverviewOptions, _context: PluginContext) -> ReportKind:
    from plan_tasks.plugins.report_kinds.overview.building import Overview

    return Overview(limit=options.limit, due_within=options.due_within)


@hookimpl
def plan_tasks_report_kinds() -> Iterator[ReportKindType[OverviewOptions]]:
    """Offers the report kind ``overview``."""
    yield ReportKindType(
        name="overview",
        summary="Where the plan stands on one page: counts, targets against pace, what is behind and what is due",
        options=OverviewOptions,
        factory=_open,
    )
