"""What follows from a channel's answer: sent, another try, given up, or not known. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from plan_tasks.notifying.contract import Delivery, Outcome
from plan_tasks.storage.contract import Settlement
from plan_tasks.storage.outbox import OutboxEntry, OutboxState

__all__ = ["LONGEST_REASON", "MOST_ATTEMPTS", "give_up_unsent", "settle", "was_left"]

MOST_ATTEMPTS = 12
"""Claims after which an entry is given up."""
LONGEST_REASON = 500
"""Bytes of UTF-8 that are kept of what a channel says."""

_LONGEST = timedelta(hours=24)
_FEWEST_ATTEMPTS = 3  # an entry that waited a day for a dispatcher still gets its tries
_FIRST = timedelta(seconds=2)
_CAP = timedelta(minutes=15)


def settle(entry: OutboxEntry, delivery: Delivery, *, now: datetime, chance: float, resend_unknown: bool) -> Settlement:
    """Decides what becomes of an entry that was sent.

    Another try waits for a random share ("full jitter") of 2 seconds doubled with each attempt, of 15 minutes at the
    most; longer where the receiver asks for it. After 12 attempts, or a day and at least 3 attempts, the entry is given
    up, where people see it. An outcome that is unknown is neither sent nor failed: it is tried again only where a
    second copy does no harm, and stays unknown when that is given up.

    The backoff is the one of https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ ("full jitter").

    Args:
        entry: The entry as it was claimed, this attempt counted.
        delivery: What the channel says.
        now: When it said so.
        chance: A random number from 0 up to 1.
        resend_unknown: Whether a message that may have arrived is sent again.

    Returns:
        Where the entry stands now.
    """
    reason = _short(delivery.reason)

    def settled(state: OutboxState, why: str = reason) -> Settlement:
        return Settlement(entry.key, state, now, reason=why, reference=_short(delivery.reference))

    if delivery.outcome is Outcome.ACCEPTED:
        return settled(OutboxState.SENT)
    if delivery.outcome is Outcome.REFUSED:
        return settled(OutboxState.DEAD, reason or "refused, and the channel does not say why")
    if delivery.outcome is Outcome.UNKNOWN and not resend_unknown:
        return settled(OutboxState.UNKNOWN, reason or "nobody knows whether it arrived")
    old = now - entry.created >= _LONGEST and entry.attempts >= _FEWEST_ATTEMPTS
    if old or entry.attempts >= MOST_ATTEMPTS:
        state = OutboxState.UNKNOWN if delivery.outcome is Outcome.UNKNOWN else OutboxState.DEAD
        return settled(state, _short(f"given up after {entry.attempts} attempts: {reason or 'no reason'}"))
    wait = min(_FIRST * 2 ** (entry.attempts - 1), _CAP) * chance
    if delivery.retry_after is not None:
        wait = max(wait, min(delivery.retry_after, _LONGEST))
    # A reason is always kept: an entry that is claimed again without one is known to have been left by a dispatcher
    # that did not live to record anything.
    return Settlement(entry.key, OutboxState.PENDING, now, due=now + wait, reason=reason or "to be tried again")


def give_up_unsent(entry: OutboxEntry, now: datetime) -> Settlement | None:
    """Decides about an entry before it is sent: one that was claimed too often is given up.

    Attempts count claims, so a notice that kills its dispatcher each time comes to its end here. Nobody knows whether
    it arrived.

    Args:
        entry: The entry as it was claimed, this attempt counted.
        now: The present moment.

    Returns:
        None when it is to be sent.
    """
    if entry.attempts <= MOST_ATTEMPTS:
        return None
    why = f"given up: claimed {entry.attempts - 1} times, and no dispatcher came back with an answer"
    last = f"; before that: {entry.reason}" if entry.reason else ""
    return Settlement(entry.key, OutboxState.UNKNOWN, now, reason=_short(why + last))


def was_left(entry: OutboxEntry) -> bool:
    """Whether an earlier dispatcher seems to have ended with this entry in its hands."""
    return entry.attempts >= 2 and (not entry.reason or entry.attempts > MOST_ATTEMPTS // 2)


def _short(text: str) -> str:
    """One line of at most 500 bytes."""
    data = " ".join(text.split()).encode(errors="replace")
    return data.decode() if len(data) <= LONGEST_REASON else data[: LONGEST_REASON - 3].decode(errors="ignore") + "…"
