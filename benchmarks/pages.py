"""Goals of reports as pages: HTML against Jinja rendering the same rows, and the memory of a long table.

The peer is what somebody would write in an afternoon: a template that goes through tables, rows and cells, with Jinja's
escaping. It has the same text in the same cells and nothing else: no charts, no signs, no sorting, no print.
"""

from __future__ import annotations

import io
import logging
import time
import tracemalloc
from collections.abc import Callable
from typing import Any, BinaryIO, Final

from benchmarks import workload
from benchmarks.harness import Line, Run
from plan_tasks.assessment import AssessmentContext
from plan_tasks.assessment.pace import assess_by_pace
from plan_tasks.assessment.preparing import case_of
from plan_tasks.model import Language
from plan_tasks.plugging.descriptor import PluginContext
from plan_tasks.plugins.report_formats import html
from plan_tasks.plugins.report_kinds import ledger, overview
from plan_tasks.reporting.composing import compose
from plan_tasks.reporting.document import Document, tables
from plan_tasks.reporting.formatting import text_of
from plan_tasks.reporting.view import ReportRow, ReportView
from plan_tasks.testing.report_documents import long_document

__all__ = ["CONTEXT", "pages", "peak", "view_of"]

CONTEXT: Final = PluginContext(plugin="benchmarks", logger=logging.getLogger("benchmarks"))
_PEER: Final = """<!doctype html><title>{{ title }}</title>{% for table in tables %}<table><tr>
{% for column in table.columns %}<th>{{ column.label }}</th>{% endfor %}</tr>
{% for row in table.rows %}<tr>
{% for cell in row %}<td>{{ text(cell, table.columns[loop.index0]) }}</td>{% endfor %}</tr>
{% endfor %}</table>{% endfor %}"""


def pages(run: Run) -> list[Line]:
    """Writes overview and ledger of 1,000 items, and tables of 10,000 and 100,000 rows."""
    view = view_of(run.sized(1_000))
    lines = []
    for module, options in ((overview, {"limit": 1_000}), (ledger, {})):
        [kind] = module.plan_tasks_report_kinds()
        document = compose(kind.factory(kind.options(**options), CONTEXT), view).document
        contenders = {"ours": _timed(_ours(document)), "jinja": _timed(_peer(document))}
        found = run.compare(contenders, times=2)
        rows = sum(1 for table in tables(document) for _ in table.rows)
        size = len(_ours(document)()) // 1024
        note = f"{found.median('ours') * 1000:.0f} ms, {size:,} KiB"
        lines.append(
            found.told("pages", f"{document.name} of {rows:,} rows as HTML, against Jinja", "ours", "jinja", note)
        )
    few, many = run.sized(10_000), run.sized(100_000)
    peaks = [peak(count, _format()) for count in (few, many)]
    ratio = peaks[1] / peaks[0]
    what = f"memory to write {many:,} rows as HTML, against {few:,}"
    lines.append(Line("pages", what, f"{ratio:.2f} ({peaks[1] / 1e6:.1f} MB at the most)", "<= 1.2", ratio <= 1.2))
    return lines


def view_of(count: int) -> ReportView:
    plan, known = workload.plan(0, count)
    items = list(plan.items())
    cases = [case_of(item, plan, known.get(item.id, ()), workload.JUDGED) for item in items]
    judged = assess_by_pace(cases, AssessmentContext(day=workload.JUDGED, period_end=plan.end))
    rows = [ReportRow(item, assessment) for item, assessment in zip(items, judged, strict=True)]
    return ReportView(plan=plan.header(), source=rows, day=workload.JUDGED, language=Language.ZH, method="pace")


def _format() -> Any:
    [offered] = html.plan_tasks_report_formats()
    return offered.factory(offered.options(), CONTEXT)


def _timed(work: Callable[[], bytes]) -> Callable[[], float]:
    """The processor's seconds: the machine may have other things to do."""

    def timed() -> float:
        begun = time.process_time()
        work()
        return time.process_time() - begun

    return timed


def _ours(document: Document) -> Callable[[], bytes]:
    written = _format()

    def work() -> bytes:
        to = io.BytesIO()
        written.write(document, to)
        return to.getvalue()

    return work


def _peer(document: Document) -> Callable[[], bytes]:
    import jinja2

    template = jinja2.Environment(autoescape=True).from_string(_PEER)

    def text(cell: Any, column: Any) -> str:
        return text_of(cell, column, document.language)

    shown = [table.without_hidden() for table in tables(document)]
    return lambda: template.render(title=document.title, tables=shown, text=text).encode()


class _Nowhere(io.RawIOBase):
    def write(self, data: Any, /) -> int:
        return len(data)


def peak(count: int, written: Any) -> int:
    """Bytes that are held at the most while a format writes a table of so many rows."""
    to: BinaryIO = _Nowhere()  # type: ignore[assignment]
    document = long_document(count)
    tracemalloc.start()
    try:
        written.write(document, to)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
