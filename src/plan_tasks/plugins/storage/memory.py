"""The store in memory: nothing lasts, everything holds. For tests, examples and short-lived hosts.

A commit puts a new state in place of the old one, so that a unit of work that reads goes on seeing the state in which
it began. Writing copies the dictionaries that it touches, never the items in them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TypeVar

import attrs

from plan_tasks.errors import Conflict, StoreDamaged, StoreUnavailable, UnknownName
from plan_tasks.model import ItemId, Observation, Plan, PlanId, TenantId
from plan_tasks.plugging import PluginContext, documented, hookimpl
from plan_tasks.storage.capabilities import NumberedEvent
from plan_tasks.storage.contract import (
    Finding,
    ItemWrite,
    Receipt,
    Settlement,
    StorageCapabilities,
    StorageType,
    StoredItem,
    StoredPlan,
)
from plan_tasks.storage.heads import ItemHead
from plan_tasks.storage.history import GENESIS, Event, StoredEvent, check_chain, event_hash
from plan_tasks.storage.outbox import OutboxEntry, OutboxState
from plan_tasks.storage.query import ItemQuery, Page, check_limit, encode_cursor, key_after, matches, sort_key
from plan_tasks.storage.unit_state import UnitState, WriterLock

T = TypeVar("T")

__all__ = ["MemoryBackend", "MemoryOptions", "plan_tasks_storage_backends"]

_WHERE = "the store in memory"


@attrs.frozen(kw_only=True)
class MemoryOptions:
    """Options of the store in memory.

    Attributes:
        timeout: Seconds to wait for another writer.
    """

    timeout: int = attrs.field(
        default=10,
        validator=attrs.validators.ge(0),
        metadata=documented("How long to wait for another writer.", unit="seconds, from 0 up"),
    )


@attrs.define
class _State:
    """Everything of one tenant. Inner dictionaries are replaced, never changed, once another unit may see them."""

    plans: dict[str, StoredPlan] = attrs.field(factory=dict)
    items: dict[str, dict[ItemId, StoredItem]] = attrs.field(factory=dict)
    positions: dict[str, dict[str, int]] = attrs.field(factory=dict)
    observations: dict[str, dict[ItemId, tuple[Observation, ...]]] = attrs.field(factory=dict)
    events: dict[str, tuple[StoredEvent, ...]] = attrs.field(factory=dict)
    outbox: dict[str, OutboxEntry] = attrs.field(factory=dict)
    order: list[tuple[str, int]] = attrs.field(factory=list)  # (plan, number) of events as committed; shared
    known: int = 0  # how many of them this state knows

    def copy(self) -> _State:
        """A state that shares the inner dictionaries with this one."""
        return _State(
            dict(self.plans),
            dict(self.items),
            dict(self.positions),
            dict(self.observations),
            dict(self.events),
            dict(self.outbox),
            self.order,
            self.known,
        )


class MemoryBackend:
    """A store in memory. Safe to use from several threads.

    Args:
        timeout: Seconds to wait for another writer.
    """

    capabilities = StorageCapabilities(durable=False, concurrent_writers=False)

    def __init__(self, *, timeout: float = 10) -> None:
        self._states: dict[str, _State] = {}
        self._timeout = timeout
        self._writing = WriterLock()
        self._closed = False

    @contextmanager
    def unit(self, tenant: TenantId, *, write: bool) -> Iterator[MemoryUnit]:
        """Begins a unit of work."""
        if self._closed:
            raise StoreUnavailable("the store is closed", where=_WHERE, remedy="open the tracker again")
        release = self._writing.acquire(timeout=self._timeout, where=_WHERE) if write else None
        try:
            state = self._states.get(tenant) or _State()
            unit = MemoryUnit(self, tenant, state.copy() if write else state, release)
            try:
                yield unit
            finally:
                unit.standing.end()
        finally:
            if release is not None:
                release()

    def replace(self, tenant: str, state: _State) -> None:
        """Puts a committed state in place."""
        self._states[tenant] = state

    def examine(self) -> Sequence[Finding]:
        """Checks every history."""
        findings = [Finding(ok=True, subject="store", text="in memory")]
        for tenant, state in sorted(self._states.items()):
            for plan in sorted(state.plans.keys() | state.events.keys()):
                subject = f"plan {plan}" if tenant == "default" else f"plan {plan} of {tenant}"
                try:
                    events = sum(1 for _ in check_chain(state.events.get(plan, ())))
                except StoreDamaged as error:
                    findings.append(Finding(ok=False, subject=subject, text=str(error)))
                    continue
                items = len(state.items.get(plan, ()))
                findings.append(Finding(ok=True, subject=subject, text=f"{items} items, {events} events in one chain"))
        return findings

    def close(self) -> None:
        """Forgets everything."""
        self._closed = True
        self._states = {}


class MemoryUnit:
    """One unit of work.

    Args:
        backend: The store.
        tenant: Whose rows.
        state: What the unit sees and, if it writes, may change.
        release: What lets the next one write; None for a unit that only reads.
    """

    def __init__(self, backend: MemoryBackend, tenant: str, state: _State, release: Callable[[], None] | None) -> None:
        self._backend = backend
        self._tenant = tenant
        self._state = state
        self._release = release
        self.standing = UnitState(write=release is not None)
        self.versions: dict[tuple[str, str], int] = {}
        self.appended: list[StoredEvent] = []
        self.ordered: list[tuple[str, int]] = []
        self.owned: set[str] = set()
        self.plans = _Plans(self)
        self.items = _Items(self)
        self.observations = _Observations(self)
        self.history = _History(self)
        self.outbox = _Outbox(self)

    @property
    def state(self) -> _State:
        """What the unit sees; refused once it is over."""
        self.standing.check_reading()
        return self._state

    def streamed(self, rows: Iterable[T]) -> Iterator[T]:
        """Passes rows on until the unit is over."""
        for row in rows:
            self.standing.check_reading()
            yield row

    def own(self, plan: PlanId) -> tuple[dict[ItemId, StoredItem], dict[str, int]]:
        """A plan's items and their positions, as this unit may change them."""
        state = self.state
        if plan not in state.plans:
            raise UnknownName(f"there is no plan {plan!r}", remedy="put its header first")
        if plan not in self.owned:
            self.owned.add(plan)
            state.items[plan] = dict(state.items.get(plan, {}))
            state.positions[plan] = dict(state.positions.get(plan, {}))
        return state.items[plan], state.positions[plan]

    def restore_plan(self, plan: StoredPlan) -> None:
        """Stores a header with its version."""
        with self.standing.writing():
            if held := self.state.plans.get(plan.plan.id):
                raise Conflict(plan.plan.id, seen=0, stored=held.version)
            self.state.plans[plan.plan.id] = plan

    def restore_items(self, plan: PlanId, items: Sequence[StoredItem]) -> None:
        """Stores items with their versions."""
        with self.standing.writing():
            held, positions = self.own(plan)
            for stored in items:
                if there := held.get(stored.item.id):
                    raise Conflict(stored.item.id, seen=0, stored=there.version)
                held[stored.item.id] = stored
                positions[stored.item.id] = len(positions) + 1

    def restore_events(self, events: Sequence[StoredEvent]) -> None:
        """Appends events as they are."""
        with self.standing.writing():
            for plan in dict.fromkeys(stored.event.plan for stored in events):
                self.state.events[plan] = (*self.state.events.get(plan, ()), *events)
            self.ordered += [(stored.event.plan, stored.sequence) for stored in events]

    def forget_events(self, stub: StoredEvent) -> int:
        """Puts a stub in the place of a plan's oldest events."""
        with self.standing.writing():
            held = self.state.events.get(stub.event.plan, ())
            kept = tuple(each for each in held if each.sequence > stub.sequence)
            self.state.events[stub.event.plan] = (stub, *kept)
            return len(held) - len(kept)

    def changes(self, *, after: int, limit: int, plan: PlanId | None = None) -> Sequence[NumberedEvent]:
        """Committed events of all plans, in order."""
        check_limit(limit)
        state, found = self.state, list[NumberedEvent]()
        for number in range(max(after, 0), state.known):
            of, sequence = state.order[number]
            chain = state.events[of]
            if (plan is None or of == plan) and sequence >= chain[0].sequence:
                found.append(NumberedEvent(number + 1, chain[sequence - chain[0].sequence]))
                if len(found) == limit:
                    break
        return found

    def commit(self) -> Receipt:
        """Puts the new state in place of the old."""
        self.standing.check_writing()
        self.standing.end()
        state = self._state
        state.order.extend(self.ordered)
        state.known = len(state.order)
        self._backend.replace(self._tenant, self._state)
        if self._release is not None:
            self._release()
        return Receipt(dict(self.versions), tuple(self.appended))


