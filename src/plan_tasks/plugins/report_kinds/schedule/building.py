"""How the schedule is put together."""

from __future__ import annotations

from collections.abc import Iterator

from plan_tasks.model import ItemKind
from plan_tasks.plugins.report_kinds.schedule import ScheduleOptions
from plan_tasks.plugins.report_kinds.schedule.words import ScheduleWord
from plan_tasks.reporting.document import Block, Document
from plan_tasks.reporting.parts import as_of_line, shortened
from plan_tasks.reporting.schedules import gantt_of
from plan_tasks.reporting.selecting import Foremost, area_named
from plan_tasks.reporting.view import ReportRow, ReportView

__all__ = ["Schedule"]


class Schedule:
    """Builds the schedule.

    Args:
        options: Its options.
    """

    def __init__(self, options: ScheduleOptions) -> None:
        self._options = options

    def build(self, view: ReportView) -> Document:
        """Builds the report; see `plan_tasks.reporting.contract.ReportKind`.

        Raises:
            UnknownName: The plan has no such area.
        """
        language = view.language
        wanted = area_named(self._options.area, view) if self._options.area else None
        order = {area.id: place for place, area in enumerate(view.plan.areas)}
        chosen: Foremost[ReportRow] = Foremost(self._options.limit)
        for row in view.rows():
            if row.item.kind is ItemKind.MEASURE and wanted in (None, row.item.area):
                chosen.add(order.get(row.item.area, len(order)), row)
        return Document(
            name="schedule",
            title=ScheduleWord.TITLE.fill(language, plan=view.plan.title),
            subtitle=as_of_line(view),
            language=language,
            blocks=tuple(_blocks(chosen, view)),
            counted=chosen.count,
            main="schedule",
        )


def _blocks(chosen: Foremost[ReportRow], view: ReportView) -> Iterator[Block]:
    yield gantt_of(chosen.entries(), view)
    yield from shortened(chosen, view.language)
