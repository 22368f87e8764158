"""Tables and charts of the overview."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from plan_tasks.model import Health, Language, Role
from plan_tasks.plugins.report_kinds.overview.tally import Tally
from plan_tasks.reporting import figures
from plan_tasks.reporting.document import (
    Bullet,
    BulletBar,
    Column,
    ColumnType,
    HealthSegment,
    Row,
    StackedHealth,
    Table,
)
from plan_tasks.reporting.view import ReportView
from plan_tasks.reporting.wording import Word

__all__ = ["areas_table", "behind_table", "due_table", "health_chart", "targets_chart"]


def health_chart(tally: Tally, language: Language) -> StackedHealth:
    """How many items stand in which health; shares add up to 100%."""
    counts = {health: tally.health[health] for health in Health}
    shares = figures.health_shares(counts)
    title = Word.COUNTS_TABLE.label(language)
    columns = (
        Column(key="health", label=Word.HEALTH.label(language), type=ColumnType.HEALTH, width=16),
        Column(key="count", label=Word.COUNT.label(language), type=ColumnType.INTEGER, width=8),
        Column(key="share", label=Word.SHARE.label(language), type=ColumnType.PERCENT, width=8),
    )
    total: Row = (
        Word.TOTAL.label(language),
        sum(counts.values()),
        figures.share(1, 1) if sum(counts.values()) else None,
    )
    return StackedHealth(
        title=title,
        segments=tuple(HealthSegment(health=h, count=counts[h], share=shares[h]) for h in Health),
        table=Table(
            name="counts",
            title=title,
            columns=columns,
            rows=tuple((health, counts[health], shares[health]) for health in Health),
            total=total,
        ),
    )


def targets_chart(tally: Tally, language: Language) -> Bullet:
    """The targets of the goals against the pace of the year."""
    shown = tally.targets.entries()
    columns = (
        Column(key="indicator", label=Word.INDICATOR.label(language), width=24),
        Column(key="target", label=Word.TARGET.label(language), width=14),
        Column(key="actual", label=Word.ACTUAL.label(language), type=ColumnType.QUANTITY, width=10),
        Column(key="actual_end", label=Word.ACTUAL_END.label(language), type=ColumnType.DATE, width=10),
        Column(key="attainment", label=Word.ATTAINMENT.label(language), type=ColumnType.PERCENT, width=8),
        Column(key="expected", label=Word.EXPECTED.label(language), type=ColumnType.QUANTITY, width=10),
        Column(key="expected_share", label=Word.EXPECTED_SHARE.label(language), type=ColumnType.PERCENT, width=8),
        Column(key="gap", label=Word.GAP.label(language), type=ColumnType.POINTS, width=8),
        Column(key="health", label=Word.HEALTH.label(language), type=ColumnType.HEALTH, width=10),
    )
    title = Word.TARGETS_TABLE.label(language)
    return Bullet(
        title=title,
        bars=tuple(bar for standing in shown for bar in _bar(standing)),
        table=Table(
            name="targets",
            title=title,
            columns=columns,
            rows=tuple(row for standing in shown for row in _target_row(standing, language)),
            empty=Word.NO_TARGETS.label(language),
        ),
    )


def _bar(standing: figures.Standing) -> Iterator[BulletBar]:
    target = standing.target
    if target is not None:
        yield BulletBar(
            label=target.indicator.name,
            actual=standing.actual,
            target=figures.quantity(target.value, target),
            expected=standing.expected,
            attainment=standing.attainment,
            pace_mark=standing.expected_share,
            health=standing.health,
        )


def _target_row(standing: figures.Standing, language: Language) -> Iterator[Row]:
    target = standing.target
    if target is not None:
        yield (
            target.indicator.name,
            figures.target_text(target, language),
            standing.actual,
            standing.actual_end,
            standing.attainment,
            standing.expected,
            standing.expected_share,
            standing.gap,
            standing.health,
        )


def behind_table(tally: Tally, view: ReportView) -> Table:
    """What is behind, the worst first, and why."""
    language = view.language
    columns = (
        Column(key="health", label=Word.HEALTH.label(language), type=ColumnType.HEALTH, width=10),
        Column(key="id", label=Word.ITEM_ID.label(language), width=8),
        Column(key="item", label=Word.ITEM.label(language), width=34),
        Column(key="lead", label=Word.LEAD.label(language), type=ColumnType.OWNERS, width=16),
        Column(key="due", label=Word.DUE.label(language), type=ColumnType.DATE, width=10),
        Column(key="attainment", label=Word.ATTAINMENT.label(language), type=ColumnType.PERCENT, width=8),
        Column(key="reasons", label=Word.REASONS.label(language), width=40),
    )
    rows: tuple[Row, ...] = tuple(
        (
            row.assessment.health,
            row.item.id,
            row.item.title,
            figures.names_of(row.item, view, (Role.LEAD,)),
            row.item.due,
            row.assessment.attainment,
            figures.reasons_in_words(row.assessment, language),
        )
        for row in tally.behind.entries()
    )
    return Table(name="behind", columns=columns, rows=rows, empty=Word.NONE_BEHIND.label(language))


def due_table(tally: Tally, view: ReportView) -> Table:
    """What is still open and due soon, the nearest first."""
    language = view.language
    columns = (
        Column(key="due", label=Word.DUE.label(language), type=ColumnType.DATE, width=10),
        Column(key="days_left", label=Word.DAYS_LEFT.label(language), type=ColumnType.INTEGER, width=8),
        Column(key="id", label=Word.ITEM_ID.label(language), width=8),
        Column(key="item", label=Word.ITEM.label(language), width=40),
        Column(key="lead", label=Word.LEAD.label(language), type=ColumnType.OWNERS, width=16),
        Column(key="health", label=Word.HEALTH.label(language), type=ColumnType.HEALTH, width=10),
    )
    rows: tuple[Row, ...] = tuple(
        (
            row.item.due,
            (row.item.due - view.day).days if row.item.due else None,
            row.item.id,
            row.item.title,
            figures.names_of(row.item, view, (Role.LEAD,)),
            row.assessment.health,
        )
        for row in tally.near.entries()
    )
    return Table(name="due_soon", columns=columns, rows=rows, empty=Word.NONE_DUE.label(language))


def areas_table(tally: Tally, view: ReportView) -> Table:
    """How each area stands, in the order of the document."""
    language = view.language
    columns = (
        Column(key="area", label=Word.AREA.label(language), width=24),
        Column(key="count", label=Word.COUNT.label(language), type=ColumnType.INTEGER, width=5),
        *(
            Column(key=health.value, label=health.label(language), type=ColumnType.INTEGER, width=6)
            for health in Health
        ),
        Column(key="on_pace", label=Word.ON_PACE_SHARE.label(language), type=ColumnType.PERCENT, width=7),
    )
    names: dict[str, str] = {area.id: f"{area.number} {area.title}".strip() for area in view.plan.areas}
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
