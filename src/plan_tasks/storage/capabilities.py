"""What a backend may offer beyond its contract: taking in a plan from elsewhere, forgetting, telling changes, tidying.

Each is a Protocol of its own. A unit of work, or for `SupportsVacuum` the backend, offers it by having the methods;
`plan_tasks.testing.storage.AdministrationContract` holds it to them. What a backend does not offer, the core says in
an error that names it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import attrs

from plan_tasks.errors import StorageError
from plan_tasks.model import PlanId
from plan_tasks.storage.contract import StoredItem, StoredPlan
from plan_tasks.storage.history import StoredEvent

__all__ = [
    "NumberedEvent",
    "SupportsChanges",
    "SupportsForgetting",
    "SupportsRestore",
    "SupportsVacuum",
    "Vacuumed",
    "not_offered",
]


@attrs.frozen
class NumberedEvent:
    """An event with its place among all events of a tenant.

    Attributes:
        number: From 1 up; grows in the order of commits, with or without gaps.
        stored: The event with its place in its plan's chain.
    """

    number: int
    stored: StoredEvent


@attrs.frozen
class Vacuumed:
    """What tidying a store came to.

    Attributes:
        before: Bytes that it took.
        after: Bytes that it takes.
    """

    before: int
    after: int


@runtime_checkable
class SupportsRestore(Protocol):
    """A unit of work that takes in a plan as another store held it: with its versions, numbers and hashes.

    The core calls `restore_plan` once, then `restore_items` and `restore_events` as often as it has rows, each in
    order, and `observations.add`, `outbox.add` and `outbox.add_attempts` for the rest; then it commits. It has checked
    the chain of what it hands over, and reads everything back afterwards. `Receipt` need not name what was restored.
    """

    def restore_plan(self, plan: StoredPlan) -> None:
        """Stores the header of a plan that is not there, with its version.

        Raises:
            Conflict: The store holds a plan of that id.
        """

    def restore_items(self, plan: PlanId, items: Sequence[StoredItem]) -> None:
        """Stores items that are not there, with versions and heads; they take the next positions, in order.

        Raises:
            Conflict: For the first that is there already.
            UnknownName: The plan's header is not in the store.
        """

    def restore_events(self, events: Sequence[StoredEvent]) -> None:
        """Appends events of one plan with the numbers and hashes that they have.

        The first of a plan may bear any number: it is then a stub for those before it. What is appended later goes on
        from the last number and hash. In the order of commits (`SupportsChanges`) they come when this unit does.
        """


@runtime_checkable
class SupportsForgetting(Protocol):
    """A unit of work that puts a stub in the place of a plan's oldest events."""

    def forget_events(self, stub: StoredEvent) -> int:
        """Removes the plan's events up to the stub's number, and puts the stub there.

        The stub bears the number and the hash of the last one removed, so that the next one still follows; among all
        events of the tenant (`SupportsChanges`) it takes that one's place. Reading a history gives the stub first.

        Returns:
            How many events were removed.
        """


@runtime_checkable
class SupportsChanges(Protocol):
    """A unit of work that reads the events of all plans of its tenant in the order of commits.

    The promise is that a reader misses nothing: whoever has seen number n will never be given a lower number later.
    So a number must be taken in the order in which units commit, not in which they write. A store with one writer at
    a time has that for nothing. One where plans of a tenant are written side by side takes the numbers last, right
    before it commits, under a lock of the tenant that it holds until the commit is done; a sequence or an automatic
    key will not do, since a unit that took its number early may commit late.

    Or it numbers events when somebody first asks for them, under such a lock: then a unit that commits late comes
    late. For that to be the order of commits, each event must bear something that grows from commit to commit, such as
    the server's clock read right before; where one unit was committed before another began, its events come first.
    """

    def changes(self, *, after: int, limit: int, plan: PlanId | None = None) -> Sequence[NumberedEvent]:
        """Committed events, in order.

        Args:
            after: Only those numbered above; 0 for all.
            limit: How many at most, from 1 up.
            plan: Only this plan's; None for all.
        """
        ...


@runtime_checkable
class SupportsVacuum(Protocol):
    """A backend that gives back room which removed and replaced rows have left."""

    def vacuum(self) -> Vacuumed:
        """Gives it back; nobody else writes meanwhile.

        Raises:
            StoreUnavailable: Another writer did not finish in time, or there is no room to work in.
        """
        ...


def not_offered(what: str) -> StorageError:
    """The error for a store without a capability.

    Args:
        what: What it would have to do.
    """
    return StorageError(
        f"this kind of store cannot {what}", remedy="copy the plan to a store that can, such as sqlite:"
    )
