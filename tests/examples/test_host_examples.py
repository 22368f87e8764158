"""The examples of hosts with a database run on real servers, and their rows and ours share one fate."""

from __future__ import annotations

import pytest
from sqlalchemy import URL
from tests.examples.test_examples import run
from tests.storage.sql.servers import MYSQL, POSTGRESQL, place


def _url(server: URL, name: str) -> str:
    """A URL of SQLAlchemy for which the schema or database is the one that is meant."""
    if server.get_backend_name() == "postgresql":
        server = server.update_query_dict({"options": f"-csearch_path={name}"})
    else:
        server = server.set(database=name)
    return server.render_as_string(hide_password=False)


@pytest.mark.parametrize("server", [POSTGRESQL, MYSQL], ids=["postgresql", "mariadb"])
def test_a_plain_transaction(server: URL) -> None:
    with place(server) as name:
        printed = run("host_transaction.py", _url(server, name))
    assert printed.splitlines() == [
        "first visit",
        "  told after the commit: Mend the harbour road",
        "second visit",
        "  rolled back: the inspector's signature is missing",
        "1 visits, road at 0.4",
    ]


def test_a_transaction_of_django() -> None:
    with place(POSTGRESQL) as name:
        plain = POSTGRESQL.set(drivername="postgresql").render_as_string(hide_password=False)
        printed = run("host_django.py", plain, name)
    assert printed.splitlines() == ["rolled back: the inspector's signature is missing", "1 visits, road at 0.4"]


@pytest.mark.parametrize("server", [POSTGRESQL, MYSQL], ids=["postgresql", "mariadb"])
def test_a_request_to_fastapi(server: URL) -> None:
    with place(server) as name:
        first, second, third = run("host_fastapi.py", _url(server, name)).splitlines()
    assert first == "200 {'version': 2}"
    assert second.startswith("409 {'detail': 'road was changed by someone else: version 1 was seen, the store holds 2")
    assert third == "{'visits': 1, 'version': 2}"
