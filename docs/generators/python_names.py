"""The public Python names: what a host imports, and the contracts that a plugin author imports."""

from __future__ import annotations

import importlib
import inspect
import re
from typing import Any

from generators.markdown import NOTE, docstring

#: Modules beside `plan_tasks` itself whose names plugin authors use, and what for.
CONTRACTS = {
    "plan_tasks.plugging": "what every plugin needs",
    "plan_tasks.storage.contract": "storage backends",
    "plan_tasks.notifying.contract": "channels and directories",
    "plan_tasks.notifying.signing": "receivers of webhooks",
    "plan_tasks.reporting.contract": "report kinds and formats",
    "plan_tasks.drafting.contract": "importers and lexicons",
    "plan_tasks.assessment.contract": "assessment methods",
    "plan_tasks.calendars.contract": "calendars",
    "plan_tasks.cli.contract": "commands",
}

_ADDRESS = re.compile(r" at 0x[0-9a-f]+")
_MODULE = re.compile(r"\b(?:[a-z_]+\.)+(?=[A-Za-z_])")


def page() -> str:
    """The page."""
    import plan_tasks

    parts = [
        NOTE,
        "# Python",
        "Two sorts of names are public: those of `plan_tasks`, for a host application, and those",
    ]
    parts[-1] += " of the contract modules, for plugin authors. Whatever is not here may change without notice."
    parts.append("## plan_tasks")
    for name in plan_tasks.__all__:
        parts += _name(name, getattr(plan_tasks, name))
    for module_name, purpose in CONTRACTS.items():
        module = importlib.import_module(module_name)
        parts += [f"## {module_name}", f"For {purpose}."]
        for name in module.__all__:
            if name != "hookspec":  # for the product's own specifications
                parts += _name(name, getattr(module, name))
    return "\n\n".join(parts) + "\n"


def _name(name: str, thing: Any) -> list[str]:
    if name == "__version__":
        return [f"### {name}", "The package's version, as text."]
    if name == "errors":
        return [f"### {name}", "The module of all errors; see [Errors](errors.md)."]
    if name == "hookimpl":
        return [
            f"### {name}",
            "Marks a function of a plugin as an implementation of the hook of the same name; see [Hooks](hooks.md).",
        ]
    if inspect.isclass(thing):
        parts = [f"### {name}", docstring(thing)]
        if name == "Tracker" or getattr(thing, "_is_protocol", False):
            parts += _methods(thing)
        return parts
    if callable(thing):
        return [f"### {name}", f"```text\n{name}{_signature(thing)}\n```", docstring(thing)]
    return [f"### {name}", f"The value `{thing!r}`."]


def _methods(thing: type) -> list[str]:
    parts = []
    members: dict[str, Any] = {}
    for base in thing.__mro__ if thing.__name__ == "Tracker" else (thing,):  # each part of it is a base
        members |= {name: found for name, found in vars(base).items() if name not in members}
    for name, found in members.items():
        if name.startswith("_"):
            continue
        member = found.__func__ if isinstance(found, (classmethod, staticmethod)) else found
        if isinstance(member, property):
            parts += [f"#### {thing.__name__}.{name}", docstring(member)]
        elif inspect.isfunction(member):
            parts += [
                f"#### {thing.__name__}.{name}",
                f"```text\n{name}{_signature(member)}\n```",
                docstring(member),
            ]
    return parts


def _signature(function: Any) -> str:
    signature = inspect.signature(function)
    kept = [each for each in signature.parameters.values() if each.name not in {"self", "cls"}]
    words = []
    starred = False
    for each in kept:
        if each.kind is each.VAR_POSITIONAL:
            starred = True
        if each.kind is each.KEYWORD_ONLY and not starred:
            words.append("*")
            starred = True
        words.append(_parameter(each))
    inside = ", ".join(words)
    answer = "" if signature.return_annotation is signature.empty else f" -> {_plain(signature.return_annotation)}"
    if len(inside) < 90:
        return f"({inside}){answer}"
    return "(\n    " + ",\n    ".join(words) + f",\n){answer}"


def _parameter(parameter: inspect.Parameter) -> str:
    stars = {parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}.get(parameter.kind, "")
    text = stars + parameter.name
    if parameter.annotation is not parameter.empty:
        text += f": {_plain(parameter.annotation)}"
    if parameter.default is not parameter.empty:
        text += f" = {_default(parameter.default)}"
    return text


def _default(value: object) -> str:
    text = repr(value)
    if text.startswith("<") and hasattr(value, "value"):
        return repr(value.value)
    return "{}" if text.startswith("mappingproxy") else _ADDRESS.sub("", text)


def _plain(annotation: object) -> str:
    text = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    return _MODULE.sub("", text)