class _Plans:
    """Headers of plans."""

    def __init__(self, unit: MemoryUnit) -> None:
        self._unit = unit

    def get(self, plan: PlanId) -> StoredPlan | None:
        return self._unit.state.plans.get(plan)

    def all(self) -> Sequence[StoredPlan]:
        plans = self._unit.state.plans
        return [plans[name] for name in sorted(plans)]

    def put(self, plan: Plan, *, seen: int) -> None:
        with self._unit.standing.writing():
            held = self._unit.state.plans.get(plan.id)
            stored = held.version if held else 0
            if stored != seen:
                raise Conflict(plan.id, seen=seen, stored=stored)
            self._unit.state.plans[plan.id] = StoredPlan(plan.header(), seen + 1)
            self._unit.versions[plan.id, ""] = seen + 1


class _Items:
    """Goals and measures."""

    def __init__(self, unit: MemoryUnit) -> None:
        self._unit = unit

    def get(self, plan: PlanId, ids: Collection[ItemId]) -> Mapping[ItemId, StoredItem]:
        held = self._unit.state.items.get(plan, {})
        return {item: held[item] for item in ids if item in held}

    def heads(self, query: ItemQuery, *, limit: int, after: str = "") -> Page[ItemHead]:
        check_limit(limit)
        last = key_after(query, after)
        keyed = [pair for pair in self._matching(query) if last is None or pair[0] > last]
        heads = [stored.head for _, stored in keyed[:limit]]
        return Page(heads, encode_cursor(*keyed[limit - 1][0]) if len(keyed) > limit else "")

    def scan(self, query: ItemQuery) -> Iterator[ItemHead]:
        return self._unit.streamed(stored.head for _, stored in self._matching(query))

    def stream(self, query: ItemQuery) -> Iterator[StoredItem]:
        return self._unit.streamed(stored for _, stored in self._matching(query))

    def put(self, writes: Sequence[ItemWrite]) -> None:
        with self._unit.standing.writing():
            for write in writes:
                self._put(write)

    def _put(self, write: ItemWrite) -> None:
        items, positions = self._unit.own(write.plan)
        held = items.get(write.item.id)
        stored = held.version if held else 0
        if stored != write.seen:
            raise Conflict(write.item.id, seen=write.seen, stored=stored)
        items[write.item.id] = StoredItem(write.item, write.seen + 1, write.head)
        positions.setdefault(write.item.id, len(positions) + 1)
        self._unit.versions[write.plan, write.item.id] = write.seen + 1

    def _matching(self, query: ItemQuery) -> list[tuple[tuple[str | int, ...], StoredItem]]:
        state = self._unit.state
        keyed: list[tuple[tuple[str | int, ...], StoredItem]] = []
        for plan in [query.plan] if query.plan else state.items:
            positions = state.positions.get(plan, {})
            for item, stored in state.items.get(plan, {}).items():
                if matches(query, stored.head, stored.item.text):
                    keyed.append((sort_key(query.order, stored.head, positions[item]), stored))
        keyed.sort(key=lambda pair: pair[0])
        return keyed


