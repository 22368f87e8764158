"""Queues what is due on a day: one look at a plan. What is due, in which words and for whom `notifying` decides."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack, closing
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

import attrs

from plan_tasks.errors import PluginError
from plan_tasks.hooks.policy import plan_tasks_route_notices
from plan_tasks.model import Health, ItemId, Owner, OwnerId, Plan, PlanId
from plan_tasks.notifying.contract import (
    ChannelType,
    Directory,
    DirectoryType,
    Notice,
    Recipient,
    Routing,
    WordingType,
    Words,
)
from plan_tasks.notifying.facts import Facts
from plan_tasks.notifying.occasions import Occasion, occasions_due
from plan_tasks.notifying.outdating import outdated
from plan_tasks.notifying.queueing import Unreachable, entries_for, notices_for
from plan_tasks.notifying.rules import DEFAULT_RULES, DueRule
from plan_tasks.notifying.speaking import Speaker
from plan_tasks.plugging import NoOptions
from plan_tasks.services.assessing import plan_on_a_day
from plan_tasks.services.context import Context, stored_plan, writing
from plan_tasks.services.revising import revised
from plan_tasks.storage.contract import UnitOfWork
from plan_tasks.storage.outbox import OutboxEntry, OutboxState
from plan_tasks.storage.query import ItemQuery

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
    rules: Sequence[DueRule] = DEFAULT_RULES,
    words: str = "plain",
    words_options: Mapping[str, Any] = MappingProxyType({}),
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
        dry_run: True only says what would be queued and cancelled.

    Returns:
        What was done.

    Raises:
        UnknownName: No such plan, channel or wording.
        PluginError: A directory failed, or the wording cannot be opened; nothing was queued.
    """
    speaker = Speaker(context.host.open(WordingType, words, dict(words_options)), words)
    channel = context.host.find(ChannelType, channel).descriptor.name
    healths: dict[str, Health] = {}
    if any(rule.healths for rule in rules):
        judged = plan_on_a_day(context, plan, on=on).rows(with_items=False)
        healths = {row.head.id: row.assessment.health for row in judged}
    with context.backend.unit(context.tenant, write=False) as unit:
        header = stored_plan(unit, plan).plan
        heads = unit.items.scan(ItemQuery(plan=plan))
        occasions = list(occasions_due(heads, rules, on, context.calendar, health_of=lambda head: healths.get(head.id)))
    notices, untold = notices_for(occasions, header, context.language)
    entries, lost = _address(context, header, notices, channel, speaker)  # asks plugins, so no store is held meanwhile
    entries = revised(context, entries)
    with context.backend.unit(context.tenant, write=False) if dry_run else writing(context, plan) as unit:
        known = unit.outbox.known([entry.key for entry in entries])
        new = tuple(entry for entry in entries if entry.key not in known)
        gone = _outdated(unit, plan, occasions, rules, context.clock())
        if not dry_run:
            for reason in dict.fromkeys(gone.values()):
                keys = [key for key, given in gone.items() if given == reason]
                unit.outbox.cancel(keys, at=context.clock(), reason=reason)
            unit.outbox.add(new)
            unit.commit()
    return Queued(
        entries=new,
        earlier=len(entries) - len(new),
        outdated=gone,
        unreachable=(*untold, *lost),
        misworded=tuple(speaker.faults),
    )


def _outdated(
    unit: UnitOfWork, plan: PlanId, occasions: Sequence[Occasion], rules: Sequence[DueRule], now: datetime
) -> dict[str, str]:
    waiting = tuple(unit.outbox.entries(plan=plan, states=(OutboxState.PENDING,)))
    items = unit.items.get(plan, {ItemId(entry.item) for entry in waiting})
    return outdated(waiting, {item: stored.head for item, stored in items.items()}, occasions, rules, now)


def _address(
    context: Context, plan: Plan, notices: Sequence[Notice], channel: str, say: Callable[[Facts], Words]
) -> tuple[list[OutboxEntry], list[Unreachable]]:
    if not notices:
        return [], []
    routing = context.host.ask(plan_tasks_route_notices, notices=tuple(notices)) or Routing()
    types = {name: context.host.find(ChannelType, name).descriptor for name in {channel, *routing.channels.values()}}
    routing = attrs.evolve(routing, channels={at: types[name].name for at, name in routing.channels.items()})
    owners = {notice.owner for notice in notices} | {owner for also in routing.also.values() for owner in also}
    with ExitStack() as opened:
        directories = _directories(context, opened)
        recipients = {
            (described.name, owner): found
            for described in types.values()
            for owner, found in _find(directories, plan, owners, described.address_word).items()
        }
    return entries_for(
        notices,
        plan,
        tenant=context.tenant,
        channel=channel,
        recipients=recipients,
        needing_address=frozenset(described.name for described in types.values() if described.needs_address),
        now=context.clock(),
        routing=routing,
        say=say,
    )


def _directories(context: Context, opened: ExitStack) -> dict[str, Directory]:
    """Opens the directories, by name; one with options is opened by the host that knows them."""
    return {
        name: opened.enter_context(closing(context.host.open(DirectoryType, name)))
        for name, entry in sorted(context.host.catalogue(DirectoryType).items())
        if entry.descriptor.options is NoOptions
    }


def _find(
    directories: Mapping[str, Directory], plan: Plan, wanted: Collection[OwnerId], channel: str
) -> dict[OwnerId, Sequence[Recipient]]:
    """Asks the directories by name, one after the other, until every owner is known."""
    listed = {owner.id: owner for owner in plan.owners}
    missing = [listed.get(owner) or Owner(id=owner, name=owner) for owner in sorted(wanted)]
    found: dict[OwnerId, Sequence[Recipient]] = {}
    for name, directory in directories.items():
        if not missing:
            break
        try:
            given = directory.find(missing, channel)
            reached = {owner.id: tuple(given.get(owner.id, ())) for owner in missing}
        except Exception as error:
            # To go on without it would send to the wrong people, under keys that the right ones do not have.
            raise _fault(name, f"it failed with {type(error).__name__}: {error}") from error
        if wrong := [each for some in reached.values() for each in some if not isinstance(each, Recipient)]:
            raise _fault(name, f"it answered with a {type(wrong[0]).__name__}, not a Recipient")
        found |= {owner: some for owner, some in reached.items() if some}
        missing = [owner for owner in missing if owner.id not in found]
    return found


def _fault(directory: str, what: str) -> PluginError:
    return PluginError(f'directory "{directory}": {what}', plugin=directory, remedy="nothing was queued; run it again")
