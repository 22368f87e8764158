"""The file of a tenant's outbox: entries, what was said of their attempts, and what the program keeps for itself.

It is of one machine, and one file, since it is written whole by each change of any of the three.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import chain
from types import MappingProxyType
from typing import Any

import attrs

from plan_tasks.errors import StoreDamaged, StoreTooNew
from plan_tasks.storage.outbox import Attempt, OutboxEntry, OutboxState

__all__ = ["NOTHING", "Sending", "outbox_bytes", "read_outbox"]

_VERSION = 2  # files of version 1 name none
_encode = json.JSONEncoder(ensure_ascii=False).encode
_REMEDY = "restore a backup; without this file, notices that were sent are queued again"
_MOMENTS = ("created", "due", "leased_until", "settled", "requeued")


@attrs.frozen
class Sending:
    """What the file holds. Never changed.

    Attributes:
        entries: Key -> entry, in the order in which they were queued.
        attempts: Key -> what was logged of its attempts, by their numbers.
        settings: Name -> document, as JSON.
    """

    entries: Mapping[str, OutboxEntry] = MappingProxyType({})
    attempts: Mapping[str, tuple[Attempt, ...]] = MappingProxyType({})
    settings: Mapping[str, str] = MappingProxyType({})


NOTHING = Sending()


def outbox_bytes(tenant: str, sending: Sending) -> bytes:
    """Writes the file, one entry or attempt a line, with a hash over all."""
    entries = [_plain(entry) for entry in sending.entries.values()]
    attempts = [_plain(attempt) for attempt in chain.from_iterable(sending.attempts.values())]
    settings = dict(sorted(sending.settings.items()))
    hashed = _hash([tenant, entries, attempts, settings])
    return (
        f'{{\n  "version": {_VERSION},\n  "tenant": {_encode(tenant)},\n  "entries": {_listed(entries)},\n'
        f'  "attempts": {_listed(attempts)},\n  "settings": {_encode(settings)},\n  "hash": "{hashed}"\n}}\n'
    ).encode()


def _listed(rows: Sequence[dict[str, Any]]) -> str:
    lines = ",\n".join(f"    {_encode(row)}" for row in rows)
    return f"[\n{lines}\n  ]"


def _hash(content: Sequence[Any]) -> str:
    return hashlib.sha256(_encode(content).encode()).hexdigest()


def _plain(record: OutboxEntry | Attempt) -> dict[str, Any]:
    row = attrs.asdict(record, recurse=False)
    for name, value in row.items():
        if isinstance(value, datetime):
            row[name] = value.isoformat()
        elif isinstance(value, OutboxState):
            row[name] = value.value
    return row


def read_outbox(data: bytes, where: str) -> Sending:
    """Reads the file.

    Raises:
        StoreDamaged: It is none.
        StoreTooNew: A newer version wrote it.
    """
    try:
        document = json.loads(data)
        version = document.get("version", 1)
        if version.__class__ is int and version > _VERSION:
            raise StoreTooNew(
                f"an outbox of version {version} is newer than {_VERSION}, the newest known here",
                where=where,
                remedy="upgrade plan-tasks",
            )
        names = ("tenant", "entries") if version == 1 else ("tenant", "entries", "attempts", "settings")
        if document["hash"] != _hash([document[name] for name in names]):
            raise StoreDamaged("the outbox does not match its hash", where=where, remedy=_REMEDY)
        attempts: dict[str, tuple[Attempt, ...]] = {}
        for row in document.get("attempts", ()):
            attempt = Attempt(**row | {"at": datetime.fromisoformat(row["at"])})
            attempts[attempt.key] = (*attempts.get(attempt.key, ()), attempt)
        entries = (_entry(row) for row in document["entries"])
        return Sending({entry.key: entry for entry in entries}, attempts, document.get("settings", {}))
    except (AttributeError, ValueError, LookupError, TypeError, RecursionError) as error:
        raise StoreDamaged(f"the outbox cannot be read: {error!r}", where=where, remedy=_REMEDY) from error


def _entry(row: dict[str, Any]) -> OutboxEntry:
    row["state"] = OutboxState(row["state"])
    for name in _MOMENTS:
        if row.get(name) is not None:
            row[name] = datetime.fromisoformat(row[name])
    return OutboxEntry(**row)
