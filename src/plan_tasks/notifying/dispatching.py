"""Claims what waits, sends it, and records the answers; each step is a unit of work of its own.

What is promised:

- At least once. A crash between sending and recording leaves the entry leased; when the lease ends it is sent again
  with the same key. Two entries never stand for one key.
- What a channel does touches its own messages only. One that raises, answers nonsense or leaves messages out makes
  those `UNKNOWN`, since they may have gone out; after five such faults in a row it rests.
- A notice that kills its dispatcher comes to an end: attempts count claims. Entries that an earlier dispatcher left
  behind are sent in ever smaller groups, in another order each time, so that they do not fall with it.
- What is known of a channel (its rate, its faults, that it is stopped) is kept in the store with the claim and with the
  answers, so that dispatchers in other processes heed it, too.

The clock, chance and the store are arguments; nothing here reads them for itself. What people do not want to hear, and
when, is in `screening`.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import attrs

from plan_tasks.calendars.contract import WorkCalendar
from plan_tasks.model import Language
from plan_tasks.notifying.contract import Delivery, Message, Outcome
from plan_tasks.notifying.dispatched import Dispatched, OpenChannel, Tally
from plan_tasks.notifying.facts import Level
from plan_tasks.notifying.hours import DOCUMENT as HOURS
from plan_tasks.notifying.hours import ZONES, office_of
from plan_tasks.notifying.listening import listen
from plan_tasks.notifying.pacing import COURSES, Course, Stop
from plan_tasks.notifying.retrying import give_up_unsent, is_old, settle, short, was_left
from plan_tasks.notifying.rules import DEFAULT_RULES, Rule
from plan_tasks.notifying.screening import Screened, screen
from plan_tasks.notifying.silences import DOCUMENT as SILENCES
from plan_tasks.notifying.silences import silences_of
from plan_tasks.notifying.telling import told, told_now
from plan_tasks.notifying.texts import cut
from plan_tasks.storage.contract import Settlement, UnitOfWork
from plan_tasks.storage.outbox import OutboxEntry, OutboxState

__all__ = ["Dispatched", "Dispatcher", "OpenChannel"]

_log = logging.getLogger("plan_tasks.notifying")


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
        recorded: Hears of the last answers for entries, after each batch of them was written down.
        calendar: Which days are worked; None where nobody's hours are heeded.
        heeds_hours: Whether the usual hours are heeded where the office has set none. Whoever runs a dispatcher once
            has chosen the moment; one that goes on by itself heeds them.
        stale: Says of entries that waited which have lost their point meanwhile, and why, by key.
        stopping: Asked before each batch whether to come to an end.
    """

    unit: Callable[[], AbstractContextManager[UnitOfWork]]
    channels: Mapping[str, OpenChannel]
    clock: Callable[[], datetime]
    chance: Callable[[], float]
    worker: str
    rules: Sequence[Rule] = DEFAULT_RULES
    batch: int = 100
    deadline: float = 30.0
    lease: timedelta = timedelta(seconds=60)
    recorded: Callable[[Sequence[Delivery]], None] | None = None
    calendar: WorkCalendar | None = None
    heeds_hours: bool = False
    stale: Callable[[UnitOfWork, Sequence[OutboxEntry]], Mapping[str, str]] | None = None
    stopping: Callable[[], bool] = bool

    def run(self) -> Dispatched:
        """Sends until nothing is due any more, or has to wait.

        Returns:
            What was done.
        """
        tally = Tally()
        for name in sorted(self.channels):
            while not self.stopping() and self._turn(name, tally):
                pass
        return tally.dispatched()

    def _turn(self, name: str, tally: Tally) -> bool:
        """Claims and sends one batch through a channel; False when there is no more to do for now."""
        opened, now = self.channels[name], self.clock()
        with self.unit() as unit:
            before = self._course(unit, name)
            course = before.seen(now)
            if course.stop is not None:
                tally.stopped[name] = course.stop.reason
                return False
            if course.breaker.resting(now):
                tally.resting.append(name)
                return self._end(unit, name, before, course)
            # After a fault one message is tried alone, so that a channel that is broken does not spoil whole batches.
            room = course.pace(opened.rate).room(1 if course.breaker.faults else self.batch, now)
            if not room:
                tally.paced.append(name)
                return self._end(unit, name, before, course)
            claimed = unit.outbox.claim(
                worker=self.worker, now=now, lease=self.lease, limit=room, channels=frozenset({name})
            )
            if not claimed:
                return False
            screened = self._screen(unit, opened, claimed, now, tally)
            self._keep(unit, name, before, course.reserved(len(screened.sent), now, self.worker, opened.rate))
            unit.commit()
        groups = self._groups(screened.sent, now, name, tally)
        for number, group in enumerate(groups):
            if number and self._must_end(name, now):
                self._put_back(name, [entry for left in groups[number:] for entry in left], tally)
                return not self.stopping()
            self._send(name, group, tally)
        return len(claimed) == room

    def _must_end(self, name: str, began: datetime) -> bool:
        """Whether what is left of a claim is given back: it is late, the channel rests, or the program ends."""
        if self.stopping() or self.clock() - began > self.lease / 2:
            return True
        with self.unit() as unit:
            course = self._course(unit, name)
        return course.stop is not None or course.breaker.resting(self.clock())

    def _screen(
        self, unit: UnitOfWork, opened: OpenChannel, claimed: Sequence[OutboxEntry], now: datetime, tally: Tally
    ) -> Screened:
        """Holds back what must not go out now, in the unit in which it was claimed."""
        office = None
        if opened.disturbs and self.calendar is not None:
            document = unit.settings.get(HOURS)
            if document is not None or self.heeds_hours:
                office = office_of(document, unit.settings.get(ZONES))
        limited = office is not None and office.most is not None
        screened = screen(
            claimed,
            now=now,
            silences=silences_of(unit.settings.get(SILENCES)),
            office=office,
            calendar=self.calendar,
            told=told(unit, {entry.recipient for entry in claimed}) if limited else None,
            stale=self.stale(unit, claimed) if self.stale is not None else None,
        )
        if office is not None and limited:
            told_now(unit, [entry.recipient for entry in screened.sent], now, office.per)
        if screened.held:
            unit.outbox.settle(self.worker, screened.held)
        for reason in dict.fromkeys(screened.cancelled.values()):
            keys = [key for key, given in screened.cancelled.items() if given == reason]
            unit.outbox.cancel(keys, at=now, reason=short(reason))
        tally.held.update(each.key for each in screened.held)
        tally.cancelled.update(screened.cancelled)
        return screened

    def _course(self, unit: UnitOfWork, name: str) -> Course:
        return Course.of(unit.settings.get(self._document(name)))

    def _end(self, unit: UnitOfWork, name: str, before: Course, after: Course) -> bool:
        """Ends a turn in which nothing is sent."""
        if after != before:
            self._keep(unit, name, before, after)
            unit.commit()
        return False

    def _keep(self, unit: UnitOfWork, name: str, before: Course, after: Course) -> None:
        if after == before:
            return
        if document := after.document():
            unit.settings.put(self._document(name), document)
        else:
            unit.settings.delete(self._document(name))

    def _document(self, name: str) -> str:
        identity = self.channels[name].identity
        return f"{COURSES}{name}#{identity}" if identity else f"{COURSES}{name}"

    def _groups(
        self, claimed: Sequence[OutboxEntry], now: datetime, name: str, tally: Tally
    ) -> list[list[OutboxEntry]]:
        """What is sent together: all that is new, then in small groups what an earlier dispatcher left behind."""
        hopeless = [settlement for entry in claimed if (settlement := give_up_unsent(entry, now)) is not None]
        if hopeless:
            given_up = {each.key: Delivery(each.key, Outcome.UNKNOWN, each.reason) for each in hopeless}
            with self.unit() as unit:
                course = self._course(unit, name)
                self._keep(unit, name, course, course.released(len(hopeless), self.worker))
                done = self._settled(unit, hopeless)
                unit.commit()
            self._tell(done, given_up, tally)
            claimed = [entry for entry in claimed if entry.key not in given_up]
        fresh = [entry for entry in claimed if not was_left(entry)]
        left = sorted((entry for entry in claimed if was_left(entry)), key=_shuffled)
        parts = 2 ** (max((entry.attempts - entry.spent for entry in left), default=1) - 1)
        size = max(len(left) // parts, 1)
        return [*([fresh] if fresh else []), *(left[at : at + size] for at in range(0, len(left), size))]

    def _send(self, name: str, entries: Sequence[OutboxEntry], tally: Tally) -> None:
        opened = self.channels[name]
        began = self.clock()
        answers: dict[str, Delivery] = {}
        try:
            messages = [_message(entry, opened) for entry in entries]
            fault = listen(name, opened.channel, messages, answers, deadline=self.deadline)
        except BaseException:  # somebody stops the program: what is known already is not lost
            self._record(name, [entry for entry in entries if entry.key in answers], answers, None, tally)
            raise
        took = self.clock() - began
        if took > timedelta(seconds=self.deadline):
            fault = fault or f"it took {took.total_seconds():.0f} seconds, and {self.deadline:.0f} are allowed"
        if fault:
            _log.warning("channel %s: %s", name, fault)
        self._record(name, entries, answers, fault, tally)

    def _record(
        self,
        name: str,
        entries: Sequence[OutboxEntry],
        answers: Mapping[str, Delivery],
        fault: str | None,
        tally: Tally,
    ) -> None:
        """Writes down the answers, and what they say of the channel: in one unit, so that both are known or neither.

        Args:
            name: The channel.
            entries: What it was given.
            answers: What it said of each.
            fault: What it did wrong; empty for nothing, None where it was broken off.
            tally: Is added to.
        """
        opened, now = self.channels[name], self.clock()
        stop = next((answers[entry.key] for entry in entries if answers[entry.key].stops), None)
        with self.unit() as unit:
            settlements = [self._settlement(unit, entry, answers[entry.key], opened, now) for entry in entries]
            before = self._course(unit, name)
            course = before.after(len(entries), now, self.worker, opened.rate)
            if fault is not None:
                course = attrs.evolve(course, breaker=course.breaker.after(now, fault=bool(fault)))
            if stop is not None:
                course = attrs.evolve(course, stop=Stop(now, short(stop.reason)))
            self._keep(unit, name, before, course)
            done = self._settled(unit, settlements)
            unit.commit()
        if stop is not None:
            _log.error("channel %s is stopped until somebody has looked at it: %s", name, short(stop.reason))
        self._tell(done, answers, tally)

    def _settlement(
        self, unit: UnitOfWork, entry: OutboxEntry, answer: Delivery, opened: OpenChannel, now: datetime
    ) -> Settlement:
        since = None
        if answer.outcome is not Outcome.ACCEPTED and is_old(entry, now):  # it may have waited for other things
            tried = [each.at for each in unit.outbox.attempts(entry.key) if each.number > entry.spent]
            since = min([*tried, now])
        resend = opened.honours_keys or self._insists(entry)
        return settle(entry, answer, now=now, chance=self.chance(), resend_unknown=resend, since=since)

    def _put_back(self, name: str, entries: Sequence[OutboxEntry], tally: Tally) -> None:
        """Gives back what was claimed and not begun."""
        now = self.clock()
        with self.unit() as unit:
            before = self._course(unit, name)
            due = max(now, before.breaker.rests_until or now)
            back = [Settlement(e.key, OutboxState.PENDING, now, due, e.reason, begun=False) for e in entries]
            self._keep(unit, name, before, before.released(len(entries), self.worker))
            done = self._settled(unit, back)
            unit.commit()
        self._tell(done, {}, tally)

    def _settled(self, unit: UnitOfWork, settlements: Sequence[Settlement]) -> Sequence[Settlement]:
        """Records settlements in one go; returns those that counted."""
        count = unit.outbox.settle(self.worker, settlements)
        if count == len(settlements):
            return settlements
        _log.warning(
            "%d answers came too late: the lease had ended or the entry was cancelled", len(settlements) - count
        )
        held = unit.outbox.get([each.key for each in settlements])
        return [each for each in settlements if each.key in held and _stands(held[each.key], each)]

    def _tell(self, done: Sequence[Settlement], answers: Mapping[str, Delivery], tally: Tally) -> None:
        tally.states.update((settlement.key, settlement.state) for settlement in done)
        final = [answers[settlement.key] for settlement in done if settlement.state is not OutboxState.PENDING]
        if final and self.recorded is not None:
            self.recorded(final)

    def _insists(self, entry: OutboxEntry) -> bool:
        return any(rule.name == entry.rule and rule.insists(entry.occurrence) for rule in self.rules)


def _stands(entry: OutboxEntry, settlement: Settlement) -> bool:
    """Whether an entry stands as a settlement says."""
    when = entry.due == settlement.due if settlement.state is OutboxState.PENDING else entry.settled == settlement.at
    return when and not entry.leased_by and (entry.state, entry.reason) == (settlement.state, settlement.reason)


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
        level=Level(entry.level) if entry.level else None,
        html=entry.html,
        markdown=entry.markdown,
    )
