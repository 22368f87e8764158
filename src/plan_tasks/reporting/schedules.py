"""Measures and their milestones over time: the Gantt chart that several kinds of report show, with its table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from plan_tasks.model import Item, Measure, Milestone
from plan_tasks.reporting.blocks import Table
from plan_tasks.reporting.cells import Column, ColumnType, Row
from plan_tasks.reporting.gantt import Gantt, GanttBar, GanttMark
from plan_tasks.reporting.item_columns import item_columns, item_row
from plan_tasks.reporting.view import ReportRow, ReportView
from plan_tasks.reporting.wording import Word

__all__ = ["gantt_of", "milestone_late"]

_BEFORE = ("id", "item", "lead")
_AFTER = ("start", "due")
_LAST = ("attainment", "health")


def milestone_late(stone: Milestone, view: ReportView) -> bool:
    """Whether a milestone is not reached although its day has passed, or was reached after it."""
    return (stone.done or view.day) > stone.due


def gantt_of(rows: Iterable[ReportRow], view: ReportView, *, name: str = "schedule") -> Gantt:
    """A chart of items over the plan's period.

    Args:
        rows: The items, in order; those of one area should stand together.
        view: The plan as it stands on a day.
        name: Of the table behind it, in which each milestone follows its item.
    """
    listed = tuple(rows)
    language = view.language
    columns = (
        *item_columns(_BEFORE, language),
        Column(key="milestone", label=Word.MILESTONE.label(language), width=20),
        *item_columns(_AFTER, language),
        Column(key="reached", label=Word.REACHED.label(language), type=ColumnType.DATE, width=10),
        *item_columns(_LAST, language),
    )
    return Gantt(
        title=Word.SCHEDULE_CHART.label(language),
        start=view.plan.start,
        end=view.plan.end,
        today=view.day,
        bars=tuple(_bar(row, view) for row in listed),
        table=Table(
            name=name,
            title=Word.SCHEDULE_CHART.label(language),
            columns=columns,
            rows=tuple(line for number, row in enumerate(listed, start=1) for line in _lines(number, row, view)),
            empty=Word.NO_ITEMS.label(language),
        ),
    )


def _stones(item: Item) -> tuple[Milestone, ...]:
    return item.milestones if isinstance(item, Measure) else ()


def _bar(row: ReportRow, view: ReportView) -> GanttBar:
    item = row.item
    start = item.start or view.plan.start
    return GanttBar(
        id=item.id,
        label=item.title,
        group=view.area_name(item.area),
        start=start if item.due is None else min(start, item.due),
        end=item.due,
        done=row.assessment.attainment,
        marks=tuple(
            GanttMark(
                label=stone.title,
                day=stone.done or stone.due,
                done=stone.done is not None,
                late=milestone_late(stone, view),
            )
            for stone in _stones(item)
        ),
        health=row.assessment.health,
    )


def _lines(number: int, row: ReportRow, view: ReportView) -> Iterator[Row]:
    before = item_row(_BEFORE, number, row, view)
    yield (
        *before,
        "",
        *item_row(_AFTER, number, row, view),
        row.item.completed,
        *item_row(_LAST, number, row, view),
    )
    for stone in _stones(row.item):
        yield (*before, stone.title, None, stone.due, stone.done, None, None)
