"""How items stood on earlier days, judged anew from the values and returns of the time; and at the end of each month.

An item holds its latest return alone; the earlier ones are in the history, which is read once. Owners, deadlines and
states are those of now: how the plan was recorded at a moment is `Records.standing`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any, Final

import attrs

from plan_tasks.assessment import Assessment
from plan_tasks.assessment.preparing import case_of
from plan_tasks.model import Item, Language, ProgressReport
from plan_tasks.reporting.trends import month_ends
from plan_tasks.reporting.view import ReportRow, ReportView

__all__ = ["EarlierDays", "month_title"]

_EN_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_BATCH: Final = 200


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


class EarlierDays:
    """Judges a view's items on earlier days.

    Args:
        view: The plan as it stands on a day; its history is read at once.
    """

    def __init__(self, view: ReportView) -> None:
        self._view = view
        self._days = tuple(month_ends(view.plan.start, view.plan.end))
        self._returns: dict[str, list[ProgressReport]] = {}
        for stored in view.records.events():
            if stored.event.type == "progress_reported":
                self._add(stored.event.item, json.loads(stored.event.after).get("progress") or {})

    def rows(self, day: date) -> Iterator[ReportRow]:
        """The items with their returns of that day, and how they stood on it; in the order of the view."""
        rows = self._view.rows()
        while batch := list(islice(rows, _BATCH)):
            items = [self._as_returned(row.item, day) for row in batch]
            yield from map(ReportRow, items, self._judged(items, day))

    def attainments(self, rows: Sequence[ReportRow]) -> list[tuple[Decimal | None, ...]]:
        """Share reached at the end of each month of the plan.

        Args:
            rows: Items.

        Returns:
            For each item a share for each month, None where it has no meaning and for months that end after the view's
            day.
        """
        columns: list[Sequence[Decimal | None]] = []
        for day in self._days:
            if day > self._view.day:
                columns.append([None] * len(rows))
            else:
                items = [self._as_returned(row.item, day) for row in rows]
                columns.append([found.attainment for found in self._judged(items, day)])
        return list(zip(*columns, strict=True))

    def _judged(self, items: Sequence[Item], day: date) -> Sequence[Assessment]:
        view = self._view
        cases = [
            case_of(item, view.plan, seen, day, known_at=view.known_at)
            for item, seen in zip(items, view.records.observations(items), strict=True)
        ]
        return view.records.judge(cases, view.records.judging(day))

    def _add(self, item: str, data: dict[str, Any]) -> None:
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
