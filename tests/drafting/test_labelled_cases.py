"""Passages in the language of work reports, labelled by hand before they were read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plan_tasks.drafting.contract import DraftOptions, Importer, Source
from plan_tasks.drafting.draft import Draft, DraftMeasure, DraftTarget
from plan_tasks.model import Role
from plan_tasks.plugins.importers.report_text import ReportText
from plan_tasks.plugins.importers.tables import Tables

CASES = Path(__file__).parent / "cases"
# A label may have the scope or verb that the reader leaves with the indicator, and the other way round.
SCOPE = re.compile("^(?:全市|全区|全县|全省|全社会|全年|新增|区属)+(?=..)")


def load(pattern: str) -> list[Any]:
    """The cases of some files, each with its id for the test's name."""
    cases = [case for file in sorted(CASES.glob(pattern)) for case in json.loads(file.read_text(encoding="utf-8"))]
    return [pytest.param(case, id=case["id"]) for case in cases]


def compared(label: Any) -> tuple[object, ...]:
    indicator, comparator, value, unit, change = label
    return SCOPE.sub("", indicator), comparator, value, unit or "", change


@pytest.mark.parametrize("case", load("targets*.json"))
def test_a_passage_gives_its_targets_and_nothing_else(
    case: dict[str, Any], read: Callable[..., Draft], tell: Callable[[DraftTarget], tuple[object, ...]]
) -> None:
    found = [compared(tell(target)) for target in read(case["text"]).targets]
    assert found == [compared(label) for label in case["targets"]]


@pytest.mark.parametrize("case", [c for c in load("targets*.json") if "spans" in c.values[0]])
def test_a_target_points_at_the_words_that_it_came_from(case: dict[str, Any], read: Callable[..., Draft]) -> None:
    spans = [target.span for target in read(case["text"]).targets]
    assert [span.text for span in spans] == case["spans"]
    assert [case["text"][span.start : span.end] for span in spans] == case["spans"]


@pytest.mark.parametrize("case", [c for c in load("targets*.json") if "achievements" in c.values[0]])
def test_past_results_are_kept_apart(case: dict[str, Any], read: Callable[..., Draft]) -> None:
    found = [SCOPE.sub("", achievement.indicator) for achievement in read(case["text"]).achievements]
    assert list(dict.fromkeys(found)) == case["achievements"]


def drafted(case: dict[str, Any]) -> Draft:
    source = Source(name="division.md", data=case["text"].encode())
    importers: tuple[Importer, ...] = (ReportText(), Tables())
    importer = max(importers, key=lambda importer: importer.recognises(source.head()))
    return importer.draft(source, DraftOptions(year=case["year"]))


@pytest.mark.parametrize("case", load("division*.json"))
def test_a_division_of_work_gives_owners_by_role(case: dict[str, Any]) -> None:
    measures = drafted(case).measures
    assert len(measures) == len(case["tasks"])
    for measure, task in zip(measures, case["tasks"], strict=True):
        for role in (Role.LEAD, Role.RESPONSIBLE, Role.COOPERATING):
            assert [owner.name for owner in measure.owners if owner.role is role] == task[role.value], measure.title


@pytest.mark.parametrize("case", load("division*.json"))
def test_a_division_of_work_gives_deadlines_and_progress(case: dict[str, Any]) -> None:
    for measure, task in zip(drafted(case).measures, case["tasks"], strict=True):
        assert_when(measure, task)


def assert_when(measure: DraftMeasure, task: dict[str, Any]) -> None:
    due = measure.deadline.isoformat() if measure.deadline is not None else None
    if "deadline" in task:
        assert task["deadline"] in (due, measure.deadline_text or None)
    if "progress" in task:
        assert measure.progress is not None
        assert float(measure.progress) == task["progress"]
    if "state" in task:
        assert measure.state == task["state"]
