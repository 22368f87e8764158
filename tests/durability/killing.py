"""Lets a process write, kills it in the middle, and looks at what it had acknowledged and what is there."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import attrs
import pytest
from tests.durability.changes import Torn, change, held, opened, start
from tests.durability.stores import fresh

from plan_tasks.errors import StorageError

__all__ = ["FORK", "Toll", "Writer", "kill_again_and_again", "unix", "write"]

unix = pytest.mark.skipif(sys.platform == "win32", reason="fork and kill are those of Unix")

FORK: Final = multiprocessing.get_context("fork") if sys.platform != "win32" else multiprocessing.get_context()

#: Makes changes from a number on without end; writes each number into a pipe once it is durable.
Writer = Callable[[str, int, int], None]

_ROUND = 20  # kills before a new store is begun: each look at a store reads all that it holds
_LONGEST = 0.06  # seconds from the first acknowledgement to the kill


def write(url: str, first: int, acknowledge: int) -> None:
    """Acknowledges each change when it is durable."""
    with opened(url) as tracker:
        number = first
        while True:
            change(tracker, number)
            os.write(acknowledge, b"%d\n" % number)
            number += 1


@attrs.define
class Toll:
    """What kills have cost.

    Attributes:
        kills: How many there were.
        acknowledged: Changes that were acknowledged.
        extra: Kills after which a change was there that had not been acknowledged.
        lost: Kills after which an acknowledged change was not there.
        torn: Kills after which a change was there in part, or the store could not be read.
    """

    kills: int = 0
    acknowledged: int = 0
    extra: int = 0
    lost: int = 0
    torn: int = 0

    def __str__(self) -> str:
        return (
            f"{self.lost:,} lost, {self.torn:,} torn or unreadable; one change more than acknowledged {self.extra:,}×"
        )


def kill_again_and_again(
    store: str, folder: Path, kills: int, writer: Writer = write, *, enough: Callable[[Toll], bool] = lambda _: False
) -> Toll:
    """Kills a writer at random moments.

    Args:
        store: Kind of store.
        folder: An empty folder.
        kills: How often.
        writer: What writes.
        enough: Says that there were enough of them already.

    Raises:
        AssertionError: More than one change is there that was not acknowledged.
    """
    toll, chance = Toll(), random.Random(7)  # noqa: S311 - when to kill is no secret
    while toll.kills < kills and not enough(toll):
        room = folder / f"{toll.kills}"
        room.mkdir()
        with fresh(store, room) as url:
            start(url)
            last = 0
            for _ in range(min(_ROUND, kills - toll.kills)):
                toll.kills += 1
                acknowledged = _killed(writer, url, last + 1, chance.uniform(0, _LONGEST))
                toll.acknowledged += acknowledged - last
                try:
                    found = held(url)
                except (Torn, StorageError):
                    toll.torn += 1
                    break
                if found < acknowledged:
                    toll.lost += 1
                else:
                    assert found - acknowledged <= 1, "more than one change that was never acknowledged"
                    toll.extra += found - acknowledged
                last = found
                if enough(toll):
                    break
    return toll


def _killed(writer: Writer, url: str, first: int, after: float) -> int:
    """Runs a writer and kills it some seconds after its first acknowledgement; returns the last acknowledged number."""
    reading, writing = os.pipe()
    process = FORK.Process(target=writer, args=(url, first, writing))
    process.start()
    os.close(writing)
    with os.fdopen(reading) as pipe:
        begun = pipe.readline()
        time.sleep(after)
        process.kill()
        process.join()
        numbers = [int(line) for line in (begun, *pipe) if line.endswith("\n")]
    assert process.exitcode == -signal.SIGKILL, "it ended by itself"
    assert numbers == list(range(first, first + len(numbers)))
    return numbers[-1]
