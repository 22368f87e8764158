"""The order of commits: gives events their numbers among all events of a tenant, when somebody asks for them.

A number that a writer took would have to be held until its commit is on the disk, and all writers of the tenant would
wait for each other's disk. So writers take none. Whoever reads the feed first numbers what was committed since, under
the lock of the tenant's row of `commits`: whatever is committed later is numbered later, so that nobody who has seen a
number is ever given a lower one. Of what waits together, the order is that of the moments at which the plans were
locked, by the server's clock: a unit that was committed before another began comes first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, select

from plan_tasks.plugins.storage.sql.session import Session

__all__ = ["numbered_events"]


def numbered_events(session: Session, query: Select[Any]) -> Sequence[Any]:
    """Numbers what has no number, and asks for events.

    Args:
        session: For whose tenant, and with whose means.
        query: What is asked then, on the same connection: this unit's own may see an older state.
    """
    session.check_reading()
    with session.place.translated():
        if session.aside is None:
            session.flush()
            return _numbered(session, session.connection, query)
        with session.aside() as connection:
            return _numbered(session, connection, query)


def _numbered(session: Session, connection: Connection, query: Select[Any]) -> Sequence[Any]:
    event = session.tables.event.c
    waiting = select(event.sequence).where(event.tenant == session.tenant, event.number <= 0).limit(1)
    if connection.execute(waiting).first() is not None:
        cursor: Any = connection.connection.cursor()
        try:
            _number(session, connection, cursor)
        finally:
            cursor.close()
    return connection.execute(query).fetchall()


def _number(session: Session, connection: Connection, cursor: Any) -> None:
    commits, server, statements = session.tables.commits, session.place.server, session.statements
    wanted = select(commits.c.events).where(commits.c.tenant == session.tenant).with_for_update()
    row = connection.execute(wanted).first()
    if row is None:
        cursor.execute(server.unless_there(statements.insert(commits, ("tenant", "events"))), (session.tenant, 0))
        row = connection.execute(wanted).one()
    last = int(row[0])
    last += server.number_events(cursor, session.tenant, last, statements)
    connection.execute(commits.update().where(commits.c.tenant == session.tenant).values(events=last))
