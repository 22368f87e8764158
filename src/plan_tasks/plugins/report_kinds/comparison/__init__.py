"""The comparison of two days: what has moved for the better and for the worse, what came and what went.

Lives here: its options and its registration; the building is in `building`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import attrs

from plan_tasks.errors import InvalidValue
from plan_tasks.model import validators
from plan_tasks.plugging.descriptor import PluginContext
from plan_tasks.plugging.markers import hookimpl
from plan_tasks.plugging.option_fields import documented
from plan_tasks.reporting.contract import ReportKind, ReportKindType

__all__ = ["ComparisonOptions", "plan_tasks_report_kinds"]


@attrs.frozen(kw_only=True)
class ComparisonOptions:
    """Options of the comparison."""

    since: date | None = attrs.field(
        default=None,
        validator=validators.whole_day,
        metadata=documented("The earlier day; left out for the last day of the month before.", example="2021-03-31"),
    )
    since_known_at: str = attrs.field(
        default="",
        validator=validators.text,
        metadata=documented(
            "The earlier day is shown as it was recorded at this moment, given with its zone; left out, it is judged "
            "from the values and returns of the day, with owners, deadlines and states of now.",
            example="2021-04-16T09:00+08:00",
        ),
    )

    def __attrs_post_init__(self) -> None:
        self.moment()

    def moment(self) -> datetime | None:
        """The moment of `since_known_at`; None where it is left out.

        Raises:
            InvalidValue: It is no moment, or has no zone.
        """
        if not self.since_known_at:
            return None
        try:
            moment = datetime.fromisoformat(self.since_known_at)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            raise InvalidValue(
                f"since_known_at is {self.since_known_at!r}; "
                "it must be a moment with its zone, such as 2021-04-16T09:00+08:00"
            )
        return moment


def _open(options: ComparisonOptions, _context: PluginContext) -> ReportKind:
    from plan_tasks.plugins.report_kinds.comparison.building import Comparison

    return Comparison(options)


@hookimpl
def plan_tasks_report_kinds() -> Iterator[ReportKindType[ComparisonOptions]]:
    """Offers the report kind ``comparison``."""
    yield ReportKindType(
        name="comparison",
        summary="Two days compared: what moved for the better and for the worse, what is new and what is gone",
        options=ComparisonOptions,
        factory=_open,
    )
