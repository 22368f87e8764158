"""Plans' headers, observations and history in SQLite."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from plan_tasks.errors import Conflict
from plan_tasks.model import ItemId, Observation, Plan, PlanId, plain
from plan_tasks.model.converting import day_text, structure, unstructure
from plan_tasks.plugins.storage.sqlite.session import Session
from plan_tasks.storage.contract import StoredPlan
from plan_tasks.storage.encoding import json_encoder
from plan_tasks.storage.history import GENESIS, Event, StoredEvent, event_hash

__all__ = ["SqliteHistory", "SqliteObservations", "SqlitePlans"]

_AT_ONCE = 500


class SqlitePlans:
    """Headers of plans."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, plan: PlanId) -> StoredPlan | None:
        """The header, or None."""
        row = self._session.one("SELECT body, version FROM plan WHERE tenant=? AND id=?", (self._session.tenant, plan))
        return None if row is None else StoredPlan(structure(json.loads(row[0]), Plan), row[1])

    def all(self) -> Sequence[StoredPlan]:
        """All headers, sorted by id."""
        rows = self._session.run("SELECT body, version FROM plan WHERE tenant=? ORDER BY id", (self._session.tenant,))
        return [StoredPlan(structure(json.loads(body), Plan), version) for body, version in rows.fetchall()]

    def put(self, plan: Plan, *, seen: int) -> None:
        """Stores a header."""
        session = self._session
        session.check_write()
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


class SqliteObservations:
    """Values of indicators."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(
        self, plan: PlanId, items: Collection[ItemId] | None = None, *, known_at: datetime | None = None
    ) -> Mapping[ItemId, Sequence[Observation]]:
        """Observations by item, in the order in which they were added."""
        found: dict[ItemId, list[Observation]] = {}
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
        wanted = list(items)
        for at in range(0, len(wanted), _AT_ONCE):
            part = wanted[at : at + _AT_ONCE]
            marks = ", ".join("?" * len(part))
            yield from self._session.rows(f"{sql} AND item IN ({marks}) ORDER BY item, k", (tenant, plan, *part))

    def add(self, plan: PlanId, rows: Iterable[tuple[ItemId, Observation]]) -> None:
        """Appends observations."""
        session = self._session
        following: dict[str, int] = {}
        given = []
        for item, each in rows:
            k = following.get(item)
            if k is None:
                k = 0 if (plan, item) in session.created else self._next(plan, item)
            following[item] = k + 1
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
        (last,) = self._session.one(
            'SELECT coalesce(max(k), -1) FROM observation WHERE tenant=? AND "plan"=? AND item=?',
            (self._session.tenant, plan, item),
        )
        return int(last) + 1


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


class SqliteHistory:
    """Events."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def append(self, events: Sequence[Event]) -> None:
        """Appends events, each chained to the one before it."""
        session = self._session
        last: dict[str, tuple[int, str]] = {}
        rows = []
        for event in events:
            sequence, previous = last.get(event.plan) or self._last(event.plan)
            sequence += 1
            hashed = event_hash(previous, sequence, event)
            last[event.plan] = (sequence, hashed)
            rows.append(
                (
                    session.tenant,
                    event.plan,
                    sequence,
                    event.item,
                    event.type,
                    event.actor,
                    event.at.isoformat(),
                    event.version,
                    event.before,
                    event.after,
                    event.reason,
                    hashed,
                )
            )
            session.events.append(StoredEvent(sequence, event, hashed))
        session.run_many("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

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
        sql = (
            'SELECT sequence, item, type, actor, at, version, "before", "after", reason, hash FROM event'
            ' WHERE tenant=? AND "plan"=? AND sequence>?'
        )
        values: list[Any] = [self._session.tenant, plan, after]
        if item is not None:
            sql += " AND item=?"
            values.append(item)
        for sequence, of, kind, actor, at, version, old, new, reason, hashed in self._session.rows(
            f"{sql} ORDER BY sequence", values
        ):
            moment = datetime.fromisoformat(at)
            if until is None or moment <= until:
                yield StoredEvent(sequence, Event(plan, of, kind, actor, moment, version, old, new, reason), hashed)
