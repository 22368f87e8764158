"""Any sequence of changes ends as it ends in a dictionary: a state machine makes sequences up and compares."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import attrs
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from plan_tasks.errors import Conflict, UnknownName
from plan_tasks.model import ItemId, Measure, TenantId
from plan_tasks.storage.contract import Settlement, StorageBackend
from plan_tasks.storage.history import check_chain
from plan_tasks.storage.outbox import OutboxState
from plan_tasks.storage.query import ItemQuery, Order
from plan_tasks.testing.storage.case import StorageLaws, put
from plan_tasks.testing.storage.samples import AT, OTHER_PLAN, PLAN, entry, event, measure, observation, write

__all__ = ["MachineLaws"]

_PLANS = {plan.id: plan for plan in (PLAN, OTHER_PLAN)}
_PLAN_IDS = st.sampled_from(sorted(_PLANS))
_ITEM_IDS = st.sampled_from(["a", "b", "c"])
_KEYS = st.sampled_from(["k1", "k2", "k3"])
_WORKERS = st.sampled_from(["w1", "w2"])
_HOUR = timedelta(hours=1)


@attrs.define
class _Model:
    """What the store should hold: dictionaries in order of insertion."""

    plans: dict[str, int] = attrs.field(factory=dict)
    items: dict[tuple[str, str], tuple[Measure, int]] = attrs.field(factory=dict)
    values: dict[tuple[str, str], list[int]] = attrs.field(factory=dict)
    events: dict[str, list[int]] = attrs.field(factory=dict)
    held: dict[str, tuple[OutboxState, str, int]] = attrs.field(factory=dict)

    def copy(self) -> _Model:
        return _Model(
            dict(self.plans),
            dict(self.items),
            {key: list(values) for key, values in self.values.items()},
            {key: list(events) for key, events in self.events.items()},
            dict(self.held),
        )


class _Machine(RuleBasedStateMachine):
    """Each step is a unit of work that is committed, left, or refused by a Conflict or an UnknownName."""

    backend: StorageBackend
    tenants: Iterator[TenantId]

    @initialize()
    def begin(self) -> None:
        """Starts with one plan, so that items can follow at once."""
        self.tenant = next(self.tenants)
        self.model = _Model(plans={PLAN.id: 1})
        self.hours = 0
        put(self.backend, tenant=self.tenant)

    @rule(
        steps=st.lists(
            st.one_of(
                st.tuples(st.just("plan"), _PLAN_IDS, st.integers(-1, 1)),
                st.tuples(st.just("item"), _PLAN_IDS, _ITEM_IDS, st.integers(-1, 1), st.none() | st.integers(0, 3)),
                st.tuples(st.just("value"), _PLAN_IDS, _ITEM_IDS, st.integers(0, 9)),
                st.tuples(st.just("event"), _PLAN_IDS, st.integers(0, 9)),
                st.tuples(st.just("queue"), _KEYS),
                st.tuples(st.just("cancel"), _KEYS),
                st.tuples(st.just("claim"), _WORKERS),
                st.tuples(st.just("settle"), _WORKERS, _KEYS, st.sampled_from([OutboxState.SENT, OutboxState.PENDING])),
            ),
            max_size=6,
        ),
        commits=st.sampled_from([True, True, True, False]),
        hours=st.integers(0, 2),
    )
    def unit(self, steps: list[tuple[Any, ...]], *, commits: bool, hours: int) -> None:
        self.hours += hours
        model = self.model.copy()
        with self.backend.unit(self.tenant, write=True) as unit:
            for name, *arguments in steps:
                wanted, got = self._outcome(model, name, arguments), None
                try:
                    getattr(self, f"_{name}")(unit, *arguments, before=wanted)
                except (Conflict, UnknownName) as error:
                    got = type(error)
                assert got is wanted[0], f"{name}{arguments}: {wanted[0]} was due, {got} came"
                if got is not None:
                    return
            if commits:
                unit.commit()
                self.model = model

    def _outcome(self, model: _Model, name: str, arguments: list[Any]) -> tuple[Any, ...]:
        """Carries a step out in the model; returns the error that is due, or None, and what the step needs."""
        return getattr(self, f"_model_{name}")(model, *arguments)  # type: ignore[no-any-return]

    def _model_plan(self, model: _Model, plan: str, off: int) -> tuple[Any, ...]:
        seen = max(0, model.plans.get(plan, 0) + off)
        if seen != model.plans.get(plan, 0):
            return Conflict, seen
        model.plans[plan] = seen + 1
        return None, seen

    def _plan(self, unit: Any, plan: str, _: int, *, before: tuple[Any, ...]) -> None:
        unit.plans.put(_PLANS[plan], seen=before[1])  # type: ignore[index]

    def _model_item(self, model: _Model, plan: str, item: str, off: int, days: int | None) -> tuple[Any, ...]:
        _, stored = model.items.get((plan, item), (None, 0))
        seen = max(0, stored + off)
        due = None if days is None else date(2021, 3, 1) + timedelta(days=days)
        new = measure(item, title=f"{item} {seen}", due=due)
        if plan not in model.plans:
            return UnknownName, new, seen
        if seen != stored:
            return Conflict, new, seen
        model.items[plan, item] = (new, seen + 1)
        return None, new, seen

    def _item(self, unit: Any, plan: str, *_: object, before: tuple[Any, ...]) -> None:
        unit.items.put([write(before[1], seen=before[2], plan=_PLANS[plan])])  # type: ignore[index]

    def _model_value(self, model: _Model, plan: str, item: str, value: int) -> tuple[Any, ...]:
        if (plan, item) not in model.items:
            return (UnknownName,)
        model.values.setdefault((plan, item), []).append(value)
        return (None,)

    def _value(self, unit: Any, plan: str, item: str, value: int, **_: object) -> None:
        unit.observations.add(plan, [(ItemId(item), observation(value))])

    def _model_event(self, model: _Model, plan: str, version: int) -> tuple[Any, ...]:
        model.events.setdefault(plan, []).append(version)
        return (None,)

    def _event(self, unit: Any, plan: str, version: int, **_: object) -> None:
        unit.history.append([event(plan=plan, version=version)])

    def _model_queue(self, model: _Model, key: str) -> tuple[Any, ...]:
        new = key not in model.held
        model.held.setdefault(key, (OutboxState.PENDING, "", -1))
        return None, int(new)

    def _queue(self, unit: Any, key: str, *, before: tuple[Any, ...]) -> None:
        assert unit.outbox.add([entry(key)]) == before[1]

    def _model_cancel(self, model: _Model, key: str) -> tuple[Any, ...]:
        pending = model.held.get(key, (None,))[0] is OutboxState.PENDING
        if pending:
            model.held[key] = (OutboxState.CANCELLED, "", -1)
        return None, int(pending)

    def _cancel(self, unit: Any, key: str, *, before: tuple[Any, ...]) -> None:
        assert unit.outbox.cancel([key], at=AT, reason="done") == before[1]

    def _model_claim(self, model: _Model, worker: str) -> tuple[Any, ...]:
        free = [
            key for key, (state, _, until) in model.held.items() if state is OutboxState.PENDING and until <= self.hours
        ][:2]
        model.held.update((key, (OutboxState.PENDING, worker, self.hours + 1)) for key in free)
        return None, free

    def _claim(self, unit: Any, worker: str, *, before: tuple[Any, ...]) -> None:
        now = AT + _HOUR * self.hours
        claimed = unit.outbox.claim(worker=worker, now=now, lease=_HOUR, limit=2, channels=["post"])
        assert [each.key for each in claimed] == before[1]

    def _model_settle(self, model: _Model, worker: str, key: str, state: OutboxState) -> tuple[Any, ...]:
        was, holder, _ = model.held.get(key, (None, "", 0))
        holds = was is OutboxState.PENDING and holder == worker
        if holds:
            model.held[key] = (state, "", -1)
        return None, int(holds)

    def _settle(self, unit: Any, worker: str, key: str, state: OutboxState, *, before: tuple[Any, ...]) -> None:
        assert unit.outbox.settle(worker, [Settlement(key, state, AT)]) == before[1]

    @invariant()
    def holds(self) -> None:
        """The store holds what the model holds."""
        model = self.model
        with self.backend.unit(self.tenant, write=False) as unit:
            assert {held.plan.id: held.version for held in unit.plans.all()} == model.plans
            items = sorted(model.items, key=lambda key: key[0])
            assert [(head.plan, head.id) for head in unit.items.scan(ItemQuery())] == items
            for stored, key in zip(unit.items.stream(ItemQuery()), items, strict=True):
                assert (stored.item, stored.version) == model.items[key]
            by_due = sorted(items, key=lambda key: (model.items[key][0].due or date.max, key[0]))
            assert [(head.plan, head.id) for head in unit.items.scan(ItemQuery(order=Order.DUE))] == by_due
            for plan in _PLANS:
                found = unit.observations.of(plan)
                values = {(plan, item): [each.value for each in rows] for item, rows in found.items() if rows}
                assert values == {key: rows for key, rows in model.values.items() if key[0] == plan}
                events = [each.event.version for each in check_chain(unit.history.read(plan))]
                assert events == model.events.get(plan, [])
            outbox = [(each.key, each.state, each.leased_by) for each in unit.outbox.entries()]
            assert outbox == [(key, state, holder) for key, (state, holder, _) in model.held.items()]


class MachineLaws(StorageLaws):
    """The law about sequences."""

    def test_any_sequence_of_changes_ends_as_in_a_dictionary(self) -> None:
        """Committed, left or refused, in any order."""
        with self.opened() as backend:
            numbers = iter(range(1_000_000))
            own = {"backend": backend, "tenants": (TenantId(f"t{number}") for number in numbers)}
            run_state_machine_as_test(
                type("_OwnMachine", (_Machine,), own),
                settings=settings(
                    max_examples=self.runs_wanted(),
                    stateful_step_count=self.steps_wanted(),
                    deadline=None,
                    database=None,
                    suppress_health_check=list(HealthCheck),
                ),
            )
