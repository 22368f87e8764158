"""Who answers for an item, and in which role."""

from __future__ import annotations

import attrs

from plan_tasks.model import validators
from plan_tasks.model.identifiers import OwnerId
from plan_tasks.model.vocabulary import OwnerKind, Role

__all__ = ["Address", "Assignment", "Owner"]


@attrs.frozen(kw_only=True)
class Address:
    """Where an owner can be reached.

    Attributes:
        channel: Name of the channel (mail, wecom, ...).
        value: The address in that channel's own form.
    """

    channel: str = attrs.field(validator=validators.name())
    value: str = attrs.field(validator=validators.title)


@attrs.frozen(kw_only=True)
class Owner:
    """A unit or a person that answers for items.

    Attributes:
        id: Identifier; the name itself where the host has none.
        name: As people write it (市发展改革委).
        kind: Unit or person.
        unit: For a person, the id of the unit they belong to; else empty.
        addresses: Where notices go; empty when a directory plugin knows.
    """

    id: OwnerId = attrs.field(validator=validators.name())
    name: str = attrs.field(validator=validators.title)
    kind: OwnerKind = attrs.field(default=OwnerKind.UNIT, validator=validators.term(OwnerKind))
    unit: str = attrs.field(default="", validator=validators.name(empty=True))
    addresses: tuple[Address, ...] = attrs.field(default=(), validator=validators.instances_of(Address))


@attrs.frozen(kw_only=True)
class Assignment:
    """An owner's part in an item.

    Attributes:
        owner: The owner's id.
        role: Lead, responsible, cooperating, leader or contact.
    """

    owner: OwnerId = attrs.field(validator=validators.name())
    role: Role = attrs.field(default=Role.LEAD, validator=validators.term(Role))
