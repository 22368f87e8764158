"""Makes a plan of the bytes of its three files: as this program left them, or with what people changed by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import attrs

from plan_tasks.errors import StoreDamaged
from plan_tasks.model import ItemId, Observation
from plan_tasks.plugins.storage.json_folder.checking import read_plan, read_rows
from plan_tasks.plugins.storage.json_folder.disk import shown
from plan_tasks.plugins.storage.json_folder.editing import Known, adopt, known_of
from plan_tasks.plugins.storage.json_folder.history import UNSEALED, HistoryEnd, read_lines
from plan_tasks.plugins.storage.json_folder.names import HISTORY, OBSERVATIONS, PLAN, name_of, tenant_folder
from plan_tasks.plugins.storage.json_folder.planfile import sha256
from plan_tasks.plugins.storage.json_folder.state import PlanState, by_item, stored_item
from plan_tasks.storage.contract import StoredItem, StoredPlan
from plan_tasks.storage.history import StoredEvent

__all__ = ["Parsing"]


@attrs.frozen
class Parsing:
    """Makes a plan of the bytes of its files.

    Attributes:
        root: The store's folder.
        tenant: Whose plan.
        stem: The files' name without its end.
        end: Where its history ends.
        now: Gives the moment at which a change by hand is recorded.
    """

    root: Path
    tenant: str
    stem: str
    end: HistoryEnd
    now: Callable[[], datetime]

    def state(self, plan: bytes, rows: bytes, kept: PlanState | None) -> PlanState:
        """The plan.

        Args:
            plan: The bytes of its file; empty for none.
            rows: The bytes of its observations; empty for none.
            kept: The plan as it was read or written last; None for never.

        Raises:
            StoreDamaged: A file is missing, cannot be read, or says what cannot be.
        """
        seal, hashes = self.end.seal, (sha256(plan), sha256(rows))
        if hashes == (seal.plan, seal.observations):
            return self._ours(plan, rows, hashes)
        if not plan:
            self._missing(PLAN)
        if seal.observations and not rows:
            self._missing(OBSERVATIONS)
        return self._by_hand(plan, rows, hashes, kept)

    def _missing(self, end: str) -> NoReturn:
        raise StoreDamaged(
            "the file is missing or empty, and the history knows it",
            where=self._where(end),
            remedy="take it back from git or a backup",
        )

    def _path(self, end: str) -> Path:
        return self.root / tenant_folder(self.tenant) / (self.stem + end)

    def _where(self, end: str) -> str:
        return shown(self._path(end))

    def _ours(self, plan: bytes, rows: bytes, hashes: tuple[str, str]) -> PlanState:
        if not plan:
            return PlanState(end=self.end)
        content = read_plan(plan, self._where(PLAN), ours=True)
        listed = read_rows(rows, self._where(OBSERVATIONS), ours=True)
        observations = by_item(listed)
        items = {
            item.id: stored_item(item, content.header, observations.get(item.id, ()), version)
            for item, version in content.items
        }
        return self._made(StoredPlan(content.header, content.version), items, observations, rows, hashes)

    def _by_hand(self, plan: bytes, rows: bytes, hashes: tuple[str, str], kept: PlanState | None) -> PlanState:
        content = read_plan(plan, self._where(PLAN), ours=False)
        if content.tenant != self.tenant:
            content.refuse(["tenant"], f"the tenant is {self.tenant!r} here", "leave it as it was")
        if name_of(content.header.id) != self.stem:
            content.refuse(
                ["plan", "id"],
                f"the plan's id is {content.header.id!r}, and the file's name is not",
                f"leave the id as it was, or call the file {name_of(content.header.id)}{PLAN}",
            )
        if self.end.seal == UNSEALED and (content.version or any(version for _, version in content.items)):
            self._missing(HISTORY)
        listed = read_rows(rows, self._where(OBSERVATIONS), ours=False)
        adopted = adopt(
            content, listed, self._where(OBSERVATIONS), self._known(kept), seal=self.end.seal, at=self.now()
        )
        made = self._made(adopted.header, dict(adopted.items), dict(adopted.observations), rows, hashes)
        return attrs.evolve(made, edit=adopted.edit)

    def _known(self, kept: PlanState | None) -> Known:
        """What the history knows: as it was read last, or replayed."""
        if kept is not None and kept.edit is None and kept.end.seal == self.end.seal:
            items = {name: (stored.item, stored.version) for name, stored in kept.items.items()}
            return Known(kept.header, items, kept.observations)
        path = self._path(HISTORY)
        return known_of([line for line, _ in read_lines(path, self.end) if isinstance(line, StoredEvent)])

    def _made(
        self,
        header: StoredPlan,
        items: dict[ItemId, StoredItem],
        observations: dict[ItemId, tuple[Observation, ...]],
        rows: bytes,
        hashes: tuple[str, str],
    ) -> PlanState:
        state = PlanState(header, items, observations, self.end, hashes[0], hashes[1], len(rows))
        state.observed.update(rows)
        return state
