"""What a channel does wrong touches its own messages only, and makes it rest."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pytest
from tests.notifying.lines import (
    HIDDEN,
    Clock,
    Line,
    Send,
    accepts,
    answers,
    course,
    dispatcher,
    queue,
    stored,
)

from plan_tasks.notifying.contract import Delivery, Message, Outcome
from plan_tasks.notifying.dispatching import Dispatched
from plan_tasks.storage.contract import StorageBackend
from plan_tasks.storage.outbox import OutboxState


def _raises(messages: Sequence[Message]) -> Iterable[Any]:
    raise RuntimeError(f"no way to https://robot/?token={HIDDEN}")


def _raises_midway(messages: Sequence[Message]) -> Iterable[Any]:
    yield from accepts(messages[:1])
    raise ConnectionResetError(104, "Connection reset by peer")


def _exits(messages: Sequence[Message]) -> Iterable[Any]:
    yield from accepts(messages[:1])
    sys.exit("bye")


def _leaves_out(messages: Sequence[Message]) -> Iterable[Any]:
    return accepts(messages[:-1])


def _gives_nothing(messages: Sequence[Message]) -> Iterable[Any]:
    return None  # type: ignore[return-value]


def _talks_nonsense(messages: Sequence[Message]) -> Iterable[Any]:
    while True:
        yield "nonsense"


def _answers_for_others(messages: Sequence[Message]) -> Iterable[Any]:
    yield Delivery("0" * 64, Outcome.ACCEPTED)
    yield from accepts(messages)


def _answers_twice(messages: Sequence[Message]) -> Iterable[Any]:
    yield from accepts(messages)
    yield from answers(Outcome.REFUSED)(messages)


FAULTS = {
    _raises: (0, 2, "failed with RuntimeError"),
    _raises_midway: (1, 1, "ConnectionResetError: Connection reset by peer"),
    _exits: (1, 1, "failed with SystemExit"),
    _leaves_out: (1, 1, "did not say what became of a message"),
    _gives_nothing: (0, 2, "failed with TypeError"),
    _talks_nonsense: (0, 2, "a str that belongs to no message"),
    _answers_for_others: (2, 0, "a Delivery that belongs to no message"),
    _answers_twice: (2, 0, "a Delivery that belongs to no message"),
}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__.strip("_"))
def test_a_faulty_channel_touches_its_own_messages_only(
    backend: StorageBackend, fault: Send, caplog: pytest.LogCaptureFixture
) -> None:
    """What it answered counts, the rest may have gone out; the log names it and holds nothing of what it said."""
    sent, unknown, words = FAULTS[fault]  # type: ignore[index]
    bad = queue(backend, "b1", "b2", channel="bad")
    queue(backend, "g1", "g2", channel="good")
    good = Line(accepts)
    with caplog.at_level(logging.DEBUG):
        done = dispatcher(backend, Clock(), channels={"bad": Line(fault), "good": good}).run()
    assert done == Dispatched(sent=2 + sent, unknown=unknown)
    assert len(good.sent) == 2
    reasons = [stored(backend)[one].reason for one in bad if stored(backend)[one].state is OutboxState.UNKNOWN]
    assert all(words in reason for reason in reasons)
    assert "channel bad: " in caplog.text
    assert words in caplog.text
    assert HIDDEN not in caplog.text + "".join(reasons)


def test_a_channel_that_goes_on_failing_rests_and_spoils_little(backend: StorageBackend) -> None:
    """One batch, then one message at a time; after five faults it rests, and what is left waits for it."""
    queue(backend, *(f"m{n}" for n in range(250)))
    clock, broken = Clock(), Line(_raises)
    one = dispatcher(backend, clock, channels={"line": broken})
    assert one.run() == Dispatched(unknown=104, resting=("line",))
    assert one.run() == Dispatched(resting=("line",))
    clock.move(seconds=60)
    broken.answer = accepts
    assert one.run() == Dispatched(sent=146)
    assert [len(batch) for batch in broken.batches] == [100, 1, 1, 1, 1, 1, 100, 45]


def test_a_channel_that_takes_longer_than_it_may_has_a_fault_and_its_answers_count(backend: StorageBackend) -> None:
    queue(backend, "m1")
    clock = Clock()

    def slow(messages: Sequence[Message]) -> Iterator[Delivery]:
        clock.move(seconds=31)
        return accepts(messages)

    one = dispatcher(backend, clock, channels={"line": Line(slow)})
    assert one.run() == Dispatched(sent=1)
    assert course(backend).breaker.faults == 1
