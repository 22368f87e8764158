"""``render``: a report of a kind in a format."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from plan_tasks.cli import arguments as shared_arguments
from plan_tasks.cli.opening import open_file
from plan_tasks.cli.output import Output
from plan_tasks.cli.session import day_of, open_tracker, plan_of
from plan_tasks.cli.statuses import DONE
from plan_tasks.errors import InvalidValue


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Adds the parser."""
    parser = commands.add_parser(
        "render", parents=[shared], help="write a report: overview, ledger, bulletin and others"
    )
    parser.add_argument("kind", metavar="KIND", help="the kind of report (`plan-tasks plugins` lists them)")
    parser.add_argument(
        "--format", metavar="F", help="the format (default: what the file's ending says, else terminal)"
    )
    parser.add_argument("-o", "--output", metavar="FILE", help="where to (default: standard output)")
    parser.add_argument("--open", action="store_true", help="open the file when it is written")
    parser.add_argument(
        "--option",
        action="append",
        default=[],
        type=option,
        metavar="NAME=VALUE",
        help="an option of the format, as docs/reference/options.md lists them; may be repeated",
    )
    parser.add_argument(
        "--kind-option",
        action="append",
        default=[],
        type=option,
        metavar="NAME=VALUE",
        help="an option of the kind, listed there too; may be repeated",
    )
    shared_arguments.add_store(parser)
    shared_arguments.add_plan(parser)
    shared_arguments.add_moment(parser)
    parser.set_defaults(run=_run)


def option(text: str) -> tuple[str, str]:
    """A NAME=VALUE argument.

    Raises:
        argparse.ArgumentTypeError: It has no equals sign.
    """
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise argparse.ArgumentTypeError(f"{text!r} is not an option; write one like owner=市教育局")
    return name, value


def _run(arguments: argparse.Namespace, output: Output) -> int:
    if arguments.open and not arguments.output:
        raise InvalidValue("--open opens a file, and none is written", remedy="say where to with -o FILE")
    named = arguments.format or ("" if arguments.output and Path(arguments.output).suffix else "terminal")
    with open_tracker(arguments, output) as tracker:
        plan, day = plan_of(arguments, tracker), day_of(arguments)

        def readings() -> int:
            return 2 * sum(tracker.count_healths(plan, on=day, known_at=arguments.known_at).values())

        with output.bar(total=readings, title=output.pick("生成报告", "writing the report")) as advance:
            written = tracker.render(
                plan,
                arguments.kind,
                named or None,
                arguments.output,
                on=day,
                known_at=arguments.known_at,
                kind_options=dict(arguments.kind_option),
                format_options=dict(arguments.option),
                advance=advance,
            )
    if not arguments.output:
        sys.stdout.flush()
        sys.stdout.buffer.write(written)
        sys.stdout.buffer.flush()
        return DONE
    output.note(output.pick(f"已写入 {arguments.output}", f"written to {arguments.output}"))
    if arguments.open and not open_file(Path(arguments.output)):
        output.note(output.pick("没有可打开它的程序", "there is no program here to open it with"))
    return DONE
