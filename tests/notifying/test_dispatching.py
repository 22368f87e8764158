"""Dispatching on both built-in stores: nothing is lost, no fault spreads, every end is recorded."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.notifying.lines import (
    NOW,
    TENANT,
    Clock,
    Line,
    accepts,
    answers,
    dispatcher,
    key,
    queue,
    run,
    states,
    stored,
)

from plan_tasks.notifying.contract import Delivery, Message, Outcome, Rate
from plan_tasks.notifying.dispatching import Dispatched, OpenChannel
from plan_tasks.notifying.rules import DueRule
from plan_tasks.plugins import BUILTINS
from plan_tasks.services.opening import open_host, open_store
from plan_tasks.storage.contract import StorageBackend, UnitOfWork
from plan_tasks.storage.outbox import OutboxState


def test_what_is_accepted_is_sent_once(backend: StorageBackend) -> None:
    keys = queue(backend, *(f"m{n}" for n in range(250)))
    line = Line(accepts)
    assert run(backend, line) == Dispatched(sent=250)
    assert run(backend, line) == Dispatched()
    assert line.sent == Counter(keys)
    assert [len(batch) for batch in line.batches] == [100, 100, 50]
    assert {(entry.state, entry.settled, entry.leased_by) for entry in stored(backend).values()} == {
        (OutboxState.SENT, NOW, "")
    }


def test_a_message_carries_what_was_queued(backend: StorageBackend) -> None:
    queue(backend, "m1", address="a@example.org", recipient_name="", language="en")
    line = Line(accepts)
    run(backend, line, max_bytes=8)
    (message,) = line.messages
    assert message == Message(
        key=key("m1"),
        channel="line",
        recipient="schools",
        recipient_name="schools",
        address="a@example.org",
        subject="about m1",
        body="text …",
        plan="city",
        item="m1",
        language=message.language,
        at=NOW,
    )
    assert message.language.value == "en"


def test_entries_of_other_channels_wait(backend: StorageBackend) -> None:
    queue(backend, "m1", channel="robot")
    assert run(backend, Line(accepts)) == Dispatched()
    assert states(backend) == {OutboxState.PENDING: 1}


def test_a_busy_receiver_is_tried_again_and_not_sooner_than_it_asks(backend: StorageBackend) -> None:
    queue(backend, "m1")
    clock = Clock()
    busy = Line(answers(Outcome.TRY_AGAIN, retry_after=timedelta(seconds=50)))
    assert run(backend, busy, clock) == Dispatched(waiting=1)
    clock.move(seconds=49)
    assert run(backend, Line(accepts), clock) == Dispatched()
    clock.move(seconds=1)
    assert run(backend, Line(accepts), clock) == Dispatched(sent=1)


@pytest.mark.parametrize("batch", [1, 2])
def test_a_run_comes_to_an_end_even_where_every_wait_is_nothing(backend: StorageBackend, batch: int) -> None:
    """A batch that is not full is the last of a run, so that no entry has all its tries in one moment."""
    queue(backend, "m1")
    line = Line(answers(Outcome.TRY_AGAIN))
    one = dispatcher(backend, Clock(), channels={"line": line}, chance=lambda: 0.0, batch=batch)
    assert one.run() == (Dispatched(failed=1) if batch == 1 else Dispatched(waiting=1))
    assert len(line.batches) == (12 if batch == 1 else 1)


def test_a_refusal_is_final_and_says_why(backend: StorageBackend) -> None:
    (one,) = queue(backend, "m1")
    assert run(backend, Line(answers(Outcome.REFUSED))) == Dispatched(failed=1)
    assert (stored(backend)[one].state, stored(backend)[one].reason) == (OutboxState.DEAD, "so it is")


def test_an_outcome_nobody_knows_is_sent_again_only_where_that_does_no_harm(backend: StorageBackend) -> None:
    """The receiver shows a key once, or the rule insists because the item is late."""
    clock = Clock()
    lost = Line(answers(Outcome.UNKNOWN))
    queue(backend, "early")
    assert run(backend, lost, clock) == Dispatched(unknown=1)
    queue(backend, "honoured")
    assert run(backend, lost, clock, honours_keys=True) == Dispatched(waiting=1)
    queue(backend, "late", occurrence="2021-06-30 +7d")
    assert run(backend, lost, clock) == Dispatched(waiting=1)
    queue(backend, "late, but", occurrence="2021-06-30 +7d")
    patient = (DueRule(name="due", insist_from=None),)
    assert dispatcher(backend, clock, channels={"line": lost}, rules=patient).run() == Dispatched(unknown=1)
    clock.move(hours=1)
    again = Line(accepts)
    assert run(backend, again, clock) == Dispatched(sent=2)
    assert again.sent == Counter([key("honoured"), key("late")])


class Killed(BaseException):
    """The process is gone: nothing that it would have done afterwards is done."""


class Mortal:
    """Units of a store, for a process that may die. Once dead it can record nothing."""

    def __init__(self, backend: StorageBackend) -> None:
        self.backend = backend
        self.dead = False

    def __call__(self) -> AbstractContextManager[UnitOfWork]:
        if self.dead:
            raise Killed
        return self.backend.unit(TENANT, write=True)

    def die(self) -> None:
        self.dead = True
        raise Killed


def test_a_crash_between_sending_and_recording_sends_again_with_the_same_key(backend: StorageBackend) -> None:
    queue(backend, "m1")
    clock, process = Clock(), Mortal(backend)

    def dies(messages: Sequence[Message]) -> Iterator[Delivery]:
        yield from accepts(messages)
        process.die()

    first = Line(dies)
    with pytest.raises(Killed):
        dispatcher(backend, clock, channels={"line": first}, unit=process).run()
    second = Line(accepts)
    clock.move(seconds=59)
    assert run(backend, second, clock) == Dispatched(), "the lease has not ended"
    clock.move(seconds=1)
    assert run(backend, second, clock) == Dispatched(sent=1)
    assert first.messages == second.messages


def test_a_process_that_is_killed_loses_nothing(tmp_path: Path) -> None:
    """A real process, a real kill after the first of three messages went out."""
    store, out = tmp_path / "plan.db", tmp_path / "out.txt"
    host = open_host(builtins=BUILTINS, autoload=False)
    with closing(open_store(host, f"sqlite:///{store}", create=True)) as backend:
        keys = queue(backend, "m1", "m2", "m3")
        assert _process(store, out, kill_after=1).wait(timeout=30) == 9
        assert out.read_text().splitlines() == keys[:1]
        clock = Clock()
        clock.now = datetime.now(UTC) + timedelta(minutes=5)
        line = Line(accepts)
        assert run(backend, line, clock) == Dispatched(sent=3)
        assert line.sent == Counter(keys)


def test_a_notice_that_kills_its_dispatchers_comes_to_an_end_and_takes_nobody_along(backend: StorageBackend) -> None:
    keys = queue(backend, *(f"m{n}" for n in range(40)))
    poison = keys[17]
    clock, sent, deaths = Clock(), Counter[str](), 0
    for _ in range(20):
        process = Mortal(backend)

        def delivers(messages: Sequence[Message], process: Mortal = process) -> Iterator[Delivery]:
            for message in messages:
                if message.key == poison:
                    process.die()
                sent[message.key] += 1
                yield Delivery(message.key, Outcome.ACCEPTED)

        try:
            dispatcher(backend, clock, channels={"line": Line(delivers)}, unit=process).run()
        except Killed:
            deaths += 1
        clock.move(seconds=61)
    assert deaths == 12
    assert states(backend) == {OutboxState.SENT: 39, OutboxState.UNKNOWN: 1}
    assert stored(backend)[poison].state is OutboxState.UNKNOWN
    assert set(sent) == set(keys) - {poison}
    assert max(sent.values()) <= 6


def test_somebody_who_stops_the_program_loses_no_answer_that_is_known(backend: StorageBackend) -> None:
    keys = queue(backend, "m1", "m2", "m3")

    def stops(messages: Sequence[Message]) -> Iterator[Delivery]:
        yield from accepts(messages[:2])
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(backend, Line(stops))
    assert [stored(backend)[one].state for one in keys] == [OutboxState.SENT, OutboxState.SENT, OutboxState.PENDING]


def test_no_more_is_claimed_than_the_receiver_takes(backend: StorageBackend) -> None:
    queue(backend, *(f"m{n}" for n in range(50)))
    clock, line = Clock(), Line(accepts)
    opened = OpenChannel(line, rate=Rate(messages=20, per=timedelta(minutes=1)))

    def turn() -> Dispatched:
        return dispatcher(backend, clock, channels={"line": opened}).run()

    assert turn() == Dispatched(sent=20, paced=("line",))
    clock.move(seconds=59)
    assert turn() == Dispatched(paced=("line",))
    clock.move(seconds=1)
    assert turn() == Dispatched(sent=20, paced=("line",))
    clock.move(seconds=60)
    assert turn() == Dispatched(sent=10)
    assert {entry.attempts for entry in stored(backend).values()} == {1}


def test_the_rate_counts_from_when_the_last_message_went_out(backend: StorageBackend) -> None:
    """A batch that took a while may not be followed by another as if all of it had gone out at its beginning."""
    queue(backend, *(f"m{n}" for n in range(30)))
    clock = Clock()

    def slow(messages: Sequence[Message]) -> Iterator[Delivery]:
        clock.move(seconds=20)
        return accepts(messages)

    opened = OpenChannel(Line(slow), rate=Rate(messages=20, per=timedelta(minutes=1)))
    one = dispatcher(backend, clock, channels={"line": opened})
    assert one.run() == Dispatched(sent=20, paced=("line",))
    clock.now = NOW + timedelta(seconds=79)
    assert one.run() == Dispatched(paced=("line",))
    clock.now = NOW + timedelta(seconds=80)
    assert one.run() == Dispatched(sent=10)


def test_an_answer_that_comes_too_late_is_not_counted(backend: StorageBackend) -> None:
    """While a channel dawdled beyond the lease, another dispatcher has sent the entry and recorded it."""
    (one,) = queue(backend, "m1")
    clock, other = Clock(), Line(accepts)

    def dawdles(messages: Sequence[Message]) -> Iterator[Delivery]:
        clock.move(seconds=61)
        assert run(backend, other, clock) == Dispatched(sent=1)
        return iter(answers(Outcome.REFUSED)(messages))

    assert run(backend, Line(dawdles), clock) == Dispatched()
    assert stored(backend)[one].state is OutboxState.SENT


def test_an_entry_that_is_cancelled_while_it_is_out_stays_cancelled(backend: StorageBackend) -> None:
    (one,) = queue(backend, "m1")

    def cancels(messages: Sequence[Message]) -> Iterator[Delivery]:
        with backend.unit(TENANT, write=True) as unit:
            assert unit.outbox.cancel([one], at=NOW, reason="done") == 1
            unit.commit()
        return accepts(messages)

    assert run(backend, Line(cancels)) == Dispatched()
    assert stored(backend)[one].state is OutboxState.CANCELLED


def test_whoever_listens_hears_of_each_batch_after_it_was_written_down(backend: StorageBackend) -> None:
    """And never of what is tried again."""
    queue(backend, *(f"m{n}" for n in range(3)))
    heard: list[list[str]] = []

    def answer(messages: Sequence[Message]) -> Iterator[Delivery]:
        for message in messages:
            yield Delivery(
                message.key, {"m0": Outcome.ACCEPTED, "m1": Outcome.REFUSED}.get(message.item, Outcome.TRY_AGAIN)
            )

    def recorded(deliveries: Sequence[Delivery]) -> None:
        heard.append([f"{each.outcome.value} {stored(backend)[each.key].state.value}" for each in deliveries])

    dispatcher(backend, Clock(), channels={"line": Line(answer)}, recorded=recorded, batch=2).run()
    assert heard == [["accepted sent", "refused dead"]]


def test_what_could_not_be_begun_is_put_back_and_loses_no_try(backend: StorageBackend) -> None:
    """What earlier dispatchers left behind goes out in small groups; when half the lease is over the rest waits."""
    queue(backend, *(f"m{n}" for n in range(64)), attempts=9)
    clock = Clock()

    def slow(messages: Sequence[Message]) -> Iterator[Delivery]:
        clock.move(seconds=20)
        return accepts(messages)

    line = Line(slow)
    assert run(backend, line, clock) == Dispatched(sent=64)
    assert Counter(len(batch) for batch in line.batches) == {1: 64}
    assert max(line.sent.values()) == 1
    assert {entry.attempts for entry in stored(backend).values()} == {10}


_WORKER = """
import os, sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from plan_tasks.model import TenantId
from plan_tasks.notifying.contract import Delivery, Outcome
from plan_tasks.notifying.dispatching import Dispatcher, OpenChannel
from plan_tasks.plugins import BUILTINS
from plan_tasks.services.opening import open_host, open_store

