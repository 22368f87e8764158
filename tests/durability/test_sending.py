"""Notices arrive, whatever becomes of receivers and dispatchers; and nobody sends what another has sent."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.durability.counts import count
from tests.durability.figures import note, number
from tests.durability.killing import FORK, unix
from tests.durability.receivers import Receivers, receivers
from tests.durability.stores import fresh

from plan_tasks import Tracker
from plan_tasks.model import TenantId
from plan_tasks.notifying.contract import ChannelType, Delivery, Message, Outcome
from plan_tasks.notifying.dispatching import Dispatcher, OpenChannel
from plan_tasks.storage.contract import Finding, StorageBackend
from plan_tasks.storage.outbox import OutboxEntry, OutboxState

pytestmark = unix
TENANT = TenantId("default")
CHANNELS = ("webhook", "wecom", "mail")


def key_of(item: int) -> str:
    return hashlib.sha256(f"notice {item}".encode()).hexdigest()


def queue(backend: StorageBackend, notices: int, channels: Sequence[str]) -> None:
    now = datetime.now(UTC)
    entries = [
        OutboxEntry(
            key=key_of(item),
            plan="city",
            item=f"m{item}",
            rule="due",
            occurrence="2021-06-30 +7d",
            recipient="schools",
            channel=channels[item % len(channels)],
            address="office@example.org" if channels[item % len(channels)] == "mail" else "",
            subject=f"Late: {key_of(item)[:8]}",
            body="Open the library.",
            language="en",
            created=now,
            due=now,
        )
        for item in range(notices)
    ]
    for at in range(0, notices, 1_000):
        with backend.unit(TENANT, write=True) as unit:
            unit.outbox.add(entries[at : at + 1_000])
            unit.commit()


def options(at: Receivers) -> dict[str, dict[str, Any]]:
    web = f"http://127.0.0.1:{at.web}"
    return {
        "webhook": {"url": f"{web}/hook", "secret": "open sesame", "allow_private": True, "timeout": 5.0},
        "wecom": {"url": f"{web}/robot", "allow_private": True, "busy_wait": 0.0, "timeout": 5.0},
        "mail": {"server": "127.0.0.1", "port": at.mail, "security": "none", "sender": "plans@example.org"},
    }


@contextmanager
def dispatcher(url: str, at: Receivers) -> Iterator[Dispatcher]:
    """One that is as patient as any, but in seconds where others take minutes."""
    with ExitStack() as stack:
        tracker = stack.enter_context(Tracker.open(url, autoload=False))
        host, backend = tracker.host, tracker._context.backend
        ready = {
            name: OpenChannel(stack.enter_context(closing(host.open(ChannelType, name, given))), honours_keys=True)
            for name, given in options(at).items()
        }
        yield Dispatcher(
            unit=lambda: backend.unit(TENANT, write=True),
            channels=ready,
            clock=lambda: datetime.now(UTC),
            chance=lambda: random.random() / 50,  # noqa: S311 - how long a try waits
            worker=f"{os.getpid()} {time.monotonic_ns()}",
            lease=timedelta(seconds=3),
            batch=40,
        )


def work(url: str, at: Receivers) -> None:
    """Sends until nothing waits any more."""
    with dispatcher(url, at) as one:
        while True:
            one.run()
            with one.unit() as unit:
                if next(iter(unit.outbox.entries(states=(OutboxState.PENDING,))), None) is None:
                    return
            time.sleep(0.05)


def test_every_notice_arrives_though_receivers_fail_and_dispatchers_are_killed(tmp_path: Path) -> None:
    notices, kills = count(120, 10_000), count(3, 100)
    chosen = random.Random(7)  # noqa: S311 - when is killed
    with fresh("sqlite", tmp_path) as url, receivers(tmp_path, faults=0.3) as at:
        with Tracker.open(url, autoload=False) as tracker:
            queue(tracker._context.backend, notices, CHANNELS)
        running = [FORK.Process(target=work, args=(url, at)) for _ in range(2)]
        for process in running:
            process.start()
        killed = 0
        while killed < kills:
            time.sleep(chosen.uniform(0.15, 0.4))
            victim = chosen.randrange(2)
            if running[victim].is_alive():
                os.kill(running[victim].pid or 0, signal.SIGKILL)
                killed += 1
            running[victim].join()
            running[victim] = FORK.Process(target=work, args=(url, at))
            running[victim].start()
        for process in running:
            process.join()
        with Tracker.open(url, autoload=False) as tracker:
            held = {entry.key: entry for entry in tracker.outbox()}
        taken, lost = at.taken(), at.lost()
    states = Counter(entry.state for entry in held.values())
    arrived = {key for key in held if taken[key] + taken[key[:8]]}
    copies = sum(taken.values()) - len(arrived)
    assert len(held) == notices
    assert states[OutboxState.PENDING] == states[OutboxState.CANCELLED] == 0
    assert all(entry.reason for entry in held.values() if entry.state is not OutboxState.SENT)
    assert {entry.key for entry in held.values() if entry.state is OutboxState.SENT} <= arrived
    given_up = {entry.key for entry in held.values() if entry.state in (OutboxState.DEAD, OutboxState.UNKNOWN)}
    assert held.keys() - arrived <= given_up
    assert copies <= lost + kills * 40 + states[OutboxState.UNKNOWN]
    ends = f"{number(len(arrived))} arrived, {states[OutboxState.DEAD]} undeliverable"
    note(
        "10 sending",
        "sqlite",
        f"{number(notices)} notices, 3 in 10 fail, {number(kills)} kills",
        f"{ends}, {states[OutboxState.UNKNOWN]} unknown;"
        f" {number(lost)} answers lost, {number(copies)} copies, none after dropping equal keys",
    )


class Book:
    """A channel that writes down each key that it is given, by whomever."""

    def __init__(self, file: Path) -> None:
        self._book = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def send(self, messages: Sequence[Message], *, deadline: float) -> Iterator[Delivery]:
        for message in messages:
            os.write(self._book, f"{message.key}\n".encode())
            yield Delivery(message.key, Outcome.ACCEPTED)

    def examine(self) -> Finding:
        return Finding(ok=True, subject="book", text="fine")

    def close(self) -> None:
        """It stays open."""


def write_down(url: str, file: Path) -> None:
    with Tracker.open(url, autoload=False) as tracker:
        backend = tracker._context.backend
        one = Dispatcher(
            unit=lambda: backend.unit(TENANT, write=True),
            channels={"book": OpenChannel(Book(file))},
            clock=lambda: datetime.now(UTC),
            chance=lambda: 0.5,
            worker=f"{os.getpid()}",
            batch=20,
        )
        for _ in range(3):
            one.run()


@pytest.mark.parametrize("store", ["sqlite", "postgresql"])
def test_eight_dispatchers_send_no_key_twice(store: str, tmp_path: Path) -> None:
    notices = count(300, 10_000)
    file = tmp_path / "book"
    with fresh(store, tmp_path) as url:
        with Tracker.open(url, autoload=False) as tracker:
            queue(tracker._context.backend, notices, ["book"])
        running = [FORK.Process(target=write_down, args=(url, file)) for _ in range(8)]
        for process in running:
            process.start()
        for process in running:
            process.join()
        with Tracker.open(url, autoload=False, create=False) as tracker:
            held = Counter(entry.state for entry in tracker.outbox())
    sent = Counter(file.read_text(encoding="utf-8").split())
    assert held == {OutboxState.SENT: notices}
    assert sent == Counter(key_of(item) for item in range(notices))
    note("11 eight dispatchers", store, f"{number(notices)} notices, 8 processes", "each sent once")


def test_a_clock_that_is_set_back_an_hour_loses_nothing(tmp_path: Path) -> None:
    """What was leased or due by the later time waits until the clock has caught up; nothing is sent twice."""
    file, shift = tmp_path / "book", timedelta()
    with fresh("sqlite", tmp_path) as url, Tracker.open(url, autoload=False) as tracker:
        backend = tracker._context.backend
        queue(backend, 30, ["book"])
        start = datetime.now(UTC) + timedelta(seconds=1)
        with backend.unit(TENANT, write=True) as unit:  # a dispatcher that is gone
            unit.outbox.claim(worker="gone", now=start, lease=timedelta(minutes=1), limit=10, channels={"book"})
            unit.commit()
        one = Dispatcher(
            unit=lambda: backend.unit(TENANT, write=True),
            channels={"book": OpenChannel(Book(file))},
            clock=lambda: start + shift,
            chance=lambda: 0.5,
            worker="w",
        )
        shift = timedelta(hours=-1)
        assert attrs.asdict(one.run())["sent"] == 0
        shift = timedelta()
        assert one.run().sent == 20
        shift = timedelta(minutes=2)
        assert one.run().sent == 10
    assert Counter(file.read_text(encoding="utf-8").split()) == Counter(key_of(item) for item in range(30))
