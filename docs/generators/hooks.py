"""The hooks, read off their specifications."""

from __future__ import annotations

import inspect

from generators.markdown import NOTE, code, docstring, table

MODES = {
    "collect": "Called once, when a tracker opens. Yields descriptors; what a plugin that raises yields is not used.",
    "guard": "Called before a commit. Yields objections. Anything that goes wrong refuses the change.",
    "observe": "Called after something has happened. Returns nothing. What goes wrong is logged and undoes nothing.",
    "ask": "Called on demand, plugin after plugin; the first answer that is not `None` counts.",
    "fold": "Yields descriptors whose products each change one value, in the order of their phases.",
}

INTRODUCTION = """
A plugin is a module or an object with functions of these names, each marked with `plan_tasks.hookimpl`:

```python
from plan_tasks import hookimpl


@hookimpl
def plan_tasks_changes_committed(changes, receipt):
    print(len(changes), "changes are stored")
```

A function takes those of the hook's arguments that it wants, by name. A misspelt hook or argument is an error that
names the nearest one; the plugin is then set aside. [The plugin host](../explanation/plugin-host.md) says why there
are five modes.
"""


def page() -> str:
    """The page."""
    from plan_tasks.hooks import SPECIFICATIONS
    from plan_tasks.plugging.api_version import API_VERSION
    from plan_tasks.plugging.specifications import read_specifications

    specifications = read_specifications(SPECIFICATIONS)
    parts = [NOTE, "# Hooks", f"Version of the hook API: {_version(API_VERSION)}.", INTRODUCTION.strip(), "## Modes"]
    parts.append(table(["mode", "rule"], [[mode, rule] for mode, rule in MODES.items()]))
    rows = [
        [f"[`{name}`](#{name})", one.rule.mode.value, code(_signature(one.arguments)), code(_carried(one.rule.carries))]
        for name, one in specifications.items()
    ]
    parts += ["## All hooks", table(["hook", "mode", "arguments", "carries"], rows)]
    for name, one in specifications.items():
        mode = one.rule.mode.value + (", fails closed" if one.rule.fail_closed else "")
        parts += [f"## {name}", f"```text\n{name}{_signature(one.arguments)}\n```", f"Mode: **{mode}**."]
        if one.rule.carries:
            parts.append(f"Carries: `{one.rule.carries.replace(':', '.')}`.")
        parts.append(docstring(inspect.getdoc(one.function) or ""))
    return "\n\n".join(parts) + "\n"


def _signature(arguments: tuple[str, ...]) -> str:
    return f"({', '.join(arguments)})"


def _carried(carries: str) -> str:
    return carries.partition(":")[2]


def _version(version: object) -> str:
    return ".".join(map(str, version)) if isinstance(version, tuple) else str(version)
