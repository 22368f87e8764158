"""What a dispatcher is given of a channel, and what its run came to. How it runs is in `dispatching`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import attrs

from plan_tasks.notifying.contract import Channel, Rate
from plan_tasks.storage.outbox import OutboxState

__all__ = ["Dispatched", "OpenChannel", "Tally"]


@attrs.frozen
class OpenChannel:
    """A channel that is open, with what its descriptor says of it.

    Attributes:
        channel: The channel.
        honours_keys: Whether an unknown outcome may be resent.
        max_bytes: Longest text; None for no limit.
        rate: How many messages its receiver takes; None for no limit.
        disturbs: Whether it waits for people's hours.
        identity: What tells it from another channel of its name, such as another robot's; empty for nothing.
    """

    channel: Channel
    honours_keys: bool = False
    max_bytes: int | None = None
    rate: Rate | None = None
    disturbs: bool = False
    identity: str = ""


@attrs.frozen(kw_only=True)
class Dispatched:
    """What a run of the dispatcher did.

    Attributes:
        sent: Entries that were accepted.
        failed: Entries that were given up.
        unknown: Entries that may have arrived.
        waiting: Entries that wait for another try.
        held: Entries that wait for a silence to end, for the recipient's hours, or until they may get more.
        cancelled: Entries that had lost their point, or are silenced for good.
        resting: Channels that rest after faults; what is left for them waits.
        paced: Channels whose receivers take no more for now; what is left for them waits.
        stopped: Channel -> why it is stopped until somebody has looked at it; what is left for it waits.
    """

    sent: int = 0
    failed: int = 0
    unknown: int = 0
    waiting: int = 0
    held: int = 0
    cancelled: int = 0
    resting: tuple[str, ...] = ()
    paced: tuple[str, ...] = ()
    stopped: Mapping[str, str] = attrs.field(factory=dict)


@attrs.define
class Tally:
    """What a run comes to, while it goes on: key -> last state, and what is held, cancelled and at rest."""

    states: dict[str, OutboxState] = attrs.field(factory=dict)
    held: set[str] = attrs.field(factory=set)
    cancelled: set[str] = attrs.field(factory=set)
    resting: list[str] = attrs.field(factory=list)
    paced: list[str] = attrs.field(factory=list)
    stopped: dict[str, str] = attrs.field(factory=dict)

    def dispatched(self) -> Dispatched:
        """The whole."""
        counts = Counter(self.states.values())
        return Dispatched(
            sent=counts[OutboxState.SENT],
            failed=counts[OutboxState.DEAD],
            unknown=counts[OutboxState.UNKNOWN],
            waiting=counts[OutboxState.PENDING],
            held=len(self.held),
            cancelled=len(self.cancelled),
            resting=tuple(self.resting),
            paced=tuple(self.paced),
            stopped=self.stopped,
        )
