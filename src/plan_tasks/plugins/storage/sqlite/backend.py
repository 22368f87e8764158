"""The open store: begins units of work and examines the file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from plan_tasks.errors import StorageError, StoreUnavailable
from plan_tasks.model import PlanId, TenantId
from plan_tasks.plugins.storage.sqlite.connecting import Connections, path_of, translated
from plan_tasks.plugins.storage.sqlite.items import SqliteItems
from plan_tasks.plugins.storage.sqlite.outbox import SqliteOutbox
from plan_tasks.plugins.storage.sqlite.records import SqliteHistory, SqliteObservations, SqlitePlans
from plan_tasks.plugins.storage.sqlite.schema import SCHEMA_VERSION
from plan_tasks.plugins.storage.sqlite.session import Session
from plan_tasks.storage.contract import Finding, Receipt, StorageCapabilities
from plan_tasks.storage.history import check_chain
from plan_tasks.storage.query import ItemQuery

__all__ = ["SqliteBackend"]


class SqliteUnit:
    """One transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.plans = SqlitePlans(session)
        self.items = SqliteItems(session)
        self.observations = SqliteObservations(session)
        self.history = SqliteHistory(session)
        self.outbox = SqliteOutbox(session)

    def commit(self) -> Receipt:
        """Makes everything durable together."""
        self._session.run("COMMIT")
        return Receipt(dict(self._session.versions), tuple(self._session.events))


class SqliteBackend:
    """A store in one SQLite file. Safe to use from several threads and processes."""

    capabilities = StorageCapabilities(durable=True, concurrent_writers=True)

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    @classmethod
    def open(cls, location: str, *, create: bool, timeout: int) -> Self:
        """Opens a file.

        Raises:
            StorageError: It cannot be opened, is not ours, is too new, or is not there and shall not be made.
        """
        path = path_of(location)
        _check(path, create=create)
        connections = Connections(path, timeout=timeout)
        connections.give(connections.take())
        return cls(connections)

    @contextmanager
    def unit(self, tenant: TenantId, *, write: bool) -> Iterator[SqliteUnit]:
        """Begins a unit of work."""
        connection = self._connections.take()
        try:
            session = Session(connection, self._connections.path, tenant, write=write)
            session.run("BEGIN IMMEDIATE" if write else "BEGIN")
            yield SqliteUnit(session)
        finally:
            self._connections.give(connection)

    def examine(self) -> Sequence[Finding]:
        """Looks at the file, every row's hash and every plan's chain."""
        where = str(self._connections.path)
        findings = [Finding(ok=True, subject="store", text=f"{where}, schema {SCHEMA_VERSION}")]
        connection = self._connections.take()
        try:
            with translated(self._connections.path):
                (integrity,) = connection.execute("PRAGMA quick_check(1)").fetchone()
                plans = connection.execute("SELECT tenant, id FROM plan ORDER BY tenant, id").fetchall()
            findings.append(Finding(ok=integrity == "ok", subject="file", text=str(integrity)))
        finally:
            self._connections.give(connection)
        return [*findings, *(self._examine_plan(TenantId(tenant), PlanId(plan)) for tenant, plan in plans)]

    def _examine_plan(self, tenant: TenantId, plan: PlanId) -> Finding:
        subject = f"plan {plan}" if tenant == "default" else f"plan {plan} of {tenant}"
        try:
            with self.unit(tenant, write=False) as unit:
                events = sum(1 for _ in check_chain(unit.history.read(plan)))
                items = sum(1 for _ in unit.items.stream(ItemQuery(plan=plan)))
        except StorageError as error:
            return Finding(ok=False, subject=subject, text=str(error))
        return Finding(ok=True, subject=subject, text=f"{items} items match their hashes, {events} events in one chain")

    def close(self) -> None:
        """Closes the file."""
        self._connections.close()


def _check(path: Path, *, create: bool) -> None:
    try:
        if path.is_dir():
            raise StoreUnavailable("this is a folder", where=str(path), remedy="give a file in it")
        if not path.parent.is_dir():
            raise StoreUnavailable(f"there is no folder {path.parent}", where=str(path), remedy="make it first")
        if not create and not path.exists():
            raise StoreUnavailable(
                "there is no such store", where=str(path), remedy="`plan-tasks import FILE` makes one"
            )
        if path.exists() and path.stat().st_size:
            with path.open("rb") as file:
                if file.read(16) != b"SQLite format 3\0":
                    raise sqlite3.DatabaseError
    except sqlite3.DatabaseError:
        from plan_tasks.errors import StoreNotOurs

        raise StoreNotOurs(
            "this is not an SQLite database; it was not touched", where=str(path), remedy="give another file"
        ) from None
    except OSError as error:
        raise StoreUnavailable(f"it cannot be opened: {error.strerror}", where=str(path)) from error
