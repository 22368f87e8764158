"""A document as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO, Final

from plan_tasks.model import Language
from plan_tasks.plugins.report_formats.markdown.escaping import cell_text, item_text, paragraph_text, short_text
from plan_tasks.reporting.document import (
    Align,
    Block,
    Cell,
    Column,
    Document,
    Fact,
    Heading,
    KeyFigures,
    Link,
    Note,
    Paragraph,
    Row,
    Sources,
    Table,
)
from plan_tasks.reporting.formatting import column_title, text_of
from plan_tasks.reporting.wording import Word

__all__ = ["MarkdownFormat"]

_RULES: Final = {Align.START: "---", Align.CENTRE: ":---:", Align.END: "---:"}


class MarkdownFormat:
    """Writes documents as Markdown."""

    def write(self, document: Document, to: BinaryIO) -> None:
        """Writes a document; see `plan_tasks.reporting.contract.ReportFormat`."""
        for line in _lines(document):
            to.write(line.encode("utf-8") + b"\n")


def _lines(document: Document) -> Iterator[str]:
    yield f"# {short_text(document.title)}"
    if document.subtitle:
        yield ""
        yield paragraph_text(document.subtitle)
    for block in document.blocks:
        yield ""
        yield from _block(block, document.language)
    yield ""
    yield "---"
    yield ""
    for fact in document.facts:
        yield _fact(fact, document.language)


def _block(block: Block, language: Language) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"{'#' * (block.level + 1)} {short_text(block.text)}"
    elif isinstance(block, Paragraph):
        yield paragraph_text(block.text)
    elif isinstance(block, Note):
        yield f"> {Word.NOTE_MARK.label(language)}" + paragraph_text(block.text).replace("\n", "\n> ")
    elif isinstance(block, KeyFigures):
        yield from _key_figures(block, language)
    elif isinstance(block, Sources):
        yield f"**{Word.SOURCES.label(language)}**"
        yield ""
        for entry in block.entries:
            yield f"- {_linked(entry.text, entry.address, item_text)}"
    elif isinstance(block, Table):
        yield from _table(block, language)


def _key_figures(block: KeyFigures, language: Language) -> Iterator[str]:
    separator = "：" if language is Language.ZH else ": "
    for figure in block.figures:
        value = _cell(figure.value, figure.column(), language) + cell_text(figure.unit)
        note = f" ({cell_text(figure.note)})" if figure.note else ""
        note = note.replace(" (", "（").replace(")", "）") if note and language is Language.ZH else note
        yield f"- {item_text(figure.label)}{separator}**{value}**{note}"


def _table(table: Table, language: Language) -> Iterator[str]:
    if table.title:
        yield f"**{short_text(table.title)}**"
        yield ""
    table = table.without_hidden()
    columns = table.columns
    rows = iter(table.rows)
    first = next(rows, None)
    if first is None:
        yield paragraph_text(table.empty) or "-"
        return
    yield _line([cell_text(column_title(column)) for column in columns])
    yield _line([_RULES[column.align] for column in columns])
    yield _row(first, columns, language)
    for row in rows:
        yield _row(row, columns, language)
    if table.total is not None:
        cells = [
            "" if cell is None else f"**{_cell(cell, column, language)}**"
            for column, cell in zip(columns, table.total, strict=True)
        ]
        yield _line(cells)


def _row(row: Row, columns: Sequence[Column], language: Language) -> str:
    return _line([_cell(cell, column, language) for column, cell in zip(columns, row, strict=True)])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell, column: Column, language: Language) -> str:
    if isinstance(cell, Link):
        return _linked(cell.text, cell.address)
    return cell_text(text_of(cell, column, language))


def _linked(text: str, address: str, escaped: Callable[[str], str] = cell_text) -> str:
    """A link where the address is a plain web address, else both as text."""
    if address.startswith(("http://", "https://")) and address.isascii() and not set(address) & set(" <>\"'`|\\()\n"):
        return f"[{cell_text(text or address)}](<{address}>)"
    return " ".join(filter(None, (escaped(text), cell_text(address))))


def _fact(fact: Fact, language: Language) -> str:
    separator = "：" if language is Language.ZH else ": "
    column = Column(key="fact", label=fact.label, type=fact.type)
    return f"- {item_text(fact.label)}{separator}{_cell(fact.value, column, language)}"
