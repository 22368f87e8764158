"""The workload's classes without checks: what decoding costs at the least with attrs and cattrs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs

__all__ = ["BareMeasure"]


@attrs.frozen
class BareIndicator:
    """What is measured."""

    name: str
    unit: str
    aggregation: str


@attrs.frozen
class BareTarget:
    """A target."""

    indicator: BareIndicator
    comparator: str
    value: Decimal
    change: str


@attrs.frozen
class BareAssignment:
    """An owner's part."""

    owner: str
    role: str = "lead"


@attrs.frozen
class BareMilestone:
    """A checkpoint."""

    title: str
    due: date


@attrs.frozen
class BareMeasure:
    """A measure."""

    id: str
    title: str
    targets: tuple[BareTarget, ...]
    assignments: tuple[BareAssignment, ...]
    start: date
    due: date
    milestones: tuple[BareMilestone, ...]
