"""``check``: judges one target written as in a report."""

from __future__ import annotations

import argparse
from typing import Any

import attrs

from plan_tasks.assessment.case import Case
from plan_tasks.assessment.contract import AssessmentContext
from plan_tasks.assessment.forecasting import forecasts_of
from plan_tasks.assessment.reasons import reason_text
from plan_tasks.assessment.result import Reason, rounded
from plan_tasks.cli import arguments as shared_arguments
from plan_tasks.cli.item_json import exact_number, reasons_to_json, told_to_json
from plan_tasks.cli.output import Output
from plan_tasks.cli.session import asked_language, day_of
from plan_tasks.cli.statuses import DONE, NO
from plan_tasks.drafting.tongues import is_english
from plan_tasks.model import Health, Language, plain
from plan_tasks.model.quantities import Quantity
from plan_tasks.model.wording import target_in_words
from plan_tasks.tracker import Tracker

#: Verdicts that answer "no".
_NOT_REACHED = frozenset({Health.MISSED, Health.OVERDUE, Health.OFF_TRACK, Health.AT_RISK})


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Adds the parser."""
    parser = commands.add_parser(
        "check", parents=[shared], help="judge one target written as in a report; status 1 when it is not reached"
    )
    parser.add_argument(
        "target",
        metavar="TARGET",
        help="the target as a report writes it; its language is the answer's where neither --lang nor PLAN_TASKS_LANG "
        "says one",
    )
    parser.add_argument(
        "--actual",
        required=True,
        type=shared_arguments.amount,
        metavar="X",
        help="the value so far, in the target's unit or with its own",
    )
    parser.add_argument("--on", type=shared_arguments.day, metavar="DATE", help="the day judged (default: today)")
    parser.add_argument(
        "--year", type=shared_arguments.year, metavar="Y", help="the target's year (default: the year of the day)"
    )
    parser.add_argument(
        "--base",
        type=shared_arguments.number,
        metavar="B",
        help="the value at the start, where attainment counts from it",
    )
    parser.add_argument("--method", default="pace", metavar="NAME", help="the assessment method (default: pace)")
    parser.add_argument("--explain", action="store_true", help="add a forecast to the end of the year")
    shared_arguments.add_json(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace, output: Output) -> int:
    if asked_language(arguments) is None:
        output = attrs.evolve(output, language=Language.EN if is_english(arguments.target) else Language.ZH)
    day = day_of(arguments)
    with Tracker.open("memory:", language=output.language) as tracker:
        target, assessment = tracker.check(
            arguments.target,
            arguments.actual,
            on=day,
            year=arguments.year or day.year,
            base=arguments.base,
            method=arguments.method,
        )
    forecasts: tuple[Reason, ...] = ()
    if arguments.explain and isinstance(assessment.case, Case):
        forecasts = forecasts_of(assessment.case, AssessmentContext(day=day))
    status = NO if assessment.health in _NOT_REACHED else DONE
    if output.as_json:
        value: Any = exact_number(target.value)
        if target.upper is not None:
            value = [value, exact_number(target.upper)]
        explained = {"forecasts": told_to_json(forecasts, output.language)} if arguments.explain else {}
        output.json(
            {
                "indicator": target.indicator.name,
                "comparator": target.comparator.value,
                "value": value,
                "unit": target.indicator.unit or None,
                "attainment": exact_number(rounded(assessment.attainment)),
                "expected": exact_number(rounded(assessment.expected)),
                "pace": exact_number(rounded(assessment.pace)),
                "health": assessment.health.value,
                "reasons": reasons_to_json(assessment, output.language),
            }
            | explained
        )
        return status
    pick, unit = output.pick, target.indicator.unit
    actual = arguments.actual
    if isinstance(actual, Quantity):
        actual = actual.convert(unit).value
    figures = [(pick("目标值", "target"), target_in_words(target, output.language))]
    figures.append((pick("实际", "actual"), f"{plain(actual)}{unit}"))
    for label, number, percent in (
        (pick("应达到", "expected"), rounded(assessment.expected, 2), False),
        (pick("完成率", "attainment"), rounded(assessment.attainment, 4), True),
        (pick("进度比", "pace"), rounded(assessment.pace, 2), False),
    ):
        if number is not None:
            figures.append((label, f"{plain(number * 100)}%" if percent else plain(number)))
    figures.append((pick("研判", "health"), assessment.health.label(output.language)))
    figures += [(pick("依据", "because"), reason_text(reason, output.language)) for reason in assessment.reasons]
    figures += [(pick("预测", "forecast"), reason_text(reason, output.language)) for reason in forecasts]
    output.pairs(figures)
    return status
