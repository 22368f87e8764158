"""How an item becomes the JSON body of a row and back, with the fastest JSON library at hand.

The two libraries write the same bytes, so the hash chain does not depend on which is installed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any

from plan_tasks.errors import StoreDamaged
from plan_tasks.model import Goal, Item, Measure
from plan_tasks.model.converting import make_converter

__all__ = ["decode_item", "encode_item", "json_decoder", "json_encoder"]

_CLASSES: dict[str, type[Goal] | type[Measure]] = {"goal": Goal, "measure": Measure}


@cache
def json_encoder() -> Callable[[Any], str]:
    """A function from plain data to compact JSON text in UTF-8 characters."""
    try:
        import orjson
    except ImportError:
        return json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    dumps = orjson.dumps
    return lambda data: dumps(data).decode()


@cache
def json_decoder() -> Callable[[str], Any]:
    """A function from JSON text to plain data."""
    try:
        import orjson
    except ImportError:
        return json.JSONDecoder().decode
    return orjson.loads


def encode_item(item: Item) -> str:
    """Writes an item as the JSON body of its row; the same text for equal items."""
    return json_encoder()(make_converter().unstructure(item, item.__class__))


def decode_item(kind: str, body: str, *, where: str = "") -> Item:
    """Reads an item from the JSON body of its row.

    Args:
        kind: ``goal`` or ``measure``.
        body: What `encode_item` wrote.
        where: What to call the row in an error.

    Returns:
        The item.

    Raises:
        StoreDamaged: The body is not what this version writes.
    """
    try:
        return make_converter().structure(json_decoder()(body), _CLASSES[kind])
    except Exception as error:
        raise StoreDamaged("the row's body cannot be read", where=where, remedy="run a check of the store") from error
