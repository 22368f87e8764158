"""Looks after a store: whole plans out and in again, examinations, history."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime

import attrs

from plan_tasks.errors import InvalidDocument, StorageError
from plan_tasks.model import Goal, ItemId, Measure, Observation, Plan, PlanId
from plan_tasks.model.converting import structure, unstructure
from plan_tasks.model.documents import plan_document, plan_of_document
from plan_tasks.services.context import Context, stored_plan
from plan_tasks.storage.capabilities import SupportsVacuum, Vacuumed
from plan_tasks.storage.contract import Finding
from plan_tasks.storage.history import StoredEvent, check_chain
from plan_tasks.storage.query import ItemQuery

__all__ = [
    "EXPORT_FORMAT",
    "EXPORT_VERSION",
    "Exported",
    "examine",
    "export",
    "history",
    "read_export",
    "vacuum",
    "whole_plan",
]

_log = logging.getLogger("plan_tasks.services")

EXPORT_FORMAT = "plan_tasks.export"
EXPORT_VERSION = 1
_FIELDS = frozenset({"format", "version", "plan", "observations"})


@attrs.frozen(kw_only=True)
class Exported:
    """A plan with what is known of it, as an export file holds it.

    Attributes:
        plan: The plan with its items as they stand.
        observations: Item id -> its observations.
    """

    plan: Plan
    observations: dict[ItemId, tuple[Observation, ...]]


def whole_plan(context: Context, plan: PlanId) -> Plan:
    """The plan with all its items, in order.

    Raises:
        UnknownName: No such plan.
    """
    with context.backend.unit(context.tenant, write=False) as unit:
        header = stored_plan(unit, plan).plan
        items = [stored.item for stored in unit.items.stream(ItemQuery(plan=plan))]
    return attrs.evolve(
        header,
        goals=tuple(item for item in items if isinstance(item, Goal)),
        measures=tuple(item for item in items if isinstance(item, Measure)),
    )


def export(context: Context, plan: PlanId) -> dict[str, object]:
    """The plan and its observations as one JSON-able document.

    Raises:
        UnknownName: No such plan.
    """
    whole = whole_plan(context, plan)
    with context.backend.unit(context.tenant, write=False) as unit:
        observations = unit.observations.of(plan)
    return {
        "format": EXPORT_FORMAT,
        "version": EXPORT_VERSION,
        "plan": plan_document(whole),
        "observations": {
            item.id: [unstructure(each) for each in observations[item.id]]
            for item in whole.items()
            if observations.get(item.id)
        },
    }


def read_export(document: object, *, where: str = "") -> Exported:
    """Reads what `export` wrote, or a bare plan document.

    Args:
        document: Parsed JSON.
        where: What to call it in an error.

    Returns:
        The plan and its observations.

    Raises:
        InvalidDocument: Neither of the two, from a newer version, or with a wrong field.
    """
    if not isinstance(document, dict) or document.get("format") != EXPORT_FORMAT:
        return Exported(plan=plan_of_document(document, where=where), observations={})
    if document.get("version") != EXPORT_VERSION:
        raise InvalidDocument(
            f"version {document.get('version')!r} of an export is not known here",
            where=where,
            remedy=f"this version reads {EXPORT_VERSION}; upgrade plan-tasks",
        )
    if unknown := sorted(set(document) - _FIELDS):
        raise InvalidDocument(
            f"unknown field {unknown[0]!r} in an export", where=where, remedy=f"known are {', '.join(sorted(_FIELDS))}"
        )
    plan = plan_of_document(document.get("plan"), where=where)
    given = document.get("observations", {})
    if not isinstance(given, dict) or not all(isinstance(rows, list) for rows in given.values()):
        raise InvalidDocument("'observations' is not an object of lists", where=where)
    items = {item.id for item in plan.items()}
    if strangers := sorted(set(given) - items):
        raise InvalidDocument(f"observations of {strangers[0]!r}, which the plan does not have", where=where)
    observations = {
        ItemId(item): tuple(_observation(row, f"observations.{item}[{at}]", where) for at, row in enumerate(rows))
        for item, rows in given.items()
    }
    return Exported(plan=plan, observations=observations)


def _observation(row: object, path: str, where: str) -> Observation:
    try:
        return structure(row, Observation)
    except InvalidDocument as error:
        raise InvalidDocument(f"{path}: {error.message}", where=where, remedy=error.remedy) from error


def history(
    context: Context, plan: PlanId, *, item: ItemId | None = None, until: datetime | None = None
) -> Iterator[StoredEvent]:
    """The plan's events in order, each checked against the chain when the whole history is read.

    Args:
        context: The open tracker.
        plan: Plan id.
        item: Only this item's events; None for all.
        until: Only what was recorded by then; None for all.

    Yields:
        The events.

    Raises:
        UnknownName: No such plan.
        StoreDamaged: An event does not match its hash.
    """
    with context.backend.unit(context.tenant, write=False) as unit:
        stored_plan(unit, plan)
        events = unit.history.read(plan, item=item, until=until)
        yield from events if item is not None else check_chain(events)


def examine(context: Context) -> Sequence[Finding]:
    """Looks at the store: reachable, schema, rows, history chains."""
    return context.backend.examine()


def vacuum(context: Context) -> Vacuumed:
    """Gives back room that removed and replaced rows have left.

    Raises:
        StorageError: This kind of store has nothing of the kind, or another writer did not finish in time.
    """
    if not isinstance(context.backend, SupportsVacuum):
        raise StorageError("this kind of store has no room to give back", remedy="nothing needs to be done")
    done = context.backend.vacuum()
    _log.info("store tidied: %d bytes became %d", done.before, done.after)
    return done
