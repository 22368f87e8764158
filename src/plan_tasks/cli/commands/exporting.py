"""``export`` and ``restore``: a plan with its observations as one file, out and in again."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any, BinaryIO

import attrs

from plan_tasks.cli import arguments as shared_arguments
from plan_tasks.cli.commands.draft import source_of
from plan_tasks.cli.json_source import json_of
from plan_tasks.cli.output import Output
from plan_tasks.cli.session import actor_of, add_plan, open_tracker, plan_of
from plan_tasks.cli.statuses import DONE
from plan_tasks.services.administration import read_export
from plan_tasks.services.files import write_file


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Adds the parsers."""
    export = commands.add_parser("export", parents=[shared], help="write a plan and its values as one JSON file")
    export.add_argument("-o", "--output", metavar="FILE", help="where to (default: standard output)")
    shared_arguments.add_store(export)
    shared_arguments.add_plan(export)
    export.set_defaults(run=_export)

    restore = commands.add_parser("restore", parents=[shared], help="put an exported plan into a store that lacks it")
    restore.add_argument("file", metavar="FILE", help="what export wrote; - reads standard input")
    shared_arguments.add_store(restore)
    restore.add_argument("--plan", metavar="ID", help="keep it under this id (default: its own)")
    shared_arguments.add_actor(restore)
    shared_arguments.add_json(restore)
    restore.set_defaults(run=_restore)


def _export(arguments: argparse.Namespace, output: Output) -> int:
    with open_tracker(arguments, output) as tracker:
        document = tracker.export(plan_of(arguments, tracker))
    text = (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()

    def write(stream: BinaryIO) -> None:
        stream.write(text)

    if arguments.output:
        write_file(Path(arguments.output), write)
        output.note(output.pick(f"已写入 {arguments.output}", f"written to {arguments.output}"))
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(text)
    return DONE


def _restore(arguments: argparse.Namespace, output: Output) -> int:
    source = source_of(arguments.file)
    exported = read_export(json_of(source), where=source.name)
    plan = attrs.evolve(exported.plan, id=arguments.plan) if arguments.plan else exported.plan
    with open_tracker(arguments, output, create=True) as tracker:
        reason = output.pick("从导出文件恢复", "restored from an export")
        actor = actor_of(arguments)
        receipt = add_plan(tracker, plan, actor=actor, observations=exported.observations, reason=reason)
    items = len(plan.goals) + len(plan.measures)
    if output.as_json:
        output.json({"plan": plan.id, "version": receipt.versions[plan.id, ""], "items": items})
    else:
        output.say(output.pick(f"计划 {plan.id} 已恢复，共 {items} 项", f"plan {plan.id} is restored, {items} items"))
    return DONE
