"""What an office sets about disturbing people: silences, hours and limits, kept in the store for whoever sends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

import attrs

from plan_tasks.errors import UnknownName
from plan_tasks.notifying.hours import DOCUMENT as HOURS
from plan_tasks.notifying.hours import ZONES, Hours, Office, office_of
from plan_tasks.notifying.silences import DOCUMENT, Silence, silences_document, silences_of
from plan_tasks.services.context import Context
from plan_tasks.storage.outbox import OutboxState

__all__ = ["hours_changed", "mute", "office", "silences", "unmute"]


def mute(
    context: Context,
    *,
    by: str,
    why: str,
    until: datetime | None = None,
    plan: str = "",
    item: str = "",
    recipient: str = "",
    rule: str = "",
) -> Silence:
    """Silences notices for a time; see `plan_tasks.notifying.silences`.

    Args:
        context: The open tracker.
        by: Who asks for it.
        why: Why.
        until: When it ends, with a time zone; None for never.
        plan: Only notices of this plan; empty for all, as for the rest.
        item: Only of this item.
        recipient: Only to this owner or person.
        rule: Only of this rule.

    Returns:
        The silence, with the id by which it is ended.

    Raises:
        InvalidValue: It would silence everything, does not say who or why, or has ended already.
    """
    with context.backend.unit(context.tenant, write=True) as unit:
        held = silences_of(unit.settings.get(DOCUMENT))
        number = max((int(each.id[1:]) for each in held), default=0) + 1
        silence = Silence(
            id=f"s{number}",
            by=by,
            why=why,
            since=context.clock(),
            until=until,
            plan=plan,
            item=item,
            recipient=recipient,
            rule=rule,
        )
        unit.settings.put(DOCUMENT, silences_document([*held, silence]))
        unit.commit()
    return silence


def unmute(context: Context, silence: str, *, by: str) -> int:
    """Ends a silence; what waited for its end is due at once.

    Args:
        context: The open tracker.
        silence: The silence's id.
        by: Who ends it.

    Returns:
        How many notices had waited for it.

    Raises:
        UnknownName: There is no such silence.
    """
    now = context.clock()
    with context.backend.unit(context.tenant, write=True) as unit:
        held = silences_of(unit.settings.get(DOCUMENT))
        ended = next((each for each in held if each.id == silence), None)
        if ended is None:
            known = ", ".join(each.id for each in held)
            raise UnknownName(
                f"there is no silence {silence!r}", remedy=f"there are {known}" if known else "there is none at all"
            )
        unit.settings.put(DOCUMENT, silences_document([each for each in held if each.id != silence]))
        waiting = unit.outbox.entries(states=(OutboxState.PENDING,))
        keys = [entry.key for entry in waiting if entry.reason.startswith(f"{ended.mark} ")]
        unit.outbox.cancel(keys, at=now, reason=f"{ended.mark} was ended by {by}")
        unit.outbox.requeue(keys, at=now)
        unit.commit()
    return len(keys)


def silences(context: Context) -> Sequence[Silence]:
    """All silences that were asked for and not taken back, those among them that have ended, in order."""
    with context.backend.unit(context.tenant, write=False) as unit:
        return silences_of(unit.settings.get(DOCUMENT))


def office(context: Context) -> Office:
    """What was set about hours and limits, and what directories know of time zones."""
    with context.backend.unit(context.tenant, write=False) as unit:
        return office_of(unit.settings.get(HOURS), unit.settings.get(ZONES))


def hours_changed(
    context: Context,
    *,
    recipient: str = "",
    opens: time | None = None,
    closes: time | None = None,
    zone: str | None = None,
    every_day: bool | None = None,
    as_usual: bool = False,
    override: Sequence[str] | None = None,
    most: int | None = None,
    per: timedelta | None = None,
) -> Office:
    """Changes what is set about hours and limits; what is not given stays.

    Args:
        context: The open tracker.
        recipient: Whose hours; empty for everybody's.
        opens: From then on.
        closes: Until then.
        zone: In that time zone.
        every_day: Whether on days without work, too.
        as_usual: Takes the recipient's own hours away, or with no recipient sets the usual hours and no limits.
        override: Levels that are sent at any hour.
        most: How many notices one recipient gets at the most; 0 for any number.
        per: In any stretch of this length.

    Returns:
        What is set from now on.

    Raises:
        InvalidValue: A value cannot be so.
    """
    with context.backend.unit(context.tenant, write=True) as unit:
        found = office_of(unit.settings.get(HOURS), unit.settings.get(ZONES))
        if as_usual and not recipient:
            found = Office(zones=found.zones)
        own = {name: hours for name, hours in found.own.items() if not (as_usual and name == recipient)}
        before = attrs.evolve(found, own=own).hours(recipient) if recipient else found.usual
        given = {"opens": opens, "closes": closes, "zone": zone, "every_day": every_day}
        changes: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        changed: Hours = attrs.evolve(before, **changes)
        if recipient and changes:
            own[recipient] = changed
        found = attrs.evolve(
            found,
            own=own,
            usual=found.usual if recipient else changed,
            override=found.override if override is None else tuple(override),
            most=found.most if most is None else most or None,
            per=per or found.per,
        )
        document: Mapping[str, object] = found.plain()
        office_of(document)  # refuses what cannot be so, before it is kept
        unit.settings.put(HOURS, document)
        unit.commit()
    return found
