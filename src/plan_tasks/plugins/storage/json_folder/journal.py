"""Makes changes of several files one: they are written down whole first, and count from that moment.

The journal is renamed into its place when it is on the disk: that is the commit. What it says is then done, and the
journal taken away. Whoever finds one reads the files as if it were done; the next writer does it again, which comes to
the same however far it had come.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from pathlib import Path

import attrs

from plan_tasks.errors import StoreDamaged
from plan_tasks.plugins.storage.json_folder.disk import Disk, shown, translated
from plan_tasks.plugins.storage.json_folder.names import JOURNAL, PART, STATE

__all__ = ["FileChange", "decode", "finish", "publish", "recover"]

_log = logging.getLogger("plan_tasks.plugins.storage.json_folder")


@attrs.frozen
class FileChange:
    """What becomes of a file.

    Attributes:
        path: Relative to the store's folder.
        data: What is written.
        offset: Where in the file; the file ends behind it. None puts a new file in the place of the old.
        was: SHA-256 of the file that is replaced; empty where there was none, or where `offset` is given.
    """

    path: str
    data: bytes
    offset: int | None = None
    was: str = ""

    def applied(self, before: bytes) -> bytes:
        """The file after the change.

        Args:
            before: The file before it, or after.
        """
        return self.data if self.offset is None else before[: self.offset] + self.data


def publish(disk: Disk, root: Path, changes: Sequence[FileChange]) -> None:
    """Commits changes.

    Args:
        disk: What writes.
        root: The store's folder.
        changes: One for each file, at least one.

    Raises:
        StoreUnavailable: They could not be written down; nothing was changed.
    """
    journal, part = root / JOURNAL, root / PART
    with translated(root):
        disk.write(part, encode(changes))
        disk.rename(part, journal)
        try:
            disk.sync(root / STATE)
        except OSError:
            disk.remove(journal)
            raise
    try:
        finish(disk, root, changes)
    except OSError as error:  # it is committed: what reads looks into the journal, and the next writer finishes it
        _log.warning("%s: the change is kept in the journal until it can be finished: %s", shown(root), error)


def finish(disk: Disk, root: Path, changes: Sequence[FileChange]) -> None:
    """Does what the journal says, and takes it away."""
    folders: dict[Path, None] = {}
    for change in changes:
        target = root / change.path
        for folder in reversed(target.relative_to(root).parents[:-1]):
            if not (root / folder).is_dir():
                disk.make_folder(root / folder)
                folders[(root / folder).parent] = None
        if change.offset is None:
            disk.write(root / PART, change.data)
            disk.rename(root / PART, target)
        else:
            disk.patch(target, change.offset, change.data)
        folders[target.parent] = None
    for folder in folders:
        disk.sync(folder)
    disk.remove(root / JOURNAL)
    disk.sync(root / STATE)


def recover(disk: Disk, root: Path) -> None:
    """Finishes a change whose writer died in the middle; the caller holds the lock.

    Raises:
        StoreDamaged: The journal cannot be read, or a file is neither as it was before the change nor as after it.
        StoreUnavailable: It cannot be finished now.
    """
    with translated(root / JOURNAL):
        try:
            data = (root / JOURNAL).read_bytes()
        except FileNotFoundError:
            return
    changes = decode(data, shown(root / JOURNAL))
    with translated(root):
        for change in changes:
            _check_untouched(root, change)
        finish(disk, root, changes)


def _check_untouched(root: Path, change: FileChange) -> None:
    target = root / change.path
    held = target.read_bytes() if target.exists() else b""
    if change.offset is None:
        expected = held == change.data or (hashlib.sha256(held).hexdigest() if held else "") == change.was
    else:
        expected = len(held) >= change.offset and _may_be_torn(held[change.offset :], change.data)
    if not expected:
        raise StoreDamaged(
            "it was changed while a commit was not finished",
            where=shown(target),
            remedy=f"put it back as it was, or remove {JOURNAL} to give up the unfinished change",
        )


def _may_be_torn(tail: bytes, data: bytes) -> bool:
    """Whether a power cut can have left this of a write: zeros stand where a sector did not reach the disk."""
    return data.startswith(tail) or (
        len(tail) <= len(data) and all(held in (0, wanted) for held, wanted in zip(tail, data, strict=False))
    )


def encode(changes: Sequence[FileChange]) -> bytes:
    """Writes changes down: a hash over all that follows, a line that says what it is, and the bytes themselves."""
    heads = [{"path": each.path, "offset": each.offset, "was": each.was, "length": len(each.data)} for each in changes]
    body = b"".join([json.dumps(heads, ensure_ascii=False).encode(), b"\n", *(each.data for each in changes)])
    return hashlib.sha256(body).hexdigest().encode() + b"\n" + body


def decode(data: bytes, where: str) -> Sequence[FileChange]:
    """Reads what `encode` wrote.

    Raises:
        StoreDamaged: It is not what was written.
    """
    hashed, _, body = data.partition(b"\n")
    if hashed.decode("ascii", "replace") != hashlib.sha256(body).hexdigest():
        raise StoreDamaged("the journal does not match its hash", where=where, remedy="restore a backup")
    head, _, texts = body.partition(b"\n")
    changes, at = [], 0
    for row in json.loads(head):
        changes.append(FileChange(row["path"], texts[at : at + row["length"]], row["offset"], row["was"]))
        at += row["length"]
    return changes
