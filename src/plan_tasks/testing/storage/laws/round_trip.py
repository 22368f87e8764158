"""What is stored comes back: every field, every character, every digit, every moment."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import attrs
import pytest
from hypothesis import HealthCheck, given, settings

from plan_tasks.errors import InvalidValue
from plan_tasks.model import Item, ItemId, Observation, PlanId, TenantId
from plan_tasks.storage.contract import StoredItem
from plan_tasks.storage.outbox import OutboxState
from plan_tasks.storage.query import ItemQuery
from plan_tasks.testing.storage.case import StorageLaws, put
from plan_tasks.testing.storage.samples import (
    AT,
    HARD_TEXTS,
    MOMENTS,
    NUMBERS,
    OTHER_PLAN,
    PLAN,
    TENANT,
    entry,
    event,
    full_goal,
    full_measure,
    measure,
    measures,
    observation,
    write,
)
from plan_tasks.testing.strategies import items, observations

__all__ = ["RoundTripLaws"]

_EVERY_TEXT = pytest.mark.parametrize("text", HARD_TEXTS.values(), ids=HARD_TEXTS)


class RoundTripLaws(StorageLaws):
    """Laws about single values."""

    def test_a_plan_comes_back_as_it_was_without_its_items(self) -> None:
        """The header has every field of the plan; goals and measures are stored for themselves."""
        with self.opened() as backend:
            with backend.unit(TENANT, write=True) as unit:
                unit.plans.put(attrs.evolve(PLAN, measures=(measure("m1"),)), seen=0)
                unit.commit()
            with backend.unit(TENANT, write=False) as unit:
                stored = unit.plans.get(PLAN.id)
                assert stored is not None
                assert (stored.plan, stored.version) == (PLAN, 1)
                assert not unit.items.get(PLAN.id, [ItemId("m1")])

    def test_plans_come_sorted_by_id(self) -> None:
        """All of them, in whatever order they were stored; a plan that is not there is None."""
        with self.opened() as backend:
            put(backend)
            put(backend, plan=OTHER_PLAN)
            with backend.unit(TENANT, write=False) as unit:
                assert [stored.plan for stored in unit.plans.all()] == [OTHER_PLAN, PLAN]
                assert unit.plans.get(PlanId("none")) is None

    def test_items_come_back_as_they_were(self) -> None:
        """Every field of goals and measures, their version and their head."""
        with self.opened() as backend:
            put(backend, [full_goal(), full_measure()])
            with backend.unit(TENANT, write=False) as unit:
                found = unit.items.get(PLAN.id, [ItemId("g1"), ItemId("m1")])
                for item in (full_goal(), full_measure()):
                    assert found[item.id] == StoredItem(item, 1, write(item).head)

    def test_only_items_that_exist_are_given(self) -> None:
        """Of the ids that are asked for, in whatever number, and of that plan alone."""
        with self.opened() as backend:
            put(backend, [measure("m1"), measure("m2")])
            put(backend, [measure("m3")], plan=OTHER_PLAN)
            with backend.unit(TENANT, write=False) as unit:
                asked = [ItemId("m1"), ItemId("m3"), ItemId("none"), ItemId("m1")]
                assert set(unit.items.get(PLAN.id, asked)) == {"m1"}
                assert not unit.items.get(PLAN.id, [])
                assert not unit.items.get(PlanId("none"), asked)

    def test_one_id_may_be_used_in_two_plans(self) -> None:
        """They are two items, each with its own title, version and values."""
        with self.opened() as backend:
            put(backend, [measure("m1", title="Here")])
            put(backend, [measure("m1", title="There")], plan=OTHER_PLAN)
            with backend.unit(TENANT, write=True) as unit:
                unit.items.put([write(measure("m1", title="Here again"), seen=1)])
                unit.observations.add(PLAN.id, [(ItemId("m1"), observation())])
                unit.commit()
            with backend.unit(TENANT, write=False) as unit:
                there = unit.items.get(OTHER_PLAN.id, [ItemId("m1")])[ItemId("m1")]
                assert (there.item.title, there.version) == ("There", 1)
                assert not unit.observations.of(OTHER_PLAN.id).get(ItemId("m1"))

    @_EVERY_TEXT
    def test_texts_come_back_character_by_character(self, text: str) -> None:
        """In titles, texts and tags of items, in events and in notices."""
        item = measure("m1", title=text, text=text, tags=(text,), note=text)
        with self.opened() as backend:
            put(backend, [item])
            with backend.unit(TENANT, write=True) as unit:
                unit.history.append([event(text=text)])
                unit.outbox.add([entry(subject=text, body=text)])
                unit.commit()
            with backend.unit(TENANT, write=False) as unit:
                found = unit.items.get(PLAN.id, [item.id])[item.id]
                assert (found.item, found.head) == (item, write(item).head)
                assert [stored.event.reason for stored in unit.history.read(PLAN.id)] == [text]
                assert [(each.subject, each.body) for each in unit.outbox.entries()] == [(text, text)]

    @pytest.mark.parametrize("number", NUMBERS, ids=str)
    def test_numbers_come_back_digit_by_digit(self, number: Decimal) -> None:
        """No number passes through binary fractions."""
        goal = full_goal(value=number)
        with self.opened() as backend:
            put(backend, [goal])
            with backend.unit(TENANT, write=True) as unit:
                unit.observations.add(PLAN.id, [(goal.id, observation(number))])
                unit.commit()
            with backend.unit(TENANT, write=False) as unit:
                assert unit.items.get(PLAN.id, [goal.id])[goal.id].item == goal
                assert [each.value for each in unit.observations.of(PLAN.id)[goal.id]] == [number]

    @pytest.mark.parametrize("moment", MOMENTS, ids=str)
    def test_moments_come_back_to_the_microsecond(self, moment: datetime) -> None:
        """Of observations, events and notices, in whatever zone they were given."""
        with self.opened() as backend:
            put(backend, [measure("m1")])
            with backend.unit(TENANT, write=True) as unit:
                unit.observations.add(PLAN.id, [(ItemId("m1"), observation(known=moment))])
                unit.history.append([event(at=moment)])
                unit.outbox.add([entry(created=moment, due=moment)])
                unit.commit()
            with backend.unit(TENANT, write=False) as unit:
                assert [each.known for each in unit.observations.of(PLAN.id)[ItemId("m1")]] == [moment]
                assert [stored.event.at for stored in unit.history.read(PLAN.id)] == [moment]
                assert [(each.created, each.due) for each in unit.outbox.entries()] == [(moment, moment)]

    def test_observations_come_in_the_order_in_which_they_were_added(self) -> None:
        """Across units, within one, and in two calls for an item that is new itself."""
        with self.opened() as backend:
            with backend.unit(TENANT, write=True) as unit:
                unit.plans.put(PLAN, seen=0)
                unit.items.put([write(measure("m1"))])
                for value in (5, 3):
                    unit.observations.add(PLAN.id, [(ItemId("m1"), observation(value))])
                unit.commit()
            with backend.unit(TENANT, write=True) as unit:
                unit.observations.add(PLAN.id, [(ItemId("m1"), observation(value)) for value in (4, 3)])
                unit.commit()
            with backend.unit(TENANT, write=False) as unit:
                assert [each.value for each in unit.observations.of(PLAN.id)[ItemId("m1")]] == [5, 3, 4, 3]

    def test_observations_are_given_for_the_items_that_are_asked_for(self) -> None:
        """For some, for the whole plan, for none; an id that is asked for twice counts once."""
        with self.opened() as backend:
            put(backend, measures(3))
            with backend.unit(TENANT, write=True) as unit:
                unit.observations.add(PLAN.id, [(ItemId(f"m{number}"), observation(number)) for number in range(3)])
                unit.commit()
            with backend.unit(TENANT, write=False) as unit:
                asked = [ItemId("m1"), *[ItemId(f"none{number}") for number in range(1_200)], ItemId("m1")]
                found = {item: len(rows) for item, rows in unit.observations.of(PLAN.id, asked).items() if rows}
                assert found == {"m1": 1}
                assert {item for item, rows in unit.observations.of(PLAN.id).items() if rows} == {"m0", "m1", "m2"}
                assert not any(unit.observations.of(PLAN.id, []).values())

    def test_events_come_back_as_they_were(self) -> None:
        """Every field, of events of the plan and of its items."""
        given_events = [event("", version=2, text="因为"), event("m1"), event("m2", version=7)]
        with self.opened() as backend:
            with backend.unit(TENANT, write=True) as unit:
                unit.plans.put(PLAN, seen=0)
                unit.history.append(given_events)
                unit.commit()
            with backend.unit(TENANT, write=False) as unit:
                assert [stored.event for stored in unit.history.read(PLAN.id)] == given_events

    @pytest.mark.parametrize("state", OutboxState)
    def test_notices_come_back_as_they_were(self, state: OutboxState) -> None:
        """Every field, in every state."""
        given_entry = entry(
            state=state,
            attempts=3,
            leased_by="worker",
            leased_until=AT,
            settled=AT,
            reason="late",
            reference="r-1",
            language="en",
        )
        with self.opened() as backend:
            with backend.unit(TENANT, write=True) as unit:
                assert unit.outbox.add([given_entry]) == 1
                unit.commit()
            with backend.unit(TENANT, write=False) as unit:
                assert list(unit.outbox.entries()) == [given_entry]

    def test_any_item_and_value_comes_back_as_it_was(self) -> None:
        """Whatever the model can hold."""
        with self.opened() as backend:
            number = iter(range(10_000))

            @settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
            @given(items(), observations())
            def holds(item: Item, value: Observation) -> None:
                tenant = TenantId(f"t{next(number)}")  # a tenant of its own, instead of a new store
                with backend.unit(tenant, write=True) as unit:
                    unit.plans.put(PLAN, seen=0)
                    unit.items.put([write(item)])
                    unit.observations.add(PLAN.id, [(item.id, value)])
                    unit.commit()
                with backend.unit(tenant, write=False) as unit:
                    assert unit.items.get(PLAN.id, [item.id])[item.id] == StoredItem(item, 1, write(item).head)
                    assert list(unit.observations.of(PLAN.id)[item.id]) == [value]

            holds()

    def test_text_that_is_not_unicode_finds_nothing_or_is_refused(self) -> None:
        """Half a surrogate pair, as a broken terminal gives it, is no reason to fail in another way."""
        half = "\udcff"
        with self.opened() as backend:
            put(backend, [measure("m1", text="some text")])
            with backend.unit(TENANT, write=False) as unit:
                for ask in (
                    lambda: unit.plans.get(PlanId(half)),
                    lambda: unit.items.get(PLAN.id, [ItemId(half)]),
                    lambda: list(unit.items.scan(ItemQuery(text=half))),
                    lambda: list(unit.items.scan(ItemQuery(ids=(half,)))),
                    lambda: unit.outbox.known([half]),
                ):
                    try:
                        assert not ask()
                    except InvalidValue:
                        continue
