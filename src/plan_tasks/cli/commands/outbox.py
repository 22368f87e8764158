"""``outbox``: what waits, what was sent and what failed; one notice with all its attempts; queueing again."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from typing import Any

from plan_tasks.cli import arguments as shared_arguments
from plan_tasks.cli.output import Column, Output
from plan_tasks.cli.session import open_tracker, plan_of
from plan_tasks.cli.statuses import DONE
from plan_tasks.errors import InvalidValue
from plan_tasks.services.undelivered import Inspected
from plan_tasks.storage.outbox import OutboxEntry, OutboxState
from plan_tasks.tracker import Tracker

_ACTIONS = ("list", "show", "requeue", "resume")


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Adds the parser."""
    outbox = commands.add_parser(
        "outbox",
        parents=[shared],
        help="what waits, what was sent, what could not be and why",
        description="List the outbox; show one notice with all its attempts; queue again what could not be delivered; "
        "resume a channel that was stopped.",
    )
    outbox.add_argument("action", nargs="?", default="list", choices=_ACTIONS, help="what to do (default: list)")
    outbox.add_argument(
        "names",
        nargs="*",
        metavar="KEY",
        help="for show and requeue: keys of notices, or their first characters; for resume: channels",
    )
    shared_arguments.add_store(outbox)
    shared_arguments.add_plan(outbox)
    outbox.add_argument("--state", action="append", choices=[s.value for s in OutboxState], help="may be repeated")
    outbox.add_argument(
        "--all", action="store_true", help="with requeue: all that are undeliverable, or in the states given"
    )
    shared_arguments.add_json(outbox)
    outbox.set_defaults(run=_outbox)


def _outbox(arguments: argparse.Namespace, output: Output) -> int:
    action, names = arguments.action, arguments.names
    if arguments.all and (action != "requeue" or names):
        raise InvalidValue("--all goes with requeue and no keys", remedy="plan-tasks outbox requeue --all")
    if action == "list" and names:
        raise InvalidValue("list takes no keys", remedy=f"plan-tasks outbox show {names[0]}")
    if action != "list" and not names and not arguments.all:
        raise InvalidValue(f"nothing is named to {action}", remedy=f"plan-tasks outbox {action} NAME")
    with open_tracker(arguments, output) as tracker:
        return _RUNS[action](tracker, arguments, output)


def _list(tracker: Tracker, arguments: argparse.Namespace, output: Output) -> int:
    entries = tracker.outbox(plan_of(arguments, tracker), states=_states(arguments))
    stopped = tracker.stopped_channels()
    if output.as_json:
        output.json({"entries": [entry_json(entry) for entry in entries]})
        return DONE
    print_entries(entries, output, keys=True)
    for name, stop in stopped.items():
        channel = name.partition("#")[0]
        output.note(
            output.pick(
                f"渠道 {channel} 已停用：{stop.reason}；处理后执行 plan-tasks outbox resume {channel}",
                f"channel {channel} is stopped: {stop.reason}; then: plan-tasks outbox resume {channel}",
            )
        )
    return DONE


def _show(tracker: Tracker, arguments: argparse.Namespace, output: Output) -> int:
    found = [tracker.notice(key) for key in arguments.names]
    if output.as_json:
        output.json({"notices": [_inspected_json(each) for each in found]})
        return DONE
    for each in found:
        _print_inspected(each, output)
    return DONE


def _requeue(tracker: Tracker, arguments: argparse.Namespace, output: Output) -> int:
    plan = plan_of(arguments, tracker) if arguments.all else None
    count = tracker.requeue(*arguments.names, plan=plan, states=_states(arguments))
    if output.as_json:
        output.json({"requeued": count})
    output.say(output.pick(f"重新入队 {count} 份", f"{count} notices queued again"))
    return DONE


def _resume(tracker: Tracker, arguments: argparse.Namespace, output: Output) -> int:
    for name in arguments.names:
        tracker.resume_channel(name)
        output.say(output.pick(f"渠道 {name} 恢复使用", f"channel {name} goes on"))
    if output.as_json:
        output.json({"resumed": arguments.names})
    return DONE


