"""Goals of writing: saving many items (G1), one change (G4), plugins that listen and do nothing (G12)."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from benchmarks import floor, orm, workload
from benchmarks.harness import Line, Run, fill, folder, open_ours, plans_of, rate
from plan_tasks.model import ProgressReport
from plan_tasks.plugging import hookimpl
from plan_tasks.tracker import Tracker

__all__ = ["change_one", "idle_plugins", "save"]

_CHANGES = 200


def save(run: Run) -> list[Line]:
    """G1: save 10,000 items with their history."""
    count = run.sized(10_000)
    plan, values = workload.plan(0, count)
    measures = list(workload.plain(range(count)))
    with folder() as place:
        names = itertools.count()

        def ours() -> float:
            with open_ours(place / f"ours{next(names)}.db") as tracker:
                begun = time.perf_counter()
                tracker.add(plan, actor="bench", observations=values)
                return time.perf_counter() - begun

        def raw() -> float:
            connection = floor.open_floor(place / f"raw{next(names)}.db")
            begun = time.perf_counter()
            floor.build(connection, measures)
            seconds = time.perf_counter() - begun
            connection.close()
            return seconds

        def peer() -> float:
            engine = orm.open_orm(place / f"orm{next(names)}.db")
            begun = time.perf_counter()
            orm.build(engine, measures)
            seconds = time.perf_counter() - begun
            engine.dispose()
            return seconds

        done = run.compare({"ours": ours, "raw": raw, "orm": peer})
    return [
        done.at_least("G1", f"save {count:,}: times as fast as the ORM", "orm", 10, rate(count, done.median("ours"))),
        done.at_least("G1", f"save {count:,}: share of the raw layout's speed", "raw", 0.25),
    ]


def change_one(run: Run) -> list[Line]:
    """G4: one durable change with its history, with few and with many items held."""
    small, large = 1_000, run.sized(1_000_000, least=1_000)
    with folder() as place:
        fill(place / "small.db", small)
        fill(place / "large.db", large)
        connection = floor.open_floor(place / "raw.db")
        for name, first, size in plans_of(large):
            floor.build(connection, workload.plain(range(first, first + size)), name)
        engine = orm.open_orm(place / "orm.db")
        orm.build(engine, workload.plain(range(run.sized(10_000, least=1_000))))
        percents = itertools.cycle(f"0.{n:02}" for n in range(1, 99))
        items = itertools.cycle(range(0, small, 7))
        with open_ours(place / "small.db") as few, open_ours(place / "large.db") as many:

            def ours(tracker: Tracker) -> Callable[[], None]:
                def run() -> None:
                    for _ in range(_CHANGES):
                        report = ProgressReport(on=date(2021, 7, 5), percent=Decimal(next(percents)))
                        tracker.report("bench", f"m{next(items)}", report, actor="bench")

                return run

            def raw() -> None:
                for _ in range(_CHANGES):
                    floor.change_one(connection, f"m{next(items)}", next(percents))

            def peer() -> None:
                for _ in range(_CHANGES):
                    orm.change_one(engine, f"m{next(items)}", next(percents))

            done = run.compare({"ours": ours(many), "few": ours(few), "raw": raw, "orm": peer}, times=2)
        connection.close()
        engine.dispose()
    note = f"{done.median('ours') / _CHANGES * 1000:.2f} ms"
    return [
        done.at_most("G4", f"one change, {large:,} held: times as long as raw", "raw", 2, note),
        done.at_most("G4", f"one change, {large:,} held: of that with {small:,}", "few", 1.3),
        done.at_most("G4", "one change: share of the ORM's time", "orm", 0.7),
    ]


class _Idle:
    """A plugin that hears of changes and does nothing."""

    @hookimpl
    def plan_tasks_validate_changes(self) -> tuple[()]:
        """Object to nothing."""
        return ()

    @hookimpl
    def plan_tasks_changes_committed(self) -> None:
        """Hear of it."""


def idle_plugins(run: Run) -> list[Line]:
    """G12: what twenty idle plugins cost a save, in seconds of the processor: the disk's would hide it."""
    count = run.sized(10_000)
    plan, values = workload.plan(0, count)
    with folder() as place:
        names = itertools.count()

        def saving(plugins: list[object]) -> Callable[[], float]:
            def run() -> float:
                with open_ours(place / f"{next(names)}.db", plugins=plugins) as tracker:
                    begun = time.process_time()
                    tracker.add(plan, actor="bench", observations=values)
                    return time.process_time() - begun

            return run

        idle = [type(f"Idle{n}", (_Idle,), {})() for n in range(20)]
        done = run.compare({"none": saving([]), "ours": saving(idle)}, times=2)
    return [done.at_most("G12", f"save {count:,} with 20 idle plugins: of that with none", "none", 1.05)]
