"""What the suite has to know of a store, and what every group of laws uses to get at one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Final

import attrs
import pytest

from plan_tasks.model import Item, Plan, TenantId
from plan_tasks.plugging.host import PluginHost
from plan_tasks.plugins import BUILTINS
from plan_tasks.services.opening import open_host, open_store
from plan_tasks.storage.contract import Receipt, StorageBackend
from plan_tasks.testing.storage.samples import PLAN, TENANT, writes

__all__ = ["Opening", "StorageCase", "StorageLaws", "put"]

_STORES: Final = tuple(name for name in BUILTINS if name.startswith("plan_tasks.plugins.storage."))

#: How many random runs the state machine makes, where the environment says; the suite's own number otherwise.
RUNS_VARIABLE: Final = "PLAN_TASKS_STORAGE_RUNS"
_SHORT, _LONG = 15, 50  # steps of a random run


@attrs.frozen(kw_only=True)
class StorageCase:
    """What the suite has to know of a store.

    Attributes:
        url: Names a store that is empty, as `Tracker.open` takes it.
        plugins: What serves that URL; empty for a built-in.
        impatient_url: The same store with writers that give up waiting within two seconds; empty where those of `url`
            do.
        tamper: Changes what is written in the second event of a plan of tenant ``"tenant"``, behind the store's back.
            Is given the open store and the plan's id. None where nobody could: the law of tampering is then skipped.
    """

    url: str
    plugins: Sequence[object] = ()
    impatient_url: str = ""
    tamper: Callable[[StorageBackend, str], None] | None = None


@attrs.frozen
class Opening:
    """Opens one and the same store each time it is called.

    Attributes:
        case: Which store.
        impatient: Whether writers shall give up waiting soon.
        opened: What was opened.
    """

    case: StorageCase
    impatient: bool
    opened: list[StorageBackend] = attrs.field(factory=list)

    def __call__(self) -> StorageBackend:
        """Opens the store."""
        url = self.case.impatient_url if self.impatient and self.case.impatient_url else self.case.url
        plugins = self.case.plugins
        host = open_host(builtins=_STORES, plugins=plugins, autoload=False) if plugins else _host()
        self.opened.append(open_store(host, url, create=True))
        return self.opened[-1]


@cache
def _host() -> PluginHost:
    """The built-in stores, looked at once for all laws."""
    return open_host(builtins=_STORES, autoload=False)


class StorageLaws:
    """The base of all groups of laws: opens stores. A subclass of the whole gives `case`.

    Attributes:
        many: Items of the laws about volume.
        runs: Random runs of the state machine; the environment variable ``PLAN_TASKS_STORAGE_RUNS`` asks for more.
        place: In which folder each law gets its own; None for the machine's usual one. A store that waits for its disk
            is tried faster in a file system in memory.
    """

    many: int = 10_000
    runs: int = 10
    place: Path | None = None

    def case(self, folder: Path) -> StorageCase:
        """The store under test.

        Args:
            folder: An empty folder, which is removed after the law.
        """
        raise NotImplementedError("a subclass of StorageContract gives the case")

    @contextmanager
    def opening(self, *, impatient: bool = False) -> Iterator[Opening]:
        """Gives what opens one and the same store each time it is called, and closes what it opened.

        Args:
            impatient: Whether writers shall give up waiting soon.
        """
        with tempfile.TemporaryDirectory(dir=self.place) as folder:
            opening = Opening(self.case(Path(folder)), impatient)
            try:
                yield opening
            finally:
                for backend in opening.opened:
                    backend.close()

    @contextmanager
    def opened(self, *, impatient: bool = False) -> Iterator[StorageBackend]:
        """Opens an empty store; arguments as for `opening`."""
        with self.opening(impatient=impatient) as opening:
            yield opening()

    @staticmethod
    def claimed(claim: object, name: str) -> None:
        """Skips the law unless the backend claims what it is about."""
        if not claim:
            pytest.skip(f"not claimed: {name}")

    def runs_wanted(self) -> int:
        """How many random runs are asked for."""
        return int(os.environ.get(RUNS_VARIABLE) or self.runs)

    def steps_wanted(self) -> int:
        """How long each of them is at the most: where more are asked for, they are longer, too."""
        return _LONG if os.environ.get(RUNS_VARIABLE) else _SHORT


def put(
    backend: StorageBackend, items: Sequence[Item] = (), *, plan: Plan = PLAN, tenant: TenantId = TENANT
) -> Receipt:
    """Stores a new plan with new items."""
    with backend.unit(tenant, write=True) as unit:
        unit.plans.put(plan, seen=0)
        unit.items.put(writes(items, plan=plan))
        return unit.commit()
