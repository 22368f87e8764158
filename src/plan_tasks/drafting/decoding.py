"""From the bytes of a file to its text: UTF-8, UTF-16 with a byte order mark, GB18030.

Lives here: telling encodings apart, and saying plainly why bytes are not text. Not here: changes of characters
(``characters``); a decoded text keeps its newlines as they are.
"""

from __future__ import annotations

import codecs
from typing import Final

import attrs

from plan_tasks.errors import SourceUnreadable

__all__ = ["MAX_BYTES", "Decoded", "decode", "decode_head"]

MAX_BYTES: Final = 16 * 1024 * 1024
"""A work report has some 60 kB; what is larger than this is not one."""

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Control characters that no text has; tab, line feed, form feed, carriage return and Ctrl-Z (an old end mark) may be.
_CONTROL: Final = bytes(set(range(32)) - {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1A})
_CONTROL_SHARE: Final = 0.01
_ENCODINGS: Final = "UTF-8, UTF-16 with a byte order mark, or GB18030"


@attrs.frozen
class Decoded:
    """A text and what it was written in.

    Attributes:
        text: All characters; a byte order mark is not one of them.
        encoding: Python's name of the encoding: ``utf-8``, ``utf-16-le``, ``utf-16-be`` or ``gb18030``.
    """

    text: str
    encoding: str


def decode(data: bytes, *, name: str = "") -> Decoded:
    """Turn a file's bytes into text.

    UTF-8 is tried first: text in another encoding is hardly ever valid UTF-8. GB18030, which most other Chinese files
    are in, comes second.

    Args:
        data: The bytes, at most `MAX_BYTES`.
        name: The file's name, for errors.

    Returns:
        The text and its encoding.

    Raises:
        SourceUnreadable: Nothing but white space, too large, or not text in a known encoding.

    Example:
        >>> decode("生产总值增长7.5%".encode("gb18030"))
        Decoded(text='生产总值增长7.5%', encoding='gb18030')
    """
    if not data.strip():
        raise SourceUnreadable("the file is empty", where=name, remedy="give a file with text")
    if len(data) > MAX_BYTES:
        size, limit = (count / 1024 / 1024 for count in (len(data), MAX_BYTES))
        raise SourceUnreadable(
            f"the file has {size:.0f} MB, more than the {limit:.0f} MB that are read",
            where=name,
            remedy="give the report alone, or split it",
        )
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(Decoded(_decoded(data[len(mark) :], encoding, name), encoding), name)
    if _is_binary(data):
        raise SourceUnreadable("the file is not text", where=name, remedy=f"give text in {_ENCODINGS}")
    try:
        return _checked(Decoded(data.decode("utf-8"), "utf-8"), name)
    except UnicodeDecodeError:
        return _checked(Decoded(_decoded(data, "gb18030", name), "gb18030"), name)


def decode_head(data: bytes) -> str:
    """The text of a file's first bytes, which may end within a character; empty when they are not text."""
    for cut in range(4):  # no encoding here has characters of more than four bytes
        try:
            return decode(data[: len(data) - cut]).text
        except SourceUnreadable:
            continue
    return ""


def _decoded(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceUnreadable(
            f"the bytes from {error.start} on are not text", where=name, remedy=f"save the file in {_ENCODINGS}"
        ) from None


def _checked(decoded: Decoded, name: str) -> Decoded:
    if not decoded.text.strip():
        raise SourceUnreadable("the file is empty", where=name, remedy="give a file with text")
    return decoded


def _is_binary(data: bytes) -> bool:
    sample = data[:65536]
    if b"\0" in sample:
        return True
    return len(sample) - len(sample.translate(None, _CONTROL)) > _CONTROL_SHARE * len(sample)
