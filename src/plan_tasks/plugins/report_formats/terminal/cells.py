r"""How wide text is in a terminal, and how it is wrapped and padded to a width.

Widths are those of Unicode's East Asian Width (UAX #11): wide and full-width characters take two columns, combining
and format characters none. Lines break between Chinese characters and at spaces; closing punctuation never begins a
line and opening punctuation never ends one (避头尾).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from plan_tasks.reporting.document import Align
from plan_tasks.reporting.widths import character_width, display_width

__all__ = ["Measure"]

_NOT_FIRST: Final = frozenset("，。、；：！？）》」』】〉”’％%,.;:!?)]}…")
_NOT_LAST: Final = frozenset("（《「『【〈“‘([{")
_WORD: Final = re.compile(r"\s+|\S+")


class Measure:
    """Measures, wraps and pads text for one kind of terminal.

    Args:
        wide: Whether characters of ambiguous width take two columns.
    """

    def __init__(self, *, wide: bool = False) -> None:
        self._wide = wide

    def width(self, text: str) -> int:
        """How many columns a line of text takes."""
        return display_width(text, wide=self._wide)

    def widest_word(self, text: str) -> int:
        """Columns that the longest part of a text takes that should not be broken."""
        return max((self.width(token) for token in self._tokens(text) if not token.isspace()), default=0)

    def pad(self, text: str, width: int, align: Align = Align.START) -> str:
        """A line of text padded with spaces; one that is wider stays as it is.

        Example:
            >>> Measure().pad("滞后", 6, Align.END)
            '  滞后'
        """
        missing = max(0, width - self.width(text))
        if align is Align.END:
            return " " * missing + text
        if align is Align.CENTRE:
            return " " * (missing // 2) + text + " " * (missing - missing // 2)
        return text + " " * missing

    def wrap(self, text: str, width: int) -> list[str]:
        r"""Breaks a text into lines.

        Args:
            text: Any number of lines, without control characters.
            width: Columns that a line may take, from 2 up.

        Returns:
            At least one line, none wider than `width`. Nothing but spaces at line ends is lost.

        Example:
            >>> Measure().wrap("完成投资，加快建设。", 8)
            ['完成投', '资，加快', '建设。']
            >>> Measure().wrap("one two\nthree", 7)
            ['one two', 'three']
        """
        lines: list[str] = []
        for line in text.split("\n"):
            if self.width(line) <= width:
                lines.append(line)
            else:
                lines.extend(self._broken(line, width))
        return lines

    def _broken(self, line: str, width: int) -> Iterator[str]:
        current, used = "", 0
        for token in self._tokens(line):
            size = self.width(token)
            if used + size <= width:
                current, used = current + token, used + size
                continue
            if current.strip():
                yield current.rstrip(" ")
            if token.isspace():
                current, used = "", 0
                continue
            while self.width(token) > width:
                head = self._head(token, width)
                yield head
                token = token[len(head) :]
            current, used = token, self.width(token)
        if current.strip():
            yield current.rstrip(" ")

    def _head(self, token: str, width: int) -> str:
        """As much of a token as fits, at least one character."""
        used = 0
        for place, character in enumerate(token):
            used += character_width(character, self._wide)
            if used > width and place:
                return token[:place]
        return token

    def _tokens(self, line: str) -> Iterator[str]:
        """Parts of a line that stay together: words, and wide characters with the punctuation that clings to them."""
        for match in _WORD.finditer(line):
            word = match.group()
            if word.isspace() or word.isascii():
                yield word
            else:
                yield from self._parts(word)

    def _parts(self, word: str) -> Iterator[str]:
        part, before_wide, opening = "", False, False
        for character in word:
            size = character_width(character, self._wide)
            clings = size == 0 or opening or character in _NOT_FIRST
            breakable = size == 2 or before_wide
            if part and breakable and not clings:
                yield part
                part = ""
            part += character
            if size:
                opening = character in _NOT_LAST
                before_wide = size == 2 or (character in _NOT_FIRST and before_wide)
        if part:
            yield part
