"""Bulk work in batches, with Python's garbage collector kept out: it costs more than half of loading many items."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

__all__ = ["collector_paused", "worked"]

T = TypeVar("T")
R = TypeVar("R")

_BATCH = 1_000


@contextmanager
def collector_paused(*, when: bool = True) -> Iterator[None]:
    """Pauses the garbage collector and gives it back as it was found.

    Bulk work makes many objects that live on and no circles among them, which the collector would look through again
    and again.

    Args:
        when: False does nothing, for work that turns out to be small.
    """
    if not when or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def worked(things: Iterable[T], work: Callable[[list[T]], Sequence[R]]) -> Iterator[Sequence[R]]:
    """Works through things in batches; the collector is paused while one is read and worked on, and not between.

    Args:
        things: What there is to do; no more than a batch of it is held.
        work: What is done with a batch.

    Yields:
        What became of each batch.
    """
    rest = iter(things)
    while True:
        with collector_paused():
            batch = list(islice(rest, _BATCH))
            done = work(batch) if batch else ()
        if not batch:
            return
        yield done
