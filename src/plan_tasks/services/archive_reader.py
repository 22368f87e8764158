"""Reads the lines of an archive (`archives` says what they are), and says file and line with what is wrong in them.

Whatever a stranger may have put there: nothing is believed that is not checked, a line has a longest length, and what
grows far beyond its size is refused.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, BinaryIO, Final

import attrs

from plan_tasks.assessment.series import latest_of
from plan_tasks.errors import Conflict, InvalidDocument, StoreDamaged
from plan_tasks.model import Goal, Item, Measure, Observation, Plan, PlanId
from plan_tasks.model.converting import structure
from plan_tasks.services.transfer import Counts, Part, batched
from plan_tasks.storage.contract import StoredItem, StoredPlan
from plan_tasks.storage.heads import head_of
from plan_tasks.storage.history import Event, StoredEvent, check_chain
from plan_tasks.storage.outbox import Attempt, OutboxEntry, OutboxState

__all__ = [
    "ARCHIVE_FORMAT",
    "ARCHIVE_VERSION",
    "ATTEMPT_FIELDS",
    "ENTRY_FIELDS",
    "EVENT_FIELDS",
    "ArchiveReader",
    "end_of",
    "entry_fields",
]

ARCHIVE_FORMAT: Final = "plan_tasks.archive"
ARCHIVE_VERSION: Final = 2

#: What stands between the number and the hash of an event's line.
EVENT_FIELDS: Final = ("item", "type", "actor", "at", "version", "before", "after", "reason")
ENTRY_FIELDS: Final = tuple(field.name for field in attrs.fields(OutboxEntry))
ATTEMPT_FIELDS: Final = tuple(field.name for field in attrs.fields(Attempt))

_LONGEST = 16 * 1024 * 1024  # bytes of a line
_FREE = 16 * 1024 * 1024  # bytes that any file may grow to
_GROWTH = 200  # how many times its size it may grow to beyond that; plans grow some 10 to 40 times
_REMEDY = "give a file that `plan-tasks export -o FILE` wrote, whole and unchanged"
_MOMENTS = frozenset({"created", "due", "leased_until", "settled", "requeued"})
_NUMBERS = frozenset({"attempts", "spent"})
_OF_FIRST = ENTRY_FIELDS.index("level")  # fields that an entry of an archive of version 1 has
_KINDS: dict[str, type[Goal] | type[Measure]] = {"goal": Goal, "measure": Measure}


def entry_fields(version: int) -> tuple[str, ...]:
    """The fields of an entry of the outbox in an archive of some version, in order."""
    return ENTRY_FIELDS if version > 1 else ENTRY_FIELDS[:_OF_FIRST]


def end_of(counts: Counts) -> list[int]:
    """What the last line says of how much there was."""
    return [counts.items, counts.observations, counts.events, counts.notices]


class _Measured:
    """Counts the compressed bytes that are read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.size = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.size += len(data)
        return data


