"""What a list may be asked for, and how pages follow each other.

A backend pushes all of it down; `matches` is the same question asked of one head in plain Python, which the memory
backend uses and the contract suite holds the others to.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import date
from typing import Generic, TypeVar

import attrs

from plan_tasks.errors import InvalidValue
from plan_tasks.model.vocabulary import ItemKind, Role, State, Term
from plan_tasks.storage.heads import ItemHead

__all__ = ["ItemQuery", "Order", "Page", "decode_cursor", "encode_cursor", "fold_ascii", "matches"]

T = TypeVar("T")


class Order(Term):
    """How a list is sorted."""

    POSITION = "position", "order of the document", "文件顺序"
    DUE = "due", "due date, then order of the document", "完成时限"


@attrs.frozen(kw_only=True)
class ItemQuery:
    """Which items are wanted; every field that is given narrows the answer.

    Attributes:
        plan: Plan id; empty for all plans of the tenant.
        kind: Goal or measure.
        area: Area id.
        owner: Owner id, in any role unless `role` is given.
        role: The role that `owner` must have; alone it has no effect.
        states: Any of these states; empty for all.
        due_before: Due date earlier than this day; items without a due date do not match.
        tag: One of the item's tags.
        text: Part of the title or text; ASCII letters match in either case.
        ids: Any of these item ids; empty for all.
        order: How the answer is sorted. In due order, items without a due date come last.
    """

    plan: str = ""
    kind: ItemKind | None = None
    area: str = ""
    owner: str = ""
    role: Role | None = None
    states: tuple[State, ...] = ()
    due_before: date | None = None
    tag: str = ""
    text: str = ""
    ids: tuple[str, ...] = ()
    order: Order = Order.POSITION


@attrs.frozen
class Page(Generic[T]):
    """A part of a list.

    Attributes:
        rows: The rows, in order.
        after: What to pass as `after` for the next page; empty when this is the last.
    """

    rows: Sequence[T]
    after: str = ""


def matches(query: ItemQuery, head: ItemHead, text: str) -> bool:
    """Whether an item answers a query.

    Args:
        query: The query.
        head: The item's head.
        text: The item's full text (its field `text`).

    Returns:
        True when every field that the query gives holds.
    """
    return (
        (not query.plan or head.plan == query.plan)
        and (query.kind is None or head.kind == query.kind.value)
        and (not query.area or head.area == query.area)
        and (not query.owner or owner_needle(query) in head.owners)
        and (not query.states or head.state in {state.value for state in query.states})
        and (query.due_before is None or (head.due is not None and head.due < query.due_before.isoformat()))
        and (not query.tag or f"\n{query.tag}\n" in head.tags)
        and (not query.text or fold_ascii(query.text) in fold_ascii(head.title + "\n" + text))
        and (not query.ids or head.id in query.ids)
    )


def owner_needle(query: ItemQuery) -> str:
    """What to look for in a head's `owners` column."""
    return f" {query.role.value}:{query.owner} " if query.role else f":{query.owner} "


_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


def fold_ascii(text: str) -> str:
    """Turns ASCII capitals into small letters and leaves every other character, as SQL's LIKE does."""
    return text.translate(_LOWER)


def encode_cursor(*parts: str | int | None) -> str:
    """Packs the sort key of a page's last row into text that a caller hands back unread."""
    packed = json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def decode_cursor(cursor: str, *, length: int) -> list[str | int | None]:
    """Unpacks what `encode_cursor` made.

    Args:
        cursor: The text.
        length: How many parts it must have.

    Returns:
        The parts.

    Raises:
        InvalidValue: The text is not a cursor of this list.
    """
    try:
        parts = json.loads(base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error):
        parts = None
    if not isinstance(parts, list) or len(parts) != length:
        raise InvalidValue(f"{cursor!r} does not name a page", remedy="give the value that the page before returned")
    return parts
