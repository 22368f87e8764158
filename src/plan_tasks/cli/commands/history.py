"""``history``: who changed what, when and why."""

from __future__ import annotations

import argparse
import json
from typing import Any

import attrs

from plan_tasks.cli import arguments as shared_arguments
from plan_tasks.cli.event_words import event_label, event_text
from plan_tasks.cli.output import Column, Output
from plan_tasks.cli.session import open_tracker, plan_of
from plan_tasks.cli.statuses import DONE
from plan_tasks.model import ItemId
from plan_tasks.storage.history import StoredEvent


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Adds the parser."""
    parser = commands.add_parser("history", parents=[shared], help="who changed what, when and why")
    parser.add_argument("item", nargs="?", metavar="ITEM", help="the item's id; without, the whole plan's history")
    shared_arguments.add_store(parser)
    shared_arguments.add_plan(parser)
    shared_arguments.add_json(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace, output: Output) -> int:
    with open_tracker(arguments, output) as tracker:
        plan = tracker.header(plan_of(arguments, tracker))
        item = ItemId(arguments.item) if arguments.item else None
        if item is not None:
            tracker.item(plan.id, item)  # an item that is not there is an error, not an empty history
        events = list(tracker.history(plan.id, item=item))
    if output.as_json:
        output.json({"events": [_event_json(event) for event in events]})
        return DONE
    pick = output.pick
    columns = [
        Column("#", right=True),
        Column(pick("时间（世界时）", "at (UTC)")),
        Column(pick("编号", "id")),
        Column(pick("事件", "event")),
        Column(pick("内容", "what"), 44),
        Column(pick("经办", "actor"), 24),
        Column(pick("原因", "reason"), 40),
    ]
    rows = [
        [
            str(stored.sequence),
            f"{stored.event.at:%Y-%m-%d %H:%M}",
            stored.event.item or "—",
            event_label(stored.event, output.language),
            event_text(stored.event, plan, output.language),
            stored.event.actor,
            stored.event.reason,
        ]
        for stored in events
    ]
    output.table(columns, rows)
    return DONE


def _event_json(stored: StoredEvent) -> dict[str, Any]:
    event = attrs.asdict(stored.event)
    event["at"] = stored.event.at.isoformat()
    event["before"], event["after"] = json.loads(stored.event.before), json.loads(stored.event.after)
    return {"sequence": stored.sequence, **event, "hash": stored.hash}
