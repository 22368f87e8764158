"""Earned value and earned schedule on plain numbers: what work was planned, what was earned, in money and in days."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

__all__ = ["Cost", "Earned", "cost_of", "earned_of", "earned_schedule"]


class Earned(NamedTuple):
    """How work stands against its plan.

    Attributes:
        planned: Planned value (PV): work that should have been done by now.
        earned: Earned value (EV): work that has been done.
        whole: Budget at completion (BAC): all the work.
        variance: Schedule variance, EV - PV.
        spi: Schedule performance index, EV / PV; None where nothing was planned yet.
        schedule: Earned schedule (ES): the days after which as much should have been earned.
        actual_time: Days that have passed (AT).
        time_index: SPI(t), ES / AT; None before the first day.
        duration: Forecast of all days, IEAC(t) = planned days / SPI(t); None where nothing was earned yet.
    """

    planned: Decimal
    earned: Decimal
    whole: Decimal
    variance: Decimal
    spi: Decimal | None
    schedule: Decimal
    actual_time: int
    time_index: Decimal | None
    duration: Decimal | None


class Cost(NamedTuple):
    """How cost stands against the work earned.

    Attributes:
        actual: Actual cost (AC).
        budget: Budget at completion, in money.
        earned: Earned value in money: the budget times the share of the work that is done.
        variance: Cost variance, EV - AC.
        cpi: Cost performance index, EV / AC; None where nothing was spent.
        forecast: Estimate at completion, EAC = BAC / CPI; None where nothing was earned or spent.
    """

    actual: Decimal
    budget: Decimal
    earned: Decimal
    variance: Decimal
    cpi: Decimal | None
    forecast: Decimal | None


def earned_schedule(earned: Decimal, planned: Callable[[int], Decimal], now: int, last: int) -> Decimal:
    """The days after which as much should have been earned as is earned now (Lipke's ES = C + I, by the day).

    Args:
        earned: Work done.
        planned: Work that should be done at the end of a day, counted from 1; 0 gives 0. Never falls.
        now: Days that have passed.
        last: Days of the plan.

    Returns:
        Days from 0 to `last`. Work that is exactly what the plan asks for now has earned the days up to now.

    Example:
        >>> earned_schedule(Decimal(2500), lambda day: Decimal(1000 * day), 3, 4)
        Decimal('2.5')
    """
    if earned >= planned(last):
        return Decimal(last)
    if now <= last and earned == planned(now):
        return Decimal(now)
    if earned <= planned(0):
        return Decimal(0)
    low, high = 0, last  # planned(low) <= earned < planned(high)
    while high - low > 1:
        middle = (low + high) // 2
        if planned(middle) <= earned:
            low = middle
        else:
            high = middle
    before = planned(low)
    return low + (earned - before) / (planned(high) - before)


def earned_of(earned: Decimal, planned: Callable[[int], Decimal], whole: Decimal, now: int, last: int) -> Earned:
    """Puts the figures together.

    Args:
        earned: Work done.
        planned: As for `earned_schedule`.
        whole: All the work, above 0.
        now: Days that have passed, from 0 up; may go beyond the plan.
        last: Days of the plan, from 1 up.

    Returns:
        The figures.

    Raises:
        ArithmeticError: The figures are beyond reckoning.

    Example:
        >>> fence = earned_of(Decimal(2500), lambda day: Decimal(1000 * day), Decimal(4000), 3, 4)
        >>> round(fence.spi, 3), fence.variance, fence.schedule, round(fence.duration, 1)
        (Decimal('0.833'), Decimal('-500'), Decimal('2.5'), Decimal('4.8'))
    """
    value = planned(min(now, last))
    schedule = earned_schedule(earned, planned, now, last)
    time_index = schedule / now if now else None
    return Earned(
        planned=value,
        earned=earned,
        whole=whole,
        variance=earned - value,
        spi=earned / value if value > 0 else None,
        schedule=schedule,
        actual_time=now,
        time_index=time_index,
        duration=last / time_index if time_index else None,
    )


def cost_of(actual: Decimal, budget: Decimal, done: Decimal) -> Cost:
    """Holds cost against the work earned.

    Args:
        actual: Actual cost, from 0 up.
        budget: The budget, above 0.
        done: Share of the work that is done, from 0 up.

    Returns:
        The figures.

    Raises:
        ArithmeticError: The figures are beyond reckoning.

    Example:
        >>> fence = cost_of(Decimal(2800), Decimal(4000), Decimal("0.625"))
        >>> fence.variance, round(fence.cpi, 3), round(fence.forecast)
        (Decimal('-300.000'), Decimal('0.893'), 4480)
    """
    earned = budget * done
    cpi = earned / actual if actual > 0 else None
    return Cost(actual, budget, earned, earned - actual, cpi, budget / cpi if cpi else None)
