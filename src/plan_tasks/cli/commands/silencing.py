"""``mute``, ``unmute``, ``silences``: what nobody wants to hear for a time. ``hours``: when people may be told."""

from __future__ import annotations

import argparse
from datetime import time, timedelta
from typing import Any

from plan_tasks.cli import arguments as shared_arguments
from plan_tasks.cli.output import Column, Output
from plan_tasks.cli.session import actor_of, open_tracker
from plan_tasks.cli.statuses import DONE
from plan_tasks.notifying.silences import Silence


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Adds the parsers."""
    mute = commands.add_parser(
        "mute",
        parents=[shared],
        help="silence notices for a time",
        description="Silence notices of an item, a rule or a plan, or to a recipient. What is stopped waits until the "
        "silence ends and is then looked at again. Red notices cannot be silenced, nor orange ones to leaders.",
    )
    shared_arguments.add_store(mute)
    mute.add_argument("--plan", metavar="ID", help="only notices of this plan")
    mute.add_argument("--item", metavar="ID", help="only notices of this item")
    mute.add_argument("--to", metavar="NAME", help="only notices to this owner or person")
    mute.add_argument("--rule", metavar="NAME", help="only notices of this rule")
    mute.add_argument("--until", type=shared_arguments.moment, metavar="DATE", help="when it ends (default: never)")
    mute.add_argument("--reason", required=True, metavar="TEXT", help="why; needed")
    shared_arguments.add_actor(mute)
    shared_arguments.add_json(mute)
    mute.set_defaults(run=_mute)

    unmute = commands.add_parser("unmute", parents=[shared], help="end a silence; what waited for it is due at once")
    unmute.add_argument("silence", metavar="ID", help="the silence, as `plan-tasks silences` shows it")
    shared_arguments.add_store(unmute)
    shared_arguments.add_actor(unmute)
    shared_arguments.add_json(unmute)
    unmute.set_defaults(run=_unmute)

    silences = commands.add_parser("silences", parents=[shared], help="what is silenced, by whom, why and until when")
    shared_arguments.add_store(silences)
    shared_arguments.add_json(silences)
    silences.set_defaults(run=_silences)

    hours = commands.add_parser(
        "hours",
        parents=[shared],
        help="when people may be told something, and how much",
        description="Show or set the hours within which notices are sent: of everybody, or with --to of one recipient. "
        "Outside them a notice waits for the next opening. Where nothing was ever set, `notify` sends at once, and "
        "`notify --watch` heeds the usual hours. Without options, what is set is shown.",
    )
    shared_arguments.add_store(hours)
    hours.add_argument("--to", default="", metavar="NAME", help="of this owner or person alone")
    hours.add_argument("--from", dest="opens", type=_time, metavar="TIME", help="they open, such as 08:30")
    hours.add_argument("--until", dest="closes", type=_time, metavar="TIME", help="they close, such as 18:00")
    hours.add_argument("--zone", metavar="NAME", help="in which time zone, such as Asia/Urumqi")
    hours.add_argument("--days", choices=("working", "all"), help="on working days of the calendar, or on all days")
    hours.add_argument(
        "--override",
        metavar="LEVELS",
        help="levels that are sent at any hour, such as red or red,orange; none for no level",
    )
    hours.add_argument("--most", type=int, metavar="N", help="how many notices one recipient gets; 0 for any number")
    hours.add_argument("--per", type=_minutes, metavar="MINUTES", help="in any stretch of so many minutes")
    hours.add_argument(
        "--usual", action="store_true", help="set the usual hours in place of all that was set, or with --to of theirs"
    )
    shared_arguments.add_json(hours)
    hours.set_defaults(run=_hours)


def _time(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a time of day; write one like 08:30") from None


def _minutes(text: str) -> timedelta:
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text) <= 60 * 24 * 31:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of minutes from 1 to 44640")
    return timedelta(minutes=int(text))


def _mute(arguments: argparse.Namespace, output: Output) -> int:
    with open_tracker(arguments, output) as tracker:
        silence = tracker.mute(
            by=actor_of(arguments),
            why=arguments.reason,
            until=arguments.until,
            plan=arguments.plan or "",
            item=arguments.item or "",
            recipient=arguments.to or "",
            rule=arguments.rule or "",
        )
    if output.as_json:
        output.json(silence.plain())
    output.say(output.pick(f"已静音，编号 {silence.id}", f"silenced as {silence.id}"))
    return DONE


def _unmute(arguments: argparse.Namespace, output: Output) -> int:
    with open_tracker(arguments, output) as tracker:
        count = tracker.unmute(arguments.silence, by=actor_of(arguments))
    if output.as_json:
        output.json({"released": count})
    output.say(output.pick(f"已解除静音，{count} 份提醒待发送", f"ended; {count} notices had waited for it"))
    return DONE


def _silences(arguments: argparse.Namespace, output: Output) -> int:
    with open_tracker(arguments, output) as tracker:
        silences = tracker.silences()
    pick = output.pick
    if output.as_json:
        output.json({"silences": [silence.plain() for silence in silences]})
    elif not silences:
        output.say(pick("没有静音", "nothing is silenced"))
    else:
        columns = [
            Column(pick("编号", "id")),
            Column(pick("范围", "what"), 48),
            Column(pick("截止", "until")),
            Column(pick("设置人", "by"), 20),
            Column(pick("理由", "why"), 48),
        ]
        output.table(columns, [[s.id, _scope(s), _end(s, output), s.by, s.why] for s in silences])
    return DONE


def _scope(silence: Silence) -> str:
    scopes = (("plan", silence.plan), ("item", silence.item), ("to", silence.recipient), ("rule", silence.rule))
    return ", ".join(f"{name} {value}" for name, value in scopes if value)


def _end(silence: Silence, output: Output) -> str:
    return f"{silence.until:%Y-%m-%d %H:%M}" if silence.until else output.pick("长期", "never")


def _hours(arguments: argparse.Namespace, output: Output) -> int:
    given = {
        "opens": arguments.opens,
        "closes": arguments.closes,
        "zone": arguments.zone,
        "every_day": None if arguments.days is None else arguments.days == "all",
        "override": None if arguments.override is None else _levels(arguments.override),
        "most": arguments.most,
        "per": arguments.per,
    }
    changes = {name: value for name, value in given.items() if value is not None}
    with open_tracker(arguments, output) as tracker:
        if changes or arguments.usual:
            office = tracker.set_hours(recipient=arguments.to, as_usual=arguments.usual, **changes)
        else:
            office = tracker.hours()
    pick = output.pick
    if output.as_json:
        output.json(office.plain())
        return DONE
    rows = [[pick("通常", "usual"), str(office.usual)]]
    rows += [[recipient, str(hours)] for recipient, hours in sorted(office.own.items())]
    if office.override:
        rows.append([pick("不限时段", "at any hour"), ", ".join(office.override)])
    if office.most is not None:
        rows.append([pick("每人上限", "at the most"), f"{office.most} / {office.per}"])
    output.table([Column(pick("收件", "whose"), 32), Column(pick("时段", "hours"))], rows)
    return DONE


def _levels(text: str) -> tuple[str, ...]:
    return () if text == "none" else tuple(text.split(","))
