"""How the change history is put together; its rows are made while they are read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

import attrs

from plan_tasks.plugins.report_kinds.changes import ChangesOptions
from plan_tasks.plugins.report_kinds.changes.words import ChangesWord
from plan_tasks.reporting.document import Document
from plan_tasks.reporting.histories import history_table
from plan_tasks.reporting.parts import as_of_line
from plan_tasks.reporting.selecting import item_named
from plan_tasks.reporting.view import ReportView
from plan_tasks.storage.history import StoredEvent

__all__ = ["Changes"]


class Changes:
    """Builds the change history.

    Args:
        options: Its options.
    """

    def __init__(self, options: ChangesOptions) -> None:
        self._options = options

    def build(self, view: ReportView) -> Document:
        """Builds the report; see `plan_tasks.reporting.contract.ReportKind`.

        Raises:
            UnknownName: The report has no such item.
        """
        one = item_named(self._options.item, view).item if self._options.item else None
        events = _Events(view, None if one is None else one.id, self._options)
        word = ChangesWord.TITLE if one is None else ChangesWord.TITLE_ONE
        title = word.fill(view.language, plan=view.plan.title, item="" if one is None else one.title)
        return Document(
            name="changes",
            title=title,
            subtitle=as_of_line(view),
            language=view.language,
            blocks=(history_table(events, view),),
            main="history",
        )


@attrs.frozen(eq=False)
class _Events:
    """The events that the options ask for, read anew each time."""

    view: ReportView
    item: str | None
    options: ChangesOptions

    def __iter__(self) -> Iterator[StoredEvent]:
        since, until = self.options.since, self.options.until
        for stored in self.view.records.events(self.item):
            day = stored.event.at.astimezone(UTC).date()
            if (since is None or day >= since) and (until is None or day <= until):
                yield stored
