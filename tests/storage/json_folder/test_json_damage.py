"""Cut, overwritten and missing files: an error that names the file, or a state that holds; never wrong in silence."""

from __future__ import annotations

import os
import random
import re
import shutil
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.storage.json_folder.folders import KNOWN, contents, files_of, seen

from plan_tasks.errors import StorageError, StoreDamaged
from plan_tasks.model import TenantId
from plan_tasks.plugins.storage.json_folder.backend import JsonFolderBackend
from plan_tasks.plugins.storage.json_folder.disk import Disk
from plan_tasks.plugins.storage.json_folder.editing import ACTOR
from plan_tasks.testing.storage.samples import entry

#: How many random places are tried; the environment asks for more.
PLACES = int(os.environ.get("PLAN_TASKS_JSON_PLACES", "60"))
TENANT = TenantId("default")
FILES = ["city.json", "city.history.jsonl", "city.observations.jsonl"]


@pytest.fixture
def store(folder: Path) -> Path:
    backend = JsonFolderBackend.open(str(folder), create=False, timeout=1)
    with closing(backend), backend.unit(TENANT, write=True) as unit:
        unit.outbox.add([entry("k1"), entry("k2", body="城镇新增就业")])
        unit.commit()
    return folder


def damaged(store: Path, name: str, data: bytes) -> Path:
    copy = store.with_name("copy")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(store, copy)
    path = next(copy.rglob(name))
    path.write_bytes(data)
    return path


def recorded(events: dict[str, list[object]]) -> bool:
    """Whether the history says that somebody changed a file."""
    return any(stored.event.actor == ACTOR for stored in events["city"])  # type: ignore[attr-defined]


def attempt(root: Path) -> tuple[Any, str]:
    """All that the store says; or None, and why not."""
    try:
        return contents(root), ""
    except StorageError as error:
        return None, str(error)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_cut_at_any_place_is_named(name: str, store: Path) -> None:
    """Every reader and writer is told; only the white space at the end of a plan's file is no loss."""
    good, before = next(store.rglob(name)).read_bytes(), contents(store)
    for at in sorted({0, 1, len(good) - 2, *random.Random(5).sample(range(len(good) - 1), PLACES)}):  # noqa: S311
        path = damaged(store, name, good[:at])
        files = files_of(path.parents[2])
        cut_at_a_line = name == "city.history.jsonl" and good[at - 1 : at] == b"\n"
        if cut_at_a_line or good[at:].isspace():
            continue
        with pytest.raises(StoreDamaged) as caught:
            contents(path.parents[2])
        assert name in str(caught.value), at
        with closing(JsonFolderBackend.open(str(path.parents[2]), create=False, timeout=1)) as backend:
            assert not all(finding.ok for finding in backend.examine())
        assert files_of(path.parents[2]) == files
        path.write_bytes(good)
        assert contents(path.parents[2]) == before


def test_a_history_that_is_cut_at_a_line_is_seen_or_what_the_plan_has_more_is_recorded(store: Path) -> None:
    good, (plans, items, observations, _, outbox) = next(store.rglob("*.history.jsonl")).read_bytes(), contents(store)
    lines = good.splitlines(keepends=True)
    outcomes = set()
    for count in range(len(lines)):
        path = damaged(store, "city.history.jsonl", b"".join(lines[:count]))
        found, refusal = attempt(path.parents[2])
        if found is None:
            assert "city.history.jsonl" in refusal
            outcomes.add("refused")
        else:
            assert [stored.item for stored in found[1]] == [stored.item for stored in items]
            assert [held.plan for held in found[0]] == [held.plan for held in plans]
            assert (found[2], found[4]) == (observations, outbox)
            assert recorded(found[3])
            outcomes.add("recorded")
    assert outcomes == {"refused", "recorded"}


