"""What follows from a channel's answer: sent, another try, given up, or not known. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from plan_tasks.notifying.contract import Delivery, Outcome
from plan_tasks.storage.contract import Settlement
from plan_tasks.storage.outbox import OutboxEntry, OutboxState

__all__ = ["LONGEST_REASON", "MOST_ATTEMPTS", "give_up_unsent", "is_old", "settle", "short", "was_left"]

MOST_ATTEMPTS = 12
"""Claims after which an entry is given up."""
LONGEST_REASON = 500
"""Bytes of UTF-8 that are kept of what a channel says."""

_LONGEST = timedelta(hours=24)
_FEWEST_ATTEMPTS = 3  # an entry that waited a day for a dispatcher still gets its tries
_FIRST = timedelta(seconds=2)
_CAP = timedelta(minutes=15)


def settle(
    entry: OutboxEntry,
    delivery: Delivery,
    *,
    now: datetime,
    chance: float,
    resend_unknown: bool,
    since: datetime | None = None,
) -> Settlement:
    """Decides what becomes of an entry that was sent.

    Another try waits for a random share ("full jitter") of 2 seconds doubled with each attempt, of 15 minutes at the
    most; longer where the receiver asks for it. After 12 attempts, or a day and at least 3 attempts, the entry is given
    up, where people see it; what was spent before somebody queued it again does not count. An outcome that is unknown
    is neither sent nor failed: it is tried again only where a second copy does no harm, and stays unknown when that is
    given up.

    The backoff is the one of https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ ("full jitter").

    Args:
        entry: The entry as it was claimed, this attempt counted.
        delivery: What the channel says.
        now: When it said so.
        chance: A random number from 0 up to 1.
        resend_unknown: Whether a message that may have arrived is sent again.
        since: When it was first tried; None for when it was queued, or queued again.

    Returns:
        Where the entry stands now.
    """
    reason, said, tries = short(delivery.reason), delivery.outcome.value, _tries(entry)

    def settled(state: OutboxState, why: str = reason) -> Settlement:
        return Settlement(entry.key, state, now, reason=why, reference=short(delivery.reference), outcome=said)

    if delivery.outcome is Outcome.ACCEPTED:
        return settled(OutboxState.SENT)
    if delivery.outcome is Outcome.REFUSED:
        return settled(OutboxState.DEAD, reason or "refused, and the channel does not say why")
    if delivery.outcome is Outcome.UNKNOWN and not resend_unknown:
        return settled(OutboxState.UNKNOWN, reason or "nobody knows whether it arrived")
    old = is_old(entry, now, since) and tries >= _FEWEST_ATTEMPTS
    if old or tries >= MOST_ATTEMPTS:
        state = OutboxState.UNKNOWN if delivery.outcome is Outcome.UNKNOWN else OutboxState.DEAD
        return settled(state, short(f"given up after {tries} attempts: {reason or 'no reason'}"))
    wait = min(_FIRST * 2 ** (tries - 1), _CAP) * chance
    if delivery.retry_after is not None:
        wait = max(wait, min(delivery.retry_after, _LONGEST))
    # A reason is always kept: an entry that is claimed again without one is known to have been left by a dispatcher
    # that did not live to record anything.
    due = now + wait
    return Settlement(entry.key, OutboxState.PENDING, now, due=due, reason=reason or "to be tried again", outcome=said)


def is_old(entry: OutboxEntry, now: datetime, since: datetime | None = None) -> bool:
    """Whether a day has gone by since an entry was first tried, or queued where that is not known."""
    return now - (since or entry.requeued or entry.created) >= _LONGEST


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
    if _tries(entry) <= MOST_ATTEMPTS:
        return None
    why = f"given up: claimed {_tries(entry) - 1} times, and no dispatcher came back with an answer"
    last = f"; before that: {entry.reason}" if entry.reason else ""
    return Settlement(entry.key, OutboxState.UNKNOWN, now, reason=short(why + last))


def was_left(entry: OutboxEntry) -> bool:
    """Whether an earlier dispatcher seems to have ended with this entry in its hands."""
    return _tries(entry) >= 2 and (not entry.reason or _tries(entry) > MOST_ATTEMPTS // 2)


def _tries(entry: OutboxEntry) -> int:
    return entry.attempts - entry.spent


def short(text: str) -> str:
    """One line of at most 500 bytes."""
    data = " ".join(text.split()).encode(errors="replace")
    return data.decode() if len(data) <= LONGEST_REASON else data[: LONGEST_REASON - 3].decode(errors="ignore") + "…"
