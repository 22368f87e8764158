"""``history`` and ``changes``: who changed what, when and why; of one plan, or of all since a point."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

import attrs

from plan_tasks.cli import arguments as shared_arguments
from plan_tasks.cli.output import Column, Output
from plan_tasks.cli.session import open_tracker, plan_of
from plan_tasks.cli.statuses import DONE
from plan_tasks.model import ItemId, Plan
from plan_tasks.reporting.event_words import event_label, event_text
from plan_tasks.storage.history import StoredEvent


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Adds the parser."""
    parser = commands.add_parser("history", parents=[shared], help="who changed what, when and why")
    parser.add_argument("item", nargs="?", metavar="ITEM", help="the item's id; without, the whole plan's history")
    shared_arguments.add_store(parser)
    shared_arguments.add_plan(parser)
    shared_arguments.add_json(parser)
    parser.set_defaults(run=_run)

    feed = commands.add_parser(
        "changes", parents=[shared], help="what has changed since a point, over all plans, in the order of commits"
    )
    feed.add_argument(
        "--since", metavar="CURSOR", default="", help="the cursor that the batch before ended with (default: the start)"
    )
    feed.add_argument("--limit", type=int, default=500, metavar="N", help="at most so many (default: 500)")
    shared_arguments.add_store(feed)
    feed.add_argument("--plan", metavar="ID", help="only this plan (default: all)")
    shared_arguments.add_json(feed)
    feed.set_defaults(run=_changes)


def _run(arguments: argparse.Namespace, output: Output) -> int:
    with open_tracker(arguments, output) as tracker:
        plan = tracker.header(plan_of(arguments, tracker))
        item = ItemId(arguments.item) if arguments.item else None
        if item is not None:
            tracker.item(plan.id, item)  # an item that is not there is an error, not an empty history
        events = list(tracker.history(plan.id, item=item))
    if output.as_json:
        output.json({"events": [event_json(event) for event in events]})
        return DONE
    _print(events, {str(plan.id): plan}, output)
    return DONE


def _changes(arguments: argparse.Namespace, output: Output) -> int:
    with open_tracker(arguments, output) as tracker:
        found = tracker.changes(since=arguments.since, plan=arguments.plan, limit=arguments.limit)
        plans = {str(stored.plan.id): stored.plan for stored in tracker.plans()} if found.events else {}
    if output.as_json:
        events = [event_json(event) for event in found.events]
        output.json({"changes": events, "cursor": found.cursor, "more": found.more})
        return DONE
    if found.events:
        _print(found.events, plans, output, with_plan=True)
    else:
        output.say(output.pick("没有变化", "nothing has changed"))
    if found.cursor:
        output.note(output.pick(f"下次：--since {found.cursor}", f"next time: --since {found.cursor}"))
    return DONE


def _print(
    events: Sequence[StoredEvent], plans: Mapping[str, Plan], output: Output, *, with_plan: bool = False
) -> None:
    """Prints events as a table; the plans are asked for names of owners."""
    pick = output.pick
    columns = [
        Column("#", right=True),
        *([Column(pick("计划", "plan"), 24)] if with_plan else []),
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
            *([stored.event.plan] if with_plan else []),
            f"{stored.event.at.astimezone(UTC):%Y-%m-%d %H:%M}",
            stored.event.item or "—",
            event_label(stored.event, output.language),
            event_text(stored.event, plans[stored.event.plan], output.language),
            stored.event.actor,
            stored.event.reason,
        ]
        for stored in events
    ]
    output.table(columns, rows)


def event_json(stored: StoredEvent) -> dict[str, Any]:
    """An event as the plain data of an answer."""
    event = attrs.asdict(stored.event)
    event["at"] = stored.event.at.isoformat()
    event["before"], event["after"] = json.loads(stored.event.before), json.loads(stored.event.after)
    return {"sequence": stored.sequence, **event, "hash": stored.hash}
