"""The owner scorecard: units ranked by a weighted score, each with its items; or one unit alone.

Lives here: its options and its registration; scores and ranks are in `scoring`, the building is in `building`.
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

__all__ = ["OwnerOptions", "plan_tasks_report_kinds"]

_MOST: Final = 10_000


@attrs.frozen(kw_only=True)
class OwnerOptions:
    """Options of the owner scorecard."""

    owner: str = attrs.field(
        default="", metadata=documented("Id or name of the one owner to show; empty for all.", example="市科技局")
    )
    items: int = attrs.field(
        default=50,
        metadata=documented(
            "How many items of each owner are listed, the worst first; a note says how many.", unit="1 to 10,000"
        ),
    )
    few: int = attrs.field(
        default=3, metadata=documented("Owners with fewer items that count are marked: their rank says little.")
    )

    def __attrs_post_init__(self) -> None:
        for name, value in (("items", self.items), ("few", self.few)):
            if not 1 <= value <= _MOST:
                raise InvalidValue(f"{name} is {value!r}; it must be 1 to {_MOST:,}")


def _open(options: OwnerOptions, _context: PluginContext) -> ReportKind:
    from plan_tasks.plugins.report_kinds.owner.building import OwnerScorecard

    return OwnerScorecard(options)


@hookimpl
def plan_tasks_report_kinds() -> Iterator[ReportKindType[OwnerOptions]]:
    """Offers the report kind ``owner``."""
    yield ReportKindType(
        name="owner",
        summary="Units ranked by a weighted score, each with its items and what is behind",
        options=OwnerOptions,
        factory=_open,
    )
