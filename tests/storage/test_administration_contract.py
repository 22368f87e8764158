"""The built-in stores keep the laws of what they offer beyond the contract."""

from __future__ import annotations

from pathlib import Path

from plan_tasks.testing.storage import AdministrationContract, StorageCase

MEMORY = Path("/dev/shm")  # noqa: S108 - each law makes a folder of its own in it


class TestMemory(AdministrationContract):
    def case(self, folder: Path) -> StorageCase:
        return StorageCase(url="memory:")


class TestSqlite(AdministrationContract):
    place = MEMORY if MEMORY.is_dir() else None

    def case(self, folder: Path) -> StorageCase:
        return StorageCase(url=f"sqlite:///{folder / 'plan.db'}")
