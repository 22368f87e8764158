"""Tables as they stand in a file, for forms that come back filled in: what importers may offer besides drafts.

What a form's cells mean is in `plan_tasks.reporting.filled`; taking returns into a plan is in
`plan_tasks.services.collecting`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from plan_tasks.drafting.contract import Source
from plan_tasks.drafting.grid_reading import Sheet

__all__ = ["ReadsTables"]


@runtime_checkable
class ReadsTables(Protocol):
    """An importer that also gives the tables of a file cell by cell."""

    def tables(self, source: Source) -> Sequence[Sheet]:
        """The tables in order, with columns and rows that are hidden: the key of a form's row is in such a column.

        Raises:
            SourceUnreadable: The file cannot be read.
            MissingExtra: A library is not installed.
        """
        ...
