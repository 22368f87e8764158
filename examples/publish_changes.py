"""Publishes every change to a message broker: python examples/publish_changes.py STORE BROKER CURSOR_FILE.

Reads batches from the feed of changes, publishes each event to the topic exchange ``plan_tasks.changes`` and keeps the
cursor in a file once the broker has confirmed the batch. Whoever is stopped in between publishes that batch again; a
message's id is made of plan and number, by which consumers know it. Needs ``pip install "plan-tasks[mq]"``.
"""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import attrs

from plan_tasks import Tracker
from plan_tasks.errors import PlanTasksError
from plan_tasks.storage.history import StoredEvent

EXCHANGE = "plan_tasks.changes"
BATCH = 100


def body_of(stored: StoredEvent) -> str:
    """An event as JSON, with what was before and after as objects."""
    event = attrs.asdict(stored.event)
    event.update(at=stored.event.at.isoformat(), before=json.loads(event["before"]), after=json.loads(event["after"]))
    return json.dumps({"sequence": stored.sequence, **event, "hash": stored.hash}, ensure_ascii=False)


def keep(file: Path, cursor: str) -> None:
    """Keeps a cursor so that a crash leaves the old one or the new one, never half of one."""
    draft = file.with_name(f"{file.name}.part")
    with draft.open("w", encoding="utf-8") as stream:
        stream.write(cursor)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(file)


def publish(tracker: Tracker, broker: str, file: Path) -> int:
    """Publishes what has changed since the cursor in the file; returns how many events that were."""
    kombu: Any = import_module("kombu")  # it tells mypy nothing
    cursor = file.read_text(encoding="utf-8") if file.exists() else ""
    count, more = 0, True
    with kombu.Connection(broker, connect_timeout=10, transport_options={"confirm_publish": True}) as line:
        exchange = kombu.Exchange(EXCHANGE, "topic", durable=True)
        producer = kombu.Producer(line.channel(), exchange=exchange)
        producer.declare()
        while more:
            batch = tracker.changes(since=cursor, limit=BATCH)
            for stored in batch.events:
                producer.publish(  # returns when the broker has confirmed the message
                    body_of(stored),
                    routing_key=f"{stored.event.plan}.{stored.event.type}",
                    content_type="application/json",
                    content_encoding="utf-8",
                    delivery_mode="persistent",
                    message_id=f"{stored.event.plan}/{stored.sequence}",
                )
            cursor, more, count = batch.cursor, batch.more, count + len(batch.events)
            if batch.events:
                keep(file, cursor)
    return count


def main() -> int:
    """Publishes once; run it from a timer, or in a loop with a pause."""
    if len(sys.argv) != 4:
        print("usage: python examples/publish_changes.py STORE BROKER CURSOR_FILE", file=sys.stderr)
        return 2
    store, broker, cursor = sys.argv[1:]
    try:
        with Tracker.open(store, create=False) as tracker:
            count = publish(tracker, broker, Path(cursor))
    except (PlanTasksError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{count} changes published")
    return 0


if __name__ == "__main__":
    sys.exit(main())
