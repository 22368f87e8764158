"""The options of every built-in thing, read off the descriptors; and the environment variables."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

from generators.markdown import NOTE, code, docstring, table

#: Each variable that is read, and what it does. A test holds this to the code.
ENVIRONMENT = {
    "PLAN_TASKS_STORE": "The store's URL where a command is given no `--store`.",
    "PLAN_TASKS_ACTOR": "Who acts where a command is given no `--actor`.",
    "PLAN_TASKS_LANG": "`zh` or `en`: the language of answers and reports where a command is given no `--lang`; "
    "Chinese where it is not set. The machine's locale plays no part.",
    "PLAN_TASKS_CALENDAR": "The calendar of working days with its options, such as `china?years_file=2027.json`; "
    "`china` where it is not set.",
    "PLAN_TASKS_STRICT": "`1` raises the first failure of a plugin instead of setting the plugin aside.",
    "PLAN_TASKS_BLOCK": "Names of plugins or distributions that must not be imported, with commas between them.",
    "PLAN_TASKS_TRACEBACK": "`1` shows where an unexpected error arose.",
    "NO_COLOR": "Set to anything: no colour and no drawn tables on a terminal.",
}

INTRODUCTION = """
Everything that a plugin offers may have options. They are given as a mapping in Python (`kind_options`,
`format_options`, the mappings of `Tracker.dispatch`), as `--option NAME=VALUE` and `--kind-option NAME=VALUE` on the
command line, and in the query of a store's URL (`sqlite:///plan.db?name=value`). Text is turned into the option's type;
an unknown option or a bad value is an error that names the nearest option and what it accepts. A secret may be given
as `env:NAME` or `file:PATH`.
"""


def page() -> str:
    """The page."""
    parts = [NOTE, "# Options and environment", "## Environment variables"]
    parts.append(table(["variable", "what it does"], [[code(name), text] for name, text in ENVIRONMENT.items()]))
    parts += ["## Options of what is built in", INTRODUCTION.strip()]
    kind = ""
    for descriptor in sorted(descriptors(), key=lambda each: (each.kind, each.name)):
        if descriptor.kind != kind:
            kind = descriptor.kind
            parts.append(f"### {kind[:1].upper()}{kind[1:]}")
        parts += [
            f"#### {descriptor.name}",
            descriptor.summary + ".",
            *_facts(descriptor),
            _options(descriptor.options),
        ]
    return "\n\n".join(parts) + "\n"


def descriptors() -> Iterator[Any]:
    """What the built-in plugins offer."""
    from plan_tasks.hooks import SPECIFICATIONS
    from plan_tasks.plugging.markers import HookMode
    from plan_tasks.plugging.specifications import read_specifications
    from plan_tasks.plugins import BUILTINS

    offering = [
        name
        for name, one in read_specifications(SPECIFICATIONS).items()
        if one.rule.mode in {HookMode.COLLECT, HookMode.FOLD}
    ]
    for name in BUILTINS:
        module = importlib.import_module(name)
        for hook in offering:
            if hasattr(module, hook):
                yield from getattr(module, hook)()


def _facts(descriptor: Any) -> list[str]:
    facts = []
    if descriptor.aliases:
        facts.append("Also called " + ", ".join(code(alias) for alias in descriptor.aliases) + ".")
    if getattr(descriptor, "schemes", ()):
        facts.append(
            "Serves URLs that begin with " + ", ".join(code(scheme + ":") for scheme in descriptor.schemes) + "."
        )
    if descriptor.requires:
        facts.append(
            'Where the optional library is asked for: `pip install "plan-tasks['
            + ",".join(descriptor.requires)
            + ']"`.'
        )
    return facts


def _options(options: type) -> str:
    from plan_tasks.plugging.option_fields import describe_options

    fields = describe_options(options)
    if not fields:
        return "No options."
    said = _attributes(options)
    rows = []
    for field in fields:
        text = field.doc or said.get(field.name, "")
        unit = f" ({field.unit})" if field.unit else ""
        example = f" Example: `{field.example}`." if field.example else ""
        default = "needed" if field.required else code(field.default) or "made afresh"
        rows.append([code(field.name), code(field.type), default, f"{text}{unit}{example}"])
    return table(["option", "type", "default", "what it does"], rows)


def _attributes(options: type) -> dict[str, str]:
    """What the docstring of an options class says of its attributes."""
    found = {}
    for line in docstring(options).splitlines():
        if line.startswith("- `"):
            name, _, text = line.removeprefix("- `").partition("`: ")
            found[name] = text
    return found
