"""Folders of JSON for the tests beside this file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.storage.json_folder.folders import KNOWN, MEMORY, PLAN, value

from plan_tasks import Tracker


@pytest.fixture
def quick() -> Iterator[Path]:
    """An empty folder, in memory where that is possible."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield Path(folder)


@pytest.fixture
def folder(quick: Path) -> Path:
    """A store with a plan that has a value, made by a tracker."""
    root = quick / "plans"
    with Tracker.open(f"json://{root}", autoload=False, clock=lambda: KNOWN) as tracker:
        tracker.add(PLAN, actor="office")
        tracker.observe("city", "g1", value(520), actor="statistics")
    return root


@pytest.fixture
def plan_path(folder: Path) -> Path:
    """The plan's file."""
    return folder / "plans" / "default" / "city.json"
