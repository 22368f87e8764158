"""A work report becomes a tracked plan.

Run it: python examples/work_report.py [FILE]      (without FILE, the sample report that ships with the package)
"""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal

from plan_tasks import ProgressReport, Tracker
from plan_tasks.errors import PlanTasksError
from plan_tasks.model import Language
from plan_tasks.samples import sample_report


def main() -> None:
    """Draft, accept, store, report progress, assess, render."""
    with Tracker.open("memory:", language="zh") as tracker:
        draft = tracker.draft(sys.argv[1] if sys.argv[1:] else sample_report(Language.ZH))
        print(f"{len(draft.areas)} areas, {len(draft.targets)} targets, {len(draft.measures)} measures")
        for target in draft.targets[:3]:
            print(f"  {target.indicator}: characters {target.span.start}-{target.span.end}, {target.span.text}")
        plan = tracker.accept(draft, plan="report")
        tracker.add(plan, actor="General Office")
        first = plan.measures[0]
        half = ProgressReport(on=date(plan.start.year, 6, 25), percent=Decimal("0.5"), narrative="half of it is done")
        tracker.report(plan.id, first.id, half, actor=first.lead or "General Office")
        report = tracker.render(plan.id, "overview", "markdown", on=date(plan.start.year, 6, 30))
        print(report.decode())


if __name__ == "__main__":
    try:
        main()
    except PlanTasksError as error:
        sys.exit(str(error))
