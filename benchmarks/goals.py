"""The goals: one function each, which measures, prints a line a ratio, and says whether the goal is met in the median."""

from __future__ import annotations

import itertools
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path

import attrs

from benchmarks import floor, orm, workload
from benchmarks.harness import Comparison, compare, rate
from plan_tasks.assessment.contract import AssessmentContext
from plan_tasks.assessment.pace import assess_by_pace as judge
from plan_tasks.model import ProgressReport, State, TenantId
from plan_tasks.plugging import hookimpl
from plan_tasks.storage.contract import StorageBackend
from plan_tasks.storage.query import ItemQuery, Order
from plan_tasks.tracker import Tracker

__all__ = ["GOALS", "Line"]

TENANT = TenantId("default")


@attrs.frozen
class Line:
    """One line of the table."""

    goal: str
    what: str
    figure: str
    wanted: str
    met: bool


def _line(goal: str, what: str, ratio: tuple[float, float, float], wanted: str, *, met: bool, note: str = "") -> Line:
    middle, low, high = ratio
    return Line(goal, what, f"{middle:.2f} ({low:.2f}..{high:.2f}){note}", wanted, met)


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="plan-tasks-bench-") as name:
        yield Path(name)


def _open(file: Path, **settings: object) -> Tracker:
    return Tracker.open(f"sqlite:///{file}", autoload=False, **settings)  # type: ignore[arg-type]


def _fill(file: Path, count: int, *, chunk: int = 50_000) -> None:
    """Stores the workload in plans of 100,000 at the most, as `bench`, `bench-1`, ..."""
    with _open(file) as tracker:
        for number, first in enumerate(range(0, count, 100_000)):
            size = min(100_000, count - first)
            plan, values = workload.plan(first, size, f"bench-{number}" if number else "bench")
            tracker.add(plan, actor="bench", observations=values)


def g1_save(scale: float) -> list[Line]:
    """G1: save 10,000 items with their history."""
    count = int(10_000 * scale)
    with _folder() as folder:
        names = itertools.count()

        def ours() -> float:
            plan, values = workload.plan(0, count)
            with _open(folder / f"ours{next(names)}.db") as tracker:
                begun = time.perf_counter()
                tracker.add(plan, actor="bench", observations=values)
                return time.perf_counter() - begun

        def raw() -> None:
            connection = floor.open_floor(folder / f"raw{next(names)}.db", create=True)
            floor.build(connection, range(count))
            connection.close()

        def peer() -> None:
            orm.build(orm.open_orm(folder / f"orm{next(names)}.db"), range(count))

        done = compare({"ours": ours, "raw": raw, "orm": peer})
    fast = _turned(done, "ours", "orm")
    share = _turned(done, "ours", "raw")
    note = f"; {rate(count, done.median('ours'))}"
    return [
        _line("G1", "save: times as fast as the ORM", fast, ">= 10", met=fast[0] >= 10, note=note),
        _line("G1", "save: share of the raw layout's speed", share, ">= 0.25", met=share[0] >= 0.25),
    ]


def _turned(done: Comparison, ours: str, other: str) -> tuple[float, float, float]:
    """How many times as fast `ours` is as `other`."""
    middle, low, high = done.ratio(other, ours)
    return middle, low, high


def g2_load(scale: float) -> list[Line]:
    """G2: load a plan whole and judge it."""
    count, peers = int(100_000 * scale), int(10_000 * scale)
    with _folder() as folder:
        _fill(folder / "ours.db", count)
        engine = orm.open_orm(folder / "orm.db")
        orm.build(engine, range(peers))
        connection = floor.open_floor(folder / "raw.db", create=True)
        floor.build(connection, range(count))

        def ours() -> float:
            with _open(folder / "ours.db") as tracker:
                begun = time.perf_counter()
                rows = sum(1 for _ in tracker.standing("bench", on=workload.JUDGED).rows())
                assert rows == count
                return time.perf_counter() - begun

        def raw() -> None:
            _raw_load(connection)

        def peer() -> float:
            begun = time.perf_counter()
            orm.load_and_judge(engine, workload.JUDGED)
            return (time.perf_counter() - begun) * count / peers

        done = compare({"ours": ours, "raw": raw, "orm": peer}, rounds=3)
        connection.close()
    fast, share = _turned(done, "ours", "orm"), _turned(done, "ours", "raw")
    note = f"; {rate(count, done.median('ours'))}"
    return [
        _line("G2", "load and judge: times as fast as the ORM", fast, ">= 5", met=fast[0] >= 5, note=note),
        _line("G2", "load and judge: share of raw json + cattrs", share, ">= 0.6", met=share[0] >= 0.6),
    ]


