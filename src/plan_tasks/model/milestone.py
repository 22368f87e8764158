"""A dated checkpoint of a measure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs

from plan_tasks.model import validators
from plan_tasks.model.validators import refuse

__all__ = ["Milestone"]


@attrs.frozen(kw_only=True)
class Milestone:
    """A dated checkpoint with a deliverable.

    Attributes:
        title: What must be there.
        due: By when.
        deliverable: What shows it (a plan printed, a site opened); empty when the title says it.
        done: The day it was reached; None while it is not.
        weight: Its share of the measure relative to the other milestones, above 0.
    """

    title: str = attrs.field(validator=validators.title)
    due: date = attrs.field(validator=validators.whole_day)
    deliverable: str = attrs.field(default="", validator=validators.text)
    done: date | None = attrs.field(default=None, validator=validators.whole_day)
    weight: Decimal = attrs.field(default=Decimal(1), validator=validators.finite)

    def __attrs_post_init__(self) -> None:
        if self.due is None:
            raise refuse(self, "due", None, "a date")
        if self.weight <= 0:
            raise refuse(self, "weight", str(self.weight), "a number above 0")
