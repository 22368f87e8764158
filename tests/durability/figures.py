"""Collects what was found, for the table in the documentation."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

__all__ = ["FIGURES_VARIABLE", "note", "number", "table"]

#: The file to which findings are appended; unset for none.
FIGURES_VARIABLE: Final = "PLAN_TASKS_FIGURES"


def number(value: int) -> str:
    """A number as people read it."""
    return f"{value:,}"


def note(test: str, store: str, tried: str, found: str) -> None:
    """Appends one finding.

    Args:
        test: Which test.
        store: Which store, or the control.
        tried: What was done, with counts.
        found: What came of it, with counts.
    """
    file = os.environ.get(FIGURES_VARIABLE)
    if file:
        with Path(file).open("a", encoding="utf-8") as stream:
            stream.write(json.dumps([test, store, tried, found], ensure_ascii=False) + "\n")


def table(lines: Iterable[str]) -> str:
    """The findings as a table in Markdown, in the order of the tests."""
    rows = sorted((json.loads(line) for line in lines), key=lambda row: row[0])
    head = "| test | store | tried | found |\n| --- | --- | --- | --- |\n"
    return head + "".join(f"| {' | '.join(row)} |\n" for row in rows)
