"""The example that publishes changes, against a real RabbitMQ: a crash repeats messages and loses none."""

from __future__ import annotations

import importlib.util
import json
import os
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

import pytest

from plan_tasks import Measure, Plan, ProgressReport, Tracker
from plan_tasks.model import ItemId, PlanId

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "publish_changes.py"
BROKER = os.environ.get("PLAN_TASKS_TEST_RABBITMQ") or "amqp://guest:guest@127.0.0.1:5672//"
NAME = f"p{uuid.uuid4().hex[:12]}"


def _is_there() -> bool:
    place = urlsplit(BROKER)
    try:
        with socket.create_connection((place.hostname or "", place.port or 5672), timeout=2):
            return True
    except OSError:
        return False


@pytest.fixture
def kombu() -> Any:
    """The library, where the broker is there too."""
    if os.environ.get("PLAN_TASKS_REQUIRE_SERVICES") != "1":
        pytest.importorskip("kombu")
        if not _is_there():
            pytest.skip(f"no RabbitMQ answers at {urlsplit(BROKER).hostname}:{urlsplit(BROKER).port}")
    import kombu

    return kombu


@pytest.fixture
def example(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The example as a module, with an exchange of its own."""
    specification = importlib.util.spec_from_file_location("examples_publish_changes", EXAMPLE)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture
def queue(kombu: Any, example: ModuleType) -> Iterator[Any]:
    """A queue of our own for messages of our plan."""
    with kombu.Connection(BROKER, connect_timeout=5) as line:
        exchange = kombu.Exchange(example.EXCHANGE, "topic", durable=True)
        bound = kombu.Queue(NAME, exchange, routing_key=f"{NAME}.#", auto_delete=True, durable=False)
        found = line.SimpleQueue(bound, no_ack=True)
        try:
            yield found
        finally:
            found.close()  # and the queue goes with its last consumer


@pytest.fixture
def tracker(tmp_path: Path) -> Iterator[Tracker]:
    with Tracker.open(f"sqlite:///{tmp_path / 'plan.db'}", language="en", autoload=False) as opened:
        measure = Measure(id=ItemId("m1"), title="Open the library 图书馆")  # library
        plan = Plan(id=PlanId(NAME), title="P", start=date(2021, 1, 1), end=date(2021, 12, 31), measures=(measure,))
        opened.add(plan, actor="office")
        yield opened


def received(queue: Any, count: int) -> list[Any]:
    """So many messages; there must be no more."""
    messages = [queue.get(timeout=10) for _ in range(count)]
    with pytest.raises(queue.Empty):
        queue.get(timeout=0.2)
    return messages


def change(tracker: Tracker, number: int) -> None:
    report = ProgressReport(on=date(2021, 3, 31), percent=Decimal(number) / 100)
    tracker.report(NAME, "m1", report, actor="culture")


def test_every_change_is_published_once_and_the_next_run_goes_on(
    example: ModuleType, queue: Any, tracker: Tracker, tmp_path: Path
) -> None:
    cursor = tmp_path / "cursor.txt"
    assert example.publish(tracker, BROKER, cursor) == 2
    change(tracker, 10)
    change(tracker, 20)
    assert example.publish(tracker, BROKER, cursor) == 2
    assert example.publish(tracker, BROKER, cursor) == 0
    messages = received(queue, 4)
    assert [each.properties["message_id"] for each in messages] == [f"{NAME}/{number}" for number in range(1, 5)]
    assert messages[1].delivery_info["routing_key"] == f"{NAME}.measure_created"
    bodies = [json.loads(each.body) for each in messages]
    history = list(tracker.history(NAME))
    assert [body["hash"] for body in bodies] == [stored.hash for stored in history]
    assert bodies[1]["after"]["title"] == "Open the library 图书馆"  # library
    assert bodies[3]["before"]["progress"]["percent"] == "0.1"


def test_a_stop_before_the_cursor_is_kept_repeats_a_batch_and_loses_nothing(
    example: ModuleType, queue: Any, tracker: Tracker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(example, "BATCH", 2)
    for number in range(3):
        change(tracker, number)
    keep, cursor = example.keep, tmp_path / "cursor.txt"
    kept: list[str] = []

    def stop(file: Path, text: str) -> None:
        if kept:
            raise KeyboardInterrupt
        kept.append(text)
        keep(file, text)

    monkeypatch.setattr(example, "keep", stop)
    with pytest.raises(KeyboardInterrupt):
        example.publish(tracker, BROKER, cursor)
    monkeypatch.setattr(example, "keep", keep)
    assert example.publish(tracker, BROKER, cursor) == 3
    numbers = [int(each.properties["message_id"].rpartition("/")[2]) for each in received(queue, 7)]
    assert numbers == [1, 2, 3, 4, 3, 4, 5]


def test_it_runs_as_a_script(queue: Any, tracker: Tracker, tmp_path: Path) -> None:
    def run(*arguments: str) -> tuple[int, str, str]:
        done = subprocess.run(
            [sys.executable, str(EXAMPLE), *arguments], capture_output=True, text=True, timeout=60, cwd=tmp_path
        )
        return done.returncode, done.stdout, done.stderr

    assert run("sqlite:///plan.db", BROKER, "cursor.txt") == (0, "2 changes published\n", "")
    assert run("sqlite:///plan.db", BROKER, "cursor.txt") == (0, "0 changes published\n", "")
    assert len(received(queue, 2)) == 2
    status, _, error = run("sqlite:///none.db", BROKER, "cursor.txt")
    assert (status, "there is no such store" in error) == (1, True)
    status, _, error = run("sqlite:///plan.db", "amqp://guest:guest@127.0.0.1:1//", "cursor.txt")
    assert (status, "Traceback" in error) == (1, False)
    assert run()[0] == 2
