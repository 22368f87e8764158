"""``demo``: the whole job on the sample report or on one's own, offline."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from plan_tasks.cli import arguments as shared_arguments
from plan_tasks.cli.commands.draft import source_of
from plan_tasks.cli.demonstration.running import run_demo
from plan_tasks.cli.output import Output
from plan_tasks.cli.statuses import DONE
from plan_tasks.samples import sample_report


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Adds the parser."""
    parser = commands.add_parser(
        "demo", parents=[shared], help="the whole job, offline: a report, a year of made-up results, every report"
    )
    parser.add_argument("--out", default="demo-output", metavar="DIR", help="where files go (default: demo-output)")
    parser.add_argument("--report", metavar="FILE", help="a work report of your own (default: the sample that ships)")
    parser.add_argument("--year", type=int, metavar="Y", help="the plan's year (default: read from the text)")
    shared_arguments.add_json(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace, output: Output) -> int:
    source = source_of(arguments.report) if arguments.report else sample_report(output.language)
    done = run_demo(source, Path(arguments.out), output, year=arguments.year)
    if output.as_json:
        output.json(done)
    return DONE
