"""A table as iCalendar by RFC 5545: an entry a row, ids that stay, lines folded at 75 bytes.

Nothing depends on the clock: entries are stamped with the day that the report is of. A later day gives a higher
sequence number, by which calendars know the newer of two versions.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import BinaryIO, Final

import attrs

from plan_tasks.errors import UnknownName
from plan_tasks.model import State
from plan_tasks.plugins.report_formats.ics import Dated, IcsOptions
from plan_tasks.reporting.document import Cell, Column, ColumnType, Document, Row, Several, Table
from plan_tasks.reporting.escaping import one_line, visible
from plan_tasks.reporting.formatting import column_title, text_of

__all__ = ["IcsFormat", "content_line"]

_LONGEST_LINE: Final = 75  # bytes, without the line's end
_BATCH: Final = 200  # rows
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_TITLES: Final = ("task", "title", "indicator")  # keys of the columns that say what a row is about
_TASK_STATES: Final = MappingProxyType(
    {
        State.DRAFT: "NEEDS-ACTION",
        State.ACTIVE: "IN-PROCESS",
        State.COMPLETION_REQUESTED: "IN-PROCESS",
        State.SUSPENDED: "IN-PROCESS",
        State.COMPLETED: "COMPLETED",
        State.CANCELLED: "CANCELLED",
    }
)
_OVER: Final = frozenset({State.COMPLETED, State.CANCELLED})
_ESCAPES: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@attrs.frozen(kw_only=True)
class _Places:
    """Where a table has what an entry needs; None for nowhere."""

    id: int | None
    title: int | None
    date: int | None
    state: int | None


@attrs.frozen(kw_only=True)
class _Entry:
    uid: str
    title: str
    text: str
    day: date | None
    state: State | None


class IcsFormat:
    """Writes one table of a document as a calendar.

    Args:
        options: Its options.
    """

    def __init__(self, options: IcsOptions) -> None:
        self._options: Final = options

    def write(self, document: Document, to: BinaryIO) -> None:
        """Writes a document; see `plan_tasks.reporting.contract.ReportFormat`.

        Raises:
            UnknownName: The document has no table, or its table no column of dates, of the name that the options give.
        """
        table = document.table(self._options.table)
        title = _text(one_line(document.title))
        head = (
            *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//plan_tasks//plan_tasks//EN", "CALSCALE:GREGORIAN"),
            *(f"NAME:{title}", f"X-WR-CALNAME:{title}"),
        )
        batch = [content_line(line) for line in head]
        for number, entry in enumerate(self._entries(document, table), start=1):
            batch.extend(map(content_line, self._lines(entry, _stamp(document))))
            if number % _BATCH == 0:
                to.write(b"".join(batch))
                batch.clear()
        to.write(b"".join([*batch, content_line("END:VCALENDAR")]))

    def _entries(self, document: Document, table: Table) -> Iterator[_Entry]:
        places = self._places(table)
        scope = self._options.scope or document.title
        seen: Counter[str] = Counter()
        for row in table.rows:
            title = one_line(_shown(row, places.title, table.columns, document))
            name = _shown(row, places.id, table.columns, document) or title
            seen[name] += 1
            digest = hashlib.sha256(f"{scope}\n{name}\n{seen[name]}".encode(errors="replace")).hexdigest()[:32]
            day, state = _at(row, places.date), _at(row, places.state)
            yield _Entry(
                uid=f"{digest}@plan-tasks.invalid",
                title=title or one_line(name) or "-",
                text="\n".join(_told(row, table.columns, places, document)),
                day=day if isinstance(day, date) else None,
                state=state if isinstance(state, State) else None,
            )

    def _places(self, table: Table) -> _Places:
        columns = table.columns
        keys = {column.key: place for place, column in enumerate(columns)}
        dates = [place for place, column in enumerate(columns) if column.type is ColumnType.DATE]
        texts = [p for p, column in enumerate(columns) if column.type is ColumnType.TEXT and column.key != "id"]
        states = [place for place, column in enumerate(columns) if column.type is ColumnType.STATE]
        wanted = self._options.date or ("due" if keys.get("due") in dates else "")
        if wanted and keys.get(wanted) not in dates:
            named = ", ".join(columns[place].key for place in dates) or "none"
            raise UnknownName(f"the table {table.name} has no column of dates {wanted!r}", remedy=f"it has {named}")
        return _Places(
            id=keys.get("id"),
            title=next((keys[key] for key in _TITLES if keys.get(key) in texts), texts[0] if texts else None),
            date=keys[wanted] if wanted else next(iter(dates), None),
            state=next(iter(states), None),
        )

    def _lines(self, entry: _Entry, stamp: datetime) -> Iterator[str]:
        if entry.day is not None and self._options.dated is not Dated.TASK:
            yield from ("BEGIN:VEVENT", *_common(f"event-{entry.uid}", entry, stamp))
            yield f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}"
            if entry.day < date.max:
                yield f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}"
            yield f"STATUS:{'CANCELLED' if entry.state is State.CANCELLED else 'CONFIRMED'}"
            yield "TRANSP:TRANSPARENT"
            yield from self._alarms(entry, "TRIGGER")
            yield "END:VEVENT"
        if entry.day is None or self._options.dated is not Dated.EVENT:
            yield from ("BEGIN:VTODO", *_common(f"task-{entry.uid}", entry, stamp))
            if entry.day is not None:
                yield f"DUE;VALUE=DATE:{entry.day:%Y%m%d}"
            if entry.state is not None:
                yield f"STATUS:{_TASK_STATES[entry.state]}"
            yield from self._alarms(entry, "TRIGGER;RELATED=END")
            yield "END:VTODO"

    def _alarms(self, entry: _Entry, trigger: str) -> Iterator[str]:
        if entry.day is None or entry.state in _OVER:
            return
        for days in sorted(set(self._options.alarms), reverse=True):
            hours = self._options.alarm_hour - 24 * days  # from the beginning of the day
            sign = "-" if hours < 0 else ""
            yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_text(entry.title)}")
            yield f"{trigger}:{sign}PT{abs(hours)}H"
            yield "END:VALARM"


def content_line(line: str) -> bytes:
    """A line as bytes, folded: none is longer than 75 bytes, and no character is cut in two.

    Example:
        >>> content_line("SUMMARY:" + "长" * 30).split(bytes([13, 10]))[1].decode()
        ' 长长长长长长长长'
    """
    data = line.encode(errors="replace")
    parts, start, room = [], 0, _LONGEST_LINE
    while len(data) - start > room:
        end = start + room
        while data[end] & 0xC0 == 0x80:  # the middle of a character
            end -= 1
        parts.append(data[start:end])
        start, room = end, _LONGEST_LINE - 1  # a space goes before what is continued
    return b"\r\n ".join([*parts, data[start:]]) + b"\r\n"


def _common(uid: str, entry: _Entry, stamp: datetime) -> Iterator[str]:
    yield f"UID:{uid}"
    yield f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}"
    yield f"SEQUENCE:{(stamp - _EPOCH) // timedelta(minutes=1)}"
    yield f"SUMMARY:{_text(entry.title)}"
    if entry.text:
        yield f"DESCRIPTION:{_text(entry.text)}"


def _stamp(document: Document) -> datetime:
    """The moment that the report is of: up to when values counted, else the beginning of its day."""
    facts = {fact.name: fact.value for fact in document.facts}
    known_at, as_of = facts.get("known_at"), facts.get("as_of")
    if isinstance(known_at, datetime):
        return known_at.astimezone(UTC)
    return datetime.combine(as_of, time(), UTC) if isinstance(as_of, date) else _EPOCH


def _told(row: Row, columns: Sequence[Column], places: _Places, document: Document) -> Iterator[str]:
    """Every column but the title and the date, with its label; none that has nothing to say."""
    for place, column in enumerate(columns):
        if place in (places.title, places.date):
            continue
        value = _shown(row, place, columns, document)
        if value:
            yield f"{visible(column_title(column))}: {value}"


def _shown(row: Row, place: int | None, columns: Sequence[Column], document: Document) -> str:
    if place is None:
        return ""
    return visible(text_of(row[place], columns[place], document.language, missing=""))


def _at(row: Row, place: int | None) -> Cell:
    cell = None if place is None else row[place]
    return next((value for value in cell.values if value is not None), None) if isinstance(cell, Several) else cell


def _text(text: str) -> str:
    return text.translate(_ESCAPES)
