"""``progress``: an owner's return, and the milestones it reached."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import Any

from plan_tasks.cli import arguments as shared_arguments
from plan_tasks.cli.commands.changing import item_parser, print_receipt
from plan_tasks.cli.output import Output
from plan_tasks.cli.session import actor_of, open_tracker, plan_of
from plan_tasks.errors import InvalidValue
from plan_tasks.model import ItemId
from plan_tasks.workflow import commands as c


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Adds the parser."""
    parser = item_parser(commands, shared, "progress", "hand in a return: percent, narrative, problems, next steps")
    parser.add_argument("--percent", type=shared_arguments.share, metavar="P", help="share done, from 0 to 100")
    parser.add_argument("--narrative", default="", metavar="WORDS", help="what was done")
    parser.add_argument("--problems", default="", metavar="WORDS", help="what stands in the way")
    parser.add_argument("--next-steps", default="", metavar="WORDS", help="what comes next")
    parser.add_argument(
        "--evidence", action="append", default=[], metavar="LINK", help="what shows it; may be repeated"
    )
    parser.add_argument(
        "--milestone",
        action="append",
        default=[],
        metavar="TITLE",
        help="a milestone that was reached; may be repeated",
    )
    parser.add_argument("--on", type=shared_arguments.day, metavar="DATE", help="the reporting date (default: today)")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace, output: Output) -> int:
    item, day = ItemId(arguments.item), arguments.on or datetime.now().astimezone().date()
    said = (arguments.narrative, arguments.problems, arguments.next_steps, *arguments.evidence)
    if arguments.percent is None and not any(said) and not arguments.milestone:
        raise InvalidValue(f"the return of {item} says nothing", remedy="give --percent, --narrative or --milestone")
    commands: list[c.Command] = [
        c.ReachMilestone(item=item, milestone=title, on=day, reason=arguments.reason) for title in arguments.milestone
    ]
    if arguments.percent is not None or any(said):
        report = c.ReportProgress(
            item=item,
            on=day,
            percent=arguments.percent,
            narrative=arguments.narrative,
            problems=arguments.problems,
            next_steps=arguments.next_steps,
            evidence=tuple(arguments.evidence),
            reason=arguments.reason,
        )
        commands.append(report)
    actor = actor_of(arguments)
    with open_tracker(arguments, output) as tracker:
        plan = plan_of(arguments, tracker)
        seen = None if arguments.seen is None else {arguments.item: arguments.seen}
        receipt = tracker.change(plan, *commands, actor=actor, seen=seen)
    return print_receipt(receipt, plan, arguments.item, output)
