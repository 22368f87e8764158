"""What stores on servers offer beside the contract: facts for judging, room given back, statements timed."""

from __future__ import annotations

from collections.abc import Iterator

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.storage.sql.conftest import Ground
from tests.storage.sql.servers import empty

from plan_tasks import Tracker
from plan_tasks.model import Item, ItemId
from plan_tasks.plugging import Timing
from plan_tasks.plugins.storage.sql.tables import tables
from plan_tasks.services.opening import open_host, open_store
from plan_tasks.storage.contract import StorageBackend, TellsFacts
from plan_tasks.storage.heads import facts_of
from plan_tasks.storage.query import ItemQuery, Order
from plan_tasks.testing.storage.samples import PLAN, TENANT, measures, write
from plan_tasks.testing.strategies import items

_QUERY = ItemQuery(plan=PLAN.id, order=Order.DUE)


@pytest.fixture(scope="module")
def backend(shared_ground: Ground) -> Iterator[StorageBackend]:
    host = open_host(builtins=["plan_tasks.plugins.storage.sql"], autoload=False)
    opened = open_store(host, shared_ground.url(prefix="offers_"), create=True)
    yield opened
    opened.close()


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.lists(items("m"), min_size=1, max_size=4))
def test_facts_are_those_of_the_heads(backend: StorageBackend, drawn: list[Item]) -> None:
    numbered = [attrs.evolve(item, id=ItemId(f"m{at}")) for at, item in enumerate(drawn)]
    with backend.unit(TENANT, write=True) as unit:  # which is left without a commit
        unit.plans.put(PLAN, seen=0)
        unit.items.put([write(item) for item in numbered])
        assert isinstance(unit.items, TellsFacts)
        facts, heads = list(unit.items.facts(_QUERY)), list(unit.items.scan(_QUERY))
    assert facts == [facts_of(head) for head in heads]
    assert len(facts) == len(drawn)


def test_vacuum_gives_back_the_room_of_what_was_replaced(shared_ground: Ground) -> None:
    with shared_ground.engine.begin() as connection:
        empty(connection, tables("plan_tasks_", shared_ground.name))
    with Tracker.open(shared_ground.url(), autoload=False) as tracker:
        tracker.add(attrs.evolve(PLAN, measures=tuple(measures(300))), actor="office")
        with shared_ground.engine.begin() as connection:
            connection.execute(tables("plan_tasks_", shared_ground.name).event.delete())
            connection.execute(tables("plan_tasks_", shared_ground.name).item.delete())
        done = tracker.vacuum()
        assert done.after < done.before


def test_statements_are_timed_without_what_people_typed(shared_ground: Ground) -> None:
    heard: list[Timing] = []
    with shared_ground.engine.begin() as connection:
        empty(connection, tables("plan_tasks_", shared_ground.name))
    with Tracker.open(shared_ground.url(), autoload=False) as tracker:
        tracker.trace(heard.append)
        tracker.add(attrs.evolve(PLAN, measures=tuple(measures(2))), actor="o'hara")
        assert len(tracker.page(ItemQuery(text="Measure"), on=PLAN.start).rows) == 2
    told = [each.operation for each in heard if each.operation.kind == "statement"]
    assert {each.facts["system"] for each in told} == {"postgresql" if shared_ground.postgres else "mysql"}
    assert any(each.name.startswith("BEGIN; SELECT") for each in told)
    assert any(each.name.endswith("; COMMIT") and "INSERT INTO" in each.name for each in told)
    assert not any(word in each.name for each in told for word in ("o'hara", "Measure", "measure m1"))
