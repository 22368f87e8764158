"""What is going on in a tracker, for whoever watches: calls of its methods, statements of its store, calls of hooks.

Lives here: `Timings`, which a host holds and hands to its plugins, and what watchers are told. Nobody watching costs
next to nothing. Not here: what is watched.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from types import MappingProxyType
from typing import Final, TypeAlias

import attrs

from plan_tasks.plugging.failures import in_one_line

__all__ = ["Operation", "Timing", "Timings", "Watcher"]

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
_UNTIMED: Final = nullcontext()
_log = logging.getLogger("plan_tasks.plugging")


@attrs.frozen(kw_only=True)
class Operation:
    """A piece of work that has begun.

    Attributes:
        kind: ``"call"`` of a method of the tracker, ``"statement"`` of a store, or ``"hook"``.
        name: Of the method, the statement without its values, or the hook.
        facts: What else is known, by name: the tenant and the plan of a call, the system that runs a statement, the
            plugin of a hook. Never a text that people typed.
    """

    kind: str
    name: str
    facts: Mapping[str, str] = _NOTHING


@attrs.frozen(kw_only=True)
class Timing:
    """A piece of work that is done.

    Attributes:
        operation: What it was.
        seconds: How long it took; a statement counts until the first of its rows can be read.
        error: What went wrong, one line; empty when nothing did.
    """

    operation: Operation
    seconds: float
    error: str = ""


Watcher: TypeAlias = Callable[[Operation], Callable[[Timing], object] | None]
"""Is told of each operation when it begins; what it returns is told when that one ends, in the same thread."""


class Timings:
    """Who watches one tracker. Safe to use from several threads.

    Example:
        >>> timings, heard = Timings(), []
        >>> stop = timings.watch(lambda begun: lambda done: heard.append((begun.kind, begun.name, done.error)))
        >>> with timings.timed("statement", "SELECT 1", system="sqlite"):
        ...     pass
        >>> stop()
        >>> with timings.timed("statement", "SELECT 2"):
        ...     pass
        >>> heard
        [('statement', 'SELECT 1', '')]
    """

    def __init__(self) -> None:
        self._watchers: tuple[Watcher, ...] = ()

    @property
    def watched(self) -> bool:
        """Whether anybody watches; where many things are done, ask this first."""
        return bool(self._watchers)

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Tells a watcher of everything that begins from now on; the returned function ends that.

        What a watcher raises is logged, and does no harm.
        """
        watched = _Watched(watcher)
        self._watchers = (*self._watchers, watched)

        def stop() -> None:
            self._watchers = tuple(one for one in self._watchers if one is not watched)

        return stop

    def timed(self, kind: str, name: str, **facts: str) -> AbstractContextManager[None]:
        """Stands round a piece of work.

        Args:
            kind: As for `Operation`.
            name: As for `Operation`.
            facts: As for `Operation`.
        """
        if not self._watchers:
            return _UNTIMED
        return self._timed(Operation(kind=kind, name=name, facts=facts))

    def tell(self, operation: Operation, seconds: float, error: str = "") -> None:
        """Tells of a piece of work that is done already."""
        for watcher in self._watchers:
            _end(_begin(watcher, operation), Timing(operation=operation, seconds=seconds, error=error))

    @contextmanager
    def _timed(self, operation: Operation) -> Iterator[None]:
        ends = [_begin(watcher, operation) for watcher in self._watchers]
        began = time.perf_counter()
        error = ""
        try:
            yield
        except BaseException as raised:
            error = in_one_line(raised)
            raise
        finally:
            timing = Timing(operation=operation, seconds=time.perf_counter() - began, error=error)
            for end in reversed(ends):
                _end(end, timing)


@attrs.frozen(eq=False)
class _Watched:
    """A watcher once: so that one may watch twice, and each end ends its own."""

    watcher: Watcher

    def __call__(self, operation: Operation) -> Callable[[Timing], object] | None:
        return self.watcher(operation)


def _begin(watcher: Watcher, operation: Operation) -> Callable[[Timing], object] | None:
    try:
        return watcher(operation)
    except Exception:
        _log.exception("a watcher of operations failed")
        return None


def _end(end: Callable[[Timing], object] | None, timing: Timing) -> None:
    if end is None:
        return
    try:
        end(timing)
    except Exception:
        _log.exception("a watcher of operations failed")
