"""A whole plugin with a format of reports: the tables of any report as plain HTML.

Run it: python examples/custom_format.py
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from html import escape
from typing import BinaryIO

from plan_tasks import Tracker, hookimpl
from plan_tasks.model import Language
from plan_tasks.plugging import NoOptions
from plan_tasks.reporting.contract import ReportFormatType
from plan_tasks.reporting.document import BlockKind, Document, tables
from plan_tasks.reporting.formatting import text_of
from plan_tasks.samples import sample_report


class PlainHtml:
    """A format knows no kind: it writes whatever tables the document has."""

    def write(self, document: Document, to: BinaryIO) -> None:
        """Write the tables."""
        to.write(f"<!doctype html><meta charset=utf-8><h1>{escape(document.title)}</h1>\n".encode())
        for table in tables(document):
            lines = [[column.label for column in table.columns]]
            for row in table.rows:
                pairs = zip(row, table.columns, strict=True)
                lines.append([text_of(cell, column, document.language) for cell, column in pairs])
            cells = ["".join(f"<td>{escape(text)}</td>" for text in line) for line in lines]
            to.write(f"<table>{''.join(f'<tr>{line}</tr>' for line in cells)}</table>\n".encode())


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


if __name__ == "__main__":
    with Tracker.open(plugins=[sys.modules[__name__]]) as tracker:
        tracker.add(tracker.accept(tracker.draft(sample_report(Language.ZH)), plan="demo"), actor="example")
        print(tracker.render("demo", "overview", "plain-html", on=date(2021, 7, 31)).decode())
