"""A plan as it was recorded up to a moment, also where the history begins with a stub."""

from __future__ import annotations

import hashlib
from datetime import datetime

from plan_tasks.errors import UnknownName
from plan_tasks.model import Goal, Item, ItemId, Measure, Observation, PlanId
from plan_tasks.model.converting import unstructure
from plan_tasks.services.context import stored_plan
from plan_tasks.storage.contract import UnitOfWork
from plan_tasks.storage.encoding import json_encoder
from plan_tasks.storage.query import ItemQuery
from plan_tasks.storage.stubs import STUB
from plan_tasks.workflow import Replayed, replay, rewind

__all__ = ["digest_of", "past", "present"]


def present(unit: UnitOfWork, plan: PlanId) -> Replayed:
    """The plan as it stands, with its items in order and all values."""
    header = stored_plan(unit, plan).plan
    items: dict[ItemId, Item] = {stored.item.id: stored.item for stored in unit.items.stream(ItemQuery(plan=plan))}
    found = unit.observations.of(plan)
    observations: dict[ItemId, tuple[Observation, ...]] = {
        item: tuple(values) for item, values in found.items() if values
    }
    return Replayed(header, items, observations)


def past(unit: UnitOfWork, plan: PlanId, known_at: datetime, *, whole: bool = True) -> Replayed:
    """The plan as it was recorded at a moment: the history up to it is replayed.

    Where the oldest events were forgotten, what they came to is found by taking back all later ones from the plan as
    it stands; then these are replayed.

    Args:
        unit: A unit of work.
        plan: Plan id.
        known_at: The moment.
        whole: False for the header alone, where that is less work.

    Returns:
        The plan; without a header where it was not recorded yet.

    Raises:
        UnknownName: What was recorded then was forgotten.
        StoreDamaged: The history cannot be replayed.
    """
    first = next(unit.history.read(plan), None)
    if first is None or first.event.type != STUB:
        return replay(unit.history.read(plan, item=None if whole else ItemId(""), until=known_at))
    if known_at < first.event.at:
        raise UnknownName(
            f"what was recorded of plan {plan} before {first.event.at.isoformat()} was forgotten",
            remedy="ask for a later moment, or restore an older backup to another store",
        )
    later = list(unit.history.read(plan, after=first.sequence))
    base = rewind(present(unit, plan), later)
    return replay((each for each in later if each.event.at <= known_at), base)


def digest_of(state: Replayed) -> str:
    """SHA-256 over a plan with its items and values; equal states have equal ones."""
    encode, seen = json_encoder(), hashlib.sha256()

    def add(data: object) -> None:
        seen.update(encode(data).encode() + b"\n")

    add(unstructure(state.plan))
    for item in state.items.values():
        kind: type[Goal] | type[Measure] = Goal if isinstance(item, Goal) else Measure
        add([kind.__name__, unstructure(item), [unstructure(each) for each in state.observations.get(item.id, ())]])
    return seen.hexdigest()
