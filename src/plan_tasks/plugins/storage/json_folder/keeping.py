"""Keeps what was read of a folder: hashes of files by their marks, plans and outboxes by the hashes of their files."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import attrs

from plan_tasks.plugins.storage.json_folder.disk import shown
from plan_tasks.plugins.storage.json_folder.history import HistoryEnd
from plan_tasks.plugins.storage.json_folder.names import outbox_of
from plan_tasks.plugins.storage.json_folder.planfile import sha256
from plan_tasks.plugins.storage.json_folder.sending import NOTHING, Sending, read_outbox
from plan_tasks.plugins.storage.json_folder.state import PlanState

__all__ = ["Keeper", "KnownBy", "Mark"]

#: Nanoseconds within which two writes may bear the same time: where times are whole seconds (the coarsest in use is
#: FAT's), and elsewhere.
_COARSE, _FINE = 2_000_000_000, 20_000_000
_SECOND = 1_000_000_000

#: By what a plan is known: the hashes of its file and of its observations, and where its history ends.
KnownBy = tuple[str, str, HistoryEnd]


class Mark(NamedTuple):
    """By what a file is known to be the same without reading it."""

    inode: int
    size: int
    modified: int


@attrs.frozen
class _Digest:
    """What is known of a file: the mark under which it was read, its hash, and whether the mark can be trusted."""

    mark: Mark
    hash: str
    settled: bool


class Keeper:
    """Keeps what was read. Safe to use from several threads.

    Args:
        root: The folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._guard = threading.Lock()
        self._digests: dict[str, _Digest] = {}
        self._plans: dict[str, tuple[KnownBy, PlanState]] = {}
        self._outboxes: dict[str, tuple[str, Sending]] = {}

    def forget(self) -> None:
        """Reads every file anew from now on."""
        with self._guard:
            self._digests.clear()
            self._outboxes.clear()
            self._plans.clear()

    def hash_of(self, path: str, mark: Mark) -> tuple[str, bytes | None]:
        """The hash of a file, and its bytes where they had to be read."""
        with self._guard:
            known = self._digests.get(path)
        if known is not None and known.settled and known.mark == mark:
            return known.hash, None
        began = time.time_ns()
        data = (self._root / path).read_bytes()
        unsure = _FINE if mark.modified % _SECOND else _COARSE
        digest = _Digest(mark, sha256(data), mark.modified + unsure < began)
        with self._guard:
            self._digests[path] = digest
        return digest.hash, data

    def kept(self, name: str) -> tuple[KnownBy, PlanState] | None:
        """The plan that was read last from files of that name, and by what it is known."""
        with self._guard:
            return self._plans.get(name)

    def keep(self, name: str, known_by: KnownBy, state: PlanState) -> None:
        """Keeps a plan that was read or written."""
        with self._guard:
            self._plans[name] = (known_by, state)

    def outbox(self, tenant: str, hashed: str, data: Callable[[], bytes]) -> Sending:
        """A tenant's outbox, read anew only where its hash is another."""
        with self._guard:
            known = self._outboxes.get(tenant)
        if known is None or known[0] != hashed:
            where = shown(self._root / outbox_of(tenant))
            known = (hashed, read_outbox(data(), where) if hashed else NOTHING)
            with self._guard:
                self._outboxes[tenant] = known
        return known[1]

    def keep_outbox(self, tenant: str, hashed: str, sending: Sending) -> None:
        """Keeps an outbox that was written."""
        with self._guard:
            self._outboxes[tenant] = (hashed, sending)
