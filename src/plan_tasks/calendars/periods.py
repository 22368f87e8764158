"""Periods of time and the share of them that has passed (序时进度), by days of the calendar or by working days.

Lives here: `Period` and `Share`. Not here: what a share means for a target (`plan_tasks.assessment`), days on which
reports are due (`cycles`).
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from decimal import Context, Decimal
from typing import Final, Self

import attrs

from plan_tasks.calendars.contract import WorkCalendar
from plan_tasks.calendars.working_days import WorkingDays
from plan_tasks.errors import InvalidValue
from plan_tasks.model import validators

__all__ = ["Period", "Share"]

_DIVISION: Final = Context(prec=28)  # own context: the host's decides nothing here


@attrs.frozen(kw_only=True)
class Share:
    """A part of a whole, in days.

    Attributes:
        part: Days that have passed.
        whole: Days that there are.
        provisional: Whether it rests on days that are not announced.
    """

    part: int
    whole: int
    provisional: bool = False

    @property
    def fraction(self) -> Decimal:
        """Part over whole, from 0 to 1; 1 for a whole of no days."""
        return _DIVISION.divide(Decimal(self.part), Decimal(self.whole)) if self.whole else Decimal(1)


@attrs.frozen
class Period:
    """From one day to another, both included.

    Attributes:
        start: First day.
        end: Last day; not before the first.

    Example:
        >>> Period.half(2021, 1)
        Period(start=datetime.date(2021, 1, 1), end=datetime.date(2021, 6, 30))
        >>> date(2021, 6, 30) in Period.quarter(2021, 2)
        True
    """

    start: date = attrs.field()
    end: date = attrs.field()

    @start.validator
    @end.validator
    def _is_a_day(self, attribute: attrs.Attribute[date], value: object) -> None:
        if value.__class__ is not date:
            raise validators.refuse("Period", attribute.name, value, "a date without a time")

    def __attrs_post_init__(self) -> None:
        validators.check_dates_in_order("Period", self.start, self.end, names=("start", "end"))

    @classmethod
    def year(cls, year: int) -> Self:
        """A year of the calendar."""
        return cls.months(year, 1, 12)

    @classmethod
    def half(cls, year: int, half: int) -> Self:
        """A half of a year: 1 (上半年) or 2 (下半年)."""
        return cls._part(year, half, 2, "half")

    @classmethod
    def quarter(cls, year: int, quarter: int) -> Self:
        """A quarter of a year (季度), 1 to 4."""
        return cls._part(year, quarter, 4, "quarter")

    @classmethod
    def month(cls, year: int, month: int) -> Self:
        """A month, 1 to 12."""
        return cls._part(year, month, 12, "month")

    @classmethod
    def months(cls, year: int, first: int, last: int) -> Self:
        """From the first day of one month to the last day of another of the same year.

        Args:
            year: 1 to 9999.
            first: Month, 1 to 12.
            last: Month, not before `first`, to 12.

        Raises:
            InvalidValue: There are no such months.
        """
        try:
            return cls(date(year, first, 1), date(year, last, monthrange(year, last)[1]))
        except (ValueError, IndexError) as error:
            if isinstance(error, InvalidValue):
                raise
            raise InvalidValue(
                f"there are no months {first} to {last} of {year}", remedy="give a year from 1 and months 1 to 12"
            ) from None

    @classmethod
    def _part(cls, year: int, part: int, parts: int, name: str) -> Self:
        if not 1 <= part <= parts:
            raise validators.refuse("Period", name, part, f"a number from 1 to {parts}")
        length = 12 // parts
        return cls.months(year, (part - 1) * length + 1, part * length)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def elapsed(self, on: date) -> Share:
        """The days that have passed at the end of a day, that day included.

        Args:
            on: Any day; before the period nothing has passed, after it everything.

        Example:
            >>> Period.year(2021).elapsed(date(2021, 6, 30))
            Share(part=181, whole=365, provisional=False)
        """
        return Share(part=min(max((on - self.start).days + 1, 0), self.days), whole=self.days)

    def elapsed_working(self, on: date, calendar: WorkCalendar | WorkingDays) -> Share:
        """The working days that have passed at the end of a day, that day included.

        Args:
            on: Any day.
            calendar: Which days are worked; a `WorkingDays` for whoever asks often.

        Returns:
            The share; provisional where any day of the period is. A period without a working day has passed as a
            whole: 0 of 0.

        Example:
            >>> from plan_tasks.calendars.announced import AnnouncedCalendar
            >>> Period.month(2021, 6).elapsed_working(date(2021, 6, 15), AnnouncedCalendar([]))
            Share(part=11, whole=22, provisional=True)
        """
        days = calendar if isinstance(calendar, WorkingDays) else WorkingDays(calendar)
        whole = days.within(self.start, self.end)
        part = days.within(self.start, min(on, self.end))
        return Share(part=part.days, whole=whole.days, provisional=whole.provisional)
