"""Queues what is due on a day: one look at a plan. What is due, in which words and for whom `notifying` decides."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

import attrs

from plan_tasks.model import ItemId, PlanId
from plan_tasks.notifying.contract import ChannelType, WordingType
from plan_tasks.notifying.hours import ZONES, zones_of
from plan_tasks.notifying.outdating import outdated
from plan_tasks.notifying.queueing import Unreachable, notices_for
from plan_tasks.notifying.recurring import sort_out
from plan_tasks.notifying.rules import DEFAULT_RULES, Rule
from plan_tasks.notifying.speaking import Speaker
from plan_tasks.services.addressing import address
from plan_tasks.services.context import Context, writing
from plan_tasks.services.due import Due, healths_document, what_is_due
from plan_tasks.services.revising import revised
from plan_tasks.storage.contract import UnitOfWork
from plan_tasks.storage.outbox import OutboxEntry, OutboxState

__all__ = ["Queued", "queue_due"]


@attrs.frozen(kw_only=True)
class Queued:
    """What a look at a day came to.

    Attributes:
        entries: What was queued, or would be by a dry run: what is due on the day and was not queued before.
        earlier: How many entries are due on the day and were queued before.
        outdated: Key -> reason of the waiting entries that have lost their point and were cancelled, or would be.
        unreachable: Owners who could not be addressed, and items of which nobody can be told.
        misworded: What was wrong with the wording that was asked for, each once; its notices are in plain words.
    """

    entries: tuple[OutboxEntry, ...]
    earlier: int
    outdated: Mapping[str, str]
    unreachable: tuple[Unreachable, ...]
    misworded: tuple[str, ...] = ()


def queue_due(
    context: Context,
    plan: PlanId,
    *,
    on: date,
    channel: str = "console",
    rules: Sequence[Rule] = DEFAULT_RULES,
    words: str = "plain",
    words_options: Mapping[str, Any] = MappingProxyType({}),
    directories: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
    dry_run: bool = False,
) -> Queued:
    """Queues the notices that are due on a day, and cancels waiting ones that have lost their point, in one commit.

    Doing it twice queues nothing twice.

    Args:
        context: The open tracker.
        plan: Plan id.
        on: The day meant.
        channel: Name of the channel, where no plugin routes a notice elsewhere.
        rules: When somebody has to hear of an item.
        words: Name of the wording, which says what notices say.
        words_options: Its options.
        directories: Name of a directory -> its options. These say first who stands behind an owner, in this order;
            directories without options are asked after them.
        dry_run: True only says what would be queued and cancelled.

    Returns:
        What was done.

    Raises:
        UnknownName: No such plan, channel, wording or directory.
        PluginError: A directory failed, or it or the wording cannot be opened; nothing was queued.
        SourceUnreadable: A directory's file cannot be read; nothing was queued.
    """
    speaker = Speaker(context.host.open(WordingType, words, dict(words_options)), words)
    channel = context.host.find(ChannelType, channel).descriptor.name
    due = what_is_due(context, plan, rules, on)
    notices, untold = notices_for(due.occasions, due.plan, context.language, due.digests)
    offices = {rule.name: rule.office for rule in rules if rule.office}
    addressed = address(context, due.plan, notices, channel, speaker, offices, directories)
    with context.backend.unit(context.tenant, write=False) as unit:
        found = sort_out(addressed.entries, due.occasions, unit.outbox.get, tenant=context.tenant)
    entries = revised(context, found.new)  # asks plugins, so no store is held meanwhile
    with context.backend.unit(context.tenant, write=False) if dry_run else writing(context, plan) as unit:
        known = unit.outbox.known([entry.key for entry in entries])
        new = tuple(entry for entry in entries if entry.key not in known)
        gone = _outdated(unit, plan, due, rules, found.current, addressed.channels, context.clock())
        if not dry_run:
            for reason in dict.fromkeys(gone.values()):
                keys = [key for key, given in gone.items() if given == reason]
                unit.outbox.cancel(keys, at=context.clock(), reason=reason)
            unit.outbox.add(new)
            _keep_zones(unit, addressed.zones)
            if due.healths is not None:
                unit.settings.put(healths_document(plan), due.healths)
            unit.commit()
    return Queued(
        entries=new,
        earlier=len(found.current) - len(new),
        outdated=gone,
        unreachable=(*untold, *addressed.unreachable),
        misworded=tuple(speaker.faults),
    )


def _keep_zones(unit: UnitOfWork, found: Mapping[str, str]) -> None:
    before = unit.settings.get(ZONES)
    if (after := zones_of(before, found)) != (before or {}):
        unit.settings.put(ZONES, after)


def _outdated(
    unit: UnitOfWork,
    plan: PlanId,
    due: Due,
    rules: Sequence[Rule],
    current: Collection[str],
    channels: Collection[str],
    now: datetime,
) -> dict[str, str]:
    waiting = tuple(unit.outbox.entries(plan=plan, states=(OutboxState.PENDING,)))
    items = unit.items.get(plan, {ItemId(entry.item) for entry in waiting if entry.item})
    return outdated(
        waiting,
        {item: stored.head for item, stored in items.items()},
        due.occasions,
        rules,
        now,
        items={item: stored.item for item, stored in items.items()},
        digests=due.digests,
        current=current,
        channels=channels,
    )
