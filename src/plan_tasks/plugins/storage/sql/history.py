"""The history of plans on a server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from plan_tasks.model import ItemId, PlanId
from plan_tasks.plugins.storage.sql.moments import microseconds
from plan_tasks.plugins.storage.sql.session import Session
from plan_tasks.plugins.storage.sql.statements import EVENT
from plan_tasks.plugins.storage.sql.texts import asked, packed_row, unpacked_row
from plan_tasks.storage.history import Event, StoredEvent, event_hash

__all__ = ["READ", "SqlHistory", "event_row", "stored_event"]

READ = ("sequence", "plan", "item", "type", "actor", "at", "version", "before", "after", "reason", "hash")


class SqlHistory:
    """Events."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def append(self, events: Sequence[Event]) -> None:
        """Appends events, each chained to the one before it under its plan's lock."""
        session = self._session
        with session.writing():
            rows = []
            for event in events:
                numbering = session.numbering(event.plan)
                numbering.events += 1
                numbering.hash = event_hash(numbering.hash, numbering.events, event)
                numbering.changed = True
                stored = StoredEvent(numbering.events, event, numbering.hash)
                rows.append(event_row(session.tenant, stored, -numbering.moment))
                session.events.append(stored)
            session.insert_later(session.tables.event, EVENT, rows)

    def read(
        self, plan: PlanId, *, item: ItemId | None = None, after: int = 0, until: datetime | None = None
    ) -> Iterator[StoredEvent]:
        """Events in order, streamed."""
        session, column = self._session, self._session.tables.event.c
        query = select(*[column[name] for name in READ]).where(
            column.tenant == session.tenant, column["plan"] == asked(plan), column.sequence > after
        )
        if item is not None:
            query = query.where(column.item == asked(item))
        if until is not None:
            query = query.where(column.at_us <= microseconds(until))

        def following(wanted: Select[Any], row: Any) -> Select[Any]:
            return wanted.where(column.sequence > row[0])

        rows = session.stream(query.order_by(column.sequence), following)
        return session.decoded("an event", stored_event, rows)


def stored_event(row: Sequence[Any]) -> StoredEvent:
    """The event of a row of the columns `READ`."""
    sequence, plan, item, kind, actor, at, version, before, after, reason, hashed = unpacked_row(row)
    event = Event(plan, item, kind, actor, datetime.fromisoformat(at), version, before, after, reason)
    return StoredEvent(sequence, event, hashed)


def event_row(tenant: str, stored: StoredEvent, number: int) -> tuple[Any, ...]:
    """The row of an event: the values of `EVENT`."""
    event = stored.event
    return packed_row(
        (
            tenant,
            event.plan,
            stored.sequence,
            event.item,
            event.type,
            event.actor,
            event.at.isoformat(),
            microseconds(event.at),
            event.version,
            event.before,
            event.after,
            event.reason,
            stored.hash,
            number,
        )
    )
