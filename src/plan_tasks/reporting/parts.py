"""Parts that several kinds of report are put together from: counts, targets against pace, rankings, sources.

All figures come from assessments (`figures`, `scoring`); what is added here is columns, labels and order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from plan_tasks.assessment import Policy
from plan_tasks.model import Health, Language, Role
from plan_tasks.reporting import figures
from plan_tasks.reporting.blocks import Note, Source, Sources, Table
from plan_tasks.reporting.cells import Column, ColumnType, Row
from plan_tasks.reporting.charts import Bar, Bars, Bullet, BulletBar, HealthSegment, StackedHealth
from plan_tasks.reporting.formatting import day_in_words, number_text
from plan_tasks.reporting.scoring import DECIMALS, Card
from plan_tasks.reporting.selecting import Foremost
from plan_tasks.reporting.view import ReportView
from plan_tasks.reporting.wording import Word

__all__ = [
    "FEW_MARK",
    "areas_table",
    "as_of_line",
    "health_chart",
    "health_columns",
    "ranking_chart",
    "ranking_table",
    "rule_of_ranks",
    "shortened",
    "sources_of",
    "targets_chart",
]

#: What marks a unit whose rank says little.
FEW_MARK = "*"
_HUNDRED = Decimal(100)


def as_of_line(view: ReportView) -> str:
    """The day of the report as a subtitle has it."""
    return Word.AS_OF_LINE.fill(view.language, day=day_in_words(view.day, view.language))


def health_chart(counts: Mapping[Health, int], language: Language, *, name: str = "counts") -> StackedHealth:
    """How many items stand in which health; shares add up to 100%.

    Args:
        counts: How many stand in each; absent ones are 0.
        language: Of the words.
        name: Of the table behind it.
    """
    numbers = {health: counts.get(health, 0) for health in Health}
    shares = figures.health_shares(numbers)
    title = Word.COUNTS_TABLE.label(language)
    columns = (
        Column(key="health", label=Word.HEALTH.label(language), type=ColumnType.HEALTH, width=16),
        Column(key="count", label=Word.COUNT.label(language), type=ColumnType.INTEGER, width=8),
        Column(key="share", label=Word.SHARE.label(language), type=ColumnType.PERCENT, width=8),
    )
    whole = sum(numbers.values())
    total: Row = (Word.TOTAL.label(language), whole, figures.share(1, 1) if whole else None)
    return StackedHealth(
        title=title,
        segments=tuple(HealthSegment(health=h, count=numbers[h], share=shares[h]) for h in Health),
        table=Table(
            name=name,
            title=title,
            columns=columns,
            rows=tuple((health, numbers[health], shares[health]) for health in Health),
            total=total,
        ),
    )


def targets_chart(shown: Iterable[figures.Standing], language: Language, *, name: str = "targets") -> Bullet:
    """Targets against the pace of the year.

    Args:
        shown: How each stands; those without a target are left out.
        language: Of the words.
        name: Of the table behind it.
    """
    listed = tuple(shown)
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
        bars=tuple(bar for standing in listed for bar in _bullet_bar(standing)),
        table=Table(
            name=name,
            title=title,
            columns=columns,
            rows=tuple(row for standing in listed for row in _target_row(standing, language)),
            empty=Word.NO_TARGETS.label(language),
        ),
    )


def _bullet_bar(standing: figures.Standing) -> Iterator[BulletBar]:
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


def health_columns(language: Language) -> tuple[Column, ...]:
    """A column of counts for each health."""
    return tuple(
        Column(key=health.value, label=health.label(language), type=ColumnType.INTEGER, width=6) for health in Health
    )


def ranking_table(shown: Iterable[tuple[int | None, Card]], view: ReportView, few: int) -> Table:
    """Units by rank.

    Args:
        shown: Ranks and cards, as `plan_tasks.reporting.scoring.ranked` gives them.
        view: The plan as it stands on a day.
        few: Units with fewer items that count are marked.
    """
    language = view.language
    columns = (
        Column(key="rank", label=Word.RANK.label(language), type=ColumnType.INTEGER, width=4),
        Column(key="unit", label=Word.UNIT.label(language), width=24),
        _score_column(language),
        Column(key="few", label=Word.FEW.label(language), width=6),
        Column(key="items", label=Word.COUNT.label(language), type=ColumnType.INTEGER, width=5),
        Column(key="counted", label=Word.COUNTED.label(language), type=ColumnType.INTEGER, width=8),
        *health_columns(language),
        Column(key="on_pace", label=Word.ON_PACE_SHARE.label(language), type=ColumnType.PERCENT, width=7),
    )
    rows: tuple[Row, ...] = tuple(
        (
            rank,
            view.owner_name(card.owner),
            card.score,
            FEW_MARK if card.counted < few else "",
            card.items.count,
            card.counted,
            *(card.health[health] for health in Health),
            figures.share(sum(card.health[health] for health in figures.ON_PACE), card.items.count),
        )
        for rank, card in shown
    )
    return Table(name="ranking", columns=columns, rows=rows, empty=Word.NO_OWNERS.label(language))


def ranking_chart(shown: Iterable[tuple[int | None, Card]], view: ReportView, few: int) -> Bars:
    """The scores of units as bars, the best first; the table behind it is `ranking_table`."""
    listed = tuple(shown)
    return Bars(
        title=Word.SCORES_CHART.label(view.language),
        measure=_score_column(view.language),
        bars=tuple(
            Bar(
                label=view.owner_name(card.owner),
                value=card.score,
                mark=" ".join(filter(None, (str(rank or ""), FEW_MARK if card.counted < few else ""))),
            )
            for rank, card in listed
        ),
        full=_HUNDRED,
        table=ranking_table(listed, view, few),
    )


def _score_column(language: Language) -> Column:
    label = Word.SCORE.label(language)
    return Column(key="score", label=label, type=ColumnType.NUMBER, decimals=DECIMALS, width=6)


def rule_of_ranks(policy: Policy, language: Language, few: int) -> str:
    """How scores and ranks come about, in words.

    Args:
        policy: The office's settings.
        language: Of the words.
        few: What counts as few items, where a unit is marked for it; 0 where none is.
    """
    join = Word.PARTS_JOIN.label(language)
    scores = ((health.label(language), policy.scores.of(health)) for health in Health)
    roles = ((role.label(language), policy.roles.of(role)) for role in Role)
    rule = Word.RANK_RULE.fill(
        language,
        scores=join.join(
            Word.RULE_PART.fill(language, name=name, value=number_text(score * _HUNDRED))
            for name, score in scores
            if score is not None
        ),
        roles=join.join(
            Word.RULE_PART.fill(language, name=name, value=number_text(weight)) for name, weight in roles if weight
        ),
    )
    return f"{rule}{Word.RANK_FEW.fill(language, mark=FEW_MARK, few=few)}" if few else rule


def shortened(entries: Foremost[Any], language: Language) -> Iterator[Note]:
    """A note where a list does not show all; nothing where it does."""
    shown = len(entries.entries())
    if shown < entries.count:
        yield Note(text=Word.SHOWN_OF.fill(language, shown=shown, all=entries.count))


def sources_of(view: ReportView) -> Iterator[Sources]:
    """The document that the plan was drafted from; nothing where there is none."""
    source, language = view.plan.source, view.language
    if source is not None:
        address = source.reference if source.reference.startswith(("http://", "https://")) else ""
        word = Word.SOURCE if address or not source.reference else Word.SOURCE_REFERENCE
        text = word.fill(language, name=source.name.strip("《》"), reference=source.reference)
        yield Sources(entries=(Source(text=text, address=address),))


def areas_table(areas: Mapping[str, Counter[Health]], view: ReportView) -> Table:
    """How each area stands, and all of them together.

    Args:
        areas: How many items of each area stand in which health, in the order in which they are listed; an area that
            the plan does not have is listed where it has items.
        view: The plan as it stands on a day.
    """
    language = view.language
    columns = (
        Column(key="area", label=Word.AREA.label(language), width=24),
        Column(key="count", label=Word.COUNT.label(language), type=ColumnType.INTEGER, width=5),
        *health_columns(language),
        Column(key="on_pace", label=Word.ON_PACE_SHARE.label(language), type=ColumnType.PERCENT, width=7),
    )
    listed = {area: counts for area, counts in areas.items() if counts or view.area_name(area)}
    rows = tuple(
        _area_row(view.area_name(area) or Word.WITHOUT_AREA.label(language), counts) for area, counts in listed.items()
    )
    together: Counter[Health] = Counter()
    for counts in listed.values():
        together.update(counts)
    total = _area_row(Word.TOTAL.label(language), together) if rows else None
    return Table(name="areas", columns=columns, rows=rows, total=total, empty=Word.NO_ITEMS.label(language))


def _area_row(name: str, counts: Counter[Health]) -> Row:
    total = counts.total()
    on_pace = sum(counts[health] for health in figures.ON_PACE)
    share = figures.share(on_pace, total) if total else None
    return (name, total, *(counts[health] for health in Health), share)
