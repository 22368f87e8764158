"""Goals of judging what a store holds: heads judged with reasons (`assess`), counts by owner and area (`rollup`)."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import attrs

from benchmarks import workload
from benchmarks.harness import Comparison, Line, Run, fill, folder, open_ours, plans_of, rate
from plan_tasks.assessment.rollup import roll_up
from plan_tasks.services.assessing import PlanOnADay

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
    file = place / "ours.db"
    fill(file, count)
    plans = [name for name, _, _ in plans_of(count)]
    what = f"judge {count:,} heads from the store"
    with open_ours(file) as tracker, closing(sqlite3.connect(file)) as connection:

        def standing() -> Iterator[PlanOnADay]:
            return (tracker.standing(plan, on=workload.JUDGED) for plan in plans)

        def ours() -> None:
            assert sum(1 for plan in standing() for found in plan.assessments() if found.health) == count

        def read() -> None:
            assert sum(1 for plan in standing() for found in plan.assessments() if found.reasons) == count

        def rows() -> None:
            assert sum(1 for plan in standing() for row in plan.rows(with_items=False) if row.head) == count

        def bare() -> None:
            assert sum(_judged(connection, plan) for plan in plans) == count

        done = run.compare({"ours": ours, "rows": rows, "read": read, "bare": bare})
        lines = [
            done.at_least("assess", f"{what}: share of the bare arithmetic", "bare", 0.3, _rate(done, "ours", count)),
            done.told("assess", "the same with whole heads: times as long", "rows", "ours", _rate(done, "rows", count)),
            done.told(
                "assess", "the same, all reasons read: times as long", "read", "ours", _rate(done, "read", count)
            ),
        ]
        connection.execute(_DIFFERENT)
        connection.commit()
        done = run.compare({"ours": ours, "bare": bare})
    what = "the same where no two values are alike: share of the bare arithmetic"
    return [*lines, done.told("assess", what, "bare", "ours", _rate(done, "ours", count))]


#: Gives every item a value of its own, a little above the one that it has.
_DIFFERENT = """
UPDATE item SET actual = actual || iif(instr(actual, '.'), '', '.') || '00' || printf('%06d', position)
"""


def _rate(done: Comparison, name: str, count: int) -> str:
    return rate(count, done.median(name))


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
            pairs = [
                (row.head, row.assessment.health)
                for plan, _, _ in plans_of(count)
                for row in tracker.standing(plan, on=workload.JUDGED).rows(with_items=False)
            ]

    def ours() -> None:
        assert roll_up(pairs).whole.total == count

    def bare() -> None:
        assert Counter((head.owners, health) for head, health in pairs).total() == count

    done = run.compare({"ours": ours, "bare": bare})
    what = f"roll up {count:,} by plan, kind, area, owner: times as long as one count"
    return [done.told("rollup", what, "ours", "bare", rate(count, done.median("ours")))]
