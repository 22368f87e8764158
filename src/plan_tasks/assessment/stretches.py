"""The values that a value so far is made of, one after the other: what a forecast looks at.

How observations make the one value that is judged is in `series`; the same are chosen here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import localcontext

from plan_tasks.assessment.arithmetic import CONTEXT
from plan_tasks.assessment.series import aggregation_of, latest_for
from plan_tasks.model.observation import Observation
from plan_tasks.model.target import Target
from plan_tasks.model.vocabulary import Aggregation
from plan_tasks.storage.heads import Latest

__all__ = ["stretches_of"]

_DAY = timedelta(days=1)


def stretches_of(
    target: Target, observations: Sequence[Observation], *, start: date, day: date, known_at: datetime | None = None
) -> tuple[Latest, ...]:
    """Takes the value so far of a target's indicator apart.

    Args:
        target: As for `plan_tasks.assessment.series.latest_for`, like the rest.
        observations: In the order in which they were recorded.
        start: First day of the target's period.
        day: Observations that end later are left out.
        known_at: Observations that became known later are left out; None for none. With a time zone.

    Returns:
        For a sum the amounts of stretches that follow each other and add up to it: of values to date the differences.
        Otherwise the value so far as it was at the end of each stretch. In order; empty without a value.

    Example:
        >>> from datetime import UTC
        >>> from decimal import Decimal
        >>> from plan_tasks.model import Comparator, Indicator
        >>> jobs = Indicator(name="jobs", aggregation=Aggregation.SUM)
        >>> target = Target(indicator=jobs, comparator=Comparator.AT_LEAST, value=Decimal(1100))
        >>> seen = [Observation(indicator="jobs", start=date(2021, 1, 1), end=date(2021, month, day),
        ...                     value=Decimal(value), known=datetime(2021, 12, 1, tzinfo=UTC))
        ...         for month, day, value in ((6, 30, 698), (9, 30, 1045))]
        >>> [str(one.value) for one in stretches_of(target, seen, start=date(2021, 1, 1), day=date(2021, 12, 31))]
        ['698', '347']
    """
    ends = sorted({one.end for one in observations if one.indicator == target.indicator.name and one.end <= day})
    to_date = [latest_for(target, observations, start=start, day=end, known_at=known_at) for end in ends]
    values = list(dict.fromkeys(one for one in to_date if one is not None))
    if aggregation_of(target) is not Aggregation.SUM:
        return tuple(values)
    return _amounts(values)


def _amounts(values: Iterable[Latest]) -> tuple[Latest, ...]:
    """What each value to date adds to the one before; a value that covers fewer days than the one before adds none."""
    found: list[Latest] = []
    before: Latest | None = None
    for one in values:
        if before is None or one.start != before.start:
            found = [one]
        elif one.end > before.end:
            with localcontext(CONTEXT):
                try:
                    found.append(Latest(one.value - before.value, before.end + _DAY, one.end))
                except ArithmeticError:
                    return (one,)
        before = one
    return tuple(found)
