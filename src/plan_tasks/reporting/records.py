"""What a kind of report may ask for beside the plan's standing: values, history, another day.

Lives here: the protocol, and the records of a view that has none. A tracker's are in `plan_tasks.services`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from plan_tasks.assessment import Assessment, AssessmentContext, Case
from plan_tasks.assessment.pace import assess_by_pace
from plan_tasks.model import Item, Observation
from plan_tasks.storage.history import StoredEvent

if TYPE_CHECKING:
    from plan_tasks.reporting.view import ReportRow

__all__ = ["NoRecords", "Records"]


class Records(Protocol):
    """What is recorded of a plan. Everything is read when it is asked for, and gives the same each time.

    What became known after the view's `known_at` is never in it.
    """

    def observations(self, items: Sequence[Item]) -> Sequence[Sequence[Observation]]:
        """Values of items in the order in which they were recorded: one sequence an item."""

    def events(self, item: str | None = None) -> Iterator[StoredEvent]:
        """The history in order: of the whole plan, or of one item."""

    def standing(self, on: date, known_at: datetime | None = None) -> Iterable[ReportRow]:
        """The items as they stood on another day, in the order of the document.

        Args:
            on: The day judged.
            known_at: Only what was recorded by then; None for everything that the view counts.

        Raises:
            UnknownName: The plan was not recorded yet at that moment, or what was recorded then was forgotten.
        """

    def judge(self, cases: Sequence[Case], context: AssessmentContext) -> Sequence[Assessment]:
        """Judges cases by the plan's method, and by those that targets name: one assessment a case, in order."""

    def judging(self, day: date) -> AssessmentContext:
        """What judging a day rests on: policy, end of the period, calendar."""


class NoRecords:
    """The records of a view that has none: no values, no history, no other day; judging is by pace."""

    def observations(self, items: Sequence[Item]) -> Sequence[Sequence[Observation]]:
        """No values."""
        return [() for _ in items]

    def events(self, item: str | None = None) -> Iterator[StoredEvent]:  # noqa: ARG002 - the protocol's argument
        """No events."""
        return iter(())

    def standing(self, on: date, known_at: datetime | None = None) -> Iterable[ReportRow]:  # noqa: ARG002
        """No items."""
        return ()

    def judge(self, cases: Sequence[Case], context: AssessmentContext) -> Sequence[Assessment]:
        """Judges by pace."""
        return assess_by_pace(cases, context)

    def judging(self, day: date) -> AssessmentContext:
        """The day alone."""
        return AssessmentContext(day=day)
