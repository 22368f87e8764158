"""The page of an item: what the source says, who answers for it, how it stands and why, its returns and its history.

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

__all__ = ["ItemOptions", "plan_tasks_report_kinds"]


@attrs.frozen(kw_only=True)
class ItemOptions:
    """Options of the page of an item."""

    item: str = attrs.field(
        default="",
        metadata=documented(
            "Id or title of the one item; empty for the items that stand worst, each on a page of its own.",
            example="m02",
        ),
    )
    limit: int = attrs.field(
        default=10,
        metadata=documented("How many items have a page where none is named.", unit="1 to 1,000"),
    )

    def __attrs_post_init__(self) -> None:
        if not 1 <= self.limit <= 1_000:
            raise InvalidValue(f"limit is {self.limit!r}; it must be 1 to 1,000")


def _open(options: ItemOptions, _context: PluginContext) -> ReportKind:
    from plan_tasks.plugins.report_kinds.item.building import ItemPage

    return ItemPage(options)


@hookimpl
def plan_tasks_report_kinds() -> Iterator[ReportKindType[ItemOptions]]:
    """Offers the report kind ``item``."""
    yield ReportKindType(
        name="item",
        summary="One item's page: source sentence, owners, how it stands and why, trend, milestones, history",
        options=ItemOptions,
        factory=_open,
    )
