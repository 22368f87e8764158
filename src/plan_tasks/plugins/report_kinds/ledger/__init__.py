"""The ledger (台账): every item a row, with the columns that offices keep, in the order of the document.

Lives here: its options and its registration; the columns and rows are in `building`.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from plan_tasks.plugging.descriptor import PluginContext
from plan_tasks.plugging.markers import hookimpl
from plan_tasks.plugging.option_fields import documented
from plan_tasks.reporting.contract import ReportKind, ReportKindType

__all__ = ["LedgerOptions", "plan_tasks_report_kinds"]


@attrs.frozen(kw_only=True)
class LedgerOptions:
    """Options of the ledger."""

    months: bool = attrs.field(
        default=False,
        metadata=documented("Whether each month of the plan has a column with what was attained at its end."),
    )


def _open(options: LedgerOptions, _context: PluginContext) -> ReportKind:
    from plan_tasks.plugins.report_kinds.ledger.building import Ledger

    return Ledger(months=options.months)


@hookimpl
def plan_tasks_report_kinds() -> Iterator[ReportKindType[LedgerOptions]]:
    """Offers the report kind ``ledger``."""
    yield ReportKindType(
        name="ledger",
        summary="Every item a row (台账): owners, deadline, figures against pace, light, progress, problems, next",
        options=LedgerOptions,
        factory=_open,
    )
