"""Text that strangers typed, made safe to print: shared by all formats; what each format escapes besides is its own.

Nothing is dropped: what cannot be printed is replaced by something that can be seen.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["one_line", "visible"]

#: Characters that change the direction of the text around them, and other invisible marks that mislead.
_MISLEADING: Final = "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
_UNPRINTABLE: Final = re.compile(f"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029{_MISLEADING}\ud800-\udfff]")
_LINE_END: Final = re.compile("\r\n?|\x85|\u2028|\u2029|\x0b|\x0c")
_SUSPECT: Final = re.compile(f"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029{_MISLEADING}\ud800-\udfff]")
_CONTROL_PICTURES: Final = 0x2400
_DELETE: Final = 0x7F


def visible(text: str) -> str:
    r"""Text whose every character can be seen, lines kept.

    Args:
        text: Any text, also with lone surrogates.

    Returns:
        The text with line ends as line feeds, tabs as spaces, control characters as their pictures (U+2400 on),
        direction marks and other invisible characters as ``[U+202E]``, lone surrogates as U+FFFD.

    Example:
        >>> visible("a\tb\x07c\u202ed")
        'a b␇c[U+202E]d'
    """
    if not _SUSPECT.search(text):
        return text
    return _UNPRINTABLE.sub(_shown, _LINE_END.sub("\n", text))


def one_line(text: str) -> str:
    r"""The same on one line: line ends become spaces, and spaces at both ends go.

    Example:
        >>> one_line(" first\nsecond ")
        'first second'
    """
    return " ".join(visible(text).split("\n")).strip()


def _shown(match: re.Match[str]) -> str:
    character = match.group()
    number = ord(character)
    if character == "\t":
        return " "
    if number < 0x20:
        return chr(_CONTROL_PICTURES + number)
    if number == _DELETE:
        return "\u2421"
    if unicodedata.category(character) == "Cs":
        return "\ufffd"
    return f"[U+{number:04X}]"
