"""Finds owners by the addresses that the plan itself lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from plan_tasks.model import Owner, OwnerId
from plan_tasks.notifying.contract import DirectoryType, Recipient
from plan_tasks.plugging import NoOptions, PluginContext, hookimpl

__all__ = ["PlanOwners"]


class PlanOwners:
    """Reads addresses off the owners themselves."""

    def find(self, owners: Sequence[Owner], channel: str) -> Mapping[OwnerId, Recipient]:
        """Find those that have an address for the channel."""
        return {
            owner.id: Recipient(owner.id, owner.name, address.value)
            for owner in owners
            for address in owner.addresses[::-1]
            if address.channel == channel
        }


def _open(_: NoOptions, __: PluginContext) -> PlanOwners:
    return PlanOwners()


@hookimpl
def plan_tasks_directories() -> Iterator[DirectoryType[NoOptions]]:
    """Announces the directory."""
    yield DirectoryType(name="plan-owners", summary="Addresses that the plan lists", options=NoOptions, factory=_open)
