"""``notify``: queues what is due on a day and sends what waits; ``outbox`` shows what was sent and what failed."""

from __future__ import annotations

import argparse
from typing import Any

from plan_tasks.cli import arguments as shared_arguments
from plan_tasks.cli.commands.rendering import option
from plan_tasks.cli.output import Column, Output
from plan_tasks.cli.session import day_of, open_tracker, plan_of
from plan_tasks.cli.statuses import DONE, FAILED
from plan_tasks.storage.outbox import OutboxEntry, OutboxState


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Adds the parsers."""
    notify = commands.add_parser("notify", parents=[shared], help="remind whoever has something due, through a channel")
    shared_arguments.add_store(notify)
    shared_arguments.add_plan(notify)
    notify.add_argument("--on", type=shared_arguments.day, metavar="DATE", help="the day meant (default: today)")
    notify.add_argument("--channel", default="console", metavar="NAME", help="through which channel (default: console)")
    notify.add_argument(
        "--option",
        action="append",
        default=[],
        type=option,
        metavar="NAME=VALUE",
        help="an option of the channel; may be repeated",
    )
    notify.add_argument("--dry-run", action="store_true", help="show what would be queued, and change nothing")
    shared_arguments.add_json(notify)
    notify.set_defaults(run=_notify)

    outbox = commands.add_parser(
        "outbox", parents=[shared], help="what waits, what was sent, what could not be and why"
    )
    shared_arguments.add_store(outbox)
    shared_arguments.add_plan(outbox)
    outbox.add_argument("--state", action="append", choices=[s.value for s in OutboxState], help="may be repeated")
    shared_arguments.add_json(outbox)
    outbox.set_defaults(run=_outbox)


def _notify(arguments: argparse.Namespace, output: Output) -> int:
    pick = output.pick
    with open_tracker(arguments, output) as tracker:
        plan = plan_of(arguments, tracker)
        queued = tracker.notify(plan, on=day_of(arguments), channel=arguments.channel, dry_run=arguments.dry_run)
        sent = None if arguments.dry_run else tracker.dispatch({arguments.channel: dict(arguments.option)})
    failed = sent.failed if sent else 0
    if output.as_json:
        output.json(
            {
                "dry_run": bool(arguments.dry_run),
                "queued": [_entry_json(entry) for entry in queued.entries],
                "new": queued.new,
                "unreachable": [{"owner": each.owner, "reason": each.reason} for each in queued.unreachable],
                "sent": sent.sent if sent else 0,
                "failed": failed,
                "waiting": sent.waiting if sent else 0,
            }
        )
        return FAILED if failed else DONE
    if arguments.dry_run:
        _print(queued.entries, output)
        output.say(pick(f"共 {len(queued.entries)} 份（未入队）", f"{len(queued.entries)} notices, none queued"))
    elif sent is not None:
        counts = (queued.new, sent.sent, sent.failed, sent.waiting)
        output.note(
            pick(
                "新入队 {} 份，已发送 {} 份，失败 {} 份，待发送 {} 份", "{} queued, {} sent, {} failed, {} waiting"
            ).format(*counts)
        )
    for each in queued.unreachable:
        output.note(pick("无法联系：", "cannot be reached: ") + f"{each.owner}: {each.reason}")
    return FAILED if failed else DONE


def _outbox(arguments: argparse.Namespace, output: Output) -> int:
    with open_tracker(arguments, output) as tracker:
        states = tuple(OutboxState(state) for state in arguments.state or ())
        entries = tracker.outbox(plan_of(arguments, tracker), states=states)
    if output.as_json:
        output.json({"entries": [_entry_json(entry) for entry in entries]})
    else:
        _print(entries, output)
    return DONE


def _print(entries: Any, output: Output) -> None:
    pick = output.pick
    if not entries:
        output.say(pick("没有提醒", "no notices"))
        return
    columns = [
        Column(pick("编号", "item")),
        Column(pick("收件", "to"), 24),
        Column(pick("渠道", "channel")),
        Column(pick("状态", "state")),
        Column(pick("次数", "tries"), right=True),
        Column(pick("主题", "subject"), 56),
        Column(pick("说明", "reason"), 40),
    ]
    output.table(
        columns,
        [
            [
                entry.item,
                entry.recipient,
                entry.channel,
                entry.state.label(output.language),
                str(entry.attempts),
                entry.subject,
                entry.reason,
            ]
            for entry in entries
        ],
    )


def _entry_json(entry: OutboxEntry) -> dict[str, Any]:
    return {
        "key": entry.key,
        "item": entry.item,
        "rule": entry.rule,
        "occurrence": entry.occurrence,
        "recipient": entry.recipient,
        "channel": entry.channel,
        "address": entry.address,
        "subject": entry.subject,
        "state": entry.state.value,
        "attempts": entry.attempts,
        "due": entry.due.isoformat(),
        "reason": entry.reason,
        "reference": entry.reference,
    }
