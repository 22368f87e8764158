"""The open store: begins units of work and examines the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from plan_tasks.errors import StorageError, StoreDamaged, StoreNotOurs, StoreUnavailable
from plan_tasks.model import PlanId, TenantId
from plan_tasks.plugging import Timings
from plan_tasks.plugins.storage.sqlite.administration import Administration
from plan_tasks.plugins.storage.sqlite.connecting import Connections, path_of, translated
from plan_tasks.plugins.storage.sqlite.items import SqliteItems
from plan_tasks.plugins.storage.sqlite.outbox import SqliteOutbox
from plan_tasks.plugins.storage.sqlite.records import SqliteHistory, SqliteObservations, SqlitePlans
from plan_tasks.plugins.storage.sqlite.schema import OTHER_TERMS, SCHEMA_VERSION
from plan_tasks.plugins.storage.sqlite.session import Session
from plan_tasks.plugins.storage.sqlite.settings import SqliteSettings
from plan_tasks.storage.capabilities import Vacuumed
from plan_tasks.storage.contract import Finding, Receipt, StorageCapabilities
from plan_tasks.storage.history import check_chain
from plan_tasks.storage.query import ItemQuery

__all__ = ["SqliteBackend"]


_MAGIC = b"SQLite format 3\0"
_PLANS = (
    'SELECT tenant, id FROM plan UNION SELECT DISTINCT tenant, "plan" FROM item'
    ' UNION SELECT DISTINCT tenant, "plan" FROM event ORDER BY 1, 2'
)


class SqliteUnit(Administration):
    """One transaction."""

    def __init__(self, session: Session) -> None:
        self.items = SqliteItems(session)
        super().__init__(session, self.items)
        self.plans = SqlitePlans(session)
        self.observations = SqliteObservations(session)
        self.history = SqliteHistory(session)
        self.outbox = SqliteOutbox(session)
        self.settings = SqliteSettings(session)

    def commit(self) -> Receipt:
        """Makes everything durable together."""
        self._session.commit()
        return Receipt(dict(self._session.versions), tuple(self._session.events))


class SqliteBackend:
    """A store in one SQLite file. Safe to use from several threads and processes.

    Args:
        connections: To the file.
        timings: Who is told of each statement; None for nobody.
    """

    capabilities = StorageCapabilities(durable=True, concurrent_writers=True)

    def __init__(self, connections: Connections, *, timings: Timings | None = None) -> None:
        self._connections = connections
        self._timings = timings or Timings()

    @classmethod
    def open(cls, location: str, *, create: bool, timeout: int, timings: Timings | None = None) -> Self:
        """Opens a file.

        Raises:
            StorageError: It cannot be opened, is not ours, is too new, or is not there and shall not be made.
        """
        path = path_of(location)
        _check(path, create=create)
        return cls(Connections(path, timeout=timeout, create=create), timings=timings)

    @contextmanager
    def unit(self, tenant: TenantId, *, write: bool) -> Iterator[SqliteUnit]:
        """Begins a unit of work."""
        release = self._connections.shut_out_writers() if write else None
        try:
            connection = self._connections.take()
            session = Session(connection, self._connections.path, tenant, release, self._timings)
            try:
                session.begin()
                yield SqliteUnit(session)
            finally:
                session.end()
                self._connections.give(connection)
        finally:
            if release is not None:
                release()

    def examine(self) -> Sequence[Finding]:
        """Looks at the file, every row's hash and every plan's chain."""
        try:
            plans = self._examine_file()
            notices = self._examine_outbox()
        except StorageError as error:
            return [Finding(ok=False, subject="file", text=str(error))]
        return [
            Finding(ok=True, subject="store", text=f"{self._connections.path}, schema {SCHEMA_VERSION}"),
            Finding(ok=True, subject="file", text="ok"),
            Finding(ok=True, subject="outbox", text=f"{notices} notices match their hashes"),
            *(self._examine_plan(TenantId(tenant), PlanId(plan)) for tenant, plan in plans),
        ]

    def _examine_file(self) -> list[tuple[str, str]]:
        """Checks what SQLite can check; returns tenant and id of all plans of which there are any rows."""
        connection = self._connections.take()
        try:
            with translated(self._connections.path):
                # the quick check would leave out whether indexes hold what the rows say
                (integrity,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
                if integrity == "ok" and connection.execute(OTHER_TERMS).fetchone():
                    integrity = "what counting reads of an item is not what the item's columns say"
                if integrity != "ok":
                    raise StoreDamaged(
                        f"the file is damaged: {integrity}",
                        where=str(self._connections.path),
                        remedy="restore a backup",
                    )
                return connection.execute(_PLANS).fetchall()
        finally:
            self._connections.give(connection)

    def _examine_outbox(self) -> int:
        """Checks the hash of every notice of every tenant; returns how many there are."""
        with self.unit(TenantId(""), write=False) as unit:
            tenants = unit.outbox.tenants()
        notices = 0
        for tenant in tenants:
            with self.unit(TenantId(tenant), write=False) as unit:
                notices += sum(1 for _ in unit.outbox.entries())
        return notices

    def _examine_plan(self, tenant: TenantId, plan: PlanId) -> Finding:
        subject = f"plan {plan}" if tenant == "default" else f"plan {plan} of {tenant}"
        try:
            with self.unit(tenant, write=False) as unit:
                if unit.plans.get(plan) is None:
                    raise StoreDamaged("the plan's header is missing", where=str(self._connections.path))
                events = sum(1 for _ in check_chain(unit.history.read(plan)))
                items = sum(1 for _ in unit.items.stream(ItemQuery(plan=plan)))
                unit.observations.of(plan)
        except StorageError as error:
            return Finding(ok=False, subject=subject, text=str(error))
        return Finding(ok=True, subject=subject, text=f"{items} items match their hashes, {events} events in one chain")

    def vacuum(self) -> Vacuumed:
        """Writes the file anew without the room that removed rows have left."""
        path = self._connections.path
        release = self._connections.shut_out_writers()
        try:
            connection = self._connections.take()
            try:
                with translated(path):
                    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
                    before = path.stat().st_size
                    connection.execute("VACUUM")
                    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
                return Vacuumed(before, path.stat().st_size)
            finally:
                self._connections.give(connection)
        finally:
            release()

    def close(self) -> None:
        """Closes the file."""
        self._connections.close()


def _check(path: Path, *, create: bool) -> None:
    """Refuses what SQLite would not refuse, or not in words that help; nothing is opened for writing yet."""
    where = str(path)
    try:
        if path.is_dir():
            raise StoreUnavailable("this is a folder", where=where, remedy="give a file in it")
        if not path.parent.is_dir():
            raise StoreUnavailable(f"there is no folder {path.parent}", where=where, remedy="make it first")
        if not path.exists():
            if not create:
                raise StoreUnavailable(
                    "there is no such store", where=where, remedy="`plan-tasks import FILE` makes one"
                )
            return
        if not path.is_file():
            raise StoreUnavailable("this is no ordinary file", where=where, remedy="give another one")
        with path.open("rb") as file:
            start = file.read(len(_MAGIC))
        if not start and not create:
            raise StoreUnavailable(
                "the file is empty: no store was made in it, or all of it was lost",
                where=where,
                remedy="restore a backup, or make a store with `plan-tasks import FILE`",
            )
        if start and start != _MAGIC:
            raise StoreNotOurs(
                "this is not an SQLite database; it was not touched", where=where, remedy="give another file"
            )
    except OSError as error:
        raise StoreUnavailable(
            f"it cannot be opened: {error.strerror}", where=where, remedy="check its name and who may read it"
        ) from error
