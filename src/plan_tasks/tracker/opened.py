"""What every part of the tracker stands on: the open store and the plugins."""

from __future__ import annotations

from plan_tasks.model import Language
from plan_tasks.plugging.host import PluginHost
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

    @property
    def language(self) -> Language:
        """In which language text for people is written."""
        return self._context.language
