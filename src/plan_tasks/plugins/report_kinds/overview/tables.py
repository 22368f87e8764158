"""Tables of the overview: what is behind, and what is due."""

from __future__ import annotations

from typing import Final

from plan_tasks.plugins.report_kinds.overview.tally import Tally
from plan_tasks.reporting.document import Table
from plan_tasks.reporting.item_columns import items_table
from plan_tasks.reporting.view import ReportView
from plan_tasks.reporting.wording import Word

__all__ = ["behind_table", "due_table"]

_BEHIND: Final = ("health", "id", "item", "lead", "due", "attainment", "reasons")
_DUE: Final = ("due", "days_left", "id", "item", "lead", "health")


def behind_table(tally: Tally, view: ReportView) -> Table:
    """What is behind, the worst first, and why."""
    return items_table("behind", _BEHIND, tally.behind.entries(), view, empty=Word.NONE_BEHIND)


def due_table(tally: Tally, view: ReportView) -> Table:
    """What is still open and due soon, the nearest first."""
    return items_table("due_soon", _DUE, tally.near.entries(), view, empty=Word.NONE_DUE)
