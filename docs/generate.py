"""Writes the pages that can be read off the code: commands, options, hooks, errors, Python names, vocabulary.

Run it: python docs/generate.py          (``make docs`` does)

The pages are committed, and a test fails when they are not what this writes: so a hook, command, option, error or
environment variable cannot go undocumented, and a page cannot say what the code does not.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER))

from generators import commands, errors, hooks, options, python_names, vocabulary  # noqa: E402

PAGES: Mapping[str, Callable[[], str]] = {
    "explanation/vocabulary.md": vocabulary.page,
    "reference/commands.md": commands.page,
    "reference/errors.md": errors.page,
    "reference/hooks.md": hooks.page,
    "reference/options.md": options.page,
    "reference/python.md": python_names.page,
}
"""A page, by its path in ``docs`` -> what writes it."""


def main() -> None:
    """Write every page that is not already as it should be."""
    for name, page in PAGES.items():
        file, text = FOLDER / name, page().encode()
        if not file.exists() or file.read_bytes() != text:
            file.write_bytes(text)
            print(f"docs/{name}")


if __name__ == "__main__":
    main()
