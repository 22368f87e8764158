"""The JSON Schema of what the JSON format writes (draft 2020-12): the published promise to programs that read it.

A minor release may add fields and kinds of block; `VERSION` rises when one is removed or changes its meaning.
"""

from __future__ import annotations

from typing import Any

from plan_tasks.model import Health, Language
from plan_tasks.plugins.report_formats.json_document.writing import FORMAT, VERSION
from plan_tasks.reporting.document import Align, ColumnType

__all__ = ["report_schema"]

_TEXT: dict[str, Any] = {"type": "string"}
_COUNT: dict[str, Any] = {"type": "integer"}
_FLAG: dict[str, Any] = {"type": "boolean"}
_DAY: dict[str, Any] = {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_NUMBER: dict[str, Any] = {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}  # exact, hence text
_CELL: dict[str, Any] = {"$ref": "#/$defs/cell"}
_TABLE: dict[str, Any] = {"$ref": "#/$defs/table"}


def report_schema() -> dict[str, Any]:
    """Builds the schema.

    Returns:
        The schema as plain data.

    Example:
        >>> report_schema()["properties"]["format"]
        {'const': 'plan_tasks.report'}
    """
    head: dict[str, Any] = {
        "format": {"const": FORMAT},
        "version": {"const": VERSION},
        "name": _TEXT,
        "title": _TEXT,
        "subtitle": _TEXT,
        "language": _one_of(Language),
        "main": _TEXT,
        "counted": _or_null(_COUNT),
        "colours": {"type": "object", "additionalProperties": _TEXT},
        "blocks": _list({"anyOf": [{"$ref": f"#/$defs/{name}"} for name in _blocks()]}),
        "facts": _list(_object(name=_TEXT, label=_TEXT, type=_one_of(ColumnType), value=_CELL)),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "plan_tasks report",
        **_object(**head),
        "$defs": {"cell": _cell(), "column": _column(), "quantity": _quantity(), **_blocks()},
    }


def _blocks() -> dict[str, Any]:
    figure = _object(
        key=_TEXT,
        label=_TEXT,
        value=_CELL,
        type=_one_of(ColumnType),
        unit=_TEXT,
        decimals=_or_null(_COUNT),
        health=_or_null(_one_of(Health)),
        note=_TEXT,
    )
    bar = _object(
        label=_TEXT,
        actual=_or_null({"$ref": "#/$defs/quantity"}),
        target=_or_null({"$ref": "#/$defs/quantity"}),
        expected=_or_null({"$ref": "#/$defs/quantity"}),
        attainment=_or_null(_NUMBER),
        pace_mark=_or_null(_NUMBER),
        health=_or_null(_one_of(Health)),
    )
    segment = _object(health=_one_of(Health), count=_COUNT, share=_NUMBER)
    row = {"type": "object", "additionalProperties": _CELL}
    return {
        **_over_time(),
        **_official(),
        "heading": _block("heading", text=_TEXT, level=_COUNT, new_page=_FLAG),
        "paragraph": _block("paragraph", text=_TEXT),
        "note": _block("note", text=_TEXT),
        "sources": _block("sources", entries=_list(_object(text=_TEXT, address=_TEXT))),
        "key_figures": _block("key_figures", figures=_list(figure)),
        "table": _block(
            "table",
            name=_TEXT,
            title=_TEXT,
            columns=_list({"$ref": "#/$defs/column"}),
            rows=_list(row),
            total=_or_null(row),
            empty=_TEXT,
        ),
        "stacked_health": _block("stacked_health", title=_TEXT, segments=_list(segment), table=_TABLE),
        "bullet": _block("bullet", title=_TEXT, bars=_list(bar), table=_TABLE),
        "bars": _bars(),
    }


def _bars() -> dict[str, Any]:
    value = _or_null({"anyOf": [_COUNT, _NUMBER]})
    bar = _object(label=_TEXT, value=value, mark=_TEXT, health=_or_null(_one_of(Health)))
    measure = {"$ref": "#/$defs/column"}
    return _block("bars", title=_TEXT, measure=measure, bars=_list(bar), full=_or_null(_NUMBER), table=_TABLE)


def _over_time() -> dict[str, Any]:
    """The blocks that are charts over time."""
    line = _object(
        label=_TEXT,
        unit=_TEXT,
        start=_DAY,
        end=_DAY,
        today=_DAY,
        actual=_list(_object(day=_DAY, value=_NUMBER)),
        pace=_list(_object(day=_DAY, value=_NUMBER)),
        fan=_list(_object(day=_DAY, value=_NUMBER, low=_NUMBER, high=_NUMBER)),
        target=_or_null(_NUMBER),
        upper=_or_null(_NUMBER),
        health=_or_null(_one_of(Health)),
    )
    bar = _object(
        id=_TEXT,
        label=_TEXT,
        group=_TEXT,
        start=_DAY,
        end=_or_null(_DAY),
        done=_or_null(_NUMBER),
        marks=_list(_object(label=_TEXT, day=_DAY, done=_FLAG, late=_FLAG)),
        health=_one_of(Health),
    )
    return {
        "pace_line": _block("pace_line", title=_TEXT, line=line, table=_TABLE),
        "small_multiples": _block("small_multiples", title=_TEXT, lines=_list(line), table=_TABLE),
        "gantt": _block("gantt", title=_TEXT, start=_DAY, end=_DAY, today=_DAY, bars=_list(bar), table=_TABLE),
    }


def _official() -> dict[str, Any]:
    """The blocks that only official documents have."""
    texts = dict.fromkeys(("name", "number", "issuer", "secrecy"), _TEXT)
    line = _object(label=_TEXT, names=_list(_TEXT))
    return {
        "letterhead": _block("letterhead", **texts, issued=_or_null(_DAY), addressees=_list(_TEXT)),
        "imprint": _block("imprint", lines=_list(line), printed=_or_null(_COUNT)),
    }


def _cell() -> dict[str, Any]:
    """A cell; which of these forms it has, its column's type says."""
    several = _object(several=_list(_CELL))
    link = _object(text=_TEXT, address=_TEXT)
    forms = [{"type": ["string", "integer", "null"]}, _list(_TEXT), {"$ref": "#/$defs/quantity"}, link, several]
    return {"anyOf": forms}


def _column() -> dict[str, Any]:
    return _object(
        key=_TEXT,
        label=_TEXT,
        type=_one_of(ColumnType),
        unit=_TEXT,
        decimals=_or_null(_COUNT),
        align=_one_of(Align),
        width=_COUNT,
        group=_TEXT,
        hidden=_FLAG,
        fillable=_FLAG,
        choices=_list(_TEXT),
    )


def _quantity() -> dict[str, Any]:
    return _object(value=_NUMBER, unit=_TEXT)


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _block(kind: str, **properties: dict[str, Any]) -> dict[str, Any]:
    return _object(kind={"const": kind}, **properties)


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def _one_of(kind: Any) -> dict[str, Any]:
    return {"enum": [member.value for member in kind]}
