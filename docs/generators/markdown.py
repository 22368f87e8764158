"""Docstrings and tables as Markdown."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Sequence

SECTIONS = (
    "Args", "Arguments", "Attributes", "Class attributes", "Called", "Return", "Returns", "Yields", "Raises",
    "If it raises", "Example", "Examples",
)  # fmt: skip

NOTE = "<!-- Written by docs/generate.py from the code; change the docstrings, not this page. -->"

_ENTRY = re.compile(r"^(\*{0,2}\w[\w.]*): ")


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in lines
    )


def code(text: str) -> str:
    """Text as code in a line; empty stays empty."""
    return f"`{text}`" if text else ""


def docstring(thing: object) -> str:
    """A docstring in Google's style as Markdown."""
    written = thing if isinstance(thing, str) else inspect.getdoc(thing) or ""
    parts: list[str] = []
    section, held = "", list[str]()
    for line in [*written.splitlines(), "End:"]:
        name = line[:-1] if line.endswith(":") and not line.startswith(" ") else ""
        if name in SECTIONS or name == "End":
            parts.append(_section(section, held))
            section, held = name, []
        else:
            held.append(line)
    return _plain("\n\n".join(part for part in parts if part))


def _section(name: str, lines: Sequence[str]) -> str:
    if not name:
        return _paragraphs(inspect.cleandoc("\n".join(lines)))
    text = inspect.cleandoc("\n" + "\n".join(lines))
    if name.startswith("Example"):
        return f"**Example**\n\n```pycon\n{text}\n```"
    title = f"**{name}**"
    if name in {"Args", "Arguments", "Attributes", "Class attributes", "Raises"} and _ENTRY.match(text):
        return f"{title}\n\n{_entries(text)}"
    return f"{title}\n\n{_paragraphs(text)}"


def _entries(text: str) -> str:
    entries: list[list[str]] = []
    for line in text.splitlines():
        if not line.startswith(" ") and _ENTRY.match(line):
            name, _, rest = line.partition(": ")
            entries.append([f"- `{name}`: {rest}"])
        elif line.strip():
            entries[-1].append(line.strip())
    return "\n".join(" ".join(entry) for entry in entries)


def _paragraphs(text: str) -> str:
    """Text whose literal blocks (after ``::``) become fenced ones."""
    found: list[str] = []
    literal = False
    for paragraph in re.split(r"\n\n+", text):
        if literal and paragraph.startswith("    "):
            found.append(f"```python\n{inspect.cleandoc(chr(10) + paragraph)}\n```")
            literal = False
            continue
        literal = paragraph.endswith("::")
        found.append(paragraph.removesuffix(":") if literal else paragraph)
    return "\n\n".join(found)


def _plain(text: str) -> str:
    """Double backticks as Markdown's single ones, outside fenced code."""
    pieces = re.split(r"(```.*?```)", text, flags=re.DOTALL)
    return "".join(piece if piece.startswith("```") else piece.replace("``", "`") for piece in pieces)
