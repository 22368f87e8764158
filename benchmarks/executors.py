"""The goal of judging in two processes, through any `concurrent.futures.Executor` (`two`).

Two ways that a host has with public names alone. `spread`: each process opens the store itself and judges its plans;
only names go in and counts come out. `assess_by_pace`: cases go in and assessments come out, all of them by pickle.
"""

from __future__ import annotations

import multiprocessing
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

import attrs

from benchmarks import judging, workload
from benchmarks.harness import Comparison, Line, Run, folder, open_ours, rate
from plan_tasks import spread
from plan_tasks.assessment.contract import AssessmentContext
from plan_tasks.assessment.pace import assess_by_pace
from plan_tasks.tracker import Tracker

__all__ = ["Share", "stand", "two"]

_PLANS = 8
_BATCH = 5_000
_PROCESSES = 2
_SETTINGS: dict[str, Any] = {"autoload": False}


@attrs.frozen
class Share:
    """What a process found: counts by health, and how many seconds of the processor judging took."""

    counts: Counter[str]
    seconds: float


def stand(tracker: Tracker, plans: Sequence[str]) -> Share:
    """Judges plans, each item with its figures and its reasons at hand, and counts."""
    begun = time.process_time()
    counts = Counter(
        assessment.health.value
        for plan in plans
        for assessment in tracker.standing(plan, on=workload.JUDGED).assessments()
    )
    return Share(counts, time.process_time() - begun)


def two(run: Run) -> list[Line]:
    """Judges the same in one process and in two: of the standard library, and of Dask."""
    count = run.sized(1_000_000) // _PLANS * _PLANS
    lines: list[Line] = []
    with folder() as place:
        url = f"sqlite:///{place / 'ours.db'}"
        names = [f"bench-{number}" for number in range(_PLANS)]
        with open_ours(place / "ours.db") as tracker:
            for at, name in enumerate(names):
                plan, values = workload.plan(at * (count // _PLANS), count // _PLANS, name)
                tracker.add(plan, actor="bench", observations=values)
        with _pool() as pool:
            lines += _from_store(run, pool, "ProcessPoolExecutor", url, names, count)
            lines += _by_pickle(run, pool, run.sized(100_000))
        if find_spec("distributed") is None:
            return [*lines, Line("two", "Dask: not measured, pip install --group bench brings it", "-")]
        with _dask() as pool:
            lines += _from_store(run, pool, "Dask's executor", url, names, count)
    return lines


def _from_store(run: Run, pool: Executor, what: str, url: str, names: list[str], count: int) -> list[Line]:
    alone: list[float] = []
    busier: list[float] = []

    def one() -> None:
        with Tracker.open(url, **_SETTINGS) as tracker:
            share = stand(tracker, names)
        assert share.counts.total() == count
        alone.append(share.seconds)

    def both() -> None:
        found = list(spread(pool, stand, names, url=url, shares=_PROCESSES, settings=_SETTINGS))
        assert sum(share.counts.total() for share in found) == count
        busier.append(max(share.seconds for share in found))

    one()
    for _ in range(4):  # every process imports what it needs before anything is measured
        both()
    alone.clear()
    busier.clear()
    done = run.compare({"one": one, "ours": both})
    title = f"judge {count:,}, {what}, 2 processes: times as fast as one"
    worked = Comparison({"one": tuple(alone), "ours": tuple(busier)})
    return [
        done.at_least("two", title, "one", 1.7, rate(count, done.median("ours"))),
        worked.told("two", "the same in processor time, by that of the busier process", "one", "ours"),
    ]


def _by_pickle(run: Run, pool: Executor, count: int) -> list[Line]:
    cases = judging.cases(range(count))
    context = AssessmentContext(day=workload.JUDGED, period_end=workload.END)
    batches = [cases[at : at + _BATCH] for at in range(0, count, _BATCH)]

    def one() -> None:
        assert len(assess_by_pace(cases, context)) == count

    def both() -> None:
        futures = [pool.submit(assess_by_pace, batch, context) for batch in batches]
        assert sum(len(future.result()) for future in futures) == count

    done = run.compare({"one": one, "ours": both})
    title = f"judge {count:,} cases sent by pickle, 2 processes: times as fast as one"
    return [done.told("two", title, "one", "ours", rate(count, done.median("ours")))]


@contextmanager
def _pool() -> Iterator[Executor]:
    with ProcessPoolExecutor(_PROCESSES, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield pool


@contextmanager
def _dask() -> Iterator[Executor]:
    from distributed import Client, LocalCluster

    with (
        LocalCluster(
            n_workers=_PROCESSES, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, silence_logs=50
        ) as cluster,
        Client(cluster) as client,
        client.get_executor(pure=False) as pool,
    ):
        yield pool
