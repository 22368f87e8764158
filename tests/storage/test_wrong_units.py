"""The laws about units of work and history find what is wrong: each wrong store breaks what is meant."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from tests.storage.conftest import Part, Wrong, broken_laws, laws_of, wrong

from plan_tasks.model import Plan, PlanId, TenantId
from plan_tasks.storage.contract import Finding, StoredPlan
from plan_tasks.storage.history import StoredEvent
from plan_tasks.testing.storage.laws.commits import CommitLaws
from plan_tasks.testing.storage.laws.histories import HistoryLaws
from plan_tasks.testing.storage.samples import event

_A_PLAN = Plan(id=PlanId("any"), title="Any", start=date(2021, 1, 1), end=date(2021, 1, 2))
_EVENT = event()


class WritesValuesAtOnce(Wrong):
    """Observations are stored before the commit."""

    @contextmanager
    def unit(self, tenant: TenantId, *, write: bool) -> Iterator[Any]:
        with super().unit(tenant, write=write) as unit:
            try:
                yield unit
            finally:
                values = unit._state.observations
                if write and values and tenant in self._states:
                    self._states[tenant].observations.update(values)


class CommitsOnLeaving(Wrong):
    """A unit that is left is stored, as some database libraries do."""

    @contextmanager
    def unit(self, tenant: TenantId, *, write: bool) -> Iterator[Any]:
        with super().unit(tenant, write=write) as unit:
            yield unit
            if write and unit.standing._open and not unit.standing._failed:
                unit.commit()


class LosesValuesOfFullUnits(Wrong):
    """A commit of several items and a plan leaves the observations behind."""

    @contextmanager
    def unit(self, tenant: TenantId, *, write: bool) -> Iterator[Any]:
        with super().unit(tenant, write=write) as unit:
            commit, before = unit.commit, dict(unit._state.observations)

            def commit_without_values() -> Any:
                if len(unit.versions) > 2 and unit._state.outbox:
                    unit._state.observations = before
                return commit()

            unit.commit = commit_without_values
            yield unit


class SharesItsState(Wrong):
    """Writes go straight into what others read."""

    @contextmanager
    def unit(self, tenant: TenantId, *, write: bool) -> Iterator[Any]:
        with super().unit(tenant, write=write) as unit:
            if write:
                held = self._states.get(tenant)
                unit._state.plans = held.plans if held else unit._state.plans
            yield unit


class ForgetsFailures(Wrong):
    """A write that failed is as if it had not been tried."""

    @contextmanager
    def unit(self, tenant: TenantId, *, write: bool) -> Iterator[Any]:
        with super().unit(tenant, write=write) as unit:
            standing = unit.standing
            writing = standing.writing

            @contextmanager
            def lenient() -> Iterator[None]:
                try:
                    with writing():
                        yield
                finally:
                    standing._failed = False

            standing.writing = lenient
            yield unit


class NeverEnds(Wrong):
    """A unit can be read after its end."""

    @contextmanager
    def unit(self, tenant: TenantId, *, write: bool) -> Iterator[Any]:
        with super().unit(tenant, write=write) as unit:
            unit.standing.check_reading = lambda: None
            yield unit


class WritesWhenReading(Wrong):
    """A unit that was begun for reading queues notices."""

    @contextmanager
    def unit(self, tenant: TenantId, *, write: bool) -> Iterator[Any]:
        with super().unit(tenant, write=write) as unit:
            if not write:
                unit.outbox = Part(unit.outbox, unit)
                unit.outbox.add = lambda entries: len(entries)
            yield unit


class StreamsForEver(Wrong):
    """A stream of heads goes on after its unit."""

    class Items(Part):
        def scan(self, query: Any) -> Any:
            return iter(list(self.part.scan(query)))

    parts = {"items": Items}  # noqa: RUF012


def committing(change: Callable[[Any], Any]) -> Callable[[], Wrong]:
    class WrongReceipts(Wrong):
        @contextmanager
        def unit(self, tenant: TenantId, *, write: bool) -> Iterator[Any]:
            with super().unit(tenant, write=write) as unit:
                commit = unit.commit
                unit.commit = lambda: change(commit())
                yield unit

    return WrongReceipts


def takes_any_plan(self: Part, writes: Any) -> None:
    state = self.unit.state
    missing = {write.plan for write in writes} - set(state.plans)
    state.plans.update((plan, StoredPlan(_A_PLAN, 0)) for plan in missing)
    try:
        self.part.put(writes)
    finally:
        for plan in missing:
            del state.plans[plan]


def takes_any_item(self: Part, plan: Any, rows: Any) -> None:
    known = self.unit.state.items.get(plan, {})
    self.part.add(plan, [row for row in rows if row[0] in known])


def numbers_from_zero(self: Part, plan: Any, **asked: Any) -> Any:
    return (attrs.evolve(stored, sequence=stored.sequence - 1) for stored in self.part.read(plan, **asked))


def sorts_by_moment(self: Part, events: Any) -> None:
    self.part.append(sorted(events, key=lambda each: each.at))


def has_one_chain(self: Part, events: Any) -> None:
    first: dict[str, list[Any]] = {}
    for each in events:
        first.setdefault(each.plan, []).append(each)
    for plan in sorted(first)[:1] if len(first) > 1 else first:
        self.part.append(first[plan])
    if len(first) > 1:
        for plan in sorted(first)[1:]:
            self.part.append(first[plan][::-1] + first[plan][:1])


def hashes_nothing(self: Part, plan: Any, **asked: Any) -> Any:
    return (StoredEvent(stored.sequence, stored.event, "0" * 64) for stored in self.part.read(plan, **asked))


def reads_events_of_all_items(self: Part, plan: Any, *, item: Any = None, after: int = 0, until: Any = None) -> Any:
    return self.part.read(plan, item=item or None, after=after, until=until)


def reads_from_the_number_itself(self: Part, plan: Any, *, item: Any = None, after: int = 0, until: Any = None) -> Any:
    return self.part.read(plan, item=item, after=after - 1, until=until)


def reads_before_the_moment(self: Part, plan: Any, *, item: Any = None, after: int = 0, until: Any = None) -> Any:
    earlier = until - timedelta(microseconds=1) if until else None
    return self.part.read(plan, item=item, after=after, until=earlier)


def knows_before_the_moment(self: Part, plan: Any, items: Any = None, *, known_at: Any = None) -> Any:
    return self.part.of(plan, items, known_at=known_at - timedelta(microseconds=1) if known_at else None)


def reads_a_thousand_events(self: Part, plan: Any, **asked: Any) -> Any:
    return (stored for stored in self.part.read(plan, **asked) if stored.sequence <= 1_000)


class ExaminesNothing(Wrong):
    """Says that all is well."""

    def examine(self) -> Any:
        return [Finding(ok=True, subject="store", text="fine")]


class FindsFault(Wrong):
    """Says that something is wrong, always."""

    def examine(self) -> Any:
        return [*super().examine(), Finding(ok=False, subject="plan city", text="perhaps")]


def sees_no_second_plan(self: Part, plan: Any) -> Any:
    return self.part.get(plan)


def all_but_new_plans(self: Part) -> Any:
    return [stored for stored in self.part.all() if (stored.plan.id, "") not in self.unit.versions]


def fails_on_nothing(self: Part, keys: Any, *, at: Any, reason: str) -> int:
    return int(self.part.cancel(keys, at=at, reason=reason)) if keys else -1


def without_versions_of_plans(receipt: Any) -> Any:
    return attrs.evolve(receipt, versions={key: version for key, version in receipt.versions.items() if key[1]})


def without_events(receipt: Any) -> Any:
    return attrs.evolve(receipt, events=())


def numbers_anew(self: Part, plan: Any, *, item: Any = None, after: int = 0, until: Any = None) -> Any:
    stored = self.part.read(plan, item=item, after=after, until=until)
    return (attrs.evolve(each, sequence=number) for number, each in enumerate(stored, start=1))


def appends_something(self: Part, events: Any) -> None:
    self.part.append(events or [_EVENT])


#: What is wrong -> the store, and the laws that it breaks.
WRONG: dict[str, tuple[Callable[[], Wrong], Collection[str]]] = {
    "writes values at once": (
        WritesValuesAtOnce,
        {
            "test_after_a_failed_write_nothing_is_stored",
            "test_an_error_in_the_block_changes_nothing",
            "test_leaving_without_a_commit_changes_nothing",
        },
    ),
    "commits on leaving": (
        CommitsOnLeaving,
        {
            "test_a_unit_that_is_left_leaves_no_gap",
            "test_a_wait_comes_to_an_end",
            "test_leaving_without_a_commit_changes_nothing",
            "test_what_is_not_committed_is_not_kept",
        },
    ),
    "loses values of full units": (
        LosesValuesOfFullUnits,
        {
            "test_a_commit_writes_all_parts",
            "test_a_stream_ends_with_its_unit",
            "test_a_unit_sees_the_state_in_which_it_began",
            "test_after_a_failed_write_nothing_is_stored",
            "test_nobody_sees_what_is_not_committed",
        },
    ),
    "shares its state": (
        SharesItsState,
        {
            "test_a_unit_sees_the_state_in_which_it_began",
            "test_after_a_failed_write_nothing_is_stored",
            "test_an_error_in_the_block_changes_nothing",
            "test_leaving_without_a_commit_changes_nothing",
            "test_nobody_sees_what_is_not_committed",
        },
    ),
    "forgets failures": (
        ForgetsFailures,
        {"test_a_failed_unit_takes_no_more_writes", "test_after_a_failed_write_nothing_is_stored"},
    ),
    "never ends": (
        NeverEnds,
        {"test_a_stream_ends_with_its_unit", "test_a_unit_is_committed_once", "test_a_unit_that_is_over_is_of_no_use"},
    ),
    "writes when reading": (
        WritesWhenReading,
        {"test_a_unit_for_reading_does_not_write", "test_a_unit_that_is_over_is_of_no_use"},
    ),
    "streams for ever": (
        StreamsForEver,
        {"test_a_stream_ends_with_its_unit"},
    ),
    "does not see itself": (
        wrong("plans", get=sees_no_second_plan, all=all_but_new_plans),
        {"test_a_unit_sees_what_it_wrote"},
    ),
    "fails on nothing": (
        wrong("outbox", cancel=fails_on_nothing),
        {"test_nothing_is_a_change_too"},
    ),
    "gives no versions of plans": (
        committing(without_versions_of_plans),
        {"test_a_receipt_says_what_became_durable", "test_each_change_is_one_version_more"},
    ),
    "gives no events": (
        committing(without_events),
        {"test_a_receipt_says_what_became_durable"},
    ),
    "takes any plan": (
        wrong("items", put=takes_any_plan),
        {"test_after_a_failed_write_nothing_is_stored", "test_what_belongs_to_nothing_is_refused_by_name"},
    ),
    "takes any item": (
        wrong("observations", add=takes_any_item),
        {
            "test_a_failed_unit_takes_no_more_writes",
            "test_after_a_failed_write_nothing_is_stored",
            "test_what_belongs_to_nothing_is_refused_by_name",
        },
    ),
    "sorts by moment": (
        wrong("history", append=sorts_by_moment),
        {"test_events_stay_in_the_order_in_which_they_were_appended"},
    ),
    "has one chain": (
        wrong("history", append=has_one_chain),
        {"test_each_plan_has_a_chain_of_its_own"},
    ),
    "numbers anew": (
        wrong("history", read=numbers_anew),
        {
            "test_a_history_can_be_read_as_of_a_moment",
            "test_a_history_can_be_read_for_one_item",
            "test_a_history_can_be_read_from_a_number_on",
            "test_a_receipt_says_what_became_durable",
        },
    ),
    "hashes nothing": (
        wrong("history", read=hashes_nothing),
        {
            "test_a_receipt_says_what_became_durable",
            "test_a_stream_of_events_is_not_disturbed_either",
            "test_a_unit_that_is_left_leaves_no_gap",
            "test_each_event_is_chained_to_the_one_before",
            "test_each_plan_has_a_chain_of_its_own",
            "test_no_change_of_any_thread_is_lost",
            "test_tenants_number_for_themselves",
        },
    ),
    "reads events of all items": (
        wrong("history", read=reads_events_of_all_items),
        {"test_a_history_can_be_read_for_one_item"},
    ),
    "reads from the number itself": (
        wrong("history", read=reads_from_the_number_itself),
        {
            "test_a_history_can_be_read_as_of_a_moment",
            "test_a_history_can_be_read_from_a_number_on",
            "test_a_receipt_says_what_became_durable",
        },
    ),
    "reads before the moment": (
        wrong("history", read=reads_before_the_moment),
        {"test_a_history_can_be_read_as_of_a_moment"},
    ),
    "knows before the moment": (
        wrong("observations", of=knows_before_the_moment),
        {"test_values_can_be_read_as_of_a_moment"},
    ),
    "reads a thousand events": (
        wrong("history", read=reads_a_thousand_events),
        {"test_a_long_history_is_read_whole"},
    ),
    "examines nothing": (
        ExaminesNothing,
        {"test_an_examination_sees_a_changed_event"},
    ),
    "finds fault": (
        FindsFault,
        {"test_an_examination_of_a_sound_store_finds_nothing_wrong", "test_an_examination_sees_a_changed_event"},
    ),
    "appends something": (
        wrong("history", append=appends_something),
        {"test_events_are_numbered_from_one", "test_nothing_is_a_change_too"},
    ),
}


@pytest.mark.parametrize(("make", "meant"), WRONG.values(), ids=WRONG)
def test_a_wrong_store_breaks_the_laws_that_are_meant(make: Callable[[], Wrong], meant: Collection[str]) -> None:
    assert broken_laws(make, meant=meant) == set(meant)


def test_every_law_is_broken_by_some_store() -> None:
    broken = {law for _, meant in WRONG.values() for law in meant}
    assert laws_of(CommitLaws, HistoryLaws) - broken == set()
