"""Looks at every row's hash and every plan's chain, of all tenants."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy import Connection, select, union

from plan_tasks.errors import StorageError, StoreDamaged
from plan_tasks.model import PlanId, TenantId
from plan_tasks.plugins.storage.sql.connecting import Place
from plan_tasks.plugins.storage.sql.schema import SCHEMA_VERSION, check_tables
from plan_tasks.plugins.storage.sql.tables import Tables
from plan_tasks.storage.contract import Finding, UnitOfWork
from plan_tasks.storage.history import check_chain
from plan_tasks.storage.query import ItemQuery

__all__ = ["examine"]

Units = Callable[..., AbstractContextManager[UnitOfWork]]


def examine(connection: Connection, tables: Tables, place: Place, unit: Units) -> list[Finding]:
    """Examines a store.

    Args:
        connection: In which the plans are looked for.
        tables: The store's tables.
        place: Its server.
        unit: Begins a unit of work, as a backend's method does.
    """
    check_tables(connection, tables, place)
    parts = (tables.plan, tables.item, tables.event)
    query = union(*(select(table.c.tenant, table.c["plan"]) for table in parts)).order_by("tenant", "plan")
    plans = [(TenantId(tenant), PlanId(plan)) for tenant, plan in connection.execute(query)]
    return [
        Finding(ok=True, subject="store", text=f"{place.where}, schema {SCHEMA_VERSION}"),
        *(_examine_plan(place, unit, tenant, plan) for tenant, plan in plans),
    ]


def _examine_plan(place: Place, begin: Units, tenant: TenantId, plan: PlanId) -> Finding:
    subject = f"plan {plan}" if tenant == "default" else f"plan {plan} of {tenant}"
    try:
        with begin(tenant, write=False) as unit:
            if unit.plans.get(plan) is None:
                raise StoreDamaged("the plan's header is missing", where=place.where)
            events = sum(1 for _ in check_chain(unit.history.read(plan)))
            items = sum(1 for _ in unit.items.stream(ItemQuery(plan=plan)))
            unit.observations.of(plan)
    except StorageError as error:
        return Finding(ok=False, subject=subject, text=str(error))
    return Finding(ok=True, subject=subject, text=f"{items} items match their hashes, {events} events in one chain")
