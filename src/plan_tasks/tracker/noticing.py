"""Notices: what is queued, what is sent, what waits."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from plan_tasks.model import (
    PlanId,
)
from plan_tasks.notifying.pacing import Course
from plan_tasks.notifying.rules import DEFAULT_RULES, DueRule
from plan_tasks.services import dispatching, queueing
from plan_tasks.services.context import Context
from plan_tasks.storage.contract import Finding
from plan_tasks.storage.outbox import OutboxEntry, OutboxState
from plan_tasks.tracker.opened import Opened
from plan_tasks.tracker.timing import timed

__all__ = ["Noticing"]


class Noticing(Opened):
    """Notices, queued and sent."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._courses: dict[str, Course] = {}

    @timed
    def notify(
        self,
        plan: str,
        *,
        on: date,
        channel: str = "console",
        rules: Sequence[DueRule] = DEFAULT_RULES,
        dry_run: bool = False,
    ) -> queueing.Queued:
        """Queues the notices that are due on a day, and cancels waiting ones that have lost their point.

        Doing it twice queues nothing twice. See `plan_tasks.services.queueing.queue_due`.

        Args:
            plan: Plan id.
            on: The day meant.
            channel: Name of the channel, where no plugin routes a notice elsewhere.
            rules: When somebody has to hear of an item.
            dry_run: True only says what would be queued and cancelled.

        Returns:
            What was queued and cancelled, and who cannot be reached.

        Raises:
            UnknownName: No such plan or channel.
            PluginError: A directory failed; nothing was queued.
        """
        return queueing.queue_due(self._context, PlanId(plan), on=on, channel=channel, rules=rules, dry_run=dry_run)

    @timed
    def dispatch(
        self, channels: Mapping[str, Mapping[str, Any]], *, rules: Sequence[DueRule] = DEFAULT_RULES
    ) -> dispatching.Dispatched:
        """Sends what waits in the outbox. A tracker that is kept remembers rates and faults of channels.

        Args:
            channels: Channel -> its options; entries for other channels wait.
            rules: The rules that notices came from: they say which are sent again when nobody knows whether they
                arrived.

        Returns:
            How many were sent, given up, or wait.

        Raises:
            UnknownName: There is no such channel.
            PluginError: A channel's options are wrong or it cannot be opened; nothing was sent.
        """
        return dispatching.dispatch(self._context, channels, rules=rules, courses=self._courses)

    @timed
    def outbox(self, plan: str | None = None, *, states: Collection[OutboxState] = ()) -> Sequence[OutboxEntry]:
        """The entries of the outbox, in the order they were queued."""
        with self._context.backend.unit(self._context.tenant, write=False) as unit:
            return tuple(unit.outbox.entries(plan=None if plan is None else PlanId(plan), states=states))

    @timed
    def examine_channels(self) -> Sequence[Finding]:
        """Looks at the channels that can be opened without options."""
        return dispatching.examine_channels(self._context)
