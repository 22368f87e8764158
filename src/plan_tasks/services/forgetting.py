"""Forgets the oldest part of a history on purpose, and leaves a sealed stub that says what was there."""

from __future__ import annotations

import logging
from datetime import datetime

import attrs

from plan_tasks.errors import InvalidValue, NotAuthorized
from plan_tasks.hooks.policy import plan_tasks_authorize
from plan_tasks.model import PlanId
from plan_tasks.services.context import Context, stored_plan
from plan_tasks.services.past import digest_of, present
from plan_tasks.storage.capabilities import SupportsForgetting, not_offered
from plan_tasks.storage.contract import UnitOfWork
from plan_tasks.storage.encoding import json_encoder
from plan_tasks.storage.history import Event, StoredEvent, check_chain
from plan_tasks.storage.stubs import FORGOTTEN, STUB, Stub, check_stub, seal_of
from plan_tasks.workflow import rewind

__all__ = ["Forgotten", "forget"]

_log = logging.getLogger("plan_tasks.services")


@attrs.frozen(kw_only=True)
class Forgotten:
    """What was forgotten of a plan.

    Attributes:
        plan: Plan id.
        events: How many events were removed just now.
        through: Number of the last event that the stub stands for; 0 where nothing was ever forgotten.
        first: When the first of them was recorded; None likewise.
        last: When the latest of them was recorded; None likewise.
    """

    plan: PlanId
    events: int
    through: int
    first: datetime | None
    last: datetime | None


def forget(
    context: Context, plan: PlanId, *, before: datetime, actor: str, reason: str, key: bytes | None = None
) -> Forgotten:
    """Removes a plan's events from the first one on, as long as they were recorded before a moment.

    A stub takes their place. It bears the number and the hash of the last one, so that the chain still holds, and says
    who had what forgotten, when and why, and a SHA-256 of the plan as it then stood. An event at the end of the chain
    records that too. What was recorded afterwards can still be read back as of any moment.

    Args:
        context: The open tracker.
        plan: Plan id.
        before: The moment, with a time zone.
        actor: Who has it done; not empty.
        reason: Why; not empty.
        key: Seals the stub with an HMAC, so that nobody without the key can make another; None for a plain hash.

    Returns:
        What was forgotten; nothing where no event is old enough.

    Raises:
        UnknownName: No such plan.
        InvalidValue: Nobody is named, or no reason, or the moment has no time zone, or the key is empty, or missing
            where an earlier stub is signed.
        NotAuthorized: The actor may not.
        StoreDamaged: The history does not hold together, so that nothing may be removed from it.
        StorageError: The store cannot forget.
    """
    if not actor.strip() or not reason.strip():
        raise InvalidValue("to forget a history needs an actor and a reason", remedy="say who and why")
    if before.tzinfo is None:
        raise InvalidValue(f"{before.isoformat()} has no time zone", remedy="give one, such as +08:00")
    if key is not None and not key:
        raise InvalidValue("the key is empty", remedy="give one of 32 random bytes or more, or none")
    decision = context.host.ask(plan_tasks_authorize, actor=actor, action="forget", items=())
    if decision is not None and not decision.allowed:
        raise NotAuthorized(f"{actor} may not forget: {decision.reason}")
    at = context.clock()
    with context.backend.unit(context.tenant, write=True) as unit:
        if not isinstance(unit, SupportsForgetting):
            raise not_offered("forget a part of a history")
        header = stored_plan(unit, plan)
        old = _old(unit, plan, before, key)
        if old is None or old.last.event.type == STUB:
            return _nothing(plan, old)
        later = list(unit.history.read(plan, after=old.last.sequence))
        stub = Stub(
            plan=plan,
            through=old.last.sequence,
            hash=old.last.hash,
            first=old.first,
            last=old.latest,
            state=digest_of(rewind(present(unit, plan), later)),
            actor=actor,
            forgotten=at,
            reason=reason,
            signed=key is not None,
        )
        seal = seal_of(stub, key or b"")
        unit.history.append([_record(stub, seal, version=header.version)])
        unit.forget_events(_event(stub, seal))
        unit.commit()
    _log.info("%s: %d events forgotten, a stub stands for events 1 to %d", plan, old.count, stub.through)
    return Forgotten(plan=plan, events=old.count, through=stub.through, first=stub.first, last=stub.last)


@attrs.define
class _Old:
    """The events that are old enough."""

    last: StoredEvent
    count: int
    first: datetime
    latest: datetime


def _old(unit: UnitOfWork, plan: PlanId, before: datetime, key: bytes | None) -> _Old | None:
    """Walks the whole chain, which must hold, and gathers the old part of it."""
    old: _Old | None = None
    ended = False
    for stored in check_chain(unit.history.read(plan)):
        event = stored.event
        ended = ended or event.at >= before
        if ended:
            continue
        if event.type == STUB:
            old = _Old(stored, 0, _earlier(stored, key).first, event.at)
        elif old is None:
            old = _Old(stored, 1, event.at, event.at)
        else:
            old = _Old(stored, old.count + 1, min(old.first, event.at), max(old.latest, event.at))
    return old


def _earlier(stored: StoredEvent, key: bytes | None) -> Stub:
    """An earlier stub, which the new one is to replace: one that is signed only by who has the key."""
    stub = check_stub(stored, key=key)
    if stub.signed and key is None:
        raise InvalidValue(
            f"what was forgotten of plan {stub.plan} before is signed", remedy="give the key that it was signed with"
        )
    return stub


def _nothing(plan: PlanId, old: _Old | None) -> Forgotten:
    if old is None:
        return Forgotten(plan=plan, events=0, through=0, first=None, last=None)
    return Forgotten(plan=plan, events=0, through=old.last.sequence, first=old.first, last=old.latest)


def _event(stub: Stub, seal: str) -> StoredEvent:
    """The stub as the event that is stored."""
    said = {
        "first": stub.first.isoformat(),
        "state": stub.state,
        "forgotten": stub.forgotten.isoformat(),
        "signed": stub.signed,
        "seal": seal,
    }
    event = Event(stub.plan, "", STUB, stub.actor, stub.last, 0, "{}", json_encoder()(said), stub.reason)
    return StoredEvent(stub.through, event, stub.hash)


def _record(stub: Stub, seal: str, *, version: int) -> Event:
    """The event that records, at the end of the chain, what was forgotten."""
    said = json_encoder()({"through": stub.through, "hash": stub.hash, "seal": seal})
    return Event(stub.plan, "", FORGOTTEN, stub.actor, stub.forgotten, version, "{}", said, stub.reason)
