"""The two decorators of the hook system, and the rule that each hook states about itself.

Lives here: `hookimpl` (for plugins), `hookspec` (for the specification files in ``plan_tasks.hooks``), the five modes.
Not here: the checks that hold plugins to the rules (``checking``) and the calls (``calling``).

A rule names the class that a hook carries as ``"module:Class"`` and not as the class itself. The specification files
may import nothing but this package, a name costs no import until a plugin answers, and unlike a return annotation it
can be resolved without reading another file's ``TYPE_CHECKING`` block. A test compares it with the annotation.
"""

from __future__ import annotations

import enum
import inspect
import re
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

import attrs
import pluggy

from plan_tasks.plugging.deprecations import Deprecation, PlanTasksPluginDeprecation

__all__ = ["PROJECT", "HookMode", "HookRule", "hookimpl", "hookspec", "rule_of"]

PROJECT: Final = "plan_tasks"
"""The name that pluggy knows us by; also the entry-point group and the prefix of every hook."""

hookimpl: Final = pluggy.HookimplMarker(PROJECT)
"""Marks a function of a plugin as the implementation of the hook of the same name.

The one option that the host takes is ``optionalhook=True``: the hook may be unknown to an older host.

Example:
    >>> @hookimpl
    ... def plan_tasks_closing(tracker: object) -> None:
    ...     print("closing")
"""

_pluggy_hookspec: Final = pluggy.HookspecMarker(PROJECT)
_RULE_ATTRIBUTE: Final = "plan_tasks_rule"
_OBJECTION: Final = "plan_tasks.plugging.verdicts:Objection"
_DECISION: Final = "plan_tasks.plugging.verdicts:Decision"
_DOTTED_CLASS: Final = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_]\w*")

FunctionT = TypeVar("FunctionT", bound=Callable[..., Any])


class HookMode(enum.Enum):
    """How the host calls a hook, and what it does when an implementation raises."""

    COLLECT = "collect"
    """Once, at open; yields descriptors. A plugin that raises loses what it yields for this hook."""

    GUARD = "guard"
    """Before a commit; yields objections. Anything that goes wrong refuses the change."""

    OBSERVE = "observe"
    """After a commit; returns nothing. What goes wrong is logged and undoes nothing."""

    ASK = "ask"
    """On demand; the first answer that is not None counts."""

    FOLD = "fold"
    """Yields descriptors at open, whose products each change one value, in the order of their phases."""


@attrs.frozen(kw_only=True)
class HookRule:
    """What a hook specification states beside its arguments.

    Attributes:
        mode: How the host calls the hook.
        carries: ``"module:Class"`` of what an implementation yields or answers; empty for observe hooks, which return
            nothing.
        fail_closed: For ask hooks: True when an implementation that raises denies, False when the next one is asked.
        deprecated: When the whole hook goes away; None when it stays.
        deprecated_arguments: Arguments that go away, by name.
    """

    mode: HookMode
    carries: str = ""
    fail_closed: bool = False
    deprecated: Deprecation | None = None
    deprecated_arguments: Mapping[str, Deprecation] = attrs.field(factory=dict)

    def __attrs_post_init__(self) -> None:
        if self.mode is HookMode.OBSERVE:
            if self.carries:
                raise ValueError(f"an observe hook carries nothing back, not {self.carries!r}")
        elif not _DOTTED_CLASS.fullmatch(self.carries):
            raise ValueError(f'carries is {self.carries!r}; it must name a class as "module:Class"')
        if self.fail_closed and self.carries != _DECISION:
            raise ValueError(f"a hook that fails closed answers {_DECISION}, since its answer may have to be no")


def rule_of(function: Callable[..., Any]) -> HookRule | None:
    """Return the rule that a `hookspec` decorator put on a function, or None where there is none."""
    rule = getattr(function, _RULE_ATTRIBUTE, None)
    return rule if isinstance(rule, HookRule) else None


class _HookspecMarker:
    """Decorators for hook specifications, one for each mode.

    Example:
        >>> @hookspec.observe()
        ... def plan_tasks_closing(tracker: object) -> None:
        ...     pass
        >>> rule_of(plan_tasks_closing).mode
        <HookMode.OBSERVE: 'observe'>
    """

    def collect(self, carries: str, *, deprecated: Deprecation | None = None) -> Callable[[FunctionT], FunctionT]:
        """Mark a hook whose implementations yield descriptors of the class ``carries`` when a tracker opens."""
        return _marking(HookRule(mode=HookMode.COLLECT, carries=carries, deprecated=deprecated))

    def guard(
        self,
        *,
        deprecated: Deprecation | None = None,
        deprecated_arguments: Mapping[str, Deprecation] | None = None,
    ) -> Callable[[FunctionT], FunctionT]:
        """Mark a hook whose implementations yield an `Objection` for each thing that must not be, before a commit."""
        return _marking(
            HookRule(
                mode=HookMode.GUARD,
                carries=_OBJECTION,
                deprecated=deprecated,
                deprecated_arguments=deprecated_arguments or {},
            )
        )

    def observe(
        self,
        *,
        deprecated: Deprecation | None = None,
        deprecated_arguments: Mapping[str, Deprecation] | None = None,
    ) -> Callable[[FunctionT], FunctionT]:
        """Mark a hook whose implementations are told of something that has happened."""
        return _marking(
            HookRule(mode=HookMode.OBSERVE, deprecated=deprecated, deprecated_arguments=deprecated_arguments or {})
        )

    def ask(
        self,
        carries: str,
        *,
        fail_closed: bool = False,
        deprecated: Deprecation | None = None,
        deprecated_arguments: Mapping[str, Deprecation] | None = None,
    ) -> Callable[[FunctionT], FunctionT]:
        """Mark a hook that is answered by the first implementation that returns an instance of ``carries``."""
        return _marking(
            HookRule(
                mode=HookMode.ASK,
                carries=carries,
                fail_closed=fail_closed,
                deprecated=deprecated,
                deprecated_arguments=deprecated_arguments or {},
            )
        )

    def fold(self, carries: str, *, deprecated: Deprecation | None = None) -> Callable[[FunctionT], FunctionT]:
        """Mark a hook whose implementations yield descriptors of the class ``carries``, which must have a ``phase``."""
        return _marking(HookRule(mode=HookMode.FOLD, carries=carries, deprecated=deprecated))


hookspec: Final = _HookspecMarker()


def _marking(rule: HookRule) -> Callable[[FunctionT], FunctionT]:
    def mark(function: FunctionT) -> FunctionT:
        name = function.__name__
        if not name.startswith(f"{PROJECT}_"):
            raise ValueError(f"hook {name!r} must start with {PROJECT}_")
        arguments = tuple(inspect.signature(function).parameters)
        if unknown := sorted(set(rule.deprecated_arguments) - set(arguments)):
            raise ValueError(f"hook {name} has no argument {', '.join(unknown)}; it has {', '.join(arguments)}")
        function.__dict__[_RULE_ATTRIBUTE] = rule
        return _pluggy_hookspec(
            function,
            firstresult=rule.mode is HookMode.ASK,
            warn_on_impl=_warning(f"hook {name}", rule.deprecated),
            warn_on_impl_args={
                argument: PlanTasksPluginDeprecation(deprecation.text(f"argument {argument} of hook {name}"))
                for argument, deprecation in rule.deprecated_arguments.items()
            }
            or None,
        )

    return mark


def _warning(subject: str, deprecation: Deprecation | None) -> PlanTasksPluginDeprecation | None:
    return None if deprecation is None else PlanTasksPluginDeprecation(deprecation.text(subject))
