"""Turns the history back into what it recorded: the law is that the replay equals the store.

Forwards from the first event on, or from a state on; and backwards, from the state as it is to what was before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import attrs

from plan_tasks.errors import StoreDamaged
from plan_tasks.model import Goal, Item, ItemId, Measure, Observation, Plan
from plan_tasks.model.converting import structure, unstructure
from plan_tasks.storage.encoding import json_decoder, value_reader
from plan_tasks.storage.history import StoredEvent
from plan_tasks.storage.stubs import FORGOTTEN, STUB
from plan_tasks.workflow.commands import Observe

__all__ = ["PLAN_CREATED", "PLAN_REVISED", "Replayed", "replay", "rewind"]

PLAN_CREATED = "plan_created"
PLAN_REVISED = "plan_revised"

_CHANGES_NOTHING = (STUB, FORGOTTEN)
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


def replay(events: Iterable[StoredEvent], base: Replayed | None = None) -> Replayed:
    """Replays events.

    Args:
        events: Events of one plan in order.
        base: The state before the first of them; None for nothing.

    Returns:
        The plan, its items and observations as they stood after the last event.

    Raises:
        StoreDamaged: An event refers to an item that was not created, or does not fit the model.
    """
    decode, state = json_decoder(), _State(base)
    for stored in events:
        event = stored.event
        if event.type in _CHANGES_NOTHING:
            continue
        after = decode(event.after)
        if event.type in (PLAN_CREATED, PLAN_REVISED):
            state.header = {**(state.header or {}), **after}
        elif event.type in _CREATED:
            state.kinds[event.item] = _CREATED[event.type]
            state.fields[event.item] = after
        elif event.type == Observe.event:
            state.of(stored)
            item = ItemId(event.item)
            state.observations[item] = state.observations.get(item, ()) + _values(after)
        else:
            state.of(stored).update(after)
    return state.replayed()


def rewind(now: Replayed, events: Sequence[StoredEvent]) -> Replayed:
    """Takes events back, the last first.

    Args:
        now: The state after the last of them.
        events: Events of one plan in order, up to the last one that there is.

    Returns:
        The plan, its items and observations as they stood before the first of these events.

    Raises:
        StoreDamaged: The state is not what an event says it became.
    """
    decode, state = json_decoder(), _State(now)
    for stored in reversed(events):
        event = stored.event
        if event.type in _CHANGES_NOTHING:
            continue
        before, after = decode(event.before), decode(event.after)
        if event.type in (PLAN_CREATED, PLAN_REVISED):
            _check(stored, state.header or {}, after)
            state.header = None if event.type == PLAN_CREATED else {**(state.header or {}), **before}
        elif event.type in _CREATED:
            _check(stored, state.of(stored), after)
            del state.fields[event.item], state.kinds[event.item]
        elif event.type == Observe.event:
            state.of(stored)
            item, added = ItemId(event.item), _values(after)
            held = state.observations.get(item, ())
            if held[len(held) - len(added) :] != added:
                raise _differs(stored, "observations")
            state.observations[item] = held[: len(held) - len(added)]
        else:
            fields = state.of(stored)
            _check(stored, fields, after)
            fields.update(before)
    return state.replayed()


class _State:
    """Header, items and observations, as plain data that events change."""

    def __init__(self, base: Replayed | None) -> None:
        self.header: dict[str, Any] | None = None
        self.kinds: dict[str, type[Goal] | type[Measure]] = {}
        self.fields: dict[str, dict[str, Any]] = {}
        self.observations: dict[ItemId, tuple[Observation, ...]] = {}
        if base is not None:
            self.header = unstructure(base.plan) if base.plan is not None else None
            self.kinds = {name: type(item) for name, item in base.items.items()}  # type: ignore[misc]  # no other items
            self.fields = {name: unstructure(item) for name, item in base.items.items()}
            self.observations = dict(base.observations)

    def of(self, stored: StoredEvent) -> dict[str, Any]:
        """The fields of an event's item."""
        fields = self.fields.get(stored.event.item)
        if fields is None:
            raise StoreDamaged(
                f"item {stored.event.item!r} was never created", where=_where(stored), remedy="restore a backup"
            )
        return fields

    def replayed(self) -> Replayed:
        """The same as values of the model, into which it goes."""
        items: dict[ItemId, Item] = {}
        for name, data in self.fields.items():
            with _fitting(f"item {name!r}"):
                items[ItemId(name)] = value_reader(self.kinds[name])(_given(data))
        header = structure(_given(self.header), Plan) if self.header is not None else None
        return Replayed(header, items, {item: values for item, values in self.observations.items() if values})


def _values(after: Mapping[str, Any]) -> tuple[Observation, ...]:
    with _fitting("a value"):
        return tuple(map(value_reader(Observation), after["observations"]))


@contextmanager
def _fitting(what: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        raise StoreDamaged(f"what the history says of {what} is none: {error}", remedy="restore a backup") from error


def _check(stored: StoredEvent, fields: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    for name, value in after.items():
        if fields.get(name) != value:
            raise _differs(stored, name)


def _differs(stored: StoredEvent, name: str) -> StoreDamaged:
    return StoreDamaged(f"the store does not hold what the event says of {name!r}", where=_where(stored))


def _where(stored: StoredEvent) -> str:
    return f"plan {stored.event.plan}, event {stored.sequence}"


def _given(data: dict[str, Any]) -> dict[str, Any]:
    """Leaves out fields that went back to their default."""
    return {name: value for name, value in data.items() if value is not None}
