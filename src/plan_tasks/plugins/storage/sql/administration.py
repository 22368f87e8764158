"""What a store on a server offers beyond the contract: plans from elsewhere, stubs, events in the order of commits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select

from plan_tasks.model import PlanId
from plan_tasks.plugins.storage.sql.history import READ, event_row, stored_event
from plan_tasks.plugins.storage.sql.items import SqlItems
from plan_tasks.plugins.storage.sql.records import SqlPlans
from plan_tasks.plugins.storage.sql.session import Session
from plan_tasks.plugins.storage.sql.statements import EVENT, Write
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
            for stored in events:
                numbering = session.numbering(stored.event.plan)
                numbering.events, numbering.hash, numbering.changed = stored.sequence, stored.hash, True
                session.event_later(event_row(session.tenant, stored))

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
            row = (*event_row(session.tenant, stub), place[0] if place else 0)
            session.later(Write(event, session.statements.insert_event, [row], (*EVENT, "number")))
            return int(gone.rowcount)

    def changes(self, *, after: int, limit: int, plan: PlanId | None = None) -> Sequence[NumberedEvent]:
        """Committed events of all plans, in order."""
        check_limit(limit)
        session, column = self._session, self._session.tables.event.c
        query = select(*[column[name] for name in READ], column.number).where(
            column.tenant == session.tenant, column.number > after
        )
        if plan is not None:
            query = query.where(column["plan"] == asked(plan))
        rows = session.all(query.order_by(column.number).limit(limit))

        def numbered(row: Sequence[Any]) -> NumberedEvent:
            return NumberedEvent(row[-1], stored_event(row[:-1]))

        return list(session.decoded("an event", numbered, rows))