class ArchiveReader:
    """Reads an archive line by line, and knows at which it is.

    Args:
        stream: The bytes.
        where: What to call them in an error.

    Attributes:
        version: The archive's, when it was begun.
    """

    def __init__(self, stream: BinaryIO, where: str) -> None:
        self._packed = _Measured(stream)
        self._file = gzip.GzipFile(fileobj=self._packed, mode="rb")  # type: ignore[call-overload]  # it only reads
        self._where = where
        self._line = 0
        self._size = 0
        self._seen = hashlib.sha256()
        self._before_end = ""
        self._plan: Plan | None = None
        self._end: dict[str, Any] = {}
        self.version = ARCHIVE_VERSION

    @contextmanager
    def placing(self) -> Iterator[None]:
        """Says file and line with what is wrong in the archive."""
        try:
            yield
        except (InvalidDocument, StoreDamaged) as error:
            place = f"{self._where}, line {self._line}"
            inner = f"{error.where}: {error.message}" if error.where else error.message
            raise InvalidDocument(inner, where=place, remedy=_REMEDY) from error
        except Conflict as error:
            raise InvalidDocument(
                f"{error.item!r} is there twice", where=f"{self._where}, line {self._line}", remedy=_REMEDY
            ) from error

    def begin(self) -> PlanId:
        """Reads what the archive is."""
        said = self._next()
        if said.get("format") != ARCHIVE_FORMAT:
            raise InvalidDocument(f"this is no archive: 'format' is not {ARCHIVE_FORMAT!r}")
        version = said.get("version")
        if version.__class__ is not int or version < 1:
            raise InvalidDocument(f"{version!r} is no version of an archive")
        if version > ARCHIVE_VERSION:
            raise InvalidDocument(
                f"version {version} is newer than {ARCHIVE_VERSION}, the newest known here: upgrade plan-tasks"
            )
        if set(said) != {"format", "version", "plan"} or not isinstance(said["plan"], str):
            raise InvalidDocument("the first line needs 'format', 'version' and 'plan', and nothing else")
        self.version = version
        return PlanId(said["plan"])

    def parts(self) -> Iterator[Part]:
        """Reads the rest, part by part, up to the end."""
        header = self._header(self._next())
        self._plan = header.plan
        yield Part(header=header)
        line = self._next()

        def while_in(name: str) -> Iterator[dict[str, Any]]:
            nonlocal line
            while name in line:
                yield line
                line = self._next()

        for batch in batched(self._item(each) for each in while_in("item")):
            if len({stored.item.id for stored, _ in batch}) < len(batch):
                raise InvalidDocument("an item is there twice")
            values = {stored.item.id: found for stored, found in batch if found}
            yield Part(items=[stored for stored, _ in batch], observations=values)
        for events in batched(check_chain(self._event(each) for each in while_in("event"))):
            yield Part(events=events)
        for entries in batched(self._entry(each) for each in while_in("entry")):
            yield Part(entries=entries)
        for attempts in batched(self._attempt(each) for each in while_in("attempt")):
            yield Part(attempts=attempts)
        if "end" not in line:
            raise InvalidDocument(f"a line with {', '.join(sorted(line)) or 'nothing'} does not belong here")
        self._end = line

    def end(self, counts: Counts) -> str:
        """Compares what was read with what the end says; returns the hash over all lines before."""
        if self._end.get("end") != end_of(counts):
            raise InvalidDocument("there are not as many rows as its end says")
        if self._end.get("sha256") != self._before_end:
            raise InvalidDocument("it was changed: its lines do not match the hash at the end")
        if self._read():
            raise InvalidDocument("something follows after the end")
        return self._before_end

    def _next(self) -> dict[str, Any]:
        self._before_end = self._seen.hexdigest()
        self._line += 1
        text = self._read()
        if not text:
            raise InvalidDocument("it is cut short: its end is missing")
        if not text.endswith(b"\n"):
            raise InvalidDocument(f"the line is longer than {_LONGEST} bytes, or cut short")
        self._seen.update(text)
        try:
            data = json.loads(text)
        except RecursionError:
            raise InvalidDocument("nested too deeply for a plan") from None
        except ValueError as error:
            raise InvalidDocument(f"not JSON: {error}") from None
        if not isinstance(data, dict):
            raise InvalidDocument("the line is not an object of JSON")
        return data

    def _read(self) -> bytes:
        try:
            text: bytes = self._file.readline(_LONGEST)
        except EOFError:
            raise InvalidDocument("it is cut short") from None
        except (gzip.BadGzipFile, zlib.error) as error:
            raise InvalidDocument(f"it is damaged, or not compressed by gzip: {error}") from None
        self._size += len(text)
        if self._size > _FREE and self._size > _GROWTH * self._packed.size:
            raise InvalidDocument(f"it grows to more than {_GROWTH} times its size, which no plan does")
        return text

    def _header(self, line: dict[str, Any]) -> StoredPlan:
        self._check_fields(line, "header", "version")
        plan = structure(line["header"], Plan)
        if plan.header() is not plan:
            raise InvalidDocument("the header has items")
        return StoredPlan(plan, self._version(line))

    def _item(self, line: dict[str, Any]) -> tuple[StoredItem, tuple[Observation, ...]]:
        self._check_fields(line, "kind", "item", "version", "observations")
        kind = _KINDS.get(line["kind"]) if isinstance(line["kind"], str) else None
        if kind is None or not isinstance(line["observations"], list):
            raise InvalidDocument("an item needs a kind, goal or measure, and a list of observations")
        item: Item = structure(line["item"], kind)
        values = tuple(structure(each, Observation) for each in line["observations"])
        plan, version = self._plan, self._version(line)
        assert plan is not None  # noqa: S101 - the header was read first
        if item.area and item.area not in {area.id for area in plan.areas}:
            raise InvalidDocument(f"item {item.id} is in area {item.area!r}, which the plan does not have")
        return StoredItem(item, version, head_of(item, plan, latest_of(item, plan, values), version)), values

    def _event(self, line: dict[str, Any]) -> StoredEvent:
        self._check_fields(line, "event")
        fields = line["event"]
        kinds = (int, str, str, str, str, int, str, str, str, str)
        if not isinstance(fields, list) or tuple(each.__class__ for each in fields) != kinds:
            raise InvalidDocument(
                "an event has a number, item, type, actor, moment, version, before, after, reason, hash"
            )
        sequence, item, kind, actor, at, version, before, after, reason, hashed = fields
        assert self._plan is not None  # noqa: S101 - the header was read first
        event = Event(self._plan.id, item, kind, actor, _moment(at), version, before, after, reason)
        return StoredEvent(sequence, event, hashed)

    def _entry(self, line: dict[str, Any]) -> OutboxEntry:
        self._check_fields(line, "entry")
        given = line["entry"]
        names = entry_fields(self.version)
        if not isinstance(given, list) or len(given) != len(names):
            raise InvalidDocument(f"an entry of the outbox has {len(names)} fields")
        fields = dict(zip(names, given, strict=True))
        for name, value in fields.items():
            if name in _MOMENTS:
                fields[name] = None if value is None and name not in ("created", "due") else _moment(value)
            elif name in _NUMBERS:
                if value.__class__ is not int or value < 0:
                    raise InvalidDocument(f"{name!r} of an entry is {value!r}, not a whole number")
            elif not isinstance(value, str):
                raise InvalidDocument(f"{name!r} of an entry is not text")
        try:
            fields["state"] = OutboxState(fields["state"])
        except ValueError:
            raise InvalidDocument(f"{fields['state']!r} is no state of an entry") from None
        assert self._plan is not None  # noqa: S101 - the header was read first
        if fields["plan"] != self._plan.id:
            raise InvalidDocument(f"an entry is of another plan, {fields['plan']!r}")
        return OutboxEntry(**fields)

    def _attempt(self, line: dict[str, Any]) -> Attempt:
        self._check_fields(line, "attempt")
        given = line["attempt"]
        if not isinstance(given, list) or tuple(each.__class__ for each in given) != (str, int, str, str, str, str):
            raise InvalidDocument(f"an attempt has {', '.join(ATTEMPT_FIELDS)}")
        key, number, at, outcome, reason, reference = given
        return Attempt(key=key, number=number, at=_moment(at), outcome=outcome, reason=reason, reference=reference)

    def _version(self, line: dict[str, Any]) -> int:
        version = line["version"]
        if version.__class__ is not int or version < 1:
            raise InvalidDocument(f"{version!r} is no version")
        return int(version)

    def _check_fields(self, line: dict[str, Any], *names: str) -> None:
        if line.keys() != set(names):
            raise InvalidDocument(f"the line has {', '.join(sorted(line)) or 'no fields'}, not {', '.join(names)}")


def _moment(text: object) -> datetime:
    try:
        moment = datetime.fromisoformat(text)  # type: ignore[arg-type]  # what is no text is refused below
        if moment.tzinfo is not None:
            return moment
    except (TypeError, ValueError):
        pass
    raise InvalidDocument(f"{text!r} is not a moment with a time zone")
