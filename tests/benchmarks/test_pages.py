"""The goal of pages runs at a small scale; no time is judged here."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

pytest.importorskip("jinja2", reason="writes pages, and is the peer")


def test_pages_are_measured_against_the_same_rows_and_keep_their_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2]))
    pages, harness = (importlib.import_module(f"benchmarks.{name}") for name in ("pages", "harness"))
    found = pages.pages(harness.Run(0.02, 1))
    assert [line.what.partition(" of ")[0] for line in found[:2]] == ["overview", "ledger"]
    assert "ledger of 100 rows as HTML" in found[1].what
    assert "2,000 rows as HTML, against 200" in found[2].what


def test_workbooks_are_measured_against_the_same_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("xlsxwriter", reason="writes workbooks, and is the peer")
    pytest.importorskip("openpyxl", reason="is the other peer")
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2]))
    workbooks, harness = (importlib.import_module(f"benchmarks.{name}") for name in ("workbooks", "harness"))
    found = workbooks.workbooks(harness.Run(0.005, 1))
    assert [line.goal for line in found] == ["workbooks"] * 3
    assert "100 rows of 35 columns" in found[0].figure
