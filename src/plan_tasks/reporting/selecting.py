"""The foremost of many rows in flat memory: for lists that show the first twenty of whatever a plan holds."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

__all__ = ["Foremost"]

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
