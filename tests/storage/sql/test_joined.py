"""A host's own transaction: our rows commit and roll back with its rows, and observers hear of what was committed."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import attrs
import pytest
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from tests.storage.sql.conftest import Ground
from tests.storage.sql.servers import empty

from plan_tasks import ProgressReport, Tracker, hookimpl
from plan_tasks.errors import InvalidValue, StorageError, StoreUnavailable
from plan_tasks.plugins.storage.sql import migrations
from plan_tasks.plugins.storage.sql.tables import tables
from plan_tasks.testing.storage.samples import PLAN, measures

_PLAN = attrs.evolve(PLAN, measures=tuple(measures(3)))
_DONE = ProgressReport(on=date(2021, 3, 31), narrative="Half done")


class Listener:
    """Notes which items it was told of."""

    def __init__(self) -> None:
        self.told: list[str] = []

    @hookimpl
    def plan_tasks_changes_committed(self, changes: Any) -> None:
        self.told += [change.after.id for change in changes]


@pytest.fixture
def host(shared_ground: Ground) -> Ground:
    """A host's database: a table of its own, ours, and a plan."""
    with shared_ground.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY)")
        connection.exec_driver_sql("DELETE FROM orders")
        migrations.upgrade(connection)
        empty(connection, tables("plan_tasks_", None))
    with shared_ground.engine.begin() as connection, _joined(connection) as tracker:
        tracker.add(_PLAN, actor="office")
    return shared_ground


@contextmanager
def _joined(given: object, *plugins: object, **options: Any) -> Iterator[Tracker]:
    with Tracker.open(connection=given, plugins=plugins, autoload=False, **options) as tracker:
        yield tracker


def _stored(host: Ground) -> tuple[int, int]:
    """How many orders there are, and the version of item m0."""
    with host.engine.begin() as connection, _joined(connection) as tracker:
        orders = connection.exec_driver_sql("SELECT count(*) FROM orders").scalar_one()
        return orders, tracker.item("city", "m0").version


def _order_and_report(connection: Connection, tracker: Tracker, item: str = "m0") -> None:
    connection.exec_driver_sql("INSERT INTO orders SELECT count(*) FROM orders")
    tracker.report("city", item, _DONE, actor="office")


def test_both_are_committed_together(host: Ground) -> None:
    with host.engine.begin() as connection, _joined(connection) as tracker:
        _order_and_report(connection, tracker)
    assert _stored(host) == (1, 2)


def test_both_are_rolled_back_together(host: Ground) -> None:
    with contextlib.suppress(ZeroDivisionError), host.engine.begin() as connection, _joined(connection) as tracker:
        _order_and_report(connection, tracker)
        raise ZeroDivisionError
    assert _stored(host) == (0, 1)


def test_what_is_not_committed_nobody_else_sees(host: Ground) -> None:
    """The tracker neither begins nor ends the host's transaction."""
    with host.engine.connect() as connection, _joined(connection) as tracker:
        _order_and_report(connection, tracker)
        assert tracker.item("city", "m0").version == 2
        with Tracker.open(host.url(), autoload=False) as other:
            assert other.item("city", "m0").version == 1
    assert _stored(host) == (0, 1)


def test_a_savepoint_of_the_hosts_takes_our_rows_with_it(host: Ground) -> None:
    with host.engine.begin() as connection, _joined(connection) as tracker:
        _order_and_report(connection, tracker)
        with connection.begin_nested() as savepoint:
            _order_and_report(connection, tracker, "m1")
            savepoint.rollback()
        _order_and_report(connection, tracker, "m2")
    with host.engine.begin() as connection, _joined(connection) as tracker:
        assert [tracker.item("city", f"m{number}").version for number in range(3)] == [2, 1, 2]
        assert all(finding.ok for finding in tracker.examine())


def test_a_change_that_is_refused_leaves_the_hosts_rows(host: Ground) -> None:
    """What was refused is undone to its savepoint; the transaction goes on."""
    with host.engine.begin() as connection, _joined(connection) as tracker:
        connection.exec_driver_sql("INSERT INTO orders VALUES (7)")
        with pytest.raises(StorageError):
            tracker.report("city", "m0", _DONE, actor="office", seen=9)
        tracker.report("city", "m1", _DONE, actor="office", seen=1)
    assert _stored(host) == (1, 1)


