"""How the comparison of two days is put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

import attrs

from plan_tasks.errors import InvalidValue
from plan_tasks.model import Health, State
from plan_tasks.plugins.report_kinds.comparison import ComparisonOptions
from plan_tasks.plugins.report_kinds.comparison.words import ComparisonWord, Move
from plan_tasks.reporting import figures
from plan_tasks.reporting.document import (
    Block,
    Column,
    ColumnType,
    Document,
    Heading,
    Note,
    Paragraph,
    Row,
    Table,
)
from plan_tasks.reporting.formatting import day_in_words
from plan_tasks.reporting.item_columns import item_columns
from plan_tasks.reporting.monthly import EarlierDays
from plan_tasks.reporting.parts import as_of_line
from plan_tasks.reporting.view import ReportRow, ReportView
from plan_tasks.reporting.wording import Word

__all__ = ["Comparison"]

_ORDER: Final = {move: place for place, move in enumerate((Move.WORSE, Move.BETTER, Move.OTHER, Move.ADDED, Move.GONE))}
_WORDS: Final = {
    Move.WORSE: ComparisonWord.WORSE,
    Move.BETTER: ComparisonWord.BETTER,
    Move.OTHER: ComparisonWord.OTHER,
    Move.ADDED: ComparisonWord.ADDED,
    Move.GONE: ComparisonWord.GONE,
}


@attrs.frozen
class _Seen:
    """What is kept of an item's standing on one of the two days."""

    id: str
    title: str
    lead: tuple[str, ...]
    health: Health
    state: State
    due: date | None
    attainment: Decimal | None

    @property
    def compared(self) -> tuple[object, ...]:
        """What counts as a change."""
        return self.health, self.state, self.due, self.attainment


@attrs.frozen
class _Moved:
    """An item that has moved; `before` or `now` is None for one that came or went, `known` is the later of the two."""

    move: Move
    known: _Seen
    before: _Seen | None
    now: _Seen | None


class Comparison:
    """Builds the comparison.

    Args:
        options: Its options.
    """

    def __init__(self, options: ComparisonOptions) -> None:
        self._options = options

    def build(self, view: ReportView) -> Document:
        """Builds the report; see `plan_tasks.reporting.contract.ReportKind`.

        Raises:
            InvalidValue: The earlier day is not before the view's day, and no moment tells the two apart.
        """
        language = view.language
        since = self._options.since or view.day.replace(day=1) - timedelta(days=1)
        known_at = self._options.moment()
        if since > view.day or (since == view.day and known_at is None):
            raise InvalidValue(
                f"since is {since.isoformat()}, the report's day is {view.day.isoformat()}",
                remedy="give an earlier day, or since_known_at for the same day as it was known then",
            )
        earlier = EarlierDays(view).rows(since) if known_at is None else view.records.standing(since, known_at)
        before = {seen.id: seen for seen in (_seen(row, view) for row in earlier)}
        now = {seen.id: seen for seen in (_seen(row, view) for row in view.rows())}
        moved = sorted(_moves(before, now), key=lambda one: _ORDER[one.move])
        return Document(
            name="comparison",
            title=ComparisonWord.TITLE.fill(language, plan=view.plan.title, day=day_in_words(since, language)),
            subtitle=as_of_line(view),
            language=language,
            blocks=tuple(self._blocks(before, now, moved, since, view)),
            counted=len(now),
            main="moved",
        )

    def _blocks(
        self, before: dict[str, _Seen], now: dict[str, _Seen], moved: list[_Moved], since: date, view: ReportView
    ) -> Iterator[Block]:
        language = view.language
        yield Paragraph(text=_summary(now, moved, since, view))
        moment = self._options.moment()
        if moment is not None:
            shown = moment.isoformat(sep=" ", timespec="minutes")
            yield Note(text=ComparisonWord.KNOWN.fill(language, moment=shown))
        yield _counts(before, now, view)
        yield Heading(text=ComparisonWord.MOVED.label(language))
        yield _moved_table(moved, view)


def _seen(row: ReportRow, view: ReportView) -> _Seen:
    item, assessment = row.item, row.assessment
    lead = (view.owner_name(item.lead),) if item.lead else ()
    return _Seen(item.id, item.title, lead, assessment.health, item.state, item.due, assessment.attainment)


