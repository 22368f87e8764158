"""What the SQLite store offers beyond the contract: plans from elsewhere, stubs, events in the order of commits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from plan_tasks.errors import Conflict
from plan_tasks.model import PlanId
from plan_tasks.model.converting import unstructure
from plan_tasks.plugins.storage.sqlite.items import SqliteItems
from plan_tasks.plugins.storage.sqlite.records import EVENT, INSERT_EVENT, event_row, stored_event
from plan_tasks.plugins.storage.sqlite.session import Session
from plan_tasks.storage.capabilities import NumberedEvent
from plan_tasks.storage.contract import ItemWrite, StoredItem, StoredPlan
from plan_tasks.storage.encoding import encode_item, json_encoder
from plan_tasks.storage.history import StoredEvent
from plan_tasks.storage.query import check_limit

__all__ = ["Administration"]


class Administration:
    """A part of one transaction; the unit of work is a subclass.

    Args:
        session: The transaction.
        items: Its items.
    """

    def __init__(self, session: Session, items: SqliteItems) -> None:
        self._session = session
        self._items = items

    def restore_plan(self, plan: StoredPlan) -> None:
        """Stores a header with its version."""
        session, name = self._session, plan.plan.id
        with session.writing():
            held = session.one("SELECT version FROM plan WHERE tenant=? AND id=?", (session.tenant, name))
            if held:
                raise Conflict(name, seen=0, stored=held[0])
            body = json_encoder()(unstructure(plan.plan.header()))
            session.run("INSERT INTO plan VALUES (?, ?, ?, ?)", (session.tenant, name, plan.version, body))
            session.plans.add(name)

    def restore_items(self, plan: PlanId, items: Sequence[StoredItem]) -> None:
        """Stores items with their versions."""
        writes = [ItemWrite(plan, each.item, encode_item(each.item), each.head, each.version - 1) for each in items]
        with self._session.writing():
            self._items.insert(plan, writes)

    def restore_events(self, events: Sequence[StoredEvent]) -> None:
        """Appends events as they are."""
        tenant = self._session.tenant
        rows = [event_row(tenant, each) for each in events]
        with self._session.writing():
            if rows:
                self._session.run_many(INSERT_EVENT, rows)

    def forget_events(self, stub: StoredEvent) -> int:
        """Puts a stub in the place of a plan's oldest events."""
        session = self._session
        which = (session.tenant, stub.event.plan, stub.sequence)
        with session.writing():
            place = session.one('SELECT number FROM event WHERE tenant=? AND "plan"=? AND sequence=?', which)
            removed = session.run('DELETE FROM event WHERE tenant=? AND "plan"=? AND sequence<=?', which).rowcount
            columns = f"INSERT INTO event (number, tenant, {EVENT}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            session.run(columns, (place[0] if place else None, *event_row(session.tenant, stub)))
            return int(removed)

    def changes(self, *, after: int, limit: int, plan: PlanId | None = None) -> Sequence[NumberedEvent]:
        """Committed events of all plans, in order."""
        check_limit(limit)
        sql, values = f"SELECT {EVENT}, number FROM event WHERE number>? AND tenant=?", [after, self._session.tenant]
        if plan is not None:
            sql, values = f'{sql} AND "plan"=?', [*values, plan]
        rows = self._session.all(f"{sql} ORDER BY number LIMIT ?", (*values, limit))

        def numbered(row: Sequence[Any]) -> NumberedEvent:
            return NumberedEvent(row[-1], stored_event(row[:-1]))

        return list(self._session.decoded("an event", numbered, rows))
