"""The hooks that a host offers, read once from the modules that specify them.

Lives here: `Specification`, one for each hook, and the finding of the class that it carries.
Not here: the hooks themselves (``plan_tasks.hooks``) and their modes (``markers``).
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterable, Mapping
from types import ModuleType
from typing import Any

import attrs

from plan_tasks.plugging.markers import HookRule, rule_of

__all__ = ["Specification", "carried_class", "dotted", "read_specifications"]


@attrs.frozen(kw_only=True)
class Specification:
    """One hook.

    Attributes:
        name: Name of the hook.
        rule: Its mode and what it carries.
        arguments: Names of its arguments, in order.
        function: The function that specifies it.
    """

    name: str
    rule: HookRule
    arguments: tuple[str, ...]
    function: Callable[..., Any]


def read_specifications(modules: Iterable[ModuleType]) -> Mapping[str, Specification]:
    """Return the hooks of some modules by name, sorted.

    Args:
        modules: Modules with functions that a `hookspec` decorator has marked.

    Raises:
        ValueError: A hook is specified twice.
    """
    found: dict[str, Specification] = {}
    for module in modules:
        for name, function in vars(module).items():
            rule = rule_of(function)
            if rule is None:
                continue
            if name in found and found[name].function is not function:
                raise ValueError(f"hook {name} is specified twice, the second time in {module.__name__}")
            arguments = tuple(inspect.signature(function).parameters)
            found[name] = Specification(name=name, rule=rule, arguments=arguments, function=function)
    return dict(sorted(found.items()))


def dotted(target: type) -> str:
    """Return a class as a rule names it.

    Example:
        >>> from plan_tasks.plugging import Secret
        >>> dotted(Secret)
        'plan_tasks.plugging.secret:Secret'
    """
    return f"{target.__module__}:{target.__qualname__}"


def carried_class(specification: Specification) -> type:
    """Return the class that implementations of a hook yield or answer; imports its module where that is not done yet.

    Raises:
        ImportError: The module does not exist or has no such class: a mistake in the specification.
    """
    module, _, name = specification.rule.carries.partition(":")
    target = getattr(importlib.import_module(module), name, None)
    if not isinstance(target, type):
        raise ImportError(f"hook {specification.name} carries {specification.rule.carries}, which is no class")
    return target
