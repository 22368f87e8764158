"""Goals of reading: a plan whole and judged (G2), a dashboard (G3), a page of what is due (G5)."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable

from benchmarks import floor, orm, workload
from benchmarks.harness import Comparison, Line, Run, fill, folder, open_ours, plans_of, rate
from plan_tasks.model import State, TenantId
from plan_tasks.storage.query import ItemQuery, Order
from plan_tasks.tracker import Tracker

__all__ = ["dashboard", "load", "page"]

_PAGES = 100


def load(run: Run) -> list[Line]:
    """G2: load a plan whole and judge it."""
    count = run.sized(100_000)

    def ours(tracker: Tracker) -> None:
        kept = list(tracker.standing("bench", on=workload.JUDGED).rows())
        assert len(kept) == count

    def raw(connection: sqlite3.Connection) -> None:
        assert floor.decode_all(connection) == count

    done = _whole_plan(run, count, ours, raw)
    note = rate(count, done.median("ours"))
    return [
        done.at_least("G2", f"load and judge {count:,}: times as fast as the ORM", "orm", 5, note),
        done.at_least("G2", f"load and judge {count:,}: share of raw json + cattrs", "raw", 0.6),
    ]


def dashboard(run: Run) -> list[Line]:
    """G3: a dashboard of a plan: heads, judged, counted."""
    count = run.sized(100_000)

    def ours(tracker: Tracker) -> None:
        assert sum(tracker.count_healths("bench", on=workload.JUDGED).values()) == count

    def raw(connection: sqlite3.Connection) -> None:
        assert sum(floor.count_dashboard(connection, workload.JUDGED).values()) == count

    done = _whole_plan(run, count, ours, raw)
    note = rate(count, done.median("ours"))
    return [
        done.at_least("G3", f"dashboard of {count:,}: times as fast as loading with the ORM", "orm", 50, note),
        done.at_least("G3", f"dashboard of {count:,}: share of heads + bare judge", "raw", 0.5),
    ]


def _whole_plan(
    run: Run, count: int, ours: Callable[[Tracker], None], raw: Callable[[sqlite3.Connection], None]
) -> Comparison:
    """Compares work on a whole plan with the ORM loading 10,000 of it, its time multiplied: that favours it."""
    peers = min(count, 10_000)
    with folder() as place:
        fill(place / "ours.db", count)
        connection = floor.open_floor(place / "raw.db")
        floor.build(connection, workload.plain(range(count)))
        engine = orm.open_orm(place / "orm.db")
        orm.build(engine, workload.plain(range(peers)))

        def peer() -> float:
            begun = time.perf_counter()
            orm.load_and_judge(engine, workload.JUDGED)
            return (time.perf_counter() - begun) * count / peers

        with open_ours(place / "ours.db") as tracker:
            done = run.compare({"ours": lambda: ours(tracker), "raw": lambda: raw(connection), "orm": peer})
        connection.close()
        engine.dispose()
    return done


def page(run: Run) -> list[Line]:
    """G5: a page of fifty that are due, of all that are held."""
    large = run.sized(1_000_000, least=1_000)  # one in sixteen is overdue
    day = workload.JUDGED
    query = ItemQuery(states=(State.ACTIVE,), due_before=day, order=Order.DUE)
    with folder() as place:
        fill(place / "ours.db", large)
        connection = floor.open_floor(place / "raw.db")
        for name, first, size in plans_of(large):
            floor.build(connection, workload.plain(range(first, first + size)), name)
        engine = orm.open_orm(place / "orm.db")
        orm.build(engine, workload.plain(range(run.sized(10_000, least=1_000))))
        with open_ours(place / "ours.db") as tracker:
            backend = tracker._context.backend

            def ours() -> None:
                for _ in range(_PAGES):
                    with backend.unit(TenantId("default"), write=False) as unit:
                        assert len(unit.items.heads(query, limit=50).rows) == 50

            def raw() -> None:
                for _ in range(_PAGES):
                    assert len(floor.due_page(connection, day)) == 50

            def peer() -> None:
                for _ in range(_PAGES):
                    assert len(orm.due_page(engine, day)) == 50

            done = run.compare({"ours": ours, "raw": raw, "orm": peer}, times=2)
        connection.close()
        engine.dispose()
    note = f"{done.median('ours') / _PAGES * 1000:.2f} ms"
    return [
        done.at_most("G5", f"page of 50 overdue in {large:,}: times as long as raw", "raw", 3, note),
        done.at_least("G5", "page of 50 overdue: times as fast as the ORM", "orm", 10),
    ]
