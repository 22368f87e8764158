"""What comes again: every month by the 25th, at the end of every quarter, all the time.

Lives here: `Recurrence` and its occurrences. Not here: how it is read from words (`deadlines`), moving occurrences to
working days (`cycles`).
"""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, Final

import attrs

from plan_tasks.calendars.periods import Period
from plan_tasks.model import validators

__all__ = ["LAST_DAY", "Every", "Recurrence"]


class Every(StrEnum):
    """After what time something comes again."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    CONTINUOUS = "continuous"
    """Without pause (长期坚持, 持续推进): there is no day on which it falls."""


#: As `Recurrence.day`: the last day of a month, however many it has.
LAST_DAY: Final = -1
_MONTHS: Final = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF_YEAR: 6, Every.YEAR: 12}


@attrs.frozen(kw_only=True)
class Recurrence:
    """Something that comes again.

    Attributes:
        every: After what time.
        interval: How many of them; 2 with weeks is every other week. Counted from `since`, else from the first day of
            the year 1.
        day: The day on which it falls: for weeks 1 (Monday) to 7 (Sunday); for longer times the day of the month, 1 to
            31, or -1 for the last day. None is the last day of the week or month. A month that is too short has it on
            its last day. Days and continuous work have None.
        month: Within a quarter, half-year or year the month, from 1; None is the last one. Others have None.
        since: First day on which it may fall; None for no beginning.
        until: Last day on which it may fall; None for no end.

    Example:
        >>> monthly = Recurrence(every=Every.MONTH, day=25)
        >>> [day.isoformat() for day in monthly.occurrences(Period.quarter(2021, 1))]
        ['2021-01-25', '2021-02-25', '2021-03-25']
    """

    every: Every = attrs.field(validator=validators.instance_of(Every))
    interval: int = attrs.field(default=1)
    day: int | None = attrs.field(default=None)
    month: int | None = attrs.field(default=None)
    since: date | None = attrs.field(default=None, validator=validators.whole_day)
    until: date | None = attrs.field(default=None, validator=validators.whole_day)

    @interval.validator
    def _check_interval(self, _: attrs.Attribute[int], value: object) -> None:
        if value.__class__ is not int or not 1 <= self.interval <= 100:
            raise validators.refuse(self, "interval", value, "a whole number from 1 to 100")

    @day.validator
    def _check_day(self, _: attrs.Attribute[int | None], value: object) -> None:
        if value is None:
            return
        if self.every in _MONTHS:
            allowed, text = {LAST_DAY, *range(1, 32)}, "a day of the month, 1 to 31, or -1 for the last"
        elif self.every is Every.WEEK:
            allowed, text = set(range(1, 8)), "a day of the week, 1 (Monday) to 7 (Sunday)"
        else:
            allowed, text = set(), f"None for {self.every.value}"
        if value.__class__ is not int or value not in allowed:
            raise validators.refuse(self, "day", value, text)

    @month.validator
    def _check_month(self, _: attrs.Attribute[int | None], value: object) -> None:
        months = _MONTHS.get(self.every, 1)
        if value is not None and (value.__class__ is not int or months == 1 or value not in range(1, months + 1)):
            allowed = f"a month from 1 to {months}" if months > 1 else f"None for {self.every.value}"
            raise validators.refuse(self, "month", value, allowed)

    def __attrs_post_init__(self) -> None:
        validators.check_dates_in_order(self, self.since, self.until, names=("since", "until"))

    def occurrences(self, between: Period) -> tuple[date, ...]:
        """The days on which it falls in a period, in order; none for continuous work.

        Args:
            between: The first and the last day that are of interest.

        Example:
            >>> ends = Recurrence(every=Every.QUARTER, day=LAST_DAY)
            >>> [day.isoformat() for day in ends.occurrences(Period.year(2021))]
            ['2021-03-31', '2021-06-30', '2021-09-30', '2021-12-31']
        """
        first = max(between.start, self.since) if self.since else between.start
        last = min(between.end, self.until) if self.until else between.end
        if self.every is Every.CONTINUOUS or last < first:
            return ()
        # Imported when it is needed: it takes 50 ms, more than everything else of this package together.
        from dateutil.rrule import rrule

        rule = rrule(dtstart=self._anchor(first), until=_midnight(last), **self._rule())
        return tuple(found.date() for found in rule if found.date() >= first)

    def _rule(self) -> dict[str, Any]:
        """The recurrence in the words of RFC 5545, which dateutil.rrule counts by."""
        from dateutil.rrule import DAILY, MONTHLY, WEEKLY

        if self.every is Every.DAY:
            return {"freq": DAILY, "interval": self.interval}
        if self.every is Every.WEEK:
            return {"freq": WEEKLY, "interval": self.interval, "byweekday": (self.day or 7) - 1, "wkst": 0}
        rule: dict[str, Any] = {"freq": MONTHLY, "interval": self.interval * _MONTHS[self.every]}
        day = self.day or LAST_DAY
        if day <= 28:
            return {**rule, "bymonthday": day}
        # The last of these that the month has.
        return {**rule, "bymonthday": tuple(range(28, day + 1)), "bysetpos": -1}

    def _anchor(self, first: date) -> datetime:
        """From where intervals are counted: the first unit that matters, in step with `since` or the year 1."""
        start = self.since or date.min
        if self.every is Every.DAY:
            gone = (first - start).days // self.interval * self.interval
            return _midnight(date.fromordinal(start.toordinal() + gone))
        if self.every is Every.WEEK:
            monday = start.toordinal() - start.weekday()
            gone = (first.toordinal() - monday) // (7 * self.interval) * (7 * self.interval)
            return _midnight(date.fromordinal(monday + gone))
        length = _MONTHS[self.every]
        step = length * self.interval
        unit = _month_number(start) // length * length
        gone = (_month_number(first) - unit) // step * step
        number = unit + gone + (self.month or length) - 1
        return _midnight(date(number // 12, number % 12 + 1, 1))


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
