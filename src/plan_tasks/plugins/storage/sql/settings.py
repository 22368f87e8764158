"""What the program keeps for itself, on a server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from plan_tasks.plugins.storage.sql.session import Session
from plan_tasks.plugins.storage.sql.texts import asked, packed, unpacked
from plan_tasks.storage.documents import document_of, text_of

__all__ = ["SqlSettings"]

_COLUMNS = ("tenant", "name", "body")


class SqlSettings:
    """What the program keeps for itself."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._table = session.tables.setting

    def get(self, name: str) -> Mapping[str, Any] | None:
        """The document of that name, or None; a unit that writes keeps others from changing it meanwhile."""
        session, column = self._session, self._table.c
        query = select(column.body).where(column.tenant == session.tenant, column.name == asked(name))
        row = session.one(query.with_for_update() if session.write else query)
        return None if row is None else document_of(unpacked(row[0]), where=session.place.where)

    def put(self, name: str, document: Mapping[str, Any]) -> None:
        """Keeps a document under a name."""
        session = self._session
        body = packed(text_of(name, document))
        insertion = session.statements.insert(self._table, _COLUMNS)
        with session.writing():
            session.run_many(session.place.server.unless_there(insertion), [(session.tenant, packed(name), body)])
            change = f"UPDATE {session.statements.name(self._table)} SET body=%s WHERE tenant=%s AND name=%s"
            session.run_many(change, [(body, session.tenant, packed(name))])

    def delete(self, name: str) -> bool:
        """Forgets a document."""
        session = self._session
        with session.writing():
            sql = f"DELETE FROM {session.statements.name(self._table)} WHERE tenant=%s AND name=%s"
            return session.run_many(sql, [(session.tenant, asked(name))]) > 0

    def names(self) -> Sequence[str]:
        """All names."""
        column = self._table.c
        rows = self._session.all(select(column.name).where(column.tenant == self._session.tenant))
        return sorted(unpacked(name) for (name,) in rows)
