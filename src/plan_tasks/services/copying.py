"""Copies plans from store to store: whole, with versions, values, history and outbox, and compared afterwards."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum

import attrs

from plan_tasks.errors import InvalidValue, StoreDamaged
from plan_tasks.model import PlanId
from plan_tasks.services.context import Context, stored_plan
from plan_tasks.services.transfer import Counts, Part, difference, parts_of, put_part

__all__ = ["Copied", "Outcome", "copy_plans", "plans_to_copy", "steps_of"]

_log = logging.getLogger("plan_tasks.services")


class Outcome(Enum):
    """What became of a plan."""

    COPIED = "copied"
    THERE = "there"


@attrs.frozen
class Copied:
    """A plan that is now in the target, equal to the source.

    Attributes:
        plan: Plan id.
        outcome: Whether it was copied or was there already.
        counts: How much of it there is.
    """

    plan: PlanId
    outcome: Outcome
    counts: Counts


def plans_to_copy(source: Context, wanted: Sequence[str] = ()) -> list[PlanId]:
    """The plans that are meant: those named, or all of the tenant.

    Raises:
        UnknownName: One of them is not in the source.
    """
    with source.backend.unit(source.tenant, write=False) as unit:
        if wanted:
            return [stored_plan(unit, PlanId(plan)).plan.id for plan in dict.fromkeys(wanted)]
        return [stored.plan.id for stored in unit.plans.all()]


def steps_of(source: Context, plans: Sequence[PlanId]) -> int:
    """How many steps `copy_plans` will take if none of the plans is in the target; reads all of them once."""
    with source.backend.unit(source.tenant, write=False) as unit:
        return sum(2 * sum(1 for _ in parts_of(unit, plan)) for plan in plans)


def copy_plans(
    source: Context, target: Context, plans: Sequence[PlanId], *, advance: Callable[[], object] = lambda: None
) -> Iterator[Copied]:
    """Copies plans one after another, each by one commit, and compares each with the source afterwards.

    A plan that the target holds already, equal in every row, is left alone: so a copy that was broken off is repeated
    as it was begun, and goes on with the plan that it was at.

    Args:
        source: An open tracker's context.
        target: Another one's.
        plans: Plan ids.
        advance: Called after each step.

    Yields:
        Each plan when it is done.

    Raises:
        InvalidValue: The target holds another plan of that id, or an earlier or later state of this one.
        StoreDamaged: A row or the history of the source does not match its hash, or the target did not keep what it
            was given.
        StorageError: The target cannot take in plans with their history.
    """
    for plan in plans:
        with source.backend.unit(source.tenant, write=False) as read:
            counts = Counts()
            if not _holds(target, plan):
                with target.backend.unit(target.tenant, write=True) as write:
                    for part in parts_of(read, plan):
                        put_part(write, plan, part)
                        advance()
                    write.commit()
                outcome = Outcome.COPIED
            else:
                outcome = Outcome.THERE
            with target.backend.unit(target.tenant, write=False) as check:
                held = _counted(parts_of(check, plan), counts, advance)
                different = difference(parts_of(read, plan), held)
            if different and outcome is Outcome.THERE:
                raise InvalidValue(
                    f"the target holds another plan {plan!r}, or another state of it: {different} differs first",
                    remedy="copy to a store without it; nothing was changed",
                )
            if different:
                raise StoreDamaged(
                    f"the copy of plan {plan} is not what its source is: {different} differs first",
                    remedy="remove the target and copy again",
                )
        if outcome is Outcome.COPIED:
            _log.info("%s: copied, %d items, %d events", plan, counts.items, counts.events)
        yield Copied(plan, outcome, counts)


def _holds(target: Context, plan: PlanId) -> bool:
    with target.backend.unit(target.tenant, write=False) as unit:
        return unit.plans.get(plan) is not None


def _counted(parts: Iterable[Part], counts: Counts, advance: Callable[[], object]) -> Iterator[Part]:
    for part in parts:
        counts.add(part)
        advance()
        yield part
