"""What is due: an item, a rule, and which of the rule's occasions it is. How it is found is in the other files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

import attrs

from plan_tasks.model import Health, OwnerId, Role
from plan_tasks.notifying.facts import Level
from plan_tasks.notifying.rules import Rule
from plan_tasks.storage.heads import ItemHead

__all__ = ["Hearers", "Occasion", "Standing", "hearers"]

Hearers = tuple[tuple[OwnerId, tuple[Role, ...]], ...]


class Standing(NamedTuple):
    """How an item stands on a day, as far as rules ask.

    Attributes:
        health: The verdict.
        behind: How many points of a hundred it is behind its pace, 0 where it is not; None where nobody knows.
    """

    health: Health
    behind: Decimal | None = None


@attrs.frozen(kw_only=True)
class Occasion:
    """An item, a rule, and which of the rule's occasions it is.

    Attributes:
        head: The item's columns.
        rule: The rule.
        occurrence: Which of its occasions: for a rule about a deadline, the due date and the step.
        on: The day that was asked for.
        owners: Who hears of it, each with the roles that the rule names; empty when nobody has one.
        step: Days past the date that the rule counts from, in working days where it counts those; negative before it;
            0 for rules that count no days.
        days: Calendar days from the item's due date to the day that was asked for; negative before it, None without
            one.
        level: How urgent it is; None for a rule without levels.
        told: Names of `Facts` -> what the notice is to say beside what the item's columns say.
        rung: For a ladder, the place of its step, from 0.
        before: Occasions of the same deadline that lie before this one, and are superseded by it.
        after: Those that lie after it: what was queued for one of them forbids to queue this one.
    """

    head: ItemHead
    rule: Rule
    occurrence: str
    on: date
    owners: Hearers
    step: int = 0
    days: int | None = None
    level: Level | None = None
    told: Mapping[str, Any] = MappingProxyType({})
    rung: int | None = None
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def hearers(head: ItemHead, rule: Rule, roles: tuple[Role, ...] = (), *, to_office: bool = False) -> Hearers:
    """Who hears of an item by a rule: owners with a role that it names, each once, and the office where it is told.

    Args:
        head: The item's columns.
        rule: The rule.
        roles: Roles that take the place of the rule's; empty for the rule's.
        to_office: Whether the office is told beside what the rule says.

    Returns:
        The owners with their roles. An item without a lead unit has its first owner for one; that owner's roles are
        empty, and so are the office's.
    """
    wanted = roles or rule.roles
    found: dict[str, list[Role]] = {}
    for part in head.owners.split():
        role, _, owner = part.partition(":")
        if role in wanted:
            found.setdefault(owner, []).append(Role(role))
    if not found and head.lead and Role.LEAD in wanted:
        found[head.lead] = []
    if (to_office or rule.to_office) and rule.office:
        found.setdefault(rule.office, [])
    return tuple((OwnerId(owner), tuple(held)) for owner, held in found.items())
