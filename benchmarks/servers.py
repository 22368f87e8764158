"""Goals on PostgreSQL: many clients that update (G11), and saving many items against COPY (`copy`)."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks import orm, places, workload
from benchmarks.harness import Line, Run, folder, rate
from plan_tasks.model import ProgressReport
from plan_tasks.tracker import Tracker

__all__ = ["copy", "update"]

_WIDTHS = (1, 4, 16)
_ITEMS = 50  # a client's own, at full size

_TABLES = """
CREATE TABLE raw_item (plan text, id text, version int NOT NULL, body jsonb NOT NULL, PRIMARY KEY (plan, id));
CREATE TABLE raw_change (
    number bigserial PRIMARY KEY, plan text NOT NULL, item text NOT NULL, version int NOT NULL, actor text NOT NULL,
    at timestamptz NOT NULL, before jsonb, after jsonb NOT NULL
);
"""
_UPDATE = """
WITH old AS (SELECT body -> 'progress' AS before FROM raw_item WHERE plan = %(plan)s AND id = %(id)s),
changed AS (
    UPDATE raw_item SET version = version + 1, body = body || %(after)s::jsonb
    WHERE plan = %(plan)s AND id = %(id)s AND version = %(version)s RETURNING version
)
INSERT INTO raw_change (plan, item, version, actor, at, before, after)
SELECT %(plan)s, %(id)s, changed.version, 'bench', now(), old.before, %(after)s::jsonb FROM changed, old
"""


def update(run: Run) -> list[Line]:
    """G11: updates with a version check and a line of history, by 1, 4 and 16 threads of one process.

    Raw is one statement on a table of its own. It keeps no chain of hashes, and reads nothing. Beside it is told what
    that takes with the item read before, as whoever decides anything must. Ours chains the history of each plan, so
    changes in one plan wait for each other; the goals are measured with a plan for each client. All clients are threads
    of one process, which has one processor for its Python: what a change takes of it bounds what they do together.
    """
    found, lines = places.postgresql(run, "G11")
    for url in found:
        with folder() as folder_, places.store(url, folder_, pool_size=16) as place:
            lines += _update(run, place)
    return lines


def _update(run: Run, place: places.Place) -> list[Line]:
    import psycopg

    each, held = run.sized(400, least=5), run.sized(_ITEMS, least=2)  # a client's updates and items
    lines: list[Line] = []
    with ExitStack() as opened:
        tracker = opened.enter_context(Tracker.open(place.url, autoload=False))
        for client in range(max(_WIDTHS)):
            plan, values = workload.plan(client * held, held, f"own-{client}")
            tracker.add(plan, actor="bench", observations=values)
        plan, values = workload.plan(0, max(_WIDTHS) * held, "shared")
        tracker.add(plan, actor="bench", observations=values)
        engine = place.engine(max(_WIDTHS))
        opened.callback(engine.dispose)
        orm.Base.metadata.create_all(engine)
        orm.build(engine, workload.plain(range(max(_WIDTHS) * held)))
        raws = [
            opened.enter_context(psycopg.connect(place.dsn(), autocommit=True, prepare_threshold=1))
            for _ in range(max(_WIDTHS))
        ]
        raws[0].execute(_TABLES)
        rows = [
            (f"own-{number // held}", body["id"], json.dumps(body))
            for number, (body, _) in enumerate(workload.plain(range(max(_WIDTHS) * held)))
        ]
        with raws[0].transaction():
            raws[0].cursor().executemany("INSERT INTO raw_item VALUES (%s, %s, 1, %s)", rows)
        versions: dict[tuple[str, str, str], int] = {}
        percents = itertools.cycle(f"0.{n:02}" for n in range(1, 99))

        def ours(client: int, shared: str = "") -> None:
            for item in _turns(client, each, held):
                key = ("ours", shared or f"own-{client}", item)
                report = ProgressReport(on=date(2021, 7, 5), percent=Decimal(next(percents)))
                receipt = tracker.report(key[1], item, report, actor="bench", seen=versions.get(key, 1))
                versions[key] = receipt.versions[key[1], item]

        def read(client: int) -> None:
            for item in _turns(client, each, held):
                asked = "SELECT body, version FROM raw_item WHERE plan = %s AND id = %s"
                assert raws[client].execute(asked, (f"own-{client}", item)).fetchone()
                raw_change(client, item)

        def raw(client: int) -> None:
            for item in _turns(client, each, held):
                raw_change(client, item)

        def raw_change(client: int, item: str) -> None:
            key = ("raw", f"own-{client}", item)
            progress = {"on": "2021-07-05", "percent": next(percents), "by": "bench"}
            given = {"plan": key[1], "id": item, "version": versions.get(key, 1)}
            done = raws[client].execute(_UPDATE, {**given, "after": json.dumps({"progress": progress})})
            assert done.rowcount == 1
            versions[key] = given["version"] + 1  # type: ignore[operator]

        def peer(client: int) -> None:
            for item in _turns(client, each, held):
                orm.change_one(engine, item, next(percents))

        for width in _WIDTHS:
            pool = opened.enter_context(ThreadPoolExecutor(width))

            def at_once(work: Callable[[int], None], width: int = width, pool: ThreadPoolExecutor = pool) -> Any:
                return lambda: _all(pool, work, width)

            one_plan = at_once(lambda client: ours(client, "shared"))
            contenders = {"ours": at_once(ours), "one": one_plan, "raw": at_once(raw), "read": at_once(read)}
            done = run.compare({**contenders, "orm": at_once(peer)})
            note = rate(each * width, done.median("ours"))
            what = f"PostgreSQL, {width} client{'s' if width > 1 else ''}"
            lines += [
                done.at_least("G11", f"{what}: share of one raw statement", "raw", 0.7, note),
                done.at_least("G11", f"{what}: times as fast as the ORM", "orm", 3),
                done.told("G11", f"{what}: times as long as that statement with the item read before", "ours", "read"),
                done.told("G11", f"{what}, all in one plan: times as long as a plan each", "one", "ours"),
            ]
        lines.append(_processor({"ours": lambda: ours(0), "raw": lambda: raw(0), "read": lambda: read(0)}, each))
    return lines


def _processor(works: dict[str, Callable[[], None]], each: int) -> Line:
    """What a change takes of the client's processor, and so how many a process can make in a second at the most."""
    spent = {}
    for name, work in works.items():
        begun = time.process_time()
        work()
        spent[name] = (time.process_time() - begun) / each
    told = ", ".join(f"{name} {seconds * 1e6:,.0f} us" for name, seconds in spent.items())
    most = f"at most {1 / spent['ours']:,.0f} changes/s of a process, {spent['raw'] / spent['ours']:.2f} of raw"
    return Line("G11", "PostgreSQL: the client's processor time of a change", f"{told}: {most}")


