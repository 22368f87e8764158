"""How the list of what is due is put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

import attrs

from plan_tasks.model import Health, Measure
from plan_tasks.plugins.report_kinds.due import DueOptions
from plan_tasks.plugins.report_kinds.due.words import DueWord
from plan_tasks.reporting import figures
from plan_tasks.reporting.document import Block, Column, Document, Figure, KeyFigures, Paragraph, Row, Table
from plan_tasks.reporting.item_columns import item_columns, item_row
from plan_tasks.reporting.parts import as_of_line
from plan_tasks.reporting.view import ReportRow, ReportView
from plan_tasks.reporting.wording import Word

__all__ = ["Due"]

_BEFORE: Final = ("due", "days_left", "id", "item")
_AFTER: Final = ("lead", "contact", "state", "health", "attainment", "reported")


@attrs.frozen
class _Entry:
    """An item that is due, or one of its milestones."""

    due: date
    id: str
    milestone: str
    row: ReportRow


class Due:
    """Builds the list of what is due.

    Args:
        options: Its options.
    """

    def __init__(self, options: DueOptions) -> None:
        self._options = options

    def build(self, view: ReportView) -> Document:
        """Builds the report; see `plan_tasks.reporting.contract.ReportKind`."""
        language = view.language
        entries = sorted(self._entries(view), key=lambda entry: entry.due)
        title = DueWord.TITLE.fill(language, plan=view.plan.title)
        return Document(
            name="due",
            title=title,
            subtitle=as_of_line(view),
            language=language,
            blocks=tuple(self._blocks(entries, view)),
            counted=len(entries),
            main="due",
        )

    def _entries(self, view: ReportView) -> Iterator[_Entry]:
        try:
            last = view.day + timedelta(days=self._options.within)
        except OverflowError:
            last = date.max
        wanted = self._options.owner
        for row in view.rows():
            item = row.item
            if not figures.is_open(item, row.assessment):
                continue
            if wanted and not any(wanted in (a.owner, view.owner_name(a.owner)) for a in item.assignments):
                continue
            if item.due is not None and item.due <= last:
                yield _Entry(item.due, item.id, "", row)
            for number, stone in enumerate(item.milestones if isinstance(item, Measure) else (), start=1):
                if stone.done is None and stone.due <= last:
                    yield _Entry(stone.due, f"{item.id}#{number}", stone.title, row)

    def _blocks(self, entries: list[_Entry], view: ReportView) -> Iterator[Block]:
        language = view.language
        counts = Counter((entry.due > view.day) - (entry.due < view.day) for entry in entries)
        yield KeyFigures(
            figures=(
                Figure(key="overdue", label=DueWord.OVERDUE.label(language), value=counts[-1], health=Health.OVERDUE),
                Figure(key="today", label=DueWord.TODAY.label(language), value=counts[0]),
                Figure(key="near", label=Word.NEAR.fill(language, days=self._options.within), value=counts[1]),
            )
        )
        if self._options.owner:
            yield Paragraph(text=DueWord.ONLY.fill(language, owner=view.owner_name(self._options.owner)))
        yield Table(
            name="due",
            columns=(
                *item_columns(_BEFORE, language),
                Column(key="milestone", label=Word.MILESTONE.label(language), width=20),
                *item_columns(_AFTER, language),
            ),
            rows=tuple(_row(number, entry, view) for number, entry in enumerate(entries, start=1)),
            empty=Word.NONE_DUE.label(language),
        )


def _row(number: int, entry: _Entry, view: ReportView) -> Row:
    title = entry.row.item.title
    return (
        entry.due,
        (entry.due - view.day).days,
        entry.id,
        title,
        entry.milestone,
        *item_row(_AFTER, number, entry.row, view),
    )
