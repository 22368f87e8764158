"""Text that strangers typed, made fit for a line, for a limit in bytes, and for Markdown."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

__all__ = ["cut", "lookalikes", "one_line"]

_HARMFUL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_LOOKALIKES: Final = str.maketrans("\\`*_~[]<>#|&", "＼｀＊＿～［］＜＞＃｜＆")
_LINE_START: Final = re.compile(r"(?m)^(\s*)(?:([-+=])|([0-9]+)([.)]))")
_LINE_STARTS: Final = MappingProxyType({"-": "－", "+": "＋", "=": "＝", ".": "．", ")": "）"})


def one_line(text: str) -> str:
    r"""Makes one line of any text: white space becomes single spaces, what could harm a header or a screen goes.

    Example:
        >>> one_line("Open the library\r\nBcc: all@example.org")
        'Open the library Bcc: all@example.org'
    """
    return " ".join(_HARMFUL.sub(" ", text).split())


def cut(text: str, max_bytes: int | None) -> str:
    """Cuts text to so many bytes of UTF-8, at a character.

    Args:
        text: The text.
        max_bytes: Longest allowed, from 3 up; None for no limit.

    Returns:
        The text, with ``…`` at its end where something was cut.

    Example:
        >>> cut("开放图书馆", 12), cut("开放图书馆", 15)
        ('开放图…', '开放图书馆')
    """
    data = text.encode(errors="replace")
    if max_bytes is None or len(data) <= max_bytes:
        return text
    return data[: max(max_bytes - 3, 0)].decode(errors="ignore") + "…"


def lookalikes(text: str) -> str:
    """Text that Markdown reads as text: what would be markup is written in the full-width form that looks like it.

    The Markdown of chat robots knows no escapes, so this is the way that is the same for all of them.

    Example:
        >>> lookalikes("1. [a](b) <@all>")
        '1． ［a］(b) ＜@all＞'
    """
    return _LINE_START.sub(_no_start, text.translate(_LOOKALIKES))


def _no_start(found: re.Match[str]) -> str:
    space, sign, number, after = found.groups()
    return f"{space}{_LINE_STARTS[sign]}" if sign else f"{space}{number}{_LINE_STARTS[after]}"
