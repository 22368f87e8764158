"""Sends what waits in the outbox through the channels that are given, and tells plugins what became of it."""

from __future__ import annotations

import os
import socket
import uuid
from collections.abc import Mapping, MutableMapping, Sequence
from contextlib import ExitStack, closing
from typing import Any

from plan_tasks.errors import PlanTasksError, PluginOptionsError
from plan_tasks.hooks.notices import plan_tasks_notice_delivered, plan_tasks_notice_failed
from plan_tasks.notifying.contract import ChannelType, Delivery, Outcome
from plan_tasks.notifying.dispatching import Dispatched, Dispatcher, OpenChannel
from plan_tasks.notifying.pacing import Course
from plan_tasks.notifying.rules import DEFAULT_RULES, DueRule
from plan_tasks.services.context import Context
from plan_tasks.storage.contract import Finding

__all__ = ["Dispatched", "dispatch", "examine_channels"]


def dispatch(
    context: Context,
    channels: Mapping[str, Mapping[str, Any]],
    *,
    rules: Sequence[DueRule] = DEFAULT_RULES,
    courses: MutableMapping[str, Course] | None = None,
) -> Dispatched:
    """Sends what waits in the outbox.

    Args:
        context: The open tracker.
        channels: Channel -> its options; entries for other channels wait.
        rules: The rules that notices came from: they say which are sent again when their outcome is unknown.
        courses: What is remembered of channels from call to call: their rates and faults. It is changed.

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
            ready[described.name] = OpenChannel(channel, described.honours_keys, described.max_bytes, described.rate)
        return Dispatcher(
            unit=lambda: context.backend.unit(context.tenant, write=True),
            channels=ready,
            clock=context.clock,
            chance=context.chance,
            worker=f"{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex[:8]}",
            rules=rules,
            courses={} if courses is None else courses,
            recorded=lambda deliveries: _tell(context, deliveries),
        ).run()


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
