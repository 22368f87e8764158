"""Lets one process write at a time. The system takes the lock back when its holder dies; the file alone means nothing.

The file says who holds the lock and since when, for whoever waits in vain.
"""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from plan_tasks.errors import StoreUnavailable
from plan_tasks.plugins.storage.json_folder.disk import shown, translated

__all__ = ["FolderLock", "HeldLock"]

_PAUSE = 0.005  # seconds between two attempts
_ASIDE = 1 << 30  # Windows lets nobody read the bytes that are locked: lock one that is not there

if sys.platform == "win32":
    import msvcrt

    def _try(handle: int) -> None:
        os.lseek(handle, _ASIDE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _free(handle: int) -> None:
        os.lseek(handle, _ASIDE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _free(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


class HeldLock:
    """The lock, held by this process.

    Args:
        path: Its file.
        handle: The open file.
    """

    def __init__(self, path: Path, handle: int) -> None:
        self._path = path
        self._handle: int | None = handle
        self._process = os.getpid()

    def check(self) -> None:
        """Refuses to go on where the lock is not ours any more.

        Raises:
            StoreUnavailable: Its file was taken away, so that others may be writing; or this is a child of its holder.
        """
        if self._process != os.getpid():
            raise StoreUnavailable(
                "this process was forked while the store was in use",
                where=shown(self._path.parent.parent),
                remedy="fork while no unit of work is open, or start processes instead of forking them",
            )
        if self._handle is None or not _is_same(self._handle, self._path):
            raise StoreUnavailable(
                "the lock was taken away while this change was made; nothing was stored",
                where=shown(self._path),
                remedy="leave that file alone, and try again",
            )

    def release(self) -> None:
        """Lets the next one write; the second call does nothing. In a child of the holder it only closes the file."""
        if self._handle is None:
            return
        handle, self._handle = self._handle, None
        try:
            if self._process == os.getpid():
                _free(handle)
        finally:
            os.close(handle)


class FolderLock:
    """The lock of a folder.

    Args:
        path: Its file; the folder round it is made when it is not there.
        timeout: Seconds to wait for another process.
    """

    def __init__(self, path: Path, *, timeout: float) -> None:
        self._path = path
        self._timeout = timeout

    def acquire(self, *, timeout: float | None = None) -> HeldLock:
        """Waits for the lock.

        Args:
            timeout: Seconds; None for the usual.

        Raises:
            StoreUnavailable: It was not free in time, or there can be none: the folder is read-only.
        """
        wait = self._timeout if timeout is None else timeout
        until = time.monotonic() + wait
        while True:
            with translated(self._path):
                held = self._attempt()
            if held is not None:
                return held
            if time.monotonic() >= until:
                raise StoreUnavailable(
                    f"another process is writing{self._holder()}",
                    where=shown(self._path.parent.parent),
                    remedy="try again, or wait longer: ?timeout=60",
                )
            time.sleep(_PAUSE)

    def _attempt(self) -> HeldLock | None:
        self._path.parent.mkdir(exist_ok=True)
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            _try(handle)
            if not _is_same(handle, self._path):  # its file was taken away between the two
                os.close(handle)
                return None
        except (BlockingIOError, PermissionError):
            os.close(handle)
            return None
        except BaseException:
            os.close(handle)
            raise
        _sign(handle)
        return HeldLock(self._path, handle)

    def _holder(self) -> str:
        """Who the file says holds the lock."""
        try:
            said: Any = json.loads(self._path.read_text(encoding="utf-8"))
            return f": process {int(said['pid'])}, since {said['since']:.40}"
        except (OSError, ValueError, TypeError, LookupError):
            return ""


def _sign(handle: int) -> None:
    """Says in the file who holds it; not worth failing for on a full disk."""
    since = datetime.now(UTC).isoformat(timespec="seconds")
    try:
        os.lseek(handle, 0, os.SEEK_SET)
        os.ftruncate(handle, 0)
        os.write(handle, f'{{"pid": {os.getpid()}, "since": "{since}"}}\n'.encode())
    except OSError:
        return


def _is_same(handle: int, path: Path) -> bool:
    try:
        there = path.stat()
    except FileNotFoundError:
        return False
    held = os.fstat(handle)
    return (held.st_dev, held.st_ino) == (there.st_dev, there.st_ino)
