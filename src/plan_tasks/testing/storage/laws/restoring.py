"""What a store that takes in plans from elsewhere keeps of them: everything, and it goes on from there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from plan_tasks.errors import Conflict, UnknownName
from plan_tasks.model import Item, ItemId, Plan, TenantId
from plan_tasks.storage.capabilities import SupportsRestore
from plan_tasks.storage.contract import StorageBackend, StoredItem, StoredPlan, UnitOfWork
from plan_tasks.storage.history import GENESIS, Event, StoredEvent, check_chain, event_hash
from plan_tasks.storage.outbox import OutboxState
from plan_tasks.storage.query import ItemQuery
from plan_tasks.storage.stubs import STUB, Stub, seal_of
from plan_tasks.testing.storage.case import StorageLaws, put
from plan_tasks.testing.storage.samples import (
    AT,
    OTHER,
    OTHER_PLAN,
    PLAN,
    TENANT,
    entry,
    event,
    full_goal,
    full_measure,
    measures,
    observation,
    write,
)

__all__ = ["RestoreLaws", "stub_for"]


def _stored(item: Item, version: int) -> StoredItem:
    return StoredItem(item, version, write(item, seen=version - 1).head)


def _chain(*events: Event, previous: str = GENESIS, sequence: int = 0) -> list[StoredEvent]:
    chain = []
    for each in events:
        sequence += 1
        previous = event_hash(previous, sequence, each)
        chain.append(StoredEvent(sequence, each, previous))
    return chain


def stub_for(last: StoredEvent) -> StoredEvent:
    """A stub for the events of a plan up to one of them."""
    stub = Stub(
        plan=last.event.plan,
        through=last.sequence,
        hash=last.hash,
        first=AT,
        last=last.event.at,
        state="0" * 64,
        actor="office",
        forgotten=AT + timedelta(days=400),
        reason="old",
        signed=False,
    )
    said = f'{{"first":"{stub.first.isoformat()}","state":"{stub.state}","signed":false,'
    said += f'"forgotten":"{stub.forgotten.isoformat()}","seal":"{seal_of(stub)}"}}'
    return StoredEvent(
        stub.through, Event(stub.plan, "", STUB, stub.actor, stub.last, 0, "{}", said, stub.reason), stub.hash
    )


def _restoring(unit: UnitOfWork) -> SupportsRestore:
    if not isinstance(unit, SupportsRestore):
        pytest.skip("not claimed: SupportsRestore")
    return unit


class RestoreLaws(StorageLaws):
    """Laws of `SupportsRestore`."""

    def _restore(
        self,
        backend: StorageBackend,
        items: list[StoredItem],
        events: list[StoredEvent],
        *,
        plan: Plan = PLAN,
        tenant: TenantId = TENANT,
    ) -> None:
        with backend.unit(tenant, write=True) as unit:
            restoring = _restoring(unit)
            restoring.restore_plan(StoredPlan(plan, 7))
            restoring.restore_items(plan.id, items[:1])
            restoring.restore_items(plan.id, items[1:])
            restoring.restore_events(events[:2])
            restoring.restore_events(events[2:])
            unit.commit()

    def test_a_restored_plan_keeps_versions_numbers_and_hashes(self) -> None:
        """Header, items in their order with heads, and events come back as they were given."""
        items = [_stored(full_measure("m9"), 12), _stored(full_goal(), 1), *(_stored(each, 3) for each in measures(3))]
        events = _chain(*(event(version=number) for number in range(5)))
        with self.opened() as backend:
            self._restore(backend, items, events)
            with backend.unit(TENANT, write=False) as unit:
                assert unit.plans.get(PLAN.id) == StoredPlan(PLAN, 7)
                assert list(unit.items.stream(ItemQuery(plan=PLAN.id))) == items
                assert list(check_chain(unit.history.read(PLAN.id))) == events
            assert all(finding.ok for finding in backend.examine())

    def test_a_restored_plan_lasts(self) -> None:
        """In a store that keeps what it was given, opened again."""
        events = _chain(event(), event())
        with self.opening() as opening:
            backend = opening()
            self.claimed(backend.capabilities.durable, "durable")
            self._restore(backend, [_stored(full_goal(), 4)], events)
            with opening().unit(TENANT, write=False) as unit:
                assert unit.items.get(PLAN.id, [ItemId("g1")])[ItemId("g1")].version == 4
                assert list(unit.history.read(PLAN.id)) == events

    def test_a_restored_plan_goes_on(self) -> None:
        """The next change names the versions, and is chained to the hash, that were restored."""
        events = _chain(event(), event())
        with self.opened() as backend:
            self._restore(backend, [_stored(full_goal(), 4)], events)
            with backend.unit(TENANT, write=True) as unit:
                unit.plans.put(PLAN, seen=7)
                unit.items.put([write(full_goal(), seen=4), write(full_measure())])
                unit.observations.add(PLAN.id, [(ItemId("g1"), observation())])
                unit.history.append([event(version=5)])
                unit.commit()
            with backend.unit(TENANT, write=False) as unit:
                assert [each.version for each in unit.items.stream(ItemQuery(plan=PLAN.id))] == [5, 1]
                assert [each.sequence for each in check_chain(unit.history.read(PLAN.id))] == [1, 2, 3]
            with backend.unit(TENANT, write=True) as unit, pytest.raises(Conflict):
                unit.items.put([write(full_goal(), seen=4)])
                unit.commit()

    def test_a_history_that_begins_with_a_stub_goes_on(self) -> None:
        """The stub comes first, whatever its number, and the next event follows its hash."""
        chain = _chain(*(event(version=number) for number in range(6)))
        stub = stub_for(chain[3])
        with self.opened() as backend:
            self._restore(backend, [_stored(full_goal(), 4)], [stub, *chain[4:]])
            with backend.unit(TENANT, write=True) as unit:
                unit.history.append([event(version=6)])
                unit.commit()
            with backend.unit(TENANT, write=False) as unit:
                read = list(check_chain(unit.history.read(PLAN.id)))
                assert read[:3] == [stub, *chain[4:]]
                assert [each.sequence for each in read] == [4, 5, 6, 7]
                assert [each.sequence for each in unit.history.read(PLAN.id, after=5)] == [6, 7]
            assert all(finding.ok for finding in backend.examine())

    def test_a_plan_that_is_there_is_not_restored_over(self) -> None:
        """Nor an item; and nothing changes."""
        with self.opened() as backend:
            put(backend, [full_goal()])
            with backend.unit(TENANT, write=True) as unit:
                restoring = _restoring(unit)
                with pytest.raises(Conflict):
                    restoring.restore_plan(StoredPlan(PLAN, 7))
            with backend.unit(TENANT, write=True) as unit:
                restoring = _restoring(unit)
                with pytest.raises(Conflict):
                    restoring.restore_items(PLAN.id, [_stored(full_measure(), 1), _stored(full_goal(), 9)])
            with backend.unit(TENANT, write=False) as unit:
                assert unit.plans.get(PLAN.id) == StoredPlan(PLAN, 1)
                assert [each.version for each in unit.items.stream(ItemQuery(plan=PLAN.id))] == [1]

    def test_items_are_restored_only_into_a_plan(self) -> None:
        """Its header comes first."""
        with self.opened() as backend, backend.unit(TENANT, write=True) as unit:
            restoring = _restoring(unit)
            with pytest.raises(UnknownName):
                restoring.restore_items(PLAN.id, [_stored(full_goal(), 1)])
                unit.commit()

    def test_a_restore_that_is_left_leaves_nothing(self) -> None:
        """Without a commit the store is as it was; the plan can be restored again."""
        items, events = [_stored(full_goal(), 4)], _chain(event())
        with self.opened() as backend:
            with backend.unit(TENANT, write=True) as unit:
                restoring = _restoring(unit)
                restoring.restore_plan(StoredPlan(PLAN, 7))
                restoring.restore_items(PLAN.id, items)
                restoring.restore_events(events)
            with backend.unit(TENANT, write=False) as unit:
                assert unit.plans.all() == []
                assert list(unit.history.read(PLAN.id)) == []
            self._restore(backend, items, events)

    def test_tenants_and_plans_stay_apart(self) -> None:
        """The same plan of another tenant, and another plan, are none of its business."""
        items, events = [_stored(full_goal(), 4)], _chain(event())
        with self.opened() as backend:
            put(backend, [full_goal()], tenant=OTHER)
            put(backend, [full_goal()], plan=OTHER_PLAN)
            self._restore(backend, items, events)
            with backend.unit(OTHER, write=False) as unit:
                assert [each.version for each in unit.items.stream(ItemQuery())] == [1]
                assert list(unit.history.read(PLAN.id)) == []

    def test_an_entry_of_the_outbox_is_added_as_it_is(self) -> None:
        """In any state, with what became of it and with its lease."""
        settled = AT + timedelta(days=1)
        entries = [
            entry("k1", state=OutboxState.SENT, attempts=2, settled=settled, reason="ok", reference="42"),
            entry("k2", attempts=1, leased_by="worker", leased_until=settled),
            *(entry(state.value, state=state, settled=settled) for state in OutboxState if state.value != "pending"),
        ]
        with self.opened() as backend:
            put(backend)
            with backend.unit(TENANT, write=True) as unit:
                assert unit.outbox.add(entries) == len(entries)
                unit.commit()
            with backend.unit(TENANT, write=True) as unit:
                assert list(unit.outbox.entries()) == entries
                claim = unit.outbox.claim(
                    worker="other", now=AT, lease=timedelta(hours=1), limit=9, channels=[entries[0].channel]
                )
                assert claim == []
