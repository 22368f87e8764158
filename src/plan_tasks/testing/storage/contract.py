"""All laws of storage in one class."""

from __future__ import annotations

from plan_tasks.testing.storage.laws.changes import ChangeLaws
from plan_tasks.testing.storage.laws.commits import CommitLaws
from plan_tasks.testing.storage.laws.durability import DurabilityLaws
from plan_tasks.testing.storage.laws.forgetting import ForgettingLaws
from plan_tasks.testing.storage.laws.histories import HistoryLaws
from plan_tasks.testing.storage.laws.isolation import IsolationLaws
from plan_tasks.testing.storage.laws.machine import MachineLaws
from plan_tasks.testing.storage.laws.outboxes import OutboxLaws
from plan_tasks.testing.storage.laws.paging import PagingLaws
from plan_tasks.testing.storage.laws.queries import QueryLaws
from plan_tasks.testing.storage.laws.restoring import RestoreLaws
from plan_tasks.testing.storage.laws.round_trip import RoundTripLaws
from plan_tasks.testing.storage.laws.settings import SettingsLaws
from plan_tasks.testing.storage.laws.versions import VersionLaws
from plan_tasks.testing.storage.laws.volume import VolumeLaws
from plan_tasks.testing.storage.laws.writers import WriterLaws

__all__ = ["AdministrationContract", "StorageContract"]


class StorageContract(
    RoundTripLaws,
    CommitLaws,
    VersionLaws,
    HistoryLaws,
    QueryLaws,
    PagingLaws,
    IsolationLaws,
    OutboxLaws,
    SettingsLaws,
    WriterLaws,
    DurabilityLaws,
    VolumeLaws,
    MachineLaws,
):
    """Laws of a storage backend. A subclass gives `case`.

    Example:
        >>> class TestMyStorage(StorageContract):
        ...     def case(self, folder: Path) -> StorageCase:
        ...         return StorageCase(url=f"mystore:{folder}/plans", plugins=[my_plugin])
    """


class AdministrationContract(RestoreLaws, ForgettingLaws, ChangeLaws):
    """Laws of what a backend may offer beyond its contract (`plan_tasks.storage.capabilities`).

    Laws of a capability that it does not offer are skipped. A subclass gives `case`, as for `StorageContract`.
    """
