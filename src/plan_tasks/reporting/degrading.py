"""What a format cannot show is turned into what it can, by the core and not by each format.

A chart becomes the table behind it, key figures a table of one row; headings, notes, sources, letterheads and imprints
become paragraphs. A format for tables alone gets the tables: what holds no numbers is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import attrs

from plan_tasks.model import Language
from plan_tasks.reporting.blocks import BlockKind
from plan_tasks.reporting.charts import Chart
from plan_tasks.reporting.document import (
    Block,
    Document,
    Heading,
    Imprint,
    KeyFigures,
    Letterhead,
    Note,
    Paragraph,
    Sources,
    Table,
    tables,
)
from plan_tasks.reporting.formatting import day_in_words
from plan_tasks.reporting.wording import Word

__all__ = ["degrade", "imprint_lines", "official_lines"]


def official_lines(block: Letterhead, language: Language) -> Iterator[str]:
    """A letterhead as lines of text: secrecy, name and number, issuer and day, addressees; none that says nothing."""
    issued = "" if block.issued is None else day_in_words(block.issued, language)
    yield from filter(
        None,
        (
            block.secrecy,
            " ".join(filter(None, (block.name, block.number))),
            " ".join(filter(None, (block.issuer, issued))),
        ),
    )
    if block.addressees:
        yield Word.ADDRESSEES.fill(language, names=Word.PARTS_JOIN.label(language).join(block.addressees))


def imprint_lines(block: Imprint, language: Language) -> Iterator[str]:
    """An imprint as lines of text."""
    for line in block.lines:
        if line.names:
            names = Word.PARTS_JOIN.label(language).join(line.names)
            yield Word.IMPRINT_LINE.fill(language, label=line.label, names=names)
    if block.printed is not None:
        yield Word.PRINTED.fill(language, copies=block.printed)


def degrade(document: Document, supports: Collection[BlockKind]) -> Document:
    """Replaces the blocks that a format does not support.

    Args:
        document: The document.
        supports: The kinds of block that the format supports; `TABLE` among them.

    Returns:
        A document of blocks of those kinds only; the same one when there was nothing to replace.
    """
    if all(block.kind in supports for block in document.blocks):
        return document
    taken = {table.name for table in tables(document)}
    blocks = tuple(simpler for block in document.blocks for simpler in _simpler(block, supports, taken, document))
    return attrs.evolve(document, blocks=blocks)


def _simpler(block: Block, supports: Collection[BlockKind], taken: set[str], document: Document) -> Iterator[Block]:
    if block.kind in supports:
        yield block
    elif isinstance(block, Chart):
        yield block.table
    elif isinstance(block, KeyFigures):
        yield _table_of(block, taken, document)
    elif BlockKind.PARAGRAPH in supports:
        yield from (Paragraph(text=text) for text in _texts(block, document))


def _table_of(block: KeyFigures, taken: set[str], document: Document) -> Table:
    name = next(name for number in range(1, 10_000) if (name := f"key_figures_{number}") not in taken)
    taken.add(name)
    return Table(
        name=name,
        title=Word.FIGURE.label(document.language),
        columns=tuple(figure.column() for figure in block.figures),
        rows=(tuple(figure.value for figure in block.figures),),
    )


def _texts(block: Block, document: Document) -> Iterator[str]:
    if isinstance(block, Heading):
        yield block.text
    elif isinstance(block, Note):
        yield Word.NOTE_MARK.label(document.language) + block.text
    elif isinstance(block, Sources):
        for entry in block.entries:
            yield f"{entry.text} {entry.address}".rstrip()
    elif isinstance(block, Letterhead):
        yield from official_lines(block, document.language)
    elif isinstance(block, Imprint):
        yield from imprint_lines(block, document.language)
