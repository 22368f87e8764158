"""A whole report plugin: a kind that lists what is behind, and a format that writes tables as plain HTML.

Run it: python examples/custom_report.py
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from html import escape
from typing import BinaryIO

from plan_tasks import Measure, Plan, Tracker, hookimpl
from plan_tasks.model import Health, ItemId, PlanId
from plan_tasks.plugging import NoOptions
from plan_tasks.reporting.contract import ReportFormatType, ReportKindType
from plan_tasks.reporting.document import BlockKind, Column, ColumnType, Document, Table, tables
from plan_tasks.reporting.formatting import text_of
from plan_tasks.reporting.view import ReportView

BEHIND = {Health.AT_RISK, Health.OFF_TRACK, Health.OVERDUE, Health.MISSED}
COLUMNS = (Column(key="title", label="Item"), Column(key="health", label="Health", type=ColumnType.HEALTH))


class Behind:
    """A kind knows no format: it builds a document of typed cells."""

    def build(self, view: ReportView) -> Document:
        """List what is behind."""
        rows = [(row.item.title, row.assessment.health) for row in view.rows() if row.assessment.health in BEHIND]
        table = Table(name="behind", columns=COLUMNS, rows=rows)
        return Document(name="behind", title=f"Behind on {view.day}", language=view.language, blocks=(table,))


class PlainHtml:
    """A format knows no kind: it writes whatever tables the document has."""

    def write(self, document: Document, to: BinaryIO) -> None:
        """Write the tables."""
        to.write(f"<!doctype html><meta charset=utf-8><h1>{escape(document.title)}</h1>\n".encode())
        for table in tables(document):
            for row in table.rows:
                pairs = zip(row, table.columns, strict=True)
                cells = "".join(
                    f"<td>{escape(text_of(cell, column, document.language))}</td>" for cell, column in pairs
                )
                to.write(f"<table><tr>{cells}</tr></table>\n".encode())


@hookimpl
def plan_tasks_report_kinds() -> Iterator[ReportKindType[NoOptions]]:
    """Announce the kind."""
    yield ReportKindType(name="behind", summary="What is behind", options=NoOptions, factory=lambda *_: Behind())


@hookimpl
def plan_tasks_report_formats() -> Iterator[ReportFormatType[NoOptions]]:
    """Announce the format."""
    yield ReportFormatType(
        name="plain-html",
        summary="Tables as plain HTML",
        options=NoOptions,
        factory=lambda *_: PlainHtml(),
        media_type="text/html; charset=utf-8",
        extension="html",
        supports=frozenset({BlockKind.TABLE}),
    )


def main() -> None:
    """Print one report."""
    late = Measure(id=ItemId("m1"), title="Open the <old> library", due=date(2021, 6, 30))
    plan = Plan(id=PlanId("demo"), title="Demo", start=date(2021, 1, 1), end=date(2021, 12, 31), measures=(late,))
    with Tracker.open(plugins=[sys.modules[__name__]], language="en") as tracker:
        tracker.add(plan, actor="example")
        print(tracker.render("demo", "behind", "plain-html", on=date(2021, 7, 31)).decode())


if __name__ == "__main__":
    main()