class _Observations:
    """Values of indicators."""

    def __init__(self, unit: MemoryUnit) -> None:
        self._unit = unit

    def of(
        self, plan: PlanId, items: Collection[ItemId] | None = None, *, known_at: datetime | None = None
    ) -> Mapping[ItemId, Sequence[Observation]]:
        held = self._unit.state.observations.get(plan, {})
        wanted = held if items is None else [item for item in items if item in held]
        if known_at is None:
            return {item: held[item] for item in wanted}
        return {item: tuple(each for each in held[item] if each.known <= known_at) for item in wanted}

    def add(self, plan: PlanId, rows: Iterable[tuple[ItemId, Observation]]) -> None:
        with self._unit.standing.writing():
            state = self._unit.state
            items = state.items.get(plan, {})
            added: dict[ItemId, list[Observation]] = {}
            for item, observation in rows:
                if item not in items:
                    raise UnknownName(f"plan {plan} has no item {item!r}", remedy="put the item first")
                added.setdefault(item, []).append(observation)
            held = state.observations.get(plan, {})
            state.observations[plan] = held | {item: (*held.get(item, ()), *values) for item, values in added.items()}


class _History:
    """Events."""

    def __init__(self, unit: MemoryUnit) -> None:
        self._unit = unit

    def append(self, events: Sequence[Event]) -> None:
        with self._unit.standing.writing():
            chains: dict[str, list[StoredEvent]] = {}
            for event in events:
                chain = chains.get(event.plan)
                if chain is None:
                    chain = chains[event.plan] = list(self._unit.state.events.get(event.plan, ()))
                sequence, previous = (chain[-1].sequence + 1, chain[-1].hash) if chain else (1, GENESIS)
                stored = StoredEvent(sequence, event, event_hash(previous, sequence, event))
                chain.append(stored)
                self._unit.appended.append(stored)
                self._unit.ordered.append((event.plan, sequence))
            for plan, chain in chains.items():
                self._unit.state.events[plan] = tuple(chain)

    def read(
        self, plan: PlanId, *, item: ItemId | None = None, after: int = 0, until: datetime | None = None
    ) -> Iterator[StoredEvent]:
        held = self._unit.state.events.get(plan, ())
        first = held[0].sequence if held else 1
        return self._unit.streamed(
            stored
            for stored in held[max(after - first + 1, 0) :]
            if (item is None or stored.event.item == item) and (until is None or stored.event.at <= until)
        )


