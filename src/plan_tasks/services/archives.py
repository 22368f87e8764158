"""A whole plan as one compressed file, with versions, values, history and outbox, and back into a store.

The file is gzip over lines of JSON: what it is, the header, an item with its values a line, an event a line, an entry
of the outbox a line, an attempt at sending a line, and at the end how much there was, with a SHA-256 over all lines
before. The same plan gives the same bytes. It is written and read line by line, so that memory stays flat. How it is
read is in `archive_reader`.
"""

from __future__ import annotations

import gzip
import hashlib
import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, BinaryIO

from plan_tasks.errors import InvalidDocument, InvalidValue
from plan_tasks.model import PlanId
from plan_tasks.model.converting import unstructure
from plan_tasks.services.archive_reader import (
    ARCHIVE_FORMAT,
    ARCHIVE_VERSION,
    ATTEMPT_FIELDS,
    EVENT_FIELDS,
    ArchiveReader,
    end_of,
    entry_fields,
)
from plan_tasks.services.context import Context
from plan_tasks.services.transfer import Counts, parts_of, put_part
from plan_tasks.storage.contract import UnitOfWork
from plan_tasks.storage.encoding import json_encoder
from plan_tasks.storage.outbox import OutboxState

__all__ = ["MAGIC", "read_archive", "write_archive"]

#: How every archive begins.
MAGIC = b"\x1f\x8b"

_LEVEL = 6
_log = logging.getLogger("plan_tasks.services")


def write_archive(
    context: Context, plan: PlanId, stream: BinaryIO, *, advance: Callable[[], object] = lambda: None
) -> Counts:
    """Writes a plan.

    Args:
        context: The open tracker.
        plan: Plan id.
        stream: Takes the bytes.
        advance: Called after each step.

    Returns:
        How much there is of it.

    Raises:
        UnknownName: No such plan.
        StoreDamaged: A row or the history does not match its hash.
    """
    counts = Counts()
    with (
        context.backend.unit(context.tenant, write=False) as unit,
        gzip.GzipFile(filename="", mode="wb", compresslevel=_LEVEL, fileobj=stream, mtime=0) as packed,
    ):
        for line in _lines(unit, plan, counts, advance):
            packed.write(line)
    _log.info("%s: archived, %d items, %d events", plan, counts.items, counts.events)
    return counts


def read_archive(
    context: Context, stream: BinaryIO, *, where: str, advance: Callable[[], object] = lambda: None
) -> tuple[PlanId, Counts]:
    """Puts the plan of an archive into the store, by one commit, when all of it has proved sound.

    Args:
        context: The open tracker.
        stream: The bytes.
        where: What to call them in an error.
        advance: Called after each step.

    Returns:
        The plan's id, and how much there is of it.

    Raises:
        InvalidDocument: It is no archive, cut short, changed, or of a newer version.
        InvalidValue: The store holds a plan of that id.
        StorageError: The store cannot take in plans with their history.
    """
    reader = ArchiveReader(stream, where)
    with context.backend.unit(context.tenant, write=True) as unit, reader.placing():
        plan = reader.begin()
        if unit.plans.get(plan) is not None:
            raise InvalidValue(
                f"the store holds a plan {plan!r} already",
                remedy="restore to another store; an archive keeps its history, which is bound to the plan's id",
            )
        counts = Counts()
        for part in reader.parts():
            put_part(unit, plan, part)
            counts.add(part)
            advance()
        kept = hashlib.sha256()
        for line in _lines(unit, plan, Counts(), advance, version=reader.version):
            if not line.startswith(b'{"end":'):
                kept.update(line)
        if kept.hexdigest() != reader.end(counts):
            raise InvalidDocument("what the store would hold of it is not what its lines say")
        unit.commit()
    _log.info("%s: restored, %d items, %d events", plan, counts.items, counts.events)
    return plan, counts


def _lines(
    unit: UnitOfWork,
    plan: PlanId,
    counts: Counts,
    advance: Callable[[], object],
    *,
    version: int = ARCHIVE_VERSION,
) -> Iterator[bytes]:
    """The lines of an archive of some version, each with its line break."""
    encode, seen = json_encoder(), hashlib.sha256()

    def line(data: dict[str, Any]) -> bytes:
        text = encode(data).encode() + b"\n"
        seen.update(text)
        return text

    yield line({"format": ARCHIVE_FORMAT, "version": version, "plan": plan})
    for part in parts_of(unit, plan):
        counts.add(part)
        if part.header is not None:
            yield line({"header": unstructure(part.header.plan), "version": part.header.version})
        for stored in part.items:
            values = [unstructure(each) for each in part.observations.get(stored.item.id, ())]
            kind, item = stored.item.kind.value, unstructure(stored.item)
            yield line({"kind": kind, "item": item, "version": stored.version, "observations": values})
        for event in part.events:
            fields = [_plain(getattr(event.event, name)) for name in EVENT_FIELDS]
            yield line({"event": [event.sequence, *fields, event.hash]})
        for entry in part.entries:
            yield line({"entry": [_plain(getattr(entry, name)) for name in entry_fields(version)]})
        for attempt in part.attempts if version > 1 else ():
            yield line({"attempt": [_plain(getattr(attempt, name)) for name in ATTEMPT_FIELDS]})
        advance()
    yield line({"end": end_of(counts), "sha256": seen.hexdigest()})


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.value if isinstance(value, OutboxState) else value
