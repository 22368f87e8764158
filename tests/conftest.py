"""Fixtures that every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real public documents; it lies beside the repository, where it is present."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "corpus"
    if not folder.is_dir():
        if os.environ.get("PLAN_TASKS_REQUIRE_CORPUS") == "1":
            pytest.fail("the folder shared/corpus of real documents is required here, and is not beside the repository")
        pytest.skip("the folder shared/corpus of real documents is not beside the repository")
    return folder
