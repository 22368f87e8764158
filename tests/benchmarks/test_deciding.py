"""The goal of deciding runs at a small scale; no time is judged here."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_a_thousandth_of_the_items_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the usual rules one notice for each, by those of an office one for each who hears of it."""
    monkeypatch.syspath_prepend(str(ROOT))
    run = importlib.import_module("benchmarks.harness").Run(scale=0.002, rounds=1)
    lines = importlib.import_module("benchmarks.deciding").decide(run)
    found = [(line.what, int(re.findall(r"([0-9,]+) due", line.figure)[0])) for line in lines]
    assert found == [
        ("decide 1,000, default rules", 1),
        ("decide 1,000, office rules", 1),
        ("decide 2,000, default rules", 2),
        ("decide 2,000, office rules", 2),
        ("look at 1,000 stored, worded, default rules", 1),
        ("look at 1,000 stored, worded, office rules", 3),
    ]
