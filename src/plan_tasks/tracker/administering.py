"""Looking after the store: whole plans to other stores and into files, verifying, forgetting, tidying."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import BinaryIO

from plan_tasks.model import PlanId
from plan_tasks.services import administration, archives, copying, forgetting, verifying
from plan_tasks.services.copying import Copied
from plan_tasks.services.forgetting import Forgotten
from plan_tasks.services.transfer import Counts
from plan_tasks.storage.capabilities import Vacuumed
from plan_tasks.storage.contract import Finding
from plan_tasks.tracker.opened import Opened
from plan_tasks.tracker.timing import timed

__all__ = ["Administering"]


class Administering(Opened):
    """What an administrator does with a store."""

    def copy_to(
        self, target: Administering, *, plans: Sequence[str] = (), advance: Callable[[], object] = lambda: None
    ) -> Iterator[Copied]:
        """Copies plans to another tracker's store, whole; see `plan_tasks.services.copying.copy_plans`.

        Args:
            target: The other tracker.
            plans: Plan ids; none given: all of the tenant.
            advance: Called after each step.

        Yields:
            Each plan when it is done.
        """
        wanted = copying.plans_to_copy(self._context, plans)
        return copying.copy_plans(self._context, target._context, wanted, advance=advance)

    def steps_to_copy(self, *, plans: Sequence[str] = ()) -> int:
        """How many steps `copy_to` takes where the target holds none of the plans."""
        return copying.steps_of(self._context, copying.plans_to_copy(self._context, plans))

    @timed
    def write_archive(self, plan: str, stream: BinaryIO, *, advance: Callable[[], object] = lambda: None) -> Counts:
        """Writes a whole plan as one compressed file; see `plan_tasks.services.archives.write_archive`."""
        return archives.write_archive(self._context, PlanId(plan), stream, advance=advance)

    @timed
    def read_archive(
        self, stream: BinaryIO, *, where: str, advance: Callable[[], object] = lambda: None
    ) -> tuple[PlanId, Counts]:
        """Puts the plan of such a file into the store; see `plan_tasks.services.archives.read_archive`."""
        return archives.read_archive(self._context, stream, where=where, advance=advance)

    def verify(self, *, plans: Sequence[str] = (), key: bytes | None = None) -> Iterator[Finding]:
        """Holds plans against their histories, in every row; see `plan_tasks.services.verifying.verify`."""
        return verifying.verify(self._context, [PlanId(plan) for plan in plans], key=key)

    @timed
    def forget(self, plan: str, *, before: datetime, actor: str, reason: str, key: bytes | None = None) -> Forgotten:
        """Removes the oldest events and leaves a sealed stub; see `plan_tasks.services.forgetting.forget`."""
        return forgetting.forget(self._context, PlanId(plan), before=before, actor=actor, reason=reason, key=key)

    @timed
    def vacuum(self) -> Vacuumed:
        """Gives back room in the store that removed rows have left; raises `StorageError` where it cannot."""
        return administration.vacuum(self._context)
