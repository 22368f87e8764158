"""The history of a plan or an item as a table: who changed what, when and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from plan_tasks.reporting.blocks import Table
from plan_tasks.reporting.cells import Column, ColumnType, Row, Rows
from plan_tasks.reporting.event_words import event_label, event_text
from plan_tasks.reporting.view import ReportView
from plan_tasks.reporting.wording import Word
from plan_tasks.storage.history import StoredEvent

__all__ = ["history_table"]


def history_table(events: Iterable[StoredEvent], view: ReportView, *, name: str = "history") -> Table:
    """Events in the order in which they were recorded; rows are made while they are read.

    Args:
        events: Anything that can be read more than once.
        view: The plan as it stands on a day.
        name: Of the table.
    """
    language = view.language
    columns = (
        Column(key="number", label=Word.NUMBER.label(language), type=ColumnType.INTEGER, width=6),
        Column(key="at", label=Word.AT.label(language), type=ColumnType.MOMENT, width=16),
        Column(key="id", label=Word.ITEM_ID.label(language), width=8),
        Column(key="item", label=Word.ITEM.label(language), width=28),
        Column(key="event", label=Word.EVENT.label(language), width=12),
        Column(key="detail", label=Word.DETAIL.label(language), width=36),
        Column(key="actor", label=Word.ACTOR.label(language), width=14),
        Column(key="reason", label=Word.WHY.label(language), width=24),
    )

    def made() -> Iterator[Row]:
        titles = {str(row.item.id): row.item.title for row in view.rows()}
        for stored in events:
            event = stored.event
            yield (
                stored.sequence,
                event.at,
                event.item,
                titles.get(event.item, ""),
                event_label(event, language),
                event_text(event, view.plan, language),
                view.owner_name(event.actor),
                event.reason,
            )

    return Table(name=name, columns=columns, rows=Rows(made), empty=Word.NO_HISTORY.label(language))
