"""Whole plans, row by row: read from a store, put into another, compared. For `copying` and `archives`.

A plan is put in by one commit, so that a store holds it whole or not at all, whatever happens meanwhile. Rows are
handed over in batches; no more than one is held in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import TypeVar

import attrs

from plan_tasks.model import ItemId, Observation, PlanId
from plan_tasks.services.bulk import worked
from plan_tasks.services.context import stored_plan
from plan_tasks.storage.capabilities import SupportsRestore, not_offered
from plan_tasks.storage.contract import StoredItem, StoredPlan, UnitOfWork
from plan_tasks.storage.history import GENESIS, StoredEvent, check_chain
from plan_tasks.storage.outbox import Attempt, OutboxEntry
from plan_tasks.storage.query import ItemQuery

__all__ = ["Counts", "Part", "batched", "difference", "parts_of", "put_part"]

T = TypeVar("T")


@attrs.define
class Counts:
    """How much of a plan there is.

    Attributes:
        items: Goals and measures.
        observations: Values.
        events: Events of the history, a stub among them.
        notices: Entries of the outbox.
        hash: Hash of the last event; 64 zeros without any.
    """

    items: int = 0
    observations: int = 0
    events: int = 0
    notices: int = 0
    hash: str = GENESIS

    def add(self, part: Part) -> None:
        """Counts a part."""
        self.items += len(part.items)
        self.observations += sum(map(len, part.observations.values()))
        self.events += len(part.events)
        self.notices += len(part.entries)
        if part.events:
            self.hash = part.events[-1].hash


@attrs.frozen(kw_only=True)
class Part:
    """Some rows of a plan. Parts follow in this order: header, items with their values, events, entries, attempts.

    Attributes:
        header: The header with its version; in the first part alone.
        items: Items with their versions and heads.
        observations: Values of these items.
        events: Events with their numbers and hashes.
        entries: Entries of the outbox.
        attempts: What was said of attempts at sending them.
    """

    header: StoredPlan | None = None
    items: Sequence[StoredItem] = ()
    observations: Mapping[ItemId, tuple[Observation, ...]] = attrs.field(factory=dict)
    events: Sequence[StoredEvent] = ()
    entries: Sequence[OutboxEntry] = ()
    attempts: Sequence[Attempt] = ()


def batched(things: Iterable[T]) -> Iterator[Sequence[T]]:
    """Passes things on in lists, with the collector paused while one is made."""
    return worked(things, list)


def parts_of(unit: UnitOfWork, plan: PlanId) -> Iterator[Part]:
    """A plan as it stands, part by part; the chain is checked on the way.

    Raises:
        UnknownName: No such plan.
        StoreDamaged: A row or the history does not match its hash.
    """
    yield Part(header=stored_plan(unit, plan))
    for items in batched(unit.items.stream(ItemQuery(plan=plan))):
        found = unit.observations.of(plan, [stored.item.id for stored in items])
        yield Part(items=items, observations={item: tuple(values) for item, values in found.items() if values})
    for events in batched(check_chain(unit.history.read(plan))):
        yield Part(events=events)
    for entries in batched(unit.outbox.entries(plan=plan)):
        yield Part(entries=entries)
    tried = (entry.key for entry in unit.outbox.entries(plan=plan) if entry.attempts)
    for attempts in batched(attempt for key in list(tried) for attempt in unit.outbox.attempts(key)):
        yield Part(attempts=attempts)


def put_part(unit: UnitOfWork, plan: PlanId, part: Part) -> None:
    """Puts a part into a store; the first goes where no plan of that id is.

    Raises:
        Conflict: There is one already, or an item.
        StorageError: The store cannot take in plans from elsewhere.
    """
    if not isinstance(unit, SupportsRestore):
        raise not_offered("take in a plan with its history")
    if part.header is not None:
        unit.restore_plan(part.header)
    if part.items:
        unit.restore_items(plan, part.items)
        rows = [(stored.item.id, value) for stored in part.items for value in part.observations.get(stored.item.id, ())]
        if rows:
            unit.observations.add(plan, rows)
    if part.events:
        unit.restore_events(part.events)
    if part.entries:
        unit.outbox.add(part.entries)
    if part.attempts:
        unit.outbox.add_attempts(part.attempts)


def difference(source: Iterable[Part], target: Iterable[Part]) -> str:
    """Where a plan differs from another; both are read side by side until they do.

    Returns:
        What differs first, for people; empty when nothing does.
    """
    for one, other in zip_longest(_rows(source), _rows(target)):
        if one != other:
            return one[0] if one is not None else other[0] if other is not None else ""
    return ""


def _rows(parts: Iterable[Part]) -> Iterator[tuple[str, object]]:
    """Each row with what people call it."""
    for part in parts:
        if part.header is not None:
            yield "the plan's header", part.header
        for stored in part.items:
            yield f"item {stored.item.id}", stored
            yield f"values of item {stored.item.id}", part.observations.get(stored.item.id, ())
        for event in part.events:
            yield f"event {event.sequence}", event
        for number, entry in enumerate(part.entries, start=1):
            yield f"notice {number}", entry
        for attempt in part.attempts:
            yield f"attempt {attempt.number} of notice {attempt.key}", attempt
