"""A store that tells facts for counting tells those of its heads."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from plan_tasks.model import Comparator, Goal, Indicator, Item, ItemId, Observation, PlanId, TenantId
from plan_tasks.model.target import Target
from plan_tasks.plugins.storage.sqlite.backend import SqliteBackend
from plan_tasks.storage.contract import StorageBackend, TellsFacts
from plan_tasks.storage.heads import TERM_SEPARATOR, HeadFacts, ItemHead, Latest, facts_of
from plan_tasks.storage.query import ItemQuery
from plan_tasks.testing.storage.samples import PLAN, write
from plan_tasks.testing.strategies import items, observations

TENANT = TenantId("t")
QUERY = ItemQuery(plan=PlanId(PLAN.id))


def read(backend: StorageBackend) -> tuple[Sequence[HeadFacts], Sequence[ItemHead]]:
    with backend.unit(TENANT, write=False) as unit:
        assert isinstance(unit.items, TellsFacts)
        return list(unit.items.facts(QUERY)), list(unit.items.scan(QUERY))


def latest(seen: Observation | None) -> Latest | None:
    return None if seen is None else Latest(seen.value, seen.start, seen.end)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(items("m"), items("m"), st.none() | observations()), min_size=1, max_size=3),
)
def test_sqlite_tells_the_facts_of_its_heads_when_made_and_when_changed(
    drawn: list[tuple[Item, Item, Observation | None]],
) -> None:
    numbered = [
        tuple(attrs.evolve(item, id=ItemId(f"m{number}")) for item in pair) for number, (*pair, _) in enumerate(drawn)
    ]
    values = [latest(seen) for *_, seen in drawn]
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(SqliteBackend.open(f"///{folder}/plan.db", create=True, timeout=1)) as backend,
    ):
        for seen in (0, 1):
            with backend.unit(TENANT, write=True) as unit:
                if not seen:
                    unit.plans.put(PLAN, seen=0)
                unit.items.put(
                    [write(pair[seen], seen=seen, latest=value) for pair, value in zip(numbered, values, strict=True)]
                )
                unit.commit()
            facts, heads = read(backend)
            assert facts == [facts_of(head) for head in heads]
            assert len(facts) == len(drawn)


def test_a_unit_of_measurement_may_hold_what_separates_terms(tmp_path: Path) -> None:
    unit_text = f"a{TERM_SEPARATOR}b"
    target = Target(indicator=Indicator(name="jobs", unit=unit_text), comparator=Comparator.AT_LEAST, value=Decimal(1))
    goal = Goal(id=ItemId("g"), title="Goal", targets=(target,), due=date(2021, 6, 30))
    backend = SqliteBackend.open(f"///{tmp_path}/plan.db", create=True, timeout=1)
    with backend.unit(TENANT, write=True) as unit:
        unit.plans.put(PLAN, seen=0)
        unit.items.put([write(goal)])
        unit.commit()
    [facts], [head] = read(backend)
    backend.close()
    assert facts == facts_of(head)
    assert facts.terms.endswith(f"{TERM_SEPARATOR}{unit_text}")
