"""``notify``: queues what is due on a day and sends what waits; ``outbox`` shows what was sent and what failed."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import attrs

from plan_tasks.cli import arguments as shared_arguments
from plan_tasks.cli.commands.rendering import option
from plan_tasks.cli.output import Column, Output
from plan_tasks.cli.session import day_of, open_tracker, plan_of
from plan_tasks.cli.statuses import DONE, FAILED
from plan_tasks.notifying.rule_files import rules_from_toml
from plan_tasks.notifying.rules import DEFAULT_RULES, DueRule
from plan_tasks.services.dispatching import Dispatched
from plan_tasks.services.drafting import read_source
from plan_tasks.services.queueing import Queued
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
    notify.add_argument(
        "--rules", metavar="FILE", help="a TOML file of rules (default: 7 and 3 days before, on the day, then weekly)"
    )
    notify.add_argument("--words", default="plain", metavar="NAME", help="which wording (default: plain; or jinja)")
    notify.add_argument(
        "--words-option",
        action="append",
        default=[],
        type=option,
        metavar="NAME=VALUE",
        help="an option of the wording; may be repeated",
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
    rules = _rules_of(arguments.rules)
    options: dict[str, Any] = dict(arguments.option)
    if output.as_json and arguments.channel == "console":
        options.setdefault("stream", "stderr")  # standard output is for the one JSON document
    with open_tracker(arguments, output) as tracker:
        plan = plan_of(arguments, tracker)
        queued = tracker.notify(
            plan,
            on=day_of(arguments),
            channel=arguments.channel,
            rules=rules,
            words=arguments.words,
            words_options=dict(arguments.words_option),
            dry_run=arguments.dry_run,
        )
        sent = Dispatched() if arguments.dry_run else tracker.dispatch({arguments.channel: options}, rules=rules)
    if output.as_json:
        output.json(_notified_json(queued, sent, dry_run=arguments.dry_run))
    else:
        _print_notified(queued, sent, output, dry_run=arguments.dry_run)
    return FAILED if sent.failed or sent.unknown else DONE


def _rules_of(file: str | None) -> tuple[DueRule, ...]:
    if file is None:
        return DEFAULT_RULES
    return rules_from_toml(read_source(Path(file)).text(), where=file)


def _print_notified(queued: Queued, sent: Dispatched, output: Output, *, dry_run: bool) -> None:
    pick = output.pick
    counts = (len(queued.entries), queued.earlier, len(queued.outdated))
    if dry_run:
        _print(queued.entries, output)
        text = pick(
            "共 {} 份（未入队），此前已入队 {} 份，失效待取消 {} 份",
            "{} notices, none queued; {} were queued before; {} would be cancelled",
        )
        output.say(text.format(*counts))
    else:
        text = pick(
            "新入队 {} 份，此前已入队 {} 份，失效取消 {} 份；已发送 {} 份，失败 {} 份，待确认 {} 份，待发送 {} 份",
            "{} queued, {} queued before, {} cancelled; {} sent, {} failed, {} of unknown outcome, {} waiting",
        )
        output.note(text.format(*counts, sent.sent, sent.failed, sent.unknown, sent.waiting))
    for name in sent.resting:
        output.note(pick(f"渠道 {name} 连续出错，暂停使用", f"channel {name} failed again and again, and rests"))
    for name in sent.paced:
        output.note(pick(f"渠道 {name} 已达发送上限", f"channel {name} takes no more for now"))
    for fault in queued.misworded:
        output.note(pick(f"改用普通文字：{fault}", f"said in plain words: {fault}"))
    for each in queued.unreachable:
        if each.owner:
            text = pick(
                f"{each.item}：{each.owner} 无渠道 {each.channel} 的地址", f"{each.item}: {each.owner}: {each.reason}"
            )
        else:
            text = pick(f"{each.item}：无相应责任主体", f"{each.item}: {each.reason}")
        output.note(pick("无法通知：", "cannot be told: ") + text)


def _notified_json(queued: Queued, sent: Dispatched, *, dry_run: bool) -> dict[str, Any]:
    return {
        "dry_run": dry_run,
        "queued": [_entry_json(entry) for entry in queued.entries],
        "queued_before": queued.earlier,
        "cancelled": [{"key": key, "reason": reason} for key, reason in queued.outdated.items()],
        "unreachable": [attrs.asdict(each) for each in queued.unreachable],
        "misworded": list(queued.misworded),
        "sent": sent.sent,
        "failed": sent.failed,
        "unknown": sent.unknown,
        "waiting": sent.waiting,
        "resting": list(sent.resting),
        "paced": list(sent.paced),
    }


def _outbox(arguments: argparse.Namespace, output: Output) -> int:
    with open_tracker(arguments, output) as tracker:
        states = tuple(OutboxState(state) for state in arguments.state or ())
        entries = tracker.outbox(plan_of(arguments, tracker), states=states)
    if output.as_json:
        output.json({"entries": [_entry_json(entry) for entry in entries]})
    else:
        _print(entries, output)
    return DONE


def _print(entries: Sequence[OutboxEntry], output: Output) -> None:
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


def _entry_json(entry: OutboxEntry) -> dict[str, Any]:
    return {
        "key": entry.key,
        "item": entry.item,
        "rule": entry.rule,
        "occurrence": entry.occurrence,
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
