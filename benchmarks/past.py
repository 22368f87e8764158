"""The goal of reading the past: a plan as it was known at a moment, replayed from its history (G6)."""

from __future__ import annotations

import itertools
import json
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from benchmarks import workload
from benchmarks.harness import Line, Run, folder, open_ours, rate
from plan_tasks.workflow.commands import ReportProgress

__all__ = ["as_of"]

_BEGUN = datetime(2021, 1, 1, tzinfo=UTC)
_CHANGES = 100  # of each item
_TOGETHER = 1_000  # commands in one commit


def as_of(run: Run) -> list[Line]:
    """G6: a plan of 1,000 items with 100 changes each, half of them known, replayed and judged.

    Against the raw layout: the same events read with sqlite3 and laid over each other as plain data, neither checked
    nor judged.
    """
    count, changes = run.sized(1_000, least=20), run.sized(_CHANGES, least=4)
    moments = (_BEGUN + timedelta(seconds=second) for second in itertools.count())
    plan, values = workload.plan(0, count)
    with folder() as place:
        file = place / "ours.db"
        with open_ours(file, clock=lambda: next(moments)) as tracker:
            tracker.add(plan, actor="bench", observations=values)
            middle = _BEGUN
            for number in range(changes):
                reports = [
                    ReportProgress(item=each.id, on=date(2021, 7, 5), percent=Decimal(number % 100) / 100)
                    for each in plan.measures
                ]
                for first in range(0, count, _TOGETHER):
                    tracker.change("bench", *reports[first : first + _TOGETHER], actor="bench")
                if number == changes // 2:
                    middle = next(moments)
            with closing(sqlite3.connect(file)) as connection:
                text = middle.isoformat()

                def ours() -> None:
                    assert len(tracker.assess("bench", on=workload.JUDGED, known_at=middle)) == count

                def raw() -> None:
                    assert len(_replayed(connection, text)) == count

                done = run.compare({"ours": ours, "raw": raw})
    note = rate(count * (changes // 2 + 3), done.median("ours")).replace("/s", " events/s")
    what = f"as-of of {count:,} items, {changes} changes each: times as long as raw"
    return [done.at_most("G6", what, "raw", 3, note)]


def _replayed(connection: sqlite3.Connection, moment: str) -> dict[str, dict[str, Any]]:
    """The items as they were known: each event's fields laid over what came before, observations gathered."""
    items: dict[str, dict[str, Any]] = {}
    rows = connection.execute(
        'SELECT item, type, "after" FROM event'
        " WHERE tenant='default' AND \"plan\"='bench' AND at<=? ORDER BY sequence",
        (moment,),
    )
    for item, kind, text in rows:
        after = json.loads(text)
        if kind == "measure_created":
            items[item] = after
        elif kind == "observed":
            items[item].setdefault("observations", []).extend(after["observations"])
        elif item:
            items[item].update(after)
    return items
