"""The goals by their numbers."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks import judging, processes, reading, writing
from benchmarks.harness import Line, Run

__all__ = ["GOALS", "WITH_CODEC"]

GOALS: dict[str, Callable[[Run], list[Line]]] = {
    "G1": writing.save,
    "G2": reading.load,
    "G3": reading.dashboard,
    "G4": writing.change_one,
    "G5": reading.page,
    "G7": judging.judge,
    "G10": processes.importing,
    "G12": writing.idle_plugins,
    "G13": processes.memory,
}

#: Goals whose work goes through the JSON library, measured with each.
WITH_CODEC = ("G1", "G2", "G4")
