"""Which calendar a tracker works by, and with which options."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from plan_tasks import Assignment, Measure, Owner, Plan, Tracker, errors
from plan_tasks.cli.main import run
from plan_tasks.model import ItemId, OwnerId, PlanId
from plan_tasks.notifying.rules import DueRule

YEAR = {"source": "notice", "holidays": [{"name": "元旦", "off": ["2027-01-01/2027-01-03"], "work": ["2027-01-09"]}]}
RULES = (DueRule(name="due", before=(1,), on_day=False, working_days=True),)


def years_file(folder: Path) -> Path:
    file = folder / "2027.json"
    file.write_text(json.dumps({"years": {"2027": YEAR}}), encoding="utf-8")
    return file


def plan_due(on: date) -> Plan:
    owner = Owner(id=OwnerId("culture"), name="Culture Bureau")
    measure = Measure(id=ItemId("m1"), title="Open the library", due=on, assignments=(Assignment(owner=owner.id),))
    return Plan(
        id=PlanId("demo"),
        title="Demo",
        start=date(2027, 1, 1),
        end=date(2027, 12, 31),
        owners=(owner,),
        measures=(measure,),
    )


def test_a_calendar_takes_options_after_a_question_mark(tmp_path: Path) -> None:
    """One working day before Monday 11 January is Friday the 8th; with the make-up day it is Saturday the 9th."""
    saturday = date(2027, 1, 9)
    queued = []
    for calendar in ("china", f"china?years_file={years_file(tmp_path)}"):
        with Tracker.open("memory:", language="en", calendar=calendar) as tracker:
            tracker.add(plan_due(date(2027, 1, 11)), actor="office")
            early = tracker.notify("demo", on=saturday - timedelta(days=1), rules=RULES, dry_run=True)
            late = tracker.notify("demo", on=saturday, rules=RULES, dry_run=True)
            queued.append((len(early.entries), len(late.entries)))
    assert queued == [(1, 1), (0, 1)]


def test_a_misspelt_option_of_a_calendar_is_an_error() -> None:
    with pytest.raises(errors.PluginOptionsError, match='did you mean "years_file"'):
        Tracker.open("memory:", calendar="china?year_file=2027.json")


def test_the_command_line_takes_the_calendar_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PLAN_TASKS_LANG", "en")
    monkeypatch.setenv("PLAN_TASKS_STORE", f"sqlite:///{tmp_path}/plan.db")
    with Tracker.open(f"sqlite:///{tmp_path}/plan.db") as tracker:
        tracker.add(plan_due(date(2027, 1, 11)), actor="office")
    monkeypatch.setenv("PLAN_TASKS_CALENDAR", f"china?years_file={tmp_path}/missing.json")
    assert run(["list"]) == 2
    assert "missing.json" in capsys.readouterr().err
    monkeypatch.setenv("PLAN_TASKS_CALENDAR", f"china?years_file={years_file(tmp_path)}")
    assert run(["list"]) == 0
