"""Takes up what people changed by hand: what may be, with the events that record it; what may not, refused by its line.

A plan as the files say it is compared with the plan as the history knows it. Whatever differs was done by the actor
``file``. Guards are not asked: the change is made already. Pure, but for the history that it reads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import attrs

from plan_tasks.errors import InvalidValue, StoreDamaged
from plan_tasks.model import Goal, Item, ItemId, Measure, Observation, Plan
from plan_tasks.model.converting import unstructure
from plan_tasks.plugins.storage.json_folder.checking import PlanText, steps_of
from plan_tasks.plugins.storage.json_folder.history import Seal
from plan_tasks.plugins.storage.json_folder.state import Edit, Rows, by_item, stored_item
from plan_tasks.storage.contract import StoredItem, StoredPlan
from plan_tasks.storage.encoding import encode_item, json_encoder
from plan_tasks.storage.history import GENESIS, Event, StoredEvent, check_chain, event_hash
from plan_tasks.storage.stubs import STUB
from plan_tasks.workflow.commands import Observe, Revise
from plan_tasks.workflow.replaying import PLAN_CREATED, PLAN_REVISED, replay

__all__ = ["ACTOR", "REASON", "Adopted", "Known", "adopt", "known_of"]

#: Who the history says it was.
ACTOR = "file"
REASON = "changed in the file by hand"


@attrs.frozen
class Known:
    """A plan as the history knows it.

    Attributes:
        header: Its header; None for a plan that is new.
        items: Its items with their versions.
        observations: What was observed of them.
    """

    header: StoredPlan | None
    items: Mapping[ItemId, tuple[Item, int]]
    observations: Mapping[ItemId, tuple[Observation, ...]]


@attrs.frozen
class Adopted:
    """A plan as it stands with what was changed by hand.

    Attributes:
        header: Its header.
        items: Its items in the order of the file.
        observations: What was observed of them.
        edit: What is to be recorded.
    """

    header: StoredPlan
    items: Mapping[ItemId, StoredItem]
    observations: Mapping[ItemId, tuple[Observation, ...]]
    edit: Edit


def known_of(events: Sequence[StoredEvent]) -> Known:
    """Replays a history.

    Raises:
        StoreDamaged: It does not hold.
    """
    if events and events[0].event.type == STUB:
        raise StoreDamaged(
            "the plan was changed by hand, and its history, which begins with a stub, cannot tell what was changed",
            where=f"plan {events[0].event.plan}",
            remedy="take the plan's file back, and change the plan by commands",
        )
    replayed = replay(check_chain(events))
    versions = {stored.event.item: stored.event.version for stored in events}
    header = None if replayed.plan is None else StoredPlan(replayed.plan, versions[""])
    items = {name: (item, versions[name]) for name, item in replayed.items.items()}
    return Known(header, items, replayed.observations)


def adopt(content: PlanText, rows: Rows, rows_where: str, known: Known, *, seal: Seal, at: datetime) -> Adopted:
    """Compares what the files say with what the history knows.

    Args:
        content: The plan's file.
        rows: The observations, as their file says.
        rows_where: That file, for errors.
        known: What the history knows.
        seal: Where the history ends.
        at: When it is recorded.

    Returns:
        The plan as it stands, and what is to be recorded.

    Raises:
        StoreDamaged: A change cannot be.
    """
    _check_plan(content, known)
    observations, ordered = _observed(content, rows, rows_where, known)
    plan, chain = content.header, _Chain(plan=content.header.id, seal=seal, at=at)
    version = _header_event(content, known, chain)
    items: dict[ItemId, StoredItem] = {}
    for item, said in content.items:
        added = observations.get(item.id, ())[len(known.observations.get(item.id, ())) :]
        was, had = known.items.get(item.id, (None, 0))
        changed = was != item or bool(added)
        now = max(said, had) + 1 if changed else had
        if was is None:
            chain.add(item.id, f"{item.kind.value}_created", now, "{}", encode_item(item))
        elif was != item:
            chain.add(item.id, Revise.event, now, *_difference(was, item))
        if added:
            values = json_encoder()({"observations": [unstructure(each) for each in added]})
            chain.add(item.id, Observe.event, now, "{}", values)
        items[item.id] = stored_item(item, plan, observations.get(item.id, ()), now)
    return Adopted(StoredPlan(plan, version), items, observations, Edit(tuple(chain.events), ordered))


@attrs.define
class _Chain:
    """Events that go on where the history ends."""

    plan: str
    seal: Seal
    at: datetime
    events: list[StoredEvent] = attrs.field(factory=list)

    def add(self, item: str, kind: str, version: int, before: str, after: str) -> None:
        event = Event(self.plan, item, kind, ACTOR, self.at, version, before, after, REASON)
        last = self.events[-1] if self.events else None
        sequence, previous = (last.sequence, last.hash) if last else (self.seal.sequence, self.seal.event)
        self.events.append(StoredEvent(sequence + 1, event, event_hash(previous or GENESIS, sequence + 1, event)))


def _header_event(content: PlanText, known: Known, chain: _Chain) -> int:
    """Records what changed of the header; returns its version."""
    if known.header is None:
        version = content.version + 1 if content.version else 1
        chain.add("", PLAN_CREATED, version, "{}", json_encoder()(unstructure(content.header)))
        return version
    if known.header.plan == content.header:
        return known.header.version
    version = max(known.header.version, content.version) + 1
    chain.add("", PLAN_REVISED, version, *_difference(known.header.plan, content.header))
    return version


def _difference(before: Item | Plan, after: Item | Plan) -> tuple[str, str]:
    """The changed fields as JSON objects; null for a field that is at its default."""
    old, new = unstructure(before), unstructure(after)
    changed = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    encode = json_encoder()
    return encode({name: old.get(name) for name in changed}), encode({name: new.get(name) for name in changed})


def _check_plan(content: PlanText, known: Known) -> None:
    """Refuses what no change may do."""
    numbers: dict[str, int] = {}
    for number, (item, _) in enumerate(content.items):
        path: list[Any] = ["items", number]
        if item.id in numbers:
            content.refuse([*path, "id"], f"the id {item.id!r} stands there twice", "give each item an id of its own")
        numbers[item.id] = number
        was = known.items.get(item.id, (None, 0))[0]
        if was is not None and was.kind is not item.kind:
            content.refuse([*path, "kind"], f"{item.id} was a {was.kind.value}", "give the new item another id")
    for name in known.items:
        if name not in numbers:
            content.refuse(
                ["items"], f"the item {name!r} is gone", 'put it back, and write "state": "cancelled" to take it out'
            )
    held = known.header.plan if known.header else content.header
    for field in ("start", "end"):
        if getattr(held, field) != getattr(content.header, field):
            remedy = f"write {getattr(held, field)}; a new period is a new plan"
            content.refuse(["plan", field], "the period of a plan cannot change", remedy)
    goals = tuple(item for item, _ in content.items if isinstance(item, Goal))
    measures = tuple(item for item, _ in content.items if isinstance(item, Measure))
    try:
        attrs.evolve(content.header, goals=goals, measures=measures)
    except InvalidValue as error:
        wrong = next((n for n, (item, _) in enumerate(content.items) if not _has_area(item, content.header)), None)
        path = ["plan", *steps_of(error.message)] if wrong is None else ["items", wrong, "area"]
        content.refuse(path, error.message, error.remedy)


def _has_area(item: Item, plan: Plan) -> bool:
    return not item.area or any(area.id == item.area for area in plan.areas)


def _observed(
    content: PlanText, rows: Rows, where: str, known: Known
) -> tuple[dict[ItemId, tuple[Observation, ...]], Rows]:
    """Tells what was added from what was there; what was there stands first."""
    items = {item.id: item for item, _ in content.items}
    left = {item: list(values) for item, values in known.observations.items()}
    kept, added = list[tuple[ItemId, Observation]](), list[tuple[ItemId, Observation]]()
    for number, (name, observation) in enumerate(rows, start=1):
        waiting = left.get(name)
        if waiting and observation == waiting[0]:
            kept.append((name, waiting.pop(0)))
            continue
        if name not in items:
            raise StoreDamaged(
                f"the plan has no item {name!r}", where=f"{where}:{number}", remedy="name an item of the plan"
            )
        indicators = [target.indicator.name for target in items[name].targets]
        if observation.indicator not in indicators:
            raise StoreDamaged(
                f"{name} has no indicator {observation.indicator!r}",
                where=f"{where}:{number}",
                remedy=f"its indicators are {', '.join(indicators) or 'none, since it has no target'}",
            )
        added.append((name, observation))
    for name, waiting in left.items():
        if waiting:
            gone = f"{waiting[0].indicator} to {waiting[0].end.isoformat()} of {name}"
            raise StoreDamaged(
                f"a value that was recorded is gone or was changed: {gone}",
                where=where,
                remedy="put the line back; a value is revised by a further line with a later 'known'",
            )
    ordered = [*kept, *added]
    return by_item(ordered), ordered