def _raw_load(connection: object) -> None:
    """Every body decoded with json and a plain cattrs converter into classes without checks."""
    import gc
    import json

    from cattrs.preconf.json import make_converter

    from benchmarks.bare import BareMeasure

    converter = make_converter()
    rows = connection.execute("SELECT body FROM item WHERE plan='bench' ORDER BY position")  # type: ignore[attr-defined]
    was = gc.isenabled()
    gc.disable()
    try:
        kept = [converter.structure(json.loads(body), BareMeasure) for (body,) in rows]
    finally:
        if was:
            gc.enable()
    assert kept


def g3_dashboard(scale: float) -> list[Line]:
    """G3: a dashboard of a plan: heads, judged, counted."""
    count, peers = int(100_000 * scale), int(10_000 * scale)
    with _folder() as folder:
        _fill(folder / "ours.db", count)
        connection = floor.open_floor(folder / "raw.db", create=True)
        floor.build(connection, range(count))
        engine = orm.open_orm(folder / "orm.db")
        orm.build(engine, range(peers))
        with _open(folder / "ours.db") as tracker:

            def ours() -> None:
                assert sum(tracker.count_healths("bench", on=workload.JUDGED).values()) == count

            def raw() -> None:
                assert sum(floor.count_dashboard(connection, workload.JUDGED).values()) == count

            def peer() -> float:
                begun = time.perf_counter()
                orm.load_and_judge(engine, workload.JUDGED)
                return (time.perf_counter() - begun) * count / peers

            done = compare({"ours": ours, "raw": raw, "orm": peer})
        connection.close()
    fast, share = _turned(done, "ours", "orm"), _turned(done, "ours", "raw")
    note = f"; {rate(count, done.median('ours'))}"
    return [
        _line("G3", "dashboard: times as fast as loading with the ORM", fast, ">= 50", met=fast[0] >= 50, note=note),
        _line("G3", "dashboard: share of heads + bare judge", share, ">= 0.5", met=share[0] >= 0.5),
    ]


def g4_change(scale: float) -> list[Line]:
    """G4: one durable change with its history, with few and with many items held."""
    small, large = 1_000, int(1_000_000 * scale)
    times = 200
    with _folder() as folder:
        for name, count in (("small", small), ("large", large)):
            _fill(folder / f"{name}.db", count)
        connection = floor.open_floor(folder / "raw.db", create=True)
        for number, first in enumerate(range(0, large, 100_000)):
            name = f"bench-{number}" if number else "bench"
            floor.build(connection, range(first, first + min(100_000, large - first)), name)
        engine = orm.open_orm(folder / "orm.db")
        orm.build(engine, range(int(10_000 * scale)))
        percents = itertools.cycle(f"0.{n:02}" for n in range(1, 99))
        items = itertools.cycle(range(0, small, 7))
        with _open(folder / "small.db") as few, _open(folder / "large.db") as many:

            def ours(tracker: Tracker) -> Callable[[], None]:
                def run() -> None:
                    for _ in range(times):
                        report = ProgressReport(on=date(2021, 7, 5), percent=Decimal(next(percents)))
                        tracker.report("bench", f"m{next(items)}", report, actor="bench")

                return run

            def raw() -> None:
                for _ in range(times):
                    floor.change_one(connection, f"m{next(items)}", next(percents))

            def peer() -> None:
                for _ in range(times):
                    orm.change_one(engine, f"m{next(items)}", next(percents))

            done = compare({"ours": ours(many), "few": ours(few), "raw": raw, "orm": peer})
        connection.close()
    over_raw, over_few, of_orm = done.ratio("ours", "raw"), done.ratio("ours", "few"), done.ratio("ours", "orm")
    note = f"; {done.median('ours') / times * 1000:.2f} ms"
    return [
        _line("G4", "one change: times as long as raw", over_raw, "<= 2", met=over_raw[0] <= 2, note=note),
        _line("G4", f"one change: {large:,} held against {small:,}", over_few, "<= 1.3", met=over_few[0] <= 1.3),
        _line("G4", "one change: share of the ORM's time", of_orm, "<= 0.7", met=of_orm[0] <= 0.7),
    ]


