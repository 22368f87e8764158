"""The goals by their numbers, and by words where they have none."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks import (
    assessing,
    deciding,
    drafting,
    executors,
    judging,
    pages,
    past,
    processes,
    reading,
    sending,
    servers,
    stores,
    workbooks,
    writing,
)
from benchmarks.harness import Line, Run

__all__ = ["GOALS", "WITH_CODEC"]

GOALS: dict[str, Callable[[Run], list[Line]]] = {
    "G1": writing.save,
    "G2": reading.load,
    "G3": reading.dashboard,
    "G4": writing.change_one,
    "G5": reading.page,
    "G6": past.as_of,
    "G7": judging.judge,
    "G10": processes.importing,
    "G11": servers.update,
    "G12": writing.idle_plugins,
    "G13": processes.memory,
    "draft": drafting.draft,
    "assess": assessing.assess,
    "rollup": assessing.rollup,
    "two": executors.two,
    "due": deciding.decide,
    "webhooks": sending.webhooks,
    "mails": sending.mails,
    "copy": servers.copy,
    "stores": stores.table,
    "size": stores.size,
    "stream": stores.stream,
    "pages": pages.pages,
    "workbooks": workbooks.workbooks,
}

#: Goals whose work goes through the JSON library, measured with each.
WITH_CODEC = ("G1", "G2", "G4")
