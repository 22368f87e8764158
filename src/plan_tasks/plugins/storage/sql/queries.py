"""From an `ItemQuery` to SQL: which rows, in which order, and which follow a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, false, or_

from plan_tasks.plugins.storage.sql.servers import Server
from plan_tasks.plugins.storage.sql.texts import asked
from plan_tasks.storage.query import ItemQuery, Order, fold_ascii, owner_needles, tag_needle

__all__ = ["following", "order_of", "where"]


def where(query: ItemQuery, item: Table, tenant: str, server: Server) -> list[ColumnElement[bool]]:
    """What a row must be to answer a query."""
    column = item.c
    parts: list[ColumnElement[bool]] = [column.tenant == tenant]
    if query.plan:
        parts.append(column["plan"] == asked(query.plan))
    if query.kind is not None:
        parts.append(column.kind == query.kind.value)
    if query.area:
        parts.append(column.area == asked(query.area))
    if query.owner:
        needles = map(asked, owner_needles(query))
        parts.append(or_(false(), *(server.holds(column.owners, needle) for needle in needles)))
    if query.states:
        parts.append(column.state.in_([state.value for state in query.states]))
    if query.due_before is not None:
        parts.append(column.due_key < query.due_before.isoformat())
    if query.tag:
        parts.append(server.holds(column.tags, asked(tag_needle(query.tag))))
    if query.text:
        parts.append(server.holds(column.search, asked(fold_ascii(query.text))))
    if query.ids:
        parts.append(server.among(column.id, [asked(item_id) for item_id in query.ids]))
    return parts


def order_of(query: ItemQuery, item: Table) -> list[ColumnElement[Any]]:
    """The columns by which the answer is sorted; where the plan is given it need not be sorted by."""
    place: list[ColumnElement[Any]] = [item.c.position] if query.plan else [item.c["plan"], item.c.position]
    return [item.c.due_key, *place] if query.order is Order.DUE else place


def following(columns: Sequence[ColumnElement[Any]], values: Sequence[Any]) -> ColumnElement[bool]:
    """What a row must be to stand after a row of those values.

    Written out, since not every server finds its way through an index by a comparison of rows; the first part narrows
    the search for those that cannot read the rest either.
    """
    parts = [
        and_(*(columns[before] == values[before] for before in range(at)), columns[at] > values[at])
        for at in range(len(columns))
    ]
    return and_(columns[0] >= values[0], or_(*parts))
