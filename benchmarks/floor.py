"""The floor: plain sqlite3 on the same tables, no classes, no checks, no hooks.

The tables are those of our store (made by it), the rows hold the same: head columns, JSON body and a checksum; the six
observations in rows of their own; a change log with whole items and a hash chain. All in one durable transaction: what
our store would cost if it did nothing else. Only the hashes are made in a simpler way from the same text.
"""

from __future__ import annotations

import gc
import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from cattrs import Converter

from benchmarks import workload
from benchmarks.bare import BareMeasure
from plan_tasks.tracker import Tracker

__all__ = ["build", "change_one", "count_dashboard", "decode_all", "due_page", "open_floor", "rows_of"]

_AT = "2021-07-05T00:00:00+00:00"
_TENANT = "default"
# fmt: off
_HEAD = (
    "plan", "id", "version", "kind", "title", "area", "state", "start", "due", "completed", "lead", "owners", "tags",
    "percent", "reported", "indicator", "comparator", "value", "upper", "base", "tolerance", "change", "unit",
    "polarity", "aggregation", "cycle_days", "actual", "actual_start", "actual_end", "detail",
)
# fmt: on
_QUOTED = ", ".join(f'"{name}"' for name in _HEAD)
_COLUMNS = f"tenant, position, {_QUOTED}, body"
_DUE = "coalesce(due, '9999-99-99')"  # as in the index
_INSERT_ITEM = f"INSERT INTO item ({_COLUMNS}, hash) VALUES ({', '.join('?' * (len(_HEAD) + 4))})"
_INSERT_EVENT = (
    'INSERT INTO event (tenant, "plan", sequence, item, type, actor, at, version, "before", "after", reason, hash)'
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_INSERT_OBSERVATION = (
    'INSERT INTO observation (tenant, "plan", item, k, indicator, start, "end", value, known, source)'
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def open_floor(file: Path) -> sqlite3.Connection:
    """A connection with the settings that durable commits need, to a file with the tables of our store."""
    Tracker.open(f"sqlite:///{file}", autoload=False).close()
    connection = sqlite3.connect(file, isolation_level=None, cached_statements=256)
    connection.execute("PRAGMA synchronous=FULL")
    return connection


def build(connection: sqlite3.Connection, measures: Iterable[workload.Plain], plan: str = "bench") -> None:
    """Stores measures with observations and events in one transaction."""
    items: list[tuple[Any, ...]] = []
    observations: list[tuple[Any, ...]] = []
    events: list[tuple[Any, ...]] = []
    header = _text({"id": plan, "title": "Benchmark", "start": workload.START.isoformat()})
    previous, sequence = _chained("0" * 64, 1, header), 1
    events.append((_TENANT, plan, 1, "", "plan_created", "bench", _AT, 1, "{}", header, "", previous))
    for position, (body, rows) in enumerate(measures, 1):
        text = _text(body)
        owners = [(each["owner"], each.get("role", "lead")) for each in body["assignments"]]
        start, end, value, _ = rows[-1]
        indicator = workload.INDICATOR
        head = (
            plan,
            body["id"],
            1,
            "measure",
            body["title"],
            "",
            "active",
            body["start"],
            body["due"],
            None,
            owners[0][0],
            f" {' '.join(f'{role}:{owner}' for owner, role in owners)} ",
            "",
            None,
            None,
            indicator.name,
            "at_least",
            "1.1",
            None,
            None,
            None,
            "level",
            indicator.unit,
            "higher",
            "sum",
            None,
            value,
            start,
            end,
            0,
        )
        items.append((_TENANT, position, *head, text, zlib.crc32(text.encode())))
        observations.extend((_TENANT, plan, body["id"], k, indicator.name, *row, "") for k, row in enumerate(rows))
        seen = [
            {"indicator": indicator.name, "start": start, "end": end, "value": value, "known": known}
            for start, end, value, known in rows
        ]
        for kind, after in (("measure_created", text), ("observed", _text({"observations": seen}))):
            sequence += 1
            previous = _chained(previous, sequence, after)
            events.append((_TENANT, plan, sequence, body["id"], kind, "bench", _AT, 1, "{}", after, "", previous))
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO plan (tenant, id, version, body) VALUES (?, ?, 1, ?)", (_TENANT, plan, header))
    connection.executemany(_INSERT_ITEM, items)
    connection.executemany(_INSERT_OBSERVATION, observations)
    connection.executemany(_INSERT_EVENT, events)
    connection.execute("COMMIT")


def change_one(connection: sqlite3.Connection, item: str, percent: str, plan: str = "bench") -> None:
    """One durable change: read the item, write it back with one field changed, log it with its hash."""
    connection.execute("BEGIN IMMEDIATE")
    version, text = connection.execute(
        'SELECT version, body FROM item WHERE tenant=? AND "plan"=? AND id=?', (_TENANT, plan, item)
    ).fetchone()
    body = json.loads(text)
    before = _text({"progress": body.get("progress")})
    body["progress"] = {"on": "2021-07-05", "percent": percent, "by": "bench", "known": _AT}
    after = _text(body)
    connection.execute(
        "UPDATE item SET version=version+1, percent=?, reported='2021-07-05', body=?, hash=?"
        ' WHERE tenant=? AND "plan"=? AND id=? AND version=?',
        (percent, after, zlib.crc32(after.encode()), _TENANT, plan, item, version),
    )
    sequence, previous = connection.execute(
        'SELECT sequence, hash FROM event WHERE tenant=? AND "plan"=? ORDER BY sequence DESC LIMIT 1', (_TENANT, plan)
    ).fetchone()
    changed = _text({"progress": body["progress"]})
    hashed = _chained(previous, sequence + 1, changed)
    connection.execute(
        _INSERT_EVENT,
        (
            _TENANT,
            plan,
            sequence + 1,
            item,
            "progress_reported",
            "bench",
            _AT,
            version + 1,
            before,
            changed,
            "",
            hashed,
        ),
    )
    connection.execute("COMMIT")


def _text(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _chained(previous: str, sequence: int, after: str) -> str:
    return hashlib.sha256(f"{previous}{sequence}{after}".encode()).hexdigest()


def due_page(connection: sqlite3.Connection, before: date) -> list[Any]:
    """The first fifty active items that are due before a day, by due date, with all head columns."""
    return connection.execute(
        f"SELECT {_QUOTED} FROM item WHERE tenant=? AND state='active' AND {_DUE}<?"
        f' ORDER BY {_DUE}, "plan", position LIMIT 50',
        (_TENANT, before.isoformat()),
    ).fetchall()


def decode_all(connection: sqlite3.Connection, plan: str = "bench") -> int:
    """Every body decoded with json and a plain cattrs converter into classes without checks, and kept."""
    converter = Converter()
    converter.register_structure_hook(Decimal, lambda text, _: Decimal(text))
    converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))
    rows = connection.execute('SELECT body FROM item WHERE tenant=? AND "plan"=? ORDER BY position', (_TENANT, plan))
    gc.disable()
    try:
        kept = [converter.structure(json.loads(body), BareMeasure) for (body,) in rows]
    finally:
        gc.enable()
    return len(kept)


def count_dashboard(connection: sqlite3.Connection, day: date, plan: str = "bench") -> dict[str, int]:
    """Heads fetched, judged with the least code that gives the same counts, and counted."""
    counts = {"met": 0, "ahead": 0, "on_track": 0, "at_risk": 0, "off_track": 0, "overdue": 0}
    today, begin = day.toordinal(), workload.START.toordinal()
    ends: dict[str, int] = {}
    rows = connection.execute(
        "SELECT state, start, due, percent, comparator, value, polarity, aggregation, change, actual, actual_start,"
        ' actual_end FROM item WHERE tenant=? AND "plan"=?',
        (_TENANT, plan),
    )
    for _, _, due, _, _, value, _, _, _, actual, _, covered in rows:
        end = ends.get(due)
        if end is None:
            end = ends[due] = date.fromisoformat(due).toordinal()
        last = ends.get(covered)
        if last is None:
            last = ends[covered] = date.fromisoformat(covered).toordinal()
        got, want = float(actual), float(value)
        if got >= want:
            counts["met"] += 1
        elif today > end:
            counts["overdue"] += 1
        else:
            pace = got / (want * (last - begin + 1) / (end - begin + 1))
            if pace >= 1.05:
                counts["ahead"] += 1
            elif pace >= 0.95:
                counts["on_track"] += 1
            elif pace >= 0.8:
                counts["at_risk"] += 1
            else:
                counts["off_track"] += 1
    return counts


def rows_of(file: Path) -> dict[str, list[Any]]:
    """What a file holds beside moments and hashes, for comparing: ours and the floor's must be the same."""
    with closing(sqlite3.connect(file)) as connection:
        return {
            "item": connection.execute(f"SELECT {_COLUMNS}, terms FROM item").fetchall(),
            "observation": connection.execute("SELECT * FROM observation").fetchall(),
            "event": connection.execute(
                'SELECT "plan", sequence, item, type, actor, version, "before", "after" FROM event WHERE item<>\'\''
            ).fetchall(),
        }