def test_a_session_is_joined_like_a_connection(host: Ground) -> None:
    """Also over several of its transactions."""
    listener = Listener()
    with Session(host.engine) as session, _joined(session, listener) as tracker:
        _order_and_report(session.connection(), tracker)
        session.commit()
        assert listener.told == ["m0"]
        _order_and_report(session.connection(), tracker, "m1")
        session.rollback()
        _order_and_report(session.connection(), tracker, "m2")
        assert listener.told == ["m0"]
        session.commit()
    assert listener.told == ["m0", "m2"]
    assert _stored(host) == (2, 2)


def _leave(connection: Connection) -> None:
    connection.close()


def _go_on(connection: Connection) -> None:
    connection.exec_driver_sql("SELECT 1")
    connection.rollback()


@pytest.mark.parametrize("next_step", [_leave, _go_on])
def test_observers_are_told_after_the_commit(host: Ground, next_step: Callable[[Connection], None]) -> None:
    """As the connection is given back, or as its next transaction begins, and once."""
    listener = Listener()
    connection = host.engine.connect()
    with _joined(connection, listener) as tracker:
        _order_and_report(connection, tracker)
    assert listener.told == []
    connection.commit()
    next_step(connection)
    connection.close()
    assert listener.told == ["m0"]


def test_observers_are_not_told_of_what_was_rolled_back(host: Ground) -> None:
    """The whole transaction, or a savepoint of the host's in it."""
    listener = Listener()
    with host.engine.connect() as connection, _joined(connection, listener) as tracker:
        _order_and_report(connection, tracker)
        connection.rollback()
        with connection.begin_nested() as savepoint:
            _order_and_report(connection, tracker, "m1")
            savepoint.rollback()
        _order_and_report(connection, tracker, "m2")
        connection.commit()
    assert listener.told == ["m2"]


def test_observers_are_not_told_of_a_commit_that_failed(host: Ground) -> None:
    """A constraint that is looked at as the transaction ends refuses it all."""
    if not host.postgres:
        pytest.skip("MariaDB has no constraints of that kind")
    listener = Listener()
    with host.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE twins (id INTEGER REFERENCES orders DEFERRABLE INITIALLY DEFERRED)")
    with host.engine.connect() as connection, _joined(connection, listener) as tracker:
        connection.exec_driver_sql("INSERT INTO twins VALUES (99)")
        tracker.report("city", "m0", _DONE, actor="office")
        with pytest.raises(IntegrityError, match="foreign key"):
            connection.commit()
    assert listener.told == []
    assert _stored(host) == (0, 1)


def test_a_host_may_register_by_its_own_means(host: Ground) -> None:
    """What follows a commit is then the host's to do."""
    listener, registered = Listener(), list[Callable[[], None]]()
    with (
        host.engine.begin() as connection,
        _joined(connection, listener, after_commit=registered.append) as tracker,
    ):
        _order_and_report(connection, tracker)
    assert listener.told == []
    for act in registered:
        act()
    assert listener.told == ["m0"]


def test_two_transactions_wait_for_each_other(host: Ground) -> None:
    """A plan that one has changed the other changes only after it; by the host's own limit of waiting."""
    limit = "SET lock_timeout = '1s'" if host.postgres else "SET innodb_lock_wait_timeout = 1"
    with host.engine.begin() as first, _joined(first) as tracker, host.engine.connect() as second:
        second.exec_driver_sql(limit)
        tracker.report("city", "m0", _DONE, actor="office")
        with _joined(second) as late, pytest.raises(StoreUnavailable):
            late.report("city", "m1", _DONE, actor="office")


def test_tables_are_never_made_in_a_hosts_transaction(ground: Ground) -> None:
    """It is told how they are made."""
    with ground.engine.begin() as connection:
        with pytest.raises(StoreUnavailable, match="upgrade"), _joined(connection):
            pass
        assert not ground.engine.dialect.has_table(connection, "plan_tasks_schema")


@pytest.mark.parametrize("given", [object(), "postgresql://here/there", create_engine("sqlite://")])
def test_what_is_no_connection_is_refused(given: object) -> None:
    with pytest.raises(InvalidValue), _joined(given):
        pass


def test_a_database_without_such_locks_is_refused() -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection, pytest.raises(InvalidValue, match="sqlite"), _joined(connection):
        pass
    engine.dispose()
