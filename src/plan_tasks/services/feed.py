"""What has changed since a point, over all plans of a tenant, in the order of commits: for caches and message buses."""

from __future__ import annotations

import attrs

from plan_tasks.errors import InvalidValue
from plan_tasks.model import PlanId
from plan_tasks.services.context import Context, stored_plan
from plan_tasks.storage.capabilities import SupportsChanges, not_offered
from plan_tasks.storage.history import StoredEvent
from plan_tasks.storage.query import check_limit, decode_cursor, encode_cursor

__all__ = ["Changes", "changes"]

_MARK = 16  # digits of an event's hash that a cursor holds
_MOST = 2**63 - 1


@attrs.frozen
class Changes:
    """A batch of changes.

    Attributes:
        events: The events, in the order of their commits.
        cursor: What to pass as `since` for those that follow. Keep it when these have been dealt with.
        more: Whether there are more already.
    """

    events: tuple[StoredEvent, ...]
    cursor: str
    more: bool


def changes(context: Context, *, since: str = "", plan: PlanId | None = None, limit: int = 500) -> Changes:
    """The changes that follow a cursor.

    Whoever keeps each batch's cursor, and asks with it for the next, misses none and is given none twice, whatever
    several writers do meanwhile. Who stops between dealing with a batch and keeping its cursor is given the batch
    again; plan and number of an event tell which it was.

    Args:
        context: The open tracker.
        since: The cursor of the batch before; empty to begin with the first event that the store still has.
        plan: Only this plan's changes; None for all of the tenant. Take the same for all batches.
        limit: How many events at most, from 1 up.

    Returns:
        The batch; without events where nothing has changed, and then with the cursor that was given.

    Raises:
        InvalidValue: The cursor is none, or of another store or tenant; or the limit is less than 1.
        UnknownName: No such plan.
        StorageError: The store does not know the order of commits.
    """
    check_limit(limit)
    number, mark = _position(since)
    with context.backend.unit(context.tenant, write=False) as unit:
        if not isinstance(unit, SupportsChanges):
            raise not_offered("tell changes in the order of commits")
        if plan is not None:
            stored_plan(unit, plan)
        if number:
            _check(unit, number, mark, since)
        found = unit.changes(after=number, limit=limit + 1, plan=plan)
    batch = found[:limit]
    cursor = encode_cursor(batch[-1].number, batch[-1].stored.hash[:_MARK]) if batch else since
    return Changes(tuple(each.stored for each in batch), cursor, len(found) > limit)


def _position(cursor: str) -> tuple[int, str]:
    if not cursor:
        return 0, ""
    try:
        number, mark = decode_cursor(cursor, length=2)
    except InvalidValue:
        raise _no_cursor(cursor) from None
    if isinstance(number, bool) or not isinstance(number, int) or not isinstance(mark, str) or not 0 < number <= _MOST:
        raise _no_cursor(cursor)
    return number, mark


def _check(unit: SupportsChanges, number: int, mark: str, cursor: str) -> None:
    """Refuses a cursor of another store: its event is not there, or is another one."""
    found = unit.changes(after=number - 1, limit=1)
    if not found or (found[0].number == number and found[0].stored.hash[:_MARK] != mark):
        raise _no_cursor(cursor)


def _no_cursor(cursor: str) -> InvalidValue:
    shown = cursor if len(cursor) <= 80 else cursor[:79] + "…"
    return InvalidValue(
        f"{shown!r} is no cursor of this store's changes",
        remedy="give the one that the batch before came with; after a move to another store begin anew, without one",
    )
