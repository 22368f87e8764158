"""Looks at every file of the folder: whether it is as it was written, and whether each history holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from plan_tasks.errors import StorageError, StoreDamaged
from plan_tasks.plugins.storage.json_folder.disk import shown
from plan_tasks.plugins.storage.json_folder.history import Seal, read_lines
from plan_tasks.plugins.storage.json_folder.looking import Looker
from plan_tasks.plugins.storage.json_folder.manifest import VERSION
from plan_tasks.plugins.storage.json_folder.names import HISTORY, PLAN, tenant_folder
from plan_tasks.plugins.storage.json_folder.state import PlanState
from plan_tasks.storage.contract import Finding
from plan_tasks.storage.history import GENESIS, StoredEvent, check_chain

__all__ = ["examine"]


def examine(root: Path, looker: Looker) -> Sequence[Finding]:
    """Examines a folder; reads every byte anew.

    Args:
        root: The folder.
        looker: What reads it.

    Returns:
        One finding for the folder, and one for each plan of each tenant.
    """
    looker.keeper.forget()
    findings = [Finding(ok=True, subject="store", text=f"{shown(root)}, version {VERSION}")]
    for tenant in looker.tenants():
        try:
            state = looker.state(tenant)
        except StorageError as error:
            findings.append(Finding(ok=False, subject=f"tenant {tenant}", text=str(error)))
            continue
        for stem, plan in state.plans.items():
            name = plan.header.plan.id if isinstance(plan, PlanState) and plan.header else stem
            subject = f"plan {name}" if tenant == "default" else f"plan {name} of {tenant}"
            findings.append(_examine_plan(root, tenant, stem, plan, subject))
    return findings


def _examine_plan(root: Path, tenant: str, stem: str, plan: PlanState | StorageError, subject: str) -> Finding:
    if isinstance(plan, StorageError):
        return Finding(ok=False, subject=subject, text=str(plan))
    base = root / tenant_folder(tenant)
    try:
        events = sum(1 for _ in check_chain(_sealed(base / (stem + HISTORY), plan)))
    except StorageError as error:
        return Finding(ok=False, subject=subject, text=str(error))
    if plan.edit is not None:
        touched = ", ".join(dict.fromkeys(event.event.item or "the plan" for event in plan.edit.events)) or "its form"
        where = shown(base / (stem + PLAN))
        text = f"{where}: changed by hand and not recorded yet: {touched}; the next change records it"
        return Finding(ok=False, subject=subject, text=text)
    text = f"{len(plan.items)} items match their hash, {events} events in one chain"
    return Finding(ok=True, subject=subject, text=text)


def _sealed(path: Path, plan: PlanState) -> Iterator[StoredEvent]:
    """The events, while each seal stands behind the event of which it speaks."""
    sequence, last = 0, GENESIS
    for line, where in read_lines(path, plan.end):
        if not isinstance(line, Seal):
            sequence, last = line.sequence, line.hash
            yield line
        elif (line.sequence, line.event) != (sequence, last):
            raise StoreDamaged("the seal does not follow the event before it", where=where, remedy="restore a backup")
