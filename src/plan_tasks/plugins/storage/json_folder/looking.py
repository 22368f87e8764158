"""Reads the state of a tenant so that it is whole: all files as they stood at one moment, through the journal.

What a file holds is known by its hash, and kept parsed for as long as that stays. A file whose inode, length and time
are as they were is not read again, unless it was written so lately that its time could not tell.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from pathlib import Path
from stat import S_ISREG

import attrs

from plan_tasks.errors import StorageError, StoreDamaged, StoreUnavailable
from plan_tasks.plugins.storage.json_folder.disk import shown, translated
from plan_tasks.plugins.storage.json_folder.history import HistoryEnd, read_end
from plan_tasks.plugins.storage.json_folder.journal import FileChange, decode
from plan_tasks.plugins.storage.json_folder.keeping import Keeper, Mark
from plan_tasks.plugins.storage.json_folder.names import (
    HISTORY,
    JOURNAL,
    OBSERVATIONS,
    PLAN,
    PLANS,
    name_of,
    outbox_of,
    tenant_folder,
)
from plan_tasks.plugins.storage.json_folder.parsing import Parsing
from plan_tasks.plugins.storage.json_folder.planfile import sha256
from plan_tasks.plugins.storage.json_folder.sending import Sending
from plan_tasks.plugins.storage.json_folder.state import PlanState

__all__ = ["Look", "Looker", "TenantState"]

_ENDS = (OBSERVATIONS, HISTORY, PLAN)
_RESTORE = "take it back from git or a backup"


@attrs.frozen
class Look:
    """Which files there are. Two equal looks: nothing changed from the one to the other.

    Attributes:
        journal: The journal; None for none.
        files: Name -> file, of the tenant's folder.
        outbox: The outbox; None for none.
    """

    journal: Mark | None
    files: Mapping[str, Mark]
    outbox: Mark | None


@attrs.frozen
class TenantState:
    """What a unit of work sees. Never changed.

    Attributes:
        look: The files of which it is made.
        plans: Files' name without end -> the plan, or why it cannot be read.
        sending: The outbox, and what belongs to it.
        outbox_hash: SHA-256 of its file.
    """

    look: Look
    plans: Mapping[str, PlanState | StorageError]
    sending: Sending
    outbox_hash: str


class Looker:
    """Reads a folder, and keeps what it read. Safe to use from several threads.

    Args:
        root: The folder.
        timeout: Seconds to try for a state that is whole.
        clock: Gives the moment at which a change by hand is recorded.
    """

    def __init__(self, root: Path, *, timeout: float, clock: Callable[[], datetime]) -> None:
        self._root = root
        self._timeout = timeout
        self._clock = clock
        self.keeper = Keeper(root)

    def look(self, tenant: str) -> Look:
        """Which files there are just now.

        Raises:
            StorageError: The folder cannot be read, or one is no ordinary file.
        """
        with translated(self._root):
            folder, files = self._root / tenant_folder(tenant), dict[str, Mark]()
            try:
                if folder.is_symlink():
                    raise StoreDamaged("this is no folder but a link", where=shown(folder), remedy=_RESTORE)
                with os.scandir(folder) as entries:
                    for entry in entries:
                        if entry.name.endswith(_ENDS) and not entry.name.startswith("."):
                            files[entry.name] = self._mark(folder / entry.name)
            except FileNotFoundError:
                pass
            return Look(self._mark_or_none(JOURNAL), files, self._mark_or_none(outbox_of(tenant)))

    def _mark_or_none(self, path: str) -> Mark | None:
        try:
            return self._mark(self._root / path)
        except FileNotFoundError:
            return None

    def _mark(self, path: Path) -> Mark:
        seen = path.lstat()
        if not S_ISREG(seen.st_mode):  # nothing more is asked: another process may take the file away meanwhile
            raise StoreDamaged("this is no ordinary file", where=shown(path), remedy=_RESTORE)
        return Mark(seen.st_ino, seen.st_size, seen.st_mtime_ns)

    def state(self, tenant: str) -> TenantState:
        """The state of a tenant at some moment of the call.

        Raises:
            StorageError: The folder cannot be read. A single plan that cannot is said so in the state.
        """
        until = time.monotonic() + self._timeout
        while True:
            before, failure, state = self.look(tenant), None, None
            try:
                state = _Reading(self._root, tenant, before, self.keeper, self._clock).state()
            except (StorageError, FileNotFoundError) as error:
                failure = error
            if self.look(tenant) == before:
                if state is not None:
                    return state
                if isinstance(failure, StorageError):
                    raise failure
            if time.monotonic() >= until:
                raise StoreUnavailable(
                    "it is changed faster than it can be read", where=shown(self._root), remedy="try again"
                )

    def check_same(self, tenant: str, state: TenantState, stems: Collection[str]) -> None:
        """Refuses to go on where somebody changed files meanwhile.

        Args:
            tenant: Whose plans.
            state: What was read.
            stems: Files' names, without their ends, of the plans that are to be written.

        Raises:
            StoreUnavailable: They did.
        """
        now, before = self.look(tenant), state.look
        for stem in stems:
            held = state.plans.get(stem)
            hashes = (held.plan_hash, held.observations_hash) if isinstance(held, PlanState) else ("", "")
            for end, hashed in zip((PLAN, OBSERVATIONS, HISTORY), (*hashes, None), strict=True):
                mark = now.files.get(stem + end)
                same = mark == before.files.get(stem + end)
                if same and mark is not None and hashed is not None:
                    with translated(self._root):
                        same = self.keeper.hash_of(f"{tenant_folder(tenant)}/{stem}{end}", mark)[0] == hashed
                if not same:
                    raise StoreUnavailable(
                        "the file was changed by somebody else while this change was made; nothing was stored",
                        where=shown(self._root / tenant_folder(tenant) / (stem + end)),
                        remedy="try again",
                    )

    def tenants(self) -> list[str]:
        """The tenants that have plans."""
        with translated(self._root):
            plans = self._root / PLANS
            folders = sorted(plans.iterdir()) if plans.is_dir() else []
            return [_tenant_of(folder) for folder in folders if folder.is_dir() and not folder.name.startswith(".")]


class _Reading:
    """One attempt at reading a tenant's state.

    Args:
        root: The folder.
        tenant: Whose plans.
        look: Which files there are.
        keeper: What keeps what was read.
        clock: As for `Looker`.
    """

    def __init__(self, root: Path, tenant: str, look: Look, keeper: Keeper, clock: Callable[[], datetime]) -> None:
        self._root = root
        self._tenant = tenant
        self._look = look
        self._keeper = keeper
        self._clock = clock
        self._folder = tenant_folder(tenant)
        self._pending: dict[str, FileChange] = {}
        if look.journal is not None:
            path = root / JOURNAL
            self._pending = {change.path: change for change in decode(path.read_bytes(), shown(path))}

    def state(self) -> TenantState:
        names = {*self._look.files, *self._pending_names()}
        plans: dict[str, PlanState | StorageError] = {}
        for stem in sorted({_stem(name) for name in names}):
            try:
                plans[stem] = self._plan(stem)
            except StorageError as error:
                plans[stem] = error
        outbox = outbox_of(self._tenant)
        hashed, data = self._hash(outbox, self._look.outbox)
        sending = self._keeper.outbox(self._tenant, hashed, lambda: self._bytes(outbox) if data is None else data)
        return TenantState(self._look, plans, sending, hashed)

    def _pending_names(self) -> list[str]:
        lead = f"{self._folder}/"
        return [path.removeprefix(lead) for path in self._pending if path.startswith(lead)]

    def _bytes(self, path: str) -> bytes:
        change = self._pending.get(path)
        if change is not None and change.offset is None:
            return change.data
        file = self._root / path
        before = file.read_bytes() if file.exists() else b""
        return before if change is None else change.applied(before)

    def _hash(self, path: str, mark: Mark | None) -> tuple[str, bytes | None]:
        if path in self._pending:
            data = self._bytes(path)
            return sha256(data), data
        return ("", b"") if mark is None else self._keeper.hash_of(path, mark)

    def _plan(self, stem: str) -> PlanState:
        base = f"{self._folder}/{stem}"
        files = self._look.files
        plan_hash, plan_data = self._hash(base + PLAN, files.get(stem + PLAN))
        rows_hash, rows_data = self._hash(base + OBSERVATIONS, files.get(stem + OBSERVATIONS))
        end = self._end(base + HISTORY, there=stem + HISTORY in files)
        known_by = (plan_hash, rows_hash, end)
        kept = self._keeper.kept(base)
        if kept is not None and kept[0] == known_by:
            return kept[1]
        if plan_data is None:
            plan_data = self._bytes(base + PLAN)
        if rows_data is None:
            rows_data = self._bytes(base + OBSERVATIONS)
        state = Parsing(self._root, self._tenant, stem, end, self._clock).state(
            plan_data, rows_data, kept[1] if kept else None
        )
        self._keeper.keep(base, known_by, state)
        return state

    def _end(self, path: str, *, there: bool) -> HistoryEnd:
        change = self._pending.get(path)
        if change is not None:
            return read_end(self._root / path, offset=change.offset or 0, pending=change.data) or HistoryEnd()
        return (read_end(self._root / path) if there else None) or HistoryEnd()


def _stem(name: str) -> str:
    end = next(end for end in _ENDS if name.endswith(end))
    return name.removesuffix(end)


def _tenant_of(folder: Path) -> str:
    """Whose plans are in a folder: it is called so, or one of its files says it."""
    if name_of(folder.name) != folder.name:
        for file in sorted(folder.glob(f"*{PLAN}")):
            try:
                tenant = json.loads(file.read_bytes())["tenant"]
            except (OSError, ValueError, LookupError, TypeError, RecursionError):
                continue
            if isinstance(tenant, str) and name_of(tenant) == folder.name:
                return tenant
    return folder.name
