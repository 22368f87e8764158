"""Runs contenders in turn and tells ratios: medians of the rounds, with the smallest and largest ratio of a round."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping

import attrs

__all__ = ["Comparison", "compare", "rate"]


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


def compare(contenders: Mapping[str, Callable[[], float | None]], *, rounds: int = 5) -> Comparison:
    """Runs contenders A B C A B C …

    Args:
        contenders: Name -> what to run. It may return its own seconds, when part of what it does is not to be counted.
        rounds: How often.
    """
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, run in contenders.items():
            gc.collect()
            begun = time.perf_counter()
            own = run()
            seconds[name].append(time.perf_counter() - begun if own is None else own)
    return Comparison({name: tuple(each) for name, each in seconds.items()})


def rate(count: int, seconds: float) -> str:
    """Things a second, for people."""
    return f"{count / seconds:,.0f}/s"
