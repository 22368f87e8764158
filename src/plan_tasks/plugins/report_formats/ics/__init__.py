"""iCalendar (RFC 5545): a table's rows as dates for phones and calendars, to be served, subscribed to, or mailed.

Lives here: options and registration; the writing is in `writing`.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import attrs

from plan_tasks.plugging.descriptor import PluginContext
from plan_tasks.plugging.markers import hookimpl
from plan_tasks.plugging.option_fields import documented
from plan_tasks.reporting.contract import ReportFormat, ReportFormatType
from plan_tasks.reporting.document import BlockKind

__all__ = ["Dated", "IcsOptions", "plan_tasks_report_formats"]


class Dated(StrEnum):
    """What a row with a date becomes. A row without one is a task (VTODO) in any case, so that none is lost."""

    EVENT = "event"
    """A whole day (VEVENT): what phones and Outlook show."""
    TASK = "task"
    """A task that is due (VTODO)."""
    BOTH = "both"
    """Both, for programs that show one of them only."""


@attrs.frozen(kw_only=True)
class IcsOptions:
    """Options of the iCalendar format."""

    dated: Dated = attrs.field(
        default=Dated.EVENT,
        metadata=documented("What a row with a date becomes; one without is a task, so that none is lost."),
    )
    table: str = attrs.field(
        default="", metadata=documented("Name of the table; empty for the report's main table.", example="behind")
    )
    date: str = attrs.field(
        default="",
        metadata=documented("Key of the column with the date; `due` or the first one where it is left out."),
    )
    scope: str = attrs.field(
        default="",
        metadata=documented(
            "What keeps a plan's items apart from another's in one calendar; the report's title where left out.",
            example="city-2021",
        ),
    )
    alarms: tuple[int, ...] = attrs.field(
        default=(3,),
        validator=attrs.validators.deep_iterable(
            attrs.validators.and_(attrs.validators.ge(0), attrs.validators.le(366))
        ),
        metadata=documented("How many days before the date there is an alarm; empty for none.", unit="0 to 366"),
    )
    alarm_hour: int = attrs.field(
        default=9,
        validator=attrs.validators.and_(attrs.validators.ge(0), attrs.validators.le(23)),
        metadata=documented("At which hour of the day an alarm is.", unit="0 to 23"),
    )


def _open(options: IcsOptions, _context: PluginContext) -> ReportFormat:
    from plan_tasks.plugins.report_formats.ics.writing import IcsFormat

    return IcsFormat(options)


@hookimpl
def plan_tasks_report_formats() -> Iterator[ReportFormatType[IcsOptions]]:
    """Offers the report format ``ics``."""
    yield ReportFormatType(
        name="ics",
        summary="One table as a calendar (iCalendar) of dates and tasks with alarms",
        options=IcsOptions,
        factory=_open,
        aliases=("icalendar",),
        media_type="text/calendar; charset=utf-8",
        extension="ics",
        supports=frozenset({BlockKind.TABLE}),
    )
