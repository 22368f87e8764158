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
from functools import cached_property
from typing import Generic, TypeVar

import attrs

from plan_tasks.errors import InvalidValue
from plan_tasks.model.vocabulary import ItemKind, Role, State, Term
from plan_tasks.storage.heads import ItemHead, tag_line

__all__ = [
    "NO_DUE",
    "ItemQuery",
    "Order",
    "Page",
    "check_limit",
    "cursor_of",
    "decode_cursor",
    "encode_cursor",
    "fold_ascii",
    "key_after",
    "matches",
    "owner_needles",
    "sort_key",
    "tag_needle",
]

T = TypeVar("T")


#: Stands for "no due date" where items are sorted by it: after every date.
NO_DUE = "9999-99-99"

_MOST_POSITION = 2**63 - 1
_SHOWN = 80


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

    @cached_property
    def _wanted(self) -> frozenset[str]:
        """The ids, to look one up among: they are asked for by the thousand."""
        return frozenset(self.ids)


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
        and (not query.ids or head.id in query._wanted)
        and (query.kind is None or head.kind == query.kind.value)
        and (not query.area or head.area == query.area)
        and (not query.owner or any(needle in head.owners for needle in owner_needles(query)))
        and (not query.states or head.state in {state.value for state in query.states})
        and (query.due_before is None or (head.due is not None and head.due < query.due_before.isoformat()))
        and (not query.tag or tag_needle(query.tag) in head.tags)
        and (not query.text or _has(head.title, query.text) or _has(text, query.text))
    )


def owner_needles(query: ItemQuery) -> tuple[str, ...]:
    """What to look for in a head's `owners` column: one of these; none where nobody can have that id.

    Example:
        >>> owner_needles(ItemQuery(owner="schools", role=Role.LEAD))
        (' lead:schools ',)
    """
    if any(character.isspace() for character in query.owner):
        return ()
    return tuple(f" {role.value}:{query.owner} " for role in ([query.role] if query.role else Role))


def tag_needle(tag: str) -> str:
    """What to look for in a head's `tags` column."""
    return f"\n{tag_line(tag)}\n"


def _has(text: str, part: str) -> bool:
    return fold_ascii(part) in fold_ascii(text)


_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


def fold_ascii(text: str) -> str:
    """Turns ASCII capitals into small letters and leaves every other character, as SQL's LIKE does."""
    return text.translate(_LOWER)


def sort_key(order: Order, head: ItemHead, position: int) -> tuple[str | int, ...]:
    """What a list is sorted by, as a value that compares.

    Args:
        order: The order.
        head: A row.
        position: The row's place in its plan; whole numbers that grow in the order in which items were put.

    Returns:
        (plan, position), with the due date before them in due order.
    """
    if order is Order.DUE:
        return (head.due or NO_DUE, head.plan, position)
    return (head.plan, position)


def cursor_of(order: Order, head: ItemHead, position: int) -> str:
    """The cursor that stands for a page's last row; arguments as for `sort_key`."""
    return encode_cursor(*sort_key(order, head, position))


def key_after(query: ItemQuery, after: str) -> tuple[str | int, ...] | None:
    """The sort key of the last row of the page before.

    Args:
        query: The query.
        after: What `cursor_of` made, or empty.

    Returns:
        The key, as `sort_key` makes it; None where `after` is empty.

    Raises:
        InvalidValue: The text is not a cursor of this list: a page of another order or plan, or no cursor at all.
    """
    if not after:
        return None
    kinds = (str, str, int) if query.order is Order.DUE else (str, int)
    parts = decode_cursor(after, length=len(kinds))
    *_, plan, position = parts
    if (
        any(part.__class__ is not kind for part, kind in zip(parts, kinds, strict=True))
        or (query.plan and plan != query.plan)
        or not 0 <= int(position or 0) <= _MOST_POSITION
    ):
        raise _no_cursor(after)
    return tuple(part for part in parts if part is not None)


def check_limit(limit: int) -> None:
    """Refuses a page of less than one row.

    Raises:
        InvalidValue: The limit is not a whole number from 1 up.
    """
    if limit.__class__ is not int or limit < 1:
        raise InvalidValue(f"a page cannot have {limit!r} rows", remedy="give a whole number from 1 up")


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
    except (ValueError, binascii.Error, RecursionError):
        parts = None
    if not isinstance(parts, list) or len(parts) != length:
        raise _no_cursor(cursor)
    return parts


def _no_cursor(cursor: str) -> InvalidValue:
    shown = cursor if len(cursor) <= _SHOWN else cursor[: _SHOWN - 1] + "…"
    return InvalidValue(
        f"{shown!r} does not name a page of this list", remedy="give the value that the page before returned"
    )
