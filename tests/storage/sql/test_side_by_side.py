"""Writers of different plans go on side by side, those of one plan in turn; the feed of events misses nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import attrs
import pytest
from tests.storage.sql.conftest import Ground
from tests.storage.sql.servers import empty

from plan_tasks.errors import StorageError, StoreUnavailable
from plan_tasks.model import ItemId, PlanId
from plan_tasks.plugins.storage.sql.backend import SqlBackend
from plan_tasks.plugins.storage.sql.tables import tables
from plan_tasks.services.opening import open_host, open_store
from plan_tasks.storage.contract import WritesByPlan
from plan_tasks.storage.history import check_chain
from plan_tasks.storage.query import ItemQuery
from plan_tasks.testing.storage.case import put
from plan_tasks.testing.storage.samples import OTHER, OTHER_PLAN, PLAN, TENANT, event, measure, write

_M1 = ItemId("m1")


@pytest.fixture
def backend(shared_ground: Ground) -> Iterator[SqlBackend]:
    with shared_ground.engine.begin() as connection:
        empty(connection, tables("plan_tasks_", shared_ground.name))
    host = open_host(builtins=["plan_tasks.plugins.storage.sql"], autoload=False)
    opened = open_store(host, shared_ground.url(lock_timeout=1), create=True)
    assert isinstance(opened, SqlBackend)
    put(opened, [measure("m1")])
    put(opened, [measure("m1")], plan=OTHER_PLAN)
    yield opened
    opened.close()


def _change(backend: WritesByPlan, plan: str) -> None:
    own = attrs.evolve(PLAN, id=PlanId(plan))
    with backend.plan_unit(TENANT, own.id) as unit:
        seen = unit.items.get(own.id, [_M1])[_M1].version
        unit.items.put([write(measure("m1", title=f"Title {seen}"), seen=seen, plan=own)])
        unit.history.append([event("m1", plan=plan, version=seen + 1)])
        unit.commit()


def _in_a_thread(work: object, *arguments: object) -> None:
    with ThreadPoolExecutor(max_workers=1) as pool:
        pool.submit(work, *arguments).result(20)  # type: ignore[arg-type]


def test_a_writer_of_one_plan_does_not_wait_for_one_of_another(backend: SqlBackend) -> None:
    with backend.plan_unit(TENANT, PLAN.id) as unit:
        unit.items.put([write(measure("m1", title="First"), seen=1)])
        _in_a_thread(_change, backend, "bridge")
        unit.commit()
    with backend.unit(TENANT, write=False) as unit:
        assert [(head.plan, head.version) for head in unit.items.scan(ItemQuery())] == [("bridge", 2), ("city", 2)]


def test_writers_of_one_plan_wait_for_each_other(backend: SqlBackend) -> None:
    """Also one that may write anywhere, where it comes to that plan."""

    def anywhere() -> None:
        with backend.unit(TENANT, write=True) as unit:
            unit.items.put([write(measure("m2"))])

    with backend.plan_unit(TENANT, PLAN.id), ThreadPoolExecutor(max_workers=2) as pool:
        for waiting in (pool.submit(_change, backend, "city"), pool.submit(anywhere)):
            with pytest.raises(StoreUnavailable, match="another writer"):
                waiting.result(20)
    _change(backend, "city")


def test_a_unit_of_one_plan_writes_in_no_other(backend: SqlBackend) -> None:
    with backend.plan_unit(TENANT, PLAN.id) as unit, pytest.raises(StorageError, match="alone"):
        unit.items.put([write(measure("m1"), seen=1, plan=OTHER_PLAN)])


def test_many_writers_lose_nothing(backend: SqlBackend) -> None:
    """Eight threads on two plans: versions and chains count every change, and each event has its place."""
    with ThreadPoolExecutor(max_workers=8) as pool:
        for future in [pool.submit(_change, backend, ("city", "bridge")[at % 2]) for at in range(80)]:
            future.result(20)
    with backend.unit(TENANT, write=False) as unit:
        for plan in (PLAN.id, OTHER_PLAN.id):
            assert unit.items.get(plan, [_M1])[_M1].version == 41
            assert len(list(check_chain(unit.history.read(plan)))) == 40
        assert [each.number for each in unit.changes(after=0, limit=100)] == list(range(1, 81))


def test_whoever_follows_the_feed_misses_nothing(backend: SqlBackend) -> None:
    """While writers of two plans commit, a reader that asks again and again is given every number once, in order."""
    done, seen = threading.Event(), list[int]()

    def follow() -> None:
        while True:
            last = done.is_set()
            with backend.unit(TENANT, write=False) as unit:
                seen.extend(each.number for each in unit.changes(after=seen[-1] if seen else 0, limit=7))
            if last and len(seen) >= 60:
                return

    with ThreadPoolExecutor(max_workers=5) as pool:
        reader = pool.submit(follow)
        for future in [pool.submit(_change, backend, ("city", "bridge")[at % 2]) for at in range(60)]:
            future.result(20)
        done.set()
        reader.result(20)
    assert seen == list(range(1, 61))


def test_the_feed_of_one_tenant_is_not_anothers(backend: SqlBackend) -> None:
    put(backend, [measure("m1")], tenant=OTHER)
    for tenant in (TENANT, OTHER):
        with backend.unit(tenant, write=True) as unit:
            unit.history.append([event(), event()])
            unit.commit()
    with backend.unit(OTHER, write=False) as unit:
        assert [each.number for each in unit.changes(after=0, limit=9)] == [1, 2]


def test_a_row_that_was_changed_behind_the_locks_is_not_written_over(
    shared_ground: Ground, backend: SqlBackend
) -> None:
    """Whoever changes the tables by hand in the middle of a unit does not lose that in silence."""
    with backend.plan_unit(TENANT, PLAN.id) as unit:
        seen = unit.items.get(PLAN.id, [_M1])[_M1].version
        with shared_ground.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE plan_tasks_item SET version = 9 WHERE title = 'Measure m1'")
        unit.items.put([write(measure("m1", title="Lost"), seen=seen)])
        unit.history.append([event()])
        with pytest.raises(StorageError, match="locks"):
            unit.commit()
