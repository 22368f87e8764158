"""Addresses notices: asks plugins where they go, and directories who stands behind owners; holds no store meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack, closing

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
    """

    entries: Sequence[OutboxEntry]
    unreachable: Sequence[Unreachable]
    channels: frozenset[str]


def address(
    context: Context,
    plan: Plan,
    notices: Sequence[Notice],
    channel: str,
    say: Callable[[Facts], Words],
    offices: Mapping[str, OwnerId],
) -> Addressed:
    """Addresses notices.

    Args:
        context: The open tracker.
        plan: The plan's header.
        notices: What is to be said.
        channel: Name of the channel, where no plugin routes a notice elsewhere.
        say: Puts a notice into words.
        offices: Name of a rule -> the owner that hears of those who cannot be addressed.

    Returns:
        The entries, not queued yet.

    Raises:
        UnknownName: A plugin routes to a channel that there is not.
        PluginError: A directory failed.
    """
    if not notices:
        return Addressed(entries=(), unreachable=(), channels=frozenset({channel}))
    routing = context.host.ask(plan_tasks_route_notices, notices=tuple(notices)) or Routing()
    types = {name: context.host.find(ChannelType, name).descriptor for name in {channel, *routing.channels.values()}}
    routing = attrs.evolve(routing, channels={at: types[name].name for at, name in routing.channels.items()})
    owners = {notice.owner for notice in notices} | {owner for also in routing.also.values() for owner in also}
    owners |= {offices[notice.rule] for notice in notices if offices.get(notice.rule)}
    with ExitStack() as opened:
        directories = _directories(context, opened)
        recipients = {
            (described.name, owner): found
            for described in types.values()
            for owner, found in _find(directories, plan, owners, described.address_word).items()
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
    return Addressed(entries=entries, unreachable=lost, channels=frozenset(each.name for each in types.values()))


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
