"""What of many rows a report shows: the foremost of them in flat memory, and what an option names."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from plan_tasks.errors import UnknownName
from plan_tasks.reporting.view import ReportRow, ReportView

__all__ = ["Foremost", "area_named", "item_named"]

T = TypeVar("T")
_SLACK = 4


class Foremost(Generic[T]):
    """Keeps the entries with the smallest keys, and counts them all.

    Args:
        limit: How many to keep, from 1.

    Example:
        >>> first = Foremost(2)
        >>> for word in ("pear", "fig", "apple"):
        ...     first.add(len(word), word)
        >>> first.entries(), first.count
        (['fig', 'pear'], 3)
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept: list[tuple[Any, int, T]] = []
        self.count = 0

    def add(self, key: Any, entry: T) -> None:
        """Takes an entry in; of equal keys the one that came first is the smaller."""
        self._kept.append((key, self.count, entry))
        self.count += 1
        if len(self._kept) >= _SLACK * self._limit:
            self._cut()

    def entries(self) -> list[T]:
        """Those kept, the smallest key first."""
        self._cut()
        return [entry for _, _, entry in self._kept]

    def _cut(self) -> None:
        self._kept.sort(key=lambda kept: kept[:2])
        del self._kept[self._limit :]


def area_named(name: str, view: ReportView) -> str:
    """The area that an option names.

    Args:
        name: Its id, number or title.
        view: The plan as it stands on a day.

    Returns:
        The area's id.

    Raises:
        UnknownName: There is none; the message lists those there are.
    """
    for area in view.plan.areas:
        if name in (area.id, area.number, area.title):
            return area.id
    known = ", ".join(f"{area.id} ({area.title})" for area in view.plan.areas)
    raise UnknownName(
        f"plan {view.plan.id} has no area {name!r}", remedy=f"it has {known}" if known else "the plan has no areas"
    )


def item_named(name: str, view: ReportView) -> ReportRow:
    """The item that an option names.

    Args:
        name: Its id or title.
        view: The plan as it stands on a day.

    Returns:
        The item with its assessment; by id before by title.

    Raises:
        UnknownName: The report has none.
    """
    titled: ReportRow | None = None
    for row in view.rows():
        if row.item.id == name:
            return row
        if titled is None and row.item.title == name:
            titled = row
    if titled is None:
        raise UnknownName(f"plan {view.plan.id} has no item {name!r}", remedy="`plan-tasks list` shows its items")
    return titled
