"""Fixtures of the tests of notices."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from plan_tasks.plugins import BUILTINS
from plan_tasks.services.opening import open_host, open_store
from plan_tasks.storage.contract import StorageBackend


@pytest.fixture(params=["memory", "sqlite"])
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StorageBackend]:
    url = "memory:" if request.param == "memory" else f"sqlite:///{tmp_path / 'plan.db'}"
    host = open_host(builtins=BUILTINS, autoload=False)
    with closing(open_store(host, url, create=True)) as opened:
        yield opened
