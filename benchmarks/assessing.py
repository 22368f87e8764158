"""Goals of judging what a store holds: heads judged with reasons (`assess`), counts by owner and area (`rollup`)."""

from __future__ import annotations

import sqlite3
from collections import Counter
from datetime import date
from pathlib import Path

import attrs

from benchmarks import workload
from benchmarks.harness import Line, Run, fill, folder, open_ours, plans_of, rate
from plan_tasks.assessment.rollup import roll_up
from plan_tasks.tracker import Tracker

__all__ = ["assess", "rollup"]


@attrs.frozen
class _Verdict:
    item: str
    health: str
    attainment: float
    pace: float
    reason: tuple[object, ...]


def assess(run: Run) -> list[Line]:
    """Judges all that a store holds, plan by plan, against the bare arithmetic on the same columns."""
    lines: list[Line] = []
    for full in (100_000, 1_000_000):
        count = run.sized(full)
        with folder() as place:
            lines += _assess(run, count, place)
    return lines


def _assess(run: Run, count: int, place: Path) -> list[Line]:
    fill(place / "ours.db", count)
    plans = [name for name, _, _ in plans_of(count)]
    connection = sqlite3.connect(place / "ours.db")
    with open_ours(place / "ours.db") as tracker:

        def ours() -> None:
            assert sum(1 for row in _rows(tracker, plans) if row.assessment.health) == count

        def read() -> None:
            assert sum(1 for row in _rows(tracker, plans) if row.assessment.reasons) == count

        def bare() -> None:
            assert sum(_judged(connection, plan) for plan in plans) == count

        done = run.compare({"ours": ours, "read": read, "bare": bare})
    connection.close()
    note = rate(count, done.median("ours"))
    what = f"judge {count:,} heads from the store: share of the bare arithmetic"
    told = rate(count, done.median("read"))
    return [
        done.at_least("assess", what, "bare", 0.3, note),
        done.told("assess", "the same, all reasons read: times as long", "read", "ours", told),
    ]


def _rows(tracker: Tracker, plans: list[str]):  # type: ignore[no-untyped-def]
    for plan in plans:
        yield from tracker.standing(plan, on=workload.JUDGED).rows(with_items=False)


def _judged(connection: sqlite3.Connection, plan: str) -> int:
    """Heads fetched and judged with the least code that knows this one case, each verdict with figures and reason."""
    today, begin, judged = workload.JUDGED.toordinal(), workload.START.toordinal(), 0
    rows = connection.execute(
        "SELECT id, due, value, actual, actual_end FROM item WHERE tenant='default' AND \"plan\"=? ORDER BY position",
        (plan,),
    )
    for item, due, value, actual, covered in rows:
        end = date.fromisoformat(due).toordinal()
        got, want = float(actual), float(value)
        pace = got / (want * (date.fromisoformat(covered).toordinal() - begin + 1) / (end - begin + 1))
        if got >= want:
            health = "met"
        elif today > end:
            health = "overdue"
        elif pace >= 1.05:
            health = "ahead"
        elif pace >= 0.95:
            health = "on_track"
        else:
            health = "at_risk" if pace >= 0.8 else "off_track"
        verdict = _Verdict(item, health, got / want, pace, (health, got, want))
        judged += verdict.item == item
    return judged


def rollup(run: Run) -> list[Line]:
    """Rolls up heads with their health, against one count of the same pairs by owners and health."""
    count = run.sized(1_000_000)
    with folder() as place:
        fill(place / "ours.db", count)
        with open_ours(place / "ours.db") as tracker:
            rows = _rows(tracker, [name for name, _, _ in plans_of(count)])
            pairs = [(row.head, row.assessment.health) for row in rows]

    def ours() -> None:
        assert roll_up(pairs).whole.total == count

    def bare() -> None:
        assert Counter((head.owners, health) for head, health in pairs).total() == count

    done = run.compare({"ours": ours, "bare": bare})
    what = f"roll up {count:,} by plan, kind, area, owner: times as long as one count"
    return [done.told("rollup", what, "ours", "bare", rate(count, done.median("ours")))]
