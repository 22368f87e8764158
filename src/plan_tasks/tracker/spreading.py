"""Work on many plans, spread over the processes of an executor: names of plans go out, small answers come back.

Each process opens the store itself, so nothing of a plan crosses between processes. Sending items or cases by pickle
costs more than judging them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from types import MappingProxyType
from typing import Any, TypeVar

from plan_tasks.errors import InvalidValue
from plan_tasks.tracker.facade import Tracker

__all__ = ["spread"]

R = TypeVar("R")


def spread(
    executor: Executor,
    work: Callable[[Tracker, Sequence[str]], R],
    plans: Sequence[str],
    *,
    url: str,
    shares: int,
    settings: Mapping[str, Any] = MappingProxyType({}),
) -> Iterator[R]:
    """Lets each process of an executor work on a share of the plans, with a tracker of its own.

    Args:
        executor: A `ProcessPoolExecutor` that starts processes instead of forking them, Dask's executor, or any other.
        work: What is done with a tracker and the names of some plans, in whichever process. It and its answer have to
            be picklable: a function of a module, and counts rather than items.
        plans: Plan ids.
        url: The store, one that several processes can open: not ``memory:``.
        shares: Into how many shares the plans are dealt, from 1 up: as many as there are processes, or a few times as
            many where some plans are much larger than others. A share costs an opening of the store.
        settings: Further arguments of `Tracker.open`, picklable.

    Returns:
        The answers, in the order of the shares, each as soon as it is there. All shares are handed out at once.

    Raises:
        InvalidValue: There is not a single share.
        Exception: What the work raised in its process, when its answer is asked for.

    Example:
        >>> from concurrent.futures import ThreadPoolExecutor
        >>> def held(tracker, plans):
        ...     return len(plans)
        >>> with ThreadPoolExecutor() as pool:
        ...     sorted(spread(pool, held, ["a", "b", "c"], url="memory:", shares=2, settings={"autoload": False}))
        [1, 2]
    """
    if shares < 1:
        raise InvalidValue(f"{shares} shares cannot be handed out", remedy="give a number from 1 up")
    dealt = [share for share in (list(plans[at::shares]) for at in range(shares)) if share]
    futures = [executor.submit(_work, work, url, share, dict(settings)) for share in dealt]
    return (future.result() for future in futures)


def _work(
    work: Callable[[Tracker, Sequence[str]], R], url: str, plans: Sequence[str], settings: Mapping[str, Any]
) -> R:
    """What a process does with its share."""
    with Tracker.open(url, create=False, **settings) as tracker:
        return work(tracker, plans)
