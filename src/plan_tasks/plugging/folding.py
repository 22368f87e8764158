"""A value passed through plugins, one after the other, each changing it a little.

Lives here: the order, the leaving out of what fails, the record of what was left out.
Not here: opening (``opening``); what a value is and how a plugin changes it, which the caller says.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

import attrs

from plan_tasks.errors import PlanTasksError, PluginError
from plan_tasks.plugging.catalogue import Catalogue, Registered
from plan_tasks.plugging.failures import CAUGHT, blamed, in_one_line
from plan_tasks.plugging.loading import log
from plan_tasks.plugging.opening import Opener

__all__ = ["Folded", "Skipped", "fold"]

P = TypeVar("P")
T = TypeVar("T")


@attrs.frozen(kw_only=True)
class Skipped:
    """Something that a value was not passed through, since it failed.

    Attributes:
        name: Name of the thing.
        plugin: Name of its plugin.
        error: What went wrong, one line.
    """

    name: str
    plugin: str
    error: str


@attrs.frozen(kw_only=True)
class Folded(Generic[T]):
    """What came out.

    Attributes:
        value: The value after all that worked.
        skipped: What failed and was left out, in order; say so where the value is shown.
    """

    value: T
    skipped: tuple[Skipped, ...] = ()


def fold(
    opener: Opener,
    catalogue: Catalogue[Any],
    value: T,
    apply: Callable[[P, T], T],
    options: Mapping[str, object],
) -> Folded[T]:
    """Pass a value through everything in a catalogue; see `PluginHost.fold`."""
    skipped = []
    for registered in sorted(catalogue.values(), key=_place):
        name = registered.descriptor.name
        try:
            stage: P = opener.open(registered, options.get(name), {})
            result = apply(stage, value)
            if not isinstance(result, type(value)):
                raise TypeError(f"it returned {type(result).__name__}; it must return {type(value).__name__}")
        except CAUGHT as error:
            if opener.keeper.strict or getattr(registered.descriptor, "required", False):
                if isinstance(error, PlanTasksError):
                    raise
                raise _error_of(registered, error) from error
            text = str(error) if isinstance(error, PlanTasksError) else in_one_line(error)
            skipped.append(Skipped(name=name, plugin=registered.plugin, error=text))
            who = blamed(registered.plugin, registered.distribution, registered.version)
            log.warning("%s: %s %s left out: %s", who, registered.descriptor.kind, name, text)
            log.debug("traceback of %s %s", registered.descriptor.kind, name, exc_info=error)
        else:
            value = result
    return Folded(value=value, skipped=tuple(skipped))


def _place(registered: Registered[Any]) -> tuple[int, str]:
    phase: enum.Enum = registered.descriptor.phase
    return list(type(phase)).index(phase), registered.descriptor.name


def _error_of(registered: Registered[Any], error: BaseException) -> PluginError:
    who = blamed(registered.plugin, registered.distribution, registered.version)
    where = f'{registered.descriptor.kind} "{registered.descriptor.name}"'
    return PluginError(f"{who} failed: {in_one_line(error)}", plugin=registered.plugin, where=where)
