"""Sends what waits in the outbox through the channels that are given, and tells plugins what became of it."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from datetime import datetime, timedelta
from typing import Any

import attrs

from plan_tasks.errors import PlanTasksError, PluginOptionsError
from plan_tasks.hooks.notices import plan_tasks_notice_delivered, plan_tasks_notice_failed
from plan_tasks.model import ItemId, PlanId
from plan_tasks.notifying.contract import ChannelType, Delivery, Outcome
from plan_tasks.notifying.dispatching import Dispatched, Dispatcher, OpenChannel
from plan_tasks.notifying.outdating import outdated
from plan_tasks.notifying.rules import DEFAULT_RULES, Rule
from plan_tasks.services.context import Context
from plan_tasks.storage.contract import Finding, UnitOfWork
from plan_tasks.storage.heads import ItemHead
from plan_tasks.storage.outbox import OutboxEntry

__all__ = ["Dispatched", "dispatch", "examine_channels", "identity_of"]

_FRESH = timedelta(minutes=10)


def dispatch(
    context: Context,
    channels: Mapping[str, Mapping[str, Any]],
    *,
    rules: Sequence[Rule] = DEFAULT_RULES,
    stopping: Callable[[], bool] = bool,
    heed_hours: bool = False,
) -> Dispatched:
    """Sends what waits in the outbox.

    Args:
        context: The open tracker.
        channels: Channel -> its options; entries for other channels wait.
        rules: The rules that notices came from: they say which are sent again when their outcome is unknown.
        stopping: Asked before each batch whether to come to an end.
        heed_hours: Whether the usual hours are heeded where the office has set none.

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
            ready[described.name] = OpenChannel(
                channel,
                honours_keys=described.honours_keys,
                max_bytes=described.max_bytes,
                rate=described.rate,
                disturbs=described.disturbs,
                identity=identity_of(options),
            )
        return Dispatcher(
            unit=lambda: context.backend.unit(context.tenant, write=True),
            channels=ready,
            clock=context.clock,
            chance=context.chance,
            worker=f"{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex[:8]}",
            rules=rules,
            recorded=lambda deliveries: _tell(context, deliveries),
            calendar=context.calendar,
            heeds_hours=heed_hours,
            stale=lambda unit, entries: _stale(unit, entries, rules, context.clock()),
            stopping=stopping,
        ).run()


def identity_of(options: Mapping[str, Any]) -> str:
    """What tells one opening of a channel from another, such as two robots; nothing of the options can be read in it.

    Args:
        options: The channel's options.

    Returns:
        12 hexadecimal digits; empty without options.
    """
    if not options:
        return ""
    text = json.dumps(options, sort_keys=True, default=str)
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:12]


def _stale(unit: UnitOfWork, entries: Sequence[OutboxEntry], rules: Sequence[Rule], now: datetime) -> Mapping[str, str]:
    """Which of the entries that waited a while have lost their point; what was queued just now has not."""
    waited = [attrs.evolve(entry, leased_until=None) for entry in entries if now - entry.created > _FRESH]
    found: dict[str, str] = {}
    for plan in sorted({entry.plan for entry in waited}):
        mine = [entry for entry in waited if entry.plan == plan]
        items = unit.items.get(PlanId(plan), {ItemId(entry.item) for entry in mine if entry.item})
        heads: dict[str, ItemHead] = {item: stored.head for item, stored in items.items()}
        found |= outdated(mine, heads, (), rules, now, items={item: stored.item for item, stored in items.items()})
    return found


def _tell(context: Context, deliveries: Sequence[Delivery]) -> None:
    accepted = tuple(each for each in deliveries if each.outcome is Outcome.ACCEPTED)
    failed = tuple(each for each in deliveries if each.outcome is not Outcome.ACCEPTED)
    if accepted:
        context.host.observe(plan_tasks_notice_delivered, deliveries=accepted)
    if failed:
        context.host.observe(plan_tasks_notice_failed, deliveries=failed)


def examine_channels(context: Context) -> Sequence[Finding]:
    """Looks at the channels that can be opened without options."""
    findings = []
    for name in sorted(context.host.catalogue(ChannelType)):
        try:
            with closing(context.host.open(ChannelType, name)) as channel:
                findings.append(channel.examine())
        except PluginOptionsError:
            continue  # it needs options that only its user knows
        except PlanTasksError as error:
            findings.append(Finding(ok=False, subject=f"channel {name}", text=str(error)))
    return findings
