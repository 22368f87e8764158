"""A commit writes everything together or nothing; a unit of work that failed or is over does nothing more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import attrs
import pytest

from plan_tasks.errors import StorageError, UnknownName
from plan_tasks.model import ItemId, PlanId
from plan_tasks.storage.contract import Settlement, StorageBackend, UnitOfWork
from plan_tasks.storage.outbox import OutboxState
from plan_tasks.storage.query import ItemQuery
from plan_tasks.testing.storage.case import StorageLaws, put
from plan_tasks.testing.storage.samples import (
    AT,
    OTHER_PLAN,
    PLAN,
    TENANT,
    entry,
    event,
    measure,
    observation,
    write,
)

__all__ = ["CommitLaws"]

_M1 = ItemId("m1")
_NO_PLAN = attrs.evolve(PLAN, id=PlanId("none"))
_HOUR = timedelta(hours=1)

_WRITES: dict[str, Callable[[UnitOfWork], Any]] = {
    "plans.put": lambda unit: unit.plans.put(OTHER_PLAN, seen=0),
    "items.put": lambda unit: unit.items.put([write(measure("m2"))]),
    "observations.add": lambda unit: unit.observations.add(PLAN.id, [(_M1, observation())]),
    "history.append": lambda unit: unit.history.append([event()]),
    "outbox.add": lambda unit: unit.outbox.add([entry("k2")]),
    "outbox.claim": lambda unit: unit.outbox.claim(worker="w", now=AT, lease=_HOUR, limit=9, channels=["post"]),
    "outbox.settle": lambda unit: unit.outbox.settle("w", [Settlement("k1", OutboxState.SENT, AT)]),
    "outbox.cancel": lambda unit: unit.outbox.cancel(["k1"], at=AT, reason="done"),
}
_READS: dict[str, Callable[[UnitOfWork], Any]] = {
    "plans.get": lambda unit: unit.plans.get(PLAN.id),
    "plans.all": lambda unit: unit.plans.all(),
    "items.get": lambda unit: unit.items.get(PLAN.id, [_M1]),
    "items.heads": lambda unit: unit.items.heads(ItemQuery(), limit=1),
    "items.scan": lambda unit: next(unit.items.scan(ItemQuery())),
    "items.stream": lambda unit: next(unit.items.stream(ItemQuery())),
    "observations.of": lambda unit: unit.observations.of(PLAN.id),
    "history.read": lambda unit: next(unit.history.read(PLAN.id)),
    "outbox.entries": lambda unit: next(unit.outbox.entries()),
    "outbox.known": lambda unit: unit.outbox.known(["k1"]),
}
_STREAMS: dict[str, Callable[[UnitOfWork], Any]] = {
    "items.scan": lambda unit: unit.items.scan(ItemQuery()),
    "items.stream": lambda unit: unit.items.stream(ItemQuery()),
    "history.read": lambda unit: unit.history.read(PLAN.id),
    "outbox.entries": lambda unit: unit.outbox.entries(),
}
_FAILURES: dict[str, Callable[[UnitOfWork], Any]] = {
    "a stale plan": lambda unit: unit.plans.put(PLAN, seen=7),
    "a stale item": lambda unit: unit.items.put([write(measure("m1"), seen=7)]),
    "an item of no plan": lambda unit: unit.items.put([write(measure("m1"), plan=_NO_PLAN)]),
    "a value of no item": lambda unit: unit.observations.add(PLAN.id, [(ItemId("none"), observation())]),
    "a good write, then a stale one": lambda unit: unit.items.put([write(measure("m8")), write(measure("m9"), seen=7)]),
}


def _everything(unit: UnitOfWork) -> None:
    """Writes into every part."""
    unit.items.put([write(measure("m1", title="Changed"), seen=1), write(measure("m2"))])
    unit.observations.add(PLAN.id, [(_M1, observation(8))])
    unit.history.append([event(version=2)])
    unit.outbox.add([entry("k2")])
    unit.plans.put(OTHER_PLAN, seen=0)


def _seen(unit: UnitOfWork) -> tuple[object, ...]:
    """All that a unit sees, part by part."""
    return (
        [stored.plan.id for stored in unit.plans.all()],
        [(stored.item.title, stored.version) for stored in unit.items.stream(ItemQuery())],
        [row.value for rows in unit.observations.of(PLAN.id).values() for row in rows],
        [stored.sequence for stored in unit.history.read(PLAN.id)],
        [each.key for each in unit.outbox.entries()],
    )


_BEFORE = (["city"], [("Measure m1", 1)], [5], [1], ["k1"])
_AFTER = (["bridge", "city"], [("Changed", 2), ("Measure m2", 1)], [5, 8], [1, 2], ["k1", "k2"])


def _filled(backend: StorageBackend) -> None:
    put(backend, [measure("m1")])
    with backend.unit(TENANT, write=True) as unit:
        unit.observations.add(PLAN.id, [(_M1, observation())])
        unit.history.append([event()])
        unit.outbox.add([entry()])
        unit.commit()


def _look(backend: StorageBackend) -> tuple[object, ...]:
    with backend.unit(TENANT, write=False) as unit:
        return _seen(unit)


class CommitLaws(StorageLaws):
    """Laws about units of work."""

    def test_a_commit_writes_all_parts(self) -> None:
        """Plans, items, observations, events and notices are there for the next unit."""
        with self.opened() as backend:
            _filled(backend)
            with backend.unit(TENANT, write=True) as unit:
                _everything(unit)
                unit.commit()
            assert _look(backend) == _AFTER

    def test_leaving_without_a_commit_changes_nothing(self) -> None:
        """Whichever part was written."""
        with self.opened() as backend:
            _filled(backend)
            with backend.unit(TENANT, write=True) as unit:
                _everything(unit)
            assert _look(backend) == _BEFORE

    def test_an_error_in_the_block_changes_nothing(self) -> None:
        """The error itself comes out as it was."""
        with self.opened() as backend:
            _filled(backend)
            with pytest.raises(ZeroDivisionError), backend.unit(TENANT, write=True) as unit:
                _everything(unit)
                raise ZeroDivisionError
            assert _look(backend) == _BEFORE

    def test_a_unit_sees_what_it_wrote(self) -> None:
        """In every part, before the commit."""
        with self.opened() as backend:
            _filled(backend)
            with backend.unit(TENANT, write=True) as unit:
                _everything(unit)
                assert _seen(unit) == _AFTER

    def test_nobody_sees_what_is_not_committed(self) -> None:
        """Another unit reads the state before, while the writer is at work."""
        with self.opened() as backend:
            _filled(backend)
            with backend.unit(TENANT, write=True) as unit:
                _everything(unit)
                assert _look(backend) == _BEFORE
                unit.commit()
                assert _look(backend) == _AFTER

    def test_a_receipt_says_what_became_durable(self) -> None:
        """New versions by plan and item, and the events with their places."""
        with self.opened() as backend:
            _filled(backend)
            with backend.unit(TENANT, write=True) as unit:
                _everything(unit)
                receipt = unit.commit()
            assert dict(receipt.versions) == {("city", "m1"): 2, ("city", "m2"): 1, ("bridge", ""): 1}
            with backend.unit(TENANT, write=False) as unit:
                assert receipt.events == tuple(unit.history.read(PLAN.id, after=1))

    @pytest.mark.parametrize("fail", _FAILURES.values(), ids=_FAILURES)
    def test_after_a_failed_write_nothing_is_stored(self, fail: Callable[[UnitOfWork], Any]) -> None:
        """Neither what went before it nor after it: the unit can only be left, and the next one works."""
        with self.opened() as backend:
            _filled(backend)
            with backend.unit(TENANT, write=True) as unit:
                _everything(unit)
                with pytest.raises((StorageError, UnknownName)):
                    fail(unit)
                    unit.commit()
                with pytest.raises(StorageError):
                    unit.commit()
            assert _look(backend) == _BEFORE
            with backend.unit(TENANT, write=True) as unit:
                _everything(unit)
                unit.commit()
            assert _look(backend) == _AFTER

    def test_a_failed_unit_takes_no_more_writes(self) -> None:
        """They could only be lost."""
        with self.opened() as backend:
            _filled(backend)
            with backend.unit(TENANT, write=True) as unit:
                with pytest.raises(UnknownName):
                    _FAILURES["a value of no item"](unit)
                for change in _WRITES.values():
                    with pytest.raises(StorageError):
                        change(unit)

    def test_what_belongs_to_nothing_is_refused_by_name(self) -> None:
        """An item of a plan that is not stored, a value of an item that is not, also of one in another plan."""
        with self.opened() as backend:
            put(backend, [measure("m1")])
            put(backend, [measure("m2")], plan=OTHER_PLAN)
            with backend.unit(TENANT, write=True) as unit, pytest.raises(UnknownName):
                unit.items.put([write(measure("m1"), plan=_NO_PLAN)])
            for plan, item in ((PLAN.id, "m2"), (_NO_PLAN.id, "m1")):
                with backend.unit(TENANT, write=True) as unit, pytest.raises(UnknownName):
                    unit.observations.add(plan, [(ItemId(item), observation())])

    @pytest.mark.parametrize("change", [*_WRITES.values(), lambda unit: unit.commit()], ids=[*_WRITES, "commit"])
    def test_a_unit_for_reading_does_not_write(self, change: Callable[[UnitOfWork], Any]) -> None:
        """Nor does it commit."""
        with self.opened() as backend:
            _filled(backend)
            with backend.unit(TENANT, write=False) as unit, pytest.raises(StorageError):
                change(unit)
            assert _look(backend) == _BEFORE

    @pytest.mark.parametrize("use", [*_WRITES.values(), *_READS.values()], ids=[*_WRITES, *_READS])
    def test_a_unit_that_is_over_is_of_no_use(self, use: Callable[[UnitOfWork], Any]) -> None:
        """Committed or left, it neither reads nor writes."""
        with self.opened() as backend:
            _filled(backend)
            with backend.unit(TENANT, write=True) as committed:
                committed.commit()
                with pytest.raises(StorageError):
                    use(committed)
            with backend.unit(TENANT, write=False) as left:
                pass
            for unit in (committed, left):
                with pytest.raises(StorageError):
                    use(unit)
            assert _look(backend) == _BEFORE

    def test_a_unit_is_committed_once(self) -> None:
        """What follows the commit belongs into a unit of its own."""
        with self.opened() as backend:
            with backend.unit(TENANT, write=True) as unit:
                unit.plans.put(PLAN, seen=0)
                unit.commit()
                with pytest.raises(StorageError):
                    unit.commit()
            with pytest.raises(StorageError):
                unit.commit()

    @pytest.mark.parametrize("stream", _STREAMS.values(), ids=_STREAMS)
    def test_a_stream_ends_with_its_unit(self, stream: Callable[[UnitOfWork], Any]) -> None:
        """Whoever reads on gets an error, not rows of another time; and the store goes on."""
        with self.opened() as backend:
            _filled(backend)
            with backend.unit(TENANT, write=True) as unit:
                _everything(unit)
                unit.commit()
            with backend.unit(TENANT, write=False) as unit:
                rows = stream(unit)
                next(rows)
            with pytest.raises(StorageError):
                next(rows)
            assert _look(backend) == _AFTER

    def test_nothing_is_a_change_too(self) -> None:
        """Empty lists of anything are stored as what they are."""
        with self.opened() as backend:
            _filled(backend)
            with backend.unit(TENANT, write=True) as unit:
                unit.items.put([])
                unit.observations.add(PLAN.id, [])
                unit.history.append([])
                assert (unit.outbox.add([]), unit.outbox.settle("w", [])) == (0, 0)
                assert unit.outbox.cancel([], at=AT, reason="") == 0
                receipt = unit.commit()
            assert (dict(receipt.versions), tuple(receipt.events)) == ({}, ())
            assert _look(backend) == _BEFORE
