"""A paragraph of a document: its words, how deep a heading it is, and the number before it.

Lives here: `Paragraphs`. Its words are those that stand in the document once its tracked changes are taken. Not here:
counting numbers (``numbering``), tables and the order of things (``writing``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import attrs
from docx.oxml.ns import qn  # noqa: TID253 - imported by the importer when it reads

from plan_tasks.plugins.importers.docx.numbering import Numbering

__all__ = ["Paragraph", "Paragraphs"]

_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BOX: Final = qn("w:txbxContent")
_GONE: Final = frozenset((qn("w:del"), qn("w:moveFrom")))
_ADDED: Final = frozenset((qn("w:ins"), qn("w:moveTo")))
#: What holds no words of the line: properties, the small signs over a word, what was deleted or stands elsewhere.
_SKIPPED: Final = frozenset((qn("w:pPr"), qn("w:rPr"), qn("w:rt"), _BOX, _FALLBACK, *_GONE))
_SIGNS: Final = {qn("w:tab"): "\t", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_HEADING: Final = re.compile(r"heading ([1-9])")
_OFF: Final = ("0", "false", "off")
_BODY_LEVEL: Final = 9
_MOST_PARENTS: Final = 20


@attrs.frozen(kw_only=True)
class Paragraph:
    """A paragraph.

    Attributes:
        text: Its words, with line breaks where they are broken by hand.
        label: The number or bullet before it, which is not among its words; empty for none.
        level: How deep a heading it is, from 0; None for no heading.
        title: Whether it has the style of the document's title.
        goes_on: Whether its end was deleted, so that the next paragraph goes on with it.
    """

    text: str
    label: str = ""
    level: int | None = None
    title: bool = False
    goes_on: bool = False


@attrs.frozen(kw_only=True)
class _Style:
    name: str
    parent: str
    level: int | None
    number: str | None
    depth: int | None


class Paragraphs:
    """Reads the paragraphs of a document in order.

    Args:
        styles: The element ``w:styles``.
        numbering: The element ``w:numbering``; None where there is none.

    Attributes:
        boxes: How many text boxes were left out.
        changed: Whether there are tracked changes.
    """

    def __init__(self, styles: Any, numbering: Any) -> None:
        self.boxes = 0
        self.changed = False
        self._numbering = Numbering(numbering)
        self._styles: dict[str, _Style] = {}
        self._usual = ""
        for one in styles.findall(qn("w:style")):
            if one.get(qn("w:type")) != "paragraph":
                continue
            key = one.get(qn("w:styleId"), "")
            properties = one.find(qn("w:pPr"))
            number, depth = _list_place(properties)
            self._styles[key] = _Style(
                name=(_value(one, "w:name") or "").lower(),
                parent=_value(one, "w:basedOn") or "",
                level=_level(properties),
                number=number,
                depth=depth,
            )
            if one.get(qn("w:default")) in ("1", "true"):
                self._usual = key

    def read(self, element: Any) -> Paragraph | None:
        """Read a paragraph; None for a line of the table of contents."""
        properties = element.find(qn("w:pPr"))
        style = (_value(properties, "w:pStyle") if properties is not None else None) or self._usual
        line = list(self._line_of(style))
        if any(one.name.startswith("toc ") for one in line):
            return None
        pieces: list[str] = []
        self._gather(element, pieces)
        text = "".join(pieces)
        level = _level(properties)
        if level is None:
            level = next((found for one in line if (found := _level_of(one)) is not None), None)
        mark = properties.find(qn("w:rPr")) if properties is not None else None
        return Paragraph(
            text=text,
            label=self._label(properties, style, line),  # counts on, whether there are words or not
            level=level if level is not None and level < _BODY_LEVEL else None,
            title=any(one.name == "title" for one in line),
            goes_on=mark is not None and mark.find(qn("w:del")) is not None,
        )

    def _line_of(self, style: str) -> Iterator[_Style]:
        """A style, the one it is based on, and so on."""
        for _ in range(_MOST_PARENTS):
            found = self._styles.get(style)
            if found is None:
                return
            yield found
            style = found.parent

    def _label(self, properties: Any, style: str, line: list[_Style]) -> str:
        number, depth = _list_place(properties)
        if number is None:
            number = next((one.number for one in line if one.number is not None), None)
            inherited = next((one.depth for one in line if one.depth is not None), None)
            depth = depth if depth is not None else inherited
            if number is not None and depth is None:
                depth = self._numbering.level_of(number, style)
        if number is None or number == "0":
            return ""
        return self._numbering.label(number, depth or 0)

    def _gather(self, element: Any, pieces: list[str]) -> None:
        """Add the words below an element, which is never deeper than the XML library allows."""
        for child in element:
            tag = child.tag
            if tag == qn("w:t"):
                pieces.append(child.text or "")
            elif tag == qn("w:br"):
                pieces.append("" if child.get(qn("w:type")) in ("page", "column") else "\n")
            elif tag in _SIGNS:
                pieces.append(_SIGNS[tag])
            elif tag in _SKIPPED:
                self.boxes += tag == _BOX
                self.changed = self.changed or tag in _GONE
            elif tag != qn("w:r") or not _is_hidden(child):
                self.changed = self.changed or tag in _ADDED
                self._gather(child, pieces)


def _is_hidden(run: Any) -> bool:
    properties = run.find(qn("w:rPr"))
    hidden = properties.find(qn("w:vanish")) if properties is not None else None
    return hidden is not None and hidden.get(qn("w:val"), "1") not in _OFF


def _list_place(properties: Any) -> tuple[str | None, int | None]:
    """Id of the list and level in it that properties name."""
    place = properties.find(qn("w:numPr")) if properties is not None else None
    if place is None:
        return None, None
    depth = _value(place, "w:ilvl")
    return _value(place, "w:numId"), int(depth) if depth is not None and depth.isdigit() else None


def _level(properties: Any) -> int | None:
    value = _value(properties, "w:outlineLvl") if properties is not None else None
    return int(value) if value is not None and value.isdigit() else None


def _level_of(style: _Style) -> int | None:
    if style.level is not None:
        return style.level
    named = _HEADING.fullmatch(style.name)
    return int(named[1]) - 1 if named is not None else None


def _value(element: Any, tag: str) -> str | None:
    found = element.find(qn(tag))
    value: str | None = None if found is None else found.get(qn("w:val"))
    return value
