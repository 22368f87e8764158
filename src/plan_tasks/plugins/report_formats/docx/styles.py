"""The styles of documents, official and plain: what each paragraph looks like, by what it is.

Sizes are in points (初号 42, 二号 22, 三号 16, 四号 14, 小四 12, 五号 10.5, 小五 9). The official layout sets 22 lines
of 28 characters: lines of exactly 28.95 points, characters of 16 points set 0.25 points closer, and no grid, which word
processors read each in its own way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from plan_tasks.model import Language
from plan_tasks.plugins.report_formats.docx.fonts import FANG_SONG, HEI, KAI, LATIN, SONG, TITLE_SONG, YAHEI

__all__ = ["LINE", "RED", "TABLE_SIZES", "Style", "official_styles", "plain_styles", "style_sheet"]

#: The height of a line of official text in points.
LINE: Final = 28.95
#: The red of letterheads.
RED: Final = "FF0000"
#: The sizes of text in tables, the largest first, and what the names of their styles end in.
TABLE_SIZES: Final = ((10.5, ""), (9.0, "Small"), (7.5, "Tiny"))

_CLOSER: Final = -0.25  # points, between characters of official text
_NAMESPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SIDES: Final = (("Start", "left"), ("Centre", "center"), ("End", "right"))


@attrs.frozen(kw_only=True)
class Style:
    """What a paragraph looks like. Lengths are in points.

    Attributes:
        id: What paragraphs call it.
        name: What people read in a list of styles.
        font: For Chinese; for all else too where the document is in Chinese.
        size: Of its characters.
        line: The exact height of its lines; None for as high as its characters need.
        before: Space before it.
        after: Space after it.
        align: ``left``, ``center``, ``right`` or ``both``.
        indent: How many of its characters its first line begins further in.
        colour: ``RRGGBB``; empty for black.
        bold: Whether it is bold.
        closer: How much further apart its characters stand.
        level: Level of its heading for lists of contents, from 1; 0 for none.
        keeps: Whether it stays on the page of what follows.
    """

    id: str
    name: str
    font: str
    size: float
    line: float | None = None
    before: float = 0
    after: float = 0
    align: str = "left"
    indent: int = 0
    colour: str = ""
    bold: bool = False
    closer: float = 0
    level: int = 0
    keeps: bool = False

    def xml(self, language: Language) -> str:
        """Its XML."""
        usual = ' w:default="1"' if self.id == "Normal" else ""
        return (
            f'<w:style w:type="paragraph"{usual} w:styleId="{self.id}"><w:name w:val="{self.name}"/><w:qFormat/>'
            f"<w:pPr>{self._paragraph()}</w:pPr><w:rPr>{self._characters(language)}</w:rPr></w:style>"
        )

    def _paragraph(self) -> str:
        keeps = "<w:keepNext/>" if self.keeps else ""
        height, rule = (round(self.line * 20), "exact") if self.line else (240, "auto")
        width = round(self.indent * (self.size + self.closer) * 20)
        indent = f'<w:ind w:firstLineChars="{self.indent * 100}" w:firstLine="{width}"/>' if self.indent else ""
        level = f'<w:outlineLvl w:val="{self.level - 1}"/>' if self.level else ""
        return (
            f'{keeps}<w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
            f'<w:snapToGrid w:val="0"/><w:spacing w:before="{round(self.before * 20)}"'
            f' w:after="{round(self.after * 20)}" w:line="{height}" w:lineRule="{rule}"/>'
            f'{indent}<w:jc w:val="{self.align}"/>{level}'
        )

    def _characters(self, language: Language) -> str:
        latin = self.font if language is Language.ZH else (LATIN if self.font != YAHEI else "Arial")
        bold = "<w:b/><w:bCs/>" if self.bold else ""
        colour = f'<w:color w:val="{self.colour}"/>' if self.colour else ""
        closer = f'<w:spacing w:val="{round(self.closer * 20)}"/>' if self.closer else ""
        size = round(self.size * 2)
        return (
            f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{self.font}" w:cs="{latin}"/>'
            f'{bold}{colour}{closer}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        )


def style_sheet(styles: Iterator[Style], language: Language) -> str:
    """The XML of a document's styles.

    Args:
        styles: All that its paragraphs call.
        language: Of the document.
    """
    usual = "en-US" if language is Language.EN else "zh-CN"
    return (
        f'<w:styles xmlns:w="{_NAMESPACE}"><w:docDefaults><w:rPrDefault><w:rPr>'
        f'<w:lang w:val="{usual}" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault></w:docDefaults>'
        f"{''.join(style.xml(language) for style in styles)}</w:styles>"
    )


def official_styles() -> Iterator[Style]:
    """The styles of the official layout."""

    def text(name: str, title: str, font: str = FANG_SONG, **more: Any) -> Style:
        return attrs.evolve(
            Style(id=name, name=title, font=font, size=16, line=LINE, closer=_CLOSER),
            **more,
        )

    yield text("Normal", "Normal")
    yield text("BodyText", "Body Text", indent=2, align="both")
    yield text("Title", "Title", TITLE_SONG, size=22, line=35, closer=0, before=2 * LINE, align="center", keeps=True)
    yield text("Subtitle", "Subtitle", KAI, align="center")
    yield text("Addressees", "Addressees", before=LINE)
    yield text("Heading1", "heading 1", HEI, indent=2, level=1, keeps=True)
    yield text("Heading2", "heading 2", KAI, indent=2, level=2, keeps=True)
    yield text("Heading3", "heading 3", indent=2, level=3, keeps=True)
    yield text("AnnexList", "Annex List", before=LINE, indent=2)
    yield text("AnnexMark", "Annex Mark", HEI, keeps=True)
    yield text(
        "AnnexTitle",
        "Annex Title",
        TITLE_SONG,
        size=22,
        line=35,
        closer=0,
        before=LINE,
        after=12,
        align="center",
        level=1,
        keeps=True,
    )
    yield text("Secrecy", "Secrecy", HEI)
    yield text("SeriesNumber", "Series Number", before=2 * LINE, align="center")
    yield text("Issue", "Issue")
    yield text("Imprint", "Imprint", size=14, line=24, closer=0)
    yield text("Caption", "caption", HEI, size=12, line=20, closer=0, before=8, after=4, align="center", keeps=True)
    yield text("Note", "Note", size=12, line=20, closer=0, before=4, after=4, align="both")
    yield text("FactsHeading", "Facts Heading", HEI, size=12, line=20, closer=0, before=12, keeps=True)
    yield text("Fact", "Fact", size=10.5, line=16, closer=0)
    yield text("FigureLabel", "Figure Label", size=12, line=18, closer=0, align="center")
    yield text("FigureValue", "Figure Value", HEI, size=16, line=24, closer=0, align="center")
    yield text("Footer", "footer", SONG, size=14, line=14, closer=0)
    yield from _in_tables(FANG_SONG, HEI)


def plain_styles(palette: Mapping[str, str]) -> Iterator[Style]:
    """The styles of the plain layout.

    Args:
        palette: Colour by use; see `plan_tasks.reporting.drawing.palette`.
    """
    ink, muted, accent = (palette[use].lstrip("#").upper() for use in ("ink", "muted", "accent"))

    def text(name: str, title: str, **more: Any) -> Style:
        return attrs.evolve(
            Style(id=name, name=title, font=YAHEI, size=10.5, line=18, after=6, colour=ink),
            **more,
        )

    def heading(level: int, size: float, before: float) -> Style:
        return text(
            f"Heading{level}",
            f"heading {level}",
            size=size,
            line=size * 1.5,
            before=before,
            colour=accent,
            bold=True,
            level=level,
            keeps=True,
        )

    yield text("Normal", "Normal")
    yield text("BodyText", "Body Text")
    yield text("Title", "Title", size=20, line=30, after=4, colour=accent, bold=True, keeps=True)
    yield text("Subtitle", "Subtitle", colour=muted, after=10)
    yield heading(1, 15, 16)
    yield heading(2, 12.5, 12)
    yield heading(3, 11, 8)
    yield text("Caption", "caption", bold=True, before=6, after=4, keeps=True)
    yield text("Note", "Note", size=9, line=15, before=4, colour=muted)
    yield text(
        "FactsHeading", "Facts Heading", size=9, line=15, before=16, after=2, colour=muted, bold=True, keeps=True
    )
    yield text("Fact", "Fact", size=8, line=13, after=0, colour=muted)
    yield text("FigureLabel", "Figure Label", size=9, line=14, after=0, colour=muted, align="center")
    yield text("FigureValue", "Figure Value", size=18, line=28, after=0, bold=True, align="center")
    yield text("Footer", "footer", size=9, line=14, after=0, colour=muted, align="center")
    yield from _in_tables(YAHEI, YAHEI, ink)


def _in_tables(font: str, head: str, colour: str = "") -> Iterator[Style]:
    """What stands in tables, in each size, and a line of no height that ends a table or a section."""
    for size, ending in TABLE_SIZES:
        for side, align in _SIDES:
            title = f"Table {side} {ending}".rstrip()
            yield Style(id=f"Table{side}{ending}", name=title, font=font, size=size, align=align, colour=colour)
        yield Style(
            id=f"TableHead{ending}",
            name=f"Table Head {ending}".rstrip(),
            font=head,
            size=size,
            align="center",
            colour=colour,
            bold=font == head,
        )
    yield Style(id="Gap", name="Gap", font=font, size=1, line=1)
