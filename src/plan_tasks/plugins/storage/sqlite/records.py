"""Plans' headers, observations and history in SQLite."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from plan_tasks.errors import Conflict, UnknownName
from plan_tasks.model import ItemId, Observation, Plan, PlanId, plain
from plan_tasks.model.converting import day_text, structure, unstructure
from plan_tasks.plugins.storage.sqlite.session import Session
from plan_tasks.storage.contract import StoredPlan
from plan_tasks.storage.encoding import json_encoder
from plan_tasks.storage.history import GENESIS, Event, StoredEvent, event_hash

__all__ = [
    "EVENT",
    "INSERT_EVENT",
    "SqliteHistory",
    "SqliteObservations",
    "SqlitePlans",
    "event_row",
    "stored_event",
]

_AT_ONCE = 500

#: An event's columns, as `stored_event` reads them.
EVENT = '"plan", sequence, item, type, actor, at, version, "before", "after", reason, hash'
_AT = 5  # where the moment stands in these columns
#: Appends an event; its number is one more than that of the last in the file.
INSERT_EVENT = f"INSERT INTO event (tenant, {EVENT}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


@lru_cache(maxsize=16)
def _header(body: str) -> Plan:
    """Reads a header. Kept, since every change of an item begins with its plan's, and that seldom changes."""
    return structure(json.loads(body), Plan)


class SqlitePlans:
    """Headers of plans."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, plan: PlanId) -> StoredPlan | None:
        """The header, or None."""
        row = self._session.one("SELECT body, version FROM plan WHERE tenant=? AND id=?", (self._session.tenant, plan))
        if row is None:
            return None
        self._session.plans.add(plan)
        return self._stored(row)

    def all(self) -> Sequence[StoredPlan]:
        """All headers, sorted by id."""
        rows = self._session.all("SELECT body, version FROM plan WHERE tenant=? ORDER BY id", (self._session.tenant,))
        return [self._stored(row) for row in rows]

    def _stored(self, row: Sequence[Any]) -> StoredPlan:
        with self._session.decoding("a plan's header"):
            return StoredPlan(_header(row[0]), row[1])

    def put(self, plan: Plan, *, seen: int) -> None:
        """Stores a header."""
        session = self._session
        with session.writing():
            row = session.one("SELECT version FROM plan WHERE tenant=? AND id=?", (session.tenant, plan.id))
            stored = row[0] if row else 0
            if stored != seen:
                raise Conflict(plan.id, seen=seen, stored=stored)
            body = json_encoder()(unstructure(plan.header()))
            session.run(
                "INSERT INTO plan VALUES (?, ?, ?, ?) ON CONFLICT (tenant, id) DO UPDATE SET version=excluded.version,"
                " body=excluded.body",
                (session.tenant, plan.id, seen + 1, body),
            )
            session.versions[plan.id, ""] = seen + 1
            session.plans.add(plan.id)


class SqliteObservations:
    """Values of indicators."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(
        self, plan: PlanId, items: Collection[ItemId] | None = None, *, known_at: datetime | None = None
    ) -> Mapping[ItemId, Sequence[Observation]]:
        """Observations by item, in the order in which they were added."""
        found: dict[ItemId, list[Observation]] = {}
        with self._session.decoding("an observation"):
            for item, *row in self._rows(plan, items):
                observation = _observation(row)
                if known_at is None or observation.known <= known_at:
                    found.setdefault(ItemId(item), []).append(observation)
        return found

    def _rows(self, plan: PlanId, items: Collection[ItemId] | None) -> Iterator[Any]:
        sql = 'SELECT item, indicator, start, "end", value, known, source FROM observation WHERE tenant=? AND "plan"=?'
        tenant = self._session.tenant
        if items is None:
            yield from self._session.rows(f"{sql} ORDER BY item, k", (tenant, plan))
            return
        wanted = list(dict.fromkeys(items))
        for at in range(0, len(wanted), _AT_ONCE):
            part = wanted[at : at + _AT_ONCE]
            marks = ", ".join("?" * len(part))
            yield from self._session.rows(f"{sql} AND item IN ({marks}) ORDER BY item, k", (tenant, plan, *part))

    def add(self, plan: PlanId, rows: Iterable[tuple[ItemId, Observation]]) -> None:
        """Appends observations."""
        session = self._session
        with session.writing():
            given = []
            last, k = "", 0
            for item, each in rows:
                if item != last:  # an item's values mostly follow each other
                    last, k = item, self._next(plan, item)
                else:
                    k += 1
                session.following[plan, item] = k + 1
                given.append(
                    (
                        session.tenant,
                        plan,
                        item,
                        k,
                        each.indicator,
                        day_text(each.start),
                        day_text(each.end),
                        plain(each.value),
                        each.known.isoformat(),
                        each.source,
                    )
                )
            if given:
                session.run_many("INSERT INTO observation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", given)

    def _next(self, plan: str, item: str) -> int:
        """The number of an item's next observation; one that this unit created has none before its own."""
        session = self._session
        known = session.following.get((plan, item))
        if known is not None:
            return known
        if (plan, item) in session.created:
            return 0
        there, last = session.one(
            'SELECT EXISTS (SELECT 1 FROM item WHERE tenant=?1 AND "plan"=?2 AND "id"=?3),'
            ' (SELECT max(k) FROM observation WHERE tenant=?1 AND "plan"=?2 AND item=?3)',
            (session.tenant, plan, item),
        )
        if not there:
            raise UnknownName(f"plan {plan} has no item {item!r}", where=str(session.path), remedy="put the item first")
        return 0 if last is None else int(last) + 1


