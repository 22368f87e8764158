"""Every command of a tracker that writes, and all that a tracker says of its store."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import date, timedelta
from typing import Any

import attrs
from tests.durability.changes import KNOWN, PLAN, change

from plan_tasks import Owner, ProgressReport, Tracker
from plan_tasks.model import OwnerId, PlanId

__all__ = ["COMMANDS", "contents"]

_REPORT = ProgressReport(on=date(2021, 3, 31), narrative="Half done")


def notify(tracker: Tracker) -> None:
    tracker.notify("city", on=date(2021, 8, 28))


def dispatch(tracker: Tracker) -> None:
    """Claims what waits, sends it, and settles it: three commits, of which the first and the last count."""
    with redirect_stdout(io.StringIO()):
        tracker.dispatch({"console": {}})


#: Everything that a tracker writes.
COMMANDS: dict[str, Callable[[Tracker], object]] = {
    "add": lambda tracker: tracker.add(attrs.evolve(PLAN, id=PlanId("other")), actor="office"),
    "change": lambda tracker: change(tracker, 1),
    "report": lambda tracker: tracker.report("city", "m1", _REPORT, actor="schools"),
    "assign": lambda tracker: tracker.assign("city", "m2", Owner(id=OwnerId("library"), name="图书馆"), actor="office"),
    "revise": lambda tracker: tracker.revise(attrs.evolve(PLAN, issuer="市政府"), actor="office", reason="was missing"),
    "forget": lambda tracker: tracker.forget(
        "city", before=KNOWN + timedelta(days=1), actor="office", reason="kept long enough"
    ),
    "notify": notify,
}


def contents(tracker: Tracker) -> Any:
    """All that a store says."""
    plans = [stored.plan.id for stored in tracker.plans()]
    return (
        [tracker.export(plan) for plan in plans],
        [list(tracker.history(plan)) for plan in plans],
        tracker.outbox(),
        [finding.text for finding in (*tracker.examine(), *tracker.verify()) if not finding.ok],
    )
