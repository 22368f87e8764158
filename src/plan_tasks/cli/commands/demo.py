"""``demo``: the whole job on the sample report or on one's own, offline."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import attrs

from plan_tasks.cli import arguments as shared_arguments
from plan_tasks.cli.commands.draft import source_of
from plan_tasks.cli.demonstration.running import run_demo
from plan_tasks.cli.output import Output
from plan_tasks.cli.session import asked_language
from plan_tasks.cli.statuses import DONE
from plan_tasks.drafting.contract import Source
from plan_tasks.drafting.decoding import decode_head
from plan_tasks.model import Language
from plan_tasks.samples import sample_report


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Adds the parser."""
    parser = commands.add_parser(
        "demo", parents=[shared], help="the whole job, offline: a report, a year of made-up results, every report"
    )
    parser.add_argument("--out", default="demo-output", metavar="DIR", help="where files go (default: demo-output)")
    parser.add_argument("--report", metavar="FILE", help="a work report of your own (default: the sample that ships)")
    parser.add_argument(
        "--year", type=shared_arguments.year, metavar="Y", help="the plan's year (default: read from the text)"
    )
    shared_arguments.add_json(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace, output: Output) -> int:
    if arguments.report:
        source = source_of(arguments.report)
        output = attrs.evolve(output, language=asked_language(arguments) or _language(source))
    else:
        source = sample_report(output.language)
    done = run_demo(source, Path(arguments.out), output, year=arguments.year)
    if output.as_json:
        output.json(done)
    return DONE


def _language(source: Source) -> Language:
    """The language of a document: Chinese where it has Chinese characters, or is no plain text at all."""
    head = decode_head(source.data[:65536])
    return Language.EN if head and not any("\u4e00" <= character <= "\u9fff" for character in head) else Language.ZH
