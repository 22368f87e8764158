"""Claims what waits, sends it, and records the answers; each step is a unit of work of its own.

What is promised:

- At least once. A crash between sending and recording leaves the entry leased; when the lease ends it is sent again
  with the same key. Two entries never stand for one key.
- What a channel does touches its own messages only. One that raises, answers nonsense or leaves messages out makes
  those `UNKNOWN`, since they may have gone out; after five such faults in a row it rests.
- A notice that kills its dispatcher comes to an end: attempts count claims. Entries that an earlier dispatcher left
  behind are sent in ever smaller groups, in another order each time, so that they do not fall with it.

The clock, chance and the store are arguments; nothing here reads them for itself.
"""

from __future__ import annotations

import hashlib
import logging
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import attrs

from plan_tasks.model import Language
from plan_tasks.notifying.contract import Channel, Delivery, Message, Outcome, Rate
from plan_tasks.notifying.pacing import Course, Pace
from plan_tasks.notifying.retrying import give_up_unsent, settle, was_left
from plan_tasks.notifying.rules import DEFAULT_RULES, DueRule
from plan_tasks.notifying.wording import cut
from plan_tasks.storage.contract import Settlement, UnitOfWork
from plan_tasks.storage.outbox import OutboxEntry, OutboxState

__all__ = ["Dispatched", "Dispatcher", "OpenChannel"]

_log = logging.getLogger("plan_tasks.notifying")
_MOST_NONSENSE = 100  # answers that belong to no message, after which a channel is not listened to any further


@attrs.frozen
class OpenChannel:
    """A channel that is open, with what its descriptor says of it.

    Attributes:
        channel: The channel.
        honours_keys: Whether an unknown outcome may be resent.
        max_bytes: Longest text; None for no limit.
        rate: How many messages its receiver takes; None for no limit.
    """

    channel: Channel
    honours_keys: bool = False
    max_bytes: int | None = None
    rate: Rate | None = None


@attrs.frozen(kw_only=True)
class Dispatched:
    """What a run of the dispatcher did.

    Attributes:
        sent: Entries that were accepted.
        failed: Entries that were given up.
        unknown: Entries that may have arrived.
        waiting: Entries that wait for another try.
        resting: Channels that rest after faults; what is left for them waits.
        paced: Channels whose receivers take no more for now; what is left for them waits.
    """

    sent: int = 0
    failed: int = 0
    unknown: int = 0
    waiting: int = 0
    resting: tuple[str, ...] = ()
    paced: tuple[str, ...] = ()


@attrs.define
class _Tally:
    states: dict[str, OutboxState] = attrs.field(factory=dict)
    resting: list[str] = attrs.field(factory=list)
    paced: list[str] = attrs.field(factory=list)


