"""The store in memory: nothing lasts, everything holds. For tests, examples and short-lived hosts.

A commit puts a new state in place of the old one, so that a unit of work that reads goes on seeing the state in which
it began. Writing copies the dictionaries that it touches, never the items in them.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

import attrs

from plan_tasks.errors import Conflict, StorageError
from plan_tasks.model import ItemId, Observation, Plan, PlanId, TenantId
from plan_tasks.plugging import NoOptions, PluginContext, hookimpl
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
from plan_tasks.storage.query import ItemQuery, Order, Page, decode_cursor, encode_cursor, matches

__all__ = ["MemoryBackend", "plan_tasks_storage_backends"]

_NO_DUE = "9999-99-99"  # sorts after every date


@attrs.define
class _State:
    """Everything of one tenant. Inner dictionaries are replaced, never changed, once another unit may see them."""

    plans: dict[str, StoredPlan] = attrs.field(factory=dict)
    items: dict[str, dict[ItemId, StoredItem]] = attrs.field(factory=dict)
    positions: dict[str, dict[str, int]] = attrs.field(factory=dict)
    observations: dict[str, dict[ItemId, tuple[Observation, ...]]] = attrs.field(factory=dict)
    events: dict[str, tuple[StoredEvent, ...]] = attrs.field(factory=dict)
    outbox: dict[str, OutboxEntry] = attrs.field(factory=dict)

    def copy(self) -> _State:
        """A state that shares the inner dictionaries with this one."""
        return _State(
            dict(self.plans),
            dict(self.items),
            dict(self.positions),
            dict(self.observations),
            dict(self.events),
            dict(self.outbox),
        )


class MemoryBackend:
    """A store in memory. Safe to use from several threads."""

    capabilities = StorageCapabilities(durable=False, concurrent_writers=False)

    def __init__(self) -> None:
        self._states: dict[str, _State] = {}
        self._writing = threading.RLock()

    @contextmanager
    def unit(self, tenant: TenantId, *, write: bool) -> Iterator[MemoryUnit]:
        """Begins a unit of work."""
        if not write:
            yield MemoryUnit(self, tenant, self._states.get(tenant) or _State(), write=False)
            return
        with self._writing:
            yield MemoryUnit(self, tenant, (self._states.get(tenant) or _State()).copy(), write=True)

    def replace(self, tenant: str, state: _State) -> None:
        """Puts a committed state in place."""
        self._states[tenant] = state

    def examine(self) -> Sequence[Finding]:
        """Checks every history."""
        events = 0
        for state in self._states.values():
            for chain in state.events.values():
                events += sum(1 for _ in check_chain(chain))
        return [Finding(ok=True, subject="store", text=f"in memory, {events} events in their chains")]

    def close(self) -> None:
        """Forgets everything."""
        self._states.clear()


class MemoryUnit:
    """One unit of work."""

    def __init__(self, backend: MemoryBackend, tenant: str, state: _State, *, write: bool) -> None:
        self._backend = backend
        self._tenant = tenant
        self._write = write
        self.state = state
        self.versions: dict[tuple[str, str], int] = {}
        self.appended: list[StoredEvent] = []
        self.owned: set[tuple[str, str]] = set()
        self.plans = _Plans(self)
        self.items = _Items(self)
        self.observations = _Observations(self)
        self.history = _History(self)
        self.outbox = _Outbox(self)

    def check_write(self) -> None:
        """Refuses to write in a unit that was begun for reading, or that is committed."""
        if not self._write:
            raise StorageError("this unit of work does not write any more", remedy="begin one with write=True")

    def commit(self) -> Receipt:
        """Puts the new state in place of the old."""
        self.check_write()
        self._write = False
        self._backend.replace(self._tenant, self.state)
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
        self._unit.check_write()
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
        keyed = self._matching(query)
        if after:
            last = tuple(decode_cursor(after, length=3 if query.order is Order.DUE else 2))
            keyed = [pair for pair in keyed if pair[0] > last]
        heads = [stored.head for _, stored in keyed[:limit]]
        return Page(heads, encode_cursor(*keyed[limit - 1][0]) if len(keyed) > limit else "")

    def scan(self, query: ItemQuery) -> Iterator[ItemHead]:
        return (stored.head for _, stored in self._matching(query))

    def stream(self, query: ItemQuery) -> Iterator[StoredItem]:
        return (stored for _, stored in self._matching(query))

    def put(self, writes: Sequence[ItemWrite]) -> None:
        self._unit.check_write()
        state = self._unit.state
        for write in writes:
            if ("items", write.plan) not in self._unit.owned:
                self._unit.owned.add(("items", write.plan))
                state.items[write.plan] = dict(state.items.get(write.plan, {}))
                state.positions[write.plan] = dict(state.positions.get(write.plan, {}))
            items, positions = state.items[write.plan], state.positions[write.plan]
            held = items.get(write.item.id)
            stored = held.version if held else 0
            if stored != write.seen:
                raise Conflict(write.item.id, seen=write.seen, stored=stored)
            items[write.item.id] = StoredItem(write.item, write.seen + 1, write.head)
            positions.setdefault(write.item.id, len(positions) + 1)
            self._unit.versions[write.plan, write.item.id] = write.seen + 1

    def _matching(self, query: ItemQuery) -> list[tuple[tuple[str | int, ...], StoredItem]]:
        state = self._unit.state
        by_due = query.order is Order.DUE
        keyed: list[tuple[tuple[str | int, ...], StoredItem]] = []
        for plan in [query.plan] if query.plan else sorted(state.items):
            positions = state.positions.get(plan, {})
            for item, stored in state.items.get(plan, {}).items():
                if matches(query, stored.head, stored.item.text):
                    key: tuple[str | int, ...] = (plan, positions[item])
                    keyed.append(((stored.head.due or _NO_DUE, *key) if by_due else key, stored))
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
        self._unit.check_write()
        added: dict[ItemId, list[Observation]] = {}
        for item, observation in rows:
            added.setdefault(item, []).append(observation)
        held = self._unit.state.observations.get(plan, {})
        self._unit.state.observations[plan] = held | {
            item: (*held.get(item, ()), *values) for item, values in added.items()
        }


class _History:
    """Events."""

    def __init__(self, unit: MemoryUnit) -> None:
        self._unit = unit

    def append(self, events: Sequence[Event]) -> None:
        self._unit.check_write()
        chains: dict[str, list[StoredEvent]] = {}
        for event in events:
            chain = chains.get(event.plan)
            if chain is None:
                chain = chains[event.plan] = list(self._unit.state.events.get(event.plan, ()))
            sequence, previous = len(chain) + 1, chain[-1].hash if chain else GENESIS
            stored = StoredEvent(sequence, event, event_hash(previous, sequence, event))
            chain.append(stored)
            self._unit.appended.append(stored)
        for plan, chain in chains.items():
            self._unit.state.events[plan] = tuple(chain)

    def read(
        self, plan: PlanId, *, item: ItemId | None = None, after: int = 0, until: datetime | None = None
    ) -> Iterator[StoredEvent]:
        for stored in self._unit.state.events.get(plan, ())[after:]:
            wanted = item is None or stored.event.item == item
            if wanted and (until is None or stored.event.at <= until):
                yield stored


class _Outbox:
    """What waits to be sent."""

    def __init__(self, unit: MemoryUnit) -> None:
        self._unit = unit

    def add(self, entries: Sequence[OutboxEntry]) -> int:
        self._unit.check_write()
        held = self._unit.state.outbox
        before = len(held)
        for entry in entries:
            held.setdefault(entry.key, entry)
        return len(held) - before

    def claim(
        self, *, worker: str, now: datetime, lease: timedelta, limit: int, channels: Collection[str]
    ) -> Sequence[OutboxEntry]:
        self._unit.check_write()
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
        self._unit.check_write()
        held = self._unit.state.outbox
        done = 0
        for each in settlements:
            entry = held.get(each.key)
            if entry is None or entry.state is not OutboxState.PENDING or entry.leased_by != worker:
                continue
            done += 1
            held[each.key] = attrs.evolve(
                entry,
                state=each.state,
                due=each.due or entry.due,
                settled=None if each.state is OutboxState.PENDING else each.at,
                reason=each.reason,
                reference=each.reference,
                leased_by="",
                leased_until=None,
            )
        return done

    def cancel(self, keys: Collection[str], *, at: datetime, reason: str) -> int:
        self._unit.check_write()
        held = self._unit.state.outbox
        pending = [key for key in keys if key in held and held[key].state is OutboxState.PENDING]
        for key in pending:
            cancelled = OutboxState.CANCELLED
            held[key] = attrs.evolve(
                held[key], state=cancelled, settled=at, reason=reason, leased_by="", leased_until=None
            )
        return len(pending)

    def entries(self, *, plan: PlanId | None = None, states: Collection[OutboxState] = ()) -> Iterator[OutboxEntry]:
        for entry in self._unit.state.outbox.values():
            if (plan is None or entry.plan == plan) and (not states or entry.state in states):
                yield entry

    def known(self, keys: Collection[str]) -> Collection[str]:
        return {key for key in keys if key in self._unit.state.outbox}


def _open(_: NoOptions, __: PluginContext) -> MemoryBackend:
    return MemoryBackend()


@hookimpl
def plan_tasks_storage_backends() -> Iterator[StorageType[NoOptions]]:
    """Announces the store in memory."""
    yield StorageType(
        name="memory", summary="In memory: nothing lasts", options=NoOptions, factory=_open, schemes=("memory",)
    )
