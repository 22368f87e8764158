"""One unit of work on a tenant's plans, and its parts but for the outbox."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from plan_tasks.errors import StorageError, UnknownName
from plan_tasks.model import ItemId, Observation, Plan, PlanId
from plan_tasks.plugins.storage.json_folder.disk import shown
from plan_tasks.plugins.storage.json_folder.history import read_lines
from plan_tasks.plugins.storage.json_folder.looking import TenantState
from plan_tasks.plugins.storage.json_folder.names import HISTORY, file_of, name_of
from plan_tasks.plugins.storage.json_folder.outbox import FolderOutbox, FolderSettings, SendingDraft
from plan_tasks.plugins.storage.json_folder.state import Draft, PlanState
from plan_tasks.storage.contract import ItemWrite, Receipt, StoredItem, StoredPlan
from plan_tasks.storage.heads import ItemHead
from plan_tasks.storage.held_rows import check_seen, known_values, page_of, selected
from plan_tasks.storage.history import Event, StoredEvent
from plan_tasks.storage.query import ItemQuery, Page
from plan_tasks.storage.unit_state import UnitState

__all__ = ["FolderUnit"]

_NOTHING = PlanState()


class FolderUnit:
    """One unit of work.

    Args:
        root: The store's folder.
        tenant: Whose plans.
        state: What the unit sees.
        commit: Makes the unit's changes durable; None for a unit that only reads.
    """

    def __init__(
        self, root: Path, tenant: str, state: TenantState, commit: Callable[[FolderUnit], None] | None
    ) -> None:
        self.root = root
        self.tenant = tenant
        self.standing = UnitState(write=commit is not None)
        self.drafts: dict[str, Draft] = {}
        self.versions: dict[tuple[str, str], int] = {}
        self.appended: list[StoredEvent] = []
        self._state = state
        self._commit = commit
        self.plans = FolderPlans(self)
        self.items = FolderItems(self)
        self.observations = FolderObservations(self)
        self.history = FolderHistory(self)
        self.sending = SendingDraft(state.sending)
        self.outbox = FolderOutbox(self.standing, self.sending)
        self.settings = FolderSettings(self.standing, self.sending)

    @property
    def state(self) -> TenantState:
        """What the unit saw as it began."""
        return self._state

    def seen(self, plan: str) -> PlanState | Draft:
        """A plan as the unit sees it; refused once the unit is over.

        Raises:
            StorageError: Its files cannot be read.
        """
        self.standing.check_reading()
        return self._seen(name_of(plan))

    def _seen(self, stem: str) -> PlanState | Draft:
        if (draft := self.drafts.get(stem)) is not None:
            return draft
        held = self._state.plans.get(stem, _NOTHING)
        if isinstance(held, StorageError):
            raise held.with_traceback(None)
        return held

    def all_seen(self) -> list[PlanState | Draft]:
        """All plans that have a header, sorted by their ids."""
        self.standing.check_reading()
        seen = [self._seen(stem) for stem in {**self._state.plans, **self.drafts}]
        return sorted((each for each in seen if each.header is not None), key=lambda each: _id_of(each))

    def draft(self, plan: str) -> Draft:
        """A plan to write to."""
        seen = self.seen(plan)
        if isinstance(seen, Draft):
            return seen
        draft = self.drafts[name_of(plan)] = Draft(seen)
        return draft

    def draft_of_plan(self, plan: str) -> Draft:
        """A plan to put items into.

        Raises:
            UnknownName: Its header is not in the store.
        """
        draft = self.draft(plan)
        if draft.header is None:
            raise UnknownName(f"there is no plan {plan!r}", where=shown(self.root), remedy="put its header first")
        return draft

    def restore_plan(self, plan: StoredPlan) -> None:
        """Stores the header of a plan that is not there, with its version."""
        with self.standing.writing():
            draft = self.draft(plan.plan.id)
            check_seen(plan.plan.id, draft.header, seen=0)
            draft.put_header(StoredPlan(plan.plan.header(), plan.version))

    def restore_items(self, plan: PlanId, items: Sequence[StoredItem]) -> None:
        """Stores items that are not there, with their versions."""
        with self.standing.writing():
            draft = self.draft_of_plan(plan)
            for stored in items:
                check_seen(stored.item.id, draft.items.get(stored.item.id), seen=0)
                draft.put_item(stored)

    def restore_events(self, events: Sequence[StoredEvent]) -> None:
        """Appends events with the numbers and hashes that they have."""
        with self.standing.writing():
            for stored in events:
                self.draft(stored.event.plan).append_stored([stored])

    def commit(self) -> Receipt:
        """Makes everything durable together."""
        with self.standing.writing():
            assert self._commit is not None  # noqa: S101 - the standing has seen to it
            self._commit(self)
        self.standing.end()
        return Receipt(dict(self.versions), tuple(self.appended))


def _id_of(seen: PlanState | Draft) -> str:
    return seen.header.plan.id if seen.header is not None else ""


class FolderPlans:
    """Headers of plans."""

    def __init__(self, unit: FolderUnit) -> None:
        self._unit = unit

    def get(self, plan: PlanId) -> StoredPlan | None:
        """The header, or None."""
        return self._unit.seen(plan).header

    def all(self) -> Sequence[StoredPlan]:
        """All headers, sorted by id."""
        return [seen.header for seen in self._unit.all_seen() if seen.header is not None]

    def put(self, plan: Plan, *, seen: int) -> None:
        """Stores a header."""
        unit = self._unit
        with unit.standing.writing():
            draft = unit.draft(plan.id)
            check_seen(plan.id, draft.header, seen=seen)
            draft.put_header(StoredPlan(plan.header(), seen + 1))
            unit.versions[plan.id, ""] = seen + 1


class FolderItems:
    """Goals and measures."""

    def __init__(self, unit: FolderUnit) -> None:
        self._unit = unit

    def get(self, plan: PlanId, ids: Collection[ItemId]) -> Mapping[ItemId, StoredItem]:
        """The items that exist among those ids."""
        held = self._unit.seen(plan).items
        return {item: held[item] for item in ids if item in held}

    def heads(self, query: ItemQuery, *, limit: int, after: str = "") -> Page[ItemHead]:
        """A page of heads."""
        return page_of(query, self._rows(query), limit=limit, after=after)

    def scan(self, query: ItemQuery) -> Iterator[ItemHead]:
        """All heads that match, streamed."""
        return self._unit.standing.streamed(stored.head for stored in selected(query, self._rows(query)))

    def stream(self, query: ItemQuery) -> Iterator[StoredItem]:
        """All items that match, streamed."""
        return self._unit.standing.streamed(selected(query, self._rows(query)))

    def put(self, writes: Sequence[ItemWrite]) -> None:
        """Stores items."""
        unit = self._unit
        with unit.standing.writing():
            for write in writes:
                draft = unit.draft_of_plan(write.plan)
                check_seen(write.item.id, draft.items.get(write.item.id), seen=write.seen)
                draft.put_item(StoredItem(write.item, write.seen + 1, write.head))
                unit.versions[write.plan, write.item.id] = write.seen + 1

    def _rows(self, query: ItemQuery) -> Iterator[tuple[int, StoredItem]]:
        """Every item that the query may mean, with its position."""
        unit = self._unit
        for seen in [unit.seen(query.plan)] if query.plan else unit.all_seen():
            yield from enumerate(seen.items.values(), start=1)


class FolderObservations:
    """Values of indicators."""

    def __init__(self, unit: FolderUnit) -> None:
        self._unit = unit

    def of(
        self, plan: PlanId, items: Collection[ItemId] | None = None, *, known_at: datetime | None = None
    ) -> Mapping[ItemId, Sequence[Observation]]:
        """Observations by item, in the order in which they were added."""
        return known_values(self._unit.seen(plan).observations, items, known_at)

    def add(self, plan: PlanId, rows: Iterable[tuple[ItemId, Observation]]) -> None:
        """Appends observations."""
        unit = self._unit
        with unit.standing.writing():
            listed = list(rows)
            if not listed:
                return
            draft = unit.draft(plan)
            for item, _ in listed:
                if item not in draft.items:
                    raise UnknownName(
                        f"plan {plan} has no item {item!r}", where=shown(unit.root), remedy="put the item first"
                    )
            draft.add(listed)


class FolderHistory:
    """Events."""

    def __init__(self, unit: FolderUnit) -> None:
        self._unit = unit

    def append(self, events: Sequence[Event]) -> None:
        """Appends events, each chained to the one before it."""
        unit = self._unit
        with unit.standing.writing():
            for event in events:
                unit.appended.append(unit.draft(event.plan).append(event))

    def read(
        self, plan: PlanId, *, item: ItemId | None = None, after: int = 0, until: datetime | None = None
    ) -> Iterator[StoredEvent]:
        """Events in order, streamed."""
        seen, unit = self._unit.seen(plan), self._unit
        path = unit.root / file_of(unit.tenant, plan, HISTORY)
        more: Sequence[StoredEvent] = ()
        if isinstance(seen, Draft):
            more = tuple(seen.events)
        elif seen.edit is not None:
            more = seen.edit.events

        def events() -> Iterator[StoredEvent]:
            yield from (line for line, _ in read_lines(path, seen.end) if isinstance(line, StoredEvent))
            yield from more

        return unit.standing.streamed(
            stored
            for stored in events()
            if stored.sequence > after
            and (item is None or stored.event.item == item)
            and (until is None or stored.event.at <= until)
        )
