"""A whole plugin with a kind of report: what is behind, each item with its reason. Any format can write it.

Run it: python examples/custom_report.py
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date

from plan_tasks import Tracker, hookimpl
from plan_tasks.assessment.reasons import reason_text
from plan_tasks.model import Health, Language
from plan_tasks.plugging import NoOptions
from plan_tasks.reporting.contract import ReportKindType
from plan_tasks.reporting.document import Column, ColumnType, Document, Table
from plan_tasks.reporting.view import ReportView
from plan_tasks.samples import sample_report

BEHIND = {Health.AT_RISK, Health.OFF_TRACK, Health.OVERDUE, Health.MISSED}
COLUMNS = (
    Column(key="health", label="进度", type=ColumnType.HEALTH),
    Column(key="title", label="事项"),  # item
    Column(key="reason", label="原因"),
)


class Behind:
    """A kind knows no format: it builds a document of typed cells."""

    def build(self, view: ReportView) -> Document:
        """List what is behind."""
        rows = [
            (row.assessment.health, row.item.title, reason_text(row.assessment.reasons[0], view.language))
            for row in view.rows()
            if row.assessment.health in BEHIND
        ]
        table = Table(name="behind", columns=COLUMNS, rows=rows)
        return Document(name="behind", title=view.plan.title, language=view.language, blocks=(table,))


@hookimpl
def plan_tasks_report_kinds() -> Iterator[ReportKindType[NoOptions]]:
    """Announce the kind."""
    yield ReportKindType(name="behind", summary="What is behind", options=NoOptions, factory=lambda *_: Behind())


if __name__ == "__main__":
    with Tracker.open(plugins=[sys.modules[__name__]]) as tracker:
        tracker.add(tracker.accept(tracker.draft(sample_report(Language.ZH)), plan="demo"), actor="example")
        print(tracker.render("demo", "behind", "markdown", on=date(2021, 7, 31)).decode())
