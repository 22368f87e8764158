"""How the page of an item is put together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import attrs

from plan_tasks.assessment.reasons import reason_text
from plan_tasks.model import Item, Measure
from plan_tasks.plugins.report_kinds.item import ItemOptions
from plan_tasks.plugins.report_kinds.item.words import ItemWord
from plan_tasks.reporting import figures
from plan_tasks.reporting.document import (
    Block,
    Column,
    ColumnType,
    Document,
    Figure,
    Heading,
    KeyFigures,
    Note,
    Paragraph,
    Table,
)
from plan_tasks.reporting.formatting import day_in_words, percent_text
from plan_tasks.reporting.histories import history_table
from plan_tasks.reporting.item_columns import items_table
from plan_tasks.reporting.parts import as_of_line, shortened, targets_chart
from plan_tasks.reporting.schedules import gantt_of
from plan_tasks.reporting.selecting import Foremost, item_named
from plan_tasks.reporting.trend_parts import small_multiples, values_table
from plan_tasks.reporting.trends import trends_of
from plan_tasks.reporting.view import ReportRow, ReportView
from plan_tasks.reporting.wording import Word
from plan_tasks.storage.history import StoredEvent

__all__ = ["ItemPage"]

_KEYS: Final = ("number", "health", "id", "item", "lead", "due", "attainment", "gap")


class ItemPage:
    """Builds the page of one item, or of those that stand worst.

    Args:
        options: Its options.
    """

    def __init__(self, options: ItemOptions) -> None:
        self._options = options

    def build(self, view: ReportView) -> Document:
        """Builds the report; see `plan_tasks.reporting.contract.ReportKind`.

        Raises:
            UnknownName: The report has no such item.
        """
        language = view.language
        chosen: Foremost[ReportRow] = Foremost(self._options.limit)
        one = item_named(self._options.item, view) if self._options.item else None
        for row in [one] if one else view.rows():
            chosen.add((figures.SEVERITY[row.assessment.health], row.item.due or date.max), row)
        word = ItemWord.TITLE_ONE if one else ItemWord.TITLE
        blocks: list[Block] = []
        if one is None:
            blocks.append(items_table("items", _KEYS, chosen.entries(), view, empty=Word.NO_ITEMS))
        for number, row in enumerate(chosen.entries(), start=1):
            if one is None:
                blocks.append(Heading(text=row.item.title, new_page=number > 1))
            blocks += _page(number, row, view)
        return Document(
            name="item",
            title=word.fill(language, plan=view.plan.title, item=one.item.title if one else ""),
            subtitle=as_of_line(view),
            language=language,
            blocks=(*blocks, *shortened(chosen, language)),
            counted=len(chosen.entries()),
            main="history_1" if one else "items",
        )


def _page(number: int, row: ReportRow, view: ReportView) -> Iterator[Block]:
    language, item = view.language, row.item
    yield _key_figures(row, view)
    if item.text and item.text != item.title:
        yield Paragraph(text=item.text)
    if item.source is not None and item.source.text.strip():
        yield Paragraph(text=ItemWord.SOURCE.fill(language, text=item.source.text.strip()))
    if item.note:
        yield Note(text=item.note)
    yield Heading(text=ItemWord.STANDING.label(language), level=2)
    texts = dict.fromkeys(reason_text(reason, language) for reason in row.assessment.reasons)
    yield Paragraph(text="\n".join(texts) or Word.WITHOUT_DATA.label(language))
    yield from _values(number, row, view)
    yield Heading(text=ItemWord.OWNERS.label(language), level=2)
    yield _owners(number, item, view)
    yield Heading(text=ItemWord.RETURN.label(language), level=2)
    yield from _latest_return(item, view)
    if isinstance(item, Measure) and item.milestones:
        yield gantt_of([row], view, name=f"schedule_{number}")
    yield Heading(text=Word.HISTORY.label(language), level=2)
    yield history_table(_Events(view, item.id), view, name=f"history_{number}")


def _key_figures(row: ReportRow, view: ReportView) -> KeyFigures:
    language, item = view.language, row.item
    first = figures.standings(row.assessment)[0]

    def figure(key: str, word: Word, value: Any, kind: ColumnType) -> Figure:
        return Figure(key=key, label=word.label(language), value=value, type=kind)

    health = row.assessment.health
    return KeyFigures(
        figures=(
            Figure(
                key="health",
                label=Word.HEALTH.label(language),
                value=health,
                type=ColumnType.HEALTH,
                health=health,
                note=view.light(health),
            ),
            figure("state", Word.STATE, item.state, ColumnType.STATE),
            figure("due", Word.DUE, item.due, ColumnType.DATE),
            figure("attainment", Word.ATTAINMENT, first.attainment, ColumnType.PERCENT),
            figure("expected_share", Word.EXPECTED_SHARE, first.expected_share, ColumnType.PERCENT),
            figure("gap", Word.GAP, first.gap, ColumnType.POINTS),
            figure("id", Word.ITEM_ID, item.id, ColumnType.TEXT),
            figure("area", Word.AREA, view.area_name(item.area) or None, ColumnType.TEXT),
        )
    )


def _values(number: int, row: ReportRow, view: ReportView) -> Iterator[Block]:
    if not row.assessment.targets:
        return
    [seen] = view.records.observations([row.item])
    trends = list(trends_of(row, view, seen))
    yield targets_chart([trend.standing for trend in trends], view.language, name=f"targets_{number}")
    yield small_multiples(trends, view, name=f"trend_{number}")
    yield values_table(trends, view, name=f"values_{number}")


def _owners(number: int, item: Item, view: ReportView) -> Table:
    language = view.language
    return Table(
        name=f"owners_{number}",
        columns=(
            Column(key="role", label=Word.ROLE.label(language), width=14),
            Column(key="name", label=ItemWord.NAME.label(language), width=30),
            Column(key="phone", label=ItemWord.PHONE.label(language), width=16),
        ),
        rows=tuple(
            (one.role.label(language), view.owner_name(one.owner), view.phone_of(one.owner)) for one in item.assignments
        ),
        empty=ItemWord.NO_OWNERS.label(language),
    )


def _latest_return(item: Item, view: ReportView) -> Iterator[Block]:
    language, progress = view.language, item.progress
    if progress is None:
        yield Paragraph(text=ItemWord.NO_RETURN.label(language))
    else:
        percent = "" if progress.percent is None else percent_text(progress.percent)
        lines = (
            (Word.REPORTED, day_in_words(progress.on, language)),
            (Word.REPORTED_SHARE, percent),
            (Word.NARRATIVE, progress.narrative),
            (Word.PROBLEMS, progress.problems),
            (Word.NEXT_STEPS, progress.next_steps),
            (Word.EVIDENCE, Word.PARTS_JOIN.label(language).join(progress.evidence)),
        )
        yield Paragraph(
            text="\n".join(
                ItemWord.RETURN_LINE.fill(language, label=word.label(language), text=text)
                for word, text in lines
                if text
            )
        )
    if item.extension is not None:
        asked = item.extension
        day, who = day_in_words(asked.due, language), view.owner_name(asked.by)
        yield Note(text=ItemWord.EXTENSION.fill(language, day=day, who=who, reason=asked.reason))


@attrs.frozen(eq=False)
class _Events:
    """An item's events, read anew each time."""

    view: ReportView
    item: str

    def __iter__(self) -> Iterator[StoredEvent]:
        return self.view.records.events(self.item)
