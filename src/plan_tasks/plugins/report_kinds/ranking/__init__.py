"""The ranking of units by score, as one chart and one table; the scorecard `owner` lists their items besides.

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

__all__ = ["RankingOptions", "plan_tasks_report_kinds"]


@attrs.frozen(kw_only=True)
class RankingOptions:
    """Options of the ranking."""

    few: int = attrs.field(
        default=3,
        metadata=documented(
            "Units with fewer items that count are marked: their rank says little.", unit="1 to 10,000"
        ),
    )

    def __attrs_post_init__(self) -> None:
        if not 1 <= self.few <= 10000:
            raise InvalidValue(f"few is {self.few!r}; it must be 1 to 10,000")


def _open(options: RankingOptions, _context: PluginContext) -> ReportKind:
    from plan_tasks.plugins.report_kinds.ranking.building import Ranking

    return Ranking(options)


@hookimpl
def plan_tasks_report_kinds() -> Iterator[ReportKindType[RankingOptions]]:
    """Offers the report kind ``ranking``."""
    yield ReportKindType(
        name="ranking",
        summary="Units by their score, with the rule of the ranking (one table and its bars)",
        options=RankingOptions,
        factory=_open,
    )
