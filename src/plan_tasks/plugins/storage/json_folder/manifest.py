"""The file that says what the folder is, the files beside it that git reads, and which folders are refused."""

from __future__ import annotations

import json
import os
from pathlib import Path

from plan_tasks.errors import StoreDamaged, StoreNotOurs, StoreTooNew, StoreUnavailable
from plan_tasks.plugins.storage.json_folder.disk import Disk, shown, translated
from plan_tasks.plugins.storage.json_folder.names import MANIFEST, PLANS, STATE

__all__ = ["VERSION", "open_folder"]

FORMAT = "plan_tasks.folder"
VERSION = 1

_MANIFEST = f"""{{
  "format": "{FORMAT}",
  "version": {VERSION},
  "about": "Plans, kept by plan-tasks (json:FOLDER). Plans may be edited by hand; histories may not."
}}
"""

#: The outbox is of one machine: with it in git, two machines would send the same notice. So are lock and journal.
_IGNORE = f"""# Of this machine alone: the lock, an unfinished change, and what waits to be sent.
/{STATE}/
/{STATE}.*.part
"""
_ATTRIBUTES = """# The same bytes everywhere; values of two branches add up; a history is one side's or the other's.
*.json text eol=lf
*.jsonl text eol=lf
*.observations.jsonl merge=union
*.history.jsonl merge=binary
"""


def open_folder(disk: Disk, root: Path, *, create: bool) -> None:
    """Makes a folder ours, or sees that it is.

    Args:
        disk: What writes.
        root: The folder.
        create: Whether it is made when it is not there, or is empty but for files whose names begin with a dot.

    Raises:
        StoreUnavailable: It is not there and shall not be made, or cannot be read or written.
        StoreNotOurs: It holds something else.
        StoreTooNew: A newer version made it.
    """
    with translated(root):
        if root.exists() and not root.is_dir():
            raise StoreUnavailable("this is a file", where=shown(root), remedy="give a folder")
        others = root.exists() and any(not each.name.startswith(".") for each in root.iterdir())
        if (root / MANIFEST).exists():  # looked for behind the rest: another process may be making it
            _check(root / MANIFEST)
            _check_links(root)
            return
        if others:
            raise StoreNotOurs(
                f"the folder holds other things and no {MANIFEST}; it was not touched",
                where=shown(root),
                remedy="give an empty folder, or one inside it",
            )
        if not create:
            raise StoreUnavailable(
                "there is no such store", where=shown(root), remedy="`plan-tasks import FILE` makes one"
            )
        if not root.absolute().parent.is_dir():
            raise StoreUnavailable(f"there is no folder {root.parent}", where=shown(root), remedy="make it first")
        _check_links(root)
        _make(disk, root)


def _make(disk: Disk, root: Path) -> None:
    disk.make_folder(root)
    for name, text in ((".gitignore", _IGNORE), (".gitattributes", _ATTRIBUTES), (MANIFEST, _MANIFEST)):
        if not (root / name).exists():
            part = root / f"{STATE}.{os.getpid()}.part"  # several processes may be making it
            disk.write(part, text.encode())
            disk.rename(part, root / name)
    disk.sync(root)
    disk.sync(root.absolute().parent)


def _check(path: Path) -> None:
    try:
        said = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise StoreDamaged(
            f"the manifest cannot be read: {error}", where=shown(path), remedy="take it back from git or a backup"
        ) from None
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise StoreNotOurs(
            "this folder belongs to another program; it was not touched",
            where=shown(path),
            remedy="give another folder",
        )
    version = said.get("version")
    if version.__class__ is not int or version < 1:
        raise StoreDamaged(f"the manifest names no version but {version!r}", where=shown(path), remedy="take it back")
    if version > VERSION:
        raise StoreTooNew(
            f"version {version} is newer than {VERSION}, the newest known here",
            where=shown(path),
            remedy="upgrade plan-tasks",
        )


def _check_links(root: Path) -> None:
    """Refuses folders that lead elsewhere: what a stranger's repository could bring along."""
    for name in (PLANS, STATE):
        if (root / name).is_symlink():
            raise StoreNotOurs("this is no folder but a link", where=shown(root / name), remedy="remove it")
