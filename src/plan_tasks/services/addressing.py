"""Addresses notices: asks plugins where they go, and directories who stands behind owners; holds no store meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack, closing
from types import MappingProxyType
from typing import Any

import attrs

from plan_tasks.errors import PluginError
from plan_tasks.hooks.policy import plan_tasks_route_notices
from plan_tasks.model import Owner, OwnerId, Plan
from plan_tasks.notifying.contract import (
    ChannelType,
    Directory,
    DirectoryType,
    Notice,
    Recipient,
    Routing,
    Words,
)
from plan_tasks.notifying.facts import Facts
from plan_tasks.notifying.hours import is_zone
from plan_tasks.notifying.queueing import Unreachable, entries_for
from plan_tasks.plugging import NoOptions
from plan_tasks.services.context import Context
from plan_tasks.storage.outbox import OutboxEntry

__all__ = ["Addressed", "address"]


@attrs.frozen(kw_only=True)
class Addressed:
    """Notices that are addressed.

    Attributes:
        entries: One for each recipient.
        unreachable: Owners who could not be addressed.
        channels: The channels that were thought of, by their names.
        zones: Recipient -> time zone, as directories know it; empty for the office's.
    """

    entries: Sequence[OutboxEntry]
    unreachable: Sequence[Unreachable]
    channels: frozenset[str]
    zones: Mapping[str, str] = MappingProxyType({})


def address(
    context: Context,
    plan: Plan,
    notices: Sequence[Notice],
    channel: str,
    say: Callable[[Facts], Words],
    offices: Mapping[str, OwnerId],
    directories: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
) -> Addressed:
    """Addresses notices.

    Args:
        context: The open tracker.
        plan: The plan's header.
        notices: What is to be said.
        channel: Name of the channel, where no plugin routes a notice elsewhere.
        say: Puts a notice into words.
        offices: Name of a rule -> the owner that hears of those who cannot be addressed.
        directories: Name of a directory -> its options. These are asked first, in this order, and then by name those
            that have no options. They are opened even where there is nothing to be said, so that a wrong file shows.

    Returns:
        The entries, not queued yet.

    Raises:
        UnknownName: A plugin routes to a channel that there is not, or there is no such directory.
        PluginError: A directory failed, or has other options.
    """
    with ExitStack() as opened:
        named = _named(context, opened, directories)
        if not notices:
            return Addressed(entries=(), unreachable=(), channels=frozenset({channel}))
        return _addressed(
            context, plan, notices, channel, say, offices, lambda: named | _others(context, opened, named)
        )


def _addressed(
    context: Context,
    plan: Plan,
    notices: Sequence[Notice],
    channel: str,
    say: Callable[[Facts], Words],
    offices: Mapping[str, OwnerId],
    directories: Callable[[], Mapping[str, Directory]],
) -> Addressed:
    routing = context.host.ask(plan_tasks_route_notices, notices=tuple(notices)) or Routing()
    types = {name: context.host.find(ChannelType, name).descriptor for name in {channel, *routing.channels.values()}}
    routing = attrs.evolve(routing, channels={at: types[name].name for at, name in routing.channels.items()})
    owners = {notice.owner for notice in notices} | {owner for also in routing.also.values() for owner in also}
    owners |= {offices[notice.rule] for notice in notices if offices.get(notice.rule)}
    asked = directories()
    recipients = {
        (described.name, owner): found
        for described in types.values()
        for owner, found in _find(asked, plan, owners, described.address_word).items()
    }
    entries, lost = entries_for(
        notices,
        plan,
        tenant=context.tenant,
        channel=channel,
        recipients=recipients,
        needing_address=frozenset(described.name for described in types.values() if described.needs_address),
        now=context.clock(),
        routing=routing,
        say=say,
        offices=offices,
    )
    return Addressed(
        entries=entries,
        unreachable=lost,
        channels=frozenset(each.name for each in types.values()),
        zones={each.id: each.zone for some in recipients.values() for each in some},
    )


def _named(context: Context, opened: ExitStack, directories: Mapping[str, Mapping[str, Any]]) -> dict[str, Directory]:
    """Opens the directories that were asked for, in their order."""
    return {
        context.host.find(DirectoryType, name).descriptor.name: opened.enter_context(
            closing(context.host.open(DirectoryType, name, dict(options)))
        )
        for name, options in directories.items()
    }


def _others(context: Context, opened: ExitStack, named: Collection[str]) -> dict[str, Directory]:
    """Opens those that need nobody to name them, since they have no options, by name."""
    return {
        name: opened.enter_context(closing(context.host.open(DirectoryType, name)))
        for name, entry in sorted(context.host.catalogue(DirectoryType).items())
        if entry.descriptor.options is NoOptions and name not in named
    }


def _find(
    directories: Mapping[str, Directory], plan: Plan, wanted: Collection[OwnerId], channel: str
) -> dict[OwnerId, Sequence[Recipient]]:
    """Asks the directories, one after the other, until every owner is known."""
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
        if strange := [each.zone for some in reached.values() for each in some if each.zone and not is_zone(each.zone)]:
            raise _fault(name, f"{strange[0]!r} is no time zone")
        found |= {owner: some for owner, some in reached.items() if some}
        missing = [owner for owner in missing if owner.id not in found]
    return found


def _fault(directory: str, what: str) -> PluginError:
    return PluginError(f'directory "{directory}": {what}', plugin=directory, remedy="nothing was queued; run it again")
