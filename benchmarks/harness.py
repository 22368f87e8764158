"""Runs contenders in turn and tells ratios: medians of the rounds, with the smallest and largest ratio of a round.

Here too: what all goals share, the lines of the table and stores filled with the workload.
"""

from __future__ import annotations

import gc
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs

from benchmarks import workload
from plan_tasks.tracker import Tracker

__all__ = ["SERVERS", "Comparison", "Line", "Run", "fill", "folder", "open_ours", "plans_of", "rate"]

_PLAN = 100_000  # items in one plan

#: Where servers are looked for, unless others are named.
SERVERS = ("postgresql://root@127.0.0.1/test", "mysql://root@127.0.0.1/test?ssl_disabled=true")


@attrs.frozen
class Line:
    """One line of the table.

    Attributes:
        goal: Its number.
        what: What was measured.
        figure: The ratio of the medians, and of the rounds the smallest and the largest.
        wanted: The goal in words; empty for a figure that is only told.
        met: Whether it was met.
    """

    goal: str
    what: str
    figure: str
    wanted: str = ""
    met: bool = True


@attrs.frozen
class Comparison:
    """Seconds of each contender, round by round."""

    seconds: Mapping[str, tuple[float, ...]]

    def median(self, name: str) -> float:
        """Median seconds of a contender."""
        return statistics.median(self.seconds[name])

    def ratio(self, name: str, to: str) -> tuple[float, float, float]:
        """How many times as long `name` takes as `to`: of the medians, and the smallest and largest of a round."""
        rounds = [one / other for one, other in zip(self.seconds[name], self.seconds[to], strict=True)]
        return self.median(name) / self.median(to), min(rounds), max(rounds)

    def at_least(self, goal: str, what: str, to: str, wanted: float, note: str = "") -> Line:
        """How many times as fast as `to` ours is, against what it should be at the least."""
        ratio = self.ratio(to, "ours")
        return Line(goal, what, _figure(ratio, note), f">= {wanted:g}", ratio[0] >= wanted)

    def at_most(self, goal: str, what: str, to: str, wanted: float, note: str = "") -> Line:
        """How many times as long as `to` ours takes, against what it may take at the most."""
        ratio = self.ratio("ours", to)
        return Line(goal, what, _figure(ratio, note), f"<= {wanted:g}", ratio[0] <= wanted)

    def told(self, goal: str, what: str, name: str, to: str, note: str = "") -> Line:
        """How many times as long as `to` `name` takes, without a goal."""
        return Line(goal, what, _figure(self.ratio(name, to), note))


def _figure(ratio: tuple[float, float, float], note: str) -> str:
    middle, low, high = ratio
    return f"{middle:.2f} ({low:.2f}..{high:.2f})" + (f"; {note}" if note else "")


@attrs.frozen
class Run:
    """How goals are measured.

    Attributes:
        scale: Share of the full sizes.
        rounds: How often the contenders of a line take turns.
        stores: URLs of the servers on which stores are made and dropped again.
    """

    scale: float = 1.0
    rounds: int = 5
    stores: tuple[str, ...] = SERVERS

    def sized(self, full: int, *, least: int = 100) -> int:
        """A size at the scale."""
        return max(int(full * self.scale), min(full, least))

    def compare(self, contenders: Mapping[str, Callable[[], float | None]], *, times: int = 1) -> Comparison:
        """Runs contenders A B C A B C …

        Args:
            contenders: Name -> what to run. It may return its own seconds, when part of what it does is not to be
                counted.
            times: How many times as many rounds, for what is quickly done.
        """
        seconds: dict[str, list[float]] = {name: [] for name in contenders}
        for _ in range(self.rounds * times):
            for name, contender in contenders.items():
                gc.collect()
                begun = time.perf_counter()
                own = contender()
                seconds[name].append(time.perf_counter() - begun if own is None else own)
        return Comparison({name: tuple(each) for name, each in seconds.items()})


def rate(count: int, seconds: float) -> str:
    """Things a second, for people."""
    return f"{count / seconds:,.0f}/s"


@contextmanager
def folder() -> Iterator[Path]:
    """A folder for one goal's files."""
    with tempfile.TemporaryDirectory(prefix="plan-tasks-bench-") as name:
        yield Path(name)


def open_ours(file: Path, **settings: Any) -> Tracker:
    """Our tracker on a file, with the built-in plugins alone."""
    return Tracker.open(f"sqlite:///{file}", autoload=False, **settings)


def plans_of(count: int) -> Iterator[tuple[str, int, int]]:
    """Name, first number and size of the plans that hold so many measures: 100,000 in each."""
    for number, first in enumerate(range(0, count, _PLAN)):
        yield f"bench-{number}" if number else "bench", first, min(_PLAN, count - first)


def fill(file: Path, count: int) -> None:
    """Stores the workload in a file with our tracker."""
    with open_ours(file) as tracker:
        for name, first, size in plans_of(count):
            plan, values = workload.plan(first, size, name)
            tracker.add(plan, actor="bench", observations=values)
