"""What the tests of storage share: a plan in a file, the command line, and Python in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs
import pytest

from plan_tasks.cli.main import run
from plan_tasks.model.documents import plan_to_json
from plan_tasks.testing.storage.samples import PLAN, measures


@attrs.frozen
class Answer:
    """What a process said.

    Attributes:
        status: Its exit status.
        out: Its standard output.
        error: Its standard error.
    """

    status: int
    out: str
    error: str

    @property
    def refused(self) -> bool:
        """Whether it ended as a store that refuses ends: with status 3 and a message, not a fault of ours."""
        fault = "Traceback" in self.error or "unexpected" in self.error
        return self.status == 3 and bool(self.error) and not fault


Runs = Callable[..., Answer]


@pytest.fixture
def command_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Runs:
    """Runs plan-tasks in this process, as its entry point does."""
    monkeypatch.setenv("PLAN_TASKS_LANG", "en")

    def call(*arguments: str) -> Answer:
        capsys.readouterr()
        status = run(arguments)
        said = capsys.readouterr()
        return Answer(status, said.out, said.err)

    return call


@pytest.fixture(scope="session")
def python() -> Runs:
    """Runs Python in a process of its own."""
    environment = {**os.environ, "PLAN_TASKS_LANG": "en", "PYTHONWARNINGS": "error"}

    def call(*arguments: str) -> Answer:
        done = subprocess.run(
            [sys.executable, *arguments], capture_output=True, text=True, timeout=60, env=environment, check=False
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    return call


@pytest.fixture(scope="session")
def plan_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan document with three measures."""
    file = tmp_path_factory.mktemp("plans") / "plan.json"
    file.write_text(plan_to_json(attrs.evolve(PLAN, measures=tuple(measures(3)))), encoding="utf-8")
    return file


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user of the machine may enter."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
