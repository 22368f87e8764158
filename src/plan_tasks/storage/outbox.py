"""What waits to be sent: one entry for a notice, a recipient and a channel, with where it stands and what was tried.

What is due and what it says is decided in `plan_tasks.notifying`; here is what a backend stores.
"""

from __future__ import annotations

from datetime import datetime

import attrs

from plan_tasks.model.vocabulary import Term

__all__ = ["Attempt", "OutboxEntry", "OutboxState"]


class OutboxState(Term):
    """Where an entry stands."""

    PENDING = "pending", "pending", "待发送"
    SENT = "sent", "sent", "已发送"
    UNKNOWN = "unknown", "outcome unknown", "待确认"
    DEAD = "dead", "undeliverable", "无法送达"
    CANCELLED = "cancelled", "cancelled", "已取消"


@attrs.frozen(kw_only=True)
class OutboxEntry:
    """One notice to one recipient through one channel.

    Attributes:
        key: Hash over plan, item, rule, occurrence, recipient and channel; unique in a store.
        plan: Plan id.
        item: Item id.
        rule: Name of the rule that made it.
        occurrence: Which of the rule's occasions: due date and step.
        recipient: Id of the person or unit that it is for: an owner's id, or one that a directory gave.
        channel: Name of the channel.
        address: The recipient's address in that channel; empty where the channel needs none.
        recipient_name: The recipient's name; empty where only the id is known.
        subject: One line.
        body: The text.
        language: The language of subject and body, ``"zh"`` or ``"en"``.
        created: When it was queued, with a time zone.
        due: Not to be sent before this moment.
        state: Where it stands.
        attempts: How often it was claimed, ever.
        leased_by: The dispatcher that has it; empty when none.
        leased_until: When that lease ends.
        settled: When it reached a state that is not pending.
        reason: What the channel or the dispatcher said last.
        reference: The receiver's own id for it.
        level: How urgent it is: ``"blue"``, ``"yellow"``, ``"orange"``, ``"red"``, or empty for none of them.
        html: The text as HTML; empty for none.
        markdown: The text as Markdown; empty for none.
        why: JSON object: the rule and the values that made it, as they were then; empty for none.
        spent: How many of the attempts were made before somebody queued it again; they count no more.
        requeued: When somebody last queued it again; None for never.
    """

    key: str
    plan: str
    item: str
    rule: str
    occurrence: str
    recipient: str
    channel: str
    address: str = ""
    recipient_name: str = ""
    subject: str
    body: str
    language: str = "zh"
    created: datetime
    due: datetime
    state: OutboxState = OutboxState.PENDING
    attempts: int = 0
    leased_by: str = ""
    leased_until: datetime | None = None
    settled: datetime | None = None
    reason: str = ""
    reference: str = ""
    level: str = ""
    html: str = ""
    markdown: str = ""
    why: str = ""
    spent: int = 0
    requeued: datetime | None = None


@attrs.frozen(kw_only=True)
class Attempt:
    """One attempt at sending an entry, and what the channel said.

    Attributes:
        key: The entry's.
        number: The entry's `OutboxEntry.attempts` with this one counted. A number that is missing is an attempt whose
            dispatcher did not live to write down an answer.
        at: When the answer was written down, with a time zone.
        outcome: What the channel said: ``"accepted"``, ``"try_again"``, ``"refused"`` or ``"unknown"``.
        reason: Why, in its words: no secret, at most 500 bytes.
        reference: The receiver's own id for it.
    """

    key: str
    number: int
    at: datetime
    outcome: str
    reason: str = ""
    reference: str = ""
