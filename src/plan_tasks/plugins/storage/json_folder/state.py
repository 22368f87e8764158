"""A plan as its three files say, what a unit of work changes of it, and the files that come of that."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

import attrs

from plan_tasks.assessment.series import latest_for
from plan_tasks.model import Item, ItemId, Observation, Plan
from plan_tasks.plugins.storage.json_folder.history import HistoryEnd, Seal, event_line, seal_line
from plan_tasks.plugins.storage.json_folder.journal import FileChange
from plan_tasks.plugins.storage.json_folder.names import HISTORY, OBSERVATIONS, PLAN
from plan_tasks.plugins.storage.json_folder.planfile import Texts, render, sha256
from plan_tasks.plugins.storage.json_folder.records import observation_line
from plan_tasks.storage.contract import StoredItem, StoredPlan
from plan_tasks.storage.heads import Latest, head_of
from plan_tasks.storage.history import Event, StoredEvent, event_hash

__all__ = ["Draft", "Edit", "PlanState", "Rows", "by_item", "stored_item"]

#: Observations in the order in which they were added, each with its item.
Rows = Sequence[tuple[ItemId, Observation]]


@attrs.frozen
class Edit:
    """What people changed by hand, and the history does not know yet.

    Attributes:
        events: What the history will say of it.
        rows: All observations, in the order in which the file shall have them.
    """

    events: tuple[StoredEvent, ...]
    rows: Rows


@attrs.frozen
class PlanState:
    """One plan. Never changed.

    Attributes:
        header: The plan without its items; None where there is only a history.
        items: Its items in order.
        observations: Their observations, each item's in the order in which they were added.
        end: Where its history ends.
        plan_hash: SHA-256 of its file; empty for none.
        observations_hash: SHA-256 of the file of observations; empty for none.
        observations_length: Bytes of that file.
        texts: Texts of items, for the next writer.
        edit: What was changed by hand; None where the files are as this program left them.
    """

    header: StoredPlan | None = None
    items: Mapping[ItemId, StoredItem] = MappingProxyType({})
    observations: Mapping[ItemId, tuple[Observation, ...]] = MappingProxyType({})
    end: HistoryEnd = attrs.field(factory=HistoryEnd)
    plan_hash: str = ""
    observations_hash: str = ""
    observations_length: int = 0
    observed: Any = attrs.field(factory=hashlib.sha256, eq=False, repr=False)
    texts: Texts = attrs.field(factory=dict, eq=False, repr=False)
    edit: Edit | None = None

    @property
    def sequence(self) -> int:
        """The number of the last event, with those that are not recorded yet."""
        return self.edit.events[-1].sequence if self.edit and self.edit.events else self.end.seal.sequence


def stored_item(item: Item, plan: Plan, observations: Sequence[Observation], version: int) -> StoredItem:
    """An item with its head, which no file holds, since it follows from the rest."""
    latest: Latest | None = None
    if observations and len(item.targets) == 1:
        latest = latest_for(item.targets[0], observations, start=item.start or plan.start, day=date.max)
    return StoredItem(item, version, head_of(item, plan, latest, version))


def by_item(rows: Iterable[tuple[ItemId, Observation]]) -> dict[ItemId, tuple[Observation, ...]]:
    """Observations by item, in their order."""
    found: dict[ItemId, list[Observation]] = {}
    for item, observation in rows:
        found.setdefault(item, []).append(observation)
    return {item: tuple(values) for item, values in found.items()}


class Draft:
    """A plan while a unit of work writes to it.

    Args:
        before: The plan as it was.
    """

    def __init__(self, before: PlanState) -> None:
        self._before = before
        self._rows: list[tuple[ItemId, Observation]] = []
        self.header = before.header
        self.items: Mapping[ItemId, StoredItem] = before.items
        self.observations: Mapping[ItemId, tuple[Observation, ...]] = before.observations
        self.events: list[StoredEvent] = []
        self._changed = False

    @classmethod
    def of_edit(cls, edited: PlanState) -> Draft:
        """What records an edit: the files as this program writes them, and the events."""
        draft = cls(edited)
        draft._changed = True
        if edited.edit is not None:
            draft.events.extend(edited.edit.events)
        return draft

    @property
    def end(self) -> HistoryEnd:
        """Where the history ended before the unit."""
        return self._before.end

    def put_header(self, header: StoredPlan) -> None:
        """Stores the header."""
        self.header = header
        self._changed = True

    def put_item(self, stored: StoredItem) -> None:
        """Stores an item; a new one comes last."""
        if self.items is self._before.items:
            self.items = dict(self.items)
        self.items[stored.item.id] = stored  # type: ignore[index]  # it is a dictionary of our own now
        self._changed = True

    def add(self, rows: Rows) -> None:
        """Adds observations."""
        added = by_item(rows)
        held = self.observations
        self.observations = {**held, **{item: (*held.get(item, ()), *values) for item, values in added.items()}}
        self._rows.extend(rows)

    def append(self, event: Event) -> StoredEvent:
        """Appends an event; returns it with its place in the chain."""
        sequence, previous = self._before.end.seal.sequence, self._before.end.seal.event
        if self.events:
            sequence, previous = self.events[-1].sequence, self.events[-1].hash
        stored = StoredEvent(sequence + 1, event, event_hash(previous, sequence + 1, event))
        self.events.append(stored)
        return stored

    def append_stored(self, events: Iterable[StoredEvent]) -> None:
        """Appends events that have their places already."""
        self.events.extend(events)

    def written(self, tenant: str, name: str) -> tuple[list[FileChange], PlanState]:
        """What becomes of the files, and the state that they then say.

        Args:
            tenant: Whose plan.
            name: The files' name without its end, with the folder.
        """
        before, changes = self._before, list[FileChange]()
        if not (self._changed or self._rows or self.events):
            return changes, before
        plan_hash = before.plan_hash
        if self._changed and self.header is not None:
            data = render(tenant, self.header, self.items.values(), before.texts)
            plan_hash = sha256(data)
            if plan_hash != before.plan_hash:
                changes.append(FileChange(name + PLAN, data, was=before.plan_hash))
        observed, length = self._observe(name, changes)
        last = self.events[-1] if self.events else None
        seal = Seal(
            last.sequence if last else before.end.seal.sequence,
            last.hash if last else before.end.seal.event,
            plan_hash,
            observed.hexdigest() if length else "",
        )
        lines = ("".join(map(event_line, self.events)) + seal_line(seal)).encode()
        offset = before.end.length
        changes.append(FileChange(name + HISTORY, lines, offset))
        state = PlanState(
            self.header,
            self.items,
            self.observations,
            HistoryEnd(seal, offset + len(lines)),
            plan_hash,
            seal.observations,
            length,
            observed,
            before.texts,
        )
        return changes, state

    def _observe(self, name: str, changes: list[FileChange]) -> tuple[Any, int]:
        """Writes the observations; returns the hash of their file and its length."""
        before, path = self._before, name + OBSERVATIONS
        if before.edit is not None:
            data = "".join(observation_line(*row) for row in before.edit.rows).encode()
            if sha256(data) != before.observations_hash:
                changes.append(FileChange(path, data, was=before.observations_hash))
            return hashlib.sha256(data), len(data)
        if not self._rows:
            return before.observed, before.observations_length
        data = "".join(observation_line(*row) for row in self._rows).encode()
        observed = before.observed.copy()
        observed.update(data)
        changes.append(FileChange(path, data, before.observations_length))
        return observed, before.observations_length + len(data)
