"""The connection to a server is cut at every message of every command: old state or new, and the next command works."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import attrs
import pytest
from sqlalchemy import make_url
from tests.durability.changes import KNOWN, PLAN
from tests.durability.commands import COMMANDS
from tests.durability.commands import contents as whole_contents
from tests.durability.counts import proving
from tests.durability.figures import note, number
from tests.durability.proxies import ANSWER, REQUEST, Proxy, proxied
from tests.durability.stores import SERVERS, fresh

from plan_tasks import Tracker
from plan_tasks.errors import StorageError

_TEST = "2 stopped at every statement"


@pytest.fixture(scope="module", params=SERVERS)
def ground(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, str]]:
    """Kind of server, URL, and address of it."""
    with fresh(request.param, tmp_path_factory.mktemp("none")) as url:
        with Tracker.open(url, autoload=False):
            pass
        yield request.param, url, str(make_url(url).host)


def opened(url: str, tenant: str) -> Tracker:
    return Tracker.open(url, tenant=tenant, autoload=False, language="en", clock=lambda: KNOWN)


def contents(tracker: Tracker) -> Any:
    """All that a store says, but for the keys of notices, into which the tenant's name goes."""
    plans, events, outbox, wrong = whole_contents(tracker)
    return plans, events, [attrs.evolve(entry, key="") for entry in outbox], wrong


def cut_everywhere(
    url: str, proxy: Proxy, command: Callable[[Tracker], object], how: str, label: str
) -> tuple[int, int, int]:
    """Cuts a command off at each message in turn; each time as a tenant of its own.

    Returns:
        How often it was cut, how often the new state was there without the client's knowing, and how often neither the
        old state nor the new one was.
    """
    near = make_url(url).set(port=proxy.port, host="127.0.0.1")
    if near.get_backend_name() == "postgresql":
        near = near.update_query_dict({"sslmode": "disable"})  # else nobody could see where a message ends
    through = near.render_as_string(hide_password=False)
    with opened(through, f"{label}-reference") as tracker:
        tracker.add(PLAN, actor="office")
        before = contents(tracker)
        proxy.arm(0, how)
        command(tracker)
        total = proxy.seen
        after = contents(tracker)
    places = range(1, total + 1) if proving() else (total // 2, total - 1, total)
    unknown = torn = 0
    for at in places:
        tenant = f"{label}-{at}"
        with opened(url, tenant) as witness:
            witness.add(PLAN, actor="office")
            with opened(through, tenant) as tracker:
                proxy.arm(at, how)
                try:
                    command(tracker)
                    acknowledged = True
                except StorageError:
                    acknowledged = False
                proxy.arm(0, how)
                found = contents(witness)
                if found not in ((after,) if acknowledged else (before, after)):
                    torn += 1
                unknown += not acknowledged and found == after
                if found == before:
                    command(tracker)
                    assert contents(witness) == after, "the same tracker goes on with a new connection"
    return len(places), unknown, torn


@pytest.mark.parametrize("how", [REQUEST, ANSWER])
@pytest.mark.parametrize("command", COMMANDS if proving() else ["change"])
def test_a_command_that_is_cut_off_leaves_the_old_state_or_the_new(
    ground: tuple[str, str, str], command: str, how: str
) -> None:
    store, url, host = ground
    port = make_url(url).port or (5432 if store == "postgresql" else 3306)
    with proxied(host, port, postgres=store == "postgresql") as proxy:
        cuts, unknown, torn = cut_everywhere(url, proxy, COMMANDS[command], how, f"{command}-{how}")
    tried = f"`{command}`: connection cut at each of {number(cuts)} messages, on the way of its {how}"
    note(_TEST, store, tried, f"{torn} torn; {unknown} were stored without the client's knowing")
    assert (cuts > 2, torn) == (True, 0)
    if how == ANSWER:
        assert unknown > 0, "no commit was cut off"
