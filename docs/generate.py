"""Writes the pages of the reference that can be read off the code: commands, options, hooks, errors, Python names.

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

from generators import commands, errors, hooks, options, python_names  # noqa: E402

PAGES: Mapping[str, Callable[[], str]] = {
    "commands.md": commands.page,
    "errors.md": errors.page,
    "hooks.md": hooks.page,
    "options.md": options.page,
    "python.md": python_names.page,
}
"""Name of a page in ``docs/reference`` -> what writes it."""


def main() -> None:
    """Write every page that is not already as it should be."""
    for name, page in PAGES.items():
        file, text = FOLDER / "reference" / name, page().encode()
        if not file.exists() or file.read_bytes() != text:
            file.write_bytes(text)
            print(f"docs/reference/{name}")


if __name__ == "__main__":
    main()
