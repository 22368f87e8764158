"""What cannot be opened is said in a line or two that names the mend, shows no secret, and changes nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest
from tests.storage.conftest import Runs
from tests.storage.sql.conftest import Ground

from plan_tasks import Tracker
from plan_tasks.errors import (
    InvalidValue,
    PlanTasksError,
    PluginOptionsError,
    StoreNotOurs,
    StoreTooNew,
    StoreUnavailable,
)
from plan_tasks.plugins.storage.sql import migrations
from plan_tasks.plugins.storage.sql.tables import tables
from plan_tasks.services.opening import open_host, open_store
from plan_tasks.testing.storage.case import put
from plan_tasks.testing.storage.samples import OTHER_PLAN, PLAN, TENANT

_WORD = "s3cret/wo:rd@"
_QUOTED = "s3cret%2Fwo%3Ard%40"


def _open(url: str, *, create: bool = True) -> None:
    with Tracker.open(url, autoload=False, create=create):
        pass


def _said(url: str, *, create: bool = True) -> str:
    with pytest.raises(PlanTasksError) as caught:
        _open(url, create=create)
    text = str(caught.value)
    assert _WORD not in text
    assert "s3cret" not in text
    assert len(text.splitlines()) <= 2
    return text


@pytest.mark.parametrize("scheme", ["postgresql", "mysql"])
@pytest.mark.parametrize(
    ("place", "words"),
    [
        (f"//u:{_QUOTED}@127.0.0.1:1/plans?retries=0", "cannot be reached"),
        (f"//u:{_QUOTED}@no-such-host.invalid/plans?retries=0", "cannot be reached"),
        (f"//u:{_QUOTED}@127.0.0.1", "names no database"),
        (f"//u:{_QUOTED}@127.0.0.1:many/plans", "is no port"),
        ("plans", "names no server"),
    ],
)
def test_an_address_that_leads_nowhere(scheme: str, place: str, words: str) -> None:
    assert words in _said(f"{scheme}:{place}")


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("pool_sise=3", 'did you mean "pool_size"'),
        ("pool_size=0", "pool_size"),
        ("pool_size=many", "pool_size"),
        ("prefix=1%27%3BDROP", "prefix"),
        ("create=1", "create"),
    ],
)
def test_an_option_that_is_none(option: str, words: str) -> None:
    with pytest.raises(PluginOptionsError) as caught:
        _open(f"postgresql://u:{_QUOTED}@127.0.0.1:1/plans?{option}")
    assert words in str(caught.value)
    assert "s3cret" not in str(caught.value)


def test_options_of_tls_that_exclude_each_other() -> None:
    with pytest.raises(InvalidValue, match="exclude"):
        _open("mysql://u@127.0.0.1:1/plans?ssl_disabled=true&ssl_ca=ca.pem")


def test_a_database_that_is_not_there(ground: Ground) -> None:
    assert "no such database" in _said(ground.url().replace("/test?", "/no_such_database_here?"))


def test_a_schema_that_is_not_there(ground: Ground) -> None:
    assert "no such database or schema" in _said(ground.url(schema="no_such_schema_here"))


def test_a_wrong_password(ground: Ground) -> None:
    """MariaDB refuses it; PostgreSQL, which here trusts whoever is local, refuses an unknown name."""
    login = f"nobody_here:{_QUOTED}@"
    assert "refuses" in _said(ground.url().replace("root@", login)) or ground.postgres


def test_a_store_that_is_not_there_is_made_only_when_it_shall(ground: Ground) -> None:
    assert "no such store" in _said(ground.url(), create=False)
    with ground.engine.connect() as connection:
        assert not connection.dialect.get_table_names(connection, schema=ground.name)
    _open(ground.url())
    _open(ground.url(), create=False)


@pytest.mark.parametrize("table", ["plan_tasks_item", "plan_tasks_schema"])
def test_tables_of_another_program_are_not_touched(ground: Ground, table: str) -> None:
    with ground.engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE TABLE {table} (id INTEGER)")
        connection.exec_driver_sql(f"INSERT INTO {table} VALUES (7)")  # noqa: S608 - a name of this test
    with pytest.raises(StoreNotOurs, match=table):
        _open(ground.url())
    with ground.engine.connect() as connection:
        assert connection.exec_driver_sql(f"SELECT id FROM {table}").scalar_one() == 7  # noqa: S608 - likewise
        assert connection.dialect.get_table_names(connection, schema=ground.name) == [table]
    _open(ground.url(prefix="other_"))


def test_a_newer_schema_is_refused(ground: Ground) -> None:
    with ground.engine.begin() as connection:
        migrations.upgrade(connection)
        connection.execute(tables("plan_tasks_", None).schema.update().values(version=99))
    with pytest.raises(StoreTooNew, match="99"):
        _open(ground.url())


def test_tables_that_were_half_made_are_made_whole(ground: Ground) -> None:
    """As after a kill in the middle: what is there says that it is ours, and how far it got."""
    every = tables("plan_tasks_", None)
    with ground.engine.begin() as connection:
        every.schema.create(connection)
        connection.execute(every.schema.insert().values(id=1, application="plan_tasks", version=0))
        every.tenant.create(connection)
    with Tracker.open(ground.url(), autoload=False, language="en") as tracker:
        tracker.add(PLAN, actor="office")
        assert all(finding.ok for finding in tracker.examine())


def test_the_command_line_says_it_in_a_line(command_line: Runs) -> None:
    answer = command_line("list", "--store", f"postgresql://u:{_QUOTED}@127.0.0.1:1/plans?retries=0")
    assert answer.refused
    assert "s3cret" not in answer.error + answer.out
    assert len(answer.error.splitlines()) <= 2


def test_a_driver_that_is_missing_is_named_with_its_extra() -> None:
    script = """
