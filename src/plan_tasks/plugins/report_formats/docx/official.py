"""What only official documents have: the letterhead, annexes on pages of their own, the imprint (GB/T 9704-2012).

Lengths in names and comments are millimetres, those in XML twentieths of a point.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from plan_tasks.model import Language
from plan_tasks.plugins.report_formats.docx.elements import paragraph, run, twips
from plan_tasks.plugins.report_formats.docx.fonts import TITLE_SONG
from plan_tasks.plugins.report_formats.docx.numbering import annex_parts
from plan_tasks.plugins.report_formats.docx.styles import LINE, RED
from plan_tasks.plugins.report_formats.docx.tables import whole_row
from plan_tasks.plugins.report_formats.docx.words import PageWord
from plan_tasks.reporting.document import Imprint, Letterhead
from plan_tasks.reporting.escaping import one_line
from plan_tasks.reporting.formatting import day_in_words
from plan_tasks.reporting.widths import display_width
from plan_tasks.reporting.wording import Word

__all__ = ["addressees", "annex", "imprint", "letterhead"]

_MARK_BELOW: Final = 35  # the upper edge of the name, from the top of the type area
_RULE_BELOW: Final = 4  # the red rule, from the characters above it
_BELOW_TEXT: Final = 1.5  # what a line of text leaves below its characters
_LINES_ABOVE: Final = 3  # for secrecy, above the name
_RULE: Final = 16  # its thickness in eighths of a point: 0.7 mm
_LARGEST: Final = 60  # points
_SMALLEST: Final = 22
_OUTER, _INNER = 8, 6  # eighths of a point: 0.35 and 0.26 mm
_SIZE_OF_TEXT: Final = 320  # one character of 16 points
_SIZE_OF_IMPRINT: Final = 280  # one character of 14 points
_POINT: Final = 20
_NARROWER: Final = 10  # twips: LibreOffice leaves a table as wide as the type area where it stands


def letterhead(block: Letterhead, language: Language, room: int) -> Iterator[str]:
    """The XML of what stands above the title.

    Args:
        block: The letterhead.
        language: Of the day of issue.
        room: The width of the type area in twips.
    """
    lines = [line for line in (one_line(block.secrecy),) if line]
    for line in (*lines, *[""] * (_LINES_ABOVE - len(lines))):
        yield paragraph("Secrecy", run(line) if line else "")
    yield _mark(one_line(block.name), room)
    if block.number:
        yield paragraph("SeriesNumber", run(one_line(block.number)))
    issuer = one_line(block.issuer)
    issued = "" if block.issued is None else day_in_words(block.issued, language)
    if issuer or issued:
        before = 0 if block.number else round(2 * LINE * _POINT)
        yield paragraph(
            "Issue",
            f"{run(issuer)}<w:r><w:tab/></w:r>{run(issued)}",
            f'<w:tabs><w:tab w:val="right" w:pos="{room - _SIZE_OF_TEXT}"/></w:tabs>'
            f'<w:spacing w:before="{before}"/><w:ind w:left="{_SIZE_OF_TEXT}" w:right="{_SIZE_OF_TEXT}"/>',
        )
    yield paragraph(
        "Gap",
        "",
        f'<w:pBdr><w:bottom w:val="single" w:sz="{_RULE}" w:space="0" w:color="{RED}"/></w:pBdr>'
        f'<w:spacing w:line="{twips(_RULE_BELOW - _BELOW_TEXT)}" w:lineRule="exact"/>',
    )


def _mark(name: str, room: int) -> str:
    """The name of the series, as large as its length allows."""
    points = max(_SMALLEST, min(_LARGEST, int(room * 0.95 / _POINT / max(1, display_width(name) / 2))))
    before = twips(_MARK_BELOW) - round(_LINES_ABOVE * LINE * _POINT)
    look = (
        f'<w:rFonts w:ascii="{TITLE_SONG}" w:hAnsi="{TITLE_SONG}" w:eastAsia="{TITLE_SONG}"/>'
        f'<w:color w:val="{RED}"/><w:spacing w:val="0"/><w:sz w:val="{points * 2}"/><w:szCs w:val="{points * 2}"/>'
    )
    spacing = f'<w:spacing w:before="{before}" w:line="{points * _POINT}" w:lineRule="exact"/><w:jc w:val="center"/>'
    return paragraph("SeriesNumber", run(name, look), spacing)


def addressees(block: Letterhead, language: Language) -> str:
    """The XML of whom the document addresses, which stands below the title; nothing for nobody."""
    names = [one_line(name) for name in block.addressees]
    if not names:
        return ""
    joined = PageWord.ADDRESSEES_JOIN.label(language).join(names)
    return paragraph("Addressees", run(PageWord.ADDRESSEES.fill(language, names=joined)))


def annex(text: str, *, breaks: bool) -> Iterator[str]:
    """The XML of a heading that begins a page: the mark of an annex at its upper left, its title below.

    Args:
        text: One line.
        breaks: Whether it has to begin the page itself.
    """
    look = "<w:pageBreakBefore/>" if breaks else ""
    parts = annex_parts(text)
    if parts is None:
        yield paragraph("AnnexTitle", run(text), look)
        return
    yield paragraph("AnnexMark", run(parts[0]), look)
    yield paragraph("AnnexTitle", run(parts[1]))


def imprint(block: Imprint, language: Language, room: int) -> str:
    """The XML of what stands at the foot of the last page, with rules as wide as the type area.

    Args:
        block: The imprint.
        language: Of its words.
        room: The width of the type area in twips.
    """
    rows = [
        _listed(PageWord.IMPRINT_LABEL.fill(language, label=one_line(line.label)), line.names, language)
        for line in block.lines
        if line.names
    ]
    if block.printed is not None:
        side = f'<w:ind w:right="{_SIZE_OF_IMPRINT}"/><w:jc w:val="right"/>'
        rows.append(paragraph("Imprint", run(Word.PRINTED.fill(language, copies=block.printed)), side))
    if not rows:
        return ""
    room -= _NARROWER
    rules = "".join(
        f'<w:{side} w:val="single" w:sz="{width}" w:space="0" w:color="000000"/>'
        for side, width in (("top", _OUTER), ("bottom", _OUTER), ("insideH", _INNER))
    )
    cells = "".join(whole_row(f'<w:tc><w:tcPr><w:tcW w:w="{room}" w:type="dxa"/></w:tcPr>{row}</w:tc>') for row in rows)
    return (
        '<w:tbl><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="margin" w:horzAnchor="margin"'
        f' w:tblpXSpec="center" w:tblpYSpec="bottom"/><w:tblOverlap w:val="never"/><w:tblW w:w="{room}" w:type="dxa"/>'
        f'<w:tblBorders>{rules}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{room}"/></w:tblGrid>{cells}</w:tbl>'
        f"{paragraph('Gap', '')}"
    )


def _listed(label: str, names: tuple[str, ...], language: Language) -> str:
    """One line: further lines of names begin below the first name."""
    hanging = round(display_width(label) / 2 * _SIZE_OF_IMPRINT)
    joined = Word.PARTS_JOIN.label(language).join(map(one_line, names))
    return paragraph(
        "Imprint",
        run(label + PageWord.IMPRINT_NAMES.fill(language, names=joined)),
        f'<w:ind w:left="{_SIZE_OF_IMPRINT + hanging}" w:right="{_SIZE_OF_IMPRINT}" w:hanging="{hanging}"/>',
    )
