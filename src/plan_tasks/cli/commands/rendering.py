"""``render``: a report of a kind in a format."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from plan_tasks.cli import arguments as shared_arguments
from plan_tasks.cli.output import Output
from plan_tasks.cli.session import day_of, open_tracker, plan_of
from plan_tasks.cli.statuses import DONE


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Adds the parser."""
    parser = commands.add_parser("render", parents=[shared], help="write a report: overview, ledger, owner")
    parser.add_argument("kind", metavar="KIND", help="the kind of report (`plan-tasks plugins` lists them)")
    parser.add_argument("--format", default="terminal", metavar="F", help="the format (default: terminal)")
    parser.add_argument("-o", "--output", metavar="FILE", help="where to (default: standard output)")
    parser.add_argument(
        "--option",
        action="append",
        default=[],
        type=option,
        metavar="NAME=VALUE",
        help="an option of the format; may be repeated",
    )
    parser.add_argument(
        "--kind-option",
        action="append",
        default=[],
        type=option,
        metavar="NAME=VALUE",
        help="an option of the kind; may be repeated",
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
    with open_tracker(arguments, output) as tracker:
        written = tracker.render(
            plan_of(arguments, tracker),
            arguments.kind,
            arguments.format,
            arguments.output,
            on=day_of(arguments),
            known_at=arguments.known_at,
            kind_options=dict(arguments.kind_option),
            format_options=dict(arguments.option),
        )
    if arguments.output:
        output.note(output.pick(f"已写入 {arguments.output}", f"written to {arguments.output}"))
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(written)
        sys.stdout.buffer.flush()
    return DONE
