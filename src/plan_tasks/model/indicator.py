"""What is measured."""

from __future__ import annotations

import attrs

from plan_tasks.model import validators
from plan_tasks.model.vocabulary import Aggregation, Polarity

__all__ = ["Indicator"]


@attrs.frozen(kw_only=True)
class Indicator:
    """What is measured.

    Attributes:
        name: As the report calls it (国内生产总值, urban jobs created); observations find their target by it.
        unit: The unit its values are given in (%, 万人); empty for a pure number.
        polarity: Which direction is good.
        aggregation: How sub-periods add up: jobs are summed, an unemployment rate is averaged, a level is its last
            value.
        cycle_days: Days between publications (31 monthly, 92 quarterly); an older value is called stale.
            None where there is no cycle.
    """

    name: str = attrs.field(validator=validators.title)
    unit: str = attrs.field(default="", validator=validators.text)
    polarity: Polarity = attrs.field(default=Polarity.HIGHER, validator=validators.term(Polarity))
    aggregation: Aggregation = attrs.field(default=Aggregation.LAST, validator=validators.term(Aggregation))
    cycle_days: int | None = attrs.field(default=None, validator=validators.positive_whole)