def g5_page(scale: float) -> list[Line]:
    """G5: a page of fifty that are due, of all that are held."""
    large, peers, times = int(1_000_000 * scale), int(10_000 * scale), 100
    day = workload.JUDGED
    query = ItemQuery(states=(State.ACTIVE,), due_before=day, order=Order.DUE)
    with _folder() as folder:
        _fill(folder / "ours.db", large)
        connection = floor.open_floor(folder / "raw.db", create=True)
        for number, first in enumerate(range(0, large, 100_000)):
            name = f"bench-{number}" if number else "bench"
            floor.build(connection, range(first, first + min(100_000, large - first)), name)
        engine = orm.open_orm(folder / "orm.db")
        orm.build(engine, range(peers))
        with _open(folder / "ours.db") as tracker:
            backend: StorageBackend = tracker._context.backend

            def ours() -> None:
                for _ in range(times):
                    with backend.unit(TENANT, write=False) as unit:
                        assert len(unit.items.heads(query, limit=50).rows) == 50

            def raw() -> None:
                for _ in range(times):
                    assert len(floor.due_page(connection, day)) == 50

            def peer() -> None:
                for _ in range(times):
                    orm.due_page(engine, day)

            done = compare({"ours": ours, "raw": raw, "orm": peer})
        connection.close()
    over_raw, fast = done.ratio("ours", "raw"), _turned(done, "ours", "orm")
    note = f"; {done.median('ours') / times * 1000:.2f} ms"
    return [
        _line("G5", f"page of 50 in {large:,}: times as long as raw", over_raw, "<= 3", met=over_raw[0] <= 3, note=note),
        _line("G5", "page of 50: times as fast as the ORM", fast, ">= 10", met=fast[0] >= 10),
    ]


def g7_judge(scale: float) -> list[Line]:
    """G7: judge with a reasoned result."""
    from plan_tasks.assessment.case import Case, TargetCase
    from plan_tasks.model import ItemKind
    from plan_tasks.storage.heads import Latest

    count = int(100_000 * scale)
    target = workload.measure(0).targets[0]
    cases = [
        Case(
            item=f"m{number}",
            plan="bench",
            kind=ItemKind.MEASURE,
            state=State.ACTIVE,
            start=workload.START,
            due=workload.due_of(number),
            targets=(TargetCase(target=target, latest=Latest(Decimal(workload.value_of(number, 6)), workload.START, workload.MONTHS[-1])),),
        )
        for number in range(count)
    ]
    facts = [(float(workload.value_of(n, 6)), 1.1, workload.due_of(n).toordinal()) for n in range(count)]
    context = AssessmentContext(day=workload.JUDGED, period_end=workload.END)

    def ours() -> None:
        assert len(judge(cases, context)) == count

    def bare() -> None:
        begin, today = workload.START.toordinal(), workload.JUDGED.toordinal()
        verdicts = []
        for got, want, end in facts:
            if got >= want:
                verdicts.append("met")
            elif today > end:
                verdicts.append("overdue")
            else:
                pace = got / (want * (today - begin + 1) / (end - begin + 1))
                verdicts.append("ahead" if pace >= 1.05 else "on" if pace >= 0.95 else "risk" if pace >= 0.8 else "off")

    done = compare({"ours": ours, "bare": bare})
    share = _turned(done, "ours", "bare")
    speed = count / done.median("ours")
    return [
        Line("G7", "judge with reasons, items a second", f"{speed:,.0f}", ">= 400,000", speed >= 400_000),
        _line("G7", "judge: share of the bare arithmetic's speed", share, "(told, not a goal)", met=True),
    ]


