"""The contract's questions, asked of rows that a backend holds as values; those with a database ask them in SQL."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from plan_tasks.errors import Conflict
from plan_tasks.model import ItemId, Observation
from plan_tasks.storage.contract import StoredItem, StoredPlan
from plan_tasks.storage.heads import ItemHead
from plan_tasks.storage.query import ItemQuery, Page, check_limit, encode_cursor, key_after, matches, sort_key

__all__ = ["check_seen", "known_values", "page_of", "selected"]


def check_seen(row: str, held: StoredItem | StoredPlan | None, *, seen: int) -> None:
    """Refuses to write over a version that the writer has not seen.

    Args:
        row: Id of the item or plan, for the message.
        held: What the store has; None where it has none.
        seen: The version that the writer read; 0 for a new row.

    Raises:
        Conflict: The store has another version.
    """
    stored = held.version if held else 0
    if stored != seen:
        raise Conflict(row, seen=seen, stored=stored)


def selected(query: ItemQuery, rows: Iterable[tuple[int, StoredItem]]) -> list[StoredItem]:
    """Items that answer a query, in its order.

    Args:
        query: The query.
        rows: Items of any plans, each with its position in its plan.

    Returns:
        Those that match.
    """
    return [stored for _, stored in _keyed(query, rows)]


def page_of(query: ItemQuery, rows: Iterable[tuple[int, StoredItem]], *, limit: int, after: str) -> Page[ItemHead]:
    """A page of heads.

    Args:
        query: The query.
        rows: As for `selected`.
        limit: How many heads at most, from 1 up.
        after: The cursor that the page before gave; empty for the first.

    Returns:
        The page.

    Raises:
        InvalidValue: The limit is below 1, or the cursor is none of this list.
    """
    check_limit(limit)
    last = key_after(query, after)
    keyed = [pair for pair in _keyed(query, rows) if last is None or pair[0] > last]
    heads = [stored.head for _, stored in keyed[:limit]]
    return Page(heads, encode_cursor(*keyed[limit - 1][0]) if len(keyed) > limit else "")


def known_values(
    held: Mapping[ItemId, tuple[Observation, ...]], items: Collection[ItemId] | None, known_at: datetime | None
) -> Mapping[ItemId, tuple[Observation, ...]]:
    """Observations of a plan, as `Observations.of` is asked.

    Args:
        held: All of the plan, by item.
        items: Of which items; None for all.
        known_at: Only those that were known at this moment; None for all.

    Returns:
        Item -> its observations, for those items that have any in the store.
    """
    wanted = held if items is None else [item for item in items if item in held]
    if known_at is None:
        return {item: held[item] for item in wanted}
    return {item: tuple(each for each in held[item] if each.known <= known_at) for item in wanted}


def _keyed(query: ItemQuery, rows: Iterable[tuple[int, StoredItem]]) -> list[tuple[tuple[str | int, ...], StoredItem]]:
    keyed = [
        (sort_key(query.order, stored.head, position), stored)
        for position, stored in rows
        if matches(query, stored.head, stored.item.text)
    ]
    keyed.sort(key=lambda pair: pair[0])
    return keyed
