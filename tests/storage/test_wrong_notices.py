"""The laws about notices, writers and stores that last find what is wrong: each wrong store breaks what is meant."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

import attrs
import pytest
from tests.storage.conftest import Part, Wrong, broken_laws, laws_of, wrong

from plan_tasks.errors import InvalidValue, StorageError, StoreUnavailable
from plan_tasks.model import TenantId
from plan_tasks.storage.contract import StorageCapabilities
from plan_tasks.storage.outbox import Attempt, OutboxState
from plan_tasks.testing.storage.laws.durability import DurabilityLaws
from plan_tasks.testing.storage.laws.outboxes import OutboxLaws
from plan_tasks.testing.storage.laws.settings import SettingsLaws
from plan_tasks.testing.storage.laws.writers import WriterLaws


def queues_again(self: Part, entries: Any) -> int:
    held = self.unit.state.outbox
    new = self.part.add(entries)
    held.update((entry.key, attrs.evolve(held[entry.key], subject=entry.subject)) for entry in entries)
    return int(new)


def knows_what_is_pending(self: Part, keys: Any) -> Any:
    return {each.key for each in self.part.entries(states=(OutboxState.PENDING,)) if each.key in keys}


def orders_by_key(self: Part, **asked: Any) -> Any:
    return iter(sorted(self.part.entries(**asked), key=lambda each: each.key))


def gives_every_state(self: Part, *, plan: Any = None, states: Any = ()) -> Any:
    return self.part.entries(plan=plan)


def _claiming(change: Callable[..., Any]) -> Callable[..., Any]:
    def claim(self: Part, **asked: Any) -> Any:
        return self.part.claim(**change(self, dict(asked)))

    return claim


def claims_before_it_is_due(self: Part, asked: Any) -> Any:
    return asked | {"now": asked["now"] + timedelta(microseconds=1)}


def claims_all(self: Part, asked: Any) -> Any:
    return asked | {"limit": 10_000 if asked["limit"] > 0 else asked["limit"]}


def claims_of_any_size(self: Part, asked: Any) -> Any:
    return asked | {"limit": max(1, asked["limit"])}


def claims_every_channel(self: Part, asked: Any) -> Any:
    return asked | {"channels": {entry.channel for entry in self.unit.state.outbox.values()}}


def claims_newest_first(self: Part, **asked: Any) -> Any:
    return sorted(self.part.claim(**asked), key=lambda each: each.due, reverse=True)


def counts_one_attempt(self: Part, **asked: Any) -> Any:
    held = self.unit.state.outbox
    claimed = self.part.claim(**asked)
    for each in claimed:
        held[each.key] = attrs.evolve(each, attempts=1)
    return [held[each.key] for each in claimed]


def claims_what_is_dead(self: Part, **asked: Any) -> Any:
    held = self.unit.state.outbox
    for key, entry in held.items():
        if entry.state is OutboxState.DEAD:
            held[key] = attrs.evolve(entry, state=OutboxState.PENDING)
    return self.part.claim(**asked)


def ignores_leases(self: Part, **asked: Any) -> Any:
    held = self.unit.state.outbox
    for key, entry in held.items():
        if entry.leased_until is not None and entry.leased_until > asked["now"]:
            held[key] = attrs.evolve(entry, leased_until=None)
    return self.part.claim(**asked)


def leases_for_ever(self: Part, **asked: Any) -> Any:
    held = {key for key, entry in self.unit.state.outbox.items() if entry.leased_until is not None}
    claimed = self.part.claim(**asked)
    return [each for each in claimed if each.key not in held]


def _settling(change: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    def settle(self: Part, worker: Any, settlements: Any) -> int:
        return int(self.part.settle(worker, [change(self, each) for each in settlements]))

    return settle


def drops_references(self: Part, settlement: Any) -> Any:
    return attrs.evolve(settlement, reference="")


def is_due_at_once(self: Part, settlement: Any) -> Any:
    return attrs.evolve(settlement, due=None)


def lets_anyone_settle(self: Part, worker: Any, settlements: Any) -> int:
    held = self.unit.state.outbox
    for each in settlements:
        if each.key in held and held[each.key].leased_by:
            held[each.key] = attrs.evolve(held[each.key], leased_by=worker)
    return int(self.part.settle(worker, settlements))


def settles_again(self: Part, worker: Any, settlements: Any) -> int:
    done = 0
    for each in settlements:
        entry = self.unit.state.outbox.get(each.key)
        again = entry is not None and entry.state is OutboxState.SENT and not entry.leased_by
        done += 1 if again else self.part.settle(worker, [each])
    return done


def cancels_what_is_sent(self: Part, keys: Any, *, at: Any, reason: str) -> int:
    held = self.unit.state.outbox
    for key in keys:
        if key in held and held[key].state is OutboxState.SENT:
            held[key] = attrs.evolve(held[key], state=OutboxState.PENDING)
    return int(self.part.cancel(keys, at=at, reason=reason))


def drops_html(self: Part, entries: Any) -> int:
    return int(self.part.add([attrs.evolve(entry, html="") for entry in entries]))


def logs_everything(self: Part, settlement: Any) -> Any:
    return attrs.evolve(settlement, outcome=settlement.outcome or "unknown")


def logs_for_strangers(self: Part, worker: Any, settlements: Any) -> int:
    for each in settlements:
        if each.outcome:
            said = Attempt(key=each.key, number=9, at=each.at, outcome=each.outcome)
            self.part.add_attempts([said])
    return int(self.part.settle(worker, settlements))


def logs_in_order_of_coming(self: Part, attempts: Any) -> None:
    held = self.unit.state.attempts
    for each in attempts:
        held[each.key] = (*held.get(each.key, ()), each)


def requeues_all(self: Part, keys: Any, *, at: Any) -> int:
    held = self.unit.state.outbox
    for key, entry in held.items():
        if entry.state is OutboxState.SENT:
            held[key] = attrs.evolve(entry, state=OutboxState.DEAD)
    return int(self.part.requeue(keys, at=at))


def keeps_the_first(self: Part, name: str, document: Any) -> None:
    if self.part.get(name) is None:
        self.part.put(name, document)


def merges_documents(self: Part, name: str, document: Any) -> None:
    self.part.put(name, {**(self.part.get(name) or {}), **document})


def folds_names(self: Part, name: str, document: Any) -> None:
    self.part.put(name.casefold() or name, document)


def keeps_any_name(self: Part, name: str, document: Any) -> None:
    with suppress(InvalidValue):
        self.part.put(name, document)


def keeps_the_object(self: Part, name: str, document: Any) -> None:
    self.part.put(name, document)
    self.unit.state.settings[name] = document


def gives_the_object(self: Part, name: str) -> Any:
    return self.unit.state.settings.get(name)


def forgets_texts(self: Part, name: str) -> Any:
    document = self.part.get(name)
    return None if document is None else {key: value for key, value in document.items() if key != "texts"}


class SharesDocuments(Wrong):
    """All tenants have one keeping place."""

    kept: dict[str, str]

    def __init__(self) -> None:
        super().__init__()
        self.kept = {}

    @contextmanager
    def unit(self, tenant: TenantId, *, write: bool) -> Iterator[Any]:
        with super().unit(tenant, write=write) as unit:
            unit._state.settings = dict(self.kept)
            commit = unit.commit

            def committed() -> Any:
                self.kept = dict(unit.state.settings)
                return commit()

            unit.commit = committed
            yield unit


class KeepsWithoutCommit(Wrong):
    """Documents are kept as they are put."""

    @contextmanager
    def unit(self, tenant: TenantId, *, write: bool) -> Iterator[Any]:
        with super().unit(tenant, write=write) as unit:
            if tenant in self._states:
                unit._state.settings = self._states[tenant].settings
            yield unit


class _NoLock:
    def acquire(self, **_: Any) -> Callable[[], None]:
        return lambda: None


class LetsAllWrite(Wrong):
    """Writers do not wait for each other."""

    def __init__(self) -> None:
        super().__init__(timeout=0)
        self._writing = _NoLock()  # type: ignore[assignment]


class HoldsOnAfterCommit(Wrong):
    """The next writer waits until the unit is left."""

    def __init__(self) -> None:
        super().__init__(timeout=0.2)

    @contextmanager
    def unit(self, tenant: TenantId, *, write: bool) -> Iterator[Any]:
        with super().unit(tenant, write=write) as unit:
            release = unit._release
            unit._release = (lambda: None) if write else None
            yield unit
            if release is not None:
                release()


class FailsOtherwise(Wrong):
    """A wait that ends is told as another kind of error."""

    @contextmanager
    def unit(self, tenant: TenantId, *, write: bool) -> Iterator[Any]:
        try:
            block = super().unit(tenant, write=write)
            unit = block.__enter__()
        except StoreUnavailable as error:
            raise (error if "closed" in error.message else StorageError("locked")) from None
        try:
            yield unit
        except BaseException as error:
            if not block.__exit__(type(error), error, error.__traceback__):
                raise
        else:
            block.__exit__(None, None, None)


class LetsReadersWait(Wrong):
    """Who reads waits for who writes."""

    @contextmanager
    def unit(self, tenant: TenantId, *, write: bool) -> Iterator[Any]:
        if not write and self._writing._lock.locked():
            time.sleep(0.01)
            raise StoreUnavailable("somebody is writing")
        with super().unit(tenant, write=write) as unit:
            yield unit


class OpensAfterClosing(Wrong):
    """A store that is closed is an empty one."""

    def close(self) -> None:
        self._states = {}


class KeepsTheLockAfterAnError(Wrong):
    """A writer that fails shuts all others out."""

    def __init__(self) -> None:
        super().__init__(timeout=0)
        self._failures = 0

    @contextmanager
    def unit(self, tenant: TenantId, *, write: bool) -> Iterator[Any]:
        if write and self._failures > 1:
            raise StoreUnavailable("somebody is writing")
        with super().unit(tenant, write=write) as unit:
            try:
                yield unit
            except ZeroDivisionError:
                self._failures += 1
                raise


class Lasting(Wrong):
    """Another opening of the same store shares its rows and its lock."""

    capabilities = StorageCapabilities(durable=True, concurrent_writers=True)

    def __init__(self) -> None:
        super().__init__()
        self.file_lock = threading.Lock()

    def join(self, other: Lasting) -> None:
        self._states, self.file_lock = other.kept, other.file_lock

    @property
    def kept(self) -> Any:
        return self.__dict__.setdefault("_kept", self._states)

    @contextmanager
    def unit(self, tenant: TenantId, *, write: bool) -> Iterator[Any]:
        self.__dict__.setdefault("_kept", self._states)
        with super().unit(tenant, write=write) as unit:
            if write and not self.file_lock.acquire(timeout=self._timeout):
                raise StoreUnavailable("another program is writing")
            released = not write
            commit = unit.commit

            def commit_and_release() -> Any:
                nonlocal released
                receipt = commit()
                self.file_lock.release()
                released = True
                return receipt

            unit.commit = commit_and_release
            try:
                yield unit
            finally:
                if not released:
                    self.file_lock.release()


class ForgetsNotices(Lasting):
    """Notices are kept in memory alone."""

    def join(self, other: Any) -> None:
        super().join(other)
        for state in self._states.values():
            state.outbox = {}


class CountsPlacesAnew(Lasting):
    """After opening, items stand in the order of their ids."""

    def join(self, other: Any) -> None:
        super().join(other)
        for state in self._states.values():
            for plan, items in state.items.items():
                state.positions[plan] = {item: place for place, item in enumerate(sorted(items), start=1)}


class CachesRows(Lasting):
    """An opening sees what was there when it was opened."""

    def join(self, other: Any) -> None:
        super().join(other)
        self._states = dict(self._states)


class LocksNothing(Lasting):
    """Programs do not wait for each other."""

    def join(self, other: Any) -> None:
        super().join(other)
        self.file_lock = threading.Lock()


def takes_a_try_away(self: Part, worker: Any, settlements: Any) -> int:
    return int(self.part.settle(worker, [attrs.evolve(each, begun=True) for each in settlements]))


def drops_the_twentieth(self: Part, events: Any) -> None:
    self.part.append([each for each in events if each.version != 20])


#: What is wrong -> the store, and the laws that it breaks.
WRONG: dict[str, tuple[Callable[[], Wrong], Collection[str]]] = {
    "drops html": (wrong("outbox", add=drops_html), {"test_every_field_of_an_entry_comes_back"}),
    "logs everything": (wrong("outbox", settle=_settling(logs_everything)), {"test_what_a_channel_said_is_logged"}),
    "logs for strangers": (
        wrong("outbox", settle=logs_for_strangers),
        {
            "test_an_attempt_is_logged_once_and_by_who_holds_the_entry",
            "test_what_a_channel_said_is_logged",
        },
    ),
    "logs in order of coming": (
        wrong("outbox", add_attempts=logs_in_order_of_coming),
        {"test_attempts_of_another_store_are_taken_in"},
    ),
    "requeues all": (wrong("outbox", requeue=requeues_all), {"test_what_came_to_an_end_can_be_queued_again"}),
    "keeps the first": (
        wrong("settings", put=keeps_the_first),
        {"test_a_document_takes_the_place_of_the_one_before"},
    ),
    "merges documents": (
        wrong("settings", put=merges_documents),
        {"test_a_document_takes_the_place_of_the_one_before"},
    ),
    "folds names": (wrong("settings", put=folds_names), {"test_names_are_listed_and_forgotten"}),
    "keeps any name": (wrong("settings", put=keeps_any_name), {"test_what_is_no_document_is_refused"}),
    "keeps objects": (
        wrong("settings", put=keeps_the_object, get=gives_the_object),
        {"test_a_document_is_the_callers_own"},
    ),
    "keeps no text": (
        wrong("settings", get=forgets_texts),
        {"test_a_document_comes_back_as_it_was"},
    ),
    "shares documents": (SharesDocuments, {"test_a_tenant_keeps_its_own_documents"}),
    "keeps without commit": (KeepsWithoutCommit, {"test_what_is_not_committed_is_not_kept"}),
    "queues again": (
        wrong("outbox", add=queues_again),
        {"test_a_key_is_queued_once"},
    ),
    "knows what is pending": (
        wrong("outbox", known=knows_what_is_pending),
        {"test_known_keys_are_those_that_were_queued"},
    ),
    "orders by key": (
        wrong("outbox", entries=orders_by_key),
        {"test_a_stream_ends_with_its_unit", "test_entries_come_in_the_order_in_which_they_were_queued"},
    ),
    "gives every state": (
        wrong("outbox", entries=gives_every_state),
        {"test_entries_can_be_read_by_plan_and_state"},
    ),
    "claims before it is due": (
        wrong("outbox", claim=_claiming(claims_before_it_is_due)),
        {
            "test_a_claim_says_who_holds_the_entry_and_until_when",
            "test_a_lease_keeps_others_away_until_it_ends",
            "test_what_is_due_is_claimed_oldest_first",
        },
    ),
    "claims all": (
        wrong("outbox", claim=_claiming(claims_all)),
        {
            "test_a_claim_takes_no_more_than_its_limit",
            "test_only_the_holder_settles",
            "test_what_is_pending_can_be_cancelled",
        },
    ),
    "claims of any size": (
        wrong("outbox", claim=_claiming(claims_of_any_size)),
        {"test_a_claim_of_nothing_is_refused"},
    ),
    "claims every channel": (
        wrong("outbox", claim=_claiming(claims_every_channel)),
        {"test_a_claim_takes_its_own_channels"},
    ),
    "claims newest first": (
        wrong("outbox", claim=claims_newest_first),
        {"test_what_is_due_is_claimed_oldest_first"},
    ),
    "counts one attempt": (
        wrong("outbox", claim=counts_one_attempt),
        {
            "test_what_a_channel_said_is_logged",
            "test_a_claim_says_who_holds_the_entry_and_until_when",
            "test_a_lease_keeps_others_away_until_it_ends",
            "test_another_try_waits_for_its_moment",
        },
    ),
    "claims what is dead": (
        wrong("outbox", claim=claims_what_is_dead),
        {"test_only_what_is_pending_is_claimed"},
    ),
    "ignores leases": (
        wrong("outbox", claim=ignores_leases),
        {
            "test_a_claim_takes_no_more_than_its_limit",
            "test_a_lease_keeps_others_away_until_it_ends",
            "test_a_lease_that_was_queued_counts",
            "test_another_try_waits_for_its_moment",
            "test_dispatchers_never_hold_the_same_entry",
        },
    ),
    "leases for ever": (
        wrong("outbox", claim=leases_for_ever),
        {"test_a_lease_keeps_others_away_until_it_ends", "test_a_lease_that_was_queued_counts"},
    ),
    "drops references": (
        wrong("outbox", settle=_settling(drops_references)),
        {"test_what_a_channel_said_is_logged", "test_an_outcome_is_recorded"},
    ),
    "is due at once": (
        wrong("outbox", settle=_settling(is_due_at_once)),
        {"test_another_try_waits_for_its_moment"},
    ),
    "lets anyone settle": (
        wrong("outbox", settle=lets_anyone_settle),
        {"test_an_attempt_is_logged_once_and_by_who_holds_the_entry", "test_only_the_holder_settles"},
    ),
    "settles again": (
        wrong("outbox", settle=settles_again),
        {"test_an_outcome_is_recorded_once"},
    ),
    "cancels what is sent": (
        wrong("outbox", cancel=cancels_what_is_sent),
        {"test_what_is_pending_can_be_cancelled"},
    ),
    "takes a try away": (
        wrong("outbox", settle=takes_a_try_away),
        {"test_what_a_channel_said_is_logged", "test_what_is_put_back_unbegun_was_no_attempt"},
    ),
    "drops the twentieth": (
        wrong("history", append=drops_the_twentieth),
        {"test_no_change_of_any_thread_is_lost"},
    ),
    "lets all write": (
        LetsAllWrite,
        {
            "test_a_thread_does_not_wait_for_itself",
            "test_a_wait_comes_to_an_end",
            "test_a_writer_waits_for_the_one_before",
        },
    ),
    "holds on after a commit": (
        HoldsOnAfterCommit,
        {"test_after_a_commit_the_same_thread_may_write_again", "test_a_writer_waits_for_the_one_before"},
    ),
    "fails otherwise": (
        FailsOtherwise,
        {"test_a_wait_comes_to_an_end"},
    ),
    "lets readers wait": (
        LetsReadersWait,
        {"test_nobody_sees_what_is_not_committed", "test_readers_wait_for_nobody"},
    ),
    "opens after closing": (
        OpensAfterClosing,
        {"test_a_store_that_is_closed_says_so"},
    ),
    "keeps the lock after an error": (
        KeepsTheLockAfterAnError,
        {"test_a_writer_that_fails_lets_the_next_one_in"},
    ),
    "keeps all": (
        Lasting,
        {},
    ),
    "forgets notices": (
        ForgetsNotices,
        {
            "test_a_store_that_is_opened_again_goes_on_where_it_was",
            "test_what_was_committed_is_there_when_the_store_is_opened_again",
        },
    ),
    "counts places anew": (
        CountsPlacesAnew,
        {"test_a_store_that_is_opened_again_goes_on_where_it_was"},
    ),
    "caches rows": (
        CachesRows,
        {
            "test_a_store_that_is_open_twice_is_one_store",
            "test_a_store_that_is_opened_again_goes_on_where_it_was",
            "test_a_writer_shuts_out_writers_of_the_other_opening",
        },
    ),
    "locks nothing": (
        LocksNothing,
        {"test_a_writer_shuts_out_writers_of_the_other_opening"},
    ),
}


@pytest.mark.parametrize(("make", "meant"), WRONG.values(), ids=WRONG)
def test_a_wrong_store_breaks_the_laws_that_are_meant(make: Callable[[], Wrong], meant: Collection[str]) -> None:
    assert broken_laws(make, meant=meant) == set(meant)


def test_every_law_is_broken_by_some_store() -> None:
    broken = {law for _, meant in WRONG.values() for law in meant}
    assert laws_of(DurabilityLaws, OutboxLaws, SettingsLaws, WriterLaws) - broken == set()
