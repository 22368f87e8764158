"""What the program keeps for itself, in SQLite."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from plan_tasks.plugins.storage.sqlite.connecting import hash_of
from plan_tasks.plugins.storage.sqlite.session import Session
from plan_tasks.storage.documents import document_of, text_of

__all__ = ["SqliteSettings"]

_WHICH = "FROM setting WHERE tenant=? AND name=?"


class SqliteSettings:
    """What the program keeps for itself."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, name: str) -> Mapping[str, Any] | None:
        """The document of that name, or None."""
        row = self._session.one(f"SELECT tenant, name, body, hash {_WHICH}", (self._session.tenant, name))
        if row is None:
            return None
        with self._session.decoding("a document"):
            *values, hashed = row
            if hash_of(*values) != hashed:
                raise ValueError("the row does not match its hash")
        return document_of(values[-1], where=str(self._session.path))

    def put(self, name: str, document: Mapping[str, Any]) -> None:
        """Keeps a document under a name."""
        row = (self._session.tenant, name, text_of(name, document))
        with self._session.writing():
            self._session.run("INSERT OR REPLACE INTO setting VALUES (?, ?, ?, ?)", (*row, hash_of(*row)))

    def delete(self, name: str) -> bool:
        """Forgets a document."""
        with self._session.writing():
            return self._session.run(f"DELETE {_WHICH}", (self._session.tenant, name)).rowcount > 0

    def names(self) -> Sequence[str]:
        """All names."""
        return [
            name
            for (name,) in self._session.all(
                "SELECT name FROM setting WHERE tenant=? ORDER BY name", (self._session.tenant,)
            )
        ]
