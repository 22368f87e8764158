"""Begins units of work on states in memory, and keeps what they commit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from plan_tasks.errors import StoreDamaged, StoreUnavailable
from plan_tasks.model import TenantId
from plan_tasks.plugins.storage.memory.state import State
from plan_tasks.plugins.storage.memory.unit import MemoryUnit
from plan_tasks.storage.contract import Finding, StorageCapabilities
from plan_tasks.storage.history import check_chain
from plan_tasks.storage.unit_state import WriterLock

__all__ = ["MemoryBackend"]

_WHERE = "the store in memory"


class MemoryBackend:
    """A store in memory. Safe to use from several threads.

    Args:
        timeout: Seconds to wait for another writer.
    """

    capabilities = StorageCapabilities(durable=False, concurrent_writers=False)

    def __init__(self, *, timeout: float = 10) -> None:
        self._states: dict[str, State] = {}
        self._timeout = timeout
        self._writing = WriterLock()
        self._closed = False

    @contextmanager
    def unit(self, tenant: TenantId, *, write: bool) -> Iterator[MemoryUnit]:
        """Begins a unit of work."""
        if self._closed:
            raise StoreUnavailable("the store is closed", where=_WHERE, remedy="open the tracker again")
        release = self._writing.acquire(timeout=self._timeout, where=_WHERE) if write else None
        try:
            state = self._states.get(tenant) or State()
            unit = MemoryUnit(self, tenant, state.copy() if write else state, release)
            try:
                yield unit
            finally:
                unit.standing.end()
        finally:
            if release is not None:
                release()

    def replace(self, tenant: TenantId, state: State) -> None:
        """Puts a committed state in place."""
        self._states[tenant] = state

    def examine(self) -> Sequence[Finding]:
        """Checks every history."""
        findings = [Finding(ok=True, subject="store", text="in memory")]
        for tenant, state in sorted(self._states.items()):
            for plan in sorted(state.plans.keys() | state.events.keys()):
                subject = f"plan {plan}" if tenant == "default" else f"plan {plan} of {tenant}"
                try:
                    events = sum(1 for _ in check_chain(state.events.get(plan, ())))
                except StoreDamaged as error:
                    findings.append(Finding(ok=False, subject=subject, text=str(error)))
                    continue
                items = len(state.items.get(plan, ()))
                findings.append(Finding(ok=True, subject=subject, text=f"{items} items, {events} events in one chain"))
        return findings

    def close(self) -> None:
        """Forgets everything."""
        self._closed = True
        self._states = {}
