"""Bytes of a store are overwritten at random places: who reads and verifies it hears of all that changed."""

from __future__ import annotations

import random
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.durability.changes import change, opened, start
from tests.durability.commands import contents
from tests.durability.counts import count
from tests.durability.figures import note, number
from tests.durability.stores import EMBEDDED, fresh
from tests.storage.json_folder.folders import MEMORY

from plan_tasks import Assignment, Measure, Tracker
from plan_tasks.errors import PlanTasksError
from plan_tasks.model import ItemId, OwnerId
from plan_tasks.plugins.storage.json_folder.editing import ACTOR
from plan_tasks.storage.capabilities import SupportsChanges
from plan_tasks.storage.query import ItemQuery
from plan_tasks.workflow import Create

_TEST = "8 damaged files"
_DAY = date(2021, 8, 28)
_BYTES = 8
_SECTOR = 512  # bytes, after each of which a file is cut off


@pytest.fixture(scope="module", params=EMBEDDED)
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A store with a history, values and notices, and where it lies."""
    folder = tmp_path_factory.mktemp(request.param)
    with fresh(request.param, folder) as url:
        start(url)
        with opened(url) as tracker:
            tracker.change("city", *(Create(new=measure(at)) for at in range(40)), actor="office")
            for done in range(1, 6):
                change(tracker, done)
            tracker.notify("city", on=_DAY)
    return request.param, folder


def measure(number: int) -> Measure:
    """A measure of which a notice is due on the day."""
    owner = Assignment(owner=OwnerId("schools"))
    return Measure(id=ItemId(f"n{number}"), title=f"Open library {number}", due=date(2021, 8, 31), assignments=(owner,))


def url_of(kind: str, folder: Path) -> str:
    return f"sqlite:///{folder / 'plan.db'}" if kind == "sqlite" else f"json://{folder / 'plans'}"


def says(tracker: Tracker) -> Any:
    """All that a store says of plans, by every way that there is of reading it."""
    query = ItemQuery(plan=tracker.plans()[0].plan.id)
    return (
        contents(tracker),
        list(tracker.page(query, on=_DAY).rows),
        tracker.count_healths("city", on=_DAY),
        list(tracker.assess("city", on=_DAY)),
        tracker.changes().events if isinstance(tracker._context.backend, SupportsChanges) else (),
    )


def noticed(tracker: Tracker) -> bool:
    return not all(finding.ok for finding in (*tracker.examine(), *tracker.verify()))


def only_integrity(tracker: Tracker) -> bool:
    """The control: what SQLite itself notices."""
    path = tracker._context.backend._connections.path  # type: ignore[attr-defined]  # the control knows its store
    with sqlite3.connect(path) as look:
        try:
            answer = look.execute("PRAGMA integrity_check(1)").fetchone()
        except sqlite3.Error:
            return True
    look.close()
    return bool(answer != ("ok",))


def judge(kind: str, folder: Path, before: Any, notices: Callable[[Tracker], bool]) -> str:
    """What came of damage: an error of ours, nothing, something that was noticed, or something that was not."""
    try:
        with opened(url_of(kind, folder)) as tracker:
            found_out = notices(tracker)
            try:
                said = says(tracker)
            except PlanTasksError:
                return "refused" if found_out else "refused, and not noticed"
            except (ValueError, LookupError):  # a list reads columns without their hash, for speed
                return "noticed, but the list fails with another error" if found_out else "failed, and not noticed"
            if said == before:
                return "no harm"
            if any(stored.event.actor == ACTOR for stored in tracker.history("city")):
                return "recorded as a change by hand"
            return "noticed" if found_out else "wrong in silence"
    except PlanTasksError:
        return "refused"


def copies(store: tuple[str, Path], places: int) -> Iterator[tuple[Path, str]]:
    """Damaged copies of a store, and what was done to each."""
    _, original = store
    chance = random.Random(29)  # noqa: S311
    files = [file.relative_to(original) for file in sorted(original.rglob("*")) if file.stat().st_size > _BYTES]
    files = [file for file in files if (original / file).is_file() and file.name not in ("lock", ".gitignore")]
    sizes = [(original / file).stat().st_size for file in files]
    for _ in range(places):
        with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
            shutil.copytree(original, folder, dirs_exist_ok=True)
            (file,) = chance.choices(files, sizes)
            data = bytearray((original / file).read_bytes())
            at = chance.randrange(len(data) - _BYTES)
            # bytes that are no text are refused by whoever decodes it; figures and letters must be noticed by a hash
            letters = chance.choices(b"0123456789abcdefghijklmnopqrstuvwxyz", k=_BYTES)
            data[at : at + _BYTES] = bytes(letters) if chance.randrange(2) else chance.randbytes(_BYTES)
            (Path(folder) / file).write_bytes(data)
            yield Path(folder), f"{file} at {at}"


def damage(store: tuple[str, Path], places: int, notices: Callable[[Tracker], bool] = noticed) -> dict[str, list[str]]:
    """Damages copies at so many places; returns what came of it, and where."""
    kind, original = store
    with opened(url_of(kind, original)) as tracker:
        before = says(tracker)
    outcomes: dict[str, list[str]] = {}
    for folder, where in copies(store, places):
        outcomes.setdefault(judge(kind, folder, before, notices), []).append(where)
    return outcomes


def told(store: str, tried: str, outcomes: dict[str, list[str]]) -> None:
    note(_TEST, store, tried, ", ".join(f"{number(len(where))} {what}" for what, where in sorted(outcomes.items())))


def test_overwritten_bytes_are_noticed(store: tuple[str, Path]) -> None:
    places = count(15, 1_000)
    outcomes = damage(store, places)
    told(store[0], f"{_BYTES} random bytes at each of {number(places)} places", outcomes)
    assert outcomes.get("wrong in silence", []) == []
    assert outcomes.get("refused, and not noticed", []) == []
    assert outcomes.get("failed, and not noticed", []) == []
    assert outcomes.get("noticed", []) + outcomes.get("refused", []) != []


def test_a_file_that_is_cut_off_is_noticed(store: tuple[str, Path]) -> None:
    """An SQLite file without its end; a folder's files are cut off in the tests of that store."""
    kind, original = store
    if kind != "sqlite":
        pytest.skip("see tests/storage/json_folder/test_json_damage.py")
    with opened(url_of(kind, original)) as tracker:
        before = says(tracker)
    data = (original / "plan.db").read_bytes()
    places = range(0, len(data), _SECTOR)
    chosen = sorted(random.Random(31).sample(places, count(6, len(places))))  # noqa: S311
    outcomes: dict[str, list[str]] = {}
    for length in chosen:
        with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
            (Path(folder) / "plan.db").write_bytes(data[:length])
            outcomes.setdefault(judge(kind, Path(folder), before, noticed), []).append(f"{length} bytes left")
    told(kind, f"cut off at {number(len(chosen))} places, {_SECTOR} bytes apart or more", outcomes)
    assert outcomes.keys() <= {"noticed", "refused"}


def test_without_hashes_some_would_not_be(store: tuple[str, Path]) -> None:
    """The control: SQLite's own check of its file."""
    if store[0] != "sqlite":
        pytest.skip("only SQLite has a check of its own")
    outcomes = damage(store, count(25, 1_000), only_integrity)
    told("control: sqlite, without our hashes", f"the same {number(count(25, 1_000))} places", outcomes)
    assert outcomes.get("wrong in silence", []) + outcomes.get("refused, and not noticed", []) != []
