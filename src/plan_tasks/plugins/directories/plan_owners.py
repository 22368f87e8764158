"""Finds owners by the addresses that the plan itself lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from plan_tasks.model import Owner, OwnerId
from plan_tasks.notifying.contract import DirectoryType, Recipient
from plan_tasks.plugging import NoOptions, PluginContext, hookimpl

__all__ = ["PlanOwners"]


class PlanOwners:
    """Reads addresses off the owners themselves; an owner is its own recipient."""

    def find(self, owners: Sequence[Owner], channel: str) -> Mapping[OwnerId, Sequence[Recipient]]:
        """Find those that have an address for the channel; of several the first counts."""
        found: dict[OwnerId, Sequence[Recipient]] = {}
        for owner in owners:
            address = next((each.value for each in owner.addresses if each.channel == channel), "")
            if address:
                found[owner.id] = (Recipient(id=owner.id, name=owner.name, address=address),)
        return found

    def close(self) -> None:
        """Nothing is held open."""


def _open(_: NoOptions, __: PluginContext) -> PlanOwners:
    return PlanOwners()


@hookimpl
def plan_tasks_directories() -> Iterator[DirectoryType[NoOptions]]:
    """Announces the directory."""
    yield DirectoryType(name="plan-owners", summary="Addresses that the plan lists", options=NoOptions, factory=_open)
