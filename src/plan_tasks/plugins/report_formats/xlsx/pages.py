"""The sheets of a workbook that hold text: the report with its key figures and charts, and what it all rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from plan_tasks.plugins.report_formats.xlsx.cells import Cells
from plan_tasks.plugins.report_formats.xlsx.charts import Charts
from plan_tasks.plugins.report_formats.xlsx.words import SheetWord
from plan_tasks.reporting.document import (
    Chart,
    Column,
    Document,
    Figure,
    Heading,
    KeyFigures,
    Note,
    Paragraph,
    Sources,
    Table,
)
from plan_tasks.reporting.formatting import health_text, text_of
from plan_tasks.reporting.widths import display_width

__all__ = ["write_about", "write_report"]

_COLUMNS: Final = 6
_WIDTH: Final = 22  # of each column, in half-width characters
_LINE: Final = 17  # points
_VALUE_HEIGHT: Final = 30
_HIGHEST: Final = 400  # points that a row can have
_PAPER: Final = 9  # A4
_SIZES: Final = {1: 15, 2: 13, 3: 12}


def write_report(
    sheet: Any, document: Document, cells: Cells, charts: Charts | None, sheets: Mapping[str, str]
) -> None:
    """Writes the sheet on which a document is read from top to bottom.

    Args:
        sheet: An empty sheet.
        document: The document.
        cells: Writes cells.
        charts: Draws charts, whose values stand on a sheet of their own; None where there is no chart.
        sheets: Name of each table -> name of the sheet that it stands on.
    """
    page = _Page(sheet, cells)
    page.line(document.title, bold=True, font_size=18, font_color=cells.palette["accent"])
    if document.subtitle:
        page.line(document.subtitle, font_color=cells.palette["muted"])
    for block in document.blocks:
        if isinstance(block, Heading):
            page.space()
            page.line(block.text, bold=True, font_size=_SIZES[block.level], font_color=cells.palette["accent"])
        elif isinstance(block, Paragraph):
            page.line(block.text)
        elif isinstance(block, Note):
            page.line(block.text, italic=True, font_color=cells.palette["muted"])
        elif isinstance(block, KeyFigures):
            _figures(page, block.figures, cells)
        elif isinstance(block, Sources):
            _sources(page, block)
        elif isinstance(block, Chart):
            page.line(block.title, bold=True)
            page.row += charts.draw(block, sheet, page.row) if charts is not None else 0
            _see(page, block.table, sheets)
        elif isinstance(block, Table):
            if block.title:
                page.line(block.title, bold=True)
            _see(page, block, sheets)
    page.finish(SheetWord.PAGE.label(document.language))


def write_about(sheet: Any, document: Document, cells: Cells, *, notes: bool) -> None:
    """Writes the last sheet: what the figures rest on.

    Args:
        sheet: An empty sheet.
        document: The document.
        cells: Writes cells.
        notes: Whether notes and sources are said here, since no other sheet says them.
    """
    page = _Page(sheet, cells)
    page.line(SheetWord.FACT.label(document.language), bold=True, font_size=15, font_color=cells.palette["accent"])
    for block in document.blocks if notes else ():
        if isinstance(block, Note):
            page.line(block.text)
        elif isinstance(block, Sources):
            _sources(page, block)
    for fact in document.facts:
        text = text_of(fact.value, Column(key="fact", label=fact.label, type=fact.type), document.language)
        page.pair(fact.label, text)
    page.finish(SheetWord.PAGE.label(document.language))


class _Page:
    """A sheet that is written line by line, each over all its columns."""

    def __init__(self, sheet: Any, cells: Cells) -> None:
        self.sheet = sheet
        self.cells = cells
        self.row = 0
        sheet.set_column(0, _COLUMNS - 1, _WIDTH)
        sheet.hide_gridlines(2)

    def line(self, text: str, **look: object) -> None:
        """Writes text. The row is made as high as it needs: programs do not see to that where cells are merged."""
        size = look.get("font_size", 11)
        scale = size / 11 if isinstance(size, int) else 1
        lines = _lines(text, int(_WIDTH * _COLUMNS / scale))
        self.height(lines * _LINE * scale)
        properties = self.cells.look(text_wrap=True, valign="vcenter" if lines == 1 else "top", **look)
        self.sheet.merge_range(self.row, 0, self.row, _COLUMNS - 1, "", properties)
        self.cells.text(self.sheet, self.row, 0, text, properties)
        self.row += 1

    def pair(self, label: str, text: str) -> None:
        """Writes a label and, beside it, text."""
        lines = max(_lines(text, _WIDTH * (_COLUMNS - 1)), _lines(label, _WIDTH))
        self.height(lines * _LINE)
        head = self.cells.ruled(bold=True, bg_color=self.cells.palette["panel"])
        self.cells.text(self.sheet, self.row, 0, label, head)
        self.sheet.merge_range(self.row, 1, self.row, _COLUMNS - 1, "", self.cells.ruled())
        self.cells.text(self.sheet, self.row, 1, text, self.cells.ruled())
        self.row += 1

    def side_by_side(self, texts: Sequence[str], look: Any) -> None:
        """Writes texts in a row, a column each."""
        self.height(2 * _LINE)
        for at, text in enumerate(texts):
            self.cells.text(self.sheet, self.row, at, text, look)
        self.row += 1

    def height(self, points: float) -> None:
        """Says how high the next row is."""
        self.sheet.set_row(self.row, min(points, _HIGHEST))

    def link(self, text: str, sheet: str) -> None:
        """Writes a line that leads to another sheet."""
        look = self.cells.look(font_color=self.cells.palette["accent"], underline=1)
        place = sheet.replace("'", "''")
        self.sheet.write_url(self.row, 0, f"internal:'{place}'!A1", look, string=text)
        self.row += 1

    def space(self) -> None:
        """Leaves a line empty."""
        self.row += 1

    def finish(self, footer: str) -> None:
        """Says how the sheet is printed."""
        self.sheet.set_landscape()
        self.sheet.set_paper(_PAPER)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer(f"&C{footer}")


def _figures(page: _Page, figures: Sequence[Figure], cells: Cells) -> None:
    """Key figures side by side: what, how much, and a short addition."""
    palette, language = cells.palette, cells.language
    card: dict[str, object] = {"bg_color": palette["panel"], "text_wrap": True}
    for begin in range(0, len(figures), _COLUMNS):
        some = figures[begin : begin + _COLUMNS]
        small = cells.look(font_color=palette["muted"], valign="vcenter", **card)
        page.side_by_side([figure.label for figure in some], small)
        page.height(_VALUE_HEIGHT)
        for at, figure in enumerate(some):
            ink = palette[f"ink-{figure.health.value}"] if figure.health else palette["ink"]
            large = {"font_size": 20, "bold": True, "font_color": ink, "border": 0, "align": "left"}
            cells.column(figure.column(), **{**card, **large}).write(page.sheet, page.row, at, figure.value)
        page.row += 1
        words = [health_text(figure.health, language) if figure.health else "" for figure in some]
        notes = ["  ".join(filter(None, (figure.note, word))) for figure, word in zip(some, words, strict=True)]
        page.side_by_side(notes, small)
    page.space()


def _sources(page: _Page, sources: Sources) -> None:
    for source in sources.entries:
        page.line("  ".join(filter(None, (source.text, source.address))), font_color=page.cells.palette["muted"])


def _see(page: _Page, table: Table, sheets: Mapping[str, str]) -> None:
    name = sheets[table.name]
    page.link(SheetWord.SEE.fill(page.cells.language, name=name), name)


def _lines(text: str, width: int) -> int:
    return sum(max(1, -(-display_width(line) // width)) for line in text.split("\n"))