def _moves(before: dict[str, _Seen], now: dict[str, _Seen]) -> Iterator[_Moved]:
    for item, one in now.items():
        earlier = before.get(item)
        if earlier is None:
            yield _Moved(Move.ADDED, one, None, one)
        elif earlier.compared != one.compared:
            yield _Moved(_direction(earlier, one), one, earlier, one)
    for item, one in before.items():
        if item not in now:
            yield _Moved(Move.GONE, one, one, None)


def _direction(before: _Seen, now: _Seen) -> Move:
    """Health decides; `no_data` on either day is neither better nor worse."""
    if Health.NO_DATA in (before.health, now.health) or before.health is now.health:
        return Move.OTHER
    return Move.BETTER if figures.SEVERITY[now.health] > figures.SEVERITY[before.health] else Move.WORSE


def _summary(now: dict[str, _Seen], moved: list[_Moved], since: date, view: ReportView) -> str:
    language = view.language
    counts = Counter(one.move for one in moved)
    parts = [
        ComparisonWord.PART.fill(language, move=_WORDS[move].label(language), count=counts[move]) for move in _ORDER
    ]
    same = len(now) - sum(number for move, number in counts.items() if move is not Move.GONE)
    return ComparisonWord.SUMMARY.fill(
        language,
        before=day_in_words(since, language),
        day=day_in_words(view.day, language),
        parts=Word.PARTS_JOIN.label(language).join(parts),
        same=same,
    )


def _counts(before: dict[str, _Seen], now: dict[str, _Seen], view: ReportView) -> Table:
    language = view.language
    earlier, later = (Counter(one.health for one in seen.values()) for seen in (before, now))
    numbers = ((ComparisonWord.BEFORE, "before"), (ComparisonWord.NOW, "now"), (ComparisonWord.DIFFERENCE, "more"))
    return Table(
        name="counts",
        title=ComparisonWord.COUNTS.label(language),
        columns=(
            Column(key="health", label=Word.HEALTH.label(language), type=ColumnType.HEALTH, width=16),
            *(Column(key=key, label=word.label(language), type=ColumnType.INTEGER, width=8) for word, key in numbers),
        ),
        rows=tuple((h, earlier[h], later[h], later[h] - earlier[h]) for h in Health),
        total=(Word.TOTAL.label(language), len(before), len(now), len(now) - len(before)),
    )


def _moved_table(moved: list[_Moved], view: ReportView) -> Table:
    language = view.language
    labels = {word: word.label(language) for word in ComparisonWord}
    columns = (
        Column(key="move", label=labels[ComparisonWord.MOVE], width=8),
        *item_columns(("id", "item", "lead"), language),
        Column(key="health_before", label=labels[ComparisonWord.HEALTH_BEFORE], type=ColumnType.HEALTH, width=10),
        *item_columns(("health",), language),
        Column(key="before", label=labels[ComparisonWord.ATTAINED_BEFORE], type=ColumnType.PERCENT, width=8),
        *item_columns(("attainment",), language),
        Column(key="more", label=labels[ComparisonWord.ATTAINED_MORE], type=ColumnType.POINTS, width=8),
        Column(key="state_before", label=labels[ComparisonWord.STATE_BEFORE], type=ColumnType.STATE, width=8),
        *item_columns(("state",), language),
        Column(key="due_before", label=labels[ComparisonWord.DUE_BEFORE], type=ColumnType.DATE, width=10),
        *item_columns(("due",), language),
    )
    return Table(
        name="moved",
        columns=columns,
        rows=tuple(_row(one, view) for one in moved),
        empty=labels[ComparisonWord.NOTHING],
    )


def _row(one: _Moved, view: ReportView) -> Row:
    before, now, known = one.before, one.now, one.known
    return (
        one.move.label(view.language),
        known.id,
        known.title,
        known.lead,
        before.health if before else None,
        now.health if now else None,
        before.attainment if before else None,
        now.attainment if now else None,
        figures.difference(now.attainment, before.attainment) if now and before else None,
        before.state if before else None,
        now.state if now else None,
        before.due if before else None,
        now.due if now else None,
    )
