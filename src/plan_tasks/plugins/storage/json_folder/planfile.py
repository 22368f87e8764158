"""The text of a plan's file: the header and the items, in a fixed order, one field a line.

What stands in a list (an owner, a milestone, a target, a tag) is one line, so that a change of one is a change of one
line. The same plan gives the same bytes. How a file that a person changed is read is in `checking`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from plan_tasks.model import ItemKind
from plan_tasks.model.converting import unstructure
from plan_tasks.storage.contract import StoredItem, StoredPlan

__all__ = ["Texts", "item_data", "plan_data", "render", "sha256"]

#: Item id -> an item and its text, kept so that a change of one item writes the text of one.
Texts = dict[str, tuple[StoredItem, bytes]]


def sha256(data: bytes) -> str:
    """The hash by which a file is known; empty for a file that is not there or holds nothing."""
    return hashlib.sha256(data).hexdigest() if data else ""


def render(tenant: str, plan: StoredPlan, items: Iterable[StoredItem], texts: Texts) -> bytes:
    """Writes a plan's file.

    Args:
        tenant: Whose plan.
        plan: Its header.
        items: Its items in order.
        texts: Texts of items that were written before; gains those that are written now.

    Returns:
        The file's bytes, the same for equal plans.
    """
    blocks = []
    for stored in items:
        known = texts.get(stored.item.id)
        if known is None or known[0] is not stored:
            known = texts[stored.item.id] = (stored, f"\n    {_object(item_data(stored), 2)}".encode())
        blocks.append(known[1])
    head = f'{{\n  "tenant": {_text(tenant)},\n  "plan": {_object(plan_data(plan), 1)},\n  "items": ['
    return b"".join([head.encode(), b",".join(blocks), b"\n  ]\n}\n" if blocks else b"]\n}\n"])


def plan_data(stored: StoredPlan) -> dict[str, Any]:
    """The header as plain data, with its version behind its id."""
    return _with_version(unstructure(stored.plan.header()), {"version": stored.version})


def item_data(stored: StoredItem) -> dict[str, Any]:
    """An item as plain data, with its kind and version behind its id."""
    kind: ItemKind = stored.item.kind
    return _with_version(unstructure(stored.item), {"kind": kind.value, "version": stored.version})


def _with_version(data: dict[str, Any], added: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": data["id"], **added, **data}


def _object(data: Mapping[str, Any], depth: int) -> str:
    """An object with one field a line."""
    inner = "  " * (depth + 1)
    fields = (f"{inner}{_text(name)}: {_value(value, depth + 1)}" for name, value in data.items())
    return "{\n" + ",\n".join(fields) + "\n" + "  " * depth + "}"


def _value(value: Any, depth: int) -> str:
    """A field's value: a list has one element a line, an object one field."""
    inner = "  " * (depth + 1)
    if isinstance(value, (list, tuple)) and value:
        return "[\n" + ",\n".join(f"{inner}{_text(each)}" for each in value) + "\n" + "  " * depth + "]"
    if isinstance(value, dict) and value:
        return _object(value, depth)
    return _text(value)


#: One line, as JSON Lines have it too.
_text = json.JSONEncoder(ensure_ascii=False).encode
