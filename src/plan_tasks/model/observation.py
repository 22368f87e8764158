"""An indicator's value for a stretch of time, with the moment it became known."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import attrs

from plan_tasks.model import validators
from plan_tasks.model.validators import check_dates_in_order, refuse

__all__ = ["Observation"]


@attrs.frozen(kw_only=True)
class Observation:
    """A value that an indicator had, never changed once stored: a revision is a further observation.

    Attributes:
        indicator: Name of the indicator.
        start: First day of the stretch; the start of the target's period for a value "so far".
        end: Last day of the stretch.
        value: In the indicator's unit.
        known: When it became known, with a time zone; a later value for the same stretch revises an earlier one.
        source: Who published it; empty when unknown.
    """

    indicator: str = attrs.field(validator=validators.title)
    start: date = attrs.field(validator=validators.whole_day)
    end: date = attrs.field(validator=validators.whole_day)
    value: Decimal = attrs.field(validator=validators.finite)
    known: datetime = attrs.field(validator=validators.moment)
    source: str = attrs.field(default="", validator=validators.text)

    def __attrs_post_init__(self) -> None:
        for field in ("start", "end", "value", "known"):
            if getattr(self, field) is None:
                raise refuse(self, field, None, "a value")
        check_dates_in_order(self, self.start, self.end, names=("start", "end"))
