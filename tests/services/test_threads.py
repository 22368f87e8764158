"""One tracker serves many threads, as the page about host applications says."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from plan_tasks import Measure, Plan, ProgressReport, Tracker
from plan_tasks.model import ItemId, PlanId

THREADS, RETURNS = 6, 10


@pytest.mark.parametrize("kind", ["memory", "sqlite"])
def test_threads_share_a_tracker_and_lose_nothing(kind: str, tmp_path: Path) -> None:
    """Every return of every thread is in the history, whose chain holds, and reads go on meanwhile."""
    measures = tuple(Measure(id=ItemId(f"m{number}"), title="Work") for number in range(THREADS))
    plan = Plan(id=PlanId("p"), title="P", start=date(2021, 1, 1), end=date(2021, 12, 31), measures=measures)

    def work(number: int) -> None:
        for count in range(1, RETURNS + 1):
            report = ProgressReport(on=date(2021, 6, 30), percent=Decimal(count) / 100)
            tracker.report("p", f"m{number}", report, actor="office")
            assert len(tracker.assess("p", on=date(2021, 6, 30))) == THREADS

    url = "memory:" if kind == "memory" else f"sqlite:///{tmp_path}/p.db?timeout=60"
    with Tracker.open(url) as tracker:
        tracker.add(plan, actor="office")
        with ThreadPoolExecutor(THREADS) as pool:
            for done in [pool.submit(work, number) for number in range(THREADS)]:
                done.result()
        assert [tracker.item("p", f"m{number}").version for number in range(THREADS)] == [RETURNS + 1] * THREADS
        assert len(list(tracker.history("p"))) == 1 + THREADS * (RETURNS + 1)
