"""How fast a channel may be used, and when it has to rest: pure, with the present moment as an argument."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import attrs

from plan_tasks.notifying.contract import Rate

__all__ = ["COURSES", "Breaker", "Course", "Pace", "Stop"]

#: How the names of documents begin in which a store keeps courses; the channel's identity follows.
COURSES = "channel:"

_FAULTS = 5
_FIRST_PAUSE = timedelta(minutes=1)
_LONGEST_PAUSE = timedelta(minutes=60)


@attrs.frozen
class Pace:
    """When the last messages went out, as far as the channel's rate needs to know.

    Attributes:
        rate: How many messages the receiver takes; None for no limit.
        sent: The moments of the messages that still count, the oldest first.

    Example:
        >>> from datetime import UTC
        >>> noon = datetime(2021, 6, 30, 12, tzinfo=UTC)
        >>> pace = Pace(Rate(messages=20, per=timedelta(minutes=1)), (noon,) * 18)
        >>> pace.room(100, noon), pace.room(100, noon + timedelta(minutes=1))
        (2, 20)
    """

    rate: Rate | None
    sent: tuple[datetime, ...] = ()

    def room(self, wanted: int, now: datetime) -> int:
        """How many messages may go out now.

        Args:
            wanted: As many at the most.
            now: The present moment.

        Returns:
            From 0 to what was wanted.
        """
        if self.rate is None:
            return wanted
        counting = sum(1 for moment in self.sent if now - moment < self.rate.per)
        return max(min(wanted, self.rate.messages - counting), 0)


@attrs.frozen
class Breaker:
    """Faults of a channel in a row; after five it rests for 1, 2, 4 ... 60 minutes.

    A fault is what a channel must not do: raise, answer nonsense, leave a message out, take longer than it may. A
    message that is refused or has to wait is none.

    Attributes:
        faults: Faults since it last worked.
        rests_until: Not to be used before this moment; None while it works.

    Example:
        >>> from datetime import UTC
        >>> noon = datetime(2021, 6, 30, 12, tzinfo=UTC)
        >>> breaker = Breaker(faults=4).after(noon, fault=True)
        >>> breaker.resting(noon), breaker.resting(noon + timedelta(minutes=1))
        (True, False)
    """

    faults: int = 0
    rests_until: datetime | None = None

    def resting(self, now: datetime) -> bool:
        """Whether it must not be used now."""
        return self.rests_until is not None and now < self.rests_until

    def after(self, now: datetime, *, fault: bool) -> Breaker:
        """The breaker when a call has ended."""
        if not fault:
            return Breaker()
        faults = self.faults + 1
        if faults < _FAULTS:
            return Breaker(faults)
        pause = min(_FIRST_PAUSE * 2 ** min(faults - _FAULTS, 10), _LONGEST_PAUSE)
        return Breaker(faults, now + pause)


@attrs.frozen
class Stop:
    """Why a channel was stopped until somebody looks.

    Attributes:
        since: When.
        reason: What its receiver said.
    """

    since: datetime
    reason: str


@attrs.frozen
class _Batch:
    """Messages that went out together, or are about to: then their dispatcher holds the place."""

    at: datetime
    messages: int
    by: str = ""


@attrs.frozen
class Course:
    """What is remembered of a channel, in the store, so that all who send through it know.

    Attributes:
        batches: What went out lately, as far as the receiver's rate needs to know.
        breaker: How often it failed.
        stop: Why it is stopped; None while it is not.
    """

    batches: tuple[_Batch, ...] = ()
    breaker: Breaker = Breaker()
    stop: Stop | None = None

    @classmethod
    def of(cls, document: Mapping[str, Any] | None) -> Course:
        """Reads the document of a store; None for a channel of which nothing is known."""
        if document is None:
            return cls()
        moment = datetime.fromisoformat
        rests, stop = document.get("rests_until"), document.get("stop")
        return cls(
            tuple(_Batch(moment(at), messages, by) for at, messages, by in document.get("sent", ())),
            Breaker(document.get("faults", 0), moment(rests) if rests else None),
            Stop(moment(stop["since"]), stop["reason"]) if stop else None,
        )

    def document(self) -> dict[str, Any]:
        """The document that a store keeps; what is as usual is left out."""
        found: dict[str, Any] = {}
        if self.batches:
            found["sent"] = [[each.at.isoformat(), each.messages, each.by] for each in self.batches]
        if self.breaker.faults:
            found["faults"] = self.breaker.faults
        if self.breaker.rests_until is not None:
            found["rests_until"] = self.breaker.rests_until.isoformat()
        if self.stop is not None:
            found["stop"] = {"since": self.stop.since.isoformat(), "reason": self.stop.reason}
        return found

    def pace(self, rate: Rate | None) -> Pace:
        """How fast it was used."""
        return Pace(rate, tuple(each.at for each in self.batches for _ in range(each.messages)))

    def seen(self, now: datetime) -> Course:
        """The course as it counts now. A clock that was set back leaves moments in the future: they count from now."""
        batches = tuple(attrs.evolve(each, at=now) if each.at > now else each for each in self.batches)
        rests = self.breaker.rests_until
        if rests is not None:
            rests = min(rests, now + _LONGEST_PAUSE)
        return attrs.evolve(self, batches=batches, breaker=attrs.evolve(self.breaker, rests_until=rests))

    def reserved(self, messages: int, now: datetime, by: str, rate: Rate | None) -> Course:
        """The course when a dispatcher is about to send so many messages."""
        return self._with(_Batch(now, messages, by), rate)

    def after(self, messages: int, now: datetime, by: str, rate: Rate | None) -> Course:
        """The course when so many of what a dispatcher had reserved went out, the last of them now."""
        return self.released(messages, by)._with(_Batch(now, messages), rate)

    def released(self, messages: int, by: str) -> Course:
        """The course when so many of what a dispatcher had reserved do not go out."""
        batches = []
        for each in self.batches:
            free = min(messages, each.messages) if each.by == by else 0
            messages -= free
            if each.messages > free:
                batches.append(attrs.evolve(each, messages=each.messages - free))
        return attrs.evolve(self, batches=tuple(batches))

    def _with(self, batch: _Batch, rate: Rate | None) -> Course:
        if rate is None or not batch.messages:
            return self
        counting = tuple(each for each in self.batches if batch.at - each.at < rate.per)
        return attrs.evolve(self, batches=(*counting, batch))
