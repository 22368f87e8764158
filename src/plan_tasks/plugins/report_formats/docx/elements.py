"""The XML of paragraphs: text that strangers typed, made safe, and what stands around it.

Everything is text, so that a body of many rows is written while it is read. Nothing here knows a document or a style.
"""

from __future__ import annotations

import re
from typing import Final
from xml.sax.saxutils import escape

from plan_tasks.reporting.escaping import visible

__all__ = ["field", "held", "paragraph", "run", "shown", "twips"]

_NO_CHARACTER: Final = re.compile("[\ufffe\uffff]")  # what XML 1.0 cannot hold and is still there
_TWIPS_OF_MILLIMETRE: Final = 1440 / 25.4


def twips(millimetres: float) -> int:
    """A length as word processors count it: in twentieths of a point.

    Example:
        >>> twips(210), twips(297)
        (11906, 16838)
    """
    return round(millimetres * _TWIPS_OF_MILLIMETRE)


def held(text: str) -> str:
    r"""Text that XML can hold, every character of which can be seen; not escaped.

    Example:
        >>> held("a\ufffe\x07")
        'a[U+FFFE]␇'
    """
    return _NO_CHARACTER.sub(lambda found: f"[U+{ord(found[0]):04X}]", visible(text))


def shown(text: str) -> str:
    r"""Text as a run holds it: every character can be seen and stands for itself, lines are kept.

    Example:
        >>> shown("<b>\nline")
        '<w:t xml:space="preserve">&lt;b&gt;</w:t><w:br/><w:t xml:space="preserve">line</w:t>'
    """
    return "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in escape(held(text)).split("\n"))


def run(text: str, look: str = "") -> str:
    """A run of text.

    Args:
        text: Any text.
        look: XML of its properties where they differ from those of its paragraph; ours, never typed by strangers.
    """
    return f"<w:r><w:rPr>{look}</w:rPr>{shown(text)}</w:r>" if look else f"<w:r>{shown(text)}</w:r>"


def field(instruction: str) -> str:
    """What a word processor fills in: ``PAGE``, ``NUMPAGES``."""
    return f'<w:fldSimple w:instr=" {instruction} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def paragraph(style: str, runs: str, look: str = "") -> str:
    """A paragraph.

    Args:
        style: Id of its style.
        runs: XML of what it holds.
        look: XML of its properties where they differ from those of the style.
    """
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{look}</w:pPr>{runs}</w:p>'
