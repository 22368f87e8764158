"""How observations make the value so far: revisions, values to date, sub-periods that add up.

A storage layer calls `latest_for` when observations come in, to write the head; judging calls it again when an earlier
day, or what was known then, is asked for.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal, localcontext

from plan_tasks.assessment.arithmetic import CONTEXT
from plan_tasks.errors import InvalidValue
from plan_tasks.model.item import Item
from plan_tasks.model.observation import Observation
from plan_tasks.model.plan import Plan
from plan_tasks.model.quantities import parse_unit
from plan_tasks.model.target import Target
from plan_tasks.model.vocabulary import Aggregation, ChangeType
from plan_tasks.storage.heads import Latest

__all__ = ["aggregation_of", "latest_for", "latest_in", "latest_of", "latest_value"]

_Piece = tuple[int, int, Decimal]  # first day and last day as ordinals, value


def aggregation_of(target: Target) -> Aggregation:
    """How the values of a target's indicator add up; a rate of change is never added up, whatever the indicator says.

    Example:
        >>> from plan_tasks.model import Comparator, Indicator
        >>> gdp = Indicator(name="GDP", unit="%", aggregation=Aggregation.SUM)
        >>> growth = Target(indicator=gdp, comparator=Comparator.AT_LEAST, value=Decimal(6), change=ChangeType.GROWTH)
        >>> aggregation_of(growth).value
        'last'
    """
    indicator = target.indicator
    if (
        indicator.aggregation is Aggregation.SUM
        and target.change in (ChangeType.GROWTH, ChangeType.REDUCTION)
        and parse_unit(indicator.unit).dimension == "share"
    ):
        return Aggregation.LAST
    return indicator.aggregation


def latest_for(
    target: Target, observations: Sequence[Observation], *, start: date, day: date, known_at: datetime | None = None
) -> Latest | None:
    """The value so far of a target's indicator.

    Args:
        target: The target; its indicator's name selects the observations.
        observations: In the order in which they were recorded.
        start: First day of the target's period.
        day: Observations that end later are left out.
        known_at: Observations that became known later are left out; None for none. With a time zone.

    Returns:
        The value with the days it covers; None without any.
    """
    return latest_value(
        observations,
        indicator=target.indicator.name,
        aggregation=aggregation_of(target),
        start=start,
        day=day,
        known_at=known_at,
    )


def latest_of(
    item: Item,
    plan: Plan,
    observations: Sequence[Observation],
    *,
    day: date = date.max,
    known_at: datetime | None = None,
) -> Latest | None:
    """The value so far of an item's only target, as its head holds it.

    Args:
        item: The item.
        plan: Its plan, of which only the first day is read.
        observations: The item's, in the order in which they were recorded.
        day: Observations that end later are left out; a head holds all.
        known_at: As for `latest_for`.

    Returns:
        The value with the days it covers; None for no value, no target or several.
    """
    if len(item.targets) != 1 or not observations:
        return None
    return latest_for(item.targets[0], observations, start=item.start or plan.start, day=day, known_at=known_at)


def latest_in(actual: str | None, start: str | None, end: str | None) -> Latest | None:
    """The value so far that a head's columns `actual`, `actual_start` and `actual_end` hold; None for no value.

    Example:
        >>> latest_in("698", "2021-01-01", "2021-06-30").end
        datetime.date(2021, 6, 30)
    """
    if actual is None or not start or not end:
        return None
    return Latest(Decimal(actual), date.fromisoformat(start), date.fromisoformat(end))


def latest_value(
    observations: Iterable[Observation],
    *,
    indicator: str,
    aggregation: Aggregation,
    start: date,
    day: date,
    known_at: datetime | None = None,
) -> Latest | None:
    """Makes the value so far of an indicator.

    Of several values for the same stretch, the one known last counts (of those known at once, the one recorded last).
    Then

    - `LAST`: the value that ends last; of two that end together, the one that begins nearest to the period's start, so
      that a growth rate of the year to date comes before that of the quarter alone;
    - `SUM`: the stretches that together cover most days of the period without overlapping; of covers of equally many
      days, the one of fewest pieces, so that a value to date replaces its months. Stretches that begin before the
      period are left out, since they cannot be split;
    - `MEAN`: the same stretches, averaged by their days.

    Args:
        observations: In the order in which they were recorded; those of other indicators are left out.
        indicator: Name of the indicator.
        aggregation: How its values add up.
        start: First day of the period.
        day: Observations that end later are left out.
        known_at: Observations that became known later are left out; None for none. With a time zone.

    Returns:
        The value with the first and last day it covers; None without any.

    Raises:
        InvalidValue: `known_at` has no time zone.

    Example:
        >>> from datetime import UTC
        >>> def jobs(first, last, value):
        ...     return Observation(indicator="jobs", start=date(2021, first, 1), end=date(2021, last, 28),
        ...                        value=Decimal(value), known=datetime(2021, 12, 1, tzinfo=UTC))
        >>> latest_value([jobs(1, 6, 698), jobs(5, 5, 120), jobs(7, 7, 124)], indicator="jobs",
        ...              aggregation=Aggregation.SUM, start=date(2021, 1, 1), day=date(2021, 12, 31)).value
        Decimal('822')
    """
    if known_at is not None and known_at.tzinfo is None:
        raise InvalidValue(f"known_at {known_at.isoformat()} has no time zone", remedy="give a datetime with tzinfo")
    stretches: dict[tuple[date, date], Observation] = {}
    for one in observations:
        if one.indicator != indicator or one.end > day or one.end < start:
            continue
        if known_at is not None and one.known > known_at:
            continue
        key = (one.start, one.end)
        earlier = stretches.get(key)
        if earlier is None or one.known >= earlier.known:
            stretches[key] = one
    if aggregation is not Aggregation.LAST:
        stretches = {key: one for key, one in stretches.items() if one.start >= start}
    if not stretches:
        return None
    if len(stretches) == 1:
        [one] = stretches.values()
        return Latest(one.value, one.start, one.end)
    if aggregation is Aggregation.LAST:
        one = max(stretches.values(), key=lambda found: (found.end, _nearness(found.start, start)))
        return Latest(one.value, one.start, one.end)
    if all(one.start == start for one in stretches.values()):  # values to date: the longest covers the others
        one = max(stretches.values(), key=lambda found: found.end)
        return Latest(one.value, one.start, one.end)
    pieces = _cover([(one.start.toordinal(), one.end.toordinal(), one.value) for one in stretches.values()])
    with localcontext(CONTEXT):
        try:
            value = (
                _mean(pieces) if aggregation is Aggregation.MEAN else sum((piece[2] for piece in pieces), Decimal(0))
            )
        except ArithmeticError:
            return None
    return Latest(value, date.fromordinal(pieces[0][0]), date.fromordinal(pieces[-1][1]))


def _nearness(begins: date, start: date) -> int:
    return -abs((begins - start).days)


def _mean(pieces: Sequence[_Piece]) -> Decimal:
    days = sum(last - first + 1 for first, last, _ in pieces)
    return sum((value * (last - first + 1) for first, last, value in pieces), Decimal(0)) / days


def _cover(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Chooses pieces that do not overlap and cover most days, of these the fewest (weighted interval scheduling)."""
    ordered = sorted(pieces, key=lambda piece: (piece[1], piece[0]))
    ends = [piece[1] for piece in ordered]
    best: list[tuple[int, int]] = [(0, 0)]  # days covered and pieces used, negated, by the first n pieces
    before: list[int] = []  # for each piece, how many of the first pieces end before it begins
    for first, last, _ in ordered:
        count = bisect_left(ends, first)
        before.append(count)
        days, used = best[count]
        best.append(max(best[-1], (days + last - first + 1, used - 1)))
    chosen = []
    count = len(ordered)
    while count:
        if best[count] == best[count - 1]:
            count -= 1
        else:
            chosen.append(ordered[count - 1])
            count = before[count - 1]
    return chosen[::-1]