@pytest.mark.parametrize("name", [*FILES, "default.json", "plan-tasks.json"])
def test_a_bit_that_flips_is_seen(name: str, store: Path) -> None:
    """Refused, or found by an examination, or (where the plan could have been so) recorded as changed by hand."""
    good, before = next(store.rglob(name)).read_bytes(), contents(store)
    chance = random.Random(12)  # noqa: S311
    outcomes = {"refused": 0, "examined": 0, "recorded": 0, "same": 0}
    for _ in range(PLACES):
        place, bit = chance.randrange(len(good)), 1 << chance.randrange(8)
        data = bytearray(good)
        data[place] ^= bit
        path = damaged(store, name, bytes(data))
        root = next(each for each in path.parents if each.name == "copy")
        backend = JsonFolderBackend(root, timeout=1, disk=Disk(), clock=lambda: KNOWN)
        wrong = [finding for finding in backend.examine() if not finding.ok]
        found, refusal = attempt(root)
        if found is None:
            assert name in refusal or ", event " in refusal, refusal
            assert wrong or name == "plan-tasks.json"
            outcomes["refused"] += 1
            continue
        if wrong:
            outcomes["examined"] += 1
        elif found == before:
            outcomes["same"] += 1  # white space, or the words of the manifest
            continue
        if found != before and recorded(found[3]):
            outcomes["recorded"] += 1
        assert wrong or found == before, f"byte {place}, bit {bit}: wrong in silence"
    assert outcomes["refused"] > PLACES // 4
    if name == "city.json":
        assert outcomes["recorded"] > 0


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_gone_is_missed(name: str, store: Path) -> None:
    next(store.rglob(name)).unlink()
    with pytest.raises(StoreDamaged, match=f"{name}: the file is missing"):
        contents(store)


def test_a_plan_whose_files_are_all_gone_is_gone(store: Path) -> None:
    """As after `git rm`; the notices that wait stay."""
    for name in FILES:
        next(store.rglob(name)).unlink()
    assert contents(store)[0] == []
    assert [each.key for each in contents(store)[4]] == ["k1", "k2"]


def rewritten(path: Path, old: bytes, new: bytes) -> None:
    """Puts bytes in the place of as many others, and leaves the file's time as it is."""
    was = path.stat()
    data = path.read_bytes()
    assert len(old) == len(new)
    assert old in data
    path.write_bytes(data.replace(old, new, 1))
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))


def test_an_examination_reads_what_it_had_kept_anew(store: Path) -> None:
    """Also where the file's time and length are those of before, which deceive a reader."""
    path = store / "plans" / "default" / "city.json"
    os.utime(path, ns=(0, 1_600_000_000_123_456_789))
    with closing(JsonFolderBackend.open(str(store), create=False, timeout=1)) as backend:
        before = seen(backend)
        rewritten(path, b'"2021-08-31"', b'"2021-09-30"')
        assert seen(backend) == before
        [wrong] = [finding for finding in backend.examine() if not finding.ok]
        assert "not recorded yet: m1" in wrong.text


def test_a_file_that_was_just_written_is_read_again(store: Path) -> None:
    """Its time cannot tell a second writing from the first."""
    path = store / "plans" / "default" / "city.json"
    os.utime(path, ns=(0, time.time_ns() + 10**9))
    with closing(JsonFolderBackend.open(str(store), create=False, timeout=1)) as backend:
        before = seen(backend)
        rewritten(path, b'"2021-08-31"', b'"2021-09-30"')
        assert seen(backend) != before


def test_an_examination_sees_a_changed_seal(store: Path) -> None:
    """Any of them, not only the last."""
    path = store / "plans" / "default" / "city.history.jsonl"
    good = path.read_text(encoding="utf-8")
    for number, line in enumerate(good.splitlines(keepends=True)):
        if line.startswith('{"sealed"'):
            hashed = re.search('"plan_file": "([0-9a-f]{64})"', line)
            assert hashed is not None
            path.write_text(good.replace(hashed[1], hashed[1][::-1], 1), encoding="utf-8")
            backend = JsonFolderBackend(store, timeout=1, disk=Disk(), clock=lambda: KNOWN)
            [wrong] = [finding for finding in backend.examine() if not finding.ok]
            assert "the seal does not match its hash" in wrong.text, number


@pytest.mark.parametrize("data", [b"", b"\xff\xfe{", b"[]", b"{}", b'{"tenant": 1}', b"null", b"[" * 100_000])
def test_what_is_no_plan_is_refused(data: bytes, store: Path) -> None:
    path = store / "plans" / "default" / "other.json"
    path.write_bytes(data)
    if data:
        with pytest.raises(StoreDamaged, match=r"other\.json"):
            contents(store)
