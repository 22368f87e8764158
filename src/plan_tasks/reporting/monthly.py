"""What items had attained at the end of each month, judged anew for each of them from values and returns."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

import attrs

from plan_tasks.assessment.preparing import case_of
from plan_tasks.model import Item, Language, ProgressReport
from plan_tasks.reporting.trends import month_ends
from plan_tasks.reporting.view import ReportRow, ReportView

__all__ = ["Monthly", "month_title"]

_EN_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def month_title(day: date, language: Language, *, with_year: bool = False) -> str:
    """A month as the head of a column.

    Example:
        >>> month_title(date(2021, 6, 30), Language.ZH), month_title(date(2021, 6, 30), Language.EN, with_year=True)
        ('6月', 'Jun 2021')
    """
    if language is Language.ZH:
        return f"{day.year}年{day.month}月" if with_year else f"{day.month}月"
    name = _EN_MONTHS[day.month - 1]
    return f"{name} {day.year}" if with_year else name


class Monthly:
    """Judges items at the ends of months. Made once for a table: it reads the history once, for the returns.

    Args:
        view: The plan as it stands on a day.
    """

    def __init__(self, view: ReportView) -> None:
        self._view = view
        self._days = tuple(month_ends(view.plan.start, view.plan.end))
        self._returns: dict[str, list[ProgressReport]] = {}
        for stored in view.records.events():
            if stored.event.type == "progress_reported":
                self._add(stored.event.item, json.loads(stored.event.after).get("progress") or {})

    def attainments(self, rows: Sequence[ReportRow]) -> list[tuple[Decimal | None, ...]]:
        """Share reached at the end of each month of the plan.

        Args:
            rows: Items.

        Returns:
            For each item a share for each month, None where it has no meaning and for months that end after the view's
            day.
        """
        view = self._view
        items = [row.item for row in rows]
        known = view.records.observations(items)
        columns: list[Sequence[Decimal | None]] = []
        for day in self._days:
            if day > view.day:
                columns.append([None] * len(items))
                continue
            cases = [
                case_of(self._as_returned(item, day), view.plan, seen, day, known_at=view.known_at)
                for item, seen in zip(items, known, strict=True)
            ]
            columns.append([found.attainment for found in view.records.judge(cases, view.records.judging(day))])
        return list(zip(*columns, strict=True))

    def _add(self, item: str, data: dict[str, str]) -> None:
        if "on" in data:
            percent = data.get("percent")
            report = ProgressReport(
                on=date.fromisoformat(data["on"]), percent=None if percent is None else Decimal(percent)
            )
            self._returns.setdefault(item, []).append(report)

    def _as_returned(self, item: Item, day: date) -> Item:
        """The item with the return that was the latest on a day; of two for one date the one that came in last."""
        returns = [*self._returns.get(item.id, ()), *((item.progress,) if item.progress else ())]
        latest: ProgressReport | None = None
        for report in returns:
            if report.on <= day and (latest is None or report.on >= latest.on):
                latest = report
        return item if latest is item.progress else attrs.evolve(item, progress=latest)