_RUNS = {"list": _list, "show": _show, "requeue": _requeue, "resume": _resume}


def _states(arguments: argparse.Namespace) -> tuple[OutboxState, ...]:
    return tuple(OutboxState(state) for state in arguments.state or ())


def print_entries(entries: Sequence[OutboxEntry], output: Output, *, keys: bool) -> None:
    """Prints notices as a table, with the beginnings of their keys or without."""
    pick = output.pick
    if not entries:
        output.say(pick("没有提醒", "no notices"))
        return
    columns = [
        *([Column(pick("提醒号", "key"))] if keys else []),
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
                *([entry.key[:8]] if keys else []),
                entry.item,
                entry.recipient_name or entry.recipient,
                entry.channel,
                entry.state.label(output.language),
                str(entry.attempts),
                entry.subject,
                entry.reason,
            ]
            for entry in entries
        ],
    )


def entry_json(entry: OutboxEntry) -> dict[str, Any]:
    """A notice as JSON."""
    return {
        "key": entry.key,
        "item": entry.item,
        "rule": entry.rule,
        "occurrence": entry.occurrence,
        "level": entry.level,
        "recipient": entry.recipient,
        "recipient_name": entry.recipient_name,
        "channel": entry.channel,
        "address": entry.address,
        "subject": entry.subject,
        "state": entry.state.value,
        "attempts": entry.attempts,
        "due": entry.due.isoformat(),
        "reason": entry.reason,
        "reference": entry.reference,
    }


def _inspected_json(found: Inspected) -> dict[str, Any]:
    entry = found.entry
    return {
        **entry_json(entry),
        "body": entry.body,
        "created": entry.created.isoformat(),
        "settled": entry.settled.isoformat() if entry.settled else None,
        "requeued": entry.requeued.isoformat() if entry.requeued else None,
        "why": json.loads(entry.why) if entry.why else None,
        "log": [
            {
                "number": each.number,
                "at": each.at.isoformat(),
                "outcome": each.outcome,
                "reason": each.reason,
                "reference": each.reference,
            }
            for each in found.attempts
        ],
    }


def _print_inspected(found: Inspected, output: Output) -> None:
    entry, pick = found.entry, output.pick
    lines = [
        (pick("提醒号", "key"), entry.key),
        (pick("事项", "item"), f"{entry.plan} {entry.item}"),
        (pick("规则", "rule"), f"{entry.rule}, {entry.occurrence}"),
        (pick("等级", "level"), entry.level),
        (pick("依据", "why"), entry.why),
        (pick("收件", "to"), f"{entry.recipient_name or entry.recipient} {entry.address}".strip()),
        (pick("渠道", "channel"), entry.channel),
        (pick("状态", "state"), entry.state.label(output.language)),
        (pick("入队", "queued"), f"{entry.created:%Y-%m-%d %H:%M:%S %z}"),
        (pick("重新入队", "queued again"), f"{entry.requeued:%Y-%m-%d %H:%M:%S %z}" if entry.requeued else ""),
        (pick("最早发送", "not before"), f"{entry.due:%Y-%m-%d %H:%M:%S %z}"),
        (pick("说明", "reason"), entry.reason),
        (pick("主题", "subject"), entry.subject),
    ]
    for name, value in lines:
        if value:
            output.say(f"{name}{pick('：', ': ')}{value}")
    output.say()
    output.say(entry.body.rstrip())
    output.say()
    logged = {each.number: each for each in found.attempts}
    if not entry.attempts:
        output.say(pick("尚未发送", "not tried yet"))
    for number in range(1, entry.attempts + 1):
        attempt = logged.get(number)
        if attempt is None:
            output.say(pick(f"第 {number} 次：没有结果记录", f"attempt {number}: no answer was written down"))
            continue
        at = f"{attempt.at:%Y-%m-%d %H:%M:%S %z}"
        said = " ".join(filter(None, (attempt.outcome, attempt.reason, attempt.reference)))
        output.say(pick(f"第 {number} 次，{at}：{said}", f"attempt {number}, {at}: {said}"))
    output.say()
