"""A whole storage plugin: any other store, with a line in an audit file for each commit.

Run it: python examples/custom_storage.py
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import attrs

from plan_tasks import Measure, Plan, Tracker, hookimpl
from plan_tasks.model import ItemId, PlanId, TenantId
from plan_tasks.plugging import PluginContext
from plan_tasks.plugins.storage.memory import MemoryBackend
from plan_tasks.storage.contract import Receipt, StorageBackend, StorageType, UnitOfWork


@attrs.frozen(kw_only=True)
class AuditedOptions:
    """The file that gets a line for each commit, and how many seconds a writer waits for another."""

    location: Path
    timeout: int = 10


@attrs.frozen
class AuditedUnit:
    """The inner unit, whose commit leaves a line; everything else is the inner unit's own."""

    inner: UnitOfWork
    file: Path

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def commit(self) -> Receipt:
        """Commit, and only then say so."""
        receipt = self.inner.commit()
        with self.file.open("a", encoding="utf-8") as lines:
            for (plan, item), version in receipt.versions.items():
                lines.write(f"{plan} {item or 'plan'} v{version}\n")
        return receipt


class Audited:
    """A store that keeps its plans in another one."""

    def __init__(self, inner: StorageBackend, file: Path) -> None:
        self.inner, self.file = inner, file
        self.capabilities, self.examine, self.close = inner.capabilities, inner.examine, inner.close

    @contextmanager
    def unit(self, tenant: TenantId, *, write: bool) -> Iterator[UnitOfWork]:
        """Begin a unit of the inner store."""
        with self.inner.unit(tenant, write=write) as unit:
            yield AuditedUnit(unit, self.file)


@hookimpl
def plan_tasks_storage_backends() -> Iterator[StorageType[AuditedOptions]]:
    """Announce the backend."""

    def open_store(options: AuditedOptions, context: PluginContext) -> Audited:
        return Audited(MemoryBackend(timeout=options.timeout), options.location)

    summary = "Leaves a line a commit"
    yield StorageType(name="audited", summary=summary, options=AuditedOptions, factory=open_store, schemes=("audited",))


def main() -> None:
    """Store a plan and show the line that it left."""
    measure = Measure(id=ItemId("m1"), title="Open the library")
    plan = Plan(id=PlanId("demo"), title="Demo", start=date(2021, 1, 1), end=date(2021, 12, 31), measures=(measure,))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "audit.txt"
        with Tracker.open(f"audited:{file}", plugins=[sys.modules[__name__]]) as tracker:
            tracker.add(plan, actor="example")
        print(file.read_text(encoding="utf-8"), end="")


if __name__ == "__main__":
    main()