def _observation(row: Sequence[Any]) -> Observation:
    indicator, start, end, value, known, source = row
    return Observation(
        indicator=indicator,
        start=date.fromisoformat(start),
        end=date.fromisoformat(end),
        value=Decimal(value),
        known=datetime.fromisoformat(known),
        source=source,
    )


def event_row(tenant: str, stored: StoredEvent) -> tuple[Any, ...]:
    """The values of `INSERT_EVENT` for an event."""
    event = stored.event
    return (
        tenant,
        event.plan,
        stored.sequence,
        event.item,
        event.type,
        event.actor,
        event.at.isoformat(),
        event.version,
        event.before,
        event.after,
        event.reason,
        stored.hash,
    )


def stored_event(row: Sequence[Any]) -> StoredEvent:
    """The event in the columns `EVENT`."""
    plan, sequence, item, kind, actor, at, version, before, after, reason, hashed = row
    moment = datetime.fromisoformat(at)
    return StoredEvent(sequence, Event(plan, item, kind, actor, moment, version, before, after, reason), hashed)


class SqliteHistory:
    """Events."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def append(self, events: Sequence[Event]) -> None:
        """Appends events, each chained to the one before it."""
        session = self._session
        with session.writing():
            last: dict[str, tuple[int, str]] = {}
            rows = []
            for event in events:
                sequence, previous = last.get(event.plan) or self._last(event.plan)
                sequence += 1
                hashed = event_hash(previous, sequence, event)
                last[event.plan] = (sequence, hashed)
                stored = StoredEvent(sequence, event, hashed)
                rows.append(event_row(session.tenant, stored))
                session.events.append(stored)
            session.run_many(INSERT_EVENT, rows)

    def _last(self, plan: str) -> tuple[int, str]:
        row = self._session.one(
            'SELECT sequence, hash FROM event WHERE tenant=? AND "plan"=? ORDER BY sequence DESC LIMIT 1',
            (self._session.tenant, plan),
        )
        return (row[0], row[1]) if row else (0, GENESIS)

    def read(
        self, plan: PlanId, *, item: ItemId | None = None, after: int = 0, until: datetime | None = None
    ) -> Iterator[StoredEvent]:
        """Events in order, streamed."""
        sql = f'SELECT {EVENT} FROM event WHERE tenant=? AND "plan"=? AND sequence>?'
        values: list[Any] = [self._session.tenant, plan, after]
        if item is not None:
            sql += " AND item=?"
            values.append(item)
        rows = self._session.rows(f"{sql} ORDER BY sequence", values)
        if until is None:
            return self._session.decoded("an event", stored_event, rows)

        def known(row: Sequence[Any]) -> StoredEvent | None:
            return stored_event(row) if datetime.fromisoformat(row[_AT]) <= until else None

        return (each for each in self._session.decoded("an event", known, rows) if each is not None)
