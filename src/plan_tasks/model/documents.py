"""The plan document: a whole plan as JSON, with the format's name and version around it.

Older versions are migrated step by step; a newer one is refused. The schema of the document is in
`plan_tasks.model.schema`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from plan_tasks.errors import InvalidDocument
from plan_tasks.model.converting import structure, unstructure
from plan_tasks.model.plan import Plan

__all__ = [
    "DOCUMENT_FORMAT",
    "DOCUMENT_VERSION",
    "plan_document",
    "plan_from_json",
    "plan_of_document",
    "plan_to_json",
]

DOCUMENT_FORMAT = "plan_tasks.plan"
DOCUMENT_VERSION = 2


def _from_1(plan: dict[str, Any]) -> dict[str, Any]:
    """Version 1 kept an owner's name in each assignment and no list of owners."""
    names: dict[str, None] = {}
    for item in (*plan.get("goals", ()), *plan.get("measures", ())):
        for assignment in item.get("assignments", ()):
            names.setdefault(assignment["owner"])
    return plan if "owners" in plan or not names else {**plan, "owners": [{"id": name, "name": name} for name in names]}


#: What turns a document of version n into one of version n + 1.
_MIGRATIONS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {1: _from_1}


def plan_document(plan: Plan) -> dict[str, Any]:
    """A plan as the plain data of a document: format, version, plan."""
    return {"format": DOCUMENT_FORMAT, "version": DOCUMENT_VERSION, "plan": unstructure(plan)}


def plan_to_json(plan: Plan, *, indent: int | None = 2) -> str:
    """Writes a plan as a document.

    Args:
        plan: The plan with its items.
        indent: Spaces a level; None for one line.

    Returns:
        JSON text, the same for equal plans, ending with a line break when indented.

    Example:
        >>> from datetime import date
        >>> plan = Plan(id="p", title="Plan", start=date(2021, 1, 1), end=date(2021, 12, 31))
        >>> plan_from_json(plan_to_json(plan)) == plan
        True
    """
    document = plan_document(plan)
    separators = None if indent is not None else (",", ":")
    text = json.dumps(document, ensure_ascii=False, indent=indent, separators=separators)
    return text + "\n" if indent is not None else text


def plan_from_json(text: str | bytes, *, where: str = "") -> Plan:
    """Reads a plan document.

    Args:
        text: JSON of this or an older version.
        where: What to call it in an error, such as the file's name.

    Returns:
        The plan.

    Raises:
        InvalidDocument: Not JSON, not a plan document, from a newer version, or with a field that is unknown,
            missing or wrong.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidDocument(f"not JSON: {error}", where=where) from None
    return plan_of_document(document, where=where)


def plan_of_document(document: object, *, where: str = "") -> Plan:
    """Reads a plan document that is parsed already.

    Args:
        document: What JSON gave.
        where: What to call it in an error.

    Returns:
        The plan.

    Raises:
        InvalidDocument: As for `plan_from_json`.
    """
    if not isinstance(document, dict) or document.get("format") != DOCUMENT_FORMAT:
        raise InvalidDocument(f"not a plan document: 'format' is not {DOCUMENT_FORMAT!r}", where=where)
    version, plan = document.get("version"), document.get("plan")
    if version.__class__ is not int or version < 1 or not isinstance(plan, dict):
        raise InvalidDocument("a plan document needs a whole 'version' from 1 and a 'plan' object", where=where)
    if version > DOCUMENT_VERSION:
        raise InvalidDocument(
            f"version {version} is newer than {DOCUMENT_VERSION}, the newest known here",
            where=where,
            remedy="upgrade plan-tasks",
        )
    if unknown := sorted(set(document) - {"format", "version", "plan"}):
        raise InvalidDocument(f"unknown field {unknown[0]!r} beside 'format', 'version' and 'plan'", where=where)
    try:
        for older in range(version, DOCUMENT_VERSION):
            plan = _MIGRATIONS[older](plan)
        return structure(plan, Plan)
    except InvalidDocument as error:
        raise InvalidDocument(error.message, where=where, remedy=error.remedy) from error
    except (AttributeError, KeyError, TypeError) as error:
        raise InvalidDocument(f"the plan of version {version} has a wrong shape: {error}", where=where) from error
