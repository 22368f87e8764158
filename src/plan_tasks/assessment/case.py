"""What is judged: the facts about one item on one day. How they are drawn from an item is in `preparing`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs

from plan_tasks.model.milestone import Milestone
from plan_tasks.model.target import Target
from plan_tasks.model.vocabulary import ItemKind, State
from plan_tasks.storage.heads import Latest

__all__ = ["Case", "TargetCase"]


@attrs.frozen(kw_only=True)
class TargetCase:
    """One target with what is known about it.

    Attributes:
        target: The target.
        latest: Its indicator's value so far; None without an observation.
        reference: For a relative target, the value of what it is compared with; else None.
        stretches: The values that `latest` is made of, one after the other, for forecasts; empty where nobody asked.
    """

    target: Target
    latest: Latest | None = None
    reference: Latest | None = None
    stretches: tuple[Latest, ...] = ()


@attrs.frozen(kw_only=True)
class Case:
    """What is judged for one item: nothing that happened or became known after the day is in it.

    Attributes:
        item: The item's id.
        plan: Its plan's id.
        kind: Goal or measure.
        state: What people decided.
        start: First day of the time allowed.
        due: Last day of the time allowed; None where the item has none of its own.
        completed: Day of completion; None while open.
        percent: Latest reported share done, from 0 to 1; None for none.
        reported: Reporting date of that return.
        milestones: The measure's checkpoints.
        targets: The item's targets with what is known about each.
        weight: What it weighs among its siblings, from 0 up.
        tags: Its tags.
    """

    item: str
    plan: str
    kind: ItemKind
    state: State
    start: date
    due: date | None = None
    completed: date | None = None
    percent: Decimal | None = None
    reported: date | None = None
    milestones: tuple[Milestone, ...] = ()
    targets: tuple[TargetCase, ...] = ()
    weight: Decimal = Decimal(1)
    tags: tuple[str, ...] = ()
