"""Tables in plain text: as columns where they fit the width, else every row as labelled values.

Widths are taken from the header and the first rows, so that a long table streams; a later cell that is wider wraps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from plan_tasks.model import Health, Language
from plan_tasks.plugins.report_formats.terminal.cells import Measure
from plan_tasks.plugins.report_formats.terminal.painting import Painter
from plan_tasks.reporting.document import Align, Cell, Column, ColumnType, Row, Table
from plan_tasks.reporting.escaping import visible
from plan_tasks.reporting.formatting import column_title, text_of

__all__ = ["TableWriter"]

_GAP: Final = 2
_SAMPLE: Final = 200
_LEAST: Final = 8  # columns that wrapped text needs to be read with comfort
_CROWDED: Final = 12
_SIGN: Final = 2
_LEAST_HEAD: Final = 4  # two Chinese characters
_WRAPS: Final = frozenset({ColumnType.TEXT, ColumnType.OWNERS, ColumnType.LINK})
_WRAPS_AT_SPACES: Final = frozenset({ColumnType.HEALTH, ColumnType.STATE, ColumnType.MOMENT})


class TableWriter:
    """Lays out tables for one width.

    Args:
        width: Columns of a line.
        measure: Of the terminal.
        paint: Colours.
        language: Of the words.
        colours: The colour of each health.
    """

    def __init__(
        self, width: int, measure: Measure, paint: Painter, language: Language, colours: Mapping[Health, str]
    ) -> None:
        self._width = width
        self._measure = measure
        self._paint = paint
        self._language = language
        self._colours = colours

    def lines(self, table: Table) -> Iterator[str]:
        """The table's lines, made while they are read."""
        table = table.without_hidden()
        sample = [self._texts(row, table.columns) for row in islice(table.rows, _SAMPLE)]
        if not sample:
            yield from self._measure.wrap(visible(table.empty) or "-", self._width)
            return
        widths = self._fit(table, sample)
        if widths is None:
            yield from self._records(table)
        else:
            yield from self._columns(table, widths, sample)

    def _texts(self, row: Row, columns: Sequence[Column]) -> list[str]:
        return [visible(text_of(cell, column, self._language)) for cell, column in zip(row, columns, strict=True)]

    def _fit(self, table: Table, sample: list[list[str]]) -> list[int] | None:
        """Widths of the columns; None when even wrapped text would not fit.

        Headers are broken before cells are, and of the cells the widest first.
        """
        room = self._width - _GAP * (len(table.columns) - 1)
        total = [] if table.total is None else [self._texts(table.total, table.columns)]
        cells = [[row[place] for row in (*sample, *total)] for place in range(len(table.columns))]
        titles = [column_title(column) for column in table.columns]
        content = [self._widest_line(texts) for texts in cells]
        whole = [max(width, self._measure.width(title)) for width, title in zip(content, titles, strict=True)]
        if sum(whole) <= room:
            return whole
        heads = [self._measure.width(title) for title in titles]
        narrow = [self._narrow_head(title) for title in titles]
        widths = [max(width, head) for width, head in zip(content, narrow, strict=True)]
        if sum(widths) <= room:
            return widths
        for least_heads, crowded in ((heads, False), (narrow, True)):
            least = [
                max(head, min(width, self._least(column, texts, crowded=crowded)))
                for head, width, column, texts in zip(least_heads, content, table.columns, cells, strict=True)
            ]
            if sum(least) <= room:
                widths = [max(width, head) for width, head in zip(content, least_heads, strict=True)]
                return self._shortened(widths, least, room)
        return None

    def _shortened(self, widths: list[int], least: list[int], room: int) -> list[int]:
        """Takes from the widest columns until they fit."""
        while sum(widths) > room:
            widest = max(
                (place for place, width in enumerate(widths) if width > least[place]), key=lambda place: widths[place]
            )
            widths[widest] -= 1
        return widths

    def _widest_line(self, texts: list[str]) -> int:
        return max((self._measure.width(line) for text in texts for line in text.split("\n")), default=1) or 1

    def _head(self, title: str, width: int) -> list[str]:
        """A header's lines, of about equal length where it needs two."""
        fits = self._measure.width(title) <= width
        return self._measure.wrap(title, width if fits else min(width, self._narrow_head(title)))

    def _narrow_head(self, title: str) -> int:
        """A header on two lines, its words whole."""
        half = -(-self._measure.width(title) // 2)
        return max(_LEAST_HEAD, half + half % 2, self._measure.widest_word(title))

    def _least(self, column: Column, texts: list[str], *, crowded: bool) -> int:
        """How narrow a column may become."""
        if column.type in _WRAPS:
            return max(_LEAST, min(column.width, _CROWDED) if crowded else column.width)
        if crowded and column.type in _WRAPS_AT_SPACES:
            # a word stays whole, and a sign stays before its word
            words = (word for text in texts for word in text.split())
            return max((self._measure.width(word) for word in words), default=1) + _SIGN
        return self._widest_line(texts)

    def _columns(self, table: Table, widths: list[int], sample: list[list[str]]) -> Iterator[str]:
        aligns = [column.align for column in table.columns]
        wrapped = [self._head(column_title(c), w) for c, w in zip(table.columns, widths, strict=True)]
        for line in self._side_by_side(wrapped, widths, aligns):
            yield self._paint(line, "heading")
        yield (" " * _GAP).join("-" * width for width in widths)
        spaced = any(
            "\n" in text or self._measure.width(text) > width
            for row in sample
            for text, width in zip(row, widths, strict=True)
        )
        for number, row in enumerate(table.rows):
            if spaced and number:
                yield ""
            yield from self._row(row, table.columns, widths, aligns)
        if table.total is not None:
            yield (" " * _GAP).join("-" * width for width in widths)
            # a total has no value where a column does not add up, which is not the same as "not reported"
            texts = [
                "" if cell is None else text
                for cell, text in zip(table.total, self._texts(table.total, table.columns), strict=True)
            ]
            cells = [self._measure.wrap(text, width) for text, width in zip(texts, widths, strict=True)]
            yield from self._side_by_side(cells, widths, aligns)

    def _row(self, row: Row, columns: Sequence[Column], widths: list[int], aligns: list[Align]) -> Iterator[str]:
        texts = self._texts(row, columns)
        cells = [self._measure.wrap(text, width) for text, width in zip(texts, widths, strict=True)]
        yield from self._side_by_side(cells, widths, aligns, [self._style(cell) for cell in row])

    def _side_by_side(
        self, cells: list[list[str]], widths: list[int], aligns: list[Align], styles: Sequence[str] = ()
    ) -> Iterator[str]:
        for height in range(max(len(lines) for lines in cells)):
            parts = []
            for place, lines in enumerate(cells):
                text = lines[height] if height < len(lines) else ""
                padded = self._measure.pad(text, widths[place], aligns[place])
                if text and styles and styles[place]:
                    padded = padded.replace(text, self._paint(text, styles[place]), 1)  # the padding stays bare
                parts.append(padded)
            yield (" " * _GAP).join(parts).rstrip()

    def _style(self, cell: Cell) -> str:
        return self._colours.get(cell, "") if isinstance(cell, Health) else ""

    def _records(self, table: Table) -> Iterator[str]:
        """Every row as labelled values that flow; values that are not reported are left out."""
        for row in table.rows:
            yield "-" * min(self._width, 60)
            yield from self._record(row, table.columns)
        yield "-" * min(self._width, 60)

    def _record(self, row: Row, columns: Sequence[Column]) -> Iterator[str]:
        separator = "：" if self._language is Language.ZH else ": "
        line = ""
        for column, cell in zip(columns, row, strict=True):
            if cell is None or cell in ("", ()):
                continue
            text = visible(text_of(cell, column, self._language)).replace("\n", " / ")
            field = f"{column_title(column)}{separator}{text}"
            joined = f"{line}   {field}" if line else field
            if self._measure.width(joined) <= self._width:
                line = joined
                continue
            if line:
                yield line
            *full, line = self._measure.wrap(field, self._width)
            yield from full
        if line:
            yield line
