"""How the form of returns is put together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from plan_tasks.model import State
from plan_tasks.plugins.report_kinds.returns import ReturnsOptions
from plan_tasks.plugins.report_kinds.returns.words import ReturnsWord
from plan_tasks.reporting.document import Block, Cell, Column, ColumnType, Document, Note, Row, Rows, Table
from plan_tasks.reporting.item_columns import item_columns, item_row
from plan_tasks.reporting.parts import as_of_line
from plan_tasks.reporting.view import ReportRow, ReportView

__all__ = ["Returns"]

_BEFORE: Final = ("number", "id", "item", "target", "lead", "due")
_FILLED: Final = ("percent", "narrative", "problems", "next_steps")
_LAST: Final = ("key",)


class Returns:
    """Builds the form of returns.

    Args:
        options: Its options.
    """

    def __init__(self, options: ReturnsOptions) -> None:
        self._options = options

    def build(self, view: ReportView) -> Document:
        """Builds the report; see `plan_tasks.reporting.contract.ReportKind`."""
        language, owner = view.language, self._options.owner
        word = ReturnsWord.TITLE_ONE if owner else ReturnsWord.TITLE
        return Document(
            name="returns",
            title=word.fill(language, plan=view.plan.title, owner=view.owner_name(owner)),
            subtitle=as_of_line(view),
            language=language,
            blocks=tuple(self._blocks(view)),
            main="returns",
        )

    def _blocks(self, view: ReportView) -> Iterator[Block]:
        language = view.language
        previous = Column(key="previous", label=ReturnsWord.PREVIOUS.label(language), type=ColumnType.PERCENT, width=8)
        columns = (
            *item_columns(_BEFORE, language),
            previous,
            *item_columns(_FILLED, language, fillable=True),
            *item_columns(_LAST, language),
        )
        yield Table(
            name="returns",
            columns=columns,
            rows=Rows(lambda: self._rows(view)),
            empty=ReturnsWord.NOTHING.label(language),
        )
        yield Note(text=ReturnsWord.HOW_TO.label(language))

    def _rows(self, view: ReportView) -> Iterator[Row]:
        wanted = self._options.owner
        number = 0
        for row in view.rows():
            lead = row.item.lead
            if row.item.state is State.ACTIVE and (not wanted or wanted in (lead, view.owner_name(lead))):
                number += 1
                yield self._row(number, row, view)

    def _row(self, number: int, row: ReportRow, view: ReportView) -> Row:
        progress = row.item.progress
        previous: Cell = progress.percent if progress else None
        filled = item_row(_FILLED, number, row, view) if self._options.prefill else (None, "", "", "")
        return (
            *item_row(_BEFORE, number, row, view),
            previous,
            *filled,
            *item_row(_LAST, number, row, view),
        )