@attrs.frozen(kw_only=True)
class Dispatcher:
    """Sends what waits.

    Attributes:
        unit: Begins a unit of work that writes.
        channels: Name -> open channel; entries for other channels are left alone.
        clock: Gives the present moment, with a time zone.
        chance: Gives random numbers from 0 up to 1.
        worker: This dispatcher's name, unique among those that run.
        rules: The rules that notices came from: they say which are sent again when their outcome is unknown.
        batch: Entries claimed at once, from 1 up.
        deadline: Seconds that a channel may take for a batch.
        lease: How long claimed entries are kept from other dispatchers; well above the deadline.
        courses: Channel -> what is remembered of it from run to run: its rate and its faults.
        recorded: Hears of the last answers for entries, after each batch of them was written down.
    """

    unit: Callable[[], AbstractContextManager[UnitOfWork]]
    channels: Mapping[str, OpenChannel]
    clock: Callable[[], datetime]
    chance: Callable[[], float]
    worker: str
    rules: Sequence[DueRule] = DEFAULT_RULES
    batch: int = 100
    deadline: float = 30.0
    lease: timedelta = timedelta(seconds=60)
    courses: MutableMapping[str, Course] = attrs.field(factory=dict, repr=False)
    recorded: Callable[[Sequence[Delivery]], None] | None = None

    def run(self) -> Dispatched:
        """Sends until nothing is due any more, or has to wait.

        Returns:
            What was done.
        """
        tally = _Tally()
        for name in sorted(self.channels):
            course = self.courses.setdefault(name, Course(Pace(self.channels[name].rate)))
            while self._turn(name, course, tally):
                pass
        counts = Counter(tally.states.values())
        return Dispatched(
            sent=counts[OutboxState.SENT],
            failed=counts[OutboxState.DEAD],
            unknown=counts[OutboxState.UNKNOWN],
            waiting=counts[OutboxState.PENDING],
            resting=tuple(tally.resting),
            paced=tuple(tally.paced),
        )

    def _turn(self, name: str, course: Course, tally: _Tally) -> bool:
        """Claims and sends one batch through a channel; False when there is no more to do for now."""
        now = self.clock()
        if course.breaker.resting(now):
            tally.resting.append(name)
            return False
        # After a fault one message is tried alone, so that a channel that is broken does not spoil whole batches.
        room = course.pace.room(1 if course.breaker.faults else self.batch, now)
        if not room:
            tally.paced.append(name)
            return False
        claimed = self._claim(name, room, now)
        groups = self._groups(claimed, now, tally)
        for number, group in enumerate(groups):
            if course.breaker.resting(self.clock()) or self.clock() - now > self.lease / 2:
                self._put_back([entry for left in groups[number:] for entry in left], course, tally)
                return True
            self._send(name, group, course, tally)
        return len(claimed) == room

    def _claim(self, name: str, limit: int, now: datetime) -> Sequence[OutboxEntry]:
        with self.unit() as unit:
            claimed = unit.outbox.claim(
                worker=self.worker, now=now, lease=self.lease, limit=limit, channels=frozenset({name})
            )
            unit.commit()
        return claimed

    def _groups(self, claimed: Sequence[OutboxEntry], now: datetime, tally: _Tally) -> list[list[OutboxEntry]]:
        """What is sent together: all that is new, then in small groups what an earlier dispatcher left behind."""
        hopeless = [settlement for entry in claimed if (settlement := give_up_unsent(entry, now)) is not None]
        self._record(hopeless, {each.key: Delivery(each.key, Outcome.UNKNOWN, each.reason) for each in hopeless}, tally)
        given_up = {each.key for each in hopeless}
        alive = [entry for entry in claimed if entry.key not in given_up]
        fresh = [entry for entry in alive if not was_left(entry)]
        left = sorted((entry for entry in alive if was_left(entry)), key=_shuffled)
        parts = 2 ** (max((entry.attempts for entry in left), default=1) - 1)
        size = max(len(left) // parts, 1)
        return [*([fresh] if fresh else []), *(left[at : at + size] for at in range(0, len(left), size))]

    def _send(self, name: str, entries: Sequence[OutboxEntry], course: Course, tally: _Tally) -> None:
        opened = self.channels[name]
        began = self.clock()
        answers: dict[str, Delivery] = {}
        try:
            fault = self._through(name, opened, [_message(entry, opened) for entry in entries], answers)
        except BaseException:  # somebody stops the program: what is known already is not lost
            self._settle([entry for entry in entries if entry.key in answers], answers, opened, tally)
            raise
        ended = self.clock()
        course.pace = course.pace.after(len(entries), ended)  # when the last of them went out
        took = ended - began
        if took > timedelta(seconds=self.deadline):
            fault = fault or f"it took {took.total_seconds():.0f} seconds, and {self.deadline:.0f} are allowed"
        if fault:
            _log.warning("channel %s: %s", name, fault)
        course.breaker = course.breaker.after(ended, fault=bool(fault))
        self._settle(entries, answers, opened, tally)

    def _through(
        self, name: str, opened: OpenChannel, messages: Sequence[Message], answers: dict[str, Delivery]
    ) -> str:
        """Sends through one channel and fills the answers. Returns what the channel did wrong; empty for nothing."""
        wanted = {message.key for message in messages}
        fault, nonsense = "", 0
        try:
            given: Iterable[object] = opened.channel.send(messages, deadline=self.deadline)
            for delivery in given:
                if isinstance(delivery, Delivery) and delivery.key in wanted and delivery.key not in answers:
                    answers[delivery.key] = delivery
                    continue
                nonsense += 1
                fault = f"it answered with a {type(delivery).__name__} that belongs to no message"
                if nonsense > _MOST_NONSENSE:
                    break
        except (Exception, SystemExit) as error:
            # The error's own words may hold an address with a token in it, so they are neither shown nor logged.
            frames = "".join(traceback.format_tb(error.__traceback__))
            _log.debug("channel %s failed with %s:\n%s", name, type(error).__name__, frames)
            words = error.strerror if isinstance(error, OSError) and error.strerror else ""
            fault = f"it failed with {type(error).__name__}{f': {words}' if words else ''}"
        if unanswered := wanted - answers.keys():
            fault = fault or "it did not say what became of a message"
            for key in unanswered:
                answers[key] = Delivery(key, Outcome.UNKNOWN, f"the channel's fault: {fault}")
        return fault

    def _settle(
        self, entries: Sequence[OutboxEntry], answers: Mapping[str, Delivery], opened: OpenChannel, tally: _Tally
    ) -> None:
        now = self.clock()
        settlements = [
            settle(
                entry,
                answers[entry.key],
                now=now,
                chance=self.chance(),
                resend_unknown=opened.honours_keys or self._insists(entry),
            )
            for entry in entries
        ]
        self._record(settlements, answers, tally)

    def _put_back(self, entries: Sequence[OutboxEntry], course: Course, tally: _Tally) -> None:
        """Gives back what was claimed and not begun."""
        now = self.clock()
        due = max(now, course.breaker.rests_until or now)
        self._record(
            [Settlement(e.key, OutboxState.PENDING, now, due, e.reason, begun=False) for e in entries], {}, tally
        )

    def _record(self, settlements: Sequence[Settlement], answers: Mapping[str, Delivery], tally: _Tally) -> None:
        if not settlements:
            return
        with self.unit() as unit:
            done = [settlement for settlement in settlements if unit.outbox.settle(self.worker, [settlement])]
            unit.commit()
        if missed := len(settlements) - len(done):
            _log.warning("%d answers came too late: the lease had ended or the entry was cancelled", missed)
        tally.states.update((settlement.key, settlement.state) for settlement in done)
        final = [answers[settlement.key] for settlement in done if settlement.state is not OutboxState.PENDING]
        if final and self.recorded is not None:
            self.recorded(final)

    def _insists(self, entry: OutboxEntry) -> bool:
        return any(rule.name == entry.rule and rule.insists(entry.occurrence) for rule in self.rules)


def _shuffled(entry: OutboxEntry) -> bytes:
    """Another order at every attempt: what stands behind a notice that kills may stand before it next time."""
    return hashlib.sha256(f"{entry.key} {entry.attempts}".encode()).digest()


def _message(entry: OutboxEntry, opened: OpenChannel) -> Message:
    return Message(
        key=entry.key,
        channel=entry.channel,
        recipient=entry.recipient,
        recipient_name=entry.recipient_name or entry.recipient,
        address=entry.address,
        subject=entry.subject,
        body=cut(entry.body, opened.max_bytes),
        plan=entry.plan,
        item=entry.item,
        language=Language(entry.language),
        at=entry.created,
    )
