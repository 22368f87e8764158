"""A server is killed with all its processes while clients write: what it acknowledged is there when it is back."""

from __future__ import annotations

import os
import random
import tempfile
import time
from pathlib import Path

import pytest
from tests.durability.changes import change, held, opened, start
from tests.durability.counts import count, proving
from tests.durability.figures import note, number
from tests.durability.killing import FORK, unix
from tests.durability.own_servers import own_server
from tests.durability.stores import SERVERS

from plan_tasks.errors import StoreUnavailable

pytestmark = [unix, pytest.mark.skipif(not proving(), reason="a server of its own takes seconds to make")]

_TEST = "1 server stopped"


def _write(url: str, first: int, acknowledge: int) -> None:
    """Makes changes until the server is gone; that must be told as what it is."""
    with opened(url) as tracker:
        done = first
        while True:
            try:
                change(tracker, done)
            except StoreUnavailable:
                return
            os.write(acknowledge, b"%d\n" % done)
            done += 1


@pytest.mark.parametrize("store", SERVERS)
def test_a_server_that_is_killed_has_what_it_acknowledged(store: str) -> None:
    stops, acknowledged, extra = count(2, 20), 0, 0
    chance = random.Random(23)  # noqa: S311
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        room = Path(folder) / "server"
        room.mkdir()
        with own_server(store, room) as server:
            start(server.url)
            last = 0
            for _ in range(stops):
                reading, writing = os.pipe()
                process = FORK.Process(target=_write, args=(server.url, last + 1, writing))
                process.start()
                os.close(writing)
                with os.fdopen(reading) as pipe:
                    begun = pipe.readline()
                    time.sleep(chance.uniform(0, 0.3))
                    server.kill()
                    numbers = [int(line) for line in (begun, *pipe) if line.endswith("\n")]
                process.join()
                assert process.exitcode == 0, "the client was not told what had happened"
                server.start()
                found = held(server.url)
                assert found - numbers[-1] in (0, 1)
                acknowledged += len(numbers)
                extra += found - numbers[-1]
                last = found
    tried = f"{stops} hard stops of the server, {number(acknowledged)} acknowledged changes"
    note(_TEST, store, tried, f"0 lost, 0 torn; after {extra} one change that was not acknowledged yet")
