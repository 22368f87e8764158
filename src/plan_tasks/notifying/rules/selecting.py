"""What all rules have in common: a name, which items they look at, and who hears. When they speak their classes say."""

from __future__ import annotations

from typing import ClassVar

import attrs

from plan_tasks.model import Commitment, Health, Item, ItemKind, OwnerId, Role, State, validators
from plan_tasks.model.validators import refuse
from plan_tasks.notifying.rules import checks
from plan_tasks.storage.heads import ItemHead
from plan_tasks.storage.query import tag_needle

__all__ = ["AGAIN", "Rule", "first_time"]

#: Stands between an occasion and how often it has come back (a deadline that was moved away and back).
AGAIN = " #"


def first_time(occurrence: str) -> str:
    """The occasion without how often it has come back.

    Example:
        >>> first_time("2021-06-30 -3d #2")
        '2021-06-30 -3d'
    """
    return occurrence.partition(AGAIN)[0]


@attrs.frozen(kw_only=True)
class Rule:
    """What all rules have in common. Every selector that is given narrows which items are looked at.

    Attributes:
        name: What the outbox and people call it; unique among the rules of an office.
        kinds: For which kinds of items.
        states: For items in which states.
        areas: Only items that stand in one of these areas; empty for all.
        tags: Only items with one of these tags; empty for all.
        owners: Only items in which one of these owners has a part; empty for all.
        owner_roles: The part that they, or without `owners` anybody, must have; empty for any.
        commitments: Only items with a target that is binding, or expected; empty for all.
        healths: Only items that stand so on the day; empty for all, and then nothing is judged.
        roles: Owners in which roles hear of it; where no owner has one, the item's first owner stands in for a lead
            unit.
        office: Id of the owner that hears of what nobody else can be told; empty for nobody.
        to_office: Whether the office hears of everything that the rule says.

    Class attributes:
        type: What a file of rules calls the class.
        has_deadline: Whether its occasions belong to the item's deadline, so that they lapse with it.
    """

    type: ClassVar[str]
    has_deadline: ClassVar[bool] = False

    name: str = attrs.field(validator=validators.name())
    kinds: tuple[ItemKind, ...] = attrs.field(default=tuple(ItemKind), validator=checks.one_or_more(ItemKind))
    states: tuple[State, ...] = attrs.field(default=(State.ACTIVE,), validator=checks.one_or_more(State))
    areas: tuple[str, ...] = attrs.field(default=(), validator=checks.names)
    tags: tuple[str, ...] = attrs.field(default=(), validator=validators.instances_of(str))
    owners: tuple[str, ...] = attrs.field(default=(), validator=checks.names)
    owner_roles: tuple[Role, ...] = attrs.field(default=(), validator=validators.instances_of(Role))
    commitments: tuple[Commitment, ...] = attrs.field(default=(), validator=validators.instances_of(Commitment))
    healths: tuple[Health, ...] = attrs.field(default=(), validator=validators.instances_of(Health))
    roles: tuple[Role, ...] = attrs.field(default=(Role.LEAD,), validator=validators.instances_of(Role))
    office: OwnerId = attrs.field(default=OwnerId(""), validator=validators.name(empty=True))
    to_office: bool = attrs.field(default=False, validator=validators.instance_of(bool))

    def __attrs_post_init__(self) -> None:
        if not self.roles and not self.to_office:
            raise refuse(self, "roles", (), f"one or more of {', '.join(role.value for role in Role)}, or to_office")
        if self.to_office and not self.office:
            raise refuse(self, "office", "", "the id of the owner that is the office, since the rule reaches it")

    @property
    def judges(self) -> bool:
        """Whether it asks how items stand."""
        return bool(self.healths)

    def selects(self, head: ItemHead) -> bool:
        """Whether it looks at an item, as far as the item's columns say; binding or expected they do not."""
        return (
            head.state in self.states
            and head.kind in self.kinds
            and (not self.areas or head.area in self.areas)
            and (not self.tags or any(tag_needle(tag) in head.tags for tag in self.tags))
            and (not (self.owners or self.owner_roles) or self._held(head.owners))
        )

    def binds(self, item: Item) -> bool:
        """Whether an item has a target of one of the rule's commitments, where it names any."""
        return not self.commitments or any(target.commitment in self.commitments for target in item.targets)

    def insists(self, occurrence: str) -> bool:  # noqa: ARG002 - rules that insist look at it
        """Whether a notice of which nobody knows whether it arrived is sent again, though it may arrive twice.

        Args:
            occurrence: Which of the rule's occasions.
        """
        return False

    def _held(self, owners: str) -> bool:
        roles = self.owner_roles or tuple(Role)
        for part in owners.split():
            role, _, owner = part.partition(":")
            if role in roles and (not self.owners or owner in self.owners):
                return True
        return False
