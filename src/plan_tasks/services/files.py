"""Writes files so that a reader never sees half of one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from plan_tasks.errors import DestinationUnwritable

__all__ = ["write_file"]


def write_file(path: Path, write: Callable[[BinaryIO], None]) -> None:
    """Writes a file whole or not at all: what stood there stays until the new one is complete.

    Args:
        path: The file.
        write: Writes its content to a stream.

    Raises:
        DestinationUnwritable: The folder is not there or may not be written to.
    """
    if path.is_dir():
        raise DestinationUnwritable("this is a folder", where=str(path), remedy="give a file in it")
    if not path.parent.is_dir():
        raise DestinationUnwritable(f"there is no folder {path.parent}", where=str(path), remedy="make it first")
    draft = path.with_name(f".{path.name}.part")
    try:
        try:
            with draft.open("wb") as stream:
                write(stream)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise DestinationUnwritable(f"it cannot be written: {error.strerror}", where=str(path)) from error
