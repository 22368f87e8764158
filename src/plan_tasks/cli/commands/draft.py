"""``draft``: what the reader finds in a document, before anything is stored."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from plan_tasks.cli import arguments as shared_arguments
from plan_tasks.cli.output import Column, Output
from plan_tasks.cli.statuses import DONE
from plan_tasks.drafting.characters import clean
from plan_tasks.drafting.contract import Source
from plan_tasks.drafting.draft import Draft, draft_to_json
from plan_tasks.errors import SourceUnreadable
from plan_tasks.model import Language
from plan_tasks.model.vocabulary import ChangeType, Comparator
from plan_tasks.services.drafting import read_source
from plan_tasks.tracker import Tracker


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Adds the parser."""
    parser = commands.add_parser("draft", parents=[shared], help="read a work report: areas, targets, measures, owners")
    add_source(parser)
    shared_arguments.add_json(parser)
    parser.set_defaults(run=_run)


def add_source(parser: argparse.ArgumentParser) -> None:
    """Adds the document and what may be said of it."""
    parser.add_argument("file", metavar="FILE", help="the document; - reads standard input")
    parser.add_argument(
        "--year", type=shared_arguments.year, metavar="Y", help="the plan's year (default: read from the text)"
    )
    parser.add_argument(
        "--importer", default="", metavar="NAME", help="which importer (default: the one that knows it best)"
    )


def source_of(file: str) -> Source:
    """The document that an argument names."""
    if file == "-":
        return Source(name="standard input.md", data=sys.stdin.buffer.read())
    return read_source(Path(file))


def _run(arguments: argparse.Namespace, output: Output) -> int:
    source = source_of(arguments.file)
    with Tracker.open("memory:", language=output.language) as tracker:
        draft = tracker.draft(source, year=arguments.year, importer=arguments.importer)
    if output.as_json:
        output.json(_document(draft, source))
        return DONE
    print_draft(draft, output)
    return DONE


def _document(draft: Draft, source: Source) -> dict[str, object]:
    """The draft as JSON, with the text that its offsets count in where that is not the file's own."""
    document = draft_to_json(draft)
    try:
        own = source.text() == draft.text
    except SourceUnreadable:  # no text file
        own = False
    return document if own else {**document, "text": draft.text}


def print_draft(draft: Draft, output: Output) -> None:
    """Prints a draft for a person to check."""
    pick = output.pick
    output.say(draft.title or pick("（无标题）", "(no title)"))
    found = pick(
        f"领域 {len(draft.areas)}，目标值 {len(draft.targets)}，举措 {len(draft.measures)}，"
        f"往期成果 {len(draft.achievements)}，提示 {len(draft.warnings)}",
        f"{len(draft.areas)} areas, {len(draft.targets)} targets, {len(draft.measures)} measures, "
        f"{len(draft.achievements)} past results, {len(draft.warnings)} warnings",
    )
    output.say(found)
    document = draft_to_json(draft)
    output.say()
    output.table(
        [
            Column(pick("指标", "indicator"), 40),
            Column(pick("比较", "comparator")),
            Column(pick("数值", "value"), right=True),
            Column(pick("单位", "unit")),
            Column(pick("变化", "change")),
            Column(pick("举措", "measure")),
        ],
        [
            [
                str(target["indicator"]),
                Comparator(target["comparator"]).label(output.language),
                _value(target["value"]),
                str(target["unit"] or ""),
                _change(target["change"], output.language),
                str(target["measure"] or ""),
            ]
            for target in _rows(document, "targets")
        ],
    )
    output.say()
    output.table(
        [
            Column(pick("编号", "id")),
            Column(pick("举措", "measure"), 56),
            Column(pick("责任单位", "owners"), 40),
            Column(pick("时限", "deadline")),
        ],
        [
            [
                str(measure["id"]),
                clean(str(measure["text"])),
                pick("、", ", ").join(owner["name"] for owner in measure["owners"]),
                str(measure["deadline"] or measure["deadline_text"] or ""),
            ]
            for measure in _rows(document, "measures")
        ],
    )
    for warning in draft.warnings:
        output.note(pick("提示：", "warning: ") + warning.message)


def _rows(document: Any, name: str) -> list[dict[str, Any]]:
    return list(document[name])


def _change(change: str | None, language: Language) -> str:
    """How the number is meant, where it is not simply the level."""
    return "" if change in (None, ChangeType.LEVEL) else ChangeType(change).label(language)


def _value(value: Any) -> str:
    if value is None:
        return "—"
    return "–".join(map(str, value)) if isinstance(value, list) else str(value)
