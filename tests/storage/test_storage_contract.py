"""The built-in stores, and the one of the examples, keep the laws of storage."""

from __future__ import annotations

import sqlite3
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import attrs

from plan_tasks.plugins.storage.memory import MemoryBackend
from plan_tasks.plugins.storage.sqlite.backend import SqliteBackend
from plan_tasks.storage.contract import StorageBackend
from plan_tasks.testing.storage import StorageCase, StorageContract
from plan_tasks.testing.storage.samples import TENANT

#: A file system in memory, where there is one; that a disk keeps what it was given is tried in test_sqlite_processes.
MEMORY = Path("/dev/shm")  # noqa: S108 - each law makes a folder of its own in it


def tamper_in_memory(backend: StorageBackend, plan: str) -> None:
    assert isinstance(backend, MemoryBackend)
    with backend.unit(TENANT, write=False) as unit:
        first, second, *rest = unit.state.events[plan]
        forged = attrs.evolve(second, event=attrs.evolve(second.event, actor="nobody"))
        events = unit.state.events | {plan: (first, forged, *rest)}
        backend.replace(TENANT, attrs.evolve(unit.state, events=events))


def example() -> ModuleType:
    """The plugin of the examples."""
    file = Path(__file__).resolve().parents[2] / "examples" / "custom_storage.py"
    specification = spec_from_file_location("examples_custom_storage", file)
    assert specification is not None
    assert specification.loader is not None
    loaded = module_from_spec(specification)
    sys.modules[loaded.__name__] = loaded
    specification.loader.exec_module(loaded)
    return loaded


EXAMPLE = example()


class TestMemory(StorageContract):
    def case(self, folder: Path) -> StorageCase:
        return StorageCase(url="memory:", impatient_url="memory:?timeout=0", tamper=tamper_in_memory)


class TestSqlite(StorageContract):
    place = MEMORY if MEMORY.is_dir() else None

    def case(self, folder: Path) -> StorageCase:
        file = folder / "plan.db"

        def tamper(backend: StorageBackend, plan: str) -> None:
            assert isinstance(backend, SqliteBackend)
            with sqlite3.connect(file) as connection:
                connection.execute('UPDATE event SET actor=? WHERE "plan"=? AND sequence=2', ("nobody", plan))
            connection.close()

        return StorageCase(url=f"sqlite:///{file}", impatient_url=f"sqlite:///{file}?timeout=0", tamper=tamper)


class TestExample(StorageContract):
    many = 500

    def case(self, folder: Path) -> StorageCase:
        url = f"audited:{folder / 'audit.txt'}"
        return StorageCase(url=url, impatient_url=f"{url}?timeout=0", plugins=[EXAMPLE])
