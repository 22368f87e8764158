"""What a command came to, before it is stored: what guards look at and observers hear of."""

from __future__ import annotations

from datetime import datetime

import attrs

from plan_tasks.model import Item, Observation, Plan
from plan_tasks.storage.history import Event
from plan_tasks.workflow.commands import Command

__all__ = ["Change", "ChangeView"]


@attrs.frozen(kw_only=True)
class Change:
    """One command, carried out on one item.

    Attributes:
        command: What was asked.
        actor: By whom.
        before: The item as it was; None for a creation.
        after: The item as it is.
        observations: Values that the command adds.
        events: What the history records: one event, for a creation with values two.
    """

    command: Command
    actor: str
    before: Item | None
    after: Item
    observations: tuple[Observation, ...]
    events: tuple[Event, ...]


@attrs.frozen(kw_only=True)
class ChangeView:
    """What guards see beside the changes.

    Attributes:
        plan: The plan's header.
        at: When the changes are recorded.
    """

    plan: Plan
    at: datetime
