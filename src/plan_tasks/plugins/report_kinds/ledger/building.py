"""How the ledger is put together. Rows are made while they are read, so that a plan of any size streams through."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import Final

import attrs

from plan_tasks.plugins.report_kinds.ledger.words import LedgerWord
from plan_tasks.reporting.document import Column, ColumnType, Document, Row, Rows, Table
from plan_tasks.reporting.item_columns import item_column, item_row
from plan_tasks.reporting.monthly import EarlierDays, month_title
from plan_tasks.reporting.parts import as_of_line
from plan_tasks.reporting.trends import month_ends
from plan_tasks.reporting.view import ReportView
from plan_tasks.reporting.wording import Word

__all__ = ["Ledger"]

#: The columns in order, by what stands above several of them.
_GROUPS: Final = (
    (LedgerWord.TASKS, ("number", "id", "kind", "area", "task", "wording", "target", "unit", "commitment")),
    (LedgerWord.DIVISION, ("lead", "responsible", "cooperating", "leader", "contact")),
    (LedgerWord.TIMES, ("start", "due", "stage", "state")),
    (LedgerWord.STANDING, ("actual", "attainment", "expected_share", "gap", "light", "health")),
    (LedgerWord.RETURN, ("percent", "narrative", "problems", "next_steps", "coordination", "evidence", "reported")),
    (LedgerWord.CLOSING, ("review", "completed", "note", "key")),
)
_KEYS: Final = tuple(chain.from_iterable(keys for _, keys in _GROUPS))
_MONTHS_AFTER: Final = _KEYS.index("percent")
_BATCH: Final = 200


class Ledger:
    """Builds the ledger.

    Args:
        months: Whether each month has a column.
    """

    def __init__(self, *, months: bool = False) -> None:
        self._months = months

    def build(self, view: ReportView) -> Document:
        """Builds the report; see `plan_tasks.reporting.contract.ReportKind`."""
        language = view.language
        columns: tuple[Column, ...] = tuple(
            attrs.evolve(item_column(key, language, fillable=True), group=group.label(language))
            for group, keys in _GROUPS
            for key in keys
        )
        rows = Rows(lambda: _rows(view))
        if self._months:
            columns = (*columns[:_MONTHS_AFTER], *_month_columns(view), *columns[_MONTHS_AFTER:])
            rows = Rows(lambda: _rows_with_months(view))
        table = Table(name="ledger", columns=columns, rows=rows, empty=Word.NO_ITEMS.label(language))
        return Document(
            name="ledger",
            title=Word.LEDGER_TITLE.fill(language, plan=view.plan.title),
            subtitle=as_of_line(view),
            language=language,
            blocks=(table,),
            main="ledger",
        )


def _rows(view: ReportView) -> Iterator[Row]:
    for number, row in enumerate(view.rows(), start=1):
        yield item_row(_KEYS, number, row, view)


def _month_columns(view: ReportView) -> Iterator[Column]:
    plan, language = view.plan, view.language
    for day in month_ends(plan.start, plan.end):
        yield Column(
            key=f"month_{day.year}_{day.month:02}",
            label=month_title(day, language, with_year=plan.start.year != plan.end.year),
            type=ColumnType.PERCENT,
            width=8,
            group=LedgerWord.MONTHS.label(language),
        )


def _rows_with_months(view: ReportView) -> Iterator[Row]:
    earlier = EarlierDays(view)
    rows = enumerate(view.rows(), start=1)
    while batch := list(islice(rows, _BATCH)):
        attained = earlier.attainments([row for _, row in batch])
        for (number, row), months in zip(batch, attained, strict=True):
            cells = item_row(_KEYS, number, row, view)
            yield (*cells[:_MONTHS_AFTER], *months, *cells[_MONTHS_AFTER:])
