"""Walks through a store and holds every plan against its history: the first thing that does not fit is named."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import attrs

from plan_tasks.assessment.series import latest_of
from plan_tasks.errors import PlanTasksError, StoreDamaged
from plan_tasks.model import Observation, PlanId
from plan_tasks.services.context import Context, stored_plan
from plan_tasks.services.past import digest_of, present
from plan_tasks.storage.contract import Finding, StoredItem, StoredPlan, UnitOfWork
from plan_tasks.storage.heads import head_of
from plan_tasks.storage.history import StoredEvent, check_chain
from plan_tasks.storage.query import ItemQuery
from plan_tasks.storage.stubs import FORGOTTEN, STUB, Stub, check_stub, read_stub
from plan_tasks.workflow import Replayed, replay, rewind

__all__ = ["verify"]


@attrs.define
class _Walk:
    """What walking through a chain has shown.

    Attributes:
        versions: Item id, or "" for the plan -> its version by its last event.
        events: How many events there are.
        first: The first event.
        recorded: Seals of the stubs that the chain records.
    """

    versions: dict[str, int] = attrs.field(factory=dict)
    events: int = 0
    first: StoredEvent | None = None
    recorded: set[tuple[int, str, str]] = attrs.field(factory=set)

    def through(self, events: Iterator[StoredEvent]) -> Iterator[StoredEvent]:
        """Passes events on and notes what they show."""
        for stored in events:
            event = stored.event
            self.first = self.first or stored
            self.events += 1
            if event.type == FORGOTTEN:
                said = json.loads(event.after)
                self.recorded.add((said.get("through"), said.get("hash"), said.get("seal")))
            if event.type != STUB:
                self.versions[event.item] = event.version
            yield stored


def verify(context: Context, plans: Sequence[PlanId] = (), *, key: bytes | None = None) -> Iterator[Finding]:
    """Examines the store, then holds plans of the tenant against their histories, in every row.

    Of a plan it checks that the chain holds from its first event to its last; that every row matches its hash; that
    header, items, their order and versions and values are what the history says, and heads what the items say; that
    every entry of the outbox can be read; and of a stub that it matches its seal, that the chain records it, and that
    the plan as it stood then is the one that was sealed.

    Args:
        context: The open tracker.
        plans: Plan ids; none given: all of the tenant.
        key: The key with which stubs were signed, where it is at hand.

    Yields:
        What the store says of itself, without its plans, then one finding a plan.

    Raises:
        UnknownName: The store has no such plan.
    """
    for finding in context.backend.examine():
        if not finding.ok or not finding.subject.startswith("plan "):
            yield finding
    with context.backend.unit(context.tenant, write=False) as unit:
        wanted = [stored_plan(unit, plan).plan.id for plan in plans] or [stored.plan.id for stored in unit.plans.all()]
    for plan in wanted:
        yield _finding(context, plan, key)


def _finding(context: Context, plan: PlanId, key: bytes | None) -> Finding:
    subject = f"history of {plan}"
    try:
        with context.backend.unit(context.tenant, write=False) as unit:
            return Finding(ok=True, subject=subject, text=_verified(unit, plan, key))
    except PlanTasksError as error:
        return Finding(ok=False, subject=subject, text=str(error))


def _verified(unit: UnitOfWork, plan: PlanId, key: bytes | None) -> str:
    """Checks one plan; says how much of it was checked."""
    walk = _Walk()
    events = walk.through(check_chain(unit.history.read(plan)))
    begin = next(events, None)
    note = ""
    if begin is not None and begin.event.type == STUB:
        stub = check_stub(begin, key=key)
        later = list(events)
        base = rewind(present(unit, plan), later)
        _check_stub(stub, begin, walk, base)
        recorded = replay(later, base)
        note = _told(stub, key)
    else:
        recorded = replay(_again(begin, events))
    count = _check_rows(unit, plan, recorded, walk)
    notices = sum(1 for _ in unit.outbox.entries(plan=plan))
    values = sum(map(len, recorded.observations.values()))
    return f"{count} items, {values} values, {walk.events} events in one chain, {notices} notices{note}"


def _again(first: StoredEvent | None, rest: Iterator[StoredEvent]) -> Iterator[StoredEvent]:
    if first is not None:
        yield first
        yield from rest


def _check_stub(stub: Stub, stored: StoredEvent, walk: _Walk, base: Replayed) -> None:
    where = f"plan {stub.plan}, event {stored.sequence}"
    _, seal = read_stub(stored)
    if (stub.through, stub.hash, seal) not in walk.recorded:
        raise StoreDamaged("the chain does not record this stub", where=where, remedy="restore a backup")
    if digest_of(base) != stub.state:
        raise StoreDamaged(
            "the plan as it stood after what was forgotten is not the one that was sealed",
            where=where,
            remedy="restore a backup",
        )


def _told(stub: Stub, key: bytes | None) -> str:
    who = f"; events 1 to {stub.through} ({stub.first:%Y-%m-%d} to {stub.last:%Y-%m-%d}) were forgotten by {stub.actor}"
    signed = "signed, and the key fits" if key else "signed; the key was not given"
    return f"{who} on {stub.forgotten:%Y-%m-%d}: {stub.reason} ({signed if stub.signed else 'not signed'})"


def _check_rows(unit: UnitOfWork, plan: PlanId, recorded: Replayed, walk: _Walk) -> int:
    """Holds what is stored against what the history says; returns how many items there are."""
    header = stored_plan(unit, plan)
    if header.plan != recorded.plan or header.version != walk.versions.get("", header.version):
        raise StoreDamaged("the plan's header is not what the history says", where=f"plan {plan}")
    values = unit.observations.of(plan)
    wanted = iter(recorded.items)
    count = 0
    for stored in unit.items.stream(ItemQuery(plan=plan)):
        _check_item(stored, header, next(wanted, None), recorded, walk, tuple(values.get(stored.item.id, ())))
        count += 1
    if (missing := next(wanted, None)) is not None:
        raise StoreDamaged("the item is not in the store, as the history says", where=f"plan {plan}, item {missing}")
    if strangers := sorted(item for item, rows in values.items() if rows and item not in recorded.items):
        raise StoreDamaged("values of an item that is not there", where=f"plan {plan}, item {strangers[0]}")
    return count


def _check_item(
    stored: StoredItem,
    header: StoredPlan,
    expected: str | None,
    recorded: Replayed,
    walk: _Walk,
    values: tuple[Observation, ...],
) -> None:
    item, where = stored.item, f"plan {header.plan.id}, item {stored.item.id}"
    if item.id not in recorded.items:
        raise StoreDamaged("the history knows no such item", where=where)
    if item.id != expected:
        raise StoreDamaged(f"the item stands where {expected} should", where=where)
    if item != recorded.items[item.id]:
        raise StoreDamaged("the item is not what the history says", where=where)
    if stored.version != walk.versions.get(item.id, stored.version):
        raise StoreDamaged(f"the item's version {stored.version} is not that of its last event", where=where)
    if values != recorded.observations.get(item.id, ()):
        raise StoreDamaged("the item's values are not what the history says", where=where)
    if stored.head != head_of(item, header.plan, latest_of(item, header.plan, values), stored.version):
        raise StoreDamaged("the item's columns are not what the item says", where=where)
