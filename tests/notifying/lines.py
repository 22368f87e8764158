"""A channel, a clock and an outbox for tests of dispatching."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs

from plan_tasks.model import TenantId
from plan_tasks.notifying.contract import Delivery, Message, Outcome
from plan_tasks.notifying.dispatching import Dispatched, Dispatcher, OpenChannel
from plan_tasks.notifying.pacing import COURSES, Course
from plan_tasks.storage.contract import Finding, StorageBackend
from plan_tasks.storage.outbox import OutboxEntry, OutboxState

NOW = datetime(2021, 6, 27, 8, tzinfo=UTC)
LEASE = timedelta(seconds=60)
TENANT = TenantId("t")
HIDDEN = "swordfish"
Send = Callable[[Sequence[Message]], Iterable[Any]]


class Clock:
    """Stands still unless it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def move(self, **span: float) -> None:
        self.now += timedelta(**span)


class Line:
    """A channel that answers as a function says, and keeps what it was given."""

    def __init__(self, answer: Send) -> None:
        self.answer = answer
        self.batches: list[list[str]] = []
        self.messages: list[Message] = []

    @property
    def sent(self) -> Counter[str]:
        return Counter(key for batch in self.batches for key in batch)

    def send(self, messages: Sequence[Message], *, deadline: float) -> Iterable[Delivery]:
        self.batches.append([message.key for message in messages])
        self.messages += messages
        return self.answer(messages)

    def examine(self) -> Finding:
        return Finding(ok=True, subject="line", text="fine")

    def close(self) -> None:
        """Nothing is held open."""


def accepts(messages: Sequence[Message]) -> Iterator[Delivery]:
    for message in messages:
        yield Delivery(message.key, Outcome.ACCEPTED)


def answers(outcome: Outcome, **fields: Any) -> Send:
    return lambda messages: [Delivery(message.key, outcome, "so it is", **fields) for message in messages]


def key(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def queue(backend: StorageBackend, *names: str, channel: str = "line", **fields: Any) -> list[str]:
    """Queue entries and return their keys."""
    entries = [
        attrs.evolve(
            OutboxEntry(
                key=key(name),
                plan="city",
                item=name,
                rule="due",
                occurrence="2021-06-30 -3d",
                recipient="schools",
                channel=channel,
                subject=f"about {name}",
                body=f"text of {name}",
                created=NOW,
                due=NOW,
            ),
            **fields,
        )
        for name in names
    ]
    with backend.unit(TENANT, write=True) as unit:
        assert unit.outbox.add(entries) == len(entries)
        unit.commit()
    return [entry.key for entry in entries]


def stored(backend: StorageBackend) -> dict[str, OutboxEntry]:
    with backend.unit(TENANT, write=False) as unit:
        return {entry.key: entry for entry in unit.outbox.entries()}


def course(backend: StorageBackend, name: str = "line") -> Course:
    """What the store knows of a channel."""
    with backend.unit(TENANT, write=False) as unit:
        return Course.of(unit.settings.get(f"{COURSES}{name}"))


def states(backend: StorageBackend) -> Counter[OutboxState]:
    return Counter(entry.state for entry in stored(backend).values())


def dispatcher(backend: StorageBackend, clock: Clock, **fields: Any) -> Dispatcher:
    given: dict[str, Any] = {
        "unit": lambda: backend.unit(TENANT, write=True),
        "clock": clock,
        "chance": lambda: 0.5,
        "worker": f"worker {time.perf_counter_ns()}",
        "lease": LEASE,
        **fields,
    }
    given["channels"] = {
        name: line if isinstance(line, OpenChannel) else OpenChannel(line) for name, line in given["channels"].items()
    }
    return Dispatcher(**given)


def run(backend: StorageBackend, line: Line, clock: Clock | None = None, **fields: Any) -> Dispatched:
    return dispatcher(backend, clock or Clock(), channels={"line": OpenChannel(line, **fields)}).run()
