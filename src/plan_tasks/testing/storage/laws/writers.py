"""Threads share a store: writers go one after another, readers wait for nobody, and no wait is without end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from plan_tasks.errors import StorageError, StoreUnavailable
from plan_tasks.model import ItemId
from plan_tasks.storage.contract import StorageBackend
from plan_tasks.storage.history import check_chain
from plan_tasks.storage.query import ItemQuery
from plan_tasks.testing.storage.case import StorageLaws, put
from plan_tasks.testing.storage.samples import OTHER, PLAN, TENANT, event, measure, write

__all__ = ["WriterLaws"]

_M1 = ItemId("m1")
_LONG = 20.0  # seconds after which a thread counts as stuck
_PATIENCE = 2.5


def change_once(backend: StorageBackend) -> None:
    """Reads an item's version and writes the next one, in one unit."""
    with backend.unit(TENANT, write=True) as unit:
        seen = unit.items.get(PLAN.id, [_M1])[_M1].version
        unit.items.put([write(measure("m1", title=f"Title {seen}"), seen=seen)])
        unit.history.append([event(version=seen + 1)])
        unit.commit()


@contextmanager
def _in_a_thread(work: Callable[[], object]) -> Iterator[Future[object]]:
    with ThreadPoolExecutor(max_workers=1) as pool:
        yield pool.submit(work)


@contextmanager
def _writing_elsewhere(backend: StorageBackend) -> Iterator[None]:
    """Another thread has a unit open that writes."""
    begun, done = threading.Event(), threading.Event()

    def hold() -> None:
        with backend.unit(TENANT, write=True) as unit:
            unit.items.put([write(measure("held"))])
            begun.set()
            done.wait(_LONG)

    with _in_a_thread(hold) as held:
        try:
            assert begun.wait(_LONG)
            yield
        finally:
            done.set()
            held.result(_LONG)


class WriterLaws(StorageLaws):
    """Laws about threads."""

    def test_no_change_of_any_thread_is_lost(self) -> None:
        """Four threads, each with its own changes of one item: the versions count them all."""
        with self.opened() as backend:
            put(backend, [measure("m1")])

            def work() -> None:
                for _ in range(10):
                    change_once(backend)

            with ThreadPoolExecutor(max_workers=4) as pool:
                for future in [pool.submit(work) for _ in range(4)]:
                    future.result(_LONG)
            with backend.unit(TENANT, write=False) as unit:
                assert unit.items.get(PLAN.id, [_M1])[_M1].version == 41
                assert [each.event.version for each in check_chain(unit.history.read(PLAN.id))] == list(range(2, 42))

    def test_a_writer_waits_for_the_one_before(self) -> None:
        """It begins when that one has committed, left already or not, and sees what it wrote; so in another tenant."""
        with self.opened() as backend:
            put(backend, [measure("m1")])

            def work() -> list[str]:
                change_once(backend)
                with backend.unit(OTHER, write=True) as unit, backend.unit(TENANT, write=False) as seen:
                    unit.plans.put(PLAN, seen=0)
                    unit.commit()
                    return [head.title for head in seen.items.scan(ItemQuery())]

            with backend.unit(TENANT, write=True) as unit, _in_a_thread(work) as future:
                time.sleep(0.05)
                assert not future.done()
                unit.items.put([write(measure("m1", title="First"), seen=1)])
                unit.commit()
                assert future.result(_LONG) == ["Title 2"]

    def test_readers_wait_for_nobody(self) -> None:
        """While a writer is at work they read the state before, in another thread and in the writer's own."""
        with self.opened() as backend:
            put(backend, [measure("m1")])

            def read() -> list[str]:
                with backend.unit(TENANT, write=False) as unit:
                    return [head.title for head in unit.items.scan(ItemQuery())]

            with backend.unit(TENANT, write=True) as unit:
                unit.items.put([write(measure("m1", title="Changed"), seen=1)])
                assert read() == ["Measure m1"]
                with _in_a_thread(read) as future:
                    assert future.result(_LONG) == ["Measure m1"]

    def test_a_thread_does_not_wait_for_itself(self) -> None:
        """A second unit that writes in the same thread is refused at once; the first goes on."""
        with self.opened() as backend:
            put(backend)
            began = time.monotonic()
            with backend.unit(TENANT, write=True) as unit:
                unit.items.put([write(measure("m1"))])
                for tenant in (TENANT, OTHER):
                    with pytest.raises(StorageError), backend.unit(tenant, write=True):
                        pass
                assert time.monotonic() - began < _PATIENCE
                unit.commit()
            with backend.unit(TENANT, write=False) as unit:
                assert [head.id for head in unit.items.scan(ItemQuery())] == ["m1"]

    def test_after_a_commit_the_same_thread_may_write_again(self) -> None:
        """Also before the first unit is left: whoever is told of a commit may act on it."""
        with self.opened() as backend:
            put(backend, [measure("m1")])
            with backend.unit(TENANT, write=True) as unit:
                unit.items.put([write(measure("m1", title="First"), seen=1)])
                unit.commit()
                change_once(backend)
            change_once(backend)
            with backend.unit(TENANT, write=False) as unit:
                assert [head.version for head in unit.items.scan(ItemQuery())] == [4]

    def test_a_wait_comes_to_an_end(self) -> None:
        """Who waits too long is told that the store is not available; later it is."""
        with self.opened(impatient=True) as backend:
            put(backend)
            with _writing_elsewhere(backend):
                began = time.monotonic()
                with pytest.raises(StoreUnavailable), backend.unit(TENANT, write=True):
                    pass
                assert time.monotonic() - began < _PATIENCE
            with backend.unit(TENANT, write=True) as unit:
                unit.items.put([write(measure("m1"))])
                unit.commit()
            with backend.unit(TENANT, write=False) as unit:
                assert [head.id for head in unit.items.scan(ItemQuery())] == ["m1"]

    def test_a_writer_that_fails_lets_the_next_one_in(self) -> None:
        """However its unit ended."""
        with self.opened(impatient=True) as backend:
            put(backend, [measure("m1")])
            for _ in range(3):
                with pytest.raises(ZeroDivisionError), backend.unit(TENANT, write=True):
                    raise ZeroDivisionError
            with _in_a_thread(lambda: change_once(backend)) as future:
                future.result(_LONG)

    def test_a_store_that_is_closed_says_so(self) -> None:
        """To units that read and to units that write; closing it once more does no harm."""
        with self.opened() as backend:
            put(backend)
            backend.close()
            for writes in (False, True):
                with pytest.raises(StorageError), backend.unit(TENANT, write=writes):
                    pass
            backend.close()
