"""The goals of drafting, judging, the past and the stores run at the smallest scale; no time is judged here."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
NOWHERE = "postgresql://root@127.0.0.1:1/test"  # nothing listens there

pytest.importorskip("sqlalchemy", reason="the peer needs SQLAlchemy: pip install --group bench")


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Imports a module of the benchmarks."""
    monkeypatch.syspath_prepend(str(ROOT))
    return lambda name: importlib.import_module(f"benchmarks.{name}")


def lines(*arguments: str) -> list[list[str]]:
    """Runs goals in a process of their own and gives the lines of the table: goal, mark, the rest."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", *arguments, "--scale", "0.0001", "--rounds", "1", "--codec", "json"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
    return [line.split(maxsplit=2) for line in done.stdout.splitlines()[1:]]


def test_reading_and_judging_have_their_lines_and_a_server_that_does_not_answer_has_one() -> None:
    found = lines("draft", "assess", "rollup", "G6", "G11", "copy", "size", "--store", NOWHERE)
    goals = [goal for goal, _, _ in found]
    assert goals == ["draft"] * 4 + ["assess"] * 8 + ["rollup", "G6", "G11", "copy"] + ["size"] * 3
    assert {mark for _, mark, _ in found} <= {"ok", "MISSED", "told"}
    missing = [rest for goal, _, rest in found if goal in ("G11", "copy")]
    assert all(rest.startswith("postgresql: not measured") for rest in missing)


def schemas(place: Any) -> list[Any]:
    """The schemas that the server of a place has."""
    import psycopg

    with psycopg.connect(place.dsn()) as connection:
        return connection.execute("SELECT nspname FROM pg_namespace").fetchall()


def test_postgresql_is_measured_by_width_and_leaves_no_schema_behind(bench: Any) -> None:
    pytest.importorskip("psycopg", reason="needs pip install plan-tasks[postgres]")
    places, harness = bench("places"), bench("harness")
    url = os.environ.get("PLAN_TASKS_TEST_POSTGRESQL", "").replace("+psycopg", "") or harness.SERVERS[0]
    run = harness.Run(0.0001, 1, (url,))
    if not places.postgresql(run, "G11")[0]:
        if os.environ.get("PLAN_TASKS_REQUIRE_SERVICES"):
            pytest.fail("no PostgreSQL server answers, and PLAN_TASKS_REQUIRE_SERVICES is set")
        pytest.skip("no PostgreSQL server answers")
    found = bench("servers").update(run) + bench("servers").copy(run)
    assert [line.goal for line in found] == ["G11"] * 13 + ["copy"]
    assert [re.findall(r"\d+ client", line.what) for line in found[::4]] == [
        ["1 client"],
        ["4 client"],
        ["16 client"],
        [],
    ]
    with places.store(url, Path()) as place:
        assert place.size() == 0
        assert (place.where,) in schemas(place)
    assert (place.where,) not in schemas(place)


def test_two_processes_count_what_one_counts(bench: Any, tmp_path: Path) -> None:
    """The work that crosses to other processes is a function of names alone; shares of plans add up to the whole."""
    executors, harness = bench("executors"), bench("harness")
    harness.fill(tmp_path / "ours.db", 120)
    with harness.open_ours(tmp_path / "ours.db") as tracker:
        plan, values = bench("workload").plan(120, 40, "more")
        tracker.add(plan, actor="bench", observations=values)
        whole, one, other = (
            executors.stand(tracker, names).counts for names in (["bench", "more"], ["bench"], ["more"])
        )
    assert whole.total() == 160
    assert one + other == whole


def test_dask_and_the_standard_library_run_the_same_work() -> None:
    pytest.importorskip("distributed", reason="Dask is in the group bench: pip install --group bench")
    found = lines("two")
    assert [goal for goal, _, _ in found] == ["two"] * 5
    assert "Dask" in found[3][2]
