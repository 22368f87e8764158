"""Sheets of paper: their size, margins, and where the number of a page stands.

Lengths are in millimetres. An official sheet leaves a type area of 156 x 225 mm (GB/T 9704-2012); held sideways it is
the same sheet turned clockwise, so that the heads of its tables stand at the binding edge.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

import attrs

from plan_tasks.model import Language
from plan_tasks.plugins.report_formats.docx.elements import field, paragraph, run, twips
from plan_tasks.plugins.report_formats.docx.words import PageWord

__all__ = ["OFFICIAL_SHEETS", "PLAIN_SHEETS", "Sheet", "Size", "footers", "section"]


class Size(Enum):
    """The sheets that a table may need, the smallest first."""

    UPRIGHT = "upright"
    """A4."""
    SIDEWAYS = "sideways"
    """A4 held sideways."""
    VAST = "vast"
    """A3 held sideways."""


@attrs.frozen
class Sheet:
    """A sheet.

    Attributes:
        width: Of the paper.
        height: Of the paper.
        top: Margin.
        right: Margin.
        bottom: Margin.
        left: Margin.
        foot: From the lower edge of the paper to the lower edge of the line with the page's number.
    """

    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float
    foot: float

    @property
    def room(self) -> int:
        """The width of the type area in twips."""
        return twips(self.width - self.left - self.right)


_BELOW: Final = 9.3  # from the type area to the lower edge of the number's line: its dashes are 7 mm below the area
OFFICIAL_SHEETS: Final = {
    Size.UPRIGHT: Sheet(210, 297, 37, 26, 35, 28, 35 - _BELOW),
    Size.SIDEWAYS: Sheet(297, 210, 28, 37, 26, 35, 26 - _BELOW),
}
PLAIN_SHEETS: Final = {
    Size.UPRIGHT: Sheet(210, 297, 22, 20, 22, 20, 12),
    Size.SIDEWAYS: Sheet(297, 210, 20, 18, 20, 18, 11),
    Size.VAST: Sheet(420, 297, 20, 18, 20, 18, 11),
}


def section(sheet: Sheet, references: str) -> str:
    """The XML of the properties of a section.

    Args:
        sheet: On what it is printed.
        references: XML of the references to what stands at the foot.
    """
    sideways = ' w:orient="landscape"' if sheet.width > sheet.height else ""
    return (
        f'<w:sectPr>{references}<w:pgSz w:w="{twips(sheet.width)}" w:h="{twips(sheet.height)}"{sideways}/>'
        f'<w:pgMar w:top="{twips(sheet.top)}" w:right="{twips(sheet.right)}" w:bottom="{twips(sheet.bottom)}"'
        f' w:left="{twips(sheet.left)}" w:header="{twips(sheet.foot)}" w:footer="{twips(sheet.foot)}" w:gutter="0"/>'
        '<w:cols w:space="720"/></w:sectPr>'
    )


def footers(language: Language, *, official: bool) -> tuple[str, str]:
    """The XML of what stands at the foot of odd and of even pages."""
    if official:
        number = run("— ") + field("PAGE") + run(" —")
        return (
            paragraph("Footer", number, '<w:ind w:right="280"/><w:jc w:val="right"/>'),
            paragraph("Footer", number, '<w:ind w:left="280"/><w:jc w:val="left"/>'),
        )
    before, between, after = PageWord.PAGE.fill(language, page="\n", pages="\n").split("\n")
    text = run(before) + field("PAGE") + run(between) + field("NUMPAGES") + run(after)
    return paragraph("Footer", text), paragraph("Footer", text)
