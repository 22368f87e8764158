"""``export`` and ``restore``: a plan as one file, out and in again.

A file whose name ends in ``.json``, and standard output, get a JSON document: the plan and its values as they stand.
Any other file gets an archive: all of that with versions, history and outbox.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO

import attrs

from plan_tasks.cli import arguments as shared_arguments
from plan_tasks.cli.commands.draft import source_of
from plan_tasks.cli.json_source import json_of
from plan_tasks.cli.output import Output
from plan_tasks.cli.session import actor_of, add_plan, open_tracker, plan_of
from plan_tasks.cli.statuses import DONE
from plan_tasks.drafting.contract import Source
from plan_tasks.errors import InvalidValue
from plan_tasks.services.administration import read_export
from plan_tasks.services.archives import MAGIC
from plan_tasks.services.files import write_file
from plan_tasks.tracker import Tracker


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Adds the parsers."""
    export = commands.add_parser("export", parents=[shared], help="write a plan as one file")
    export.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="where to: FILE.json for the plan and its values as JSON, any other name for a compressed archive with "
        "versions, history and notices (default: JSON on standard output)",
    )
    shared_arguments.add_store(export)
    shared_arguments.add_plan(export)
    export.set_defaults(run=_export)

    restore = commands.add_parser("restore", parents=[shared], help="put an exported plan into a store that lacks it")
    restore.add_argument("file", metavar="FILE", help="what export wrote; - reads standard input")
    shared_arguments.add_store(restore)
    restore.add_argument(
        "--plan", metavar="ID", help="keep it under this id (default: its own, as an archive always does)"
    )
    shared_arguments.add_actor(restore)
    shared_arguments.add_json(restore)
    restore.set_defaults(run=_restore)


def _export(arguments: argparse.Namespace, output: Output) -> int:
    name = arguments.output or ""
    with open_tracker(arguments, output) as tracker:
        plan = plan_of(arguments, tracker)
        if name and not name.lower().endswith(".json"):
            title = output.pick("导出", "exporting")
            with output.bar(total=lambda: tracker.steps_to_copy(plans=[plan]) // 2, title=title) as advance:
                write_file(Path(name), lambda stream: _archive(tracker, plan, stream, advance))
        else:
            text = (json.dumps(tracker.export(plan), ensure_ascii=False, indent=2) + "\n").encode()
            if not name:
                sys.stdout.flush()
                sys.stdout.buffer.write(text)
                return DONE
            write_file(Path(name), lambda stream: _whole(stream, text))
    output.note(output.pick(f"已写入 {name}", f"written to {name}"))
    return DONE


def _archive(tracker: Tracker, plan: str, stream: BinaryIO, advance: Callable[[], None]) -> None:
    tracker.write_archive(plan, stream, advance=advance)


def _whole(stream: BinaryIO, text: bytes) -> None:
    stream.write(text)


def _restore(arguments: argparse.Namespace, output: Output) -> int:
    with _opened(arguments.file) as stream:
        if stream.peek(len(MAGIC))[: len(MAGIC)] == MAGIC:
            return _restore_archive(stream, arguments, output)
        if arguments.file == "-":
            source = Source(name="standard input.json", data=stream.read())
        else:
            source = source_of(arguments.file)
    return _restore_document(source, arguments, output)


@contextmanager
def _opened(file: str) -> Iterator[BufferedReader]:
    if file == "-":
        yield BufferedReader(sys.stdin.buffer)  # type: ignore[arg-type]  # whatever stands in for it can be read
        return
    try:
        stream = Path(file).open("rb")  # noqa: SIM115 - closed below
    except OSError:
        source_of(file)  # says in words what is wrong
        raise
    with stream:
        yield stream


def _restore_archive(stream: BinaryIO, arguments: argparse.Namespace, output: Output) -> int:
    if arguments.plan:
        raise InvalidValue(
            "an archive keeps its history, which is bound to the plan's id",
            remedy="leave --plan out, or export to a .json file to make a new plan of it",
        )
    name = "standard input" if arguments.file == "-" else Path(arguments.file).name
    with open_tracker(arguments, output, create=True) as tracker:
        plan, counts = tracker.read_archive(stream, where=name)
        version = next(stored.version for stored in tracker.plans() if stored.plan.id == plan)
    if output.as_json:
        output.json({"plan": plan, "version": version, "items": counts.items, "events": counts.events})
    else:
        output.say(
            output.pick(
                f"计划 {plan} 已恢复，共 {counts.items} 项，历史 {counts.events} 条，哈希链完整",
                f"plan {plan} is restored, {counts.items} items, {counts.events} events in one chain",
            )
        )
    return DONE


def _restore_document(source: Source, arguments: argparse.Namespace, output: Output) -> int:
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
