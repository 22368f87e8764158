"""Finds in which line of a JSON text a field stands. Used only to say where an error is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

__all__ = ["line_of", "repeated_field"]

_SPACE = re.compile(r"[ \t\r\n]*")
_decode = json.JSONDecoder().raw_decode


class _Child(NamedTuple):
    """A field of an object or an element of a list: its name or number, and where it and its value begin."""

    name: str | int
    at: int
    value: int


def line_of(text: str, path: Sequence[str | int]) -> int:
    r"""The line in which a field begins.

    Args:
        text: JSON.
        path: Names of fields and numbers of elements from the outermost value inwards; as far as there are such.

    Returns:
        The number of the line, from 1.

    Example:
        >>> line_of('{\n"items": [\n{"id": "m1"},\n{"id": "m2"}]}', ["items", 1, "id"])
        4
    """
    found, at = 0, 0
    for name in path:
        child = next((each for each in _children(text, at) if each.name == name), None)
        if child is None:
            break
        found, at = child.at, child.value
    return text.count("\n", 0, found) + 1


def repeated_field(text: str) -> tuple[str, int] | None:
    """The first field that an object has twice, with its line; None where there is none."""
    waiting = [0]
    while waiting:
        names = set()
        for child in _children(text, waiting.pop()):
            if child.name in names:
                return str(child.name), text.count("\n", 0, child.at) + 1
            names.add(child.name)
            waiting.append(child.value)
    return None


def _children(text: str, at: int) -> Iterator[_Child]:
    at = _skip(text, at)
    opening = text[at : at + 1]
    if opening not in ("{", "["):
        return
    at, number = _skip(text, at + 1), 0
    while text[at] not in "}]":
        start, name = at, number
        if opening == "{":
            name, at = _decode(text, at)
            at = _skip(text, _skip(text, at) + 1)
        yield _Child(name, start, at)
        _, at = _decode(text, at)
        at = _skip(text, at)
        if text[at] == ",":
            at = _skip(text, at + 1)
        number += 1


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at
