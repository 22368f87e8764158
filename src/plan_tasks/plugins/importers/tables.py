"""Ledgers and division-of-work tables as comma- or tab-separated values, known by their headings in any order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from plan_tasks.drafting.contract import DraftOptions, ImporterType, Likelihood, Source, SourceHead
from plan_tasks.drafting.draft import Draft
from plan_tasks.errors import SourceUnreadable
from plan_tasks.plugging import NoOptions, PluginContext, hookimpl

if TYPE_CHECKING:
    from plan_tasks.drafting.grid_reading import Sheet

_DELIMITERS: Final = (",", "\t", ";")
_ROWS_BEFORE_HEADINGS: Final = 12


class Tables:
    """Reads files of cells."""

    def recognises(self, head: SourceHead) -> Likelihood:
        """Certain where one of the first rows is a row of headings that are known."""
        if not head.text.strip():
            return Likelihood.NO
        if _delimiter(head.text) is not None:
            return Likelihood.CERTAIN
        return Likelihood.POSSIBLE if head.media_type in ("text/csv", "text/tab-separated-values") else Likelihood.NO

    def draft(self, source: Source, options: DraftOptions) -> Draft:
        """Reads the table; see `Importer.draft`."""
        from plan_tasks.drafting.reading import read_rows
        from plan_tasks.drafting.tables import comma_rows

        text = source.text()
        return read_rows(text, comma_rows(text, _delimiter(text) or ","), options)

    def tables(self, source: Source) -> Sequence[Sheet]:
        """The table cell by cell; see `plan_tasks.drafting.filled.ReadsTables`."""
        import csv
        from io import StringIO

        from plan_tasks.drafting.grid_reading import Sheet
        from plan_tasks.drafting.grids import Grid

        text = source.text()
        first = text.partition("\n")[0]
        delimiter = _delimiter(text) or max(_DELIMITERS, key=first.count)
        try:
            rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
        except csv.Error as error:
            raise SourceUnreadable(f"its rows cannot be told apart: {error}", where=source.name) from None
        # An apostrophe marks text that would else be taken for a formula; it is no part of what was typed.
        cells = [[cell.removeprefix("'") for cell in row] for row in rows]
        return [Sheet(name=source.name, grid=Grid(rows=cells), address=_address)]


def _address(row: int, column: int) -> str:
    """As spreadsheets name cells: B3."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


def _delimiter(text: str) -> str | None:
    """The character between cells under which one of the first rows is a row of headings; None where there is none."""
    from plan_tasks.drafting.tables import comma_rows, read_header

    for delimiter in _DELIMITERS:
        rows = islice(comma_rows(text, delimiter), _ROWS_BEFORE_HEADINGS)
        if any(len(row) > 1 and read_header(text, row) is not None for row in rows):
            return delimiter
    return None


def _open(_options: NoOptions, _context: PluginContext) -> Tables:
    return Tables()


@hookimpl
def plan_tasks_importers() -> Iterator[ImporterType[NoOptions]]:
    """Offers the importer."""
    yield ImporterType(
        name="tables",
        summary="Ledgers and division-of-work tables as comma- or tab-separated values",
        factory=_open,
        options=NoOptions,
        extensions=("csv", "tsv"),
        media_types=("text/csv", "text/tab-separated-values"),
    )
