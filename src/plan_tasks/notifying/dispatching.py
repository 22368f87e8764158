"""Claims what waits, sends it, and records the answers; each step is a unit of work of its own.

A crash between sending and recording leaves the entry leased; when the lease ends it is sent again with the same key.
So a notice reaches its channel at least once, and never two entries stand for one key.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import attrs

from plan_tasks.model import Language
from plan_tasks.notifying.contract import Channel, Delivery, Message, Outcome
from plan_tasks.notifying.retrying import settle
from plan_tasks.storage.contract import Settlement, UnitOfWork
from plan_tasks.storage.outbox import OutboxEntry, OutboxState

__all__ = ["Dispatched", "Dispatcher", "OpenChannel"]

_log = logging.getLogger("plan_tasks.notifying")
_LEASE = timedelta(seconds=60)
_DEADLINE = 30.0


@attrs.frozen
class OpenChannel:
    """A channel that is open, with what its descriptor says of it.

    Attributes:
        channel: The channel.
        honours_keys: Whether an unknown outcome may be resent.
        max_bytes: Longest text; None for no limit.
    """

    channel: Channel
    honours_keys: bool = False
    max_bytes: int | None = None


@attrs.frozen(kw_only=True)
class Dispatched:
    """What a run of the dispatcher did.

    Attributes:
        sent: Entries that were accepted.
        failed: Entries that were given up.
        unknown: Entries that may have arrived.
        waiting: Entries that wait for another try.
        deliveries: The last answer for each entry that was sent or given up.
    """

    sent: int = 0
    failed: int = 0
    unknown: int = 0
    waiting: int = 0
    deliveries: tuple[Delivery, ...] = ()


@attrs.frozen(kw_only=True)
class Dispatcher:
    """Sends what waits.

    Attributes:
        unit: Begins a unit of work that writes.
        channels: Name -> open channel; entries for other channels are left alone.
        clock: Gives the present moment.
        chance: Gives random numbers from 0 up to 1.
        worker: This dispatcher's name, unique among those that run.
        language: Of the messages.
        names: Owner id -> name.
        batch: Entries claimed at once.
    """

    unit: Callable[[], AbstractContextManager[UnitOfWork]]
    channels: Mapping[str, OpenChannel]
    clock: Callable[[], datetime]
    chance: Callable[[], float]
    worker: str
    language: Language
    names: Mapping[str, str] = attrs.field(factory=dict)
    batch: int = 100

    def run(self) -> Dispatched:
        """Sends until nothing is due any more.

        Returns:
            What was done.
        """
        counts: Counter[OutboxState] = Counter()
        final: list[Delivery] = []
        while claimed := self._claim():
            answers = self._send(claimed)
            settlements = [self._settlement(entry, answers[entry.key]) for entry in claimed]
            with self.unit() as unit:
                unit.outbox.settle(self.worker, settlements)
                unit.commit()
            counts.update(settlement.state for settlement in settlements)
            final += [answers[done.key] for done in settlements if done.state is not OutboxState.PENDING]
        return Dispatched(
            sent=counts[OutboxState.SENT],
            failed=counts[OutboxState.DEAD],
            unknown=counts[OutboxState.UNKNOWN],
            waiting=counts[OutboxState.PENDING],
            deliveries=tuple(final),
        )

    def _claim(self) -> Sequence[OutboxEntry]:
        with self.unit() as unit:
            claimed = unit.outbox.claim(
                worker=self.worker, now=self.clock(), lease=_LEASE, limit=self.batch, channels=self.channels
            )
            unit.commit()
        return claimed

    def _send(self, entries: Sequence[OutboxEntry]) -> dict[str, Delivery]:
        by_channel: dict[str, list[OutboxEntry]] = {}
        for entry in entries:
            by_channel.setdefault(entry.channel, []).append(entry)
        answers: dict[str, Delivery] = {}
        for name, waiting in by_channel.items():
            opened = self.channels[name]
            answers |= self._through(name, opened, [self._message(each, opened) for each in waiting])
        return answers

    def _through(self, name: str, opened: OpenChannel, messages: Sequence[Message]) -> dict[str, Delivery]:
        """Sends through one channel. Whatever it does, only its own messages are touched."""
        wanted = {message.key for message in messages}
        answers: dict[str, Delivery] = {}
        reason = "the channel did not say what became of it"
        try:
            given: Iterable[object] = opened.channel.send(messages, deadline=_DEADLINE)
            for delivery in given:
                if isinstance(delivery, Delivery) and delivery.key in wanted:
                    answers[delivery.key] = delivery
                else:
                    reason = f"the channel answered {type(delivery).__name__}, which is no delivery of this batch"
        except (Exception, SystemExit) as error:
            _log.warning("channel %s failed", name, exc_info=error)
            reason = f"the channel failed: {type(error).__name__}: {error}"
        for key in wanted - answers.keys():
            answers[key] = Delivery(key, Outcome.UNKNOWN, " ".join(reason.split())[:300])
        return answers

    def _settlement(self, entry: OutboxEntry, delivery: Delivery) -> Settlement:
        resend = self.channels[entry.channel].honours_keys
        return settle(entry, delivery, now=self.clock(), chance=self.chance(), resend_unknown=resend)

    def _message(self, entry: OutboxEntry, opened: OpenChannel) -> Message:
        body = entry.body
        if opened.max_bytes is not None and len(body.encode()) > opened.max_bytes:
            body = body.encode()[: opened.max_bytes - 3].decode(errors="ignore") + "…"
        return Message(
            key=entry.key,
            recipient=entry.recipient,
            recipient_name=self.names.get(entry.recipient, entry.recipient),
            address=entry.address,
            subject=entry.subject,
            body=body,
            plan=entry.plan,
            item=entry.item,
            language=self.language,
            at=entry.created,
        )
