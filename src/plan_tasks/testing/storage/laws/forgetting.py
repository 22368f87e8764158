"""What a store that can forget keeps: everything but the oldest events, and a stub in their place."""

from __future__ import annotations

from datetime import timedelta

import pytest

from plan_tasks.model import TenantId
from plan_tasks.storage.capabilities import SupportsChanges, SupportsForgetting
from plan_tasks.storage.contract import StorageBackend, UnitOfWork
from plan_tasks.storage.history import StoredEvent, check_chain
from plan_tasks.testing.storage.case import StorageLaws, put
from plan_tasks.testing.storage.laws.restoring import stub_for
from plan_tasks.testing.storage.samples import AT, OTHER, OTHER_PLAN, PLAN, TENANT, event

__all__ = ["ForgettingLaws"]


def _forgetting(unit: UnitOfWork) -> SupportsForgetting:
    if not isinstance(unit, SupportsForgetting):
        pytest.skip("not claimed: SupportsForgetting")
    return unit


def _six(backend: StorageBackend, *, plan: str = "city", tenant: TenantId = TENANT) -> list[StoredEvent]:
    with backend.unit(tenant, write=True) as unit:
        unit.history.append([event(plan=plan, version=each, at=AT + timedelta(days=each)) for each in range(6)])
        return list(unit.commit().events)


class ForgettingLaws(StorageLaws):
    """Laws of `SupportsForgetting`."""

    def test_a_stub_takes_the_place_of_the_oldest_events(self) -> None:
        """It comes first, and the chain holds from it on; the next event follows the last."""
        with self.opened() as backend:
            put(backend)
            events = _six(backend)
            with backend.unit(TENANT, write=True) as unit:
                assert _forgetting(unit).forget_events(stub_for(events[3])) == 4
                unit.history.append([event(version=6)])
                unit.commit()
            with backend.unit(TENANT, write=False) as unit:
                read = list(check_chain(unit.history.read(PLAN.id)))
                assert read[:3] == [stub_for(events[3]), *events[4:]]
                assert [each.sequence for each in read] == [4, 5, 6, 7]
            assert all(finding.ok for finding in backend.examine())

    def test_a_stub_can_be_replaced_by_a_later_one(self) -> None:
        """Up to the very last event; the stub before counts as one that is removed."""
        with self.opened() as backend:
            put(backend)
            events = _six(backend)
            for last, removed in ((events[1], 2), (events[5], 5)):
                with backend.unit(TENANT, write=True) as unit:
                    assert _forgetting(unit).forget_events(stub_for(last)) == removed
                    unit.commit()
            with backend.unit(TENANT, write=True) as unit:
                unit.history.append([event(version=6)])
                unit.commit()
            with backend.unit(TENANT, write=False) as unit:
                assert [each.sequence for each in check_chain(unit.history.read(PLAN.id))] == [6, 7]

    def test_forgetting_is_part_of_the_unit(self) -> None:
        """Without a commit nothing is forgotten."""
        with self.opened() as backend:
            put(backend)
            events = _six(backend)
            with backend.unit(TENANT, write=True) as unit:
                _forgetting(unit).forget_events(stub_for(events[3]))
            with backend.unit(TENANT, write=False) as unit:
                assert list(unit.history.read(PLAN.id)) == events

    def test_other_plans_and_tenants_forget_nothing(self) -> None:
        """Only that plan of that tenant."""
        with self.opened() as backend:
            put(backend)
            put(backend, plan=OTHER_PLAN)
            put(backend, tenant=OTHER)
            events = _six(backend)
            other = _six(backend, plan="bridge")
            foreign = _six(backend, tenant=OTHER)
            with backend.unit(TENANT, write=True) as unit:
                _forgetting(unit).forget_events(stub_for(events[5]))
                unit.commit()
            with backend.unit(TENANT, write=False) as unit:
                assert list(unit.history.read(OTHER_PLAN.id)) == other
            with backend.unit(OTHER, write=False) as unit:
                assert list(unit.history.read(PLAN.id)) == foreign

    def test_who_follows_is_given_the_stub_for_what_is_gone(self) -> None:
        """In the place of the last event that it stands for."""
        with self.opened() as backend:
            put(backend)
            put(backend, plan=OTHER_PLAN)
            first = _six(backend)
            other = _six(backend, plan="bridge")
            with backend.unit(TENANT, write=True) as unit:
                _forgetting(unit).forget_events(stub_for(first[3]))
                unit.commit()
            with backend.unit(TENANT, write=False) as unit:
                if not isinstance(unit, SupportsChanges):
                    pytest.skip("not claimed: SupportsChanges")
                told = [each.stored for each in unit.changes(after=0, limit=100)]
                assert told == [stub_for(first[3]), *first[4:], *other]
