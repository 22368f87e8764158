"""What a channel and a directory must do, and how a plugin offers one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

import attrs

from plan_tasks.model import Language, Owner, OwnerId, PlanId, Role
from plan_tasks.plugging.descriptor import Descriptor, O
from plan_tasks.storage.contract import Finding

__all__ = [
    "Channel",
    "ChannelType",
    "Delivery",
    "Directory",
    "DirectoryType",
    "Markup",
    "Message",
    "Notice",
    "Outcome",
    "Recipient",
    "Routing",
]


class Outcome(StrEnum):
    """What a channel says became of a message."""

    ACCEPTED = "accepted"
    """The receiver has it."""
    TRY_AGAIN = "try_again"
    """Not now: too fast, busy, out of reach before anything was sent."""
    REFUSED = "refused"
    """Never: a wrong address, a bad token, a message that is not allowed."""
    UNKNOWN = "unknown"
    """The line broke after the message went out: it may have arrived."""


class Markup(StrEnum):
    """What a channel makes of a message's text."""

    PLAIN = "plain"
    """Shown as it is."""


@attrs.frozen(kw_only=True)
class Message:
    """One notice on its way to one recipient.

    Attributes:
        key: Unique for plan, item, rule, occurrence, recipient and channel; the same at every try.
        recipient: The owner's id.
        recipient_name: The owner's name.
        address: Where to, in the channel's own form; empty where the channel needs none.
        subject: One line.
        body: The text.
        plan: Plan id.
        item: Item id.
        language: The language of the text.
        at: The moment at which the notice was queued: the same at every try.
    """

    key: str
    recipient: str
    recipient_name: str
    address: str
    subject: str
    body: str
    plan: str
    item: str
    language: Language
    at: datetime


@attrs.frozen
class Delivery:
    """What became of one message.

    Attributes:
        key: The message's.
        outcome: What the channel says.
        reason: Why, in its words.
        reference: The receiver's own id for it.
        retry_after: How long the receiver asks to wait; None when it does not say.
    """

    key: str
    outcome: Outcome
    reason: str = ""
    reference: str = ""
    retry_after: timedelta | None = None


class Channel(Protocol):
    """An open channel."""

    def send(self, messages: Sequence[Message], *, deadline: float) -> Iterable[Delivery]:
        """Send messages.

        Args:
            messages: What to send. A key that was sent before may come again.
            deadline: Seconds that this call may take.

        Returns:
            One delivery for each message, in any order. A message without one counts as `UNKNOWN`.
        """
        ...

    def examine(self) -> Finding:
        """Look whether the channel answers, without sending anything."""
        ...

    def close(self) -> None:
        """Give back files and connections; may be called twice."""
        ...


@attrs.frozen(kw_only=True)
class ChannelType(Descriptor[O, Channel]):
    """How a plugin announces a channel.

    Attributes:
        needs_address: Whether a message without an address cannot be sent.
        honours_keys: Whether the receiver shows a repeated key only once, so that an unknown outcome may be resent.
        markup: What it makes of text.
        max_bytes: Longest text in bytes of UTF-8; None for no limit. Longer text is cut at a character.
    """

    needs_address: bool = False
    honours_keys: bool = False
    markup: Markup = Markup.PLAIN
    max_bytes: int | None = None


@attrs.frozen
class Recipient:
    """Where an owner can be reached.

    Attributes:
        owner: The owner's id.
        name: Their name.
        address: In the channel's own form; empty for none.
    """

    owner: OwnerId
    name: str
    address: str = ""


class Directory(Protocol):
    """Knows where owners can be reached."""

    def find(self, owners: Sequence[Owner], channel: str) -> Mapping[OwnerId, Recipient]:
        """Find owners.

        Args:
            owners: Who is looked for.
            channel: Name of the channel that the address must be for.

        Returns:
            Those that are known; the others are left out, and the next directory is asked.
        """
        ...


@attrs.frozen(kw_only=True)
class DirectoryType(Descriptor[O, Directory]):
    """How a plugin announces a directory. Attributes: those of `Descriptor`."""


@attrs.frozen(kw_only=True)
class Notice:
    """What one owner has to hear about one item.

    Attributes:
        plan: Plan id.
        item: Item id.
        rule: Name of the rule.
        occurrence: Which of its occasions: due date and step.
        owner: Who hears of it.
        roles: In which roles; one notice, however many they are.
        due: The item's due date.
        step: Days past the due date; negative before it.
        subject: One line.
        body: The text.
    """

    plan: PlanId
    item: str
    rule: str
    occurrence: str
    owner: OwnerId
    roles: tuple[Role, ...]
    due: date
    step: int
    subject: str
    body: str


@attrs.frozen(kw_only=True)
class Routing:
    """A host's answer to where notices go; what it does not name goes as the caller asked.

    Attributes:
        dropped: Positions of notices, from 0, that nobody gets.
        channels: Position -> the channel that it goes through instead.
        also: Position -> further owners who get it too.
    """

    dropped: frozenset[int] = frozenset()
    channels: Mapping[int, str] = attrs.field(factory=dict)
    also: Mapping[int, tuple[OwnerId, ...]] = attrs.field(factory=dict)
