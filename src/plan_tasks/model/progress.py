"""What an owner returns for a reporting date."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import attrs

from plan_tasks.model import validators

__all__ = ["ProgressReport"]


@attrs.frozen(kw_only=True)
class ProgressReport:
    """A return: what was done by a reporting date.

    Attributes:
        on: The reporting date.
        percent: Share done, a Decimal from 0 to 1; None when the return gives none.
        narrative: What was done.
        problems: What stands in the way.
        next_steps: What comes next.
        evidence: Links or file names that show it.
        by: Who reported.
        known: When the return came in, with a time zone; None until it is recorded.
    """

    on: date = attrs.field(validator=validators.whole_day)
    percent: Decimal | None = attrs.field(default=None, validator=validators.fraction)
    narrative: str = attrs.field(default="", validator=validators.text)
    problems: str = attrs.field(default="", validator=validators.text)
    next_steps: str = attrs.field(default="", validator=validators.text)
    evidence: tuple[str, ...] = attrs.field(default=(), validator=validators.instances_of(str))
    by: str = attrs.field(default="", validator=validators.text)
    known: datetime | None = attrs.field(default=None, validator=validators.moment)
