r"""Text that strangers typed, as Markdown that shows it unchanged.

Rules: GitHub Flavored Markdown (https://github.github.com/gfm/), backslash escapes (section 6.1) for what begins
inline markup, character references (6.2) for what HTML would read, and ``&#36;`` for the dollar of mathematics.
"""

from __future__ import annotations

import re
from typing import Final

from plan_tasks.reporting.escaping import visible

__all__ = ["cell_text", "item_text", "paragraph_text", "short_text"]

_INLINE: Final = re.compile(r"[\\`*_\[\]~|]")
_REFERENCES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&#36;", "@": "&#64;"})
_SCHEME: Final = re.compile(r"(?<![A-Za-z])(https?|ftp|mailto|xmpp)(:)", re.IGNORECASE)
_WWW: Final = re.compile(r"\b(www)\.", re.IGNORECASE)
_SPECIAL: Final = re.compile(r"[\\`*_\[\]~|&<>$@:]|www\.", re.IGNORECASE)
_BLOCK_START: Final = re.compile(r"^([#+=-]|\d{1,9}[.)])")


def _escaped(text: str) -> str:
    if not _SPECIAL.search(text):
        return text
    text = _INLINE.sub(r"\\\g<0>", text.translate(_REFERENCES))
    # GitHub makes links of bare addresses; a reference in the middle stops that and reads the same
    text = _SCHEME.sub(r"\1&#58;", text)
    return _WWW.sub(r"\1&#46;", text)


def short_text(text: str) -> str:
    r"""One line: a title or a heading.

    Example:
        >>> print(short_text("*A* <b>"))
        \*A\* &lt;b&gt;
    """
    return _escaped(" ".join(visible(text).split()))


def cell_text(text: str) -> str:
    r"""The content of a table's cell; line breaks are kept.

    Example:
        >>> print(cell_text("a|b\nc"))
        a\|b<br>c
    """
    return "<br>".join(_escaped(line.strip()) for line in visible(text).split("\n"))


def item_text(text: str) -> str:
    r"""The beginning of a list's item: as in a cell, but no list, heading or rule begins there.

    Example:
        >>> print(item_text("- a"))
        \- a
    """
    return _BLOCK_START.sub(_escaped_start, cell_text(text))


def paragraph_text(text: str) -> str:
    r"""Running text; line breaks are kept, and no line begins a list, heading or rule.

    Example:
        >>> print(paragraph_text("# one\n1. two"))
        \# one<br>
        1\. two
    """
    return "<br>\n".join(_line(line.strip()) for line in visible(text).split("\n"))


def _line(line: str) -> str:
    return _BLOCK_START.sub(_escaped_start, _escaped(line))


def _escaped_start(match: re.Match[str]) -> str:
    return f"{match.group()[:-1]}\\{match.group()[-1]}"
