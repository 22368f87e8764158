"""The disk is full at some byte: a typed error, nothing acknowledged lost, and the next change once there is room."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from tests.durability.changes import change, held, opened, start
from tests.durability.counts import count
from tests.durability.figures import note, number
from tests.durability.killing import FORK, unix
from tests.durability.stores import EMBEDDED, fresh

from plan_tasks import Tracker
from plan_tasks.errors import StoreUnavailable

pytestmark = unix

_TEST = "5 disk full"
_MOST = 400  # changes until one must have failed
_OFTEN = 40  # fillings of one small file system: the store itself grows, and needs room once the filler is gone
_TYPED, _OTHER = b"typed", b"other"


def _fill(url: str, limit: int, told: int) -> None:
    """Makes changes while no file may grow beyond a limit; then one more without it. Tells how that went."""
    import resource  # not on Windows

    with opened(url) as tracker:
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
        number, kind = 0, b""
        try:
            for number in range(1, _MOST):
                change(tracker, number)
        except StoreUnavailable as error:
            kind = _TYPED if "full" in str(error) else _OTHER
        except Exception:
            kind = _OTHER
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        held_now = int(tracker.item("city", "m1").item.title.removeprefix("Title "))
        os.write(told, b"%d %d %s\n" % (number - 1, held_now, kind))
        change(tracker, held_now + 1)


@pytest.mark.parametrize("store", EMBEDDED)
def test_a_full_disk_is_told_and_loses_nothing(store: str, tmp_path: Path) -> None:
    times, acknowledged = count(3, 200), 0
    chance = random.Random(17)  # noqa: S311
    for at in range(times):
        room = tmp_path / str(at)
        room.mkdir()
        with fresh(store, room) as url:
            start(url)
            sizes = [file.stat().st_size for file in room.rglob("*") if file.is_file()]
            limit = chance.randrange(100_000) if store == "sqlite" else max(sizes) // 2 + chance.randrange(20_000)
            reading, writing = os.pipe()
            process = FORK.Process(target=_fill, args=(url, limit, writing))
            process.start()
            os.close(writing)
            with os.fdopen(reading) as pipe:
                done, there, kind = pipe.readline().split()
            process.join()
            assert process.exitcode == 0, "it did not go on once there was room"
            assert kind == _TYPED.decode()
            assert int(there) - int(done) in (0, 1)
            assert held(url) == int(there) + 1
            acknowledged += int(done)
    tried = f"no file may grow beyond a limit, {number(times)} limits"
    note(_TEST, store, tried, f"{number(times)} typed errors; {number(acknowledged)} acknowledged changes, 0 lost")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 4 MiB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)]
    with suppress(FileNotFoundError):
        if subprocess.run(mount, capture_output=True, check=False).returncode == 0:
            yield place
            subprocess.run([shutil.which("umount") or "umount", "--lazy", str(place)], check=True)
            return
    pytest.skip("nothing may be mounted here")


def fill(tracker: Tracker, first: int) -> int:
    """Makes changes until the disk is full; returns the last that was acknowledged."""
    for done in range(first, first + _MOST):
        try:
            change(tracker, done)
        except StoreUnavailable as error:
            if "full" not in str(error):
                raise
            return done - 1
    pytest.fail("the disk never was full")


@pytest.mark.parametrize("store", EMBEDDED)
def test_a_small_file_system_that_fills_up_is_told_and_loses_nothing(store: str, small_disk: Path) -> None:
    times, chance = count(2, 200), random.Random(19)  # noqa: S311
    made = 0
    for begun in range(0, times, _OFTEN):
        room = small_disk / str(begun)
        room.mkdir()
        with fresh(store, room) as url:
            made += fill_up(url, small_disk, min(_OFTEN, times - begun), chance)
        shutil.rmtree(room)
    tried = f"a file system of 4 MiB filled up {number(times)} times"
    note(_TEST, store, tried, f"{number(times)} typed errors; {number(made)} changes, 0 lost")


def fill_up(url: str, disk: Path, times: int, chance: random.Random) -> int:
    """Fills a disk again and again, with a filler and then with changes; returns how many it holds in the end."""
    last, filler = 0, disk / "filler"
    start(url)
    for _ in range(times):
        with opened(url) as tracker:
            free = os.statvfs(disk)
            filler.write_bytes(bytes(max(0, free.f_bavail * free.f_frsize - 4_096 * chance.randrange(2, 12))))
            acknowledged = fill(tracker, last + 1)
            filler.unlink()
            there = int(tracker.item("city", "m1").item.title.removeprefix("Title "))
            assert there - acknowledged in (0, 1)
            change(tracker, there + 1)
            last = there + 1
    assert held(url) == last
    return last
