"""A document as one JSON object, a block or row a line, so that a long table streams and differences show.

Cells stand under their columns' keys: ``{"id": "m1", "attainment": "0.635"}``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from plan_tasks.reporting.document import Block, Document, Table
from plan_tasks.reporting.encoding import block_data, cell_data, fact_data, head_data, table_head_data

__all__ = ["FORMAT", "VERSION", "JsonFormat"]

FORMAT: Final = "plan_tasks.report"
VERSION: Final = 1


class JsonFormat:
    """Writes documents as JSON."""

    def write(self, document: Document, to: BinaryIO) -> None:
        """Writes a document; see `plan_tasks.reporting.contract.ReportFormat`."""
        for line in _lines(document):
            # a lone surrogate has no UTF-8; its JSON escape is just what "backslashreplace" writes
            to.write(line.encode("utf-8", "backslashreplace") + b"\n")


def _lines(document: Document) -> Iterator[str]:
    head = {"format": FORMAT, "version": VERSION, **head_data(document)}
    yield _text(head)[:-1] + ',"blocks":['
    for number, block in enumerate(document.blocks):
        yield from _led(number, _block(block))
    yield '],"facts":['
    for number, fact in enumerate(document.facts):
        yield from _led(number, iter([_text(fact_data(fact))]))
    yield "]}"


def _led(number: int, lines: Iterator[str]) -> Iterator[str]:
    """Puts a comma before all but the first."""
    yield ("," if number else "") + next(lines)
    yield from lines


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Table):
        yield from _table(block)
        return
    data = block_data(block)
    table = getattr(block, "table", None)
    if table is None:
        yield _text(data)
        return
    lines = _table(table)
    yield _text(data)[:-1] + ',"table":' + next(lines)
    yield from lines
    yield "}"


def _table(table: Table) -> Iterator[str]:
    head = table_head_data(table)
    keys = [column.key for column in table.columns]
    total = head.pop("total")
    head["total"] = None if total is None else dict(zip(keys, total, strict=True))
    yield _text(head)[:-1] + ',"rows":['
    for number, row in enumerate(table.rows):
        cells = {key: cell_data(cell) for key, cell in zip(keys, row, strict=True)}
        yield ("," if number else "") + _text(cells)
    yield "]}"


def _text(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
