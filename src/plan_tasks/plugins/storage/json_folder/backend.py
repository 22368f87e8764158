"""The open store: begins units of work, commits them, takes up changes by hand, and examines the folder.

What it is good for: plans of some thousands of items. A change writes the plan's file anew, and the plan is kept in
memory; `docs/how-to/keep-a-plan-in-git.md` has the measures.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from plan_tasks.errors import StorageError, StoreUnavailable
from plan_tasks.model import TenantId
from plan_tasks.plugins.storage.json_folder.disk import Disk, shown, translated
from plan_tasks.plugins.storage.json_folder.examining import examine
from plan_tasks.plugins.storage.json_folder.git import lock_of_git
from plan_tasks.plugins.storage.json_folder.journal import FileChange, publish, recover
from plan_tasks.plugins.storage.json_folder.locking import FolderLock, HeldLock
from plan_tasks.plugins.storage.json_folder.looking import Looker, TenantState
from plan_tasks.plugins.storage.json_folder.manifest import open_folder
from plan_tasks.plugins.storage.json_folder.names import LOCK, outbox_of, path_of, tenant_folder
from plan_tasks.plugins.storage.json_folder.planfile import sha256
from plan_tasks.plugins.storage.json_folder.sending import outbox_bytes
from plan_tasks.plugins.storage.json_folder.state import Draft, PlanState
from plan_tasks.plugins.storage.json_folder.unit import FolderUnit
from plan_tasks.storage.contract import Finding, StorageCapabilities
from plan_tasks.storage.unit_state import WriterLock

__all__ = ["JsonFolderBackend"]

_PAUSE = 0.01  # seconds between two looks at whether git has ended


def _moment() -> datetime:
    return datetime.now(UTC)


class JsonFolderBackend:
    """A store in a folder of JSON. Safe to use from several threads and processes.

    Args:
        root: The folder, which is ours already.
        timeout: Seconds to wait for another writer.
        disk: What writes.
        clock: Gives the moment at which a change by hand is recorded.
    """

    capabilities = StorageCapabilities(durable=True, concurrent_writers=True)

    def __init__(self, root: Path, *, timeout: float, disk: Disk, clock: Callable[[], datetime]) -> None:
        self.root = root
        self._timeout = timeout
        self._disk = disk
        self._looker = Looker(root, timeout=max(timeout, 1), clock=clock)
        self._folder_lock = FolderLock(root / LOCK, timeout=timeout)
        self._writing = WriterLock()
        self._process = os.getpid()
        self._closed = False

    @classmethod
    def open(
        cls,
        location: str,
        *,
        create: bool,
        timeout: int,
        disk: Disk | None = None,
        clock: Callable[[], datetime] = _moment,
    ) -> Self:
        """Opens a folder, and records what was changed in it by hand.

        Args:
            location: The folder, as it stands in the URL.
            create: Whether it is made when it is not there.
            timeout: Seconds to wait for another writer.
            disk: What writes; None for the usual.
            clock: Gives the moment at which a change by hand is recorded.

        Raises:
            StorageError: It cannot be opened, is not ours, is too new, or is not there and shall not be made.
        """
        root, writer = path_of(location).absolute(), disk or Disk()
        open_folder(writer, root, create=create)
        backend = cls(root, timeout=timeout, disk=writer, clock=clock)
        with suppress(StoreUnavailable):  # another is writing, and records it; or nothing can be written here
            backend._record_all()
        return backend

    def _record_all(self) -> None:
        lock = self._folder_lock.acquire(timeout=0)
        try:
            recover(self._disk, self.root)
            for tenant in self._looker.tenants():
                if lock_of_git(self.root) is None:
                    self._record(tenant, self._looker.state(tenant), lock)
        finally:
            lock.release()

    @contextmanager
    def unit(self, tenant: TenantId, *, write: bool) -> Iterator[FolderUnit]:
        """Begins a unit of work."""
        self._check()
        if not write:
            unit = FolderUnit(self.root, tenant, self._looker.state(tenant), None)
            try:
                yield unit
            finally:
                unit.standing.end()
            return
        release = self._writing.acquire(timeout=self._timeout, where=shown(self.root))
        try:
            lock = self._folder_lock.acquire()
            try:
                state = self._begin(tenant, lock)

                def commit(unit: FolderUnit) -> None:
                    self._commit(unit, lock)
                    lock.release()
                    release()

                unit = FolderUnit(self.root, tenant, state, commit)
                try:
                    yield unit
                finally:
                    unit.standing.end()
            finally:
                lock.release()
        finally:
            release()

    def _check(self) -> None:
        if self._closed:
            raise StoreUnavailable("the store is closed", where=shown(self.root), remedy="open the tracker again")
        if self._process != os.getpid():  # a child of the process that opened it: the threads that wrote are not here
            self._process = os.getpid()
            self._writing = WriterLock()

    def _begin(self, tenant: str, lock: HeldLock) -> TenantState:
        """Finishes what a dead writer left, and records what was changed by hand."""
        recover(self._disk, self.root)
        until = time.monotonic() + self._timeout
        while True:
            state = self._looker.state(tenant)
            if not _edited(state):
                return state
            busy = lock_of_git(self.root)
            if busy is None:
                return self._record(tenant, state, lock)
            if time.monotonic() >= until:
                raise StoreUnavailable(
                    "git is changing the folder", where=shown(busy), remedy="try again when it has ended"
                )
            time.sleep(_PAUSE)

    def _record(self, tenant: str, state: TenantState, lock: HeldLock) -> TenantState:
        edited = _edited(state)
        if not edited:
            return state
        self._write(tenant, state, {stem: Draft.of_edit(plan) for stem, plan in edited.items()}, None, lock)
        return self._looker.state(tenant)

    def _commit(self, unit: FolderUnit, lock: HeldLock) -> None:
        sending = unit.sending.changed
        outbox: FileChange | None = None
        if sending is not None:
            with translated(self.root):
                data = outbox_bytes(unit.tenant, sending)
            outbox = FileChange(outbox_of(unit.tenant), data, was=unit.state.outbox_hash)
        self._write(unit.tenant, unit.state, unit.drafts, outbox, lock)
        if sending is not None and outbox is not None:
            self._looker.keeper.keep_outbox(unit.tenant, sha256(outbox.data), sending)

    def _write(
        self,
        tenant: str,
        state: TenantState,
        drafts: dict[str, Draft],
        outbox: FileChange | None,
        lock: HeldLock,
    ) -> None:
        changes: list[FileChange] = [] if outbox is None else [outbox]
        written: dict[str, PlanState] = {}
        with translated(self.root):
            for stem, draft in drafts.items():
                base = f"{tenant_folder(tenant)}/{stem}"
                changed, written[base] = draft.written(tenant, base)
                changes += changed
        lock.check()
        if not changes:
            return
        self._looker.check_same(tenant, state, set(drafts))
        publish(self._disk, self.root, changes)
        for base, after in written.items():
            self._looker.keeper.keep(base, (after.plan_hash, after.observations_hash, after.end), after)

    def examine(self) -> Sequence[Finding]:
        """Looks at the folder, every file's hash and every plan's chain, of all tenants."""
        try:
            self._check()
            return examine(self.root, self._looker)
        except StorageError as error:
            return [Finding(ok=False, subject="folder", text=str(error))]

    def close(self) -> None:
        """Forgets what was read."""
        self._closed = True


def _edited(state: TenantState) -> dict[str, PlanState]:
    return {stem: plan for stem, plan in state.plans.items() if isinstance(plan, PlanState) and plan.edit is not None}
