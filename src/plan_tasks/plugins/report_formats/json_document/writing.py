"""A document as one JSON object, a block or row a line, so that a long table streams and differences show.

Cells stand under their columns' keys: ``{"id": "m1", "attainment": "0.635"}``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO, Final

from plan_tasks.reporting.document import Block, Chart, Document, Row, Table
from plan_tasks.reporting.encoding import block_data, cell_data, fact_data, head_data, table_head_data

__all__ = ["FORMAT", "VERSION", "JsonFormat"]

FORMAT: Final = "plan_tasks.report"
VERSION: Final = 1
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


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
    yield from _listed(_block(block) for block in document.blocks)
    yield '],"facts":['
    yield from _listed(iter([_text(fact_data(fact))]) for fact in document.facts)
    yield "]}"


def _listed(elements: Iterable[Iterator[str]]) -> Iterator[str]:
    """Lines of the elements of a list, with a comma after all but the last."""
    held: str | None = None
    for element in elements:
        if held is not None:
            held += ","
        for line in element:
            if held is not None:
                yield held
            held = line
    if held is not None:
        yield held


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Table):
        yield from _table(block)
        return
    text = _text(block_data(block))
    if not isinstance(block, Chart):
        yield text
        return
    lines = _table(block.table)
    yield text[:-1] + ',"table":' + next(lines)
    yield from lines
    yield "}"


def _table(table: Table) -> Iterator[str]:
    head = table_head_data(table)
    keys = [column.key for column in table.columns]
    if head["total"] is not None:
        head["total"] = dict(zip(keys, head["total"], strict=True))
    yield _text(head)[:-1] + ',"rows":['
    yield from _listed(iter([_row(row, keys)]) for row in table.rows)
    yield "]}"


def _row(row: Row, keys: Sequence[str]) -> str:
    return _text({key: cell_data(cell) for key, cell in zip(keys, row, strict=True)})


def _text(data: Any) -> str:
    return _ENCODER.encode(data)
