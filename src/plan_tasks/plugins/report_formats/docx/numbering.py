"""Numbers of headings, for a document that does not number them itself.

Official documents number levels 一、 (一) 1. with full-width brackets and no pause after one; the number is text, so
that it is copied and read back with its heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from plan_tasks.model import Language
from plan_tasks.reporting.document import Heading
from plan_tasks.reporting.escaping import one_line

__all__ = ["annex_parts", "chinese_number", "numbered"]

_DIGITS: Final = "零一二三四五六七八九"
_TEN: Final = 10
_HUNDRED: Final = 100
_NUMBERED: Final = re.compile(r"[一二三四五六七八九十百]+、|[（(][一二三四五六七八九十\d]+[)）]|\d+[.．、)]")
_ANNEX: Final = re.compile(r"(附件\s*\d*|Annex(?: \d+)?)[\s:：]+(\S.*)", re.DOTALL)


def chinese_number(number: int) -> str:
    """A number in Chinese numerals, as headings have it; in digits from 100 on.

    Args:
        number: 1 or more.

    Example:
        >>> chinese_number(3), chinese_number(10), chinese_number(12), chinese_number(20), chinese_number(45)
        ('三', '十', '十二', '二十', '四十五')
    """
    if number >= _HUNDRED:
        return str(number)
    tens, ones = divmod(number, _TEN)
    return ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[ones] if ones else "")


def annex_parts(text: str) -> tuple[str, str] | None:
    """The mark and the title of an annex; None for any other heading.

    Example:
        >>> annex_parts("附件1　事项清单"), annex_parts("Annex 2: units"), annex_parts("Annexes")
        (('附件1', '事项清单'), ('Annex 2', 'units'), None)
    """
    found = _ANNEX.fullmatch(text)
    return (found[1], found[2]) if found else None


def numbered(headings: Sequence[Heading], language: Language) -> list[str]:
    """The texts of headings with their numbers.

    Args:
        headings: All headings of a document, in order.
        language: In which numbers are written.

    Returns:
        A line for each. As they are where one bears a number already; annexes and what begins a page are not counted.

    Example:
        >>> numbered([Heading(text="Overall"), Heading(text="Units", level=2)], Language.ZH)
        ['一、Overall', '（一）Units']
        >>> numbered([Heading(text="Overall"), Heading(text="Units", level=2)], Language.EN)
        ['1. Overall', '1.1. Units']
    """
    texts = [one_line(heading.text) for heading in headings]
    if any(_NUMBERED.match(text) for text in texts):
        return texts
    counts = [0, 0, 0]
    for place, heading in enumerate(headings):
        if heading.new_page or annex_parts(texts[place]):
            continue
        level = heading.level
        counts[level - 1] += 1
        counts[level:] = [0] * (len(counts) - level)
        texts[place] = _number(counts[:level], language) + texts[place]
    return texts


def _number(counts: Sequence[int], language: Language) -> str:
    if language is Language.EN:
        return ".".join(str(count) for count in counts if count) + ". "
    last = counts[-1]
    return (f"{chinese_number(last)}、", f"（{chinese_number(last)}）", f"{last}.")[len(counts) - 1]
