"""``assess``: how the plan stands on a day, item by item and counted."""

from __future__ import annotations

import argparse
from typing import Any

from plan_tasks.assessment.reasons import reason_text
from plan_tasks.assessment.result import Reason
from plan_tasks.cli import arguments as shared_arguments
from plan_tasks.cli.commands.listing import print_rows
from plan_tasks.cli.item_json import item_to_json, told_to_json
from plan_tasks.cli.output import Output, health_counts_line
from plan_tasks.cli.session import day_of, open_tracker, plan_of
from plan_tasks.cli.statuses import DONE
from plan_tasks.model import Health, Plan
from plan_tasks.services.assessing import Assessed


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Adds the parser."""
    parser = commands.add_parser("assess", parents=[shared], help="judge every item on a day, and count")
    shared_arguments.add_store(parser)
    shared_arguments.add_plan(parser)
    shared_arguments.add_moment(parser)
    parser.add_argument("--explain", action="store_true", help="print each item's reasons and forecasts")
    shared_arguments.add_json(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace, output: Output) -> int:
    with open_tracker(arguments, output) as tracker:
        plan_id = plan_of(arguments, tracker)
        standing = tracker.standing(plan_id, on=day_of(arguments), known_at=arguments.known_at)
        rows = list(standing.rows(with_items=False, with_forecasts=arguments.explain))
    counts = dict.fromkeys(Health, 0)
    for row in rows:
        counts[row.assessment.health] += 1
    if output.as_json:
        output.json(
            {
                "plan": plan_id,
                "on": standing.on.isoformat(),
                "known_at": standing.known_at.isoformat() if standing.known_at else None,
                "counts": {health.value: count for health, count in counts.items()},
                "items": [_to_json(row, standing.plan, output, explain=arguments.explain) for row in rows],
            }
        )
        return DONE
    print_rows(rows, standing.plan, output)
    if arguments.explain:
        output.say()
        output.pairs(
            [
                (
                    row.head.id,
                    output.pick("；", "; ").join(reason_text(why, output.language) for why in _told(row)),
                )
                for row in rows
            ]
        )
    output.say()
    total = output.pick(f"共 {len(rows)} 项：", f"{len(rows)} items: ")
    output.say(total + health_counts_line(counts, output))
    return DONE


def _told(row: Assessed) -> tuple[Reason, ...]:
    return (*row.assessment.reasons, *row.forecasts)


def _to_json(row: Assessed, plan: Plan, output: Output, *, explain: bool) -> dict[str, Any]:
    shown = item_to_json(row, plan, output.language)
    return shown | {"forecasts": told_to_json(row.forecasts, output.language)} if explain else shown
