"""What each kind of store costs: its work beside SQLite's (`stores`), its size (`size`), memory (`stream`)."""

from __future__ import annotations

import itertools
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from pathlib import Path

from benchmarks import places, workload
from benchmarks.harness import Line, Run, folder, plans_of
from plan_tasks.model import ItemId, ProgressReport, State
from plan_tasks.storage.query import ItemQuery, Order
from plan_tasks.tracker import Tracker
from plan_tasks.workflow.commands import ReportProgress

__all__ = ["size", "stream", "table"]

_CHANGES = 50
_PAGES = 20


def table(run: Run) -> list[Line]:
    """The work of G1 to G5 on every kind of store, as times of what it takes on SQLite in the same run."""
    count = run.sized(10_000)
    kinds, lines = places.kinds(run, "stores")
    with folder() as at:
        plan, values = workload.plan(0, count)

        def saving(kind: str) -> Callable[[], float]:
            def run() -> float:
                with places.store(kind, at) as place, Tracker.open(place.url, autoload=False) as tracker:
                    begun = time.perf_counter()
                    tracker.add(plan, actor="bench", observations=values)
                    return time.perf_counter() - begun

            return run

        lines += _beside(run, kinds, f"save {count:,}", saving)
        with ExitStack() as opened:
            trackers: dict[str, Tracker] = {}
            for kind in kinds:
                place = opened.enter_context(places.store(kind, at))
                trackers[kind] = opened.enter_context(Tracker.open(place.url, autoload=False))
                trackers[kind].add(plan, actor="bench", observations=values)
            for what, work in _works(count).items():

                def on(kind: str, work: Callable[[Tracker], None] = work) -> Callable[[], None]:
                    return lambda: work(trackers[kind])

                lines += _beside(run, kinds, what, on)
    return lines


def _works(count: int) -> dict[str, Callable[[Tracker], None]]:
    percents = itertools.cycle(Decimal(n) / 100 for n in range(1, 99))
    items = itertools.cycle(range(0, count, 7))
    query = ItemQuery(states=(State.ACTIVE,), due_before=workload.JUDGED, order=Order.DUE)

    def load(tracker: Tracker) -> None:
        assert len(list(tracker.standing("bench", on=workload.JUDGED).rows())) == count

    def dashboard(tracker: Tracker) -> None:
        assert sum(tracker.count_healths("bench", on=workload.JUDGED).values()) == count

    def change(tracker: Tracker) -> None:
        for _ in range(_CHANGES):
            report = ProgressReport(on=date(2021, 7, 5), percent=next(percents))
            tracker.report("bench", f"m{next(items)}", report, actor="bench")

    def page(tracker: Tracker) -> None:
        for _ in range(_PAGES):
            assert tracker.page(query, on=workload.JUDGED, limit=50).rows

    return {
        f"load and judge {count:,}": load,
        f"dashboard of {count:,}": dashboard,
        f"{_CHANGES} durable changes, {count:,} held": change,
        f"{_PAGES} pages of 50 overdue in {count:,}": page,
    }


def _beside(run: Run, kinds: list[str], what: str, work: Callable[[str], Callable[[], float | None]]) -> list[Line]:
    done = run.compare({kind: work(kind) for kind in kinds})
    return [
        done.told(
            "stores",
            f"{kind.partition(':')[0]}: {what}: times as long as SQLite",
            kind,
            "sqlite",
            f"{done.median(kind) * 1000:,.0f} ms",
        )
        for kind in kinds
        if kind != "sqlite"
    ]


def size(run: Run) -> list[Line]:
    """Bytes on disk of an item with its 6 observations and 3 events, and of each further event."""
    count, rounds = run.sized(10_000), 10
    kinds, lines = places.kinds(run, "size")
    plan, values = workload.plan(0, count)
    for kind in kinds:
        with folder() as at, places.store(kind, at) as place:
            with Tracker.open(place.url, autoload=False) as tracker:
                tracker.add(plan, actor="bench", observations=values)
                _report(tracker, count, 1)
                _compact(tracker, place)
            first = place.size()
            with Tracker.open(place.url, autoload=False) as tracker:
                for number in range(2, rounds + 2):
                    _report(tracker, count, number)
                _compact(tracker, place)
            grown = (place.size() - first) / (count * rounds)
        figure = f"{first / count:,.0f} bytes an item; {grown:,.0f} an event"
        lines.append(Line("size", f"{place.kind}: {count:,} items with 3 events, then {rounds} more each", figure))
    return lines


def _compact(tracker: Tracker, place: places.Place) -> None:
    """Gives back what is dead in a file of SQLite; servers do so when they are asked for the size."""
    if place.kind == "sqlite":
        tracker.vacuum()


def _report(tracker: Tracker, count: int, number: int) -> None:
    for first in range(0, count, 1_000):
        reports = [
            ReportProgress(item=ItemId(f"m{at}"), on=date(2021, 7, 5), percent=Decimal(number) / 100)
            for at in range(first, min(first + 1_000, count))
        ]
        tracker.change("bench", *reports, actor="bench")


_STREAM = """
import sys
from datetime import date
from pathlib import Path
from plan_tasks import Tracker
url = sys.argv[1]
count = 0
with Tracker.open(url, autoload=False) as tracker:
    for stored in tracker.plans():
        for row in tracker.standing(stored.plan.id, on=date(2021, 8, 1)).rows():
            count += 1
try:
    peak = int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
except (OSError, IndexError):
    import resource
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "darwin" else 1)
print(count, peak // 1024)
"""


def stream(run: Run) -> list[Line]:
    """Peak memory of streaming every item with its verdict, of a quarter of the items and of all: flat, or not."""
    count = run.sized(1_000_000)
    kinds, lines = places.kinds(run, "stream")
    for kind in kinds:
        few, many = (_streamed(kind, number) for number in (count // 4, count))
        figure = f"{many} MB; {few} MB for a quarter"
        lines.append(Line("stream", f"{kind.partition(':')[0]}: memory of streaming {count:,}", figure))
    return lines


def _streamed(kind: str, count: int) -> int:
    with folder() as at, places.store(kind, Path(at)) as place:
        with Tracker.open(place.url, autoload=False) as tracker:
            for name, first, held in plans_of(count):
                plan, values = workload.plan(first, held, name)
                tracker.add(plan, actor="bench", observations=values)
        done = subprocess.run(
            [sys.executable, "-c", _STREAM, place.url], check=True, capture_output=True, text=True
        ).stdout.split()
    assert int(done[0]) == count
    return int(done[1])
