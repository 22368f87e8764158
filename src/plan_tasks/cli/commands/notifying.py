"""``notify``: queues what is due on a day and sends what waits, once or again and again."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import attrs

from plan_tasks.cli import arguments as shared_arguments
from plan_tasks.cli.commands.outbox import entry_json, print_entries
from plan_tasks.cli.commands.rendering import option
from plan_tasks.cli.commands.watching import ended_by_signals, watch
from plan_tasks.cli.output import Output
from plan_tasks.cli.session import day_of, open_tracker, plan_of
from plan_tasks.cli.statuses import DONE, FAILED
from plan_tasks.errors import InvalidValue, PlanTasksError
from plan_tasks.model.validators import NAME_RULE, is_name
from plan_tasks.notifying.rule_files import rules_from_toml
from plan_tasks.notifying.rules import DEFAULT_RULES, Rule, office_rules
from plan_tasks.services.dispatching import Dispatched
from plan_tasks.services.drafting import read_source
from plan_tasks.services.queueing import Queued


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
    notify.add_argument(
        "--office",
        type=_owner,
        metavar="OWNER",
        help="in place of a file: the rules of an office (three colours, checks, returns, decisions, digests), which"
        " tell this owner of what is red, and of whoever cannot be reached",
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
    notify.add_argument(
        "--directory",
        action="append",
        default=[],
        dest="directories",
        metavar="NAME",
        help="who stands behind an owner, asked before what the plan lists (csv, for example); may be repeated",
    )
    notify.add_argument(
        "--directory-option",
        action="append",
        dest="directories",
        type=option,
        metavar="NAME=VALUE",
        help="an option of the directory named before it; may be repeated",
    )
    notify.add_argument("--dry-run", action="store_true", help="show what would be queued, and change nothing")
    notify.add_argument(
        "--watch", action="store_true", help="go on until stopped by Ctrl-C or SIGTERM: a round, a line, a pause"
    )
    notify.add_argument(
        "--interval", type=_seconds, default=60.0, metavar="SECONDS", help="with --watch: the pause (default: 60)"
    )
    shared_arguments.add_json(notify)
    notify.set_defaults(run=_notify)


def _owner(text: str) -> str:
    if not is_name(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not an owner's id; write {NAME_RULE}")
    return text


def _seconds(text: str) -> float:
    seconds = shared_arguments.number(text)
    if not 0 < seconds <= 86_400:
        raise argparse.ArgumentTypeError(f"{text!r} is not a pause; write seconds, up to 86400")
    return float(seconds)


def _notify(arguments: argparse.Namespace, output: Output) -> int:
    rules = _rules_of(arguments)
    directories = _directories_of(arguments.directories)
    options: dict[str, Any] = dict(arguments.option)
    if output.as_json and arguments.channel == "console":
        options.setdefault("stream", "stderr")  # standard output is for the one JSON document
    if arguments.watch and (arguments.on or arguments.dry_run or output.as_json):
        raise InvalidValue("--watch goes with neither --on, --dry-run nor --json", remedy="leave them out")
    with open_tracker(arguments, output) as tracker:
        plan = plan_of(arguments, tracker)

        def turn(stopping: Callable[[], bool] = bool) -> tuple[Queued, Dispatched]:
            queued = tracker.notify(
                plan,
                on=day_of(arguments),
                channel=arguments.channel,
                rules=rules,
                words=arguments.words,
                words_options=dict(arguments.words_option),
                directories=directories,
                dry_run=arguments.dry_run,
            )
            if arguments.dry_run:
                return queued, Dispatched()
            return queued, tracker.dispatch(
                {arguments.channel: options}, rules=rules, stopping=stopping, heed_hours=arguments.watch
            )

        if arguments.watch:
            with ended_by_signals() as ended:

                def a_round() -> None:
                    try:
                        queued, sent = turn(ended.is_set)
                    except PlanTasksError as error:  # a store that is busy or a directory out of reach: the next round
                        output.note(f"plan-tasks: {error}")
                        return
                    _print_notified(queued, sent, output, dry_run=False, at=datetime.now().astimezone())

                watch(a_round, every=arguments.interval, ended=ended)
            return DONE
        queued, sent = turn()
    if output.as_json:
        output.json(_notified_json(queued, sent, dry_run=arguments.dry_run))
    else:
        _print_notified(queued, sent, output, dry_run=arguments.dry_run)
    return FAILED if sent.failed or sent.unknown or sent.stopped else DONE


def _directories_of(given: Sequence[str | tuple[str, str]]) -> dict[str, dict[str, str]]:
    """Directory -> its options, from names and options in the order in which they were typed."""
    found: dict[str, dict[str, str]] = {}
    current: dict[str, str] | None = None
    for each in given:
        if isinstance(each, str):
            current = found.setdefault(each, {})
        elif current is None:
            raise InvalidValue(
                f"--directory-option {each[0]}=... is no directory's", remedy="write --directory NAME before it"
            )
        else:
            current[each[0]] = each[1]
    return found


def _rules_of(arguments: argparse.Namespace) -> tuple[Rule, ...]:
    file, office = arguments.rules, arguments.office
    if file is not None and office is not None:
        raise InvalidValue("--rules and --office do not go together", remedy='write office = "..." into the file')
    if file is None:
        return DEFAULT_RULES if office is None else office_rules(office)
    return rules_from_toml(read_source(Path(file)).text(), where=file)


def _print_notified(
    queued: Queued, sent: Dispatched, output: Output, *, dry_run: bool, at: datetime | None = None
) -> None:
    pick = output.pick
    counts = (len(queued.entries), queued.earlier, len(queued.outdated))
    if dry_run:
        print_entries(queued.entries, output, keys=False)
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
        line = text.format(*counts, sent.sent, sent.failed, sent.unknown, sent.waiting)
        if sent.held:
            line += pick(f"，静音或非工作时段待发 {sent.held} 份", f", {sent.held} held by silences or hours")
        if sent.cancelled:
            line += pick(f"，发送前取消 {sent.cancelled} 份", f", {sent.cancelled} cancelled before sending")
        output.note(f"{at:%H:%M:%S} {line}" if at else line)
    for name, reason in sent.stopped.items():
        output.note(
            pick(
                f"渠道 {name} 已停用：{reason}；处理后执行 plan-tasks outbox resume {name}",
                f"channel {name} is stopped: {reason}; when that is mended: plan-tasks outbox resume {name}",
            )
        )
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
        "queued": [entry_json(entry) for entry in queued.entries],
        "queued_before": queued.earlier,
        "cancelled": [{"key": key, "reason": reason} for key, reason in queued.outdated.items()],
        "unreachable": [attrs.asdict(each) for each in queued.unreachable],
        "misworded": list(queued.misworded),
        "sent": sent.sent,
        "failed": sent.failed,
        "unknown": sent.unknown,
        "waiting": sent.waiting,
        "held": sent.held,
        "cancelled_unsent": sent.cancelled,
        "stopped": [{"channel": name, "reason": reason} for name, reason in sent.stopped.items()],
        "resting": list(sent.resting),
        "paced": list(sent.paced),
    }
