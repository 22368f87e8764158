"""The JSON Schema of the plan document, generated from the classes so that the two cannot differ."""

from __future__ import annotations

import types
import typing
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, NewType

import attrs

from plan_tasks.model.documents import DOCUMENT_FORMAT, DOCUMENT_VERSION
from plan_tasks.model.plan import Plan

__all__ = ["plan_document_schema"]


def plan_document_schema() -> dict[str, Any]:
    """Builds the schema (JSON Schema, draft 2020-12) of what `plan_to_json` writes.

    Returns:
        The schema as plain data.

    Example:
        >>> schema = plan_document_schema()
        >>> sorted(schema["$defs"]["Area"]["properties"])
        ['id', 'number', 'title']
    """
    definitions: dict[str, Any] = {}
    plan = _schema_of(Plan, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "plan_tasks plan document",
        "type": "object",
        "properties": {"format": {"const": DOCUMENT_FORMAT}, "version": {"const": DOCUMENT_VERSION}, "plan": plan},
        "required": ["format", "version", "plan"],
        "additionalProperties": False,
        "$defs": dict(sorted(definitions.items())),
    }


def _schema_of(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if isinstance(kind, NewType):
        return _schema_of(kind.__supertype__, definitions)
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        return {"anyOf": [_schema_of(member, definitions) for member in typing.get_args(kind)]}
    if origin is tuple:
        return {"type": "array", "items": _schema_of(typing.get_args(kind)[0], definitions)}
    if attrs.has(kind):
        return _reference(kind, definitions)
    if issubclass(kind, Enum):
        return {"enum": [member.value for member in kind]}
    return dict(_SIMPLE[kind])


_SIMPLE: dict[type, dict[str, Any]] = {
    types.NoneType: {"type": "null"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    str: {"type": "string"},
    Decimal: {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
}


def _reference(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if kind.__name__ not in definitions:
        definitions[kind.__name__] = {}  # holds the place, should a class contain itself
        attrs.resolve_types(kind)
        fields = attrs.fields(kind)
        definitions[kind.__name__] = {
            "type": "object",
            "properties": {field.name: _schema_of(field.type, definitions) for field in fields},
            "required": [field.name for field in fields if field.default is attrs.NOTHING],
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{kind.__name__}"}
