"""A unit sees the store as it was when it began, and only its own tenant's part of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import attrs
import pytest

from plan_tasks.model import ItemId, TenantId
from plan_tasks.storage.contract import Settlement, StorageBackend, UnitOfWork
from plan_tasks.storage.history import check_chain
from plan_tasks.storage.outbox import OutboxState
from plan_tasks.storage.query import ItemQuery, Order
from plan_tasks.testing.storage.case import StorageLaws, put
from plan_tasks.testing.storage.samples import (
    AT,
    OTHER,
    PLAN,
    TENANT,
    entry,
    event,
    measure,
    measures,
    observation,
    write,
)

__all__ = ["IsolationLaws"]

_HOUR = timedelta(hours=1)
_PARTS: dict[str, Callable[[UnitOfWork], Any]] = {
    "plans.get": lambda unit: unit.plans.get(PLAN.id),
    "plans.all": lambda unit: list(unit.plans.all()),
    "items.get": lambda unit: dict(unit.items.get(PLAN.id, [ItemId("m0"), ItemId("new")])),
    "items.heads": lambda unit: list(unit.items.heads(ItemQuery(order=Order.DUE), limit=50).rows),
    "items.scan": lambda unit: list(unit.items.scan(ItemQuery(plan=PLAN.id, text="m"))),
    "items.stream": lambda unit: list(unit.items.stream(ItemQuery())),
    "observations.of": lambda unit: {item: list(rows) for item, rows in unit.observations.of(PLAN.id).items() if rows},
    "history.read": lambda unit: list(unit.history.read(PLAN.id)),
    "outbox.entries": lambda unit: list(unit.outbox.entries()),
    "outbox.known": lambda unit: set(unit.outbox.known(["k1", "k2"])),
}
_EVERY_PART = pytest.mark.parametrize("part", _PARTS.values(), ids=_PARTS)


def _fill(backend: StorageBackend, tenant: TenantId = TENANT) -> None:
    put(backend, measures(20), tenant=tenant)
    with backend.unit(tenant, write=True) as unit:
        unit.observations.add(PLAN.id, [(ItemId(f"m{number}"), observation(number)) for number in range(20)])
        unit.history.append([event(f"m{number}") for number in range(20)])
        unit.outbox.add([entry("k1")])
        unit.commit()


def _change(backend: StorageBackend) -> None:
    """Changes every part."""
    with backend.unit(TENANT, write=True) as unit:
        unit.plans.put(attrs.evolve(PLAN, title="Changed"), seen=1)
        unit.items.put([write(measure("m0", title="Changed"), seen=1), write(measure("new"))])
        unit.observations.add(PLAN.id, [(ItemId("m0"), observation(99))])
        unit.history.append([event(version=2)])
        unit.outbox.add([entry("k2")])
        unit.commit()


class IsolationLaws(StorageLaws):
    """Laws about what a unit sees."""

    @_EVERY_PART
    def test_a_unit_sees_the_state_in_which_it_began(self, part: Callable[[UnitOfWork], Any]) -> None:
        """Also where it reads for the first time after somebody else's commit; the next unit sees that."""
        with self.opened() as backend:
            _fill(backend)
            with backend.unit(TENANT, write=False) as unit:
                before = part(unit)
            with backend.unit(TENANT, write=False) as early:
                _change(backend)
                assert part(early) == before
                assert part(early) == before
            with backend.unit(TENANT, write=False) as late:
                assert part(late) != before

    @pytest.mark.parametrize("order", Order)
    def test_a_stream_is_not_disturbed_by_who_writes_meanwhile(self, order: Order) -> None:
        """A commit between two rows neither hides, doubles nor changes any."""
        with self.opened() as backend:
            _fill(backend)
            query = ItemQuery(order=order)
            with backend.unit(TENANT, write=False) as unit:
                before = list(unit.items.stream(query))
            with backend.unit(TENANT, write=False) as unit:
                streamed = []
                for number, stored in enumerate(unit.items.stream(query)):
                    streamed.append(stored)
                    with backend.unit(TENANT, write=True) as writer:
                        changed = [write(measure(f"m{each}", title="Changed"), seen=number + 1) for each in range(20)]
                        writer.items.put([*changed, write(measure(f"new{number}"))])
                        writer.commit()
                assert streamed == before

    def test_a_stream_of_events_is_not_disturbed_either(self) -> None:
        """Nor are notices."""
        with self.opened() as backend:
            _fill(backend)
            with backend.unit(TENANT, write=False) as unit:
                events, notices = unit.history.read(PLAN.id), unit.outbox.entries()
                read = [next(events)]
                _change(backend)
                read += events
                assert [stored.sequence for stored in check_chain(read)] == list(range(1, 21))
                assert [each.key for each in notices] == ["k1"]

    @_EVERY_PART
    def test_a_tenant_does_not_see_another(self, part: Callable[[UnitOfWork], Any]) -> None:
        """No part of the store crosses over, though plans, items and keys have the same names."""
        with self.opened() as backend:
            with backend.unit(OTHER, write=False) as unit:
                empty = part(unit)
            _fill(backend)
            with backend.unit(OTHER, write=False) as unit:
                assert part(unit) == empty
            put(backend, [measure("m0", title="Theirs")], tenant=OTHER)
            with backend.unit(OTHER, write=False) as unit:
                theirs = part(unit)
            _change(backend)
            with backend.unit(OTHER, write=False) as unit:
                assert part(unit) == theirs

    def test_tenants_number_for_themselves(self) -> None:
        """Versions, events and keys of one do not count for another."""
        with self.opened() as backend:
            for tenant in (TENANT, OTHER):
                _fill(backend, tenant)
            _change(backend)
            with backend.unit(OTHER, write=True) as unit:
                unit.items.put([write(measure("m0", title="Theirs"), seen=1)])
                unit.history.append([event(version=2)])
                assert unit.outbox.add([entry("k1"), entry("k2")]) == 1
                unit.commit()
            with backend.unit(OTHER, write=False) as unit:
                assert [stored.sequence for stored in check_chain(unit.history.read(PLAN.id))] == list(range(1, 22))

    def test_a_tenant_does_not_move_the_notices_of_another(self) -> None:
        """It claims, settles and cancels its own."""
        with self.opened() as backend:
            for tenant in (TENANT, OTHER):
                with backend.unit(tenant, write=True) as unit:
                    unit.outbox.add([entry("k1"), entry("k2"), entry("k3")])
                    unit.commit()
            with backend.unit(OTHER, write=True) as unit:
                claimed = unit.outbox.claim(worker="w", now=AT, lease=_HOUR, limit=9, channels=["post"])
                assert [each.key for each in claimed] == ["k1", "k2", "k3"]
                assert unit.outbox.settle("w", [Settlement("k1", OutboxState.SENT, AT)]) == 1
                assert unit.outbox.cancel(["k2"], at=AT, reason="done") == 1
                unit.commit()
            with backend.unit(TENANT, write=False) as unit:
                assert list(unit.outbox.entries()) == [entry("k1"), entry("k2"), entry("k3")]

    def test_names_of_tenants_are_compared_character_by_character(self) -> None:
        """Those that differ in case, by an accent or by a pattern's character are different tenants."""
        names = [TenantId(name) for name in ("default", "Default", "d%", "d_", "市", "é", "e\u0301", "1", "01")]
        with self.opened() as backend:
            for number, tenant in enumerate(names):
                put(backend, [measure("m1", title=f"Of {number}")], tenant=tenant)
            for number, tenant in enumerate(names):
                with backend.unit(tenant, write=False) as unit:
                    assert [head.title for head in unit.items.scan(ItemQuery())] == [f"Of {number}"]
