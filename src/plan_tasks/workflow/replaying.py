"""Turns the history back into what it recorded: the law is that the replay equals the store."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import attrs

from plan_tasks.errors import StoreDamaged
from plan_tasks.model import Goal, Item, ItemId, Measure, Observation, Plan
from plan_tasks.model.converting import structure
from plan_tasks.storage.encoding import json_decoder
from plan_tasks.storage.history import StoredEvent
from plan_tasks.workflow.commands import Observe

__all__ = ["PLAN_CREATED", "PLAN_REVISED", "Replayed", "replay"]

PLAN_CREATED = "plan_created"
PLAN_REVISED = "plan_revised"

_CREATED: dict[str, type[Goal] | type[Measure]] = {"goal_created": Goal, "measure_created": Measure}


@attrs.frozen
class Replayed:
    """What a stretch of history amounts to.

    Attributes:
        plan: The plan's header; None when the stretch does not hold its creation.
        items: Items in the order of their creation.
        observations: Item id -> its observations in the order in which they were added.
    """

    plan: Plan | None
    items: dict[ItemId, Item]
    observations: dict[ItemId, tuple[Observation, ...]]


def replay(events: Iterable[StoredEvent]) -> Replayed:
    """Replays events from the first one on.

    Args:
        events: Events of one plan in order.

    Returns:
        The plan, its items and observations as they stood after the last event.

    Raises:
        StoreDamaged: An event refers to an item that was not created, or does not fit the model.
    """
    decode = json_decoder()
    header: dict[str, Any] | None = None
    kinds: dict[str, type[Goal] | type[Measure]] = {}
    fields: dict[str, dict[str, Any]] = {}
    observations: dict[ItemId, tuple[Observation, ...]] = {}
    for stored in events:
        event = stored.event
        after = decode(event.after)
        if event.type in (PLAN_CREATED, PLAN_REVISED):
            header = {**(header or {}), **after}
        elif event.type in _CREATED:
            kinds[event.item] = _CREATED[event.type]
            fields[event.item] = after
        elif event.item not in fields:
            where = f"plan {event.plan}, event {stored.sequence}"
            raise StoreDamaged(f"item {event.item!r} was never created", where=where, remedy="restore a backup")
        elif event.type == Observe.event:
            added = tuple(structure(each, Observation) for each in after["observations"])
            item_id = ItemId(event.item)
            observations[item_id] = observations.get(item_id, ()) + added
        else:
            fields[event.item].update(after)
    items: dict[ItemId, Item] = {
        ItemId(item_id): structure(_given(data), kinds[item_id]) for item_id, data in fields.items()
    }
    return Replayed(structure(_given(header), Plan) if header is not None else None, items, observations)


def _given(data: dict[str, Any]) -> dict[str, Any]:
    """Leaves out fields that went back to their default."""
    return {name: value for name, value in data.items() if value is not None}
