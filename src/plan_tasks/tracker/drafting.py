"""Drafting: from a document to a plan that can be stored."""

from __future__ import annotations

from pathlib import Path

from plan_tasks.drafting.accept import accept
from plan_tasks.drafting.contract import Source
from plan_tasks.drafting.draft import Draft
from plan_tasks.model import (
    Plan,
    PlanId,
)
from plan_tasks.services import drafting
from plan_tasks.tracker.opened import Opened
from plan_tasks.tracker.timing import timed

__all__ = ["Drafting"]


class Drafting(Opened):
    """From a document to a plan."""

    @timed
    def draft(self, source: str | Path | Source, *, year: int | None = None, importer: str = "") -> Draft:
        """Reads a document into a draft.

        Args:
            source: A path, or a `Source` of bytes.
            year: The plan's year, where the text does not say it.
            importer: Name of the importer; empty takes the one that knows the document best.

        Returns:
            The draft: areas, targets, measures with owners and deadlines, each with its place in the text.

        Raises:
            SourceUnreadable: The file cannot be read or no importer knows it.
        """
        read = source if isinstance(source, Source) else drafting.read_source(Path(source))
        return drafting.draft(self._context, read, year=year, importer=importer)

    @timed
    def accept(self, draft: Draft, *, plan: str, title: str = "") -> Plan:
        """Makes a plan of a draft; nothing is stored yet.

        Args:
            draft: The draft, as read or corrected.
            plan: The plan's id.
            title: Its title; empty takes the draft's.

        Returns:
            The plan, ready for `add`.
        """
        return accept(draft, plan_id=PlanId(plan), title=title)
