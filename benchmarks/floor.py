"""The floor: plain sqlite3 with the same layout, no classes, no checks, no hooks.

Item rows with head columns and a JSON body, observations in rows of their own, a change log with a hash chain, all in
one transaction: what our store would cost if it did nothing else.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from benchmarks import workload

__all__ = ["build", "change_one", "count_dashboard", "due_page", "open_floor"]

_SCHEMA = """
CREATE TABLE item (tenant TEXT, plan TEXT, id TEXT, position INTEGER, version INTEGER, state TEXT, start TEXT, due TEXT,
  lead TEXT, owners TEXT, title TEXT, percent TEXT, comparator TEXT, value TEXT, polarity TEXT, aggregation TEXT,
  change TEXT, actual TEXT, actual_start TEXT, actual_end TEXT, body TEXT, UNIQUE (tenant, plan, id));
CREATE INDEX item_due ON item (tenant, state, due);
CREATE TABLE observation (tenant TEXT, plan TEXT, item TEXT, k INTEGER, start TEXT, end TEXT, value TEXT, known TEXT,
  PRIMARY KEY (tenant, plan, item, k)) WITHOUT ROWID;
CREATE TABLE event (tenant TEXT, plan TEXT, sequence INTEGER, item TEXT, type TEXT, actor TEXT, at TEXT, version INTEGER,
  before TEXT, after TEXT, hash TEXT, PRIMARY KEY (tenant, plan, sequence)) WITHOUT ROWID;
"""
_AT = "2021-07-05T00:00:00+00:00"


def open_floor(file: Path, *, create: bool = False) -> sqlite3.Connection:
    """A connection with the settings that durable commits need."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    if create:
        connection.executescript(_SCHEMA)
    return connection


def build(connection: sqlite3.Connection, numbers: Iterable[int], plan: str = "bench") -> None:
    """Stores measures with observations and events in one transaction."""
    items, observations, events = [], [], []
    previous, sequence = "0" * 64, 0
    for number in numbers:
        body = workload.plain_measure(number)
        rows = list(workload.plain_observations(number))
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        owners = [assignment["owner"] for assignment in body["assignments"]]  # type: ignore[attr-defined]
        start, end, value, _ = rows[-1]
        items.append(
            ("t", plan, body["id"], number, 1, "active", body["start"], body["due"], owners[0], " ".join(owners))
            + (body["title"], None, "at_least", "1.10", "higher", "sum", "level", value, start, end, text)
        )
        observations.extend(("t", plan, body["id"], k, *row) for k, row in enumerate(rows))
        for kind, after in (("created", text), ("observed", json.dumps(rows))):
            sequence += 1
            previous = hashlib.sha256(f"{previous}{sequence}{kind}{after}".encode()).hexdigest()
            events.append(("t", plan, sequence, body["id"], kind, "bench", _AT, 1, "{}", after, previous))
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(f"INSERT INTO item VALUES ({','.join('?' * 21)})", items)
    connection.executemany("INSERT INTO observation VALUES (?,?,?,?,?,?,?,?)", observations)
    connection.executemany("INSERT INTO event VALUES (?,?,?,?,?,?,?,?,?,?,?)", events)
    connection.execute("COMMIT")


def change_one(connection: sqlite3.Connection, item: str, percent: str, plan: str = "bench") -> None:
    """One durable change: read the item, write it back with one field changed, log it with its hash."""
    connection.execute("BEGIN IMMEDIATE")
    version, text = connection.execute(
        "SELECT version, body FROM item WHERE tenant='t' AND plan=? AND id=?", (plan, item)
    ).fetchone()
    body = json.loads(text)
    body["progress"] = {"on": "2021-07-05", "percent": percent}
    after = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    connection.execute(
        "UPDATE item SET version=version+1, percent=?, body=? WHERE tenant='t' AND plan=? AND id=? AND version=?",
        (percent, after, plan, item, version),
    )
    sequence, previous = connection.execute(
        "SELECT sequence, hash FROM event WHERE tenant='t' AND plan=? ORDER BY sequence DESC LIMIT 1", (plan,)
    ).fetchone()
    hashed = hashlib.sha256(f"{previous}{sequence + 1}progress{after}".encode()).hexdigest()
    connection.execute(
        "INSERT INTO event VALUES (?,?,?,?,?,?,?,?,?,?,?)",
        ("t", plan, sequence + 1, item, "progress", "bench", _AT, version + 1, "{}", percent, hashed),
    )
    connection.execute("COMMIT")


def due_page(connection: sqlite3.Connection, before: date) -> list[tuple[object, ...]]:
    """The first fifty active items that are due before a day, by due date."""
    return connection.execute(
        "SELECT plan, id, title, lead, due, state, percent FROM item WHERE tenant='t' AND state='active' AND due<?"
        " ORDER BY due, plan, position LIMIT 50",
        (before.isoformat(),),
    ).fetchall()


def count_dashboard(connection: sqlite3.Connection, day: date, plan: str = "bench") -> dict[str, int]:
    """Heads fetched, judged with the least code that gives the same counts, and counted."""
    counts = {"met": 0, "ahead": 0, "on_track": 0, "at_risk": 0, "off_track": 0, "overdue": 0}
    today, begin = day.toordinal(), workload.START.toordinal()
    ends: dict[str, int] = {}
    rows = connection.execute(
        "SELECT state, start, due, percent, comparator, value, polarity, aggregation, change, actual, actual_start,"
        " actual_end FROM item WHERE tenant='t' AND plan=?",
        (plan,),
    )
    for _, _, due, _, _, value, _, _, _, actual, _, _ in rows:
        end = ends.get(due)
        if end is None:
            end = ends[due] = date.fromisoformat(due).toordinal()
        got, want = float(actual), float(value)
        if got >= want:
            counts["met"] += 1
        elif today > end:
            counts["overdue"] += 1
        else:
            pace = got / (want * (today - begin + 1) / (end - begin + 1))
            if pace >= 1.05:
                counts["ahead"] += 1
            elif pace >= 0.95:
                counts["on_track"] += 1
            elif pace >= 0.8:
                counts["at_risk"] += 1
            else:
                counts["off_track"] += 1
    return counts
