"""What the bulletin counts and names, in one reading of the rows and flat memory."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Final

from plan_tasks.model import Health, Item, ItemKind, State
from plan_tasks.plugins.report_kinds.bulletin.words import Category
from plan_tasks.reporting import figures
from plan_tasks.reporting.selecting import Foremost
from plan_tasks.reporting.view import ReportRow, ReportView

__all__ = ["LATE", "BulletinTally", "category_of"]

#: Past its deadline without being done.
LATE: Final = frozenset({Health.OVERDUE, Health.MISSED})
_ADJUSTED: Final = frozenset({State.SUSPENDED, State.CANCELLED})
_CATEGORIES: Final = {
    Health.MET: Category.COMPLETED,
    Health.AHEAD: Category.AHEAD,
    Health.ON_TRACK: Category.ON_SCHEDULE,
}


def category_of(row: ReportRow, day: date) -> Category:
    """The class of an item: what people decided comes first, then how it stands.

    Args:
        row: The item and how it stands.
        day: The day judged.
    """
    item, health = row.item, row.assessment.health
    if item.state in _ADJUSTED:
        return Category.ADJUSTED
    if health in figures.BEHIND:
        return Category.BEHIND
    if health is Health.NO_DATA:
        return Category.NOT_STARTED if _not_started(item, day) else Category.NO_DATA
    return _CATEGORIES[health]


def _not_started(item: Item, day: date) -> bool:
    return item.state is State.DRAFT or (item.start is not None and item.start > day)


class BulletinTally:
    """What one reading of the rows finds; filled when made, then only read.

    Args:
        view: The plan as it stands on a day.
        limit: How many items each list names.
        due_within: How many days ahead a deadline counts as near.
    """

    def __init__(self, view: ReportView, *, limit: int, due_within: int) -> None:
        self.categories: Counter[Category] = Counter()
        self.late = 0
        self.near = 0
        self.targets: Foremost[figures.Standing] = Foremost(limit)
        self.target_healths: Counter[Health] = Counter()
        self.completed: Foremost[ReportRow] = Foremost(limit)
        self.ahead: Foremost[ReportRow] = Foremost(limit)
        self.behind: Foremost[ReportRow] = Foremost(limit)
        self.units_behind: Counter[str] = Counter()
        for row in view.rows():
            self._count(row, view.day, due_within)

    @property
    def total(self) -> int:
        """How many items there are."""
        return self.categories.total()

    def _count(self, row: ReportRow, day: date, due_within: int) -> None:
        item, health = row.item, row.assessment.health
        category = category_of(row, day)
        self.categories[category] += 1
        if item.kind is ItemKind.GOAL and category is not Category.ADJUSTED:
            for result in row.assessment.targets:
                self.target_healths[result.health] += 1
                self.targets.add(0, figures.standing_of(result))
        if category is Category.COMPLETED:
            self.completed.add(0, row)
        elif category is Category.AHEAD:
            self.ahead.add(0, row)
        elif category is Category.BEHIND:
            self.late += health in LATE
            self.units_behind[item.lead] += 1
            self.behind.add((figures.SEVERITY[health], item.due or date.max), row)
        if item.due is not None and figures.is_open(item, row.assessment):
            self.near += 0 <= (item.due - day).days <= due_within
