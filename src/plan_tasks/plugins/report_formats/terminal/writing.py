"""A document as lines of plain text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final

from plan_tasks.plugins.report_formats.terminal.cells import Measure
from plan_tasks.plugins.report_formats.terminal.charts import bullet_lines, stacked_lines
from plan_tasks.plugins.report_formats.terminal.painting import Painter
from plan_tasks.plugins.report_formats.terminal.tables import TableWriter
from plan_tasks.reporting.document import (
    Align,
    Block,
    Bullet,
    Column,
    Document,
    Fact,
    Heading,
    KeyFigures,
    Note,
    Paragraph,
    Sources,
    StackedHealth,
    Table,
)
from plan_tasks.reporting.escaping import one_line, visible
from plan_tasks.reporting.formatting import text_of
from plan_tasks.reporting.wording import Word

__all__ = ["TerminalFormat"]

_RULES: Final = {1: "-", 2: ".", 3: ""}


class TerminalFormat:
    """Writes documents as text.

    Args:
        width: Columns of a line.
        paint: Colours.
        wide: Whether characters of ambiguous width take two columns.
    """

    def __init__(self, width: int, paint: Painter, *, wide: bool) -> None:
        self._width = width
        self._paint = paint
        self._measure = Measure(wide=wide)

    def write(self, document: Document, to: BinaryIO) -> None:
        """Writes a document; see `plan_tasks.reporting.contract.ReportFormat`."""
        for line in self._lines(document):
            to.write(line.encode("utf-8") + b"\n")

    def _lines(self, document: Document) -> Iterator[str]:
        tables = TableWriter(self._width, self._measure, self._paint, document.language, document.colours)
        title = self._measure.wrap(one_line(document.title), self._width)
        yield from (self._paint(line, "title") for line in title)
        yield "=" * max(self._measure.width(line) for line in title)
        if document.subtitle:
            yield from self._wrapped(one_line(document.subtitle))
        for block in document.blocks:
            lines = list(self._heading(block)) if isinstance(block, Heading) else self._block(block, document, tables)
            for number, line in enumerate(lines):
                if not number:
                    yield ""
                yield line
        yield ""
        yield "-" * min(self._width, 60)
        for fact in document.facts:
            yield from self._fact(fact, document)

    def _wrapped(self, text: str) -> Iterator[str]:
        yield from self._measure.wrap(text, self._width)

    def _heading(self, block: Heading) -> Iterator[str]:
        lines = self._measure.wrap(one_line(block.text), self._width)
        yield from (self._paint(line, "heading") for line in lines)
        if _RULES[block.level]:
            yield _RULES[block.level] * max(self._measure.width(line) for line in lines)

    def _block(self, block: Block, document: Document, tables: TableWriter) -> Iterator[str]:
        language, colours = document.language, document.colours
        if isinstance(block, Paragraph):
            yield from self._wrapped(visible(block.text))
        elif isinstance(block, KeyFigures):
            yield from self._key_figures(block, document)
        elif isinstance(block, Table):
            yield from self._titled(block, tables)
        elif isinstance(block, Note):
            for line in self._wrapped(Word.NOTE_MARK.label(language) + visible(block.text)):
                yield self._paint(line, "faint")
        elif isinstance(block, Sources):
            yield Word.SOURCES.label(language)
            for entry in block.entries:
                yield from self._wrapped(visible(f"- {entry.text} {entry.address}".rstrip()))
        elif isinstance(block, StackedHealth):
            drawn = list(stacked_lines(block, self._width, self._paint, colours))
            yield from drawn
            yield from ("",) if drawn else ()
            yield from self._titled(block.table, tables)
        elif isinstance(block, Bullet):
            drawn = list(bullet_lines(block, self._width, self._measure, self._paint, language, colours))
            yield from drawn
            yield from ("",) if drawn else ()
            yield from self._titled(block.table, tables)

    def _titled(self, table: Table, tables: TableWriter) -> Iterator[str]:
        if table.title:
            for line in self._wrapped(one_line(table.title)):
                yield self._paint(line, "title")
        yield from tables.lines(table)

    def _key_figures(self, block: KeyFigures, document: Document) -> Iterator[str]:
        rows = [
            (figure, one_line(figure.label), visible(text_of(figure.value, figure.column(), document.language)))
            for figure in block.figures
        ]
        labels = max((self._measure.width(label) for _, label, _ in rows), default=0)
        values = max((self._measure.width(text) for _, _, text in rows), default=0)
        for figure, label, text in rows:
            value = self._measure.pad(f"{text}{figure.unit}", values, Align.END)
            colour = document.colours.get(figure.health, "") if figure.health else ""
            line = f"  {self._measure.pad(label, labels)}  {self._paint(value, colour)}  {one_line(figure.note)}"
            yield line.rstrip()

    def _fact(self, fact: Fact, document: Document) -> Iterator[str]:
        column = Column(key="fact", label=fact.label, type=fact.type)
        separator = "：" if document.language == "zh" else ": "
        text = visible(text_of(fact.value, column, document.language))
        for line in self._wrapped(f"{one_line(fact.label)}{separator}{text}"):
            yield self._paint(line, "faint")
