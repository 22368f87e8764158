"""Notices: what is queued, what is sent, what waits."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from plan_tasks.model import (
    PlanId,
)
from plan_tasks.notifying.hours import Office
from plan_tasks.notifying.pacing import Stop
from plan_tasks.notifying.rules import DEFAULT_RULES, Rule
from plan_tasks.notifying.silences import Silence
from plan_tasks.services import dispatching, queueing, silencing, undelivered
from plan_tasks.storage.contract import Finding
from plan_tasks.storage.outbox import OutboxEntry, OutboxState
from plan_tasks.tracker.opened import Opened
from plan_tasks.tracker.timing import timed

__all__ = ["Noticing"]


class Noticing(Opened):
    """Notices, queued and sent."""

    @timed
    def notify(
        self,
        plan: str,
        *,
        on: date,
        channel: str = "console",
        rules: Sequence[Rule] = DEFAULT_RULES,
        words: str = "plain",
        words_options: Mapping[str, Any] = MappingProxyType({}),
        directories: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
        dry_run: bool = False,
    ) -> queueing.Queued:
        """Queues the notices that are due on a day, and cancels waiting ones that have lost their point.

        Doing it twice queues nothing twice. See `plan_tasks.services.queueing.queue_due`.

        Args:
            plan: Plan id.
            on: The day meant.
            channel: Name of the channel, where no plugin routes a notice elsewhere.
            rules: When somebody has to hear of an item.
            words: Name of the wording, which says what notices say.
            words_options: Its options.
            directories: Name of a directory -> its options, as ``{"csv": {"file": "people.csv"}}``. These say first
                who stands behind an owner, in this order; directories without options are asked after them.
            dry_run: True only says what would be queued and cancelled.

        Returns:
            What was queued and cancelled, and who cannot be reached.

        Raises:
            UnknownName: No such plan, channel, wording or directory.
            PluginError: A directory failed, or it or the wording cannot be opened; nothing was queued.
            SourceUnreadable: A directory's file cannot be read; nothing was queued.
        """
        return queueing.queue_due(
            self._context,
            PlanId(plan),
            on=on,
            channel=channel,
            rules=rules,
            words=words,
            words_options=words_options,
            directories=directories,
            dry_run=dry_run,
        )

    @timed
    def dispatch(
        self,
        channels: Mapping[str, Mapping[str, Any]],
        *,
        rules: Sequence[Rule] = DEFAULT_RULES,
        stopping: Callable[[], bool] = bool,
        heed_hours: bool = False,
    ) -> dispatching.Dispatched:
        """Sends what waits in the outbox; several may do so at once, in threads, processes and on other machines.

        Args:
            channels: Channel -> its options; entries for other channels wait.
            rules: The rules that notices came from: they say which are sent again when nobody knows whether they
                arrived.
            stopping: Asked before each batch whether to come to an end.
            heed_hours: Whether notices wait for the usual hours (half past eight to six on working days) where the
                office has set none; for whatever sends by itself. Hours that were set are heeded in any case.

        Returns:
            How many were sent, given up, or wait.

        Raises:
            UnknownName: There is no such channel.
            PluginError: A channel's options are wrong or it cannot be opened; nothing was sent.
        """
        return dispatching.dispatch(self._context, channels, rules=rules, stopping=stopping, heed_hours=heed_hours)

    @timed
    def outbox(self, plan: str | None = None, *, states: Collection[OutboxState] = ()) -> Sequence[OutboxEntry]:
        """The entries of the outbox, in the order they were queued."""
        with self._context.backend.unit(self._context.tenant, write=False) as unit:
            return tuple(unit.outbox.entries(plan=None if plan is None else PlanId(plan), states=states))

    @timed
    def notice(self, key: str) -> undelivered.Inspected:
        """One notice of the outbox with all its attempts; see `plan_tasks.services.undelivered.inspect`."""
        return undelivered.inspect(self._context, key)

    @timed
    def requeue(self, *keys: str, plan: str | None = None, states: Collection[OutboxState] = ()) -> int:
        """Queues notices again that came to an end unsent; see `plan_tasks.services.undelivered.requeue`."""
        return undelivered.requeue(self._context, keys, plan=plan, states=states)

    @timed
    def stopped_channels(self) -> Mapping[str, Stop]:
        """Channels that wait for somebody to look; see `plan_tasks.services.undelivered.stopped_channels`."""
        return undelivered.stopped_channels(self._context)

    @timed
    def resume_channel(self, channel: str) -> int:
        """Lets such a channel go on; see `plan_tasks.services.undelivered.resume_channel`."""
        return undelivered.resume_channel(self._context, channel)

    @timed
    def mute(
        self,
        *,
        by: str,
        why: str,
        until: datetime | None = None,
        plan: str = "",
        item: str = "",
        recipient: str = "",
        rule: str = "",
    ) -> Silence:
        """Silences notices for a time; see `plan_tasks.services.silencing.mute`."""
        return silencing.mute(
            self._context, by=by, why=why, until=until, plan=plan, item=item, recipient=recipient, rule=rule
        )

    @timed
    def unmute(self, silence: str, *, by: str) -> int:
        """Ends a silence; see `plan_tasks.services.silencing.unmute`."""
        return silencing.unmute(self._context, silence, by=by)

    @timed
    def silences(self) -> Sequence[Silence]:
        """The silences that were asked for; see `plan_tasks.services.silencing.silences`."""
        return silencing.silences(self._context)

    @timed
    def hours(self) -> Office:
        """When people may be told something, and how much."""
        return silencing.office(self._context)

    @timed
    def set_hours(self, /, recipient: str = "", **changes: Any) -> Office:
        """Changes that, for everybody or one recipient; see `plan_tasks.services.silencing.hours_changed`."""
        return silencing.hours_changed(self._context, recipient=recipient, **changes)

    @timed
    def examine_sending(self) -> Sequence[Finding]:
        """Says which channels are stopped, and how many notices could not be delivered."""
        return undelivered.examine_sending(self._context)

    @timed
    def examine_channels(self) -> Sequence[Finding]:
        """Looks at the channels that can be opened without options."""
        return dispatching.examine_channels(self._context)
