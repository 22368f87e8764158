"""The power fails at any moment: what a disk may then hold opens, whole, with all that was acknowledged.

Kills cannot show a missing sync, since the system writes on after them. Stores that sync too little must fail here.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest
from tests.durability.changes import Torn, change, held, opened, start
from tests.durability.counts import count, proving
from tests.durability.figures import note, number
from tests.durability.killing import unix
from tests.durability.power import Disk
from tests.durability.stores import fresh
from tests.durability.syscalls import Call, calls, traced
from tests.storage.json_folder.folders import MEMORY

from plan_tasks.errors import StorageError
from plan_tasks.plugins.storage.json_folder import disk as json_disk
from plan_tasks.plugins.storage.json_folder.backend import JsonFolderBackend
from plan_tasks.plugins.storage.sqlite.backend import SqliteBackend

pytestmark = unix

_TEST = "3 power cut"
_CHANGES = {"sqlite": (8, 60), "json": (4, 20)}


@attrs.define
class Toll:
    """What power cuts have cost.

    Attributes:
        images: How many disks were looked at.
        lost: Those that lack an acknowledged change.
        torn: Those that hold a change in part.
        unreadable: Those that cannot be read.
    """

    images: int = 0
    lost: int = 0
    torn: int = 0
    unreadable: int = 0

    def __str__(self) -> str:
        return f"{self.lost:,} lost, {self.torn:,} torn, {self.unreadable:,} unreadable"

    def harm(self) -> int:
        """How many of them are not as they must be."""
        return self.lost + self.torn + self.unreadable


@attrs.frozen
class Recording:
    """What a store asked of the file system.

    Attributes:
        before: A copy of the folder as it was before.
        folder: The folder as the log names it.
        log: The calls.
        look: How many changes an image holds.
    """

    before: Path
    folder: Path
    log: list[Call]
    look: Callable[[Path], int]

    def cut(self, images: int, *, keep_all: bool = False) -> Toll:
        """Lets the power fail at so many moments, drawn at random.

        Args:
            images: How many moments.
            keep_all: Whether all that was written survives, as after a kill.
        """
        chance = random.Random(11)  # noqa: S311
        acknowledged, toll = [0], Toll()
        counting = Disk(self.before, self.folder, acknowledged.append)
        total = sum(counting.carry_out(call) for call in self.log)
        wanted = sorted(chance.choices(range(total), k=images)) if images else list(range(total))
        acknowledged[:] = [0]
        disk, done = Disk(self.before, self.folder, acknowledged.append), 0
        for call in self.log:
            if not disk.carry_out(call):
                continue
            while wanted and wanted[0] == done:
                wanted.pop(0)
                with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as target:
                    disk.image(Path(target), None if keep_all else chance)
                    self._judge(Path(target), acknowledged[-1], toll)
            done += 1
        return toll

    def _judge(self, image: Path, acknowledged: int, toll: Toll) -> None:
        toll.images += 1
        try:
            found = self.look(image)
        except Torn:
            toll.torn += 1
        except (StorageError, ValueError, OSError):
            toll.unreadable += 1
        else:
            toll.lost += found < acknowledged
            assert found <= acknowledged + 1, "a change that nobody had asked for yet"


def recorded(
    store: str, folder: Path, work: Callable[[str, int], None], look: Callable[[Path], int] | None = None
) -> Recording:
    """Makes a store, and lets another process work on it whose calls are written down.

    Args:
        store: Kind of store.
        folder: An empty folder.
        work: What is done with a URL and a pipe for acknowledgements.
        look: How many changes an image holds; None for those of a store.
    """
    room, before = folder / "room", folder / "before"
    room.mkdir()
    with fresh(store, room) as url:
        start(url)
        shutil.copytree(room, before)
        traced(lambda acknowledge: work(url, acknowledge), folder / "log")
        inside = url.removeprefix("sqlite:///").removeprefix("json://").removeprefix(f"{room}/")
    scheme = "sqlite:///" if store == "sqlite" else "json://"
    return Recording(
        before, room, list(calls(folder / "log")), look or (lambda image: held(f"{scheme}{image / inside}"))
    )


def writing(store: str, prepare: Callable[[object], None] = lambda _: None) -> Callable[[str, int], None]:
    """Makes changes and acknowledges each; `prepare` may make the open store worse before."""

    def work(url: str, acknowledge: int) -> None:
        with opened(url) as tracker:
            prepare(tracker._context.backend)
            for done in range(1, count(*_CHANGES[store]) + 1):
                change(tracker, done)
                os.write(acknowledge, b"%d\n" % done)

    return work


def told(store: str, toll: Toll, how: str = "unsynced writes kept, dropped or torn") -> None:
    note(_TEST, store, f"{number(toll.images)} images, {how}", str(toll))


@pytest.mark.parametrize("store", ["sqlite", "json"])
def test_a_power_cut_loses_nothing_that_was_acknowledged(store: str, tmp_path: Path) -> None:
    recording = recorded(store, tmp_path, writing(store))
    toll = recording.cut(count(15, 1_000))
    told(store, toll)
    assert toll.harm() == 0
    if proving():
        killed = recording.cut(0, keep_all=True)
        told(store, killed, "one after each call, all that was written kept, as after a kill")
        assert killed.harm() == 0


def relaxed(level: str) -> Callable[[object], None]:
    """Sets how much SQLite syncs."""

    def prepare(backend: object) -> None:
        assert isinstance(backend, SqliteBackend)
        for connection in backend._connections._idle:
            connection.execute(f"PRAGMA synchronous={level}")

    return prepare


@pytest.mark.parametrize("level", ["NORMAL", "OFF"])
def test_sqlite_that_syncs_less_loses_changes(level: str, tmp_path: Path) -> None:
    toll = recorded("sqlite", tmp_path, writing("sqlite", relaxed(level))).cut(count(15, 300))
    told(f"control: sqlite, synchronous={level}", toll)
    assert toll.lost > 0


class WithoutFolders(json_disk.Disk):
    """Syncs files, and no folders."""

    def sync(self, folder: Path) -> None:
        pass


class WithoutFiles(json_disk.Disk):
    """Syncs folders, and no files."""

    def write(self, path: Path, data: bytes) -> None:
        path.write_bytes(data)

    def patch(self, path: Path, offset: int, data: bytes) -> None:
        path.touch()
        with path.open("r+b") as file:
            file.seek(offset)
            file.write(data)
            file.truncate()


@pytest.mark.parametrize("worse", [WithoutFolders, WithoutFiles])
def test_a_folder_of_json_that_syncs_less_loses_changes(worse: type[json_disk.Disk], tmp_path: Path) -> None:
    def prepare(backend: object) -> None:
        assert isinstance(backend, JsonFolderBackend)
        backend._disk = worse()

    toll = recorded("json", tmp_path, writing("json", prepare)).cut(count(15, 300))
    told(f"control: json, {'folders' if worse is WithoutFolders else 'files'} not synced", toll)
    assert toll.harm() > 0


def write_in_place(url: str, acknowledge: int) -> None:
    """Writes a document over itself, as programs do that think of no power cut."""
    path = Path(url.removeprefix("json://")) / "plain.json"
    for done in range(1, 30):
        path.write_text(json.dumps({"done": done, "text": "x" * 3_000}), encoding="utf-8")
        os.write(acknowledge, b"%d\n" % done)


def test_plain_json_written_in_place_cannot_be_read_afterwards(tmp_path: Path) -> None:
    def look(image: Path) -> int:
        return int(json.loads((image / "plans" / "plain.json").read_bytes())["done"])

    toll = recorded("json", tmp_path, write_in_place, look).cut(count(15, 300))
    told("control: JSON written in place, without a sync", toll)
    assert toll.unreadable > 0
