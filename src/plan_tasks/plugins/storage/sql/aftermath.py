"""Does things once a host has committed its transaction, and not if it rolls back, whole or to a savepoint.

SQLAlchemy tells when a commit begins, not that it went well. So what waits is done when the connection is next seen
sound after that: as it goes back to the pool, or as its next transaction begins. With ``engine.begin()`` and with a
session that is right after the commit.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from weakref import ReferenceType, WeakKeyDictionary, WeakSet, ref

from sqlalchemy import Connection, Engine, Pool, event

__all__ = ["Aftermath", "aftermath_of"]


class Aftermath:
    """What waits for the commits of one connection. Made by `aftermath_of`.

    Args:
        connection: The connection, in its transaction.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection: ReferenceType[Connection] = ref(connection)
        self._waiting: list[Callable[[], None]] = []
        self._savepoints: dict[str, int] = {}
        self._committing = False
        event.listen(connection, "commit", self._on_commit)
        event.listen(connection, "rollback", self._on_rollback)
        event.listen(connection, "savepoint", self._on_savepoint)
        event.listen(connection, "rollback_savepoint", self._on_rollback_savepoint)
        event.listen(connection, "begin", self._on_begin)

    def add(self, act: Callable[[], None]) -> None:
        """Lets something wait."""
        self._waiting.append(act)

    def is_of(self, connection: Connection | None) -> bool:
        """Whether this is that connection's."""
        return connection is not None and self._connection() is connection

    def settle(self) -> None:
        """Does what waits if a commit went before; without one, the transaction was rolled back."""
        waiting, committed = self._waiting, self._committing
        self.forget()
        if committed:
            for act in waiting:
                act()

    def commit_failed(self) -> None:
        """Notes that a commit did not go well."""
        if self._committing:
            self.forget()

    def forget(self) -> None:
        """Drops what waits."""
        self._waiting, self._savepoints, self._committing = [], {}, False

    def _on_commit(self, _: Connection) -> None:
        self._committing = True

    def _on_rollback(self, _: Connection) -> None:
        self.forget()

    def _on_begin(self, _: Connection) -> None:
        self.settle()

    def _on_savepoint(self, _: Connection, name: str | None) -> None:
        self._savepoints[name or ""] = len(self._waiting)

    def _on_rollback_savepoint(self, _: Connection, name: str, __: object) -> None:
        # A savepoint that was not seen is older than all that waits, and takes everything with it.
        del self._waiting[self._savepoints.get(name, 0) :]


#: What waits, by pool and by the driver's connection; listeners stay, since none may be taken away as it is called.
_BY_POOL: WeakKeyDictionary[Pool, dict[int, Aftermath]] = WeakKeyDictionary()
_HEARD: WeakSet[Engine] = WeakSet()


def aftermath_of(connection: Connection) -> Aftermath:
    """What waits for the commits of a connection, from now until it goes back to its pool."""
    engine, pool = connection.engine, connection.engine.pool
    if pool not in _BY_POOL:
        _BY_POOL[pool] = {}
        event.listen(pool, "checkin", _on_checkin_to(_BY_POOL[pool]))
    if engine not in _HEARD:
        _HEARD.add(engine)
        event.listen(engine, "handle_error", _on_error)
    known = _BY_POOL[pool]
    driver = id(connection.connection.dbapi_connection)
    if driver not in known or not known[driver].is_of(connection):
        known[driver] = Aftermath(connection)
    return known[driver]


def _on_checkin_to(known: dict[int, Aftermath]) -> Callable[[Any, object], None]:
    def on_checkin(driver: Any, _: object) -> None:
        aftermath = known.pop(id(driver), None)
        if aftermath is not None:
            aftermath.settle()

    return on_checkin


def _on_error(context: Any) -> None:
    if context.connection is not None:
        for aftermath in list(_BY_POOL.get(context.connection.engine.pool, {}).values()):
            if aftermath.is_of(context.connection):
                aftermath.commit_failed()
