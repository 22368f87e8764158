"""``verify``, ``forget`` and ``vacuum``: looking after a store and its history."""

from __future__ import annotations

import argparse
import os
from datetime import datetime, time
from typing import Any

from plan_tasks.cli import arguments as shared_arguments
from plan_tasks.cli.output import Output
from plan_tasks.cli.session import actor_of, open_tracker, plan_of
from plan_tasks.cli.statuses import DONE, NO
from plan_tasks.errors import InvalidValue
from plan_tasks.plugging.secret import secret_resolver
from plan_tasks.services.forgetting import Forgotten


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Adds the parsers."""
    verify = commands.add_parser(
        "verify", parents=[shared], help="hold every plan against its history; name the first thing that does not fit"
    )
    shared_arguments.add_store(verify)
    verify.add_argument(
        "--plan", metavar="ID", action="append", default=[], help="only this plan; may be given again (default: all)"
    )
    _add_key(verify, "the key with which stubs of forgotten history were signed")
    shared_arguments.add_json(verify)
    verify.set_defaults(run=_verify)

    forget = commands.add_parser(
        "forget", parents=[shared], help="remove the oldest part of a plan's history and leave a sealed stub"
    )
    shared_arguments.add_store(forget)
    shared_arguments.add_plan(forget)
    forget.add_argument(
        "--before", type=_begin, metavar="DATE", required=True, help="what was recorded before this day or moment"
    )
    forget.add_argument("--reason", metavar="TEXT", required=True, help="why; stays in the stub and in the history")
    _add_key(forget, "sign the stub with this key, so that nobody else can make one (default: a plain hash)")
    shared_arguments.add_actor(forget)
    shared_arguments.add_json(forget)
    forget.set_defaults(run=_forget)

    vacuum = commands.add_parser("vacuum", parents=[shared], help="give back the room that removed rows have left")
    shared_arguments.add_store(vacuum)
    shared_arguments.add_json(vacuum)
    vacuum.set_defaults(run=_vacuum)


def _add_key(parser: argparse.ArgumentParser, what: str) -> None:
    parser.add_argument("--key", metavar="SOURCE", help=f"{what}; env:NAME or file:PATH")


def _begin(text: str) -> datetime:
    """A moment in ISO form; a bare date means the beginning of that day where the machine stands."""
    if len(text) == len("2021-06-30"):
        return datetime.combine(shared_arguments.day(text), time.min).astimezone()
    return shared_arguments.moment(text)


def _key_of(arguments: argparse.Namespace) -> bytes | None:
    """The key that is meant, None where none is given.

    Raises:
        InvalidValue: The source is not there or empty, or the key itself was given, which others could then see.
    """
    given: str | None = arguments.key
    if given is None:
        return None
    if not given.startswith(("env:", "file:")):
        raise InvalidValue("a key cannot stand on the command line", remedy="give --key env:NAME or --key file:PATH")
    try:
        return secret_resolver(os.environ)(given).reveal().encode()
    except ValueError as error:
        raise InvalidValue(f"--key: {error}", remedy="give --key env:NAME or --key file:PATH") from None


def _verify(arguments: argparse.Namespace, output: Output) -> int:
    key = _key_of(arguments)
    findings = []
    with open_tracker(arguments, output) as tracker:
        for finding in tracker.verify(plans=arguments.plan, key=key):
            findings.append(finding)
            output.say(f"{'✓' if finding.ok else '✗'} {finding.subject}: {finding.text}")
    sound = all(finding.ok for finding in findings)
    if output.as_json:
        shown = [{"ok": each.ok, "subject": each.subject, "text": each.text} for each in findings]
        output.json({"ok": sound, "findings": shown})
    return DONE if sound else NO


def _forget(arguments: argparse.Namespace, output: Output) -> int:
    key, actor = _key_of(arguments), actor_of(arguments)
    with open_tracker(arguments, output) as tracker:
        plan = plan_of(arguments, tracker)
        done = tracker.forget(plan, before=arguments.before, actor=actor, reason=arguments.reason, key=key)
    if output.as_json:
        output.json(
            {
                "plan": done.plan,
                "removed": done.events,
                "through": done.through,
                "first": done.first.isoformat() if done.first else None,
                "last": done.last.isoformat() if done.last else None,
            }
        )
    else:
        output.say(_told(done, output))
    return DONE


def _told(done: Forgotten, output: Output) -> str:
    if not done.events or done.first is None or done.last is None:
        return output.pick(f"计划 {done.plan} 没有更早的历史", f"plan {done.plan} has no history that old")
    first, last = f"{done.first:%Y-%m-%d}", f"{done.last:%Y-%m-%d}"
    return output.pick(
        f"计划 {done.plan}：已删除 {done.events} 条历史，第 1 至 {done.through} 条（{first} 至 {last}）由存根代替",
        f"plan {done.plan}: {done.events} events are removed; a stub stands for events 1 to {done.through} "
        f"({first} to {last})",
    )


def _vacuum(arguments: argparse.Namespace, output: Output) -> int:
    with open_tracker(arguments, output) as tracker:
        done = tracker.vacuum()
    if output.as_json:
        output.json({"before": done.before, "after": done.after})
    else:
        output.say(
            output.pick(
                f"由 {done.before:,} 字节减为 {done.after:,} 字节", f"{done.before:,} bytes became {done.after:,}"
            )
        )
    return DONE
