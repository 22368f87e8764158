"""What a calendar of working days is, and how a plugin offers one.

Lives here: `WorkCalendar`, the one question that a calendar answers; `DayStatus`, its answer; `CalendarType`, the
descriptor. Not here: counting working days (`working_days`), the days of a country (calendar plugins).
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Protocol, runtime_checkable

import attrs

from plan_tasks.plugging.descriptor import Descriptor, O

__all__ = ["CalendarType", "DayKind", "DayStatus", "WorkCalendar"]


class DayKind(StrEnum):
    """Why a day is worked or not."""

    WEEKDAY = "weekday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"
    """A day of the weekend that is worked in return for a longer holiday (调休上班)."""


_WORKED = frozenset({DayKind.WEEKDAY, DayKind.MAKE_UP})


@attrs.frozen(kw_only=True)
class DayStatus:
    """What a calendar says of one day.

    Attributes:
        kind: Why it is worked or not.
        name: The holiday that the day belongs to, in the calendar's language; for a make-up day the holiday that it is
            worked for. Empty for ordinary days.
        provisional: True where the calendar goes by the days of the week alone, since the year's arrangement is not
            announced, or not known to it. The answer may change when it is.
        working: Whether people work on the day; follows from the kind.

    Example:
        >>> DayStatus(kind=DayKind.MAKE_UP, name="春节").working
        True
    """

    kind: DayKind = attrs.field(validator=attrs.validators.instance_of(DayKind))
    name: str = ""
    provisional: bool = False
    # A field and not a property: it is read for every day that is counted.
    working: bool = attrs.field(init=False)

    @working.default
    def _follows_from_the_kind(self) -> bool:
        return self.kind in _WORKED


@runtime_checkable
class WorkCalendar(Protocol):
    """Says of any day whether it is worked. The answer depends on nothing but the day and how the calendar was made."""

    def day(self, on: date) -> DayStatus:
        """Returns the status of a day; any day that `date` can hold, also of years that the calendar does not know."""
        ...


@attrs.frozen(kw_only=True)
class CalendarType(Descriptor[O, WorkCalendar]):
    """Descriptor of a kind of calendar; fields as for `plan_tasks.plugging.descriptor.Descriptor`.

    Example:
        >>> from plan_tasks.plugging.descriptor import NoOptions
        >>> CalendarType(name="shifts", summary="Every day is worked", options=NoOptions, factory=print).kind
        'calendar'
    """
