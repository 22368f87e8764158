"""The benchmarks run, and what they compare holds the same; no time is judged here."""

from __future__ import annotations

import importlib
import json
import re
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from plan_tasks.model import ProgressReport

ROOT = Path(__file__).parents[2]

pytest.importorskip("sqlalchemy", reason="the peer needs SQLAlchemy: pip install --group bench")


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Imports a module of the benchmarks."""
    monkeypatch.syspath_prepend(str(ROOT))
    return lambda name: importlib.import_module(f"benchmarks.{name}")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "benchmarks", *arguments], cwd=ROOT, check=False, capture_output=True, text=True
    )


def test_every_goal_named_gets_its_lines_and_a_missed_one_the_status() -> None:
    done = run("G1", "G3", "G7", "G10", "--scale", "0.0001", "--rounds", "1", "--codec", "json")
    assert done.stderr == ""
    title, *lines = done.stdout.splitlines()
    assert "core dependencies alone, scale 0.0001" in title
    assert [line.split()[0] for line in lines] == ["G1", "G1", "G3", "G3", "G7", "G10", "G10"]
    assert {line.split()[1] for line in lines} <= {"ok", "MISSED", "told"}
    assert done.returncode == any(line.split()[1] == "MISSED" for line in lines)


def test_each_codec_runs_in_turn() -> None:
    pytest.importorskip("orjson", reason="the second codec is orjson: pip install plan-tasks[fast]")
    done = run("G1", "--scale", "0.0001", "--rounds", "1")
    assert done.stderr == ""
    assert [line.split(", ")[3] for line in done.stdout.splitlines() if line.startswith("Python")] == [
        "core dependencies alone",
        f"with orjson {importlib.import_module('orjson').__version__} (extra `fast`)",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["G99"], "there is no goal G99"), (["--scale", "0"], "must be above 0"), (["--rounds", "0"], "a round")],
)
def test_what_cannot_be_measured_is_refused(arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert said in done.stderr


def test_the_floor_writes_the_rows_that_the_store_writes(bench: Any, tmp_path: Path) -> None:
    floor, harness, workload = bench("floor"), bench("harness"), bench("workload")
    harness.fill(tmp_path / "ours.db", 60)
    connection = floor.open_floor(tmp_path / "raw.db")
    floor.build(connection, workload.plain(range(60)))
    assert floor.rows_of(tmp_path / "raw.db") == floor.rows_of(tmp_path / "ours.db")
    floor.change_one(connection, "m3", "0.25")
    connection.close()
    with harness.open_ours(tmp_path / "ours.db") as tracker:
        report = ProgressReport(on=date(2021, 7, 5), percent=Decimal("0.25"))
        tracker.report("bench", "m3", report, actor="bench")
    raw, ours = (read(floor.rows_of(tmp_path / name)) for name in ("raw.db", "ours.db"))
    assert raw == ours
    assert '"by": "bench"' in raw


def read(rows: object) -> str:
    """Rows as text, the JSON in them with its keys sorted, without the moment of recording."""
    parts = re.split(r"'(\{.*?\})'", repr(rows))
    parts[1::2] = [json.dumps(json.loads(part), ensure_ascii=False, sort_keys=True) for part in parts[1::2]]
    return re.sub(r'"known": "(?!2021-)[^"]*"|"known": "2021-07-05[^"]*"', '"known"', "".join(parts))


def test_the_floor_counts_what_the_store_counts(bench: Any, tmp_path: Path) -> None:
    floor, harness, workload = bench("floor"), bench("harness"), bench("workload")
    harness.fill(tmp_path / "ours.db", 500)
    connection = floor.open_floor(tmp_path / "raw.db")
    floor.build(connection, workload.plain(range(500)))
    raw = floor.count_dashboard(connection, workload.JUDGED)
    connection.close()
    with harness.open_ours(tmp_path / "ours.db") as tracker:
        ours = tracker.count_healths("bench", on=workload.JUDGED)
    assert {health: count for health, count in ours.items() if count} == {
        health: count for health, count in raw.items() if count
    }


def test_a_goal_is_held_against_the_median(bench: Any) -> None:
    done = bench("harness").Comparison({"ours": (1.0, 1.0, 5.0), "orm": (9.0, 10.0, 11.0)})
    fast = done.at_least("G0", "fast", "orm", 10)
    assert (fast.figure, fast.met) == ("10.00 (2.20..10.00)", True)
    assert not done.at_least("G0", "fast", "orm", 10.1).met
    assert done.at_most("G0", "short", "orm", 0.1).met
    assert not done.at_most("G0", "short", "orm", 0.09).met