def g10_import(_scale: float) -> list[Line]:
    """G10: what an import costs."""

    def python(code: str) -> Callable[[], None]:
        def run() -> None:
            subprocess.run([sys.executable, "-c", code], check=True)

        return run

    done = compare(
        {
            "bare": python("pass"),
            "ours": python("import plan_tasks"),
            "tracker": python("from plan_tasks import Tracker"),
            "four": python("import pluggy, attrs, cattrs, dateutil.parser, dateutil.relativedelta, dateutil.rrule, sqlite3"),
        },
        rounds=15,
    )
    four = done.median("four") - done.median("bare")
    plain, opened = ((done.median(name) - done.median("bare")) / four for name in ("ours", "tracker"))
    return [
        Line("G10", "import plan_tasks, of its four dependencies", f"{plain:.2f}", "<= 1.2", plain <= 1.2),
        Line("G10", "from plan_tasks import Tracker, likewise", f"{opened:.2f}", "(told, not a goal)", True),
    ]


class _Idle:
    """A plugin that listens to changes and does nothing."""

    @hookimpl
    def plan_tasks_changes_committed(self, changes: object) -> None:
        """Hear of it."""


def g12_plugins(scale: float) -> list[Line]:
    """G12: what twenty idle plugins cost a save."""
    count = int(10_000 * scale)
    with _folder() as folder:
        names = itertools.count()

        def save(plugins: list[object]) -> Callable[[], float]:
            def run() -> float:
                plan, values = workload.plan(0, count)
                with _open(folder / f"{next(names)}.db", plugins=plugins) as tracker:
                    begun = time.perf_counter()
                    tracker.add(plan, actor="bench", observations=values)
                    return time.perf_counter() - begun

            return run

        idle = [type(f"Idle{n}", (_Idle,), {})() for n in range(20)]
        done = compare({"none": save([]), "twenty": save(idle)}, rounds=7)
    ratio = done.ratio("twenty", "none")
    return [_line("G12", "a save with 20 idle plugins, of one with none", ratio, "<= 1.05", met=ratio[0] <= 1.05)]


_MEMORY = """
import resource, sys
from pathlib import Path
from benchmarks import goals, orm, workload
what, file = sys.argv[1], Path(sys.argv[2])
if what == "ours":
    with goals._open(file) as tracker:
        kept = list(tracker.standing("bench", on=workload.JUDGED).rows())
elif what == "orm":
    from sqlalchemy import select
    from sqlalchemy.orm import Session, selectinload
    with Session(orm.open_orm(file)) as session:
        kept = list(session.scalars(select(orm.Item).options(
            selectinload(orm.Item.owners), selectinload(orm.Item.milestones), selectinload(orm.Item.observations))))
else:
    with goals._open(file) as tracker, open("/dev/null", "wb") as sink:
        for stored in tracker.plans():
            tracker.render(stored.plan.id, "ledger", "csv", sink, on=workload.JUDGED)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def g13_memory(scale: float) -> list[Line]:
    """G13: memory of opening a plan, and of streaming a report of everything."""
    opened, streamed = int(100_000 * scale), int(1_000_000 * scale)
    with _folder() as folder:
        _fill(folder / "ours.db", opened)
        orm.build(orm.open_orm(folder / "orm.db"), range(opened))
        _fill(folder / "all.db", streamed)

        def megabytes(what: str, file: str) -> int:
            command = [sys.executable, "-c", _MEMORY, what, str(folder / file)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            return int(done.stdout.split()[-1])

        ours, peer, stream = megabytes("ours", "ours.db"), megabytes("orm", "orm.db"), megabytes("stream", "all.db")
    return [
        Line("G13", f"opening {opened:,}, of the ORM's {peer} MB", f"{ours / peer:.2f} ({ours} MB)", "<= 1", ours <= peer),
        Line("G13", f"streaming a ledger of {streamed:,}", f"{stream} MB", "<= 150 MB", stream <= 150),
    ]


GOALS: dict[str, Callable[[float], list[Line]]] = {
    "G1": g1_save,
    "G2": g2_load,
    "G3": g3_dashboard,
    "G4": g4_change,
    "G5": g5_page,
    "G7": g7_judge,
    "G10": g10_import,
    "G12": g12_plugins,
    "G13": g13_memory,
}
