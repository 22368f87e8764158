"""Copies of an SQLite file with its log, of which the log is cut, zeroed or garbled, open to an earlier state."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.durability.changes import Torn, change, held, opened, start
from tests.durability.counts import count
from tests.durability.figures import note, number
from tests.storage.json_folder.folders import MEMORY

from plan_tasks.errors import StorageError

_TEST = "4 damaged logs"
_CHANGES = 30


def cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def zeroed(data: bytes, chance: random.Random) -> bytes:
    at, length = chance.randrange(len(data)), chance.randrange(1, 8_192)
    return data[:at] + bytes(len(data[at : at + length])) + data[at + length :]


def garbled(data: bytes, chance: random.Random) -> bytes:
    at, length = chance.randrange(len(data)), chance.randrange(1, 64)
    return data[:at] + chance.randbytes(len(data[at : at + length])) + data[at + length :]


#: What happens to a file.
HARM: dict[str, Callable[[bytes, random.Random], bytes]] = {"cut": cut, "zeroed": zeroed, "garbled": garbled}


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a file and its log, copied while the store was open; and how it was before the changes."""
    folder = tmp_path_factory.mktemp("copies")
    file = folder / "plan.db"
    start(f"sqlite:///{file}")
    with opened(f"sqlite:///{file}") as tracker:
        for done in range(1, _CHANGES + 1):
            change(tracker, done)
        for name in ("plan.db", "plan.db-wal"):
            shutil.copyfile(folder / name, folder / f"copy-{name}")
    return folder


def damaged(copies: Path, name: str, harm: Callable[[bytes, random.Random], bytes], times: int) -> tuple[set[int], int]:
    """Opens damaged copies; returns the numbers of changes that they held, and how often one was torn or refused."""
    chance, found, torn = random.Random(13), set[int](), 0  # noqa: S311
    for _ in range(times):
        with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
            for each in ("plan.db", "plan.db-wal"):
                data = (copies / f"copy-{each}").read_bytes()
                (Path(folder) / each).write_bytes(harm(data, chance) if each == name else data)
            try:
                found.add(held(f"sqlite:///{folder}/plan.db"))
            except (Torn, StorageError):
                torn += 1
    return found, torn


@pytest.mark.parametrize("harm", HARM)
def test_a_damaged_log_opens_to_an_earlier_state(harm: str, copies: Path) -> None:
    times = count(6, 1_000)
    found, torn = damaged(copies, "plan.db-wal", HARM[harm], times)
    what = f"{torn} torn or unreadable; {len(found)} different earlier states, of {_CHANGES + 1}"
    note(_TEST, "sqlite", f"{number(times)} copies with the log {harm}", what)
    assert torn == 0
    assert found <= set(range(_CHANGES + 1))
    assert len(found) > 1, "the damage never did any harm"


def test_a_file_without_such_a_log_does_not(copies: Path, tmp_path: Path) -> None:
    """The control: the same damage to the pages themselves is not made good."""
    for name in ("plan.db", "plan.db-wal"):
        shutil.copyfile(copies / f"copy-{name}", tmp_path / name)
    held(f"sqlite:///{tmp_path / 'plan.db'}")  # closing the last connection moves the log into the file
    shutil.copyfile(tmp_path / "plan.db", tmp_path / "copy-plan.db")
    (tmp_path / "copy-plan.db-wal").write_bytes(b"")
    times = count(8, 200)
    _, torn = damaged(tmp_path, "plan.db", garbled, times)
    note(_TEST, "control: the file garbled, without a log", f"{number(times)} copies", f"{torn} torn or unreadable")
    assert torn > 0
