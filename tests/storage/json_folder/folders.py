"""A plan as a folder of JSON holds it, and looks at all that such a folder holds."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from plan_tasks.model import Observation, Plan, TenantId
from plan_tasks.model.converting import structure
from plan_tasks.plugins.storage.json_folder.backend import JsonFolderBackend
from plan_tasks.storage.history import check_chain
from plan_tasks.storage.query import ItemQuery

#: A file system in memory, where there is one: what is tried many times need not wait for a disk.
MEMORY: Final = Path("/dev/shm")  # noqa: S108 - each test makes a folder of its own in it

KNOWN: Final = datetime(2021, 7, 16, 9, tzinfo=UTC)

PLAN: Final = structure(
    {
        "id": "city",
        "title": "政府工作报告 2021",
        "start": "2021-01-01",
        "end": "2021-12-31",
        "issuer": "市政府",
        "areas": [{"id": "a1", "title": "民生"}],
        "owners": [{"id": "schools", "name": "教育局"}, {"id": "labour", "name": "人社局"}],
        "goals": [
            {
                "id": "g1",
                "title": "城镇新增就业1100万人以上",
                "targets": [
                    {
                        "indicator": {"name": "城镇新增就业", "unit": "万人"},
                        "comparator": "at_least",
                        "value": "1100",
                    }
                ],
                "assignments": [{"owner": "labour"}],
            }
        ],
        "measures": [
            {
                "id": "m1",
                "title": "新建12所学校",
                "area": "a1",
                "due": "2021-08-31",
                "tags": ["people", "重点"],
                "assignments": [{"owner": "schools"}],
                "milestones": [{"title": "封顶", "due": "2021-05-31"}],
            },
            {"id": "m2", "title": "开放图书馆", "note": "first\nsecond"},
        ],
    },
    Plan,
)


def value(number: int, *, known: datetime = KNOWN) -> Observation:
    return Observation(
        indicator="城镇新增就业", start=date(2021, 1, 1), end=date(2021, 6, 30), value=Decimal(number), known=known
    )


def contents(folder: Path, tenant: str = "default") -> tuple[Any, ...]:
    """All that a store says of a tenant; fails where a chain or a file does not hold."""
    with closing(JsonFolderBackend.open(str(folder), create=False, timeout=1)) as backend:
        return seen(backend, tenant)


def seen(backend: JsonFolderBackend, tenant: str = "default") -> tuple[Any, ...]:
    with backend.unit(TenantId(tenant), write=False) as unit:
        plans = list(unit.plans.all())
        return (
            plans,
            list(unit.items.stream(ItemQuery())),
            {held.plan.id: dict(unit.observations.of(held.plan.id)) for held in plans},
            {held.plan.id: list(check_chain(unit.history.read(held.plan.id))) for held in plans},
            list(unit.outbox.entries()),
        )


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file of a folder but the lock, which says who had it last."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != "lock"
    }
