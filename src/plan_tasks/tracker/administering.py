"""Looking after the store: whole plans to other stores."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from plan_tasks.services import copying
from plan_tasks.services.copying import Copied
from plan_tasks.tracker.opened import Opened

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
