"""The history's file: JSON Lines that are only ever appended, events and seals.

Every commit that touches a plan ends with a seal: the hashes of the plan's file and of its observations as they are
with it. A plan's file that does not match the last seal was changed by somebody else than this program.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import attrs

from plan_tasks.errors import StoreDamaged
from plan_tasks.plugins.storage.json_folder.disk import shown, translated
from plan_tasks.storage.history import GENESIS, Event, StoredEvent

__all__ = ["UNSEALED", "HistoryEnd", "Seal", "event_line", "read_end", "read_lines", "seal_line"]

_CHUNK = 4096
_REMEDY = "take the file back from git or a backup"
_encode = json.JSONEncoder(ensure_ascii=False).encode
_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@attrs.frozen
class Seal:
    """What a commit left.

    Attributes:
        sequence: The number of the plan's last event; 0 for none.
        event: That event's hash; `GENESIS` for none.
        plan: SHA-256 of the plan's file; empty for none.
        observations: SHA-256 of the observations' file; empty for none.
    """

    sequence: int = 0
    event: str = GENESIS
    plan: str = ""
    observations: str = ""

    @property
    def hash(self) -> str:
        """A hash over the seal, which chains it to the last event."""
        parts = [self.event, self.sequence, self.plan, self.observations]
        return hashlib.sha256(_encode(parts).encode()).hexdigest()


#: Of a plan that has no history yet.
UNSEALED = Seal()


@attrs.frozen
class HistoryEnd:
    """Where a history ends.

    Attributes:
        seal: Its last line.
        length: Bytes of the file that count.
        pending: What a commit that is not finished appends behind them.
    """

    seal: Seal = UNSEALED
    length: int = 0
    pending: bytes = b""


def event_line(stored: StoredEvent) -> str:
    """Writes an event; what changed is JSON in JSON, as it reads best, wherever that gives the same text back."""
    event = stored.event
    return (
        _encode(
            {
                "sequence": stored.sequence,
                "plan": event.plan,
                "item": event.item,
                "type": event.type,
                "actor": event.actor,
                "at": event.at.isoformat(),
                "version": event.version,
                "before": _nested(event.before),
                "after": _nested(event.after),
                "reason": event.reason,
                "hash": stored.hash,
            }
        )
        + "\n"
    )


def _nested(text: str) -> Any:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return data if isinstance(data, dict) and _compact(data) == text else text


def seal_line(seal: Seal) -> str:
    """Writes a seal."""
    return (
        _encode(
            {
                "sealed": seal.sequence,
                "event": seal.event,
                "plan_file": seal.plan,
                "observations_file": seal.observations,
                "hash": seal.hash,
            }
        )
        + "\n"
    )


def read_end(path: Path, *, offset: int = 0, pending: bytes = b"") -> HistoryEnd | None:
    """Reads where a history ends, without reading all of it.

    Args:
        path: The file.
        offset: Where `pending` begins.
        pending: What a commit that is not finished appends.

    Returns:
        Its end; None where there is no history.

    Raises:
        StoreDamaged: The last line is no seal.
    """
    if pending:
        last, length = pending.removesuffix(b"\n").rpartition(b"\n")[2] + b"\n", offset
    else:
        with translated(path):
            try:
                last, length = _last_line(path)
            except FileNotFoundError:
                return None
        if not length:
            return None
    where = f"{shown(path)}, last line"
    line = _parse(last, where)
    if not isinstance(line, Seal):
        raise StoreDamaged("the history does not end with a seal: its end is missing", where=where, remedy=_REMEDY)
    return HistoryEnd(line, length, pending)


def _last_line(path: Path) -> tuple[bytes, int]:
    with path.open("rb") as file:
        length = file.seek(0, os.SEEK_END)
        start, tail = length, b""
        while start and b"\n" not in tail[:-1]:
            start = max(0, start - _CHUNK)
            file.seek(start)
            tail = file.read(length - start)
    return tail.removesuffix(b"\n").rpartition(b"\n")[2] + (b"\n" if tail.endswith(b"\n") else b""), length


def read_lines(path: Path, end: HistoryEnd) -> Iterator[tuple[StoredEvent | Seal, str]]:
    """Reads a history from its beginning, each line with where it stands.

    Args:
        path: The file.
        end: Where to stop.

    Raises:
        StoreDamaged: A line cannot be read.
    """
    length, name, number = end.length, shown(path), 0
    with translated(path):
        file = path.open("rb") if length else None
    try:
        while file is not None and length > 0:
            with translated(path):
                data = file.readline(length)
            if not data:
                raise StoreDamaged("the history is shorter than it was", where=shown(path), remedy=_REMEDY)
            length -= len(data)
            number += 1
            yield _parse(data, f"{name}:{number}"), f"{name}:{number}"
    finally:
        if file is not None:
            file.close()
    for data in end.pending.splitlines(keepends=True):
        number += 1
        yield _parse(data, f"{name}:{number}"), f"{name}:{number}"


def _parse(data: bytes, where: str) -> StoredEvent | Seal:
    if data.startswith((b"<<<<<<<", b"=======", b">>>>>>>")):
        raise StoreDamaged(
            "the marks of a merge stand in the history",
            where=where,
            remedy="take one side of it whole: git checkout --ours FILE; the rest is then recorded anew",
        )
    if not data.endswith(b"\n"):
        raise StoreDamaged("the line is cut off", where=where, remedy=_REMEDY)
    try:
        row = json.loads(data)
        if "sealed" in row:
            seal = Seal(int(row["sealed"]), row["event"], row["plan_file"], row["observations_file"])
            if seal.hash != row["hash"]:
                raise StoreDamaged("the seal does not match its hash", where=where, remedy=_REMEDY)
            return seal
        before, after = (each if isinstance(each, str) else _compact(each) for each in (row["before"], row["after"]))
        at = datetime.fromisoformat(row["at"])
        event = Event(
            row["plan"], row["item"], row["type"], row["actor"], at, row["version"], before, after, row["reason"]
        )
        return StoredEvent(row["sequence"], event, row["hash"])
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise StoreDamaged(f"the line cannot be read: {error!r}", where=where, remedy=_REMEDY) from error
