"""What a store on a server offers beyond the contract: plans from elsewhere, stubs, events in the order of commits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select

from plan_tasks.model import PlanId
from plan_tasks.plugins.storage.sql.feed import numbered_events
from plan_tasks.plugins.storage.sql.history import READ, event_row, stored_event
from plan_tasks.plugins.storage.sql.items import SqlItems
from plan_tasks.plugins.storage.sql.records import SqlPlans
from plan_tasks.plugins.storage.sql.session import Session
from plan_tasks.plugins.storage.sql.statements import EVENT
from plan_tasks.plugins.storage.sql.texts import asked
from plan_tasks.storage.capabilities import NumberedEvent
from plan_tasks.storage.contract import StoredItem, StoredPlan
from plan_tasks.storage.history import StoredEvent
from plan_tasks.storage.query import check_limit

__all__ = ["Administration"]


class Administration:
    """A part of one transaction; the unit of work is a subclass."""

    plans: SqlPlans
    items: SqlItems
    _session: Session

    def restore_plan(self, plan: StoredPlan) -> None:
        """Stores a header with its version."""
        with self._session.writing():
            self.plans.restore(plan)

    def restore_items(self, plan: PlanId, items: Sequence[StoredItem]) -> None:
        """Stores items with their versions."""
        with self._session.writing():
            self.items.restore(plan, items)

    def restore_events(self, events: Sequence[StoredEvent]) -> None:
        """Appends events as they are."""
        session = self._session
        with session.writing():
            rows = []
            for stored in events:
                numbering = session.numbering(stored.event.plan)
                numbering.events, numbering.hash, numbering.changed = stored.sequence, stored.hash, True
                rows.append(event_row(session.tenant, stored, -numbering.moment))
            session.insert_later(session.tables.event, EVENT, rows)

    def forget_events(self, stub: StoredEvent) -> int:
        """Puts a stub in the place of a plan's oldest events."""
        session, event = self._session, self._session.tables.event
        plan = stub.event.plan
        with session.writing():
            session.numbering(plan)
            of_plan = (event.c.tenant == session.tenant, event.c["plan"] == plan)
            place = session.one(select(event.c.number).where(*of_plan, event.c.sequence == stub.sequence))
            with session.place.translated():
                gone = session.connection.execute(delete(event).where(*of_plan, event.c.sequence <= stub.sequence))
            session.insert_later(event, EVENT, [event_row(session.tenant, stub, place[0] if place else 0)])
            return int(gone.rowcount)

    def changes(self, *, after: int, limit: int, plan: PlanId | None = None) -> Sequence[NumberedEvent]:
        """Committed events of all plans, in order; those that have no number yet are given theirs."""
        check_limit(limit)
        session, column = self._session, self._session.tables.event.c
        query = select(*[column[name] for name in READ], column.number).where(
            column.tenant == session.tenant, column.number > max(after, 0)
        )
        if plan is not None:
            query = query.where(column["plan"] == asked(plan))
        query = query.order_by(column.number).limit(limit)
        rows = self._visible(numbered_events(session, query))

        def numbered(row: Sequence[Any]) -> NumberedEvent:
            return NumberedEvent(row[-1], stored_event(row[:-1]))

        return list(session.decoded("an event", numbered, rows))

    def _visible(self, rows: Sequence[Any]) -> Sequence[Any]:
        """The rows up to the first that was committed after this unit began: what follows it waits with it."""
        session, column = self._session, self._session.tables.numbering.c
        last = dict(
            tuple(row)
            for row in session.all(select(column["plan"], column.events).where(column.tenant == session.tenant))
        )
        for at, row in enumerate(rows):
            if row.sequence > last.get(row.plan, 0):
                return rows[:at]
        return rows
