"""What every backend must watch over in a unit of work: whether it may still read, write and commit.

For backends to use; how a unit reads and writes is theirs.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from plan_tasks.errors import StorageError, StoreUnavailable

T = TypeVar("T")

__all__ = ["UnitState", "WriterLock"]


class UnitState:
    """Where a unit of work stands.

    Args:
        write: Whether it was begun for writing.

    Example:
        >>> state = UnitState(write=False)
        >>> state.check_reading()
        >>> with state.writing():
        ...     pass
        Traceback (most recent call last):
        ...
        plan_tasks.errors.StorageError: this unit of work was begun for reading; begin it with write=True
    """

    def __init__(self, *, write: bool) -> None:
        self._write = write
        self._open = True
        self._failed = False

    def check_reading(self) -> None:
        """Refuses to read in a unit that is over.

        Raises:
            StorageError: The unit was committed or left.
        """
        if not self._open:
            raise StorageError("this unit of work is over: it was committed or left", remedy="begin another one")

    def check_writing(self) -> None:
        """Refuses to write or commit in a unit that is over, was begun for reading, or in which a write failed.

        Raises:
            StorageError: One of these.
        """
        self.check_reading()
        if not self._write:
            raise StorageError("this unit of work was begun for reading", remedy="begin it with write=True")
        if self._failed:
            raise StorageError(
                "a write of this unit of work failed, so that it can only be left", remedy="begin another one"
            )

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Stands round one write; when it raises, the unit can only be left.

        Raises:
            StorageError: The unit may not write.
        """
        self.check_writing()
        try:
            yield
        except BaseException:
            self._failed = True
            raise

    def streamed(self, rows: Iterable[T]) -> Iterator[T]:
        """Passes rows on until the unit is over.

        Raises:
            StorageError: It is over and there are more rows.
        """
        for row in rows:
            self.check_reading()
            yield row

    def end(self) -> None:
        """Notes that the unit was committed or left."""
        self._open = False


class WriterLock:
    """Lets one unit of a process write at a time, the others waiting in turn.

    Example:
        >>> release = WriterLock().acquire(timeout=1, where="plan.db")
        >>> release()
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._holder: int | None = None

    def acquire(self, *, timeout: float, where: str) -> Callable[[], None]:
        """Waits for the lock.

        Args:
            timeout: Seconds.
            where: What to call the store in an error.

        Returns:
            What lets the next one write: to be called when the unit is committed and when it is left, whichever comes
            first; the second call does nothing.

        Raises:
            StoreUnavailable: It was not free in time.
            StorageError: This very thread holds it: waiting would never end.
        """
        if self._holder == threading.get_ident():
            raise StorageError(
                "this thread has a unit of work open that writes", where=where, remedy="commit or leave that one first"
            )
        if not self._lock.acquire(timeout=timeout):
            raise StoreUnavailable(
                f"another thread has been writing for {timeout:g} seconds", where=where, remedy="try again"
            )
        self._holder = threading.get_ident()
        held = True

        def release() -> None:
            nonlocal held
            if held:
                held = False
                self._holder = None
                self._lock.release()

        return release
