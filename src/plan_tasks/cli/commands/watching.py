"""Runs a round of notices again and again until somebody ends it: ``notify --watch``."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

__all__ = ["ended_by_signals", "watch"]


@contextmanager
def ended_by_signals() -> Iterator[threading.Event]:
    """Gives an event that SIGINT and SIGTERM set; a second one ends the program as usual."""
    ended = threading.Event()
    before: dict[int, Any] = {}

    def end(number: int, _: FrameType | None) -> None:
        ended.set()
        signal.signal(number, before[number])

    for number in (signal.SIGINT, signal.SIGTERM):
        before[number] = signal.signal(number, end)
    try:
        yield ended
    finally:
        for held, handler in before.items():
            signal.signal(held, handler)


def watch(turn: Callable[[], object], *, every: float, ended: threading.Event) -> None:
    """Takes turns until the event is set.

    Args:
        turn: One round.
        every: Seconds from the end of one to the beginning of the next.
        ended: Ends it; a round that has begun comes to its end.
    """
    while not ended.is_set():
        turn()
        ended.wait(every)
