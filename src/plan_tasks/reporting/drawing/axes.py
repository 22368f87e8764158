"""Axes: round numbers between two values, and the beginnings of months between two days."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final

import attrs

from plan_tasks.model import Language

__all__ = ["DayAxis", "ValueAxis", "round_numbers"]

_STEPS: Final = (1, 2, 5, 10)
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_STRIDES: Final = (1, 2, 3, 6, 12, 24, 60, 120)
_ROOM: Final = 40.0
_ALIKE: Final = 1e-9  # values that differ by less of their size are one value
_NOTHING: Final = 1e-300


def round_numbers(low: float, high: float, about: int) -> list[Decimal]:
    """Round numbers that span two values.

    Args:
        low: The smaller value.
        high: The larger; the same as `low` for one value alone.
        about: How many numbers are wanted, about.

    Returns:
        The numbers ascending, the first not above `low`, the last not below `high`.

    Example:
        >>> [str(number) for number in round_numbers(0, 4.9, 4)]
        ['0', '1', '2', '3', '4', '5']
    """
    size = max(abs(low), abs(high))
    if high - low <= size * _ALIKE or size < _NOTHING:
        spread = size if size >= _NOTHING else 1.0
        low, high = low - spread / 2, high + spread / 2
    raw = (high - low) / max(1, about)
    power = math.floor(math.log10(raw))
    factor = next(factor for factor in _STEPS if factor * 10.0**power >= raw * 0.75)
    step = Decimal(factor).scaleb(power)
    first = math.floor(Decimal(low) / step)
    last = math.ceil(Decimal(high) / step)
    return [step * place if place else Decimal(0) for place in range(first, last + 1)]


@attrs.frozen
class ValueAxis:
    """Where values stand, from bottom to top.

    Attributes:
        bottom: Of the lowest number, in pixels.
        top: Of the highest.
        numbers: The round numbers, ascending.
    """

    bottom: float
    top: float
    numbers: tuple[Decimal, ...]

    def y(self, value: Decimal | float) -> float:
        """Where a value stands."""
        low, high = float(self.numbers[0]), float(self.numbers[-1])
        share = min(max((float(value) - low) / (high - low), 0.0), 1.0)
        return self.bottom + (self.top - self.bottom) * share


@attrs.frozen
class DayAxis:
    """Where days stand, from left to right; those outside stand at the ends.

    Attributes:
        left: Of the first day, in pixels.
        right: Of the last.
        start: The first day.
        end: The last day.
    """

    left: float
    right: float
    start: date
    end: date

    def x(self, day: date) -> float:
        """Where the end of a day stands."""
        share = (day - self.start).days / max(1, (self.end - self.start).days)
        return self.left + (self.right - self.left) * min(max(share, 0.0), 1.0)

    def holds(self, day: date) -> bool:
        """Whether a day lies on the axis."""
        return self.start <= day <= self.end

    def months(self, language: Language) -> Iterator[tuple[float, str]]:
        """Beginnings of months with their names, as many as have room; of January the year where there are several."""
        months = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1
        per_month = (self.right - self.left) / months
        stride = next((stride for stride in _STRIDES if stride * per_month >= _ROOM), _STRIDES[-1])
        several = self.start.year != self.end.year
        for number in range(self.start.year * 12 + self.start.month - 1, self.end.year * 12 + self.end.month):
            year, month = divmod(number, 12)
            first = max(date(year, month + 1, 1), self.start)
            if month % min(stride, 12) == 0 and (stride <= 12 or year % (stride // 12) == 0):
                named = f"{month + 1}月" if language is Language.ZH else _MONTHS[month]
                yield self.x(first), str(year) if several and month == 0 else named
