r"""How wide text is where every character takes one or two columns: in terminals and plain text.

Widths are those of Unicode's East Asian Width (UAX #11): wide and full-width characters take two columns, combining
and format characters none.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

__all__ = ["display_width", "pad", "shorten"]

_MARKS: Final = frozenset({"Mn", "Me", "Cf"})


@lru_cache(maxsize=65536)
def character_width(character: str, wide: bool) -> int:  # noqa: FBT001 - positional for the cache
    """How many columns one character takes; `wide` counts characters of ambiguous width as two."""
    if unicodedata.category(character) in _MARKS:
        return 0
    kind = unicodedata.east_asian_width(character)
    return 2 if kind in "WF" or (wide and kind == "A") else 1


def display_width(text: str, *, wide: bool = False) -> int:
    """How many columns a line of text takes.

    Args:
        text: One line.
        wide: Whether characters of ambiguous width take two columns.

    Returns:
        The number of columns.

    Example:
        >>> display_width("GDP增长7.5%"), display_width("e\u0301"), display_width("—"), display_width("—", wide=True)
        (11, 1, 1, 2)
    """
    if text.isascii():
        return len(text)
    return sum(character_width(character, wide) for character in text)


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Fills a line with spaces to a width; `right` puts the text at the right.

    Example:
        >>> pad("目标", 6), pad("目标", 6, right=True)
        ('目标  ', '  目标')
    """
    spaces = " " * (width - display_width(text))
    return spaces + text if right else text + spaces


def shorten(text: str, width: int) -> str:
    """Cuts a line to a width, with an ellipsis in place of what is gone.

    Example:
        >>> shorten("推进郑许一体化", 8), shorten("ok", 8)
        ('推进郑…', 'ok')
    """
    if display_width(text) <= width:
        return text
    kept, room = [], width - 1
    for character in text:
        room -= character_width(character, wide=False)
        if room < 0:
            break
        kept.append(character)
    return "".join(kept) + "…"
