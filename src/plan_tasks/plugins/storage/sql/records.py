"""Plans' headers and observations on a server."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, select

from plan_tasks.errors import Conflict, UnknownName
from plan_tasks.model import ItemId, Observation, Plan, PlanId, plain
from plan_tasks.model.converting import day_text, structure, unstructure
from plan_tasks.plugins.storage.sql.moments import microseconds
from plan_tasks.plugins.storage.sql.queries import following
from plan_tasks.plugins.storage.sql.session import Session
from plan_tasks.plugins.storage.sql.statements import Write
from plan_tasks.plugins.storage.sql.texts import asked, packed, packed_row, unpacked_row
from plan_tasks.storage.contract import StoredPlan
from plan_tasks.storage.encoding import json_encoder

__all__ = ["SqlObservations", "SqlPlans"]

_AT_ONCE = 2_000
_PLAN = ("tenant", "plan", "version", "body")
_OBSERVATION = (
    "tenant", "plan", "item", "k", "indicator", "start", "end", "value", "known", "source", "known_us",
)  # fmt: skip
_READ = ("item", "indicator", "start", "end", "value", "known", "source", "k")


class SqlPlans:
    """Headers of plans."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._plan = session.tables.plan

    def get(self, plan: PlanId) -> StoredPlan | None:
        """The header, or None."""
        session = self._session
        session.check_reading()
        if plan in session.headers and not session.current:
            return self._stored(session.headers[plan])
        rows = session.fixed(session.statements.plan, (session.tenant, asked(plan)))
        return self._stored(rows[0]) if rows else None

    def all(self) -> Sequence[StoredPlan]:
        """All headers, sorted by id."""
        return [self._stored(row) for row in self._session.all(self._query().order_by(self._plan.c["plan"]))]

    def _query(self) -> Select[Any]:
        column = self._plan.c
        return select(column.body, column.version).where(column.tenant == self._session.tenant)

    def _stored(self, row: Sequence[Any]) -> StoredPlan:
        with self._session.decoding("a plan's header"):
            return StoredPlan(_header(row[0]), row[1])

    def restore(self, plan: StoredPlan) -> None:
        """Stores a header that is not there, with its version."""
        session = self._session
        self._check(plan.plan.id, seen=0)
        body = json_encoder()(unstructure(plan.plan.header()))
        session.insert_later(self._plan, _PLAN, [(session.tenant, plan.plan.id, plan.version, body)])
        session.headers[plan.plan.id] = (body, plan.version)

    def _check(self, plan: str, *, seen: int) -> int:
        """Locks a plan and refuses a version that is not the one stored."""
        session, table = self._session, self._plan
        session.numbering(plan)
        wanted = select(table.c.version).where(table.c.tenant == session.tenant, table.c["plan"] == plan)
        row = session.one(wanted.with_for_update() if session.current else wanted)
        stored = int(row[0]) if row else 0
        if stored != seen:
            raise Conflict(plan, seen=seen, stored=stored)
        return stored

    def put(self, plan: Plan, *, seen: int) -> None:
        """Stores a header."""
        session, table = self._session, self._plan
        with session.writing():
            stored = self._check(plan.id, seen=seen)
            body = json_encoder()(unstructure(plan.header()))
            if stored:
                values = (seen + 1, body, session.tenant, plan.id, seen)
                session.later(Write(table, session.statements.change_plan, [values], exact=True))
            else:
                session.insert_later(table, _PLAN, [(session.tenant, plan.id, 1, body)])
            session.headers[plan.id] = (body, seen + 1)
            session.versions[plan.id, ""] = seen + 1


@lru_cache(maxsize=16)
def _header(body: str) -> Plan:
    """Reads a header; every change of a plan needs the same one."""
    return structure(json.loads(body), Plan)


class SqlObservations:
    """Values of indicators."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._observation = session.tables.observation

    def of(
        self, plan: PlanId, items: Collection[ItemId] | None = None, *, known_at: datetime | None = None
    ) -> Mapping[ItemId, Sequence[Observation]]:
        """Observations by item, in the order in which they were added."""
        found: dict[ItemId, list[Observation]] = {}
        with self._session.decoding("an observation"):
            for row in self._rows(plan, items, known_at):
                item, *rest = unpacked_row(row[: len(_READ) - 1])
                found.setdefault(ItemId(item), []).append(_observation(rest))
        return found

    def _rows(self, plan: PlanId, items: Collection[ItemId] | None, known_at: datetime | None) -> Iterator[Any]:
        session, column = self._session, self._observation.c
        order = [column.item, column.k]
        query = select(*[column[name] for name in _READ]).where(
            column.tenant == session.tenant, column["plan"] == asked(plan)
        )
        query = query.order_by(*order)
        if known_at is not None:
            query = query.where(column.known_us <= microseconds(known_at))

        def after(wanted: Select[Any], row: Any) -> Select[Any]:
            return wanted.where(following(order, (row[0], row[-1])))

        if items is None:
            yield from session.stream(query, after)
            return
        wanted = [asked(item) for item in dict.fromkeys(items)]
        for at in range(0, len(wanted), _AT_ONCE):
            among = session.place.server.among(column.item, wanted[at : at + _AT_ONCE])
            yield from session.stream(query.where(among), after)

    def add(self, plan: PlanId, rows: Iterable[tuple[ItemId, Observation]]) -> None:
        """Appends observations."""
        session = self._session
        with session.writing():
            given = list(rows)
            if not given:
                return
            self._check(plan, {item for item, _ in given})
            numbering = session.numbering(plan)
            numbering.changed = True
            sent = []
            for item, each in given:
                numbering.observations += 1
                sent.append(
                    packed_row(
                        (
                            session.tenant,
                            plan,
                            item,
                            numbering.observations,
                            each.indicator,
                            day_text(each.start),
                            day_text(each.end),
                            plain(each.value),
                            each.known.isoformat(),
                            each.source,
                            microseconds(each.known),
                        )
                    )
                )
            session.insert_later(self._observation, _OBSERVATION, sent)

    def _check(self, plan: str, items: Collection[str]) -> None:
        """Refuses an item that is not there."""
        session, column = self._session, self._session.tables.item.c
        session.numbering(plan)
        unsure = sorted(item for item in items if not session.held.get((plan, item)))
        there: set[str] = set()
        for at in range(0, len(unsure), _AT_ONCE):
            among = session.place.server.among(column.id, [packed(item) for item in unsure[at : at + _AT_ONCE]])
            query = select(column.id).where(column.tenant == session.tenant, column["plan"] == plan, among)
            there.update(unpacked_row(row)[0] for row in session.all(query))
        for item in unsure:
            if item not in there:
                raise UnknownName(
                    f"plan {plan} has no item {item!r}", where=session.place.where, remedy="put the item first"
                )


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
