"""The history of a plan: events that are only ever appended, each chained to the one before it by its hash.

Which events there are and what they mean is in `plan_tasks.workflow`; here is what a backend stores and how the chain
is made and checked.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import datetime

import attrs

from plan_tasks.errors import StoreDamaged
from plan_tasks.storage.stubs import STUB, check_stub

__all__ = ["GENESIS", "Event", "StoredEvent", "check_chain", "event_hash"]

#: What the first event of a plan is chained to.
GENESIS = "0" * 64

_encode = json.JSONEncoder(ensure_ascii=False).encode  # made once: `json.dumps` makes one every time


@attrs.frozen
class Event:
    """One change, as it is recorded.

    Attributes:
        plan: Plan id.
        item: Item id; empty for a change of the plan itself.
        type: What happened (created, assigned, progress_reported, ...).
        actor: Who did it.
        at: When it was recorded, with a time zone.
        version: The item's version with this change (the plan's, for a change of the plan).
        before: JSON object of the changed fields as they were; ``{}`` for a creation.
        after: JSON object of the changed fields as they are; the whole item for a creation. A field that the change
            took back to its default is ``null`` here.
        reason: Why; empty when none was given.
    """

    plan: str
    item: str
    type: str
    actor: str
    at: datetime
    version: int
    before: str
    after: str
    reason: str = ""


@attrs.frozen
class StoredEvent:
    """An event with its place in the chain.

    Attributes:
        sequence: 1 for the first event of the plan, one more for each.
        event: The event.
        hash: Hash over the event, its sequence and the hash before it, 64 hexadecimal digits.
    """

    sequence: int
    event: Event
    hash: str


def event_hash(previous: str, sequence: int, event: Event) -> str:
    """Hashes an event together with its place.

    Args:
        previous: Hash of the event before it; `GENESIS` for the first.
        sequence: Its number in the plan, from 1.
        event: The event.

    Returns:
        SHA-256 in hexadecimal.
    """
    parts = (event.plan, event.item, event.type, event.actor, event.at.isoformat(), event.version, event.reason)
    head = _encode([previous, sequence, *parts])
    return hashlib.sha256(f"{head}\n{event.before}\n{event.after}".encode("utf-8", "surrogatepass")).hexdigest()


def check_chain(events: Iterable[StoredEvent], *, previous: str = GENESIS, sequence: int = 0) -> Iterator[StoredEvent]:
    """Passes events on while the chain holds. A stub at the very beginning stands for the events before it.

    Args:
        events: Events of one plan in order.
        previous: Hash of the event before the first of them.
        sequence: Its number.

    Yields:
        The same events.

    Raises:
        StoreDamaged: At the first event whose number or hash does not follow.
    """
    first = sequence == 0
    for stored in events:
        if first and stored.event.type == STUB:
            check_stub(stored)
            sequence, previous, first = stored.sequence, stored.hash, False
            yield stored
            continue
        first = False
        sequence += 1
        where = f"plan {stored.event.plan}, event {stored.sequence}"
        if stored.sequence != sequence:
            raise StoreDamaged(f"event {sequence} is missing from the history", where=where, remedy="restore a backup")
        if stored.hash != event_hash(previous, sequence, stored.event):
            what = f"at a change of item {stored.event.item}" if stored.event.item else "at a change of the plan"
            raise StoreDamaged(f"the history does not match its hash, {what}", where=where, remedy="restore a backup")
        previous = stored.hash
        yield stored
