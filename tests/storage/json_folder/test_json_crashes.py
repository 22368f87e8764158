"""A writer that stops at any step leaves the old state or the new one, and the next writer goes on from there."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path

import attrs
import pytest
from tests.storage.json_folder.folders import PLAN, contents, files_of, seen, value

from plan_tasks.errors import StorageError, StoreUnavailable
from plan_tasks.model import ItemId, TenantId
from plan_tasks.plugins.storage.json_folder.backend import JsonFolderBackend
from plan_tasks.plugins.storage.json_folder.disk import Disk
from plan_tasks.storage.contract import Settlement, UnitOfWork
from plan_tasks.storage.outbox import OutboxState
from plan_tasks.testing.storage.samples import AT, OTHER_PLAN, entry, event, measure, write

TENANT = TenantId("default")
M1 = ItemId("m1")


class Died(BaseException):
    """The program ends here, as by a kill: nothing in it may catch this."""


class Stopping(Disk):
    """Comes to an end at a step: before it, in the middle of what it writes, or with an error of the system."""

    def __init__(self, at: int, how: str) -> None:
        self.at = at
        self.how = how
        self.step = 0

    def _stop(self, torn: Callable[[], object] | None = None) -> None:
        self.step += 1
        if self.step == self.at:
            if self.how == "torn" and torn is not None:
                torn()
            if self.how == "full":
                raise OSError(errno.ENOSPC, "No space left on device")
            raise Died

    def write(self, path: Path, data: bytes) -> None:
        self._stop(lambda: path.write_bytes(data[: len(data) // 2]))
        super().write(path, data)

    def patch(self, path: Path, offset: int, data: bytes) -> None:
        def torn() -> None:
            with path.open("r+b" if path.exists() else "w+b") as file:
                file.seek(offset)
                file.write(data[: len(data) // 2])

        self._stop(torn)
        super().patch(path, offset, data)

    def rename(self, path: Path, target: Path) -> None:
        self._stop()
        super().rename(path, target)

    def remove(self, path: Path) -> None:
        self._stop()
        super().remove(path)

    def make_folder(self, path: Path) -> None:
        self._stop()
        super().make_folder(path)

    def sync(self, folder: Path) -> None:
        self._stop()
        super().sync(folder)


def add_plan(unit: UnitOfWork) -> None:
    unit.plans.put(OTHER_PLAN, seen=0)
    unit.items.put([write(measure("b1"), plan=OTHER_PLAN), write(measure("b2"), plan=OTHER_PLAN)])
    unit.history.append([event("b1", plan="bridge")])


def change_everything(unit: UnitOfWork) -> None:
    unit.plans.put(attrs.evolve(PLAN.header(), title="Changed"), seen=1)
    unit.items.put([write(measure("m1", title="Changed"), seen=1, plan=PLAN), write(measure("m9"), plan=PLAN)])
    unit.observations.add(PLAN.id, [(ItemId("g1"), value(698))])
    unit.history.append([event(version=2), event("m9")])
    unit.outbox.add([entry("k9")])


def move_notices(unit: UnitOfWork) -> None:
    unit.outbox.claim(worker="w", now=AT, lease=timedelta(hours=1), limit=1, channels=["post"])
    unit.outbox.settle("w", [Settlement("k1", OutboxState.SENT, AT)])
    unit.outbox.cancel(["k2"], at=AT, reason="done")


#: Everything that writes, each done in a unit of its own.
COMMANDS: dict[str, Callable[[UnitOfWork], object]] = {
    "a new plan": add_plan,
    "a new header": lambda unit: unit.plans.put(attrs.evolve(PLAN.header(), title="Changed"), seen=1),
    "an item": lambda unit: unit.items.put([write(measure("m1", title="Changed"), seen=1, plan=PLAN)]),
    "a value": lambda unit: unit.observations.add(PLAN.id, [(ItemId("g1"), value(698))]),
    "an event": lambda unit: unit.history.append([event()]),
    "notices": lambda unit: unit.outbox.add([entry("k8"), entry("k9")]),
    "notices on their way": move_notices,
    "everything at once": change_everything,
}


def carry_out(backend: JsonFolderBackend, change: Callable[[UnitOfWork], object]) -> None:
    with backend.unit(TENANT, write=True) as unit:
        change(unit)
        unit.commit()


@pytest.fixture
def store(folder: Path) -> Path:
    with closing(JsonFolderBackend.open(str(folder), create=False, timeout=1)) as backend:
        carry_out(backend, lambda unit: unit.outbox.add([entry("k1"), entry("k2")]))
    return folder


@pytest.mark.parametrize("how", ["before", "torn", "full"])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_change_that_stops_at_any_step_is_there_whole_or_not_at_all(command: str, how: str, store: Path) -> None:
    """What was acknowledged is there; the store is sound, and the next change is stored."""
    change, before = COMMANDS[command], contents(store)
    reference = store.with_name("reference")
    shutil.copytree(store, reference)
    with closing(JsonFolderBackend.open(str(reference), create=False, timeout=1)) as backend:
        carry_out(backend, change)
    after = contents(reference)
    assert after != before
    outcomes = set()
    for step in range(1, 100):
        copy = store.with_name("copy")
        shutil.copytree(store, copy)
        disk = Stopping(step, how)
        backend = JsonFolderBackend.open(str(copy), create=False, timeout=1, disk=disk)
        acknowledged = False
        with closing(backend), suppress(Died, StoreUnavailable):
            carry_out(backend, change)
            acknowledged = True
        with closing(JsonFolderBackend(copy, timeout=1, disk=Disk(), clock=lambda: AT)) as reader:
            unrecovered = seen(reader)  # a reader sees the same before the next writer has mended anything
        held = contents(copy)
        assert held == unrecovered
        assert held in (before, after), f"torn at step {step}"
        assert held == after or not acknowledged, f"lost at step {step}"
        with closing(JsonFolderBackend.open(str(copy), create=False, timeout=1)) as backend:
            assert all(finding.ok for finding in backend.examine())
            if held == before:
                carry_out(backend, change)
        assert contents(copy) == after
        assert files_of(copy).keys() - {".plan-tasks/part"} == files_of(reference).keys() - {".plan-tasks/part"}
        shutil.rmtree(copy)
        outcomes.add(held == after)
        if disk.step < step:
            break
    assert outcomes == {True, False}, "no step was reached at which it can stop, or none at which it counts"


@pytest.mark.parametrize("how", ["before", "torn"])
def test_a_recovery_that_stops_at_any_step_is_begun_again(how: str, store: Path) -> None:
    change = COMMANDS["everything at once"]
    committed = store.with_name("committed")
    for step in range(1, 100):  # stops right behind the commit
        shutil.rmtree(committed, ignore_errors=True)
        shutil.copytree(store, committed)
        stopping = JsonFolderBackend.open(str(committed), create=False, timeout=1, disk=Stopping(step, how))
        with closing(stopping), suppress(Died):
            carry_out(stopping, change)
        if (committed / ".plan-tasks" / "journal").exists():
            break
    with closing(JsonFolderBackend(committed, timeout=1, disk=Disk(), clock=lambda: AT)) as reader:
        after = seen(reader)
    for step in range(1, 100):
        copy = store.with_name("copy")
        shutil.copytree(committed, copy)
        disk = Stopping(step, how)
        with suppress(Died):
            JsonFolderBackend.open(str(copy), create=False, timeout=1, disk=disk).close()
        assert contents(copy) == after
        shutil.rmtree(copy)
        if disk.step < step:
            break
    assert step > 5


@pytest.mark.parametrize("how", ["before", "torn"])
def test_recording_a_change_by_hand_that_stops_at_any_step_is_begun_again(how: str, folder: Path) -> None:
    """The change is neither lost nor recorded twice."""
    path = folder / "plans" / "default" / "city.json"
    path.write_text(path.read_text(encoding="utf-8").replace("开放图书馆", "开放两座图书馆"), encoding="utf-8")
    for step in range(1, 100):
        copy = folder.with_name("copy")
        shutil.copytree(folder, copy)
        disk = Stopping(step, how)
        with suppress(Died):
            JsonFolderBackend.open(str(copy), create=False, timeout=1, disk=disk).close()
        plans, items, _, events, _ = contents(copy)
        assert [(stored.item.title, stored.version) for stored in items if stored.item.id == "m2"] == [
            ("开放两座图书馆", 2)
        ]
        assert [each.event.actor for each in events["city"]][-2:] == ["statistics", "file"]
        assert plans[0].version == 1
        shutil.rmtree(copy)
        if disk.step < step:
            break
    assert step > 5


@pytest.mark.parametrize("how", ["before", "torn", "full"])
def test_a_folder_whose_making_stops_at_any_step_is_made_by_the_next(how: str, quick: Path) -> None:
    for step in range(1, 100):
        root, disk = quick / f"plans{step}", Stopping(step, how)
        with suppress(Died, StorageError):
            JsonFolderBackend.open(str(root), create=True, timeout=1, disk=disk).close()
        with closing(JsonFolderBackend.open(str(root), create=True, timeout=1)) as backend:
            carry_out(backend, add_plan)
        assert {".gitignore", ".gitattributes", "plan-tasks.json", "plans"} <= {each.name for each in root.iterdir()}
        if disk.step < step:
            break
    assert step > 5


def test_a_commit_of_a_dead_writer_is_not_done_over_what_was_changed_since(store: Path) -> None:
    """The file is neither as before nor as after: a person has to say which counts."""
    for step in range(1, 100):
        copy = store.with_name(f"copy{step}")
        shutil.copytree(store, copy)
        stopping = JsonFolderBackend.open(str(copy), create=False, timeout=1, disk=Stopping(step, "before"))
        with closing(stopping), suppress(Died):
            carry_out(stopping, COMMANDS["an item"])
        if (copy / ".plan-tasks" / "journal").exists():
            break
    path = copy / "plans" / "default" / "city.json"
    path.write_text(path.read_text(encoding="utf-8").replace("开放图书馆", "开放两座图书馆"), encoding="utf-8")
    with pytest.raises(StorageError, match="changed while a commit was not finished") as caught:
        JsonFolderBackend.open(str(copy), create=False, timeout=1)
    assert "city.json" in str(caught.value)
    assert "开放两座图书馆" in path.read_text(encoding="utf-8")


def test_a_writer_that_was_open_finishes_what_another_left(store: Path) -> None:
    """Not only who opens the folder anew."""
    change = COMMANDS["everything at once"]
    with closing(JsonFolderBackend.open(str(store), create=False, timeout=1)) as survivor:
        for step in range(1, 100):
            stopping = JsonFolderBackend(store, timeout=1, disk=Stopping(step, "before"), clock=lambda: AT)
            with closing(stopping), suppress(Died):
                carry_out(stopping, change)
            if (store / ".plan-tasks" / "journal").exists():
                break
        carry_out(survivor, add_plan)
        assert not (store / ".plan-tasks" / "journal").exists()
        assert all(finding.ok for finding in survivor.examine())
    plans, items, *_ = contents(store)
    assert [held.plan.id for held in plans] == ["bridge", "city"]
    assert "Changed" in {stored.item.title for stored in items}


def test_a_journal_that_does_not_match_its_hash_is_damaged(store: Path) -> None:
    (store / ".plan-tasks" / "journal").write_bytes(b"0" * 64 + b"\n[]\n")
    with pytest.raises(StorageError, match="journal does not match its hash"):
        contents(store)


def test_a_hole_that_a_power_cut_left_in_a_file_is_filled_by_the_journal(store: Path) -> None:
    """Zeros stand where a sector did not reach the disk; anything else there was written by somebody."""
    reference = store.with_name("reference")
    shutil.copytree(store, reference)
    with closing(JsonFolderBackend.open(str(reference), create=False, timeout=1)) as backend:
        carry_out(backend, COMMANDS["an event"])
    path = store / "plans" / "default" / "city.history.jsonl"
    before = path.read_bytes()
    for step in range(1, 100):
        stopping = JsonFolderBackend.open(str(store), create=False, timeout=1, disk=Stopping(step, "before"))
        with closing(stopping), suppress(Died):
            carry_out(stopping, COMMANDS["an event"])
        if (store / ".plan-tasks" / "journal").exists():
            break
    path.write_bytes(before + b"x" * 40)
    with pytest.raises(StorageError, match="changed while a commit was not finished"):
        JsonFolderBackend.open(str(store), create=False, timeout=1)
    path.write_bytes(before + bytes(40))
    JsonFolderBackend.open(str(store), create=False, timeout=1).close()
    assert contents(store) == contents(reference)
