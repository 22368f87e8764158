"""Closes idle connections before the process forks: SQLite's own notes on a file's locks must not reach the child.

A child that inherits an open connection, used or not, takes its parent's locks for its own, and either of them may
then write over the other. So nothing that is idle is open at a fork; what is in use at that moment stays the parent's,
and the child is told so (`Connections`).
"""

from __future__ import annotations

import os
from typing import Protocol
from weakref import WeakSet

__all__ = ["Forks", "watch"]


class Forks(Protocol):
    """What wants to know of forks."""

    def before_fork(self) -> None:
        """Called in the process that forks; nobody may begin anything until `after_fork`."""

    def after_fork(self) -> None:
        """Called in both processes."""


_WATCHED: WeakSet[Forks] = WeakSet()
_HELD: list[Forks] = []


def watch(thing: Forks) -> None:
    """Tells a thing of each fork, for as long as it exists."""
    _WATCHED.add(thing)


def _before() -> None:
    _HELD.extend(_WATCHED)
    for thing in _HELD:
        thing.before_fork()


def _after() -> None:
    while _HELD:
        _HELD.pop().after_fork()


if hasattr(os, "register_at_fork"):  # not on Windows, where nothing forks
    os.register_at_fork(before=_before, after_in_parent=_after, after_in_child=_after)
