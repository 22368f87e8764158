"""The outbox: a key is queued once, an entry is held by one dispatcher at a time, an outcome is recorded once."""

from __future__ import annotations

from datetime import datetime, timedelta

import attrs
import pytest

from plan_tasks.errors import InvalidValue
from plan_tasks.model import PlanId
from plan_tasks.storage.contract import Settlement, StorageBackend
from plan_tasks.storage.outbox import Attempt, OutboxEntry, OutboxState
from plan_tasks.testing.storage.case import StorageLaws
from plan_tasks.testing.storage.samples import AT, TENANT, entry

__all__ = ["OutboxLaws"]

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)


def _queue(backend: StorageBackend, *entries: OutboxEntry) -> int:
    with backend.unit(TENANT, write=True) as unit:
        new = unit.outbox.add(entries)
        unit.commit()
    return new


def _claim(
    backend: StorageBackend,
    worker: str = "w",
    *,
    now: datetime = AT,
    limit: int = 99,
    channels: tuple[str, ...] = ("post",),
) -> list[OutboxEntry]:
    with backend.unit(TENANT, write=True) as unit:
        claimed = unit.outbox.claim(worker=worker, now=now, lease=_HOUR, limit=limit, channels=channels)
        unit.commit()
    return list(claimed)


def _settle(backend: StorageBackend, worker: str, *settlements: Settlement) -> int:
    with backend.unit(TENANT, write=True) as unit:
        count = unit.outbox.settle(worker, settlements)
        unit.commit()
    return count


def _attempts(backend: StorageBackend, key: str) -> list[Attempt]:
    with backend.unit(TENANT, write=False) as unit:
        return list(unit.outbox.attempts(key))


def _entries(backend: StorageBackend) -> dict[str, OutboxEntry]:
    with backend.unit(TENANT, write=False) as unit:
        return {each.key: each for each in unit.outbox.entries()}


