"""Whether git is changing files just now: half of what it brings would look like a change by hand."""

from __future__ import annotations

from pathlib import Path

__all__ = ["lock_of_git"]


def lock_of_git(root: Path) -> Path | None:
    """The lock that git holds while it changes the files round a folder.

    Args:
        root: The folder.

    Returns:
        The lock's file; None where git is not at work, or the folder is in no repository.
    """
    for folder in (root.absolute(), *root.absolute().parents):
        mark = folder / ".git"
        if mark.is_dir():
            lock = mark / "index.lock"
            return lock if lock.exists() else None
        if mark.is_file():  # a further working tree, or a submodule
            lock = folder / mark.read_text(encoding="utf-8").removeprefix("gitdir:").strip() / "index.lock"
            return lock if lock.exists() else None
    return None
