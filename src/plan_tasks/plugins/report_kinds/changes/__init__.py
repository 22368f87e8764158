"""The change history: who changed what, when and why, of the whole plan or of one item.

Lives here: its options and its registration; the building is in `building`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from plan_tasks.errors import InvalidValue
from plan_tasks.model import validators
from plan_tasks.plugging.descriptor import PluginContext
from plan_tasks.plugging.markers import hookimpl
from plan_tasks.plugging.option_fields import documented
from plan_tasks.reporting.contract import ReportKind, ReportKindType

__all__ = ["ChangesOptions", "plan_tasks_report_kinds"]


@attrs.frozen(kw_only=True)
class ChangesOptions:
    """Options of the change history."""

    item: str = attrs.field(
        default="", metadata=documented("Id or title of the one item; empty for the whole plan.", example="m02")
    )
    since: date | None = attrs.field(
        default=None,
        validator=validators.whole_day,
        metadata=documented("Changes recorded before this day (UTC) are left out.", example="2021-06-01"),
    )
    until: date | None = attrs.field(
        default=None,
        validator=validators.whole_day,
        metadata=documented("Changes recorded after this day (UTC) are left out.", example="2021-06-30"),
    )

    def __attrs_post_init__(self) -> None:
        if self.since is not None and self.until is not None and self.until < self.since:
            raise InvalidValue(f"until is {self.until}; it must not be before since, {self.since}")


def _open(options: ChangesOptions, _context: PluginContext) -> ReportKind:
    from plan_tasks.plugins.report_kinds.changes.building import Changes

    return Changes(options)


@hookimpl
def plan_tasks_report_kinds() -> Iterator[ReportKindType[ChangesOptions]]:
    """Offers the report kind ``changes``."""
    yield ReportKindType(
        name="changes",
        summary="The change history: who changed what, when and why, of the plan or of one item",
        options=ChangesOptions,
        factory=_open,
    )
