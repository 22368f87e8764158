"""From a store to bytes: every kind in every format, through the hooks, the same from every store and anywhere."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from plan_tasks.errors import PluginOptionsError, UnknownName
from plan_tasks.model import Observation, Plan
from plan_tasks.testing.report_laws import elsewhere
from plan_tasks.tracker import Tracker

KINDS = (
    *("area", "bulletin", "changes", "comparison", "due", "item", "ledger"),
    *("overview", "owner", "ranking", "returns", "schedule", "trend"),
)
FORMATS = ("terminal", "markdown", "csv", "json")
MID_YEAR = date(2021, 6, 30)
RECORDED = datetime(2021, 7, 16, 9, tzinfo=UTC)


def filled(tracker: Tracker, plan: Plan, observations: Callable[[str], Sequence[Observation]]) -> Tracker:
    known = {item.id: observations(item.id) for item in plan.items()}
    tracker.add(plan, actor="office", observations=known)
    return tracker


@pytest.fixture
def tracker(plan: Plan, observed: Callable[[str], Sequence[Observation]]) -> Iterator[Tracker]:
    with Tracker.open("memory:", clock=lambda: RECORDED) as opened:
        yield filled(opened, plan, observed)


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_written_in_every_format_and_language(tracker: Tracker, kind: str, format_name: str) -> None:
    written = [
        tracker.render("yunxi-2021", kind, format_name, on=MID_YEAR, language=language) for language in ("zh", "en")
    ]
    assert all(len(data) > 500 for data in written)
    assert written[0] != written[1]


@pytest.mark.parametrize("kind", KINDS)
def test_reports_are_the_same_from_every_store_and_anywhere(
    tracker: Tracker, plan: Plan, observed: Callable[[str], Sequence[Observation]], tmp_path: Path, kind: str
) -> None:
    with Tracker.open(f"sqlite:///{tmp_path / 'plan.db'}", clock=lambda: RECORDED) as other:
        filled(other, plan, observed)
        for format_name in FORMATS:
            with elsewhere(west=False):
                from_memory = tracker.render(plan.id, kind, format_name, on=MID_YEAR)
            with elsewhere(west=True):
                from_file = other.render(plan.id, kind, format_name, on=MID_YEAR)
            assert from_memory == from_file


def test_options_reach_kind_and_format(tracker: Tracker) -> None:
    data = tracker.render(
        "yunxi-2021",
        "overview",
        "csv",
        on=MID_YEAR,
        kind_options={"limit": "2"},
        format_options={"table": "behind", "bom": "false", "header": "keys"},
    )
    lines = data.decode().splitlines()
    assert lines[0] == "health,id,item,lead,due,attainment,reasons"
    assert len(lines) == 3


def test_an_option_that_is_wrong_is_named_with_what_is_right(tracker: Tracker) -> None:
    with pytest.raises(PluginOptionsError, match=r'report format "terminal": width is 10; it must be 40 to 1,000'):
        tracker.render("yunxi-2021", "overview", "terminal", on=MID_YEAR, format_options={"width": 10})
    with pytest.raises(UnknownName, match="has no table 'nope'; it has key_figures_1, counts, targets"):
        tracker.render("yunxi-2021", "overview", "csv", on=MID_YEAR, format_options={"table": "nope"})


def test_plugins_offer_themselves_without_importing_what_writes() -> None:
    formats = ("terminal", "markdown", "csv_table", "json_document", "mermaid")
    modules = [
        *(f"plan_tasks.plugins.report_formats.{name}" for name in formats),
        *(f"plan_tasks.plugins.report_kinds.{name}" for name in KINDS),
    ]
    look = (
        "import importlib, sys\n"
        f"for module in {modules!r}:\n"
        "    plugin = importlib.import_module(module)\n"
        "    offer = getattr(plugin, 'plan_tasks_report_formats', None) or plugin.plan_tasks_report_kinds\n"
        "    assert [offered.name for offered in offer()]\n"
        "    assert not [name for name in sys.modules if name.startswith(f'{module}.')], module\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'rich', 'markdown_it'}))\n"
    )
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
