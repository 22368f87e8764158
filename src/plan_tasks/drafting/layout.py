"""The blocks of a document: headings by level, items, paragraphs, rows of tables.

Lives here: `Block`, and finding blocks by their marks (Markdown, 一、 (一) 1. (1) ① - ■ ●, a number on a line of its
own). Not here: what the blocks say (``measures``, ``targets``, ``tables``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from plan_tasks.drafting.characters import PICTURES, clean
from plan_tasks.drafting.numerals import chinese_number

__all__ = ["ENGLISH_MARKS", "MARKS", "Block", "Rank", "blocks"]

_LONGEST_HEADING: Final = 60
_HARD_WRAP: Final = 28  # a shorter line is not one that a program broke


class Rank:
    """How deep a mark stands; the smaller encloses the greater. Markdown headings have their level."""

    PART = 10  # 第一章, 第一部分
    COMMA = 11  # 一、
    BRACKET = 12  # (一)
    POINT = 13  # 1.
    BRACKET_NUMBER = 14  # (1)
    CIRCLE = 15  # ①
    BULLET = 16
    TEXT = 99


@attrs.frozen(kw_only=True)
class Block:
    """A line or paragraph without its mark.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last.
        rank: How deep its mark stands; `Rank.TEXT` for none.
        number: What it is numbered, in Arabic digits where it is a number; empty for none.
        row: Whether it is a row of a table with bars.
    """

    start: int
    end: int
    rank: int = Rank.TEXT
    number: str = ""
    row: bool = False

    def text(self, document: str) -> str:
        """Its characters."""
        return document[self.start : self.end]

    def is_short(self, document: str) -> bool:
        """Whether it is as short as a heading: one sentence at most, of at most 60 characters or 120 Latin ones."""
        text = document[self.start : self.end].rstrip(" \t*_。.:：;；")
        longest = (
            _LONGEST_HEADING if not text.isascii() else 2 * _LONGEST_HEADING
        )  # a letter says less than a character
        return len(text) <= longest and not _SENTENCE.search(text)


_SENTENCE: Final = re.compile(r"[。!?！？;；]|[a-z)]\. ")
_LINE: Final = re.compile(r"[^\r\n\v\f\u2028\u2029]+")
_CHINESE: Final = "[一二三四五六七八九十百]"
_EMPHASIS: Final = r"[*_ \t\u3000\u00a0]*"
_HASHES: Final = re.compile(r"[ \t\u3000]*(#{1,6})[ \t]+")
MARKS: Final = (
    (re.compile(rf"{_EMPHASIS}第({_CHINESE}{{1,4}}|\d{{1,3}})(?:部分|章|篇|节|编)[、:： \u3000]*"), Rank.PART),
    (re.compile(rf"{_EMPHASIS}({_CHINESE}{{1,4}})[、，,．.][ \u3000]*"), Rank.COMMA),
    (re.compile(rf"{_EMPHASIS}[(（]({_CHINESE}{{1,4}})[)）][、.]?[ \u3000]*"), Rank.BRACKET),
    (re.compile(rf"{_EMPHASIS}(\d{{1,3}}(?:\.\d{{1,2}}){{0,3}})(?:[、．]|\.(?!\d)|[)）])[ \u3000]*"), Rank.POINT),
    (re.compile(rf"{_EMPHASIS}[(（](\d{{1,3}})[)）][、.]?[ \u3000]*"), Rank.BRACKET_NUMBER),
    (re.compile(rf"{_EMPHASIS}([①-⑳])[ \u3000]*"), Rank.CIRCLE),
    (
        re.compile(rf"[ \t\u3000]*([-*+][ \t]+|[-–—](?![-–—\d])|[•·※√{PICTURES}]\ufe0f?\s*)"),
        Rank.BULLET,
    ),
)
#: Those of English plans besides: Part 2, Objective 1:, KR 1.2:, A., 1.2 without a point behind it, (a).
ENGLISH_MARKS: Final = (
    (
        re.compile(
            rf"{_EMPHASIS}(?:Part|Chapter|Section|Priority|Objective|Goal|Pillar|Theme|Strand|Area) "
            rf"(\d{{1,2}}|[IVX]{{1,5}}\b|[A-Z]\b)[*_]*(?:[:.]|[ ]?[–—-])?[*_]*[ ]*(?=\S)"
        ),
        Rank.PART,
    ),
    (
        re.compile(
            rf"{_EMPHASIS}(?:KR|Key [Rr]esult|Action|Measure|Task) ?(\d{{1,2}}(?:\.\d{{1,2}})?)[*_]*[:.][*_]*[ ]*"
        ),
        Rank.POINT,
    ),
    (re.compile(rf"{_EMPHASIS}([IVX]{{1,5}}|[A-Z])[.)][*_]*[ ]+(?=\S)"), Rank.COMMA),
    (re.compile(rf"{_EMPHASIS}(\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})\.?[*_]*[ \t]+(?=[A-Za-z*_])"), Rank.BRACKET_NUMBER),
    (re.compile(rf"{_EMPHASIS}[(]?([a-z]|[ivx]{{1,5}})[)][ ]+(?=\S)"), Rank.BRACKET_NUMBER),
    *MARKS,
)
_NUMBER_ALONE: Final = re.compile(r"[ \t\u3000]*[*_]*(\d{1,2})[*_]*[ \t\u3000]*$")
Marks = Sequence[tuple[re.Pattern[str], int]]
_BRACKETS: Final = re.compile(r"[()（）\[\]【】]|\n[ \t\r]*\n")
_OPENING: Final = frozenset("(（[【")
_LONGEST_BRACKET: Final = 400
_FENCE: Final = re.compile(r"[ \t]*\|?[ \t]*:?-{2,}")
_ENDS: Final = frozenset('。；;：:！!？?…”"』」）)】]>|')


def blocks(document: str, *, marks: Marks = MARKS, hanging: bool = False) -> Iterator[Block]:
    """Cut a document into blocks.

    Args:
        document: The text.
        marks: What marks a line, and how deep each mark stands.
        hanging: Whether an indented line goes on with the item above it. In Chinese it begins a paragraph.

    Returns:
        Its blocks in order; blank lines, and the lines under a table's heading, are left out.
    """
    waiting: Block | None = None  # a paragraph that may go on in the next line
    number_alone: str | None = None
    last_end = swallowed = 0
    for line in _LINE.finditer(document):
        start, end = line.span()
        if start < swallowed:
            continue
        blank_before = document.count("\n", last_end, start) > 1
        last_end = end
        if not document[start:end].strip():
            continue
        if document.find("|", start, end) >= 0 and number_alone is None:
            if waiting is not None:
                yield waiting
                waiting = None
            if not _FENCE.match(document, start, end):
                yield Block(start=start, end=end, row=True)
            continue
        alone = _NUMBER_ALONE.match(document, start, end)
        if alone is not None:
            if waiting is not None:
                yield waiting
                waiting = None
            number_alone = alone.group(1)
            continue
        end = _bracket_end(document, start, end)
        swallowed = end
        block = _marked(document, start, end, marks)
        if number_alone is not None:
            if block.rank == Rank.TEXT and block.is_short(document):
                block = attrs.evolve(block, rank=Rank.COMMA, number=_digits(number_alone))
            number_alone = None
        if block.start >= block.end:
            continue
        if waiting is not None:
            goes_on = _hangs(document, block) if waiting.rank != Rank.TEXT else _goes_on(document, waiting, block)
            if block.rank == Rank.TEXT and not blank_before and goes_on:
                waiting = attrs.evolve(waiting, end=block.end)
                continue
            yield waiting
            waiting = None
        if block.rank == Rank.TEXT or (hanging and block.rank >= Rank.POINT):
            waiting = block
        else:
            yield block
    if waiting is not None:
        yield waiting


def _bracket_end(document: str, start: int, end: int) -> int:
    """Where a line ends, the lines added in which a bracket that it leaves open is closed."""
    opened = 0
    for sign in _BRACKETS.finditer(document, start, end):
        opened = opened + 1 if sign.group() in _OPENING else max(0, opened - 1)
    if not opened:
        return end
    for sign in _BRACKETS.finditer(document, end, end + _LONGEST_BRACKET):
        if sign.group().isspace():
            return end
        opened += 1 if sign.group() in _OPENING else -1
        if not opened:
            rest = _LINE.match(document, sign.start())
            return rest.end() if rest is not None else sign.end()
    return end


def _goes_on(document: str, before: Block, block: Block) -> bool:
    """Whether a line is the rest of the one before it, which a program broke at some width."""
    start = document.rfind("\n", before.start, before.end) + 1 or before.start
    length = before.end - max(start, before.start)
    if document[before.end - 1] in _ENDS or length < _HARD_WRAP:
        return False
    return block.end - block.start <= length + 2


def _hangs(document: str, block: Block) -> bool:
    """Whether a line without a mark is indented, or begins within a sentence, and so goes on with the item above it."""
    return document[block.start - 1 : block.start] in (" ", "\t") or document[block.start].islower()


def _marked(document: str, start: int, end: int, marks: Marks) -> Block:
    """A line as a block: its mark taken off. A mark inside a Markdown heading or bullet gives the number."""
    hashes = _HASHES.match(document, start, end)
    rank = Rank.TEXT
    number = ""
    if hashes is not None:
        rank, start = len(hashes.group(1)), hashes.end()
    for _ in range(2):
        for pattern, depth in marks:
            mark = pattern.match(document, start, end)
            if mark is None:
                continue
            start = mark.end()
            if depth != Rank.BULLET:
                number = number or _digits(mark.group(1))
                rank = depth if rank in (Rank.TEXT, Rank.BULLET) else rank
            elif rank == Rank.TEXT:
                rank = depth
            break
        else:
            break
        if rank != Rank.BULLET:
            break
    while start < end and document[start].isspace():
        start += 1
    while end > start and document[end - 1].isspace():
        end -= 1
    if rank < Rank.PART:
        while end > start and document[end - 1] in "# ":
            end -= 1
    return Block(start=start, end=end, rank=rank, number=number)


def _digits(number: str) -> str:
    if number[0].isdigit() and number.isascii():
        return number.lstrip("0") or "0"
    if "①" <= number <= "⑳":
        return str(ord(number) - ord("①") + 1)
    amount = chinese_number(number)
    return str(amount) if amount is not None else clean(number)
