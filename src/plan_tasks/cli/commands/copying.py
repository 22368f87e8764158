"""``copy``: plans from store to store, whole."""

from __future__ import annotations

import argparse
from typing import Any

from plan_tasks.cli import arguments as shared_arguments
from plan_tasks.cli.output import Output
from plan_tasks.cli.session import open_store
from plan_tasks.cli.statuses import DONE
from plan_tasks.services.copying import Copied, Outcome


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Adds the parser."""
    parser = commands.add_parser(
        "copy", parents=[shared], help="copy plans to another store, with versions, values, history and notices"
    )
    parser.add_argument("--from", dest="source", metavar="URL", required=True, help="the store to read")
    parser.add_argument("--to", dest="target", metavar="URL", required=True, help="the store to write")
    parser.add_argument(
        "--plan", metavar="ID", action="append", default=[], help="only this plan; may be given again (default: all)"
    )
    shared_arguments.add_json(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace, output: Output) -> int:
    done: list[Copied] = []
    with (
        open_store(arguments.source, output) as source,
        open_store(arguments.target, output, create=True) as target,
        output.bar(
            total=lambda: source.steps_to_copy(plans=arguments.plan), title=output.pick("复制", "copying")
        ) as advance,
    ):
        for copied in source.copy_to(target, plans=arguments.plan, advance=advance):
            done.append(copied)
            output.say(_line(copied, output))
    if output.as_json:
        output.json({"plans": [_document(copied) for copied in done]})
    elif not done:
        output.say(output.pick("没有计划", "there are no plans"))
    return DONE


def _line(copied: Copied, output: Output) -> str:
    counts, new = copied.counts, copied.outcome is Outcome.COPIED
    return output.pick(
        f"计划 {copied.plan} {'已复制' if new else '已在目标库中'}：{counts.items} 项，数据 {counts.observations} 条，"
        f"事件 {counts.events} 条，通知 {counts.notices} 条；核对一致",
        f"plan {copied.plan} {'is copied' if new else 'was there already'}: {counts.items} items, "
        f"{counts.observations} values, {counts.events} events, {counts.notices} notices; all compared",
    )


def _document(copied: Copied) -> dict[str, Any]:
    counts = copied.counts
    return {
        "plan": copied.plan,
        "outcome": copied.outcome.value,
        "items": counts.items,
        "observations": counts.observations,
        "events": counts.events,
        "notices": counts.notices,
        "hash": counts.hash,
    }
