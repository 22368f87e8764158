"""What a channel, a directory and a wording must do, and how a plugin offers one.

A channel only sends, and says for each message what became of it: what is due, what it says, who gets it, when it is
tried again and when it is given up is decided by the core. A directory knows who stands behind owners. A wording
makes words of facts. `plan_tasks.testing` has a suite for each, which holds it to what is promised here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

import attrs

from plan_tasks.model import Language, Owner, OwnerId, PlanId, Role, validators
from plan_tasks.model.validators import refuse
from plan_tasks.notifying.facts import Facts, Level
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
    "Rate",
    "Recipient",
    "Revision",
    "Routing",
    "WordedNotice",
    "Wording",
    "WordingType",
    "Words",
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
class Rate:
    """How many messages a receiver takes.

    Attributes:
        messages: So many, from 1 up.
        per: In any stretch of this length, longer than nothing.

    Example:
        >>> Rate(messages=20, per=timedelta(minutes=1)).messages
        20
    """

    messages: int = attrs.field(validator=validators.positive_whole)
    per: timedelta = attrs.field()

    def __attrs_post_init__(self) -> None:
        if self.messages is None:
            raise refuse(self, "messages", None, "a whole number from 1 up")
        if not isinstance(self.per, timedelta) or self.per <= timedelta():
            raise refuse(self, "per", self.per, "a timedelta longer than nothing")


@attrs.frozen(kw_only=True)
class Message:
    """One notice on its way to one recipient. All of it is text that strangers may have typed, the key excepted.

    Attributes:
        key: Unique for tenant, plan, item, rule, occurrence, recipient and channel; the same at every try. 64
            hexadecimal digits.
        channel: Name of the channel.
        recipient: Id of the person or unit.
        recipient_name: Their name.
        address: Where to, in the channel's own form; empty where the channel needs none.
        subject: What it is about; one line.
        body: The text, a few lines.
        plan: Plan id.
        item: Item id.
        language: The language of the text.
        at: The moment at which the notice was queued: the same at every try.
        level: How urgent it is; None for none. Show its word and its mark, never a colour alone.
        html: The text as a page, in which what strangers typed is escaped; empty for none.
        markdown: The text in the Markdown that chat robots have in common (bold, links, lists), without the subject;
            what strangers typed holds no markup in it. Empty for none.
    """

    key: str
    channel: str
    recipient: str
    recipient_name: str
    address: str
    subject: str
    body: str
    plan: str
    item: str
    language: Language
    at: datetime
    level: Level | None = None
    html: str = ""
    markdown: str = ""


@attrs.frozen
class Delivery:
    """What became of one message.

    Attributes:
        key: The message's.
        outcome: What the channel says.
        reason: Why, in its words; no secret may be in it.
        reference: The receiver's own id for it.
        retry_after: How long the receiver asks to wait; None when it does not say. A day at the most is heeded.
        stops: Whether the receiver would refuse any message: the token, signature or address of the channel is wrong.
            The channel then stays stopped until somebody has looked at it. Only what is refused can stop it.

    Raises:
        InvalidValue: A field holds something else.
    """

    key: str = attrs.field(validator=validators.text)
    outcome: Outcome = attrs.field(validator=validators.term(Outcome))
    reason: str = attrs.field(default="", validator=validators.text)
    reference: str = attrs.field(default="", validator=validators.text)
    retry_after: timedelta | None = attrs.field(default=None, validator=validators.optional_instance_of(timedelta))
    stops: bool = attrs.field(default=False, validator=validators.instance_of(bool))

    def __attrs_post_init__(self) -> None:
        if self.stops and self.outcome is not Outcome.REFUSED:
            raise refuse(self, "stops", self.stops, "false, unless the message was refused")


class Channel(Protocol):
    """An open channel. It is used by one thread at a time."""

    def send(self, messages: Sequence[Message], *, deadline: float) -> Iterable[Delivery]:
        """Send messages.

        Deliveries may be yielded as they come: each counts from then on, whatever happens to the rest. The core calls
        again only for what was neither accepted nor refused.

        Args:
            messages: What to send; may be empty. A key that was sent before may come again.
            deadline: Seconds that this call may take. What was not begun by then is answered with `TRY_AGAIN`.

        Returns:
            Exactly one delivery for each message, in any order. A message without one counts as `UNKNOWN`, and so do
            those that are left when it raises: they may have gone out.
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
    """What a plugin yields for a channel.

    Attributes:
        needs_address: Whether a message without an address cannot be sent. An owner without one is then reported to
            whoever asked for the notices, and nothing is queued for them.
        addresses: The word under which owners and directories keep addresses for it, such as ``"mail"``; empty for the
            channel's own name.
        honours_keys: Whether a receiver that gets a key again shows it only once, so that a message whose outcome is
            unknown may be sent again.
        markup: What it makes of text.
        max_bytes: Longest text in bytes of UTF-8; None for no limit. Longer text is cut at a character.
        rate: How many messages its receiver takes; None for no limit. A dispatcher claims no more than that.
        disturbs: Whether people notice what it brings when it comes, so that it waits for their hours. False for what
            goes into files, to programs, or onto the screen of whoever runs the command.

    The rest are those of `Descriptor`.
    """

    needs_address: bool = attrs.field(default=False, validator=validators.instance_of(bool))
    addresses: str = attrs.field(default="", validator=validators.name(empty=True))
    honours_keys: bool = attrs.field(default=False, validator=validators.instance_of(bool))
    markup: Markup = attrs.field(default=Markup.PLAIN, validator=validators.term(Markup))
    max_bytes: int | None = attrs.field(default=None, validator=validators.positive_whole)
    rate: Rate | None = attrs.field(default=None, validator=validators.optional_instance_of(Rate))
    disturbs: bool = attrs.field(default=True, validator=validators.instance_of(bool))

    @property
    def address_word(self) -> str:
        """The word under which addresses for it are kept."""
        return self.addresses or self.name


