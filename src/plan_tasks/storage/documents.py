"""How a document that the program keeps for itself becomes the text of a row and back; see `Settings`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from plan_tasks.errors import InvalidValue, StoreDamaged

__all__ = ["LONGEST_NAME", "document_of", "text_of"]

LONGEST_NAME = 128
"""Characters in the name of a document."""

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode


def text_of(name: str, document: Mapping[str, Any]) -> str:
    """Writes a document; the same text for equal ones.

    Args:
        name: Under which name it will be kept.
        document: Plain data, as JSON has it.

    Returns:
        JSON.

    Raises:
        InvalidValue: The name is empty or too long, or this is nothing that JSON can write.

    Example:
        >>> text_of("silences", {"by": "督查室"})
        '{"by":"督查室"}'
    """
    if not isinstance(name, str) or not 0 < len(name) <= LONGEST_NAME:
        raise InvalidValue(f"{name!r} cannot name a document", remedy=f"give 1 to {LONGEST_NAME} characters")
    try:
        text = _encode(dict(document))
        (name + text).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise InvalidValue(
            f"the document {name!r} cannot be written as JSON: {error}", remedy="give plain data with names of text"
        ) from None
    return text


def document_of(text: str, *, where: str = "") -> dict[str, Any]:
    """Reads what `text_of` wrote.

    Raises:
        StoreDamaged: It is something else.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise StoreDamaged(f"the document cannot be read: {error}", where=where, remedy="restore a backup") from None
    if not isinstance(document, dict):
        raise StoreDamaged("the document is no object", where=where, remedy="restore a backup")
    return document