import sys
from plan_tasks import Tracker, errors
for url, library in (("postgresql", "psycopg"), ("mysql", "pymysql"), ("mysql", "sqlalchemy")):
    sys.modules[library] = None
    try:
        Tracker.open(f"{url}://u@127.0.0.1:1/p", autoload=False)
    except errors.MissingExtra as error:
        print(error)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    named = [line.rpartition("; ")[2] for line in done.stdout.splitlines()]
    assert named == [f'pip install "plan-tasks[{extra}]"' for extra in ("postgres", "mysql", "mysql")]


def test_a_url_with_a_secret_is_shown_without(ground: Ground) -> None:
    url = ground.url().replace("root@", f"root:{_QUOTED}@") if ground.postgres else ground.url()
    with Tracker.open(url, autoload=False) as tracker:
        shown = repr(tracker) + repr(vars(tracker)) + "".join(finding.text for finding in tracker.examine())
    assert "s3cret" not in shown


def test_a_connection_that_was_cut_is_replaced(ground: Ground) -> None:
    """By a new one, in a unit that has not begun yet: nobody notices. A store that was closed stays so."""
    ask, kill = (
        ("SELECT pg_backend_pid()", "SELECT pg_terminate_backend(%s)")
        if ground.postgres
        else ("SELECT connection_id()", "KILL %s")
    )
    host = open_host(builtins=["plan_tasks.plugins.storage.sql"], autoload=False)
    backend = open_store(host, ground.url(pool_size=1, pool_extra=0), create=True)
    put(backend)
    for write in (False, True):
        own = backend._connections.take()  # type: ignore[attr-defined]
        number = own.exec_driver_sql(ask).scalar_one()
        own.close()
        with ground.engine.connect() as connection:
            connection.exec_driver_sql(kill, (number,))
        with backend.unit(TENANT, write=write) as unit:
            assert [held.plan.id for held in unit.plans.all()] == ["city"]
    with backend.unit(TENANT, write=True) as unit, ground.engine.connect() as connection:
        unit.plans.put(OTHER_PLAN, seen=0)
        connection.exec_driver_sql(kill, (unit._session.connection.exec_driver_sql(ask).scalar_one(),))  # type: ignore[attr-defined]
        with pytest.raises(StoreUnavailable, match="lost"):
            unit.commit()
    with backend.unit(TENANT, write=False) as unit:
        assert [held.plan.id for held in unit.plans.all()] == ["city"]
    backend.close()
    with pytest.raises(StoreUnavailable, match="closed"), backend.unit(TENANT, write=False):
        pass
