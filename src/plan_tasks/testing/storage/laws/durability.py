"""What was committed outlives the program, and several programs may have the store open; where a backend claims it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from plan_tasks.errors import Conflict, StoreUnavailable
from plan_tasks.model import ItemId
from plan_tasks.storage.contract import Settlement, StorageBackend
from plan_tasks.storage.history import check_chain
from plan_tasks.storage.outbox import OutboxState
from plan_tasks.storage.query import ItemQuery
from plan_tasks.testing.storage.case import Opening, StorageLaws, put
from plan_tasks.testing.storage.laws.writers import change_once
from plan_tasks.testing.storage.samples import AT, PLAN, TENANT, entry, event, full_measure, measure, observation, write

__all__ = ["DurabilityLaws"]

_M1 = ItemId("m1")


class DurabilityLaws(StorageLaws):
    """Laws about stores that last."""

    def test_what_was_committed_is_there_when_the_store_is_opened_again(self) -> None:
        """All parts of it; what was not committed is not."""
        with self.opening() as opening:
            backend = self._durable(opening)
            put(backend, [full_measure()])
            with backend.unit(TENANT, write=True) as unit:
                unit.observations.add(PLAN.id, [(_M1, observation())])
                unit.history.append([event()])
                unit.outbox.add([entry()])
                unit.commit()
            with backend.unit(TENANT, write=True) as unit:
                unit.items.put([write(measure("lost"))])
            backend.close()
            with opening().unit(TENANT, write=False) as unit:
                assert [held.plan for held in unit.plans.all()] == [PLAN]
                assert [stored.item for stored in unit.items.stream(ItemQuery())] == [full_measure()]
                assert list(unit.observations.of(PLAN.id)[_M1]) == [observation()]
                assert [stored.event for stored in check_chain(unit.history.read(PLAN.id))] == [event()]
                assert list(unit.outbox.entries()) == [entry()]

    def test_a_store_that_is_opened_again_goes_on_where_it_was(self) -> None:
        """Versions, places, event numbers, the order of values and leases."""
        with self.opening() as opening:
            backend = self._durable(opening)
            put(backend, [measure("z"), measure("m1")])
            for seen in (1, 2, 3):
                change_once(backend)
                with backend.unit(TENANT, write=True) as unit:
                    unit.observations.add(PLAN.id, [(_M1, observation(9 - seen))])
                    unit.items.put([write(measure(f"a{9 - seen}"))])
                    unit.outbox.add([entry(f"k{9 - seen}")])
                    unit.outbox.claim(worker="w", now=AT, lease=timedelta(hours=1), limit=1, channels=["post"])
                    unit.commit()
                backend.close()
                backend = opening()
            with backend.unit(TENANT, write=True) as unit:
                assert [head.id for head in unit.items.scan(ItemQuery())] == ["z", "m1", "a8", "a7", "a6"]
                assert unit.items.get(PLAN.id, [_M1])[_M1].version == 4
                assert [each.sequence for each in check_chain(unit.history.read(PLAN.id))] == [1, 2, 3]
                assert [each.value for each in unit.observations.of(PLAN.id)[_M1]] == [8, 7, 6]
                assert [each.key for each in unit.outbox.entries()] == ["k8", "k7", "k6"]
                assert unit.outbox.settle("w", [Settlement("k7", OutboxState.SENT, AT)]) == 1

    def test_a_store_that_is_open_twice_is_one_store(self) -> None:
        """What one commits the other sees, and a version that only the other knows is stale."""
        with self.opening() as opening:
            first, second = self._shared(opening), opening()
            put(first, [measure("m1")])
            for backend in (second, first, second):
                change_once(backend)
            with first.unit(TENANT, write=False) as unit:
                assert unit.items.get(PLAN.id, [_M1])[_M1].version == 4
            with pytest.raises(Conflict) as caught, first.unit(TENANT, write=True) as unit:
                unit.items.put([write(measure("m1"), seen=3)])
                unit.commit()
            assert (caught.value.seen, caught.value.stored) == (3, 4)

    def test_a_writer_shuts_out_writers_of_the_other_opening(self) -> None:
        """Who waits too long is told; a reader is not shut out and sees the state before."""
        with self.opening(impatient=True) as opening:
            first, second = self._shared(opening), opening()
            put(first, [measure("m1")])
            with first.unit(TENANT, write=True) as unit:
                unit.items.put([write(measure("m1", title="Changed"), seen=1)])
                with pytest.raises(StoreUnavailable), second.unit(TENANT, write=True):
                    pass
                with second.unit(TENANT, write=False) as reading:
                    assert [head.title for head in reading.items.scan(ItemQuery())] == ["Measure m1"]
                unit.commit()
            change_once(second)

    def _durable(self, opening: Opening) -> StorageBackend:
        backend = opening()
        self.claimed(backend.capabilities.durable, "durable")
        return backend

    def _shared(self, opening: Opening) -> StorageBackend:
        backend = opening()
        self.claimed(backend.capabilities.concurrent_writers, "concurrent_writers")
        return backend
