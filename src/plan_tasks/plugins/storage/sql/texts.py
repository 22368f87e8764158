"""How a text becomes a value that every server can hold, and back: PostgreSQL's text holds no NUL.

A NUL is written as two characters that Unicode never assigns, the first of which marks such a pair; a text that has the
mark itself gets it twice. So every text comes back as it was, and a part of a text is found as it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from plan_tasks.errors import InvalidValue

__all__ = ["SEPARATOR", "asked", "packed", "packed_row", "unpacked", "unpacked_row"]

_MARK = "\ufdd0"
_NUL = _MARK + "\ufdd1"
#: Stands between two texts in one column; no packed text has it.
SEPARATOR = _MARK + "\ufdd2"


def packed(text: str) -> str:
    r"""The text without NUL.

    Example:
        >>> packed("before\0after").encode("unicode_escape"), unpacked(packed("before\0after"))
        (b'before\\ufdd0\\ufdd1after', 'before\x00after')
    """
    if "\0" not in text and _MARK not in text:
        return text
    return text.replace(_MARK, _MARK * 2).replace("\0", _NUL)


def unpacked(text: str) -> str:
    """The text that `packed` was given."""
    if _MARK not in text:
        return text
    return _MARK.join(part.replace(_NUL, "\0") for part in text.split(_MARK * 2))


def packed_row(values: Iterable[Any]) -> tuple[Any, ...]:
    """Packs the texts among the values of a row."""
    return tuple([packed(value) if value.__class__ is str else value for value in values])


def unpacked_row(values: Sequence[Any]) -> Sequence[Any]:
    """The row that `packed_row` was given."""
    for value in values:
        if value.__class__ is str and _MARK in value:
            return tuple([unpacked(value) if value.__class__ is str else value for value in values])
    return values


def asked(text: str) -> str:
    """A text that is looked for, as it stands in the store.

    Raises:
        InvalidValue: It is not Unicode, so that no server can be asked for it.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InvalidValue(
            "the text holds half of a surrogate pair, which is no character", remedy="decode it as UTF-8"
        ) from None
    return packed(text)
