"""``collect``: takes in a ledger or a form of returns that came back filled in."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import Any

from plan_tasks.cli import arguments as shared_arguments
from plan_tasks.cli.commands.draft import source_of
from plan_tasks.cli.output import Output
from plan_tasks.cli.session import actor_of, open_tracker, plan_of
from plan_tasks.cli.statuses import DONE, WRONG
from plan_tasks.services.collecting import Collected


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Adds the parser."""
    parser = commands.add_parser(
        "collect", parents=[shared], help="take in a ledger or a form of returns that came back filled in"
    )
    parser.add_argument(
        "file", metavar="FILE", help="the workbook (XLSX) or table (CSV); - reads a CSV from standard input"
    )
    parser.add_argument("--on", type=shared_arguments.day, metavar="DATE", help="the reporting date (default: today)")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be taken and what is refused")
    parser.add_argument(
        "--skip-refused",
        action="store_true",
        help="take the other rows where cells are refused (default: nothing)",
    )
    shared_arguments.add_store(parser)
    shared_arguments.add_plan(parser)
    shared_arguments.add_actor(parser)
    shared_arguments.add_json(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace, output: Output) -> int:
    source = source_of(arguments.file)
    day = arguments.on or datetime.now().astimezone().date()
    actor = actor_of(arguments)
    with open_tracker(arguments, output) as tracker:
        plan = plan_of(arguments, tracker)
        collected = tracker.collect(
            plan,
            source,
            on=day,
            actor=actor,
            dry_run=arguments.dry_run,
            skip_refused=arguments.skip_refused,
        )
    taken = collected.receipt is not None
    if output.as_json:
        output.json(_document(collected, plan))
    else:
        _print(collected, output, taken=taken, dry_run=arguments.dry_run)
    return WRONG if collected.refused and not (arguments.skip_refused or taken) else DONE


def _document(collected: Collected, plan: str) -> dict[str, object]:
    versions = collected.receipt.versions if collected.receipt is not None else {}
    return {
        "taken": collected.receipt is not None,
        "returns": [
            {
                "id": command.item,
                "percent": None if command.percent is None else float(command.percent),
                "version": versions.get((plan, command.item)),
            }
            for command in collected.returns
        ],
        "unchanged": collected.unchanged,
        "refused": [{"where": cell.where, "what": cell.what, "remedy": cell.remedy} for cell in collected.refused],
    }


def _print(collected: Collected, output: Output, *, taken: bool, dry_run: bool) -> None:
    for cell in collected.refused:
        output.note(output.pick(f"未采用：{cell}", f"refused: {cell}"))
    count, same = len(collected.returns), collected.unchanged
    rest = output.pick(f"无变化{same}项", f"{same} rows unchanged")
    if taken:
        said = output.pick(f"已收取填报{count}项，{rest}", f"{count} returns taken, {rest}")
    elif dry_run:
        said = output.pick(
            f"可收取填报{count}项，无变化{same}项", f"{count} returns would be taken, {same} rows unchanged"
        )
    elif collected.refused:
        said = output.pick(
            "未收取任何填报；改正后重试，或加 --skip-refused 收取其余各项",
            "nothing was taken; mend the cells and try again, or take the rest with --skip-refused",
        )
    else:
        said = output.pick(f"没有新的填报，{rest}", f"there is no new return, {rest}")
    output.say(said)
