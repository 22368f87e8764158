"""The hash of a report's data, and the check that every cell holds what its column says.

Both need one reading of all rows, so they are done together, before a format reads them for the second time.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

import attrs

from plan_tasks.errors import InvalidValue
from plan_tasks.reporting.cells import ColumnType, check_cell
from plan_tasks.reporting.charts import Chart
from plan_tasks.reporting.document import Document, Fact, Table
from plan_tasks.reporting.encoding import block_data, fact_data, head_data, row_data, table_head_data
from plan_tasks.reporting.wording import Word

__all__ = ["Seal", "read_through", "seal"]

#: Facts that are left out of the hash: what made the report, and the hash itself.
UNSEALED: Final = frozenset({"version", "sha256"})


_CANONICAL: Final = json.JSONEncoder(ensure_ascii=True, sort_keys=True, separators=(",", ":"))


@attrs.frozen
class Seal:
    """What one reading of a document found.

    Attributes:
        sha256: Hash of its canonical data in hexadecimal.
        rows: How many rows each table has, by its name.
    """

    sha256: str
    rows: dict[str, int]


def read_through(document: Document) -> Seal:
    """Reads a document once, checks every cell and hashes what it says.

    The canonical data are lines of JSON in UTF-8, keys sorted, without spaces, each ended by a line feed: the
    document's head; each block, a table followed by its rows, a chart by its table; each fact but `version` and
    `sha256`.

    Args:
        document: The document.

    Returns:
        Hash and number of rows.

    Raises:
        InvalidValue: A row has too few or too many cells, or a cell holds something else than its column says.
    """
    digest = hashlib.sha256()
    rows: dict[str, int] = {}

    def feed(data: Any) -> None:
        digest.update(_CANONICAL.encode(data).encode("ascii") + b"\n")

    feed(head_data(document))
    for block in document.blocks:
        table = block if isinstance(block, Table) else None
        if table is None:
            feed(block_data(block))
            table = block.table if isinstance(block, Chart) else None
        if table is not None:
            feed(table_head_data(table))
            rows[table.name] = 0
            for number, row in enumerate(table.rows, start=1):
                _check_row(table, number, row)
                feed(row_data(row))
                rows[table.name] = number
            if table.total is not None:
                _check_row(table, 0, table.total)
    for fact in document.facts:
        if fact.name not in UNSEALED:
            feed(fact_data(fact))
    return Seal(digest.hexdigest(), rows)


def seal(document: Document) -> Document:
    """Adds the number of items counted and the hash of the data to what a report ends with.

    Args:
        document: The document with all its other facts.

    Returns:
        The document with the facts `rows` and `sha256`.

    Raises:
        InvalidValue: As for `read_through`.
    """
    found = read_through(document)
    main = document.table().name if found.rows else ""
    counted = document.counted if document.counted is not None else found.rows.get(main, 0)
    language = document.language
    rows = Fact(name="rows", label=Word.ROWS_COUNTED.label(language), value=counted, type=ColumnType.INTEGER)
    sha256 = Fact(name="sha256", label=Word.SHA256.label(language), value=found.sha256)
    return attrs.evolve(document, facts=(*document.facts, rows, sha256))


def _check_row(table: Table, number: int, row: tuple[Any, ...]) -> None:
    where = f"table {table.name!r}, " + (f"row {number}" if number else "total")
    if row.__class__ is not tuple or len(row) != len(table.columns):
        raise InvalidValue(
            f"{len(row)} cells were given for {len(table.columns)} columns", where=where, remedy="give a tuple of cells"
        )
    for place, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
        if not number and not place and isinstance(cell, str):
            continue  # the label of the total
        try:
            check_cell(column, cell)
        except InvalidValue as error:
            raise InvalidValue(error.message, where=where, remedy=error.remedy) from None