store, out, kill_after = sys.argv[1], sys.argv[2], int(sys.argv[3])

class Appends:
    def __init__(self):
        self.sent = 0
        self.file = os.open(out, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def send(self, messages, *, deadline):
        for message in messages:
            os.write(self.file, (message.key + "\\n").encode())
            self.sent += 1
            if self.sent == kill_after:
                os._exit(9)
            yield Delivery(message.key, Outcome.ACCEPTED)

host = open_host(builtins=BUILTINS, autoload=False)
with closing(open_store(host, f"sqlite:///{store}", create=False)) as backend:
    Dispatcher(
        unit=lambda: backend.unit(TenantId("t"), write=True),
        channels={"line": OpenChannel(Appends())},
        clock=lambda: datetime.now(UTC),
        chance=lambda: 0.5,
        worker=str(os.getpid()),
        batch=7,
    ).run()
"""


def _process(store: Path, out: Path, *, kill_after: int = 0) -> subprocess.Popen[bytes]:
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen([sys.executable, "-c", _WORKER, str(store), str(out), str(kill_after)], env=environ)


def test_processes_never_send_one_entry_twice(tmp_path: Path) -> None:
    """Real processes on one SQLite file, at the same time."""
    store, out = tmp_path / "plan.db", tmp_path / "out.txt"
    host = open_host(builtins=BUILTINS, autoload=False)
    with closing(open_store(host, f"sqlite:///{store}", create=True)) as backend:
        keys = queue(backend, *(f"m{n}" for n in range(150)))
        processes = [_process(store, out) for _ in range(3)]
        assert [process.wait(timeout=60) for process in processes] == [0, 0, 0]
        assert Counter(out.read_text().splitlines()) == Counter(keys)
        assert states(backend) == {OutboxState.SENT: 150}


def test_threads_never_send_one_entry_twice(backend: StorageBackend) -> None:
    """Dispatchers that run at the same time share the work, whatever the store."""
    keys = queue(backend, *(f"m{n}" for n in range(200)))
    lines = [Line(accepts) for _ in range(4)]
    start = threading.Barrier(len(lines))
    failures: list[BaseException] = []

    def work(line: Line) -> None:
        try:
            start.wait(timeout=10)
            dispatcher(backend, Clock(), channels={"line": line}, batch=5).run()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=[line]) for line in lines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert failures == []
    sent = Counter[str]()
    for line in lines:
        sent += line.sent
    assert sent == Counter(keys)
    assert states(backend) == {OutboxState.SENT: 200}
