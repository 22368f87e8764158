"""Makes outbox entries of occasions: pure, and the same key for the same notice however often it is made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType

import attrs

from plan_tasks.model import Language, OwnerId, Plan, PlanId
from plan_tasks.notifying.contract import Notice, Recipient, Routing, Words
from plan_tasks.notifying.facts import Capacity, Facts, Topic
from plan_tasks.notifying.occasion_facts import facts_of_digest, facts_of_occasion
from plan_tasks.notifying.occasions import Digest, Occasion
from plan_tasks.notifying.wording import say_plainly
from plan_tasks.storage.outbox import OutboxEntry

__all__ = ["Unreachable", "entries_for", "notice_key", "notices_for"]


@attrs.frozen
class Unreachable:
    """An owner whom a notice could not be addressed to; the office has to know.

    Attributes:
        owner: The owner's id; empty when nobody answers for the item.
        item: The item.
        channel: The channel; empty when it is not the channel's fault.
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

    Example:
        >>> notice_key(tenant="t", plan="p", item="m1", rule="due", occurrence="2021-06-30 -3d", recipient="education",
        ...            channel="console")[:8]
        '84c51efe'
    """
    parts = [tenant, plan, item, rule, occurrence, recipient, channel]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def notices_for(
    occasions: Iterable[Occasion], plan: Plan, language: Language, digests: Iterable[Digest] = ()
) -> tuple[list[Notice], list[Unreachable]]:
    """Writes a notice for each owner who has to hear of an occasion, or gets a digest.

    Args:
        occasions: What is due.
        plan: The plan's header.
        language: ``zh`` or ``en``.
        digests: What is gathered.

    Returns:
        The notices, and the items of which nobody can be told. Of those the office is told where the rule names one.
    """
    notices: list[Notice] = []
    untold: list[Unreachable] = []
    for occasion in occasions:
        head, rule = occasion.head, occasion.rule
        owners, occurrence = occasion.owners, occasion.occurrence
        facts = facts_of_occasion(occasion, plan.title, language)
        if not owners:
            wanted = " or ".join(role.en for role in rule.roles)
            reason = f"nobody is its {wanted}" if head.owners else "the item has no owner"
            untold.append(Unreachable("", head.id, "", reason))
            if not rule.office:
                continue
            lacking = "、".join(role.zh for role in rule.roles)
            said = reason if language is Language.EN else f"未明确{lacking}"  # it has nobody in these roles
            facts = attrs.evolve(facts, topic=Topic.UNREACHED, reason=said)
            owners, occurrence = ((rule.office, ()),), f"{occurrence} unreached"
        plainly = say_plainly(facts)
        for owner, roles in owners:
            notices.append(
                Notice(
                    plan=PlanId(head.plan),
                    item=head.id,
                    rule=rule.name,
                    occurrence=occurrence,
                    owner=owner,
                    roles=roles,
                    due=None if head.due is None else date.fromisoformat(head.due),
                    step=occasion.step,
                    subject=plainly.subject,
                    body=plainly.text,
                    facts=facts,
                )
            )
    return [*notices, *(_notice_of(digest, plan, language) for digest in digests)], untold


def _notice_of(digest: Digest, plan: Plan, language: Language) -> Notice:
    facts = facts_of_digest(digest, plan.id, plan.title, language)
    plainly = say_plainly(facts)
    return Notice(
        plan=plan.id,
        item="",
        rule=digest.rule.name,
        occurrence=digest.occurrence,
        owner=digest.owner,
        roles=digest.roles,
        due=None,
        step=0,
        subject=plainly.subject,
        body=plainly.text,
        facts=facts,
    )


def entries_for(
    notices: Sequence[Notice],
    plan: Plan,
    *,
    tenant: str,
    channel: str,
    recipients: Mapping[tuple[str, OwnerId], Sequence[Recipient]],
    needing_address: Collection[str],
    now: datetime,
    routing: Routing | None = None,
    say: Callable[[Facts], Words] = say_plainly,
    offices: Mapping[str, OwnerId] = MappingProxyType({}),
) -> tuple[list[OutboxEntry], list[Unreachable]]:
    """Addresses notices. A person whom several owners or roles lead to gets one copy, which names them all.

    Args:
        notices: What is to be said.
        plan: The plan's header.
        tenant: Whose plan it is.
        channel: The channel, where the routing names no other.
        recipients: (channel, owner) -> who stands behind the owner and where they can be reached. An owner that is
            left out stands for itself, without an address.
        needing_address: The channels that cannot do without an address.
        now: When they are queued.
        routing: The host's answer to where they go.
        say: Puts a notice into words, once it is known for whom it is.
        offices: Name of a rule -> the owner that hears of those who cannot be addressed.

    Returns:
        The entries in the order of the notices, and the owners that could not be addressed.
    """
    routing = routing or Routing()
    names = {owner.id: owner.name for owner in plan.owners}
    copies: dict[str, _Copy] = {}
    lost: list[Unreachable] = []

    def address(notice: Notice, owner: OwnerId, through: str) -> bool:
        """Makes a copy for each who stands behind an owner; whether anybody does."""
        name = names.get(owner, owner)
        found = recipients.get((through, owner)) or (Recipient(id=owner, name=name),)
        reached = [each for each in found if each.address or through not in needing_address]
        if not reached:
            lost.append(Unreachable(owner, notice.item, through, f"no address for the channel {through}"))
        capacity = Capacity(name, notice.roles if owner == notice.owner else None)
        for recipient in reached:
            key = notice_key(
                tenant=tenant,
                plan=notice.plan,
                item=notice.item,
                rule=notice.rule,
                occurrence=notice.occurrence,
                recipient=recipient.id,
                channel=through,
            )
            copies.setdefault(key, _Copy(notice.facts, notice, recipient, through)).add(notice, owner, capacity)
        return bool(reached)

    for position, notice in enumerate(notices):
        if position in routing.dropped:
            continue
        through = routing.channels.get(position, channel)
        for owner in dict.fromkeys((notice.owner, *routing.also.get(position, ()))):
            office = offices.get(notice.rule, "")
            if not address(notice, owner, through) and office and office != owner:
                told = _unreached(notice, owner, names.get(owner, owner), through, OwnerId(office))
                address(told, told.owner, through)
    return [copy.entry(key, say, now) for key, copy in copies.items()], list(dict.fromkeys(lost))


def _unreached(notice: Notice, owner: str, name: str, channel: str, office: OwnerId) -> Notice:
    """What the office is told of a notice that could not be addressed."""
    facts = notice.facts
    english = facts.language is Language.EN
    reason = f"{name} has no address for {channel}" if english else f"{name}没有{channel}地址"  # has no address
    facts = attrs.evolve(
        facts, topic=Topic.UNREACHED, reason=reason, rows=(), title=facts.title or facts.plan_title, level=None
    )
    plainly = say_plainly(facts)
    return attrs.evolve(
        notice,
        occurrence=f"{notice.occurrence} unreached {owner}",
        owner=office,
        roles=(),
        subject=plainly.subject,
        body=plainly.text,
        facts=facts,
    )


@attrs.define
class _Copy:
    """A notice on its way to one recipient, while it is gathered in which capacities they hear of it."""

    facts: Facts
    notice: Notice
    recipient: Recipient
    channel: str
    capacities: list[Capacity] = attrs.field(factory=list)
    owners: list[OwnerId] = attrs.field(factory=list)

    def add(self, notice: Notice, owner: OwnerId, capacity: Capacity) -> None:
        """Takes in another notice that leads to the same recipient: one copy, and of digests all items."""
        self.owners.append(owner)
        self.capacities.append(capacity)
        rows = {row.item: row for row in (*self.facts.rows, *notice.facts.rows)}
        by_lateness = sorted(rows.values(), key=lambda row: (row.days is None, -(row.days or 0)))
        self.facts = attrs.evolve(self.facts, rows=tuple(by_lateness))

    def entry(self, key: str, say: Callable[[Facts], Words], now: datetime) -> OutboxEntry:
        notice, recipient = self.notice, self.recipient
        facts = attrs.evolve(
            self.facts,
            language=recipient.language or self.facts.language,
            name=recipient.name,
            capacities=tuple(self.capacities),
        )
        words = say(facts)
        return OutboxEntry(
            key=key,
            plan=notice.plan,
            item=notice.item,
            rule=notice.rule,
            occurrence=notice.occurrence,
            recipient=recipient.id,
            recipient_name=recipient.name,
            channel=self.channel,
            address=recipient.address,
            subject=words.subject,
            body=words.text,
            html=words.html,
            markdown=words.markdown,
            level=facts.level.value if facts.level else "",
            why=_why(notice, facts, self.owners),
            language=facts.language.value,
            created=now,
            due=now,
        )


def _why(notice: Notice, facts: Facts, owners: Sequence[OwnerId]) -> str:
    """The rule and the values that made a notice, as they were then: what answers "why did I get this"."""
    values = {
        "rule": notice.rule,
        "occurrence": notice.occurrence,
        "topic": facts.topic.value,
        "on": facts.on,
        "due": facts.due,
        "state": facts.state if facts.item else None,
        "health": facts.health or None,
        "percent": facts.percent,
        "items": len(facts.rows) or None,
        "owners": list(owners),
        "roles": sorted({role.value for each in facts.capacities for role in each.roles or ()}),
    }
    kept = {name: value for name, value in values.items() if value is not None}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)