class _Outbox:
    """What waits to be sent."""

    def __init__(self, unit: MemoryUnit) -> None:
        self._unit = unit

    def add(self, entries: Sequence[OutboxEntry]) -> int:
        with self._unit.standing.writing():
            held = self._unit.state.outbox
            before = len(held)
            for entry in entries:
                held.setdefault(entry.key, entry)
            return len(held) - before

    def claim(
        self, *, worker: str, now: datetime, lease: timedelta, limit: int, channels: Collection[str]
    ) -> Sequence[OutboxEntry]:
        with self._unit.standing.writing():
            check_limit(limit)
            held = self._unit.state.outbox
            waiting = [
                entry
                for entry in held.values()
                if entry.state is OutboxState.PENDING
                and entry.channel in channels
                and entry.due <= now
                and (entry.leased_until is None or entry.leased_until <= now)
            ]
            waiting.sort(key=lambda entry: entry.due)
            claimed = [
                attrs.evolve(entry, attempts=entry.attempts + 1, leased_by=worker, leased_until=now + lease)
                for entry in waiting[:limit]
            ]
            held.update((entry.key, entry) for entry in claimed)
            return claimed

    def settle(self, worker: str, settlements: Sequence[Settlement]) -> int:
        with self._unit.standing.writing():
            return sum(self._settle(worker, each) for each in settlements)

    def _settle(self, worker: str, settlement: Settlement) -> bool:
        held = self._unit.state.outbox
        entry = held.get(settlement.key)
        if entry is None or not _holds(worker, entry):
            return False
        held[settlement.key] = attrs.evolve(
            entry,
            state=settlement.state,
            due=settlement.due or entry.due,
            attempts=entry.attempts - (not settlement.begun),
            settled=None if settlement.state is OutboxState.PENDING else settlement.at,
            reason=settlement.reason,
            reference=settlement.reference,
            leased_by="",
            leased_until=None,
        )
        return True

    def cancel(self, keys: Collection[str], *, at: datetime, reason: str) -> int:
        with self._unit.standing.writing():
            held = self._unit.state.outbox
            pending = {key for key in keys if key in held and held[key].state is OutboxState.PENDING}
            for key in pending:
                held[key] = attrs.evolve(
                    held[key],
                    state=OutboxState.CANCELLED,
                    settled=at,
                    reason=reason,
                    leased_by="",
                    leased_until=None,
                )
            return len(pending)

    def entries(self, *, plan: PlanId | None = None, states: Collection[OutboxState] = ()) -> Iterator[OutboxEntry]:
        return self._unit.streamed(
            entry
            for entry in list(self._unit.state.outbox.values())
            if (plan is None or entry.plan == plan) and (not states or entry.state in states)
        )

    def known(self, keys: Collection[str]) -> Collection[str]:
        return {key for key in keys if key in self._unit.state.outbox}


def _holds(worker: str, entry: OutboxEntry) -> bool:
    return entry.state is OutboxState.PENDING and entry.leased_until is not None and entry.leased_by == worker


def _open(options: MemoryOptions, _: PluginContext) -> MemoryBackend:
    return MemoryBackend(timeout=options.timeout)


@hookimpl
def plan_tasks_storage_backends() -> Iterator[StorageType[MemoryOptions]]:
    """Announces the store in memory."""
    yield StorageType(
        name="memory", summary="In memory: nothing lasts", options=MemoryOptions, factory=_open, schemes=("memory",)
    )
