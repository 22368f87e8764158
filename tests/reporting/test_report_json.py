"""The JSON format writes what its schema promises, and enough to check the hash of the data."""

from __future__ import annotations

import hashlib
import io
import json
import re
from typing import Any

from plan_tasks.plugins.report_formats.json_document.schema import report_schema
from plan_tasks.plugins.report_formats.json_document.writing import JsonFormat
from plan_tasks.plugins.report_kinds.ledger.building import Ledger
from plan_tasks.plugins.report_kinds.overview.building import Overview
from plan_tasks.reporting.composing import compose
from plan_tasks.reporting.document import Document
from plan_tasks.reporting.view import ReportView
from plan_tasks.testing.report_charts import empty_charts, every_chart, hostile_charts
from plan_tasks.testing.report_documents import every_block, hostile_document

_TYPES: dict[str, Any] = {
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
    "array": list,
    "object": dict,
}


def written(document: Document) -> Any:
    to = io.BytesIO()
    JsonFormat().write(document, to)
    return json.loads(to.getvalue())


def problems(data: Any, schema: dict[str, Any], root: dict[str, Any], path: str = "$") -> list[str]:
    """What of a schema does not hold; as much of JSON Schema as the published one uses."""
    if "$ref" in schema:
        return problems(data, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root, path)
    if "anyOf" in schema:
        tried = [problems(data, one, root, path) for one in schema["anyOf"]]
        return [] if not all(tried) else min(tried, key=len)
    if "const" in schema:
        return [] if data == schema["const"] else [f"{path} is not {schema['const']!r}"]
    if "enum" in schema:
        return [] if data in schema["enum"] else [f"{path} is none of {schema['enum']}"]
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    wanted = tuple(_TYPES[kind] for kind in kinds)
    if not isinstance(data, wanted) or (isinstance(data, bool) and bool not in wanted):
        return [f"{path} is a {type(data).__name__}, not {kinds}"]
    if "pattern" in schema and not re.search(schema["pattern"], str(data)):
        return [f"{path} is {data!r}"]
    found: list[str] = []
    if isinstance(data, list):
        for number, item in enumerate(data):
            found += problems(item, schema["items"], root, f"{path}[{number}]")
    if isinstance(data, dict):
        properties = schema.get("properties", {})
        found += [f"{path} lacks {name}" for name in schema.get("required", ()) if name not in data]
        for name, value in data.items():
            inner = properties.get(name, schema.get("additionalProperties"))
            found += problems(value, inner, root, f"{path}.{name}") if inner else [f"{path}.{name} is not promised"]
    return found


def test_what_is_written_keeps_the_published_schema(view: ReportView) -> None:
    schema = report_schema()
    for document in (
        every_block(),
        hostile_document(),
        every_chart(),
        empty_charts(),
        hostile_charts(),
        compose(Overview(limit=20, due_within=30), view).document,
        compose(Ledger(), view).document,
    ):
        assert problems(written(document), schema, schema) == []


def test_the_schema_refuses_what_is_not_promised() -> None:
    schema = report_schema()
    data = written(every_block())
    assert problems({**data, "surprise": 1}, schema, schema) == ["$.surprise is not promised"]
    data["blocks"][0]["level"] = "1"
    assert problems(data, schema, schema) != []


def test_a_reader_of_the_file_can_check_the_hash(view: ReportView) -> None:
    data = written(compose(Ledger(), view).document)
    lines: list[Any] = [{key: data[key] for key in data if key not in ("format", "version", "blocks", "facts")}]
    for block in data["blocks"]:
        keys = [column["key"] for column in block["columns"]]
        lines.append({key: value for key, value in block.items() if key != "rows"})
        lines += [[row[key] for key in keys] for row in block["rows"]]
    facts = {fact["name"]: fact for fact in data["facts"]}
    lines += [fact for name, fact in facts.items() if name not in ("version", "sha256", "rows")]
    canonical = "".join(json.dumps(line, sort_keys=True, separators=(",", ":")) + "\n" for line in lines)
    assert facts["sha256"]["value"] == hashlib.sha256(canonical.encode()).hexdigest()


def test_decimals_keep_all_their_digits(view: ReportView) -> None:
    data = written(compose(Ledger(), view).document)
    jobs = next(row for row in data["blocks"][0]["rows"] if row["id"] == "g10")
    assert jobs["actual"] == {"value": "3.11", "unit": "万人"}
    assert jobs["attainment"].startswith("0.6346938775510204081632653")