def _turns(client: int, each: int, held: int) -> list[str]:
    return [f"m{client * held + number % held}" for number in range(each)]


def _all(pool: ThreadPoolExecutor, work: Callable[[int], None], width: int) -> None:
    for future in [pool.submit(work, client) for client in range(width)]:
        future.result()


def copy(run: Run) -> list[Line]:
    """Saves 100,000 items with their history, against COPY of the very rows that this leaves behind."""
    count = run.sized(100_000)
    found, lines = places.postgresql(run, "copy")
    plan, values = workload.plan(0, count)
    for url in found:
        with folder() as folder_:
            with places.store(url, folder_) as place:
                with Tracker.open(place.url, autoload=False) as tracker:
                    empty = _rows(place)
                    tracker.add(plan, actor="bench", observations=values)
                rows = {name: found for name, found in _rows(place).items() if found and not empty[name]}

            def ours(url: str = url, at: Path = folder_) -> float:
                with places.store(url, at) as place, Tracker.open(place.url, autoload=False) as tracker:
                    begun = time.perf_counter()
                    tracker.add(plan, actor="bench", observations=values)
                    return time.perf_counter() - begun

            def raw(url: str = url, at: Path = folder_, rows: dict[str, list[Any]] = rows) -> float:
                with places.store(url, at) as place:
                    Tracker.open(place.url, autoload=False).close()
                    return _copied(place, rows)

            done = run.compare({"ours": ours, "copy": raw})
        note = rate(count, done.median("ours"))
        what = f"PostgreSQL, save {count:,}: times as long as COPY of the same rows"
        lines.append(done.at_most("copy", what, "copy", 4, note))
    return lines


def _rows(place: places.Place) -> dict[str, list[Any]]:
    import psycopg

    with psycopg.connect(place.dsn()) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", (place.where,)).fetchall()
        return {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in names}


def _copied(place: places.Place, rows: dict[str, list[Any]]) -> float:
    import psycopg

    with psycopg.connect(place.dsn()) as connection:
        begun = time.perf_counter()
        for name, found in rows.items():
            with connection.cursor().copy(f'COPY "{name}" FROM STDIN') as into:
                for row in found:
                    into.write_row(row)
        connection.commit()
        return time.perf_counter() - begun
