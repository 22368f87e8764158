"""The numbers that a document gives its paragraphs by itself: 一、 (一) 1. and bullets, which are not in its text.

Lives here: `Numbering`, which counts as the program does that shows the document. Not here: which paragraphs are
numbered (``paragraphs``).
"""

from __future__ import annotations

import re
from typing import Any, Final

import attrs
from docx.oxml.ns import qn  # noqa: TID253 - imported by the importer when it reads

__all__ = ["Numbering", "numbered"]

_LEVELS: Final = 9
_BULLETS: Final = frozenset("•■●◆▪·○□★☆▶►➤※√")  # those that the reader knows; any other is shown as a dash
_PLACE: Final = re.compile(r"%([1-9])")
_DIGITS: Final = "零一二三四五六七八九"
_LEGAL: Final = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN: Final = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_COUNTING: Final = frozenset(
    (
        *("chineseCounting", "chineseCountingThousand", "japaneseCounting", "koreanCounting"),
        *("taiwaneseCounting", "taiwaneseCountingThousand"),
    )
)


@attrs.frozen(kw_only=True)
class _Level:
    """How a level of a list is numbered."""

    format: str = "decimal"
    text: str = ""
    start: int = 1
    legal: bool = False
    style: str = ""


class Numbering:
    """The lists of a document and how far each has counted.

    Args:
        element: The element ``w:numbering``; None where the document has no lists.
    """

    def __init__(self, element: Any) -> None:
        self._lists: dict[str, dict[int, _Level]] = {}
        self._list_of: dict[str, str] = {}
        self._overrides: dict[str, dict[int, _Level]] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, list[int | None]] = {}
        if element is not None:
            self._read(element)

    def level_of(self, number: str, style: str) -> int:
        """The level of a list that belongs to a style of paragraphs; 0 where none does."""
        levels = self._lists.get(self._list_of.get(number, ""), {})
        return next((depth for depth, level in levels.items() if style and level.style == style), 0)

    def label(self, number: str, depth: int) -> str:
        """Count on, and say what stands before the paragraph.

        Args:
            number: Id of the list as the paragraph names it.
            depth: Level in the list, from 0.

        Returns:
            The number with its signs, such as 一、; ``-`` or its own sign for a bullet; empty for none.
        """
        key = self._list_of.get(number)
        if key is None or not 0 <= depth < _LEVELS:
            return ""
        counts = self._counts.setdefault(key, [None] * _LEVELS)
        for fresh, start in self._starts.pop(number, {}).items():
            counts[fresh:] = [start - 1, *[None] * (_LEVELS - fresh - 1)]
        levels = {**self._lists.get(key, {}), **self._overrides.get(number, {})}
        before = counts[depth]
        counts[depth] = before + 1 if before is not None else levels.get(depth, _Level()).start
        counts[depth + 1 :] = [None] * (_LEVELS - depth - 1)
        level = levels.get(depth)
        if level is None or level.format == "none":
            return ""
        if level.format == "bullet":
            return level.text if level.text in _BULLETS else "-"

        def shown(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            of_place = levels.get(at, _Level())
            count = counts[at] if counts[at] is not None else of_place.start
            return numbered(count or 0, "decimal" if level.legal else of_place.format)

        return _PLACE.sub(shown, level.text).strip()

    def _read(self, element: Any) -> None:
        linked: dict[str, str] = {}
        by_style: dict[str, str] = {}
        for one in element.findall(qn("w:abstractNum")):
            key = one.get(qn("w:abstractNumId"), "")
            self._lists[key] = _levels(one)
            if (link := _value(one, "w:numStyleLink")) is not None:
                linked[key] = link
            if (style := _value(one, "w:styleLink")) is not None:
                by_style[style] = key
        for key, style in linked.items():
            self._lists[key] = self._lists.get(by_style.get(style, ""), {}) or self._lists[key]
        for one in element.findall(qn("w:num")):
            number = one.get(qn("w:numId"), "")
            self._list_of[number] = _value(one, "w:abstractNumId") or ""
            for override in one.findall(qn("w:lvlOverride")):
                depth = _whole(override.get(qn("w:ilvl")), 0)
                if (start := _value(override, "w:startOverride")) is not None and 0 <= depth < _LEVELS:
                    self._starts.setdefault(number, {})[depth] = _whole(start, 1)
                self._overrides.setdefault(number, {}).update(_levels(override))


def _levels(element: Any) -> dict[int, _Level]:
    levels = {}
    for one in element.findall(qn("w:lvl")):
        legal = one.find(qn("w:isLgl"))
        levels[_whole(one.get(qn("w:ilvl")), 0)] = _Level(
            format=_value(one, "w:numFmt") or "decimal",
            text=_value(one, "w:lvlText") or "",
            start=_whole(_value(one, "w:start"), 1),
            legal=legal is not None and legal.get(qn("w:val"), "1") not in ("0", "false"),
            style=_value(one, "w:pStyle") or "",
        )
    return levels


def _value(element: Any, tag: str) -> str | None:
    found = element.find(qn(tag))
    value: str | None = None if found is None else found.get(qn("w:val"))
    return value


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 7 else otherwise


def numbered(count: int, form: str) -> str:
    """A number in one of the forms that lists have.

    Args:
        count: The number, from 0.
        form: The form's name in the file format; one that is not known gives digits.

    Example:
        >>> numbered(12, "chineseCounting"), numbered(3, "decimalEnclosedCircle"), numbered(4, "lowerRoman")
        ('十二', '③', 'iv')
    """
    if form in _COUNTING:
        return _counted(count)
    if form == "chineseLegalSimplified":
        return _counted(count).translate(_LEGAL)
    if form == "ideographDigital":
        return "".join("〇" if digit == "0" else _DIGITS[int(digit)] for digit in str(count))
    if form == "ideographTraditional" and 1 <= count <= len(_STEMS):
        return _STEMS[count - 1]
    if form == "ideographZodiac" and 1 <= count <= len(_BRANCHES):
        return _BRANCHES[count - 1]
    if form.startswith("decimalEnclosedCircle") and 1 <= count <= 20:
        return chr(ord("①") + count - 1)
    if form == "decimalFullWidth":
        return str(count).translate({ord("0") + digit: ord("０") + digit for digit in range(10)})
    if form == "decimalZero":
        return f"{count:02}"
    if form in ("lowerLetter", "upperLetter") and 1 <= count <= 26 * 20:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman") and 1 <= count < 4000:
        return _roman(count) if form == "lowerRoman" else _roman(count).upper()
    return str(count)


def _counted(count: int) -> str:
    """A number as it is said: 十, 二十一, 一百零三."""
    if not 0 < count < 10_000:
        return _DIGITS[0] if count == 0 else str(count)
    said, gap = "", False
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = count // unit % 10
        if digit:
            said += ("零" if gap and said else "") + _DIGITS[digit] + sign
        gap = not digit
    return said.removeprefix("一") if said.startswith("一十") else said


def _roman(count: int) -> str:
    said = ""
    for value, sign in _ROMAN:
        said += sign * (count // value)
        count %= value
    return said