class OutboxLaws(StorageLaws):
    """Laws about notices that wait."""

    def test_a_key_is_queued_once(self) -> None:
        """Again, it is neither counted nor changed: within one call, in a later one, and when it was sent long ago."""
        with self.opened() as backend:
            assert _queue(backend, entry("k1"), entry("k2"), entry("k1", subject="Again")) == 2
            assert _queue(backend, entry("k1", subject="Again"), entry("k3")) == 1
            _claim(backend)
            _settle(backend, "w", Settlement("k1", OutboxState.SENT, AT))
            assert _queue(backend, entry("k1", subject="Again")) == 0
            kept = _entries(backend)
            assert {key: each.subject for key, each in kept.items()} == dict.fromkeys(
                ("k1", "k2", "k3"), "Due soon 即将到期"
            )
            assert kept["k1"].state is OutboxState.SENT

    def test_known_keys_are_those_that_were_queued(self) -> None:
        """In whatever state they are."""
        with self.opened() as backend:
            _queue(backend, *[entry(state.value, state=state) for state in OutboxState])
            with backend.unit(TENANT, write=False) as unit:
                known = unit.outbox.known([*[state.value for state in OutboxState], "never", "sent"])
                assert set(known) == {state.value for state in OutboxState}
                assert not unit.outbox.known([])

    def test_entries_come_in_the_order_in_which_they_were_queued(self) -> None:
        """Whatever their keys and moments, and what became of them."""
        keys = ["z", "a", "m", "b"]
        with self.opened() as backend:
            for number, key in enumerate(keys):
                _queue(backend, entry(key, due=AT - _MINUTE * number))
            _claim(backend, limit=2)
            assert list(_entries(backend)) == keys

    def test_entries_can_be_read_by_plan_and_state(self) -> None:
        """One, several or none of either."""
        with self.opened() as backend:
            _queue(
                backend,
                entry("a"),
                entry("b", plan="bridge"),
                entry("c", state=OutboxState.DEAD),
                entry("d", plan="bridge", state=OutboxState.SENT),
            )
            asked = (
                (None, (), "abcd"),
                (PlanId("city"), (), "ac"),
                (None, (OutboxState.DEAD, OutboxState.SENT), "cd"),
                (PlanId("bridge"), (OutboxState.PENDING,), "b"),
                (PlanId("none"), (), ""),
            )
            with backend.unit(TENANT, write=False) as unit:
                for plan, states, wanted in asked:
                    assert "".join(each.key for each in unit.outbox.entries(plan=plan, states=states)) == wanted

    def test_what_is_due_is_claimed_oldest_first(self) -> None:
        """Those due at the same moment in the order in which they were queued; what is not due yet waits."""
        east = AT.astimezone(tz=None)
        with self.opened() as backend:
            _queue(
                backend,
                entry("second", due=AT - _MINUTE),
                entry("later", due=AT + timedelta(microseconds=1)),
                entry("now", due=east),
                entry("first", due=AT - _HOUR),
                entry("third", due=AT - _MINUTE),
            )
            assert [each.key for each in _claim(backend)] == ["first", "second", "third", "now"]

    def test_a_claim_takes_no_more_than_its_limit(self) -> None:
        """The next claim takes the rest."""
        with self.opened() as backend:
            _queue(backend, *[entry(f"k{number}") for number in range(5)])
            assert [each.key for each in _claim(backend, limit=2)] == ["k0", "k1"]
            assert [each.key for each in _claim(backend, "other", limit=9)] == ["k2", "k3", "k4"]
            assert _claim(backend, "third") == []

    @pytest.mark.parametrize("limit", [0, -1])
    def test_a_claim_of_nothing_is_refused(self, limit: int) -> None:
        """It is a slip of whoever asks."""
        with self.opened() as backend:
            _queue(backend, entry("k1"))
            with pytest.raises(InvalidValue):
                _claim(backend, limit=limit)

    def test_a_claim_takes_its_own_channels(self) -> None:
        """One, several, or none."""
        with self.opened() as backend:
            _queue(backend, entry("a"), entry("b", channel="mail"), entry("c", channel="chat"))
            assert _claim(backend, channels=()) == []
            assert [each.key for each in _claim(backend, channels=("mail", "post"))] == ["a", "b"]
            assert list(_entries(backend)["c"].leased_by) == []

    def test_a_claim_says_who_holds_the_entry_and_until_when(self) -> None:
        """And counts the attempt, in what it returns and in the store."""
        with self.opened() as backend:
            _queue(backend, entry("k1", attempts=2))
            (claimed,) = _claim(backend)
            wanted = attrs.evolve(entry("k1"), attempts=3, leased_by="w", leased_until=AT + _HOUR)
            assert claimed == wanted
            assert _entries(backend) == {"k1": wanted}

    @pytest.mark.parametrize("state", [state for state in OutboxState if state is not OutboxState.PENDING])
    def test_only_what_is_pending_is_claimed(self, state: OutboxState) -> None:
        """What is settled in any way stays so."""
        with self.opened() as backend:
            _queue(backend, entry("k1", state=state, settled=AT))
            assert _claim(backend) == []

    def test_a_lease_keeps_others_away_until_it_ends(self) -> None:
        """From its end on another may have the entry, which counts as one attempt more."""
        with self.opened() as backend:
            _queue(backend, entry("k1"))
            _claim(backend, "first")
            assert _claim(backend, "second", now=AT + _HOUR - timedelta(microseconds=1)) == []
            (claimed,) = _claim(backend, "second", now=AT + _HOUR)
            assert (claimed.leased_by, claimed.attempts, claimed.leased_until) == ("second", 2, AT + _HOUR * 2)

    def test_a_lease_that_was_queued_counts(self) -> None:
        """An entry that is stored with a lease is left alone until that ends."""
        with self.opened() as backend:
            _queue(backend, entry("k1", leased_by="other", leased_until=AT + _MINUTE))
            assert _claim(backend) == []
            assert [each.key for each in _claim(backend, now=AT + _MINUTE)] == ["k1"]

    @pytest.mark.parametrize("state", [state for state in OutboxState if state is not OutboxState.PENDING])
    def test_an_outcome_is_recorded(self, state: OutboxState) -> None:
        """With moment, reason and reference; the lease ends."""
        with self.opened() as backend:
            _queue(backend, entry("k1"))
            _claim(backend)
            later = AT + _MINUTE
            assert _settle(backend, "w", Settlement("k1", state, later, reason="said so", reference="r-9")) == 1
            assert _entries(backend)["k1"] == attrs.evolve(
                entry("k1"), state=state, attempts=1, settled=later, reason="said so", reference="r-9"
            )

    def test_another_try_waits_for_its_moment(self) -> None:
        """The entry is pending again, in nobody's hands, and due when the settlement says; unsaid, when it was."""
        with self.opened() as backend:
            _queue(backend, entry("k1"), entry("k2"))
            _claim(backend)
            again = (
                Settlement("k1", OutboxState.PENDING, AT, due=AT + _MINUTE, reason="busy"),
                Settlement("k2", OutboxState.PENDING, AT),
            )
            assert _settle(backend, "w", *again) == 2
            stored = _entries(backend)["k1"]
            assert (stored.due, stored.settled, stored.leased_until, stored.reason) == (
                AT + _MINUTE,
                None,
                None,
                "busy",
            )
            assert [each.key for each in _claim(backend)] == ["k2"]
            (claimed,) = _claim(backend, now=AT + _MINUTE)
            assert (claimed.key, claimed.attempts) == ("k1", 2)

    def test_what_is_put_back_unbegun_was_no_attempt(self) -> None:
        """A dispatcher that claimed more than it had time for takes no try away from an entry."""
        with self.opened() as backend:
            _queue(backend, entry("k1"))
            for _ in range(3):
                (claimed,) = _claim(backend)
                assert claimed.attempts == 1
                assert _settle(backend, "w", Settlement("k1", OutboxState.PENDING, AT, begun=False)) == 1
            assert _entries(backend)["k1"] == entry("k1")

    def test_only_the_holder_settles(self) -> None:
        """Not a stranger, not who held it before, not for what nobody claimed or nobody knows; others still count."""
        with self.opened() as backend:
            _queue(backend, entry("k1"), entry("k2"))
            sent = [Settlement(key, OutboxState.SENT, AT) for key in ("k1", "none", "k2")]
            _claim(backend, "first", limit=1)
            assert _settle(backend, "stranger", *sent) == 0
            assert _settle(backend, "", *sent) == 0
            _claim(backend, "second", now=AT + _HOUR, limit=1)
            held = {each.key for each in _entries(backend).values() if each.leased_by == "second"}
            assert _settle(backend, "first", *sent) == 0
            assert _settle(backend, "second", *sent) == 1
            assert {key for key, each in _entries(backend).items() if each.state is OutboxState.SENT} == held

    def test_an_outcome_is_recorded_once(self) -> None:
        """Told twice, in one call or two, the first one stands."""
        with self.opened() as backend:
            _queue(backend, entry("k1"))
            _claim(backend)
            sent, dead = (Settlement("k1", state, AT) for state in (OutboxState.SENT, OutboxState.DEAD))
            assert _settle(backend, "w", sent, dead) == 1
            assert _settle(backend, "w", dead) == 0
            assert _entries(backend)["k1"].state is OutboxState.SENT

    def test_what_is_pending_can_be_cancelled(self) -> None:
        """Also while somebody holds it, whose outcome then comes too late; what is settled stays as it is."""
        with self.opened() as backend:
            _queue(backend, entry("k1"), entry("k2"), entry("k3", state=OutboxState.SENT, settled=AT))
            _claim(backend, limit=1)
            with backend.unit(TENANT, write=True) as unit:
                assert unit.outbox.cancel(["k1", "k2", "k3", "none", "k1"], at=AT, reason="done") == 2
                unit.commit()
            stored = _entries(backend)
            for key, attempts in (("k1", 1), ("k2", 0)):
                assert stored[key] == attrs.evolve(
                    entry(key), state=OutboxState.CANCELLED, settled=AT, reason="done", attempts=attempts
                )
            assert stored["k3"].state is OutboxState.SENT
            assert _settle(backend, "w", Settlement("k1", OutboxState.SENT, AT)) == 0
            assert _claim(backend, now=AT + _HOUR * 2) == []

    def test_every_field_of_an_entry_comes_back(self) -> None:
        """Level, the forms of the text and why it was made among them."""
        whole = entry(
            level="red",
            html="<p>逾期</p>",
            markdown="**逾期**",
            why='{"rule":"due","days":-1}',
            spent=2,
            attempts=3,
            requeued=AT - _HOUR,
            leased_by="other",
            leased_until=AT + _MINUTE,
            settled=AT,
            reason="a\n'b'",
            reference="r-1",
            language="en",
        )
        with self.opened() as backend:
            _queue(backend, whole)
            assert _entries(backend) == {"k1": whole}
            with backend.unit(TENANT, write=False) as unit:
                assert unit.outbox.get(["none", "k1", "k1"]) == {"k1": whole}
                assert not unit.outbox.get([])

    def test_what_a_channel_said_is_logged(self) -> None:
        """An attempt a settlement that names an outcome, with its number; what nobody was asked about is not."""
        with self.opened() as backend:
            _queue(backend, entry("k1"), entry("k2"))
            said = (
                Settlement("k1", OutboxState.PENDING, AT, due=AT, begun=False),
                Settlement("k1", OutboxState.PENDING, AT, due=AT, reason="busy", outcome="try_again"),
                Settlement("k1", OutboxState.PENDING, AT, due=AT),
                Settlement("k1", OutboxState.SENT, AT + _MINUTE, reason="好", reference="r-9", outcome="accepted"),
                Settlement("k1", OutboxState.SENT, AT, outcome="unknown"),
            )
            for settlement in said:
                _claim(backend)
                _settle(backend, "w", settlement, Settlement("k2", OutboxState.PENDING, AT, begun=False))
            first = Attempt(key="k1", number=1, at=AT, outcome="try_again", reason="busy")
            last = Attempt(key="k1", number=3, at=AT + _MINUTE, outcome="accepted", reason="好", reference="r-9")
            assert _attempts(backend, "k1") == [first, last]
            assert _attempts(backend, "k2") == _attempts(backend, "none") == []

    def test_an_attempt_is_logged_once_and_by_who_holds_the_entry(self) -> None:
        """Not for a stranger, nor twice in one call."""
        sent, dead = (
            Settlement("k1", state, AT, outcome=outcome)
            for state, outcome in ((OutboxState.SENT, "accepted"), (OutboxState.DEAD, "refused"))
        )
        with self.opened() as backend:
            _queue(backend, entry("k1"))
            _claim(backend)
            _settle(backend, "stranger", dead)
            _settle(backend, "w", sent, dead)
            assert [each.outcome for each in _attempts(backend, "k1")] == ["accepted"]

    def test_attempts_of_another_store_are_taken_in(self) -> None:
        """In whatever order they come; a number that is there already stays as it is."""
        attempts = [
            Attempt(key="k1", number=number, at=AT, outcome="try_again", reason=f"{number}") for number in (1, 2, 3)
        ]
        with self.opened() as backend:
            _queue(backend, entry("k1", attempts=3))
            with backend.unit(TENANT, write=True) as unit:
                unit.outbox.add_attempts([attempts[2], attempts[0]])
                unit.outbox.add_attempts([attrs.evolve(attempts[0], reason="other"), attempts[1]])
                unit.outbox.add_attempts([])
                unit.commit()
            assert _attempts(backend, "k1") == attempts

    def test_what_came_to_an_end_can_be_queued_again(self) -> None:
        """Dead, unknown or cancelled, it is due at once and its attempts are spent; what is sent or waits stays."""
        states = list(OutboxState)
        held = [entry(state.value, state=state, attempts=5, due=AT + _HOUR, settled=AT, reason="x") for state in states]
        with self.opened() as backend:
            _queue(backend, *held)
            with backend.unit(TENANT, write=True) as unit:
                keys = [*[state.value for state in states], "none", "dead"]
                assert unit.outbox.requeue(keys, at=AT + _MINUTE) == 3
                unit.commit()
            stored = _entries(backend)
            for each in held:
                wanted = each
                if each.state in (OutboxState.DEAD, OutboxState.UNKNOWN, OutboxState.CANCELLED):
                    wanted = attrs.evolve(
                        each,
                        state=OutboxState.PENDING,
                        due=AT + _MINUTE,
                        requeued=AT + _MINUTE,
                        spent=5,
                        settled=None,
                    )
                assert stored[each.key] == wanted
            assert {each.key for each in _claim(backend, now=AT + _MINUTE)} == {"dead", "unknown", "cancelled"}

    def test_dispatchers_never_hold_the_same_entry(self) -> None:
        """Claiming in turn until nothing is left, they share all entries out."""
        with self.opened() as backend:
            _queue(backend, *[entry(f"k{number}") for number in range(50)])
            held: list[str] = []
            for turn in range(20):
                held += [each.key for each in _claim(backend, f"w{turn % 3}", limit=4)]
            assert len(held) == 50
            assert len(set(held)) == 50
