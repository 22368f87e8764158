"""How fast a channel may be used, and when it has to rest: pure, with the present moment as an argument."""

from __future__ import annotations

from datetime import datetime, timedelta

import attrs

from plan_tasks.notifying.contract import Rate

__all__ = ["Breaker", "Course", "Pace"]

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
        >>> pace = Pace(Rate(messages=20, per=timedelta(minutes=1))).after(18, noon)
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
        return max(min(wanted, self.rate.messages - len(self._counting(now))), 0)

    def after(self, messages: int, now: datetime) -> Pace:
        """The pace when so many messages went out at a moment."""
        if self.rate is None or not messages:
            return self
        return Pace(self.rate, self._counting(now) + (now,) * messages)

    def _counting(self, now: datetime) -> tuple[datetime, ...]:
        if self.rate is None:
            return ()
        # A clock that was set back leaves moments in the future; they count until the clock has caught up with them.
        return tuple(moment for moment in self.sent if now - moment < self.rate.per)


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


@attrs.define
class Course:
    """What is remembered of a channel from run to run.

    Attributes:
        pace: How fast it was used.
        breaker: How often it failed.
    """

    pace: Pace
    breaker: Breaker = Breaker()
