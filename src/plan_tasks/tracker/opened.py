"""What every part of the tracker stands on: the open store and the plugins."""

from __future__ import annotations

from collections.abc import Callable

from plan_tasks.model import Language
from plan_tasks.plugging.host import PluginHost
from plan_tasks.plugging.timing import Timing
from plan_tasks.services.context import Context

__all__ = ["Opened"]


class Opened:
    """A tracker that is open."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @property
    def host(self) -> PluginHost:
        """The plugins: what they offer, how they stand."""
        return self._context.host

    def trace(self, callback: Callable[[Timing], object]) -> Callable[[], None]:
        """Calls a function after every call of this tracker, statement of its store and call of a hook.

        Args:
            callback: Gets what it was, how long it took and what went wrong. What it raises is logged. It must not
                use the tracker.

        Returns:
            What ends that.
        """
        return self.host.timings.watch(lambda _: callback)

    @property
    def language(self) -> Language:
        """In which language text for people is written."""
        return self._context.language
