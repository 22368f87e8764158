"""The trend of targets: actual values against the pace of the period, with a forecast, and the values behind them.

One target large, or several small for comparing. Lives here: its options and its registration; the building is in
`building`.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from plan_tasks.errors import InvalidValue
from plan_tasks.plugging.descriptor import PluginContext
from plan_tasks.plugging.markers import hookimpl
from plan_tasks.plugging.option_fields import documented
from plan_tasks.reporting.contract import ReportKind, ReportKindType

__all__ = ["TrendOptions", "plan_tasks_report_kinds"]


@attrs.frozen(kw_only=True)
class TrendOptions:
    """Options of the trend."""

    item: str = attrs.field(
        default="",
        metadata=documented(
            "Id or title of the one item whose targets are shown large; empty for all, small.", example="g10"
        ),
    )
    limit: int = attrs.field(
        default=30,
        metadata=documented("How many targets are shown; a note says how many there are.", unit="1 to 1,000"),
    )

    def __attrs_post_init__(self) -> None:
        if not 1 <= self.limit <= 1_000:
            raise InvalidValue(f"limit is {self.limit!r}; it must be 1 to 1,000")


def _open(options: TrendOptions, _context: PluginContext) -> ReportKind:
    from plan_tasks.plugins.report_kinds.trend.building import Trend

    return Trend(options)


@hookimpl
def plan_tasks_report_kinds() -> Iterator[ReportKindType[TrendOptions]]:
    """Offers the report kind ``trend``."""
    yield ReportKindType(
        name="trend",
        summary="Targets over time: actual against pace, forecast, and the values as they became known",
        options=TrendOptions,
        factory=_open,
    )
