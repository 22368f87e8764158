"""An action to carry out."""

from __future__ import annotations

from typing import ClassVar

import attrs

from plan_tasks.model import validators
from plan_tasks.model.identifiers import ItemId
from plan_tasks.model.item import Item
from plan_tasks.model.milestone import Milestone
from plan_tasks.model.vocabulary import ItemKind

__all__ = ["Measure"]


@attrs.frozen(kw_only=True)
class Measure(Item):
    """An action to carry out; its targets are its commitments.

    Attributes:
        goal: Id of the goal it serves; empty for none.
        milestones: Dated checkpoints, in the order of their dates or as listed.

    The rest are those of `Item`.
    """

    kind: ClassVar[ItemKind] = ItemKind.MEASURE

    goal: ItemId = attrs.field(default=ItemId(""), validator=validators.name(empty=True))
    milestones: tuple[Milestone, ...] = attrs.field(default=(), validator=validators.instances_of(Milestone))
