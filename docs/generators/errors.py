"""The errors, read off their classes, with the exit status that each leads to."""

from __future__ import annotations

from collections.abc import Iterator

from generators.markdown import NOTE, docstring, table

INTRODUCTION = """
Everything that plan_tasks raises on purpose descends from `PlanTasksError`. `str(error)` is one or two plain lines:
where it was, what was wrong, and what would be right. The parts are attributes of the error: `where`, `message`,
`remedy`.

```python
from plan_tasks import Tracker, errors

with Tracker.open("memory:", language="en") as tracker:
    try:
        tracker.plan("budget")
    except errors.UnknownName as error:
        print(error)
```
"""


def page() -> str:
    """The page."""
    from plan_tasks import errors
    from plan_tasks.cli.statuses import status_of

    tree = list(descendants(errors.PlanTasksError))
    parts = [NOTE, "# Errors", INTRODUCTION.strip(), "## The tree"]
    rows = []
    for depth, error in tree:
        status = status_of(error("m1", seen=1, stored=2)) if error is errors.Conflict else status_of(error(""))
        also = ", ".join(
            f"`{base.__name__}`" for base in error.__bases__ if not issubclass(base, errors.PlanTasksError)
        )
        indent = "&emsp;" * depth
        rows.append([f"{indent}[`{error.__name__}`](#{error.__name__.lower()})", also, str(status)])
    parts.append(table(["error", "also a", "exit status"], rows))
    for _, error in tree:
        parts += [f"## {error.__name__}", docstring(error)]
    return "\n\n".join(parts) + "\n"


def descendants(error: type, depth: int = 0) -> Iterator[tuple[int, type]]:
    """A class and its descendants of the same module, each with its depth, in the order of their definition."""
    yield depth, error
    for child in error.__subclasses__():
        if child.__module__ == error.__module__:
            yield from descendants(child, depth + 1)
