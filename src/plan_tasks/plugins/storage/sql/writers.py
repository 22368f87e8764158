"""Which threads have a unit of work open that writes: one that began a second would wait for itself."""

from __future__ import annotations

import threading
from collections.abc import Callable

from plan_tasks.errors import StorageError

__all__ = ["Writers"]


class Writers:
    """The threads of this process that write to one store.

    Example:
        >>> leave = Writers().enter("here")
        >>> leave()
    """

    def __init__(self) -> None:
        self._open: dict[int, object] = {}

    def enter(self, where: str) -> Callable[[], None]:
        """Notes this thread.

        Args:
            where: What to call the store in an error.

        Returns:
            What forgets it again, to be called when the unit is committed and when it is left; the second call does
            nothing.

        Raises:
            StorageError: It has a unit open that writes.
        """
        thread, unit = threading.get_ident(), object()
        if self._open.setdefault(thread, unit) is not unit:
            raise StorageError(
                "this thread has a unit of work open that writes", where=where, remedy="commit or leave that one first"
            )

        def leave() -> None:
            if self._open.get(thread) is unit:
                del self._open[thread]

        return leave
