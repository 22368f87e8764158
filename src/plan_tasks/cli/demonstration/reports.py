"""Which reports the demonstration writes: every kind in the formats that fit it, and the overview through the year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from plan_tasks.errors import MissingExtra
from plan_tasks.reporting.contract import ReportFormatType, ReportKindType
from plan_tasks.tracker import Tracker

__all__ = ["write_reports"]

_EVERY: Final = ("terminal", "markdown", "csv", "json")
#: What else fits a kind: pages for those that are looked at, workbooks for those that are filled in, dates, pictures.
_BESIDES: Final = {
    "bulletin": ("html",),
    "due": ("ics",),
    "ledger": ("html", "ics", "xlsx"),
    "overview": ("html", "ics"),
    "owner": ("ics",),
    "returns": ("xlsx",),
    "schedule": ("html", "mermaid"),
    "trend": ("html", "svg"),
}


def write_reports(tracker: Tracker, plan: str, days: Sequence[date], folder: Path) -> Iterator[Path]:
    """Writes reports; a format whose libraries are not installed is left out.

    Args:
        tracker: The open tracker.
        plan: Id of the plan.
        days: The days on which the office publishes; on the last one it publishes all kinds.
        folder: Where to.

    Yields:
        Each file.
    """
    formats = tracker.host.catalogue(ReportFormatType)
    for day in days:
        for kind in tracker.host.catalogue(ReportKindType):
            if day != days[-1] and kind != "overview":
                continue
            for name in (*_EVERY, *_BESIDES.get(kind, ())):
                file = folder / f"{kind}-{day.isoformat()}.{formats[name].descriptor.extension}"
                try:
                    tracker.render(plan, kind, name, file, on=day)
                except MissingExtra:
                    continue
                yield file
