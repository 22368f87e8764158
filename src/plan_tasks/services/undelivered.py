"""What was sent and what could not be: one notice with all its attempts, queueing again, channels that are stopped."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import attrs

from plan_tasks.errors import UnknownName
from plan_tasks.model import PlanId
from plan_tasks.notifying.pacing import COURSES, Course, Stop
from plan_tasks.services.context import Context
from plan_tasks.storage.contract import Finding, UnitOfWork
from plan_tasks.storage.outbox import Attempt, OutboxEntry, OutboxState

__all__ = ["Inspected", "examine_sending", "inspect", "requeue", "resume_channel", "stopped_channels"]

_FEWEST = 6  # characters of a key that are asked for


@attrs.frozen
class Inspected:
    """A notice with all that is known of it.

    Attributes:
        entry: The entry of the outbox.
        attempts: What was said of each attempt, by number. One that is missing was broken off by the end of its
            dispatcher, and nobody knows what became of it.
    """

    entry: OutboxEntry
    attempts: Sequence[Attempt]


def inspect(context: Context, key: str) -> Inspected:
    """Looks at one notice.

    Args:
        context: The open tracker.
        key: Its key, or the beginning of it, of 6 characters at least.

    Returns:
        The notice and its attempts.

    Raises:
        UnknownName: No key begins so, or several do.
    """
    with context.backend.unit(context.tenant, write=False) as unit:
        entry = unit.outbox.get([key]).get(key) or _beginning(unit, key)
        return Inspected(entry, tuple(unit.outbox.attempts(entry.key)))


def _beginning(unit: UnitOfWork, key: str) -> OutboxEntry:
    if len(key) < _FEWEST:
        raise UnknownName(f"no notice has the key {key!r}", remedy=f"give {_FEWEST} characters of a key, or more")
    found = [entry for entry in unit.outbox.entries() if entry.key.startswith(key)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise UnknownName(f"no notice has a key that begins with {key!r}", remedy="`plan-tasks outbox --json` has them")
    raise UnknownName(f"{len(found)} notices have keys that begin with {key!r}", remedy="give more of the key")


def requeue(
    context: Context, keys: Collection[str] = (), *, plan: str | None = None, states: Collection[OutboxState] = ()
) -> int:
    """Queues notices again that came to an end without being sent; they are due at once, with all their tries.

    Args:
        context: The open tracker.
        keys: Which, by key or beginning of a key; empty for all in those states.
        plan: Of which plan; None for all.
        states: In which states; empty for what is undeliverable. Used where no keys are given.

    Returns:
        How many are queued again; what is sent or waits is not.

    Raises:
        UnknownName: A key is not in the outbox.
    """
    with context.backend.unit(context.tenant, write=True) as unit:
        if keys:
            wanted = [key if unit.outbox.known([key]) else _beginning(unit, key).key for key in keys]
        else:
            of = None if plan is None else PlanId(plan)
            wanted = [entry.key for entry in unit.outbox.entries(plan=of, states=states or (OutboxState.DEAD,))]
        count = unit.outbox.requeue(wanted, at=context.clock())
        unit.commit()
    return count


def stopped_channels(context: Context) -> Mapping[str, Stop]:
    """Channels that are stopped until somebody has looked at them, each with the reason; `#` parts several forms."""
    with context.backend.unit(context.tenant, write=False) as unit:
        courses = _courses(unit)
    return {name.removeprefix(COURSES): course.stop for name, course in courses.items() if course.stop is not None}


def _courses(unit: UnitOfWork) -> Mapping[str, Course]:
    names = [name for name in unit.settings.names() if name.startswith(COURSES)]
    return {name: Course.of(unit.settings.get(name)) for name in names}


def resume_channel(context: Context, channel: str) -> int:
    """Lets a channel go on that was stopped or rests, in all forms in which it was opened.

    Args:
        context: The open tracker.
        channel: Its name.

    Returns:
        In how many forms it goes on.

    Raises:
        UnknownName: None of that name is stopped or rests.
    """
    with context.backend.unit(context.tenant, write=True) as unit:
        held = {
            name: course
            for name, course in _courses(unit).items()
            if name.removeprefix(COURSES).partition("#")[0] == channel
            and (course.stop is not None or course.breaker.faults)
        }
        if not held:
            raise UnknownName(f"no channel {channel!r} is stopped", remedy="`plan-tasks doctor` says which are")
        for name, course in held.items():
            unit.settings.put(name, Course(course.batches).document())
        unit.commit()
    return len(held)


def examine_sending(context: Context) -> Sequence[Finding]:
    """Says which channels are stopped and what could not be delivered."""
    findings = [
        Finding(
            ok=False,
            subject=f"channel {name.partition('#')[0]}",
            text=f"stopped since {stop.since:%Y-%m-%d %H:%M}: {stop.reason}; when that is mended:"
            f" plan-tasks outbox resume {name.partition('#')[0]}",
        )
        for name, stop in stopped_channels(context).items()
    ]
    with context.backend.unit(context.tenant, write=False) as unit:
        dead = sum(1 for _ in unit.outbox.entries(states=(OutboxState.DEAD,)))
        unknown = sum(1 for _ in unit.outbox.entries(states=(OutboxState.UNKNOWN,)))
    if dead or unknown:
        text = f"{dead} notices could not be delivered, {unknown} may have arrived: plan-tasks outbox --state dead"
        findings.append(Finding(ok=True, subject="notices", text=text))
    return findings
