"""Looks at what was claimed before it is sent: silences, hours, and how much one recipient gets. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import attrs

from plan_tasks.calendars.contract import WorkCalendar
from plan_tasks.notifying.hours import Office, opening
from plan_tasks.notifying.silences import Silence, silence_of
from plan_tasks.storage.contract import Settlement
from plan_tasks.storage.outbox import OutboxEntry, OutboxState

__all__ = ["Screened", "screen"]


@attrs.frozen(kw_only=True)
class Screened:
    """What is to become of a batch.

    Attributes:
        sent: What may go out.
        held: What waits, each with its moment and reason; the claim counts as no attempt.
        cancelled: Key -> why it is never sent.
    """

    sent: tuple[OutboxEntry, ...] = ()
    held: tuple[Settlement, ...] = ()
    cancelled: Mapping[str, str] = attrs.field(factory=dict)


def screen(
    entries: Sequence[OutboxEntry],
    *,
    now: datetime,
    silences: Sequence[Silence] = (),
    office: Office | None = None,
    calendar: WorkCalendar | None = None,
    told: Mapping[str, Sequence[datetime]] | None = None,
    stale: Mapping[str, str] | None = None,
) -> Screened:
    """Says what may be sent now.

    Args:
        entries: What was claimed, in the order in which it is to be sent.
        now: The present moment.
        silences: What people do not want to hear.
        office: Hours and limits; None where the channel disturbs nobody.
        calendar: Which days are worked; None where the channel disturbs nobody.
        told: Recipient -> when they were last sent something, the oldest first.
        stale: Key -> why an entry has lost its point.

    Returns:
        What may go out, what waits, and what is never sent.
    """
    sent: list[OutboxEntry] = []
    held: list[Settlement] = []
    cancelled = dict(stale or {})
    heard = {recipient: list(moments) for recipient, moments in (told or {}).items()}
    for entry in entries:
        if entry.key in cancelled:
            continue
        silence = silence_of(entry, silences, now)
        if silence is not None:
            if silence.until is None:
                cancelled[entry.key] = silence.reason
            else:
                held.append(_wait(entry, now, silence.until, silence.reason))
            continue
        if office is None or calendar is None:
            sent.append(entry)
            continue
        hours = office.hours(entry.recipient)
        opens = now if entry.level in office.override else opening(now, hours, calendar, entry.key)
        if opens > now:
            held.append(_wait(entry, now, opens, f"outside the recipient's hours ({hours})"))
            continue
        moments = _counting(heard.get(entry.recipient, ()), office, now)
        if office.most is not None and entry.level != "red" and len(moments) >= office.most:
            free = moments[-office.most] + office.per
            reason = f"the recipient gets no more than {office.most} in {office.per}"
            held.append(_wait(entry, now, free, reason))
            continue
        heard[entry.recipient] = [*moments, now]
        sent.append(entry)
    return Screened(sent=tuple(sent), held=tuple(held), cancelled=cancelled)


def _counting(moments: Collection[datetime], office: Office, now: datetime) -> list[datetime]:
    return [moment for moment in moments if now - moment < office.per]


def _wait(entry: OutboxEntry, now: datetime, due: datetime, reason: str) -> Settlement:
    return Settlement(entry.key, OutboxState.PENDING, now, due=due, reason=reason, begun=False)
