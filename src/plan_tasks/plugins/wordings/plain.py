"""The plain words of the core: text alone, and no library is needed."""

from __future__ import annotations

from collections.abc import Iterator

from plan_tasks.notifying.contract import WordingType, Words
from plan_tasks.notifying.facts import Facts
from plan_tasks.notifying.wording import say_plainly
from plan_tasks.plugging import NoOptions, PluginContext, hookimpl

__all__ = ["PlainWording"]


class PlainWording:
    """Says it in text."""

    def say(self, facts: Facts) -> Words:
        """Put a notice into plain words."""
        return say_plainly(facts)


def _open(_: NoOptions, __: PluginContext) -> PlainWording:
    return PlainWording()


@hookimpl
def plan_tasks_wordings() -> Iterator[WordingType[NoOptions]]:
    """Announces the wording."""
    yield WordingType(name="plain", summary="Plain text, in Chinese and English", options=NoOptions, factory=_open)
