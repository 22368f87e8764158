"""The folder of JSON keeps the laws of storage."""

from __future__ import annotations

from pathlib import Path

from tests.storage.json_folder.folders import MEMORY

from plan_tasks.storage.contract import StorageBackend
from plan_tasks.testing.storage import AdministrationContract, StorageCase, StorageContract


class TestJsonFolder(AdministrationContract, StorageContract):
    many = 3_000  # "some thousands" is what this store is for
    place = MEMORY if MEMORY.is_dir() else None

    def case(self, folder: Path) -> StorageCase:
        def tamper(_: StorageBackend, plan: str) -> None:
            file = folder / "plans" / "plans" / "tenant" / f"{plan}.history.jsonl"
            lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
            second = next(number for number, line in enumerate(lines) if line.startswith('{"sequence": 2,'))
            lines[second] = lines[second].replace('"actor": "office"', '"actor": "nobody"')
            file.write_text("".join(lines), encoding="utf-8")

        url = f"json://{folder}/plans"
        return StorageCase(url=url, impatient_url=f"{url}?timeout=0", tamper=tamper)