@attrs.frozen(kw_only=True)
class Recipient:
    """A person or unit that notices reach.

    Attributes:
        id: The same whichever owner led to them, so that one person gets one copy.
        name: As people write it.
        address: In the channel's own form; empty for none.
        zone: The time zone in which their hours count, such as ``"Asia/Urumqi"``; empty for the office's.
        language: The language that they are told in; None for the tracker's.
    """

    id: str = attrs.field(validator=validators.name())
    name: str = attrs.field(validator=validators.title)
    address: str = attrs.field(default="", validator=validators.text)
    zone: str = attrs.field(default="", validator=validators.text)
    language: Language | None = attrs.field(default=None, validator=validators.optional_instance_of(Language))


class Directory(Protocol):
    """Knows who stands behind owners and where they can be reached."""

    def find(self, owners: Sequence[Owner], channel: str) -> Mapping[OwnerId, Sequence[Recipient]]:
        """Find who hears of what owners have to hear.

        Args:
            owners: Who is looked for, as the plan lists them; may be empty.
            channel: The word under which addresses are kept: `ChannelType.address_word`.

        Returns:
            The recipients of each owner that is known, in the order in which they are told. An owner that is left out,
            or has no recipient, is asked of the next directory.
        """
        ...

    def close(self) -> None:
        """Give back files and connections; may be called twice."""
        ...


@attrs.frozen(kw_only=True)
class DirectoryType(Descriptor[O, Directory]):
    """What a plugin yields for a directory. Attributes: those of `Descriptor`."""


def _not_blank(words: Any, attribute: attrs.Attribute[str], value: Any) -> None:
    if value.__class__ is not str or not value.strip():
        raise refuse(words, attribute.name, value, "text that is not blank")


@attrs.frozen(kw_only=True)
class Words:
    """What a notice says, the same in each form.

    Attributes:
        subject: One line; never empty.
        text: Plain text, a few lines; never empty.
        html: The same as a page, in which what strangers typed is escaped; empty for none.
        markdown: The same in the Markdown that chat robots have in common (bold, links, lists), without the subject;
            what strangers typed holds no markup in it. Empty for none.

    Raises:
        InvalidValue: Subject or text is empty, or a field holds no text.
    """

    subject: str = attrs.field(validator=_not_blank)
    text: str = attrs.field(validator=_not_blank)
    html: str = attrs.field(default="", validator=validators.text)
    markdown: str = attrs.field(default="", validator=validators.text)


class Wording(Protocol):
    """Makes words of facts. Pure: the same facts give the same words, on any day and machine."""

    def say(self, facts: Facts) -> Words:
        """Put a notice into words.

        Args:
            facts: What it is about, for whom, and in which language.

        Returns:
            The words. When it raises, the notice goes out in the plain words of the core, and whoever asked for the
            notices is told why.
        """
        ...


@attrs.frozen(kw_only=True)
class WordingType(Descriptor[O, Wording]):
    """What a plugin yields for a wording. Attributes: those of `Descriptor`."""


@attrs.frozen(kw_only=True)
class Notice:
    """What one owner has to hear about one item.

    Attributes:
        plan: Plan id.
        item: Item id; empty for a digest.
        rule: Name of the rule.
        occurrence: Which of its occasions: due date and step.
        owner: Who hears of it.
        roles: In which roles; empty for an owner that hears of it for want of one with a role.
        due: The item's due date; None for a digest and for an item without one.
        step: Days past the date that the rule counts from at which its step lies; negative before it, 0 for a rule that
            counts no days.
        subject: One line, in the plain words of the core.
        body: The text in those words, without the greeting, which is written when it is known who stands behind the
            owner.
        facts: What the words are made of.
    """

    plan: PlanId
    item: str
    rule: str
    occurrence: str
    owner: OwnerId
    roles: tuple[Role, ...]
    due: date | None
    step: int
    subject: str
    body: str
    facts: Facts


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


@attrs.frozen(kw_only=True)
class WordedNotice:
    """A notice that is about to be queued: for whom, through which channel, in which words.

    Attributes:
        key: The notice's key.
        plan: Plan id.
        item: Item id; empty for a digest.
        rule: Name of the rule that made it.
        level: How urgent it is; None for none.
        recipient: Id of the person or unit.
        recipient_name: Their name.
        channel: Name of the channel.
        address: Where to, in the channel's own form; empty where the channel needs none.
        language: The language of the words.
        words: What it says.
    """

    key: str
    plan: str
    item: str
    rule: str
    level: Level | None
    recipient: str
    recipient_name: str
    channel: str
    address: str
    language: Language
    words: Words


@attrs.frozen(kw_only=True)
class Revision:
    """A host's last word on what is about to be queued; what it does not name stays as it is.

    Attributes:
        dropped: Position of a notice, from 0 -> why nobody gets it, in words.
        words: Position -> what it says instead.
    """

    dropped: Mapping[int, str] = attrs.field(factory=dict)
    words: Mapping[int, Words] = attrs.field(factory=dict)
