"""Queues what is due and sends what waits."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from datetime import date
from typing import Any

import attrs

from plan_tasks.errors import PlanTasksError
from plan_tasks.hooks.notices import plan_tasks_notice_delivered, plan_tasks_notice_failed
from plan_tasks.hooks.policy import plan_tasks_route_notices
from plan_tasks.model import Owner, OwnerId, Plan, PlanId
from plan_tasks.notifying.contract import ChannelType, DirectoryType, Notice, Outcome, Recipient
from plan_tasks.notifying.dispatching import Dispatched, Dispatcher, OpenChannel
from plan_tasks.notifying.occasions import occasions_due
from plan_tasks.notifying.queueing import Unreachable, entries_for, notices_for
from plan_tasks.notifying.rules import DEFAULT_RULES, DueRule
from plan_tasks.plugging import NoOptions
from plan_tasks.services.context import Context, stored_plan
from plan_tasks.storage.contract import Finding
from plan_tasks.storage.outbox import OutboxEntry
from plan_tasks.storage.query import ItemQuery

__all__ = ["Dispatched", "Queued", "dispatch", "examine_channels", "queue_due"]


@attrs.frozen(kw_only=True)
class Queued:
    """What a look at a day came to.

    Attributes:
        entries: Every entry that is due on the day, whether it was new or not.
        new: How many were new; 0 for a dry run.
        unreachable: Owners who could not be addressed.
    """

    entries: tuple[OutboxEntry, ...]
    new: int
    unreachable: tuple[Unreachable, ...]


def queue_due(
    context: Context,
    plan: PlanId,
    *,
    on: date,
    channel: str = "console",
    rules: Sequence[DueRule] = DEFAULT_RULES,
    dry_run: bool = False,
) -> Queued:
    """Queues the notices that are due on a day. Doing it twice queues nothing twice.

    Args:
        context: The open tracker.
        plan: Plan id.
        on: The day meant.
        channel: Name of the channel, where no plugin routes a notice elsewhere.
        rules: When somebody has to hear of an item.
        dry_run: True only says what would be queued.

    Returns:
        What is due and how much of it was new.

    Raises:
        UnknownName: No such plan or channel.
    """
    context.host.find(ChannelType, channel)
    with context.backend.unit(context.tenant, write=not dry_run) as unit:
        header = stored_plan(unit, plan).plan
        occasions = occasions_due(unit.items.scan(ItemQuery(plan=plan)), rules, on, context.calendar)
        notices, ownerless = notices_for(occasions, header, context.language)
        entries, lost = _address(context, header, notices, channel)
        new = 0
        if not dry_run:
            new = unit.outbox.add(entries)
            unit.commit()
    return Queued(entries=tuple(entries), new=new, unreachable=(*ownerless, *lost))


def _address(
    context: Context, plan: Plan, notices: Sequence[Notice], channel: str
) -> tuple[list[OutboxEntry], list[Unreachable]]:
    if not notices:
        return [], []
    routing = context.host.ask(plan_tasks_route_notices, notices=tuple(notices))
    channels = {channel, *(routing.channels.values() if routing else ())}
    owners = {notice.owner for notice in notices}
    if routing:
        owners |= {owner for also in routing.also.values() for owner in also}
    needs = {name: context.host.find(ChannelType, name).descriptor.needs_address for name in channels}
    return entries_for(
        notices,
        tenant=context.tenant,
        channel=channel,
        recipients={
            (name, owner): found for name in channels for owner, found in _find(context, plan, owners, name).items()
        },
        needs_address=needs,
        now=context.clock(),
        routing=routing,
    )


def _find(context: Context, plan: Plan, wanted: set[OwnerId], channel: str) -> dict[OwnerId, Recipient]:
    """Asks the directories by name, one after the other, until every owner is known."""
    listed = {owner.id: owner for owner in plan.owners}
    missing = [listed.get(owner) or Owner(id=owner, name=owner) for owner in sorted(wanted)]
    found: dict[OwnerId, Recipient] = {}
    for name, entry in sorted(context.host.catalogue(DirectoryType).items()):
        if entry.descriptor.options is not NoOptions or not missing:
            continue  # a directory with options is opened by the host that knows them
        found |= context.host.open(DirectoryType, name).find(missing, channel)
        missing = [owner for owner in missing if owner.id not in found]
    return found


def dispatch(context: Context, channels: Mapping[str, Mapping[str, Any]]) -> Dispatched:
    """Sends what waits in the outbox.

    Args:
        context: The open tracker.
        channels: Channel -> its options; entries for other channels wait.

    Returns:
        What was sent, given up, or waits.

    Raises:
        UnknownName: There is no such channel.
        PluginError: A channel's options are wrong or it cannot be opened.
    """
    with ExitStack() as opened:
        ready = {}
        for name, options in channels.items():
            described = context.host.find(ChannelType, name).descriptor
            channel = opened.enter_context(closing(context.host.open(ChannelType, name, dict(options))))
            ready[name] = OpenChannel(channel, described.honours_keys, described.max_bytes)
        with context.backend.unit(context.tenant, write=False) as unit:
            names = {str(owner.id): owner.name for stored in unit.plans.all() for owner in stored.plan.owners}
        done = Dispatcher(
            unit=lambda: context.backend.unit(context.tenant, write=True),
            channels=ready,
            clock=context.clock,
            chance=context.chance,
            worker=f"{socket.gethostname()}-{os.getpid()}",
            language=context.language,
            names=names,
        ).run()
    accepted = tuple(each for each in done.deliveries if each.outcome is Outcome.ACCEPTED)
    failed = tuple(each for each in done.deliveries if each.outcome is not Outcome.ACCEPTED)
    if accepted:
        context.host.observe(plan_tasks_notice_delivered, deliveries=accepted)
    if failed:
        context.host.observe(plan_tasks_notice_failed, deliveries=failed)
    return done


def examine_channels(context: Context) -> Sequence[Finding]:
    """Looks at the channels that can be opened without options."""
    findings = []
    for name in sorted(context.host.catalogue(ChannelType)):
        try:
            with closing(context.host.open(ChannelType, name)) as channel:
                findings.append(channel.examine())
        except PlanTasksError:
            continue  # it needs options that only its user knows
    return findings
