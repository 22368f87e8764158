"""Keeps Python's garbage collector out of bulk work: it costs more than half of loading and storing many items."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["collector_paused"]


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
