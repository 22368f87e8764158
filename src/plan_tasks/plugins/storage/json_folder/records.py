"""The lines of observations, and the file of a tenant's outbox."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import attrs

from plan_tasks.errors import StoreDamaged
from plan_tasks.model import ItemId, Observation
from plan_tasks.model.converting import unstructure
from plan_tasks.storage.outbox import OutboxEntry, OutboxState

__all__ = [
    "observation_line",
    "outbox_bytes",
    "read_observations",
    "read_outbox",
]

_encode = json.JSONEncoder(ensure_ascii=False).encode
_REMEDY = "restore a backup; without this file, notices that were sent are queued again"
_MOMENTS = ("created", "due", "leased_until", "settled")


def observation_line(item: str, observation: Observation) -> str:
    """Writes an observation of an item."""
    return _encode({"item": item, **unstructure(observation)}) + "\n"


def read_observations(text: str) -> list[tuple[ItemId, Observation]]:
    """Reads the lines of observations that this program wrote.

    Raises:
        ValueError: A line is none; so are `LookupError`, `TypeError` and `ArithmeticError`.
    """
    decode = json.JSONDecoder().decode
    rows = (decode(line) for line in text.split("\n") if line)
    return [
        (
            row["item"],
            Observation(
                indicator=row["indicator"],
                start=date.fromisoformat(row["start"]),
                end=date.fromisoformat(row["end"]),
                value=Decimal(row["value"]),
                known=datetime.fromisoformat(row["known"]),
                source=row.get("source", ""),
            ),
        )
        for row in rows
    ]


def outbox_bytes(tenant: str, entries: Iterable[OutboxEntry]) -> bytes:
    """Writes an outbox, one entry a line, with a hash over all."""
    rows = [_plain(entry) for entry in entries]
    listed = ",\n".join(f"    {_encode(row)}" for row in rows)
    return (
        f'{{\n  "tenant": {_encode(tenant)},\n  "entries": [\n{listed}\n  ],\n  "hash": "{_hash(tenant, rows)}"\n}}\n'
    ).encode()


def _hash(tenant: str, rows: Sequence[dict[str, Any]]) -> str:
    return hashlib.sha256(_encode([tenant, rows]).encode()).hexdigest()


def _plain(entry: OutboxEntry) -> dict[str, Any]:
    row = attrs.asdict(entry, recurse=False)
    row["state"] = entry.state.value
    for name in _MOMENTS:
        row[name] = row[name].isoformat() if row[name] is not None else None
    return row


def read_outbox(data: bytes, where: str) -> Sequence[OutboxEntry]:
    """Reads an outbox.

    Raises:
        StoreDamaged: It is none.
    """
    try:
        document = json.loads(data)
        if document["hash"] != _hash(document["tenant"], document["entries"]):
            raise StoreDamaged("the outbox does not match its hash", where=where, remedy=_REMEDY)
        return [_entry(row) for row in document["entries"]]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise StoreDamaged(f"the outbox cannot be read: {error!r}", where=where, remedy=_REMEDY) from error


def _entry(row: dict[str, Any]) -> OutboxEntry:
    row["state"] = OutboxState(row["state"])
    for name in _MOMENTS:
        row[name] = datetime.fromisoformat(row[name]) if row[name] is not None else None
    return OutboxEntry(**row)
