"""Claims and answers of many entries go in few statements: each still counts for itself, whatever else goes with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from tests.storage.sql.conftest import Ground
from tests.storage.sql.servers import empty

from plan_tasks.plugins.storage.sql.backend import SqlBackend
from plan_tasks.plugins.storage.sql.tables import tables
from plan_tasks.services.opening import open_host, open_store
from plan_tasks.storage.contract import Settlement
from plan_tasks.storage.outbox import OutboxEntry, OutboxState
from plan_tasks.testing.storage.samples import TENANT

_NOW = datetime(2021, 6, 30, 8, tzinfo=UTC)
_COUNT = 230  # more than two statements' worth


@pytest.fixture
def backend(shared_ground: Ground) -> Iterator[SqlBackend]:
    with shared_ground.engine.begin() as connection:
        empty(connection, tables("plan_tasks_", shared_ground.name))
    host = open_host(builtins=["plan_tasks.plugins.storage.sql"], autoload=False)
    opened = open_store(host, shared_ground.url(), create=True)
    assert isinstance(opened, SqlBackend)
    yield opened
    opened.close()


def test_answers_of_every_kind_are_recorded_in_one_call(backend: SqlBackend) -> None:
    """Sent, refused and to be tried again side by side; of two answers for one entry the first counts."""
    keys = [f"k{number:03}\0" for number in range(_COUNT)]
    entries = [
        OutboxEntry(
            key=key,
            plan="city",
            item="m1",
            rule="due",
            occurrence="2021-06-30",
            recipient="schools",
            address="",
            channel="line",
            subject="Late",
            body="Late",
            created=_NOW,
            due=_NOW,
        )
        for key in keys
    ]
    with backend.unit(TENANT, write=True) as unit:
        unit.outbox.add(entries)
        claimed = unit.outbox.claim(
            worker="w", now=_NOW, lease=timedelta(minutes=1), limit=_COUNT, channels=frozenset({"line"})
        )
        unit.commit()
    assert [(entry.key, entry.attempts) for entry in claimed] == [(key, 1) for key in keys]
    answers = []
    for number, key in enumerate(keys):
        if number % 5 == 0:
            due = _NOW + timedelta(seconds=number)
            answers.append(Settlement(key, OutboxState.PENDING, _NOW, due, f"busy {number}", outcome="try_again"))
        elif number % 5 == 1:
            answers.append(Settlement(key, OutboxState.DEAD, _NOW, reason="no such place", outcome="refused"))
        else:
            answers.append(Settlement(key, OutboxState.SENT, _NOW, reference=f"r{number % 2}", outcome="accepted"))
    late = Settlement(keys[2], OutboxState.DEAD, _NOW, reason="too late", outcome="refused")
    stranger = Settlement("nobody", OutboxState.SENT, _NOW, outcome="accepted")
    with backend.unit(TENANT, write=True) as unit:
        assert unit.outbox.settle("somebody else", answers) == 0
        assert unit.outbox.settle("w", [*answers, late, stranger]) == _COUNT
        unit.commit()
    with backend.unit(TENANT, write=False) as unit:
        stored = unit.outbox.get(keys)
        for answer in answers:
            entry = stored[answer.key]
            assert (entry.state, entry.reason, entry.reference) == (answer.state, answer.reason, answer.reference)
            assert entry.due == (answer.due or _NOW)
            assert not entry.leased_by
        logged = {key: [each.outcome for each in unit.outbox.attempts(key)] for key in keys[:6]}
    assert list(logged.values()) == [[answer.outcome] for answer in answers[:6]]
