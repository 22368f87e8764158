"""What a disk may hold after the power failed: replays calls up to a moment, and drops what no sync has kept.

Of each write that no sync of its file has followed, all, nothing or some sectors of 512 bytes survive, each by chance;
the same goes for changes of a file's length, all or nothing. New names, renames and removals survive in the order in
which they were made, up to some moment at or after the last one that the sync of its folder has kept. So a missing sync
of a folder shows. What the replay cannot see: disks that lie about a sync, sectors that are torn themselves, and damage
to bytes that nobody wrote.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Final

import attrs
from tests.durability.syscalls import Call

__all__ = ["Disk"]

_SECTOR: Final = 512


@attrs.define(eq=False)
class _File:
    """A file: what the disk holds for sure, and what was done since."""

    durable: bytearray
    waiting: list[tuple[int, bytes | None]] = attrs.field(factory=list)

    def sync(self) -> None:
        for offset, data in self.waiting:
            _apply(self.durable, offset, data)
        self.waiting.clear()

    def image(self, chance: random.Random | None) -> bytes:
        content = bytearray(self.durable)
        for offset, data in self.waiting:
            if chance is None:
                _apply(content, offset, data)
                continue
            fate = chance.randrange(3)
            if fate == 0 or (data is None and fate == 1):
                _apply(content, offset, data)
            elif fate == 1 and data is not None:
                _tear(content, offset, data, chance)
        return bytes(content)


def _apply(content: bytearray, offset: int, data: bytes | None) -> None:
    """Writes data at an offset; without data, cuts or fills up there."""
    if data is None:
        del content[offset:]
        content.extend(bytes(offset - len(content)))
        return
    content.extend(bytes(max(0, offset - len(content))))
    content[offset : offset + len(data)] = data


def _tear(content: bytearray, offset: int, data: bytes, chance: random.Random) -> None:
    at = 0
    while at < len(data):
        length = min(len(data) - at, _SECTOR - (offset + at) % _SECTOR)
        if chance.randrange(2):
            _apply(content, offset + at, data[at : at + length])
        at += length


#: Names and what they stand for from now on, all at once; None for nothing.
_Change = tuple[tuple[str, _File | None], ...]


@attrs.define
class _Handle:
    file: _File | None
    path: str
    offset: int = 0


class Disk:
    """The file system as it is while a log is replayed.

    Args:
        before: A folder as it was before; all of that is durable.
        folder: The folder as the log names it.
        acknowledged: Tells of each acknowledgement.
    """

    def __init__(self, before: Path, folder: Path, acknowledged: Callable[[int], None]) -> None:
        self._root = str(folder)
        self._acknowledged = acknowledged
        self._names: dict[str, _File] = {}
        for path in sorted(before.rglob("*")):
            if path.is_file():
                self._names[f"{folder}/{path.relative_to(before)}"] = _File(bytearray(path.read_bytes()))
        self._durable = dict(self._names)
        self._changes: list[_Change] = []  # since the last that is durable
        self._handles: dict[int, _Handle] = {}

    def carry_out(self, call: Call) -> bool:
        """Carries out a call; says whether it changed anything in the folder."""
        known: dict[str, Callable[[Call], bool]] = {
            "openat": self._open,
            "close": self._close,
            "lseek": self._seek,
            "read": self._read,
            "write": self._write,
            "pwrite64": self._write_at,
            "fsync": self._sync,
            "fdatasync": self._sync,
            "ftruncate": self._truncate,
            "rename": self._rename,
            "unlink": self._unlink,
            "mkdir": lambda _: False,  # a folder is there with the first file in it
        }
        if call.name in known:
            return known[call.name](call)
        assert not any(self._root.encode() in text for text in call.strings), f"{call.name} is not known here"
        return False

    def image(self, target: Path, chance: random.Random | None) -> None:
        """Writes down what the disk may hold now.

        Args:
            target: An empty folder.
            chance: Decides what survives; None for everything.
        """
        kept = len(self._changes) if chance is None else chance.randint(0, len(self._changes))
        names = dict(self._durable)
        for change in self._changes[:kept]:
            _apply_change(names, change)
        for name, file in names.items():
            if not name.endswith("-shm"):  # in memory, made anew at every start
                path = target / os.path.relpath(name, self._root)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(file.image(chance))

    def _ours(self, call: Call, at: int = 0) -> str:
        path = call.strings[at].decode()
        return path if path.startswith(self._root) else ""

    def _open(self, call: Call) -> bool:
        path, flags = self._ours(call), call.words[2]
        if not path:
            self._handles.pop(call.result, None)
            return False
        file = self._names.get(path)
        changed = False
        if file is None and "O_CREAT" in flags:
            file = _File(bytearray())
            self._change(((path, file),))
            changed = True
        if file is not None and "O_TRUNC" in flags:
            file.waiting.append((0, None))
            changed = True
        self._handles[call.result] = _Handle(file, path)
        return changed

    def _close(self, call: Call) -> bool:
        self._handles.pop(call.number(0), None)
        return False

    def _seek(self, call: Call) -> bool:
        if handle := self._handles.get(call.number(0)):
            handle.offset = call.result
        return False

    def _read(self, call: Call) -> bool:
        if handle := self._handles.get(call.number(0)):
            handle.offset += call.result
        return False

    def _write(self, call: Call) -> bool:
        handle = self._handles.get(call.number(0))
        data = call.strings[0][: call.result]
        if handle is None:
            if data.endswith(b"\n") and data[:-1].isdigit():
                self._acknowledged(int(data))
            return False
        return self._written(handle, handle.offset, data, advance=True)

    def _write_at(self, call: Call) -> bool:
        handle = self._handles.get(call.number(0))
        return handle is not None and self._written(handle, call.number(3), call.strings[0][: call.result])

    @staticmethod
    def _written(handle: _Handle, offset: int, data: bytes, *, advance: bool = False) -> bool:
        assert handle.file is not None
        handle.file.waiting.append((offset, data))
        if advance:
            handle.offset += len(data)
        return True

    def _sync(self, call: Call) -> bool:
        handle = self._handles.get(call.number(0))
        if handle is None:
            return False
        if handle.file is not None:
            handle.file.sync()
            return True
        for at in range(len(self._changes), 0, -1):  # a folder: the names in it, and all that were made before them
            if handle.path.rstrip("/") in {str(Path(path).parent) for path, _ in self._changes[at - 1]}:
                for change in self._changes[:at]:
                    _apply_change(self._durable, change)
                del self._changes[:at]
                break
        return True

    def _truncate(self, call: Call) -> bool:
        handle = self._handles.get(call.number(0))
        if handle is None or handle.file is None:
            return False
        handle.file.waiting.append((call.number(1), None))
        return True

    def _rename(self, call: Call) -> bool:
        old, new = self._ours(call), self._ours(call, 1)
        if not old:
            return False
        self._change(((new, self._names[old]), (old, None)))
        return True

    def _unlink(self, call: Call) -> bool:
        path = self._ours(call)
        if path not in self._names:
            return False
        self._change(((path, None),))
        return True

    def _change(self, change: _Change) -> None:
        _apply_change(self._names, change)
        self._changes.append(change)


def _apply_change(names: dict[str, _File], change: _Change) -> None:
    for path, file in change:
        if file is None:
            names.pop(path, None)
        else:
            names[path] = file
