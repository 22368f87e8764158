"""Writes files so that they last, and turns what the system says into our errors. One method is one step.

Everything that changes the folder goes through a `Disk`, so that a test can stop at each step in turn.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from plan_tasks.errors import InvalidValue, StoreUnavailable

__all__ = ["Disk", "shown", "translated"]

_FULL = frozenset({errno.ENOSPC, errno.EFBIG, errno.EIO, errno.EDQUOT})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


class Disk:
    """The steps of which every change is made; each is durable when it returns, a rename after `sync`."""

    def write(self, path: Path, data: bytes) -> None:
        """Writes a whole file, which nobody reads under this name yet."""
        with path.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())

    def patch(self, path: Path, offset: int, data: bytes) -> None:
        """Writes at a place of a file, which ends there; makes the file where there is none."""
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        with os.fdopen(handle, "r+b") as file:
            file.seek(offset)
            file.write(data)
            file.truncate()
            file.flush()
            os.fsync(file.fileno())

    def rename(self, path: Path, target: Path) -> None:
        """Puts a file in the place of another."""
        path.replace(target)

    def remove(self, path: Path) -> None:
        """Takes a file away."""
        path.unlink(missing_ok=True)

    def make_folder(self, path: Path) -> None:
        """Makes a folder, which may be there."""
        path.mkdir(exist_ok=True)

    def sync(self, folder: Path) -> None:
        """Makes the names in a folder durable."""
        if os.name != "posix":  # elsewhere a folder cannot be opened
            return
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def shown(path: Path) -> str:
    """A file as errors name it: from the working folder on where it lies there, else in full."""
    try:
        return str(path.relative_to(Path.cwd()))
    except (OSError, ValueError):
        return str(path)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turns errors of the system into ours, with the path and the mend.

    Args:
        path: What was being read or written.
    """
    try:
        yield
    except OSError as error:
        raise _translation(error, shown(path)) from error
    except UnicodeEncodeError as error:
        raise InvalidValue(
            "the text holds half of a surrogate pair, which is no character", remedy="decode it as UTF-8"
        ) from error


def _translation(error: OSError, where: str) -> StoreUnavailable:
    if error.errno in _FULL:
        return StoreUnavailable("the disk is full or failing", where=where, remedy="make room; nothing was changed")
    if error.errno in _FORBIDDEN:
        return StoreUnavailable(
            "the folder or a file in it is read-only or may not be read",
            where=where,
            remedy="allow reading and writing",
        )
    if error.errno == errno.ENOENT:
        return StoreUnavailable("it is not there any more", where=where, remedy="put the folder back")
    return StoreUnavailable(
        f"it cannot be used: {error.strerror or type(error).__name__}", where=where, remedy="check its name and kind"
    )
