"""What becomes of an entry of the outbox when it is claimed, settled or cancelled: the rules, without a store.

For backends that hold entries as values; those with a database say the same in SQL.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta

import attrs

from plan_tasks.model import PlanId
from plan_tasks.storage.contract import Settlement
from plan_tasks.storage.outbox import Attempt, OutboxEntry, OutboxState
from plan_tasks.storage.query import check_limit

__all__ = ["REQUEUED", "attempt_of", "cancelled", "claimed", "listed", "requeued", "settled"]

#: What can be queued again.
REQUEUED = (OutboxState.DEAD, OutboxState.UNKNOWN, OutboxState.CANCELLED)


def claimed(
    entries: Iterable[OutboxEntry],
    *,
    worker: str,
    now: datetime,
    lease: timedelta,
    limit: int,
    channels: Collection[str],
) -> list[OutboxEntry]:
    """Chooses what a worker gets; arguments as for `Outbox.claim`.

    Args:
        entries: All of a tenant, in the order in which they were queued.
        worker: Who claims.
        now: The moment; an entry that is due later, or leased for longer, stays.
        lease: How long the worker has them.
        limit: How many at most, from 1 up.
        channels: Entries of other channels stay.

    Returns:
        The entries as they stand from now on, those first that were due first.

    Raises:
        InvalidValue: The limit is no whole number from 1 up.
    """
    check_limit(limit)
    waiting = [
        entry
        for entry in entries
        if entry.state is OutboxState.PENDING
        and entry.channel in channels
        and entry.due <= now
        and (entry.leased_until is None or entry.leased_until <= now)
    ]
    waiting.sort(key=lambda entry: entry.due)
    return [
        attrs.evolve(entry, attempts=entry.attempts + 1, leased_by=worker, leased_until=now + lease)
        for entry in waiting[:limit]
    ]


def settled(entry: OutboxEntry, worker: str, settlement: Settlement) -> OutboxEntry | None:
    """Records an outcome.

    Args:
        entry: The entry that the settlement names.
        worker: Who settles it.
        settlement: The outcome.

    Returns:
        The entry as it stands from now on; None where the worker does not hold it, so nothing changes.
    """
    if entry.state is not OutboxState.PENDING or entry.leased_until is None or entry.leased_by != worker:
        return None
    return attrs.evolve(
        entry,
        state=settlement.state,
        due=settlement.due or entry.due,
        attempts=entry.attempts - (not settlement.begun),
        settled=None if settlement.state is OutboxState.PENDING else settlement.at,
        reason=settlement.reason,
        reference=settlement.reference,
        leased_by="",
        leased_until=None,
    )


def attempt_of(entry: OutboxEntry, settlement: Settlement) -> Attempt | None:
    """What is logged of a settlement.

    Args:
        entry: The entry as it was claimed.
        settlement: Its outcome.

    Returns:
        The attempt; None where no channel was asked.
    """
    if not settlement.outcome:
        return None
    return Attempt(
        key=entry.key,
        number=entry.attempts,
        at=settlement.at,
        outcome=settlement.outcome,
        reason=settlement.reason,
        reference=settlement.reference,
    )


def cancelled(entry: OutboxEntry, *, at: datetime, reason: str) -> OutboxEntry | None:
    """Cancels an entry.

    Args:
        entry: The entry.
        at: When, with a time zone.
        reason: Why.

    Returns:
        The entry as it stands from now on; None where it is not pending, so nothing changes.
    """
    if entry.state is not OutboxState.PENDING:
        return None
    return attrs.evolve(entry, state=OutboxState.CANCELLED, settled=at, reason=reason, leased_by="", leased_until=None)


def requeued(entry: OutboxEntry, *, at: datetime) -> OutboxEntry | None:
    """Queues an entry again.

    Args:
        entry: The entry.
        at: When, with a time zone.

    Returns:
        The entry as it stands from now on; None where it is pending or sent, so nothing changes.
    """
    if entry.state not in REQUEUED:
        return None
    return attrs.evolve(
        entry,
        state=OutboxState.PENDING,
        due=at,
        settled=None,
        spent=entry.attempts,
        requeued=at,
        leased_by="",
        leased_until=None,
    )


def listed(
    entries: Iterable[OutboxEntry], *, plan: PlanId | None, states: Collection[OutboxState]
) -> Iterator[OutboxEntry]:
    """Those of a plan and in some states, as `Outbox.entries` is asked; no plan and no states stand for all."""
    return (
        entry for entry in entries if (plan is None or entry.plan == plan) and (not states or entry.state in states)
    )
