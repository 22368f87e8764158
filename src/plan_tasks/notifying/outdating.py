"""Finds notices that wait and have lost their point: pure. A later step, a moved deadline, an item that is done."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from plan_tasks.model import State
from plan_tasks.notifying.occasions import Occasion
from plan_tasks.notifying.rules import OPEN_STATES, DueRule
from plan_tasks.storage.heads import ItemHead
from plan_tasks.storage.outbox import OutboxEntry

__all__ = ["outdated"]


def outdated(
    waiting: Iterable[OutboxEntry],
    heads: Mapping[str, ItemHead],
    occasions: Iterable[Occasion],
    rules: Collection[DueRule],
    now: datetime,
) -> dict[str, str]:
    """Finds what need not be sent any more.

    An entry that a dispatcher holds at this moment is left alone: it may be out already. Looking back at an earlier day
    outdates nothing.

    Args:
        waiting: Pending entries of one plan.
        heads: Item id -> the columns of the items that they speak of, as they are now.
        occasions: What is due now.
        rules: The rules that were looked at; entries of others are left alone.
        now: The present moment.

    Returns:
        Key -> the reason, in words.
    """
    names = {rule.name for rule in rules}
    steps = {(each.head.id, each.rule.name): each for each in occasions}
    found: dict[str, str] = {}
    for entry in waiting:
        held = entry.leased_until is not None and entry.leased_until > now
        if held or entry.rule not in names:
            continue
        head = heads.get(entry.item)
        due, _, step = entry.occurrence.rpartition(" ")
        later = steps.get((entry.item, entry.rule))
        if head is None:
            found[entry.key] = "the item is gone"
        elif head.state not in OPEN_STATES:
            found[entry.key] = f"the item is {State(head.state).en}"
        elif head.due != due:
            found[entry.key] = f"the deadline was moved from {due} to {head.due or 'none'}"
        elif later is not None and later.step > int(step.rstrip("wd")):
            found[entry.key] = f"superseded by the step {later.occurrence.rpartition(' ')[2]}"
    return found
