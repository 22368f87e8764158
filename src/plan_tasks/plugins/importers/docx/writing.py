"""A document as text that the reader knows: headings with #, numbers and bullets written out, tables with bars.

Lives here: `text_of`, which walks the document's body. Imported when a document is read, since it needs python-docx.
Not here: paragraphs (``paragraphs``), the cells of tables (``tables``).
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

import attrs
import docx  # noqa: TID253 - imported by the importer when it reads
from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: TID253 - the same
from docx.oxml.ns import qn  # noqa: TID253 - the same

from plan_tasks.drafting.grids import Line, LineKind, bar_line, lines_of
from plan_tasks.plugins.importers.docx.paragraphs import Paragraph, Paragraphs
from plan_tasks.plugins.importers.docx.tables import cells_of, grid_of

__all__ = ["BETWEEN_TABLES", "text_of"]

#: Stands between two tables that no words divide, so that the second is not taken for the rest of the first.
BETWEEN_TABLES: Final = "---"
_MOST_HASHES: Final = 6
_GROUP: Final = "#" * _MOST_HASHES  # a name over rows is a heading below all others


def text_of(data: bytes) -> tuple[str, list[str]]:
    """The text of a document, and warnings of what was left out.

    Args:
        data: The document, looked through before.

    Returns:
        Paragraphs with blank lines between them, tables a row a line. Left out are headers, footers, notes, comments,
        text boxes, the table of contents, hidden text, and what tracked changes delete.
    """
    document: Any = docx.Document(BytesIO(data))
    try:
        numbering = document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).element
    except KeyError:
        numbering = None
    writer = _Writer(Paragraphs(document.styles.element, numbering))
    writer.write(document.element.body)
    return writer.text(), list(writer.warnings())


class _Writer:
    def __init__(self, paragraphs: Paragraphs) -> None:
        self._paragraphs = paragraphs
        self._written: list[Paragraph | list[str]] = []  # the lines of a table are a list
        self._tables = 0
        self._joined: list[str] = []
        self._heading: tuple[str, ...] | None = None  # of the table just written

    def write(self, parent: Any) -> None:
        """Write what stands in the body, or in a box of one cell."""
        for element in blocks_in(parent):
            if element.tag == qn("w:tbl"):
                self._table(element)
                continue
            paragraph = self._paragraphs.read(element)
            if paragraph is None:
                continue
            before = self._written[-1] if self._written else None
            if isinstance(before, Paragraph) and before.goes_on:
                self._written[-1] = attrs.evolve(before, text=before.text + paragraph.text, goes_on=paragraph.goes_on)
            elif paragraph.text.strip():
                self._written.append(paragraph)
                self._heading = None

    def text(self) -> str:
        """All that was written."""
        paragraphs = [one for one in self._written if isinstance(one, Paragraph)]
        tops = sum(1 for one in paragraphs if one.level == 0)
        first = self._written[0] if self._written else None
        headed = isinstance(first, Paragraph) and first.level == 0 and tops == 1
        # The one heading over all others is the title where no paragraph has the style of a title.
        below = 1 if headed and not any(one.title for one in paragraphs) else 2
        parts = [_line(one, below) if isinstance(one, Paragraph) else "\n".join(one) for one in self._written]
        return "\n\n".join(part.strip("\n") for part in parts) + "\n" if parts else ""

    def warnings(self) -> Iterator[str]:
        """What was left out or put together."""
        if self._paragraphs.boxes:
            boxes = self._paragraphs.boxes
            yield f"text boxes were left out ({boxes}); move their text into the document to have it read"
        if self._paragraphs.changed:
            yield "the document has tracked changes: what they delete was left out, what they insert was read"
        yield from self._joined

    def _table(self, element: Any) -> None:
        rows = cells_of(element)
        if all(len(cells) <= 1 for cells in rows):  # a box round paragraphs
            for cells in rows:
                for cell in cells:
                    self.write(cell)
            return
        self._tables += 1
        lines = lines_of(grid_of(rows, self._paragraphs))
        heading: tuple[str, ...] | None = None
        due = False  # whether the headings are to be written above the next row
        written: list[str] = []
        for line in lines:
            if line.kind is LineKind.HEADING:
                if self._heading not in (None, line.cells):
                    written.append(f"{BETWEEN_TABLES}\n")
                due = line.cells != self._heading
                self._heading = heading = line.cells
            elif line.kind is LineKind.GROUP:
                written.append(f"\n{_GROUP} {_without_bars(line.cells[0])}\n")
                due = True
            elif len(line.cells) == 1 and line.kind is LineKind.ABOVE:
                written.append(f"{_without_bars(line.cells[0])}\n")
                self._heading = None
            else:
                if due and heading is not None:
                    written.append(bar_line(heading)[0])
                due = False
                written.append(bar_line(line.cells)[0])
            self._note(line)
        if written:
            self._written.append(written)
        self._heading = heading

    def _note(self, line: Line) -> None:
        if line.kind is LineKind.ROW and line.last > line.row:
            self._joined.append(
                f"table {self._tables}: the rows {line.row + 1} to {line.last + 1} share one task and were read as one"
            )


def blocks_in(parent: Any) -> Iterator[Any]:
    """The paragraphs and tables in an element, those within content controls among them."""
    for child in parent:
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins"), qn("w:moveTo")):
            yield from blocks_in(child)


def _without_bars(text: str) -> str:
    """Text outside tables, with full-width bars, since a bar makes a row of a table."""
    return text.replace("|", "｜")


def _line(paragraph: Paragraph, below: int) -> str:
    """A paragraph as a line; ``below`` is how many hashes the highest heading has."""
    text = _without_bars(paragraph.text.strip("\n\t "))
    label = paragraph.label
    if label:
        text = f"{label} {text}" if label.isascii() or len(label) == 1 else f"{label}{text}"
    if paragraph.title:
        return f"# {text}"
    if paragraph.level is None:
        return text
    return f"{'#' * min(paragraph.level + below, _MOST_HASHES)} {text}"
