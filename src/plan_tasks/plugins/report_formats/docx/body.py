"""The body of a document: its blocks one after the other, in sections where a table needs a wider sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

import attrs

from plan_tasks.model import Language
from plan_tasks.plugins.report_formats.docx.elements import paragraph, run
from plan_tasks.plugins.report_formats.docx.numbering import numbered
from plan_tasks.plugins.report_formats.docx.official import addressees, annex, imprint, letterhead
from plan_tasks.plugins.report_formats.docx.sheets import Sheet, Size, section
from plan_tasks.plugins.report_formats.docx.tables import (
    Fitting,
    Ruling,
    cell_xml,
    fitting,
    grid,
    table_rows,
    whole_row,
)
from plan_tasks.plugins.report_formats.docx.words import PageWord
from plan_tasks.reporting.degrading import imprint_lines, official_lines
from plan_tasks.reporting.document import (
    Block,
    Column,
    Document,
    Fact,
    Figure,
    Heading,
    Imprint,
    KeyFigures,
    Letterhead,
    Note,
    Paragraph,
    Sources,
    Table,
)
from plan_tasks.reporting.escaping import one_line
from plan_tasks.reporting.formatting import text_of
from plan_tasks.reporting.wording import Word

__all__ = ["Body"]

_FIGURES_ABREAST: Final = 5
_ANNEX_LISTS: Final = ("附件：", "Annexes:")


@attrs.frozen(kw_only=True)
class Body:
    """Writes the body of one document.

    Attributes:
        document: The document.
        official: Whether it is laid out as official documents are.
        sheets: The sheets that there are.
        ruling: The colours of its tables.
        references: XML of the references to what stands at the foot of pages.
    """

    document: Document
    official: bool
    sheets: Mapping[Size, Sheet]
    ruling: Ruling
    references: str

    def parts(self) -> Iterator[str]:
        """The XML of the body, some at a time; rows of tables are made while it is read."""
        blocks = self._ordered()
        fits = list(self._fits(blocks))
        sizes = _sizes(blocks, fits)
        headings = [block for block in blocks if isinstance(block, Heading)]
        texts = iter(
            numbered(headings, self._language) if self.official else [one_line(block.text) for block in headings]
        )
        head, *_ = [*sizes, Size.UPRIGHT]
        size, begins = head, True
        if not (self.official and blocks and isinstance(blocks[0], Letterhead)):
            yield from self._title(None)
            begins = False
        for block, fit, wanted in zip(blocks, fits, sizes, strict=True):
            if wanted is not size:
                yield self._ended(size)
                size, begins = wanted, True
            if isinstance(block, Heading):
                yield from self._heading(block, next(texts), begins=begins)
            elif isinstance(block, Table) and fit is not None:
                yield from self._table(block, fit)
            elif not isinstance(block, Imprint):
                yield from self._block(block)
            begins = False
        feet = [block for block in blocks if isinstance(block, Imprint)]
        yield from self._facts()
        for foot in feet:
            yield from self._imprint(foot)
        yield section(self.sheets[size], self.references)

    @property
    def _language(self) -> Language:
        return self.document.language

    def _ordered(self) -> Sequence[Block]:
        """The blocks with letterhead first and imprint last; as they are where the layout is plain."""
        blocks = self.document.blocks
        if not self.official:
            return blocks
        return sorted(blocks, key=lambda block: isinstance(block, Imprint) - isinstance(block, Letterhead))

    def _fits(self, blocks: Sequence[Block]) -> Iterator[Fitting | None]:
        """How each table fits its sheet; None for all else."""
        roomy = False
        for block in blocks:
            if isinstance(block, Heading):
                roomy = block.new_page
            if isinstance(block, Table):
                yield fitting(block.without_hidden().columns, self.sheets, roomy=roomy)
            else:
                yield None

    def _ended(self, size: Size) -> str:
        return paragraph("Gap", "", section(self.sheets[size], self.references))

    def _title(self, head: Letterhead | None) -> Iterator[str]:
        yield paragraph("Title", run(one_line(self.document.title)))
        if self.document.subtitle:
            yield paragraph("Subtitle", run(one_line(self.document.subtitle)))
        if head is not None:
            yield addressees(head, self._language)

    def _heading(self, block: Heading, text: str, *, begins: bool) -> Iterator[str]:
        if self.official and block.new_page:
            yield from annex(text, breaks=not begins)
        else:
            breaks = "<w:pageBreakBefore/>" if block.new_page and not begins else ""
            yield paragraph(f"Heading{block.level}", run(text), breaks)

    def _block(self, block: Block) -> Iterator[str]:
        if isinstance(block, Letterhead):
            yield from self._letterhead(block)
        elif isinstance(block, Paragraph):
            annexes = self.official and block.text.startswith(_ANNEX_LISTS)
            yield paragraph("AnnexList" if annexes else "BodyText", run(block.text))
        elif isinstance(block, Note):
            yield paragraph("Note", run(Word.NOTE_MARK.label(self._language) + block.text))
        elif isinstance(block, KeyFigures):
            yield from self._figures(block.figures)
        elif isinstance(block, Sources):
            yield paragraph("FactsHeading", run(Word.SOURCES.label(self._language)))
            for entry in block.entries:
                yield paragraph("Fact", run(f"{entry.text} {entry.address}".rstrip()))

    def _letterhead(self, block: Letterhead) -> Iterator[str]:
        if self.official:
            yield from letterhead(block, self._language, self.sheets[Size.UPRIGHT].room)
            yield from self._title(block)
        else:
            yield from (paragraph("BodyText", run(line)) for line in official_lines(block, self._language))

    def _imprint(self, block: Imprint) -> Iterator[str]:
        if self.official:
            yield imprint(block, self._language, self.sheets[Size.UPRIGHT].room)
        else:
            yield from (paragraph("Fact", run(line)) for line in imprint_lines(block, self._language))

    def _table(self, block: Table, fit: Fitting) -> Iterator[str]:
        if block.title:
            yield paragraph("Caption", run(one_line(block.title)))
        yield from table_rows(block.without_hidden(), fit, self.ruling)

    def _figures(self, figures: Sequence[Figure]) -> Iterator[str]:
        """Figures side by side, some a row, in a table without rules."""
        rest = iter(figures)
        while abreast := list(islice(rest, _FIGURES_ABREAST)):
            width = self.sheets[Size.UPRIGHT].room // len(abreast)
            cells = "".join(cell_xml(width, self._figure(figure), shade=self.ruling.head) for figure in abreast)
            yield f"<w:tbl>{grid([width] * len(abreast), '')}{whole_row(cells)}</w:tbl>"
            yield paragraph("Gap", "")

    def _figure(self, figure: Figure) -> str:
        look = ""
        if figure.health is not None:
            look = f'<w:color w:val="{self.ruling.palette[f"ink-{figure.health.value}"].lstrip("#").upper()}"/>'
        value = run(text_of(figure.value, figure.column(), self._language) + figure.unit, look)
        note = run(PageWord.FIGURE_NOTE.fill(self._language, note=figure.note)) if figure.note else ""
        return (
            paragraph("FigureValue", value)
            + paragraph("FigureLabel", run(figure.label))
            + (paragraph("FigureLabel", note) if note else "")
        )

    def _facts(self) -> Iterator[str]:
        if self.document.facts:
            yield paragraph("FactsHeading", run(PageWord.ABOUT.label(self._language)))
        for fact in self.document.facts:
            yield paragraph("Fact", run(self._fact(fact)))

    def _fact(self, fact: Fact) -> str:
        value = text_of(fact.value, Column(key="fact", label=fact.label, type=fact.type), self._language)
        return PageWord.FACT.fill(self._language, label=fact.label, value=value)


def _sizes(blocks: Sequence[Block], fits: Sequence[Fitting | None]) -> list[Size]:
    """The sheet of each block: headings go with what follows, notes with what stands before them."""
    sizes: list[Size | None] = []
    for block, fit in zip(blocks, fits, strict=True):
        if fit is not None:
            sizes.append(fit.sheet)
        elif isinstance(block, Note) and sizes:
            sizes.append(sizes[-1])
        else:
            sizes.append(None if isinstance(block, (Heading, Note)) else Size.UPRIGHT)
    after = Size.UPRIGHT
    resolved = []
    for size in reversed(sizes):
        after = size or after
        resolved.append(after)
    return resolved[::-1]
