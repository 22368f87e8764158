"""A whole storage plugin: any other store, with a line in an audit file for each commit.

Run it: python examples/custom_storage.py
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import attrs

from plan_tasks import Measure, Plan, Tracker, hookimpl
from plan_tasks.model import ItemId, PlanId, TenantId
from plan_tasks.plugging import PluginContext
from plan_tasks.plugins.storage.memory import MemoryBackend
from plan_tasks.storage.contract import Finding, Receipt, StorageBackend, StorageCapabilities, StorageType, UnitOfWork


@attrs.frozen(kw_only=True)
class AuditedOptions:
    """The file that gets a line for each commit."""

    location: Path


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
            lines.writelines(
                f"{plan} {item or 'plan'} v{version}\n" for (plan, item), version in receipt.versions.items()
            )
        return receipt


@attrs.frozen
class Audited:
    """A store that keeps its plans in another one."""

    inner: StorageBackend
    file: Path

    @property
    def capabilities(self) -> StorageCapabilities:
        """What the inner store claims."""
        return self.inner.capabilities

    @contextmanager
    def unit(self, tenant: TenantId, *, write: bool) -> Iterator[UnitOfWork]:
        """Begin a unit of the inner store."""
        with self.inner.unit(tenant, write=write) as unit:
            yield AuditedUnit(unit, self.file)

    def examine(self) -> Sequence[Finding]:
        """Examine the inner store."""
        return self.inner.examine()

    def close(self) -> None:
        """Close the inner store."""
        self.inner.close()


def open_audited(options: AuditedOptions, context: PluginContext) -> Audited:
    """Make the store."""
    return Audited(MemoryBackend(), options.location)


@hookimpl
def plan_tasks_storage_backends() -> Iterator[StorageType[AuditedOptions]]:
    """Announce the backend."""
    yield StorageType(
        name="audited",
        summary="Leaves a line a commit",
        options=AuditedOptions,
        factory=open_audited,
        schemes=("audited",),
    )


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
