"""What follows from a channel's answer: sent, another try, given up, or not known. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from plan_tasks.notifying.contract import Delivery, Outcome
from plan_tasks.storage.contract import Settlement
from plan_tasks.storage.outbox import OutboxEntry, OutboxState

__all__ = ["MOST_ATTEMPTS", "settle"]

MOST_ATTEMPTS = 12
_LONGEST = timedelta(hours=24)
_FIRST = timedelta(seconds=2)
_CAP = timedelta(minutes=15)


def settle(entry: OutboxEntry, delivery: Delivery, *, now: datetime, chance: float, resend_unknown: bool) -> Settlement:
    """Decides what becomes of an entry.

    Another try waits for a random share (full jitter) of 2 seconds doubled with each attempt, 15 minutes at the
    most, or as long as the receiver asks. After 12 attempts, or a day, the entry is given up; people see it and can requeue it.

    Args:
        entry: The entry as it was claimed, this attempt counted.
        delivery: What the channel says.
        now: When it said so.
        chance: A random number from 0 up to 1.
        resend_unknown: Whether a message that may have arrived is sent again.

    Returns:
        Where the entry stands now.
    """
    again = delivery.outcome is Outcome.TRY_AGAIN or (delivery.outcome is Outcome.UNKNOWN and resend_unknown)
    if delivery.outcome is Outcome.ACCEPTED:
        return Settlement(entry.key, OutboxState.SENT, now, reason=delivery.reason, reference=delivery.reference)
    if delivery.outcome is Outcome.REFUSED:
        return Settlement(entry.key, OutboxState.DEAD, now, reason=delivery.reason, reference=delivery.reference)
    if not again:
        return Settlement(entry.key, OutboxState.UNKNOWN, now, reason=delivery.reason, reference=delivery.reference)
    if entry.attempts >= MOST_ATTEMPTS or now - entry.created >= _LONGEST:
        reason = f"given up after {entry.attempts} attempts: {delivery.reason}"
        return Settlement(entry.key, OutboxState.DEAD, now, reason=reason, reference=delivery.reference)
    wait = min(_FIRST * 2 ** (entry.attempts - 1), _CAP) * chance
    if delivery.retry_after is not None:
        wait = max(wait, delivery.retry_after)
    return Settlement(entry.key, OutboxState.PENDING, now, due=now + wait, reason=delivery.reason)
