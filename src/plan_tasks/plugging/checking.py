"""Whether a plugin's hooks fit their specifications, before pluggy sees them.

Lives here: every rule that an implementation must keep. pluggy 1.6 and 1.7 differ in what they find in a plugin, in
what they accept and in what they leave behind when they refuse; these checks come first, so that both do the same.
Not here: importing the plugin and registering it (``loading``).
"""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs
import pluggy

from plan_tasks.plugging.api_version import api_complaint
from plan_tasks.plugging.markers import PROJECT, HookMode
from plan_tasks.plugging.option_problems import nearest
from plan_tasks.plugging.specifications import Specification

__all__ = ["CheckingManager", "Complaint", "check_plugin"]

_MARK: Final = f"{PROJECT}_impl"
_HOOKABLE: Final = (types.FunctionType, types.MethodType, staticmethod, classmethod)


class Complaint(Exception):
    """A plugin breaks a rule.

    Args:
        error: Which, one line.
        remedy: What to do, one line.
        hook: The hook that is concerned; empty for the plugin as a whole.
    """

    def __init__(self, error: str, *, remedy: str = "", hook: str = "") -> None:
        super().__init__(error)
        self.error = error
        self.remedy = remedy
        self.hook = hook


class CheckingManager(pluggy.PluginManager):
    """A pluggy manager that takes from a plugin what `check_plugin` has accepted and nothing else.

    pluggy looks for marked functions differently in each version, and one of them runs properties on the way.
    """

    def __init__(self) -> None:
        super().__init__(PROJECT)
        self.accepted: Mapping[str, pluggy.HookimplOpts] = {}

    def parse_hookimpl_opts(self, plugin: Any, name: str) -> pluggy.HookimplOpts | None:  # noqa: ARG002 - pluggy's
        """Return the options of an accepted implementation, None for everything else."""
        return self.accepted.get(name)


@attrs.frozen
class _Marked:
    """A marked function in a plugin."""

    attribute: str
    hook: str
    function: Callable[..., Any]
    options: pluggy.HookimplOpts


def check_plugin(plugin: object, specifications: Mapping[str, Specification]) -> dict[str, pluggy.HookimplOpts]:
    """Return the marked attributes of a plugin with pluggy's options for each.

    Hooks that the plugin marks optional and this host does not have are left out.

    Args:
        plugin: A module or object.
        specifications: The hooks of this host.

    Raises:
        Complaint: The plugin breaks a rule; the first one found.
    """
    if isinstance(plugin, type):
        raise Complaint(f"it is the class {plugin.__qualname__}", remedy=f"pass an instance: {plugin.__qualname__}()")
    error, remedy = api_complaint(plugin)
    if error:
        raise Complaint(error, remedy=remedy)
    accepted: dict[str, pluggy.HookimplOpts] = {}
    marked = list(_marked_functions(plugin, specifications))
    for one in marked:
        specification = specifications.get(one.hook)
        if specification is not None:
            _check_implementation(one, specification)
            accepted[one.attribute] = one.options
        elif not one.options["optionalhook"]:
            raise _unknown_hook(one.hook, specifications)
    if not marked:
        raise Complaint("it implements no hook", remedy="mark its functions with @hookimpl from plan_tasks")
    return accepted


def _marked_functions(plugin: object, specifications: Mapping[str, Specification]) -> list[_Marked]:
    found = []
    for attribute in dir(plugin):
        static = inspect.getattr_static(plugin, attribute, None)
        if not isinstance(static, _HOOKABLE):
            continue
        # Safe now: for these types getattr runs no code of the plugin.
        function = getattr(plugin, attribute)
        options = getattr(function, _MARK, None)
        if isinstance(options, dict):
            opts = pluggy.HookimplOpts(
                wrapper=bool(options.get("wrapper")),
                hookwrapper=bool(options.get("hookwrapper")),
                optionalhook=bool(options.get("optionalhook")),
                tryfirst=bool(options.get("tryfirst")),
                trylast=bool(options.get("trylast")),
                specname=options.get("specname"),
            )
            found.append(_Marked(attribute, opts["specname"] or attribute, function, opts))
        elif isinstance(static, staticmethod | classmethod) and hasattr(static, _MARK):
            kind = type(static).__name__
            raise Complaint(f"{attribute} has @hookimpl above @{kind}", remedy=f"write @{kind} above @hookimpl")
        elif attribute in specifications:
            raise Complaint(f"{attribute} is not marked", remedy="put @hookimpl above it", hook=attribute)
    return found


def _unknown_hook(name: str, specifications: Mapping[str, Specification]) -> Complaint:
    guess = nearest(name, specifications)
    if guess:
        return Complaint(f"there is no hook {name}", remedy=f"did you mean {guess}?")
    optional = "mark it @hookimpl(optionalhook=True) if it is for another version of plan-tasks"
    return Complaint(f"there is no hook {name}", remedy=f"{optional}, or see the list of hooks")


def _check_implementation(one: _Marked, specification: Specification) -> None:
    hook = specification.name
    if one.options["wrapper"] or one.options["hookwrapper"]:
        raise Complaint("wrappers are not taken", remedy="use host.trace(callback) to watch calls", hook=hook)
    for option in ("tryfirst", "trylast"):
        if one.options[option]:
            raise Complaint(f"{option}=True is not taken", remedy="order is by source and then by name", hook=hook)
    function = inspect.unwrap(one.function)
    function = function.__func__ if inspect.ismethod(function) else function
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        raise Complaint(
            "it is async, hooks are synchronous",
            remedy="write def; an async application runs the tracker in a thread",
            hook=hook,
        )
    if inspect.isgeneratorfunction(function) and specification.rule.mode in {HookMode.OBSERVE, HookMode.ASK}:
        raise Complaint(
            f"it contains yield, so that its body would never run: an {specification.rule.mode.value} hook "
            f"{'returns nothing' if specification.rule.mode is HookMode.OBSERVE else 'returns an answer'}",
            remedy="take the yield out",
            hook=hook,
        )
    _check_arguments(one.function, specification)


def _check_arguments(function: Callable[..., Any], specification: Specification) -> None:
    hook = specification.name
    offered = ", ".join(specification.arguments) or "no arguments"
    for parameter in inspect.signature(function).parameters.values():
        name = parameter.name
        if parameter.kind in {parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD}:
            stars = "*" if parameter.kind is parameter.VAR_POSITIONAL else "**"
            raise Complaint(f"{stars}{name} is never filled", remedy=f"name what you need of: {offered}", hook=hook)
        if name not in specification.arguments:
            guess = nearest(name, specification.arguments)
            hint = f'did you mean "{guess}"? ' if guess else ""
            raise Complaint(f'there is no argument "{name}"', remedy=f"{hint}the hook has: {offered}", hook=hook)
        if parameter.default is not parameter.empty:
            raise Complaint(
                f'argument "{name}" has a default', remedy="leave it out; the host always gives a value", hook=hook
            )
        if parameter.kind is parameter.KEYWORD_ONLY:
            raise Complaint(f'argument "{name}" is keyword-only', remedy="take the * out", hook=hook)
