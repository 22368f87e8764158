"""Makes outbox entries of notices: pure, and the same key for the same notice however often it is made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

import attrs

from plan_tasks.model import Language, OwnerId, Plan, PlanId
from plan_tasks.notifying.contract import Notice, Recipient, Routing
from plan_tasks.notifying.occasions import Occasion
from plan_tasks.notifying.wording import body_of, subject_of
from plan_tasks.storage.outbox import OutboxEntry

__all__ = ["Unreachable", "entries_for", "notice_key", "notices_for"]


@attrs.frozen
class Unreachable:
    """An owner whom a notice could not be addressed to; the office has to know.

    Attributes:
        owner: The owner's id; empty when the item has no owner at all.
        item: The item.
        channel: The channel.
        reason: Why, in words.
    """

    owner: str
    item: str
    channel: str
    reason: str


def notice_key(*, tenant: str, plan: str, item: str, rule: str, occurrence: str, recipient: str, channel: str) -> str:
    """The key of a notice: what it is about and for whom, and neither its words nor its time.

    Returns:
        SHA-256 in hexadecimal over the parts in canonical JSON.
    """
    parts = [tenant, plan, item, rule, occurrence, recipient, channel]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def notices_for(
    occasions: Iterable[Occasion], plan: Plan, language: Language
) -> tuple[list[Notice], list[Unreachable]]:
    """Writes a notice for each owner who has to hear of an occasion.

    Args:
        occasions: What is due.
        plan: The plan's header.
        language: ``zh`` or ``en``.

    Returns:
        The notices, and the items that nobody answers for.
    """
    notices: list[Notice] = []
    ownerless: list[Unreachable] = []
    names = {owner.id: owner.name for owner in plan.owners}
    for occasion in occasions:
        head = occasion.head
        if not occasion.owners:
            ownerless.append(Unreachable("", head.id, "", "the item has no owner"))
        for owner, roles in occasion.owners:
            notices.append(
                Notice(
                    plan=PlanId(head.plan),
                    item=head.id,
                    rule=occasion.rule.name,
                    occurrence=occasion.occurrence,
                    owner=OwnerId(owner),
                    roles=roles,
                    due=date.fromisoformat(str(head.due)),
                    step=occasion.step,
                    subject=subject_of(occasion, language),
                    body=body_of(occasion, plan.title, names.get(OwnerId(owner), owner), language),
                )
            )
    return notices, ownerless


def entries_for(
    notices: Sequence[Notice],
    *,
    tenant: str,
    channel: str,
    recipients: Mapping[tuple[str, OwnerId], Recipient],
    needs_address: Mapping[str, bool],
    now: datetime,
    routing: Routing | None = None,
) -> tuple[list[OutboxEntry], list[Unreachable]]:
    """Addresses notices.

    Args:
        notices: What is to be said.
        tenant: Whose plan it is.
        channel: The channel, where the routing names no other.
        recipients: (channel, owner) -> where the owner can be reached.
        needs_address: Channel -> whether it cannot do without an address.
        now: When they are queued.
        routing: The host's answer to where they go.

    Returns:
        Entries, and the owners that could not be addressed.
    """
    routing = routing or Routing()
    entries: list[OutboxEntry] = []
    lost: list[Unreachable] = []
    for position, notice in enumerate(notices):
        if position in routing.dropped:
            continue
        through = routing.channels.get(position, channel)
        for owner in dict.fromkeys((notice.owner, *routing.also.get(position, ()))):
            recipient = recipients.get((through, owner))
            address = recipient.address if recipient else ""
            if not address and needs_address.get(through, False):
                lost.append(Unreachable(owner, notice.item, through, f"no address for the channel {through}"))
                continue
            key = notice_key(
                tenant=tenant,
                plan=notice.plan,
                item=notice.item,
                rule=notice.rule,
                occurrence=notice.occurrence,
                recipient=owner,
                channel=through,
            )
            entries.append(
                OutboxEntry(
                    key=key,
                    plan=notice.plan,
                    item=notice.item,
                    rule=notice.rule,
                    occurrence=notice.occurrence,
                    recipient=owner,
                    channel=through,
                    address=address,
                    subject=notice.subject,
                    body=notice.body,
                    created=now,
                    due=now,
                )
            )
    return entries, lost
