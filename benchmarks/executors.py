"""The goal of judging in two processes, through any `concurrent.futures.Executor` (`two`).

Two ways that a host has with public names alone. `stand`: each process opens the store itself and judges its plans;
only names go in and counts come out. `assess_by_pace`: cases go in and assessments come out, all of them by pickle.
"""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

from benchmarks import judging, workload
from benchmarks.harness import Line, Run, folder, open_ours, rate
from plan_tasks.assessment.contract import AssessmentContext
from plan_tasks.assessment.pace import assess_by_pace
from plan_tasks.tracker import Tracker

__all__ = ["stand", "two"]

_PLANS = 8
_BATCH = 5_000
_PROCESSES = 2


def stand(url: str, plans: Sequence[str]) -> Counter[str]:
    """Opens a store, judges some of its plans from heads, each item with its reasons at hand, and counts."""
    with Tracker.open(url, autoload=False) as tracker:
        return Counter(
            row.assessment.health.value
            for plan in plans
            for row in tracker.standing(plan, on=workload.JUDGED).rows(with_items=False)
        )


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
    shares = [names[at::_PROCESSES] for at in range(_PROCESSES)]
    whole = stand(url, names)
    _warm(pool, lambda: stand(url, names[:1]))

    def one() -> None:
        assert stand(url, names) == whole

    def both() -> None:
        futures = [pool.submit(stand, url, share) for share in shares]
        counted: Counter[str] = Counter()
        for future in futures:
            counted.update(future.result())
        assert counted == whole

    done = run.compare({"one": one, "ours": both})
    title = f"judge {count:,}, {what}, 2 processes: times as fast as one"
    return [done.at_least("two", title, "one", 1.7, rate(count, done.median("ours")))]


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


def _warm(pool: Executor, work: Callable[[], Any]) -> None:
    """Lets every process import what it needs before anything is measured."""
    work()
    for future in [pool.submit(stand, "memory:", ()) for _ in range(4 * _PROCESSES)]:
        future.result()


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
