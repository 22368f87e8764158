"""What waits to be sent, of one tenant, and what is kept with it: a unit changes a copy, the commit writes it whole."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import attrs

from plan_tasks.model import PlanId
from plan_tasks.plugins.storage.json_folder.sending import Sending
from plan_tasks.storage.claiming import attempt_of, cancelled, claimed, listed, requeued, settled
from plan_tasks.storage.contract import Settlement
from plan_tasks.storage.documents import document_of, text_of
from plan_tasks.storage.outbox import Attempt, OutboxEntry, OutboxState
from plan_tasks.storage.unit_state import UnitState

__all__ = ["FolderOutbox", "FolderSettings", "SendingDraft"]


@attrs.define
class _Own:
    """Copies that a unit may change."""

    entries: dict[str, OutboxEntry]
    attempts: dict[str, tuple[Attempt, ...]]
    settings: dict[str, str]


class SendingDraft:
    """What a unit of work makes of an outbox and what belongs to it.

    Args:
        held: As the unit found it; not changed.
    """

    def __init__(self, held: Sending) -> None:
        self._held = held
        self._own: _Own | None = None

    @property
    def seen(self) -> Sending | _Own:
        """All of it, as the unit sees it."""
        return self._own or self._held

    @property
    def changed(self) -> Sending | None:
        """All of it, where anything was changed; else None."""
        own = self._own
        return None if own is None else Sending(own.entries, own.attempts, own.settings)

    def own(self) -> _Own:
        """All of it, to be changed."""
        if self._own is None:
            held = self._held
            self._own = _Own(dict(held.entries), dict(held.attempts), dict(held.settings))
        return self._own


class FolderOutbox:
    """The outbox of a tenant in one unit of work.

    Args:
        standing: The unit's.
        sending: What the unit makes of it.
    """

    def __init__(self, standing: UnitState, sending: SendingDraft) -> None:
        self._standing = standing
        self._sending = sending

    @property
    def _entries(self) -> Mapping[str, OutboxEntry]:
        return self._sending.seen.entries

    def _put(self, entry: OutboxEntry) -> None:
        self._sending.own().entries[entry.key] = entry

    def add(self, entries: Sequence[OutboxEntry]) -> int:
        """Queues entries whose key is new."""
        with self._standing.writing():
            new = 0
            for entry in entries:
                if entry.key not in self._entries:
                    self._put(entry)
                    new += 1
            return new

    def claim(
        self, *, worker: str, now: datetime, lease: timedelta, limit: int, channels: Collection[str]
    ) -> Sequence[OutboxEntry]:
        """Leases pending entries."""
        with self._standing.writing():
            entries = claimed(
                self._entries.values(), worker=worker, now=now, lease=lease, limit=limit, channels=channels
            )
            for entry in entries:
                self._put(entry)
            return entries

    def settle(self, worker: str, settlements: Sequence[Settlement]) -> int:
        """Records outcomes."""
        with self._standing.writing():
            return sum(self._settle(worker, each) for each in settlements)

    def cancel(self, keys: Collection[str], *, at: datetime, reason: str) -> int:
        """Cancels what is pending."""
        with self._standing.writing():
            return sum(self._change(key, partial(cancelled, at=at, reason=reason)) for key in keys)

    def requeue(self, keys: Collection[str], *, at: datetime) -> int:
        """Makes entries that are dead, unknown or cancelled pending again."""
        with self._standing.writing():
            return sum(self._change(key, partial(requeued, at=at)) for key in keys)

    def _settle(self, worker: str, settlement: Settlement) -> bool:
        entry = self._entries.get(settlement.key)
        done = self._change(settlement.key, partial(settled, worker=worker, settlement=settlement))
        if done and entry is not None and (attempt := attempt_of(entry, settlement)) is not None:
            self._log(attempt)
        return done

    def _log(self, attempt: Attempt) -> None:
        held = self._sending.seen.attempts.get(attempt.key, ())
        if all(each.number != attempt.number for each in held):
            logged = sorted((*held, attempt), key=lambda each: each.number)
            self._sending.own().attempts[attempt.key] = tuple(logged)

    def _change(self, key: str, change: Callable[[OutboxEntry], OutboxEntry | None]) -> bool:
        """Puts what becomes of an entry in its place; says whether anything does."""
        entry = self._entries.get(key)
        after = change(entry) if entry is not None else None
        if after is not None:
            self._put(after)
        return after is not None

    def entries(self, *, plan: PlanId | None = None, states: Collection[OutboxState] = ()) -> Iterator[OutboxEntry]:
        """Entries in the order in which they were queued, streamed."""
        self._standing.check_reading()
        return self._standing.streamed(listed(list(self._entries.values()), plan=plan, states=states))

    def known(self, keys: Collection[str]) -> Collection[str]:
        """Which of those keys are in the outbox."""
        self._standing.check_reading()
        return {key for key in keys if key in self._entries}

    def get(self, keys: Collection[str]) -> Mapping[str, OutboxEntry]:
        """The entries of those keys."""
        self._standing.check_reading()
        return {key: self._entries[key] for key in keys if key in self._entries}

    def attempts(self, key: str) -> Sequence[Attempt]:
        """What was logged of an entry's attempts."""
        self._standing.check_reading()
        return self._sending.seen.attempts.get(key, ())

    def add_attempts(self, attempts: Sequence[Attempt]) -> None:
        """Logs attempts as another store held them."""
        with self._standing.writing():
            for attempt in attempts:
                self._log(attempt)


class FolderSettings:
    """What the program keeps for itself, in one unit of work; arguments as for `FolderOutbox`."""

    def __init__(self, standing: UnitState, sending: SendingDraft) -> None:
        self._standing = standing
        self._sending = sending

    def get(self, name: str) -> Mapping[str, Any] | None:
        """The document of that name, or None."""
        self._standing.check_reading()
        text = self._sending.seen.settings.get(name)
        return None if text is None else document_of(text)

    def put(self, name: str, document: Mapping[str, Any]) -> None:
        """Keeps a document under a name."""
        with self._standing.writing():
            self._sending.own().settings[name] = text_of(name, document)

    def delete(self, name: str) -> bool:
        """Forgets a document."""
        with self._standing.writing():
            there = name in self._sending.seen.settings
            if there:
                del self._sending.own().settings[name]
            return there

    def names(self) -> Sequence[str]:
        """All names."""
        self._standing.check_reading()
        return sorted(self._sending.seen.settings)
