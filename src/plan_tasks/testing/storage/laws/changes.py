"""What a store that tells changes promises: the order of commits, and that nobody who follows misses anything."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

import attrs
import pytest

from plan_tasks.errors import InvalidValue
from plan_tasks.model import PlanId, TenantId
from plan_tasks.storage.capabilities import NumberedEvent, SupportsChanges, SupportsRestore
from plan_tasks.storage.contract import StorageBackend, StoredPlan
from plan_tasks.storage.history import Event, StoredEvent
from plan_tasks.testing.storage.case import StorageLaws, put
from plan_tasks.testing.storage.samples import OTHER, OTHER_PLAN, PLAN, TENANT, event

__all__ = ["ChangeLaws"]


def _append(backend: StorageBackend, *events: Event, tenant: TenantId = TENANT) -> Sequence[StoredEvent]:
    with backend.unit(tenant, write=True) as unit:
        unit.history.append(events)
        return unit.commit().events


def _told(
    backend: StorageBackend, *, after: int = 0, limit: int = 100, plan: PlanId | None = None, tenant: TenantId = TENANT
) -> list[NumberedEvent]:
    with backend.unit(tenant, write=False) as unit:
        if not isinstance(unit, SupportsChanges):
            pytest.skip("not claimed: SupportsChanges")
        return list(unit.changes(after=after, limit=limit, plan=plan))


class ChangeLaws(StorageLaws):
    """Laws of `SupportsChanges`."""

    def test_changes_are_told_in_the_order_of_commits(self) -> None:
        """Over all plans, each with its number and hash; numbers grow."""
        with self.opened() as backend:
            put(backend)
            put(backend, plan=OTHER_PLAN)
            stored: list[StoredEvent] = []
            for plan in ("city", "bridge", "bridge", "city"):
                stored += _append(backend, event(plan=plan), event(plan=plan))
            found = _told(backend)
            assert [each.stored for each in found] == stored
            numbers = [each.number for each in found]
            assert numbers == sorted(set(numbers))
            assert numbers[0] > 0

    def test_changes_can_be_told_in_parts(self) -> None:
        """Any number of them after any of them, of all plans or of one."""
        with self.opened() as backend:
            put(backend)
            put(backend, plan=OTHER_PLAN)
            for number in range(5):
                _append(backend, event(version=number), event(plan="bridge", version=number))
            whole = _told(backend)
            assert len(whole) == 10
            for place, each in enumerate(whole, start=1):
                assert _told(backend, after=each.number) == whole[place:]
                assert _told(backend, after=each.number, limit=2) == whole[place : place + 2]
            bridge = [each for each in whole if each.stored.event.plan == "bridge"]
            assert _told(backend, plan=OTHER_PLAN.id) == bridge
            assert _told(backend, plan=OTHER_PLAN.id, after=bridge[1].number, limit=2) == bridge[2:4]
            assert _told(backend, plan=PlanId("none")) == []

    def test_a_part_has_at_least_one_row(self) -> None:
        """A limit of nothing is refused."""
        with self.opened() as backend:
            put(backend)
            with pytest.raises(InvalidValue):
                _told(backend, limit=0)

    def test_what_is_not_committed_is_not_told(self) -> None:
        """Neither while a unit is open nor after it was left."""
        with self.opened() as backend:
            put(backend)
            _append(backend, event())
            with backend.unit(TENANT, write=True) as unit:
                unit.history.append([event(version=9)])
                assert len(_told(backend)) == 1
            assert len(_told(backend)) == 1
            _append(backend, event(version=2))
            assert [each.stored.event.version for each in _told(backend)] == [1, 2]

    def test_tenants_are_told_of_their_own(self) -> None:
        """And of nothing else."""
        with self.opened() as backend:
            put(backend)
            put(backend, tenant=OTHER)
            mine = _append(backend, event())
            theirs = _append(backend, event(version=3), tenant=OTHER)
            assert [each.stored for each in _told(backend)] == list(mine)
            assert [each.stored for each in _told(backend, tenant=OTHER)] == list(theirs)

    def test_changes_are_told_after_the_store_was_opened_again(self) -> None:
        """With the same numbers."""
        with self.opening() as opening:
            backend = opening()
            self.claimed(backend.capabilities.durable, "durable")
            put(backend)
            _append(backend, event(), event())
            assert _told(opening()) == _told(backend)
            assert len(_told(backend)) == 2

    def test_what_is_restored_is_told_when_it_comes(self) -> None:
        """After what was there before, whatever its moments."""
        with self.opened() as backend:
            put(backend)
            before = _append(backend, event(version=5))
            with backend.unit(TENANT, write=True) as unit:
                if not isinstance(unit, SupportsRestore):
                    pytest.skip("not claimed: SupportsRestore")
                unit.restore_plan(StoredPlan(OTHER_PLAN, 1))
                restored = [StoredEvent(1, event(plan="bridge"), "1" * 64)]
                unit.restore_events(restored)
                unit.commit()
            assert [each.stored for each in _told(backend)] == [*before, *restored]

    def test_who_follows_misses_nothing_while_several_write(self) -> None:
        """Three writers, each in a plan of its own, one of them slow between writing and committing."""
        plans, rounds = ("city", "bridge", "harbour"), 12
        with self.opened() as backend:
            for plan in plans:
                put(backend, plan=attrs.evolve(PLAN, id=PlanId(plan)))
            assert _told(backend) == []  # skipped here where it is not offered, before anybody writes
            failed: list[BaseException] = []

            def write(plan: str, pause: float) -> None:
                try:
                    for number in range(rounds):
                        with backend.unit(TENANT, write=True) as unit:
                            unit.history.append([event(plan=plan, version=number)])
                            time.sleep(pause)
                            unit.commit()
                except BaseException as error:
                    failed.append(error)
                    raise

            writers = [
                threading.Thread(target=write, args=(plan, pause))
                for plan, pause in zip(plans, (0.004, 0, 0.001), strict=True)
            ]
            for writer in writers:
                writer.start()
            seen: list[NumberedEvent] = []
            while any(writer.is_alive() for writer in writers):
                seen += _told(backend, after=seen[-1].number if seen else 0, limit=5)
            while batch := _told(backend, after=seen[-1].number if seen else 0, limit=5):
                seen += batch
            assert not failed
            for plan in plans:
                of_plan = [each.stored.event.version for each in seen if each.stored.event.plan == plan]
                assert of_plan == list(range(rounds)), plan
            assert seen == _told(backend)
