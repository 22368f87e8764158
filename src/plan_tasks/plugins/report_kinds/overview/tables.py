"""Tables of the overview: what is behind, what is due, and how each area stands."""

from __future__ import annotations

from collections import Counter
from typing import Final

from plan_tasks.model import Health
from plan_tasks.plugins.report_kinds.overview.tally import Tally
from plan_tasks.reporting import figures
from plan_tasks.reporting.document import Column, ColumnType, Row, Table
from plan_tasks.reporting.item_columns import items_table
from plan_tasks.reporting.parts import health_columns
from plan_tasks.reporting.view import ReportView
from plan_tasks.reporting.wording import Word

__all__ = ["areas_table", "behind_table", "due_table"]

_BEHIND: Final = ("health", "id", "item", "lead", "due", "attainment", "reasons")
_DUE: Final = ("due", "days_left", "id", "item", "lead", "health")


def behind_table(tally: Tally, view: ReportView) -> Table:
    """What is behind, the worst first, and why."""
    return items_table("behind", _BEHIND, tally.behind.entries(), view, empty=Word.NONE_BEHIND)


def due_table(tally: Tally, view: ReportView) -> Table:
    """What is still open and due soon, the nearest first."""
    return items_table("due_soon", _DUE, tally.near.entries(), view, empty=Word.NONE_DUE)


def areas_table(tally: Tally, view: ReportView) -> Table:
    """How each area stands, in the order of the document."""
    language = view.language
    columns = (
        Column(key="area", label=Word.AREA.label(language), width=24),
        Column(key="count", label=Word.COUNT.label(language), type=ColumnType.INTEGER, width=5),
        *health_columns(language),
        Column(key="on_pace", label=Word.ON_PACE_SHARE.label(language), type=ColumnType.PERCENT, width=7),
    )
    names: dict[str, str] = {area.id: view.area_name(area.id) for area in view.plan.areas}
    counted = {area: counts for area, counts in tally.areas.items() if counts or area in names}
    rows = tuple(
        _area_row(names.get(area) or Word.WITHOUT_AREA.label(language), counts) for area, counts in counted.items()
    )
    total = _area_row(Word.TOTAL.label(language), tally.health) if rows else None
    return Table(name="areas", columns=columns, rows=rows, total=total, empty=Word.NO_ITEMS.label(language))


def _area_row(name: str, counts: Counter[Health]) -> Row:
    total = counts.total()
    on_pace = sum(counts[health] for health in figures.ON_PACE)
    share = figures.share(on_pace, total) if total else None
    return (name, total, *(counts[health] for health in Health), share)
