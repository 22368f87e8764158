"""``import``: a document or an export becomes a plan in the store."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any

import attrs

from plan_tasks.cli import arguments as shared_arguments
from plan_tasks.cli.commands.draft import add_source, source_of
from plan_tasks.cli.json_source import json_of
from plan_tasks.cli.output import Output
from plan_tasks.cli.session import actor_of, add_plan, open_tracker, store_of
from plan_tasks.cli.statuses import DONE
from plan_tasks.drafting.contract import Source
from plan_tasks.model import Plan, PlanId, validators
from plan_tasks.services.administration import Exported, read_export
from plan_tasks.tracker import Tracker


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Adds the parser."""
    parser = commands.add_parser(
        "import", parents=[shared], help="read a document (or a plan document in JSON) and keep it as a plan"
    )
    add_source(parser)
    shared_arguments.add_store(parser)
    parser.add_argument("--plan", metavar="ID", help="the plan's id (default: made from the file's name and year)")
    parser.add_argument("--title", default="", help="the plan's title (default: the document's)")
    shared_arguments.add_actor(parser)
    shared_arguments.add_json(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace, output: Output) -> int:
    source = source_of(arguments.file)
    actor = actor_of(arguments)
    with open_tracker(arguments, output, create=True) as tracker:
        if source.name.lower().endswith(".json"):
            exported = read_export(json_of(source), where=source.name)
            renamed = attrs.evolve(
                exported.plan,
                id=PlanId(arguments.plan or exported.plan.id),
                title=arguments.title or exported.plan.title,
            )
            exported = attrs.evolve(exported, plan=renamed)
        else:
            exported = Exported(plan=_drafted(source, arguments, tracker, output), observations={})
        plan = exported.plan
        receipt = add_plan(tracker, plan, actor=actor, observations=exported.observations)
    version = receipt.versions[plan.id, ""]
    if output.as_json:
        output.json({"plan": plan.id, "version": version, "goals": len(plan.goals), "measures": len(plan.measures)})
        return DONE
    where = store_of(arguments)
    output.say(
        output.pick(
            f"计划 {plan.id}（第 {version} 版）已存入 {where}：目标 {len(plan.goals)} 项，举措 {len(plan.measures)} 项",
            f"plan {plan.id} (version {version}) is in {where}: {len(plan.goals)} goals, {len(plan.measures)} measures",
        )
    )
    return DONE


def _drafted(source: Source, arguments: argparse.Namespace, tracker: Tracker, output: Output) -> Plan:
    draft = tracker.draft(source, year=arguments.year, importer=arguments.importer)
    for warning in draft.warnings:
        output.note(output.pick("提示：", "warning: ") + warning.message)
    return tracker.accept(
        draft, plan=arguments.plan or plan_id_for(arguments.file, arguments.year), title=arguments.title
    )


def plan_id_for(file: str, year: int | None) -> PlanId:
    """An id made from a file's name: what an id cannot hold becomes a hyphen."""
    stem = re.sub(r"[\s/\\]+", "-", Path(file).stem if file != "-" else "").strip("-.") or "plan"
    named = f"{stem}-{year}" if year and str(year) not in stem else stem
    kept = "".join(character for character in named if validators.is_name(character))
    return PlanId(kept[:128] or "plan")
