"""What the overview counts and selects, in one reading of the rows and flat memory."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Final

from plan_tasks.model import Health, ItemKind
from plan_tasks.reporting import figures
from plan_tasks.reporting.selecting import Foremost
from plan_tasks.reporting.view import ReportRow, ReportView

__all__ = ["Tally"]

_LATE: Final = date.max


class Tally:
    """What one reading of the rows finds; filled when made, then only read.

    Args:
        view: The plan as it stands on a day.
        limit: How many entries each list keeps.
        due_within: How many days ahead a deadline counts as near.
    """

    def __init__(self, view: ReportView, *, limit: int, due_within: int) -> None:
        self.kinds: Counter[ItemKind] = Counter()
        self.health: Counter[Health] = Counter()
        self.areas: dict[str, Counter[Health]] = {area.id: Counter() for area in view.plan.areas}
        self.targets: Foremost[figures.Standing] = Foremost(limit)
        self.behind: Foremost[ReportRow] = Foremost(limit)
        self.near: Foremost[ReportRow] = Foremost(limit)
        for row in view.rows():
            self._count(row, view.day, due_within)

    def _count(self, row: ReportRow, day: date, due_within: int) -> None:
        item, health = row.item, row.assessment.health
        self.kinds[item.kind] += 1
        self.health[health] += 1
        self.areas.setdefault(item.area, Counter())[health] += 1
        if item.kind is ItemKind.GOAL:
            for result in row.assessment.targets:
                self.targets.add(0, figures.standing_of(result))
        if health in figures.BEHIND:
            self.behind.add((figures.SEVERITY[health], item.due or _LATE), row)
        if item.due is not None and figures.is_open(item, row.assessment):
            left = (item.due - day).days
            if 0 <= left <= due_within:
                self.near.add(left, row)
